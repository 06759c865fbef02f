"""The days ahead of a household, in their host: what is seen, what the slider changes, and what it never does."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from playwright.async_api import FrameLocator, expect

pytestmark = pytest.mark.anyio

FIRST, LAST = dt.date(2025, 7, 1), dt.date(2026, 3, 14)
HOSTILE = "<img src=x onerror=alert(1)></script><script>1"


def household(checking: str = "Everyday Checking", opening: int = 90_000) -> list[dict[str, Any]]:
    """Synthetic: a pay, a rent, three bills, food and a savings pot."""
    months = [(2025 + (6 + step) // 12, (6 + step) % 12 + 1) for step in range(9)]
    bills = ((1, "ACME PAYROLL", 310_000), (15, "ACME PAYROLL", 90_000), (3, "NORTH REALTY RENT", -165_000),
             (18, "CITY POWER", -8_450), (22, "FIBRE INTERNET", -4_999), (27, "CAR INSURANCE", -11_200),
             (2, "TRANSFER TO POT", -20_000))  # fmt: skip
    rows = [(dt.date(*month, day), checking, text, cents) for month in months for day, text, cents in bills]
    rows += [(dt.date(*month, 2), "Savings Pot", "TRANSFER FROM CHECKING", 20_000) for month in months]
    days = range(0, (LAST - FIRST).days + 1, 3)
    rows += [(FIRST + dt.timedelta(days=n), checking, "GREEN GROCER", -6_000 - 37 * (n % 41)) for n in days]
    held = {checking: opening, "Savings Pot": 0}
    told = []
    for day, account, text, cents in sorted(row for row in rows if row[0] <= LAST):
        held[account] += cents
        told.append({"date": str(day), "account": account, "description": text, "amount_cents": cents,
                     "balance_cents": held[account]})  # fmt: skip
    return told


HOUSE = {"transactions": household()}


def money(cents: int, sign: str = "") -> str:
    minus, cents = ("−" if cents < 0 else ""), abs(cents)
    return f"{minus}{sign}{cents // 100:,}" + (f".{cents % 100:02d}" if cents % 100 else "")


async def drawn(view: FrameLocator) -> str:
    """The middle line of the chart, as it is drawn."""
    return str(await view.locator("#chart .middle").get_attribute("d"))


async def slide(shown: Any, steps: int, key: str = "ArrowLeft") -> None:
    await shown.view.get_by_role("slider").focus()
    for _ in range(steps):
        await shown.page.keyboard.press(key)


async def test_the_forecast_is_drawn_and_told(show: Any) -> None:
    shown = await show("forecast_cash_flow", HOUSE)
    answer = shown.results[0]["structuredContent"]
    await expect(shown.view.locator("h1")).to_have_text("The days ahead")
    await expect(shown.view.locator("#summary")).to_contain_text(f"About {money(answer['total_28d']['p50'])}")
    account = answer["accounts"][0]
    assert (await drawn(shown.view)).count(",") == len(account["path"]["p50"]) == 90
    await expect(shown.view.locator("#told")).to_contain_text(
        f"lowest of 30 days {money(min(account['path']['p50'][:30]))}"
    )
    rows = await shown.view.locator("#due tr").evaluate_all("rows => rows.map(row => row.cells[1].textContent)")
    assert rows == [one["payee"] for one in answer.get("bills_before_pay", [])]
    due = shown.results[0]["_meta"]["seqmatch/picture"]["events"]
    assert await shown.view.locator("#chart polygon").count() == len(due) > 10
    shown.assert_quiet()


async def test_the_slider_moves_the_path_and_asks_nobody(show: Any) -> None:
    shown = await show("forecast_cash_flow", HOUSE)
    answer = shown.results[0]["structuredContent"]
    before = await drawn(shown.view)
    await expect(shown.view.get_by_role("button", name="Back")).to_be_disabled()
    await slide(shown, 10)
    saved = round(0.1 * answer["typical_week_cents"])
    await expect(shown.view.locator("#typed")).to_have_text(f"{money(saved)} less")
    assert await drawn(shown.view) != before
    await expect(shown.view.locator("#chart .before")).to_have_count(1)
    last = answer["accounts"][0]["path"]["p50"][-1] + round(saved * 90 / 7)
    await expect(shown.view.locator("#told")).to_contain_text(f"Expected {money(last)}")
    await slide(shown, 20, "ArrowRight")
    await expect(shown.view.locator("#typed")).to_have_text(f"{money(saved)} more")
    await shown.view.get_by_role("button", name="Back").click()
    assert await drawn(shown.view) == before
    assert shown.calls == []
    shown.assert_quiet()


async def test_the_assistant_hears_what_was_tried(show: Any) -> None:
    shown = await show("forecast_cash_flow", HOUSE)
    await slide(shown, 5)
    sent = await shown.sent("ui/update-model-context")
    assert "set weekly spending" in sent[-1]["content"][0]["text"] and "lower" in sent[-1]["content"][0]["text"]


async def test_each_account_has_its_own_chart(show: Any) -> None:
    shown = await show("forecast_cash_flow", HOUSE)
    first = await drawn(shown.view)
    await shown.view.get_by_label("Account").select_option("Savings Pot")
    assert await drawn(shown.view) != first


async def test_the_days_can_be_walked_with_the_keyboard(show: Any) -> None:
    shown = await show("forecast_cash_flow", HOUSE)
    path = shown.results[0]["structuredContent"]["accounts"][0]["path"]
    await shown.view.locator("#chart svg").focus()
    await shown.page.keyboard.press("PageDown")
    await expect(shown.view.locator("#told")).to_have_text(
        f"Mar 21: {money(path['p50'][7])}, eight times in ten between {money(path['p10'][7])} and "
        f"{money(path['p90'][7])}."
    )


@pytest.mark.parametrize(("currency", "sign"), [("EUR", "€"), ("USD", "$"), (None, "")])
async def test_amounts_carry_the_persons_own_currency_or_none(show: Any, currency: str | None, sign: str) -> None:
    rows = [{**row, "currency": currency} for row in household()]
    shown = await show("forecast_cash_flow", {"transactions": rows})
    total = shown.results[0]["structuredContent"]["total_28d"]["p50"]
    await expect(shown.view.locator("#summary")).to_contain_text(f"About {money(total, sign)} will be spent")
    words = await shown.view.locator("body").inner_text()
    assert [one for one in "$€" if one in words] == list(sign)
    if currency == "EUR":
        await shown.screenshot("ahead-euro")


async def test_odds_say_that_they_are_not_the_bands(show: Any) -> None:
    asked = {"floors": [{"account": "Everyday Checking", "floor_cents": 10_000_000}]}
    shown = await show("forecast_cash_flow", {**HOUSE, **asked})
    await expect(shown.view.locator("#summary")).to_contain_text("is below 100,000 already")
    await expect(shown.view.locator("#odds")).to_be_visible()
    shown = await show("forecast_cash_flow", {**HOUSE, "floors": [{**asked["floors"][0], "floor_cents": -10_000_000}]})
    await expect(shown.view.locator("#odds")).to_be_hidden()


async def test_names_are_words_whatever_stands_in_them(show: Any) -> None:
    shown = await show("forecast_cash_flow", {"transactions": household(HOSTILE)})
    await expect(shown.view.locator("#account option").first).to_have_text(HOSTILE)
    assert await shown.view.locator("img").count() == 0
    shown.assert_quiet()


async def test_without_a_balance_it_says_what_moves_not_what_is_there(show: Any) -> None:
    rows = [{name: value for name, value in row.items() if name != "balance_cents"} for row in household()]
    shown = await show("forecast_cash_flow", {"transactions": rows})
    await expect(shown.view.locator("#notes")).to_contain_text("Ask for the balance")
    await expect(shown.view.locator("#told")).to_contain_text("not known")
    await expect(shown.view.locator("#told")).not_to_contain_text("lowest")
    await shown.screenshot("ahead-untold")


async def test_where_the_host_drops_the_picture_pay_and_bills_are_marked(show: Any) -> None:
    shown = await show("forecast_cash_flow", HOUSE, keep_picture=False)
    answer = shown.results[0]["structuredContent"]
    known = len(answer.get("bills_before_pay", [])) + 1
    await expect(shown.view.locator("#chart polygon")).to_have_count(known)


async def test_a_refusal_is_told_in_a_sentence(show: Any) -> None:
    shown = await show("forecast_cash_flow", {"transactions": household()[:1]})
    await expect(shown.view.locator("#summary")).to_have_text(
        "There is no forecast to show; the assistant's words tell why."
    )
    await expect(shown.view.get_by_role("slider")).to_be_hidden()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [760, 360])
async def test_it_looks_as_it_should(show: Any, theme: str, width: int) -> None:
    """What it looks like is for a person to see; here only that nothing is cut off and no two words overlap."""
    shown = await show("forecast_cash_flow", HOUSE, theme=theme, width=width)
    await slide(shown, 10)
    await expect(shown.view.locator("#chart .before")).to_have_count(1)
    assert await shown.view.locator("html").evaluate("page => page.scrollWidth") <= width
    assert await shown.unreadable("#chart text", width) == []
    if width == 360:
        await shown.screenshot(f"ahead-{theme}-phone")
    else:
        await shown.screenshot(f"ahead-{theme}", documented=1080)
    shown.assert_quiet()
