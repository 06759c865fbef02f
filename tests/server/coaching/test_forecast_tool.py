"""``forecast_cash_flow``: balances, floors and days are the caller's."""

from __future__ import annotations

import pytest
from house import HOUSE, Row, told
from mcp import Client
from test_hostile_rules import text_of

pytestmark = pytest.mark.anyio


async def test_balances_floors_and_days_are_the_callers(asker: Client) -> None:
    rows = [{name: value for name, value in row.items() if name != "balance_cents"} for row in HOUSE]
    unknown = (await told(asker, "forecast_cash_flow", transactions=rows)).structured_content["accounts"][0]
    assert unknown.get("balance_cents") is None and "Ask for the balance" in text_of(
        await told(asker, "forecast_cash_flow", transactions=rows)
    )
    asked: Row = {"transactions": rows, "days": 7, "floors": [{"account": "Checking", "floor_cents": 20_000}]}
    for said in ({"balance_cents": -5_000}, {"balance": -50}, {"balance": "-$50.00"}):
        result = await told(asker, "forecast_cash_flow", **asked, balances=[{"account": "Checking", **said}])
        (account,) = result.structured_content["accounts"]
        assert (account["balance_cents"], account["floor_cents"], len(account["path"]["p50"])) == (-5_000, 20_000, 7)
        assert 0 < account["odds_below_floor"] < 1


async def test_a_balance_of_another_account_is_not_taken_for_the_only_ones(asker: Client) -> None:
    savings = [{"account": "Savings", "balance_cents": 5}]
    result = await asker.call_tool("forecast_cash_flow", {"transactions": HOUSE, "balances": savings})
    assert result.is_error is True and "balances: There is no such account." in text_of(result)
    unnamed = [{name: value for name, value in row.items() if name != "account"} for row in HOUSE]
    of_unnamed = await told(asker, "forecast_cash_flow", transactions=unnamed, balances=savings)
    assert of_unnamed.structured_content["accounts"][0]["balance_cents"] == 5
