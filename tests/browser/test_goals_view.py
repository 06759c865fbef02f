"""The goals of a plan on their timeline, in their host: what is seen, and what it never does."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest
from playwright.async_api import expect

from seqmatch.data.synthetic.planned_family import GOALS, KEPT, TODAY, statement

pytestmark = pytest.mark.anyio

HOSTILE = "<img src=x onerror=alert(1)></script><script>1"
ROWS = [
    {**{name: value for name, value in dataclasses.asdict(row).items() if name != "date"}, "date": str(row.date)}
    for row in statement()
]
ASKED = {"transactions": ROWS, "as_of": str(TODAY), "goals": list(GOALS), "buffer_cents": KEPT}


async def test_each_goal_has_its_band_its_deadline_and_its_words(show: Any) -> None:
    shown = await show("plan_goals", ASKED)
    answer = shown.results[0]["structuredContent"]
    picture = shown.results[0]["_meta"]["seqmatch/picture"]
    await expect(shown.view.locator("#summary")).to_contain_text("2 of 3 goals fit")
    assert await shown.view.locator(".goal .band").count() == await shown.view.locator(".goal .due").count() == 3
    assert [len(band[1]) for band in picture["bands"]] == [7, 10, 15]  # whole or begun months until each deadline
    full = sum(one.get("full_on") is not None for one in answer["goals"])
    assert await shown.view.locator(".goal .full").count() == full
    await expect(shown.view.locator(".goal").nth(2)).to_contain_text("does not fit")
    await expect(shown.view.locator(".goal").nth(2)).to_contain_text("What would save it")
    rules = await shown.view.locator("#rules li").all_inner_texts()
    assert rules == answer["rules_text"].split("\n\n")
    shown.assert_quiet()


async def test_the_months_can_be_walked_with_the_keyboard(show: Any) -> None:
    shown = await show("plan_goals", ASKED)
    low, middle, high = (
        f"{round(held[1] / 100):,}" for held in shown.results[0]["_meta"]["seqmatch/picture"]["bands"][0]
    )
    await shown.view.locator(".goal svg").first.focus()
    for _ in range(2):
        await shown.page.keyboard.press("ArrowRight")
    await expect(shown.view.locator("#told")).to_have_text(
        f"Emergency Fund on Nov 30, 2026: {middle}, on eight paths in ten {low} to {high}."
    )
    assert shown.calls == []


async def test_names_are_words_and_a_host_that_drops_the_picture_shows_the_rest(show: Any) -> None:
    goals = [{**GOALS[0], "name": HOSTILE}]
    shown = await show("plan_goals", {**ASKED, "goals": goals}, keep_picture=False)
    await expect(shown.view.locator(".goal h2 span").first).to_have_text(f"1. {HOSTILE}")
    assert await shown.view.locator("img, .goal .band").count() == 0
    assert await shown.view.locator(".goal .due").count() == 1
    shown.assert_quiet()


async def test_a_refused_plan_is_told_in_a_sentence(show: Any) -> None:
    shown = await show("plan_goals", {**ASKED, "transactions": ROWS[:3], "as_of": "2025-08-01"})
    await expect(shown.view.locator("#summary")).to_have_text(
        "There is no plan to show; the assistant's words tell why."
    )


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [760, 360])
async def test_the_goals_look_as_they_should(show: Any, theme: str, width: int) -> None:
    """What it looks like is for a person to see; here only that nothing is cut off and no two words overlap."""
    shown = await show("plan_goals", ASKED, theme=theme, width=width)
    await expect(shown.view.locator(".goal .band")).to_have_count(3)
    assert await shown.view.locator("html").evaluate("page => page.scrollWidth") <= width
    assert await shown.unreadable(".goal svg text", width) == []
    if width == 360:
        await shown.screenshot(f"goals-{theme}-phone")
    else:
        await shown.screenshot(f"goals-{theme}", documented=900)
    shown.assert_quiet()
