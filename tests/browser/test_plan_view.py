"""The money flow of a plan, in its host: what is seen, what the slider changes, and what it never does."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.async_api import FrameLocator, expect

from seqmatch.data.synthetic.households import EXAMPLES

pytestmark = pytest.mark.anyio

OKAFOR = EXAMPLES["okafor_family"]
SAM = EXAMPLES["sam_student"]
PICTURE = "seqmatch/picture"
SUGGEST = {
    "profile": OKAFOR.profile,
    "rules_text": OKAFOR.rules_text,
    "monthly_income_cents": OKAFOR.monthly_income_cents,
}
CHECK = {"rules_text": OKAFOR.rules_text, "monthly_income_cents": 820_000}
HOSTILE = "<img src=x onerror=alert(1)></script><script>document.title='taken'</script>"


def dollars(cents: int) -> str:
    return f"${cents // 100:,}" + (f".{cents % 100:02d}" if cents % 100 else "")


def amounts(result: dict[str, Any]) -> dict[str, str]:
    """What the server says moves: payment -> dollars."""
    ribbons = result["_meta"][PICTURE]["ribbons"]
    return {f"{ribbon['source']} > {ribbon['destination']}": dollars(ribbon["cents"]) for ribbon in ribbons}


async def listed(view: FrameLocator) -> dict[str, str]:
    """What the view says moves: payment -> dollars, those of nothing left out."""
    rows = view.locator("[data-payment]")
    found = await rows.evaluate_all(
        "rows => rows.map(row => [row.dataset.payment, row.querySelector('.number').textContent])"
    )
    return {payment: cents for payment, cents in found if cents != "$0"}


async def drawn(view: FrameLocator) -> dict[str, str]:
    """What stands beside the accounts of the picture."""
    found = await view.locator(".account").evaluate_all(
        "accounts => accounts.map(account => account.getAttribute('aria-label').split(/: (?!.*: )/))"
    )
    return dict(found)


async def test_the_plan_of_the_suggestions_is_drawn_with_every_account_and_payment(show: Any) -> None:
    shown = await show("suggest_automations", SUGGEST)
    await expect(shown.view.locator("h1")).to_have_text("Where $8,200 goes in a month")
    bars = shown.results[0]["_meta"][PICTURE]["bars"]
    assert await drawn(shown.view) == {bar["name"]: bar["note"] for bar in bars}
    assert await listed(shown.view) == amounts(shown.results[0])
    assert await shown.view.locator("#picture path").count() == len(amounts(shown.results[0]))
    assert shown.calls == []
    shown.assert_quiet()


async def test_moving_the_slider_asks_the_server_and_shows_the_flow_it_computes(show: Any) -> None:
    shown = await show("suggest_automations", SUGGEST)
    before = await listed(shown.view)
    paths = await shown.view.locator("#picture path").evaluate_all("all => all.map(path => path.getAttribute('d'))")

    await shown.view.get_by_role("slider", name="Monthly income").focus()
    for _ in range(8):
        await shown.page.keyboard.press("ArrowRight")
    await expect(shown.view.locator("h1")).to_have_text("Where $9,000 goes in a month")

    rules = shown.results[0]["structuredContent"]["plan"]["rules_text"]
    assert shown.calls[-1] == ("check_automations", {"rules_text": rules, "monthly_income_cents": 900_000})
    assert len(shown.calls) < 8  # a slider on the move is not asked for at every step
    after = await listed(shown.view)
    assert (before["Family Hub > Bills"], after["Family Hub > Bills"]) == ("$3,198", "$3,510")
    assert after == amounts(shown.results[-1])
    assert (await drawn(shown.view))["Family Hub"] == "$9,000"
    assert paths != await shown.view.locator("#picture path").evaluate_all(
        "all => all.map(path => path.getAttribute('d'))"
    )
    change = shown.view.locator('[data-payment="Family Hub > Bills"] td').nth(2)
    assert await change.text_content() == "+$312"
    await expect(shown.view.get_by_role("status")).to_contain_text("the plan was made for $8,200")
    shown.assert_quiet()


async def test_today_and_the_plan_are_shown_one_after_the_other_at_any_income(show: Any) -> None:
    shown = await show("suggest_automations", SUGGEST)
    today = shown.view.get_by_role("button", name="Today")
    planned = shown.view.get_by_role("button", name="With the plan")
    assert (await listed(shown.view))["Family Hub > Bills"] == "$3,198"
    await today.click()
    assert await today.get_attribute("aria-pressed") == "true"
    assert (await listed(shown.view))["Family Hub > Bills"] == "$4,510"
    assert "Family Hub > Home Repair" not in await listed(shown.view)

    await shown.view.get_by_label("Monthly income in dollars").fill("9000")
    await shown.page.keyboard.press("Enter")
    await expect(shown.view.locator("h1")).to_have_text("Where $9,000 goes in a month")
    assert [asked["rules_text"] == OKAFOR.rules_text for _, asked in shown.calls] == [True, False]
    assert await listed(shown.view) == amounts(shown.results[1])
    await planned.click()
    assert await listed(shown.view) == amounts(shown.results[2])
    assert len(shown.calls) == 2
    shown.assert_quiet()


async def held(view: FrameLocator, kind: str) -> list[int]:
    """What the chosen account holds at the end of each month, in cents, as it is drawn."""
    return [int(cents) for cents in (await view.locator(f"#chart .{kind}").get_attribute("data-held") or "").split()]


async def test_a_year_of_an_account_is_drawn_before_and_after_and_follows_the_slider(show: Any) -> None:
    shown = await show("suggest_automations", SUGGEST)
    plan = shown.results[0]["structuredContent"]["plan"]
    chosen = shown.view.get_by_label("A year of")
    assert await chosen.input_value() == "Bills"  # what the plan changes most
    for account in ("Bills", "Emergency Fund", "Home Repair"):
        await chosen.select_option(account)
        for kind, simulation in (("before", plan["before"]), ("after", plan["simulation"])):
            at_the_end = {balance["account"]: balance["cents"] for balance in simulation["balances"]}
            months = await held(shown.view, kind)
            assert (len(months), months[-1]) == (12, at_the_end.get(account, 0))
    await expect(shown.view.locator("#year-told")).to_have_text("After 12 months: $0 today, $4,920 with the plan.")

    await shown.view.get_by_label("Monthly income in dollars").fill("9000")
    await shown.page.keyboard.press("Enter")
    await expect(shown.view.locator("#year-told")).to_have_text("After 12 months: $0 today, $5,400 with the plan.")


async def test_rules_that_are_checked_have_a_year_and_nothing_beside_it(show: Any) -> None:
    shown = await show("check_automations", CHECK)
    await expect(shown.view.get_by_role("button", name="Today")).to_be_hidden()
    await expect(shown.view.locator("#year-told")).to_contain_text("After 12 months: $")
    assert await shown.view.locator("#chart .before").count() == 0


async def test_rules_that_are_checked_can_be_asked_the_same(show: Any) -> None:
    shown = await show("check_automations", CHECK)
    await shown.view.get_by_label("Monthly income in dollars").fill("5123.45")
    await shown.page.keyboard.press("Enter")
    await expect(shown.view.locator("h1")).to_have_text("Where $5,123.45 goes in a month")
    assert shown.calls == [("check_automations", {"rules_text": OKAFOR.rules_text, "monthly_income_cents": 512_345})]
    assert await listed(shown.view) == amounts(shown.results[-1])

    await shown.view.get_by_role("button", name="Back to $8,200").click()
    await expect(shown.view.locator("h1")).to_have_text("Where $8,200 goes in a month")
    assert await listed(shown.view) == amounts(shown.results[0])
    await expect(shown.view.get_by_role("button", name="Back to $8,200")).to_be_disabled()


async def test_what_fails_with_too_little_income_is_said(show: Any) -> None:
    rules = (
        "When funds are received: $900.00 moves from Pay to Rent.\n\n"
        "When funds are received: $300.00 moves from Pay to Savings."
    )
    shown = await show("check_automations", {"rules_text": rules, "monthly_income_cents": 150_000})
    await expect(shown.view.get_by_role("status")).not_to_contain_text("fail")
    await shown.view.get_by_label("Monthly income in dollars").fill("1000")
    await shown.page.keyboard.press("Enter")
    await expect(shown.view.get_by_role("status")).to_contain_text("1 action fails")
    await expect(shown.view.locator("#notes li.bad").first).to_contain_text(
        "Rule 2, action 1 fails 8 times, first in month 1: the source account holds less than the amount."
    )
    assert await listed(shown.view) == {"Pay > Rent": "$900"}


async def test_an_income_the_tool_refuses_leaves_the_flow_and_tells_the_tools_words(show: Any) -> None:
    shown = await show("check_automations", CHECK)
    await shown.view.get_by_label("Monthly income in dollars").fill("99999999999")
    await shown.page.keyboard.press("Enter")
    await expect(shown.view.get_by_role("alert")).to_contain_text("a whole number of cents from 10000 to")
    assert await listed(shown.view) == amounts(shown.results[0])
    await shown.view.get_by_role("button", name="Back to $8,200").click()
    await expect(shown.view.get_by_role("alert")).to_be_hidden()


async def test_the_assistant_is_told_in_a_sentence_what_the_person_tried(show: Any) -> None:
    shown = await show("check_automations", CHECK)
    await shown.view.get_by_label("Monthly income in dollars").fill("9000")
    await shown.page.keyboard.press("Enter")
    await expect(shown.view.locator("h1")).to_have_text("Where $9,000 goes in a month")
    (told,) = await shown.sent("ui/update-model-context")
    moved = dollars(shown.results[-1]["structuredContent"]["simulation"]["moved_cents"])
    assert told["content"] == [
        {
            "type": "text",
            "text": f"In the money flow view the person set the monthly income to $9,000: In 12 months: {moved} "
            "moved · $0 without a purpose · the plan was made for $8,200.",
        }
    ]


async def test_everything_can_be_reached_and_followed_with_the_keyboard(show: Any) -> None:
    shown = await show("suggest_automations", SUGGEST)
    await shown.view.locator(".account").first.wait_for()
    await shown.page.locator("iframe").focus()
    focused = "document.activeElement.id || document.activeElement.dataset.account || document.activeElement.tagName"
    reached = []
    for _ in range(7):
        await shown.page.keyboard.press("Tab")
        reached.append(await shown.view.locator("body").evaluate(focused))
    assert reached == ["slider", "typed", "today", "planned", "Ngozi Paycheck", "SUMMARY", "account"]

    for _ in range(2):
        await shown.page.keyboard.press("Shift+Tab")
    for expected in ("Daniel Paycheck", "Family Hub"):
        await shown.page.keyboard.press("ArrowDown")
        assert await shown.view.locator("body").evaluate(focused) == expected
    await expect(shown.view.locator("#told")).to_contain_text("Family Hub: $8,200 — from Ngozi Paycheck $4,100, Daniel")
    assert await shown.view.locator(".followed").count() == 9
    await shown.page.keyboard.press("End")
    assert await shown.view.locator("body").evaluate(focused) == "College Fund"  # what the card gets is not in the text


async def test_names_are_words_whatever_stands_in_them(show: Any) -> None:
    rules = f"When funds are received: 10.00% of incoming funds goes from Income to {HOSTILE}."
    shown = await show("check_automations", {"rules_text": rules})
    names = await drawn(shown.view)
    assert [name[:4] for name in names] == ["Inco", "<img"]
    assert await shown.view.locator("img").count() == 0
    assert await shown.view.locator("title").first.evaluate("node => node.ownerDocument.title") == "Money flow"
    shown.assert_quiet()


async def test_where_the_host_lets_nobody_ask_there_is_no_slider_but_the_flow(show: Any) -> None:
    shown = await show("suggest_automations", SUGGEST, capabilities={})
    await expect(shown.view.locator(".account").first).to_be_visible()
    await expect(shown.view.get_by_role("slider")).to_be_hidden()
    assert await listed(shown.view) == amounts(shown.results[0])


async def test_where_the_host_drops_the_picture_the_balances_are_told(show: Any) -> None:
    shown = await show("check_automations", CHECK, keep_picture=False)
    balances = shown.results[0]["structuredContent"]["simulation"]["balances"]
    await expect(shown.view.locator("#payments")).to_contain_text("After 12 months")
    rows = await shown.view.locator("[data-payment]").evaluate_all("rows => rows.map(row => row.cells[0].textContent)")
    assert rows == [balance["account"] for balance in balances]


async def test_without_a_rule_it_says_that_no_money_moves(show: Any) -> None:
    shown = await show("check_automations", {"rules_text": "I like money."})
    await expect(shown.view.locator("h1")).to_have_text("No money moves")
    await expect(shown.view.get_by_role("slider")).to_be_hidden()
    await expect(shown.view.locator("#notes")).to_contain_text("could not be read")


@pytest.mark.parametrize("theme", ["light", "dark"])
async def test_it_fits_a_phone_as_a_list(show: Any, theme: str) -> None:
    shown = await show("suggest_automations", SUGGEST, width=360, theme=theme)
    await expect(shown.view.locator("#payments")).to_be_visible()
    await expect(shown.view.locator("#picture")).to_be_hidden()
    assert await shown.view.locator("html").evaluate("page => page.scrollWidth") <= 360
    await shown.screenshot(f"plan-{theme}-phone")


@pytest.mark.parametrize("theme", ["light", "dark"])
async def test_it_looks_as_it_should(show: Any, theme: str) -> None:
    """What it looks like is for a person to see; here only that the picture is all there."""
    shown = await show("suggest_automations", SUGGEST, theme=theme)
    await shown.view.get_by_label("Monthly income in dollars").fill("9000")
    await shown.page.keyboard.press("Enter")
    await expect(shown.view.locator("h1")).to_have_text("Where $9,000 goes in a month")
    assert await shown.view.locator("html").evaluate("page => page.scrollWidth") <= 760
    right = await shown.view.locator("svg text").evaluate_all(
        "all => Math.max(...all.map(text => text.getBoundingClientRect().right))"
    )
    assert right <= 760
    await shown.screenshot(f"plan-{theme}", documented=1080)
    shown.assert_quiet()
