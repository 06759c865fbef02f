"""A portfolio before and after, in its host. Everything in it is synthetic."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import expect

pytestmark = pytest.mark.anyio

ASKED = json.loads((Path(__file__).parents[2] / "docs/examples/portfolio_prices.json").read_text(encoding="utf-8"))
HOSTILE = "<img src=x onerror=alert(1)></script><script>1"


async def test_shares_trades_and_risk_are_drawn_and_told(show: Any) -> None:
    shown = await show("rebalance_portfolio", ASKED)
    answer = shown.results[0]["structuredContent"]
    await expect(shown.view.locator("#summary")).to_contain_text("Sell by lot.")
    await expect(shown.view.locator("#chart .row")).to_have_count(len(answer["shares"]))
    await expect(shown.view.locator("#list tr")).to_have_count(len(answer["sold"]) + len(answer["bought"]))
    widths = await shown.view.locator("#chart rect.after").evaluate_all(
        "all => all.map(one => one.width.baseVal.value)"
    )
    after = [one["after"] for one in answer["shares"]]
    assert [round(one / max(widths), 2) for one in widths] == [round(one / max(after), 2) for one in after]
    await expect(shown.view.locator("#tested")).to_contain_text("equal parts (1/N)")
    shown.assert_quiet()


async def test_rows_can_be_walked_with_the_keyboard(show: Any) -> None:
    shown = await show("rebalance_portfolio", ASKED)
    await shown.view.locator("#chart .row").first.focus()
    await shown.page.keyboard.press("ArrowDown")
    await expect(shown.view.locator("#told")).to_have_text(
        "Emerging: 20.0% before, 5.0% after, target 10.0%, band 5.0% to 15.0%."
    )


async def test_names_are_words_whatever_stands_in_them_and_without_prices_nothing_is_missing(show: Any) -> None:
    lots = [{"asset": HOSTILE, "value_cents": 1_000, "basis_cents": 1_000}]
    shown = await show("rebalance_portfolio", {"lots": lots, "targets": [{"asset": HOSTILE, "share": 1}]})
    await expect(shown.view.locator("#summary")).to_contain_text("Do nothing.")
    assert await shown.view.locator("img").count() == 0
    await expect(shown.view.locator("#risk")).to_be_hidden()
    shown.assert_quiet()


async def test_a_refusal_is_told_in_a_sentence(show: Any) -> None:
    shown = await show("rebalance_portfolio", {"lots": []})
    await expect(shown.view.locator("#summary")).to_have_text(
        "There is no portfolio to show; the assistant's words tell why."
    )


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [760, 360])
async def test_it_looks_as_it_should(show: Any, theme: str, width: int) -> None:
    """What it looks like is for a person to see; here only that nothing is cut off and no two words overlap."""
    shown = await show("rebalance_portfolio", ASKED, theme=theme, width=width)
    await expect(shown.view.locator("#chart .row")).to_have_count(3)
    assert await shown.view.locator("html").evaluate("page => page.scrollWidth") <= width
    assert await shown.unreadable("#chart text", width) == []
    if width == 360:
        await shown.screenshot(f"allocation-{theme}-phone")
    else:
        await shown.screenshot(f"allocation-{theme}", documented=1080)
    shown.assert_quiet()
