"""The map of the archetypes, in its host."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.async_api import expect

from seqmatch.data.synthetic.households import EXAMPLES

pytestmark = pytest.mark.anyio

OKAFOR = EXAMPLES["okafor_family"]
SAM = EXAMPLES["sam_student"]
MATCH = {"profile": OKAFOR.profile, "rules_text": OKAFOR.rules_text}
PICTURE = "seqmatch/picture"


async def test_the_map_shows_every_archetype_and_the_person_beside_their_own(show: Any) -> None:
    shown = await show("match_user", MATCH)
    own = shown.results[0]["structuredContent"]["archetype"]
    kinds = shown.results[0]["_meta"][PICTURE]["archetypes"]
    await expect(shown.view.get_by_role("status")).to_contain_text(f"You are among: {own['name']}")
    assert await shown.view.locator("polygon.half").count() == len(kinds)
    await expect(shown.view.locator("#you")).to_be_visible()
    buttons = shown.view.locator("#kinds button")
    assert await buttons.count() == len(kinds)
    await expect(buttons.filter(has_text="You")).to_contain_text(own["name"])
    await expect(shown.view.locator("#reading")).to_contain_text("Your place comes from your rules.")
    await expect(shown.view.locator("#patterns tbody tr").first).to_contain_text(
        shown.results[0]["structuredContent"]["common_patterns"][0]["pattern"]
    )
    shown.assert_quiet()


async def test_another_archetype_is_chosen_with_the_keyboard_and_asked_of_the_server(show: Any) -> None:
    shown = await show("match_user", MATCH)
    mine = shown.results[0]["structuredContent"]["archetype"]["cluster_id"]
    await expect(shown.view.locator("#more table")).to_have_count(2)
    assert shown.calls == [("explain_cluster", {"cluster_id": mine})]

    await shown.view.locator("#kinds button").first.focus()
    await shown.page.keyboard.press("End")
    await shown.page.keyboard.press("Enter")

    last = shown.results[0]["_meta"][PICTURE]["archetypes"][-1]
    await expect(shown.view.locator("#name")).to_have_text(f"{last['cluster_id']}: {last['name']}")
    await expect(shown.view.locator("#kinds button[aria-pressed=true]")).to_contain_text(last["name"])
    assert shown.calls[-1] == ("explain_cluster", {"cluster_id": last["cluster_id"]})
    told = shown.results[-1]["structuredContent"]
    commonest = max(told["automations"], key=lambda automation: automation["share"])
    row = shown.view.locator("#more tbody tr").first
    await expect(row).to_contain_text(commonest["pattern"])
    await expect(row.locator(".number")).to_have_text(f"{int(100 * commonest['share'] + 0.5)}%")
    shown.assert_quiet()


async def test_a_shape_on_the_map_can_be_clicked(show: Any) -> None:
    shown = await show("match_user", MATCH)
    await shown.view.locator("polygon.half").nth(1).click(position={"x": 12, "y": 40})
    await expect(shown.view.locator("#kinds button[aria-pressed=true] .digit")).to_have_text("1")


async def test_without_rules_the_map_says_whose_middle_the_place_is(show: Any) -> None:
    shown = await show("match_user", {"profile": SAM.profile})
    users = shown.results[0]["_meta"][PICTURE]["you"]["from"]
    await expect(shown.view.locator("#reading")).to_contain_text(f"your place is the middle of {users} similar users")


async def test_an_archetype_explained_by_number_belongs_to_nobody(show: Any) -> None:
    shown = await show("explain_cluster", {"cluster_id": 1})
    await expect(shown.view.locator("#name")).to_contain_text("1: ")
    await expect(shown.view.locator("#more table")).to_have_count(2)
    await expect(shown.view.locator("#you")).to_have_count(0)
    await expect(shown.view.locator("body")).not_to_contain_text("You are among")
    assert shown.calls == []


async def test_where_the_host_lets_nobody_ask_every_archetype_is_still_described(show: Any) -> None:
    shown = await show("match_user", MATCH, capabilities={})
    await shown.view.locator("#kinds button").nth(2).click()
    kind = shown.results[0]["_meta"][PICTURE]["archetypes"][2]
    await expect(shown.view.locator("#description")).to_have_text(kind["description"])
    assert shown.calls == []


async def test_where_the_host_drops_the_picture_the_archetype_is_named(show: Any) -> None:
    shown = await show("match_user", MATCH, keep_picture=False)
    name = shown.results[0]["structuredContent"]["archetype"]["name"]
    await expect(shown.view.get_by_role("status")).to_have_text(f"You are among: {name}.")
    await expect(shown.view.locator("#map")).to_be_hidden()


@pytest.mark.parametrize("width", [760, 360])
@pytest.mark.parametrize("theme", ["light", "dark"])
async def test_it_looks_as_it_should(show: Any, theme: str, width: int) -> None:
    """What it looks like is for a person to see; here only that nothing is wider than the page."""
    shown = await show("match_user", MATCH, theme=theme, width=width)
    await expect(shown.view.locator("#more table")).to_have_count(2)
    assert await shown.view.locator("html").evaluate("page => page.scrollWidth") <= width
    phone = width == 360
    await shown.screenshot(f"map-{theme}" + "-phone" * phone, documented=0 if phone else 590)
    shown.assert_quiet()
