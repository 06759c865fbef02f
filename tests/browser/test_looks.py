"""What both views share: the host decides light or dark, and everything can be read in either."""

from __future__ import annotations

import re
from typing import Any

import pytest

from seqmatch.data.synthetic.households import EXAMPLES

pytestmark = pytest.mark.anyio

OKAFOR = EXAMPLES["okafor_family"]
ASKED = {"profile": OKAFOR.profile, "rules_text": OKAFOR.rules_text}
LEAST_CONTRAST = 4.5
"""Of text, by WCAG 2.2 AA."""

COLOURS = """() => {
    const probe = document.body.appendChild(document.createElement("i"));
    const seen = (colour) => { probe.style.color = colour; return getComputedStyle(probe).color; };
    const names = ["--paper", "--panel", "--ink", "--faint", "--bad"];
    const found = Object.fromEntries(names.map((name) => [name, seen(`var(${name})`)]));
    probe.remove();
    return found;
}"""


def luminance(colour: str) -> float:
    parts = [int(part) / 255 for part in re.findall(r"\d+", colour)[:3]]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("tool", ["suggest_automations", "match_user"])
@pytest.mark.parametrize(("theme", "system"), [("light", "dark"), ("dark", "light")])
async def test_the_hosts_theme_wins_over_the_systems_and_text_stands_out(
    show: Any, tool: str, theme: str, system: str
) -> None:
    shown = await show(tool, ASKED, theme=theme, system_theme=system)
    paper = await shown.view.locator("body").evaluate("body => getComputedStyle(body).backgroundColor")
    assert (luminance(paper) < 0.05) is (theme == "dark")
    colours = await shown.view.locator("body").evaluate(COLOURS)
    for ground in ("--paper", "--panel"):
        for ink in ("--ink", "--faint", "--bad"):
            assert contrast(colours[ink], colours[ground]) >= LEAST_CONTRAST, (ink, ground)


async def test_the_host_may_change_its_theme_while_the_view_is_shown(show: Any) -> None:
    shown = await show("match_user", ASKED, theme="light")
    await shown.page.evaluate(
        "() => toView({ method: 'ui/notifications/host-context-changed', params: { theme: 'dark' } })"
    )
    await shown.view.locator('html[data-theme="dark"]').wait_for()
    paper = await shown.view.locator("body").evaluate("body => getComputedStyle(body).backgroundColor")
    assert luminance(paper) < 0.05


@pytest.mark.parametrize("tool", ["suggest_automations", "match_user"])
async def test_the_host_is_told_how_tall_the_view_is(show: Any, tool: str) -> None:
    shown = await show(tool, ASKED)
    await shown.view.locator("footer").wait_for()
    (hello,) = await shown.sent("ui/initialize")
    assert hello["protocolVersion"] == "2026-01-26"
    assert await shown.view.locator("html").evaluate("page => page.scrollHeight <= window.innerHeight + 1")
    assert (await shown.sent("ui/notifications/size-changed"))[-1]["height"] > 300


@pytest.mark.parametrize("tool", ["suggest_automations", "match_user"])
async def test_a_refusal_is_no_picture_but_a_word(show: Any, tool: str) -> None:
    shown = await show(tool, {"profile": {"age_group": "very"}})
    status = shown.view.get_by_role("status")
    await status.filter(has_text="the assistant's words tell why").wait_for()
    shown.assert_quiet()
