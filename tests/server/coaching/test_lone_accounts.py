"""Of a card, of savings or of silence alone nothing is said that only a current account shows (synthetic rows)."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from house import GOALS, HOUSE, LAST, Row, household, told
from mcp import Client
from test_hostile_rules import text_of

pytestmark = pytest.mark.anyio


def row(days_ago: int, account: str, text: str, cents: int) -> Row:
    day = LAST - dt.timedelta(days=days_ago)
    return {"date": str(day), "account": account, "description": text, "amount_cents": cents}


def monthly(account: str, text: str, cents: int) -> list[Row]:
    return [row(30 * month, account, text, cents) for month in range(9)]


CARD = [*monthly("Visa", "PAYMENT THANK YOU", 40_000), *(row(4 * n, "Visa", "GREEN GROCER", -5_000) for n in range(67))]
SAVINGS = [*monthly("Savings", "TRANSFER FROM CHECKING", 25_000), *monthly("Savings", "INTEREST PAID", 310)]
SILENCE = [row(4 * n, "Checking", "CARD VERIFICATION", 0) for n in range(60)]


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        (CARD, "Only a card or a loan is here"),
        (SAVINGS, "Only an account for saving is here"),
        (SILENCE, "no money came in or went out"),
    ],
    ids=["card", "savings", "silence"],
)
async def test_it_earns_no_score_no_pay_no_odds_and_no_advice_to_save(asker: Client, rows: list[Row], why: str) -> None:
    review = (await told(asker, "review_money", transactions=rows)).structured_content
    assert review["health"].get("total") is None and review["health"]["parts"] == [] and review["segment"] is None
    assert any(why in one for one in review["unsure"])
    ahead = (await told(asker, "forecast_cash_flow", transactions=rows)).structured_content
    assert "next_pay" not in ahead
    odds = (await told(asker, "goal_odds", transactions=rows, goals=GOALS)).structured_content
    assert odds["goals"][0]["odds"] is None and any(why in one for one in odds["unsure"])
    step = (await told(asker, "coach", transactions=rows)).structured_content["next_step"]
    assert step["kind"] == "tell_more" and why in step["why"][0]


@pytest.mark.parametrize("name", ["Credit Union", "Debit Card", "Visa"])
async def test_an_account_that_pay_comes_to_is_no_card_whatever_its_name(asker: Client, name: str) -> None:
    step = await told(asker, "coach", transactions=household(name), declined=["check_lapsed_bill:city insurance"])
    assert step.structured_content["next_step"]["kind"] == "save_on_payday"


async def test_an_overdrawn_account_is_told_as_overdrawn_not_as_likely_to_be(asker: Client) -> None:
    asked: dict[str, Any] = {
        "transactions": HOUSE,
        "balances": [{"account": "Checking", "balance_cents": -90_000}],
        "floors": [{"account": "Checking", "floor_cents": 0}],
    }
    text = text_of(await told(asker, "forecast_cash_flow", **asked))
    assert "it is below 0.00 already" in text and "with odds of" not in text
    step = (await told(asker, "coach", transactions=HOUSE, balances=asked["balances"])).structured_content["next_step"]
    assert step["why"] == ["“Checking” is overdrawn by 900.00 today."]
