"""A wrong call of a coaching tool is refused so that the next one is right."""

from __future__ import annotations

import json
import re

import pytest
from house import GOALS, HOUSE, ONE, UGLY, Row, household, told
from mcp import Client
from test_hostile_rules import CANARY, HOSTILE, text_of, unfit

pytestmark = pytest.mark.anyio

WRONG: dict[str, tuple[str, Row, Row]] = {
    "a user beside transactions": ("coach", {"transactions": HOUSE, "user": "ann"}, {"transactions": HOUSE}),
    "an unknown account in balances": (
        "forecast_cash_flow",
        {"transactions": HOUSE, "balances": [{"account": "Chk", "balance_cents": 1}]},
        {"transactions": HOUSE, "balances": [{"account": "Checking", "balance_cents": 1}]},
    ),
    "an unknown account in floors": (
        "forecast_cash_flow",
        {"transactions": HOUSE, "floors": [{"account": "Chk", "floor_cents": 1}]},
        {"transactions": HOUSE, "floors": [{"account": "Checking", "floor_cents": 1}]},
    ),
    "a day before all": (
        "review_money",
        {"transactions": HOUSE, "as_of": "2020-01-01"},
        {"transactions": HOUSE, "as_of": HOUSE[-1]["date"]},
    ),
    "a deadline in the past": (
        "goal_odds",
        {"transactions": HOUSE, "goals": [{**GOALS[0], "deadline": "2025-12-30"}]},
        {"transactions": HOUSE, "goals": [{**GOALS[0], "deadline": "2027-03-31"}]},
    ),
    "2,001 transactions": ("find_recurring", {"transactions": [ONE] * 2_001}, {"transactions": [ONE] * 2_000}),
    "no transactions": ("find_recurring", {"transactions": []}, {}),
    "dollars under another name": (
        "find_recurring",
        {"transactions": [{"date": "2026-03-01", "description": "X", "amount": -12.5}]},
        {"transactions": [ONE]},
    ),
    "dollars in cents": (
        "find_recurring",
        {"transactions": [{**ONE, "amount_cents": -12.5}]},
        {"transactions": [ONE]},
    ),
    "a balance in dollars beside a row": (
        "find_recurring",
        {"transactions": [{**ONE, "balance": 1250}]},
        {"transactions": [{**ONE, "balance_cents": 125_000}]},
    ),
    "a balance as an argument": (
        "forecast_cash_flow",
        {"transactions": HOUSE, "balance": 1250},
        {"transactions": HOUSE, "balances": [{"account": "Checking", "balance": 1250}]},
    ),
}


def second_call(first: Row, error: str) -> Row:
    """The call as the error says it should have been; it knows no tool and no case."""
    sent: Row = json.loads(json.dumps(first))
    path = re.match(r"\w+: ([\w\[\]]+(?:\.\w+)?): ", error)
    place = path[1] if path else ""
    example = re.search(r"Example: (.*)$", error)
    if "not both" in error:
        del sent[place]
    elif "Write it as `account` of the transactions does" in error:
        sent[place][0]["account"] = sent["transactions"][0]["account"]
    elif "Of more, send the latest" in error:
        sent[place] = sent[place][:2_000]
    elif cents := re.search(r"dollars are (-?\d+)\..*Did you mean (\w+)\?|cents: .* are (-?\d+)\.", error):
        assert "-12.50 dollars are -1250" in error and cents
        for row in sent["transactions"]:
            for name, dollars in (("amount", row.pop("amount", None)), ("balance", row.pop("balance", None))):
                if dollars is not None:
                    row[f"{name}_cents"] = round(100 * dollars)
            if isinstance(row.get("amount_cents"), float):
                row["amount_cents"] = round(100 * row["amount_cents"])
    elif example and (goal := re.match(r"goals\[(\d+)\]\.(\w+)", place)):
        sent["goals"][int(goal[1])][goal[2]] = json.loads(example[1])
    elif written := re.search(r"Send it as (\w+): (\[.*?\])\.", error):
        allowed = re.search(r"Allowed: (.*?)\.", error)
        sent = {name: value for name, value in sent.items() if allowed and name in allowed[1].split(", ")}
        sent[written[1]] = json.loads(written[2])
    elif example and example[1].startswith("{"):
        sent.update(json.loads(example[1]))
    elif example and place in sent:
        sent[place] = json.loads(example[1])
    return sent


@pytest.mark.parametrize("case", WRONG, ids=list(WRONG))
async def test_a_wrong_first_call_is_refused_so_that_the_second_is_right(asker: Client, case: str) -> None:
    tool, first, right = WRONG[case]
    refused = await asker.call_tool(tool, first)
    assert refused.is_error is True
    assert "\n" not in text_of(refused)
    second = second_call(first, text_of(refused))
    answered = await told(asker, tool, **second)
    if right:
        wanted = await told(asker, tool, **right)
        same = {**answered.structured_content, "event_id": ""}
        assert case == "a balance as an argument" or same == {**wanted.structured_content, "event_id": ""}


@pytest.mark.parametrize("field", ["balances", "floors"])
async def test_a_refusal_names_no_account_of_a_stranger(asker: Client, field: str) -> None:
    sums = {"balances": "balance_cents", "floors": "floor_cents"}
    entry = [{"account": HOSTILE, sums[field]: 1}]
    refused = await asker.call_tool("forecast_cash_flow", {"transactions": household(UGLY), field: entry})
    assert refused.is_error is True
    assert CANARY not in text_of(refused) and unfit(text_of(refused)) == []
