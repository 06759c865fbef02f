"""``review_money``: a user of the store is placed among others, never among fewer than 25 (synthetic households)."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from house import HOUSE, LAST, bring, household, told
from mcp import Client
from test_hostile_rules import text_of

from seqmatch.families.coaching.answers.peers import keep_states
from seqmatch.store.engine import Store

pytestmark = pytest.mark.anyio


def others(store: Store, many: int) -> None:
    """Households that buy more food the higher their number."""
    for number in range(many):
        rows = [
            {**row, "amount_cents": row["amount_cents"] - 400 * number * (row["description"] == "GREEN GROCER")}
            for row in household()
        ]
        bring(store, rows, f"user-{number}")


async def positions(client: Client, **more: Any) -> dict[str, Any]:
    answer = (await told(client, "review_money", user="ann", **more)).structured_content
    return {one["figure"]: one for one in answer.get("peers", [])}


async def test_a_position_is_told_among_25_others_and_not_among_24(client: Client, kept: Store) -> None:
    bring(kept, HOUSE)
    others(kept, 24)
    keep_states(kept)
    assert await positions(client) == {}
    others(kept, 25)
    keep_states(kept)
    found = await positions(client)
    assert found["share of income kept"] == {
        "figure": "share of income kept",
        "above": 1.0,
        "among": 25,
        "of": "people of like income",
    }
    text = text_of(await told(client, "review_money", user="ann"))
    assert "- share of income kept: nearly all have less, among 25 others (people of like income)." in text
    assert "user-" not in text


async def test_positions_need_a_kept_week_of_about_that_day_and_take_no_balance_by_hand(
    client: Client, kept: Store
) -> None:
    bring(kept, HOUSE)
    others(kept, 25)
    assert await positions(client) == {}
    keep_states(kept)
    before = await positions(client)
    assert await positions(client, balances=[{"account": "Checking", "balance_cents": 99_000_000}]) == before != {}
    assert await positions(client, as_of="2025-12-31") == {}  # what is kept is of later
    keep_states(kept, LAST - dt.timedelta(days=60))
    assert await positions(client) == {}  # what is kept is too old


async def test_sent_transactions_are_compared_with_nobody(client: Client, kept: Store) -> None:
    others(kept, 26)
    keep_states(kept)
    answer = (await told(client, "review_money", transactions=HOUSE)).structured_content
    assert "peers" not in answer
