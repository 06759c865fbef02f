"""``goal_odds``: goals that are sent, and those that are kept."""

from __future__ import annotations

from pathlib import Path

import pytest
from house import GOALS, HOUSE, bring, told
from mcp import Client
from test_hostile_rules import text_of

from seqmatch.lifecycle.serving.host import ModelHost
from seqmatch.server.app import build_server
from seqmatch.settings import Settings, resource
from seqmatch.store.coaching.goals import goals_of
from seqmatch.store.engine import Store, open_store

pytestmark = pytest.mark.anyio


async def test_a_goal_on_an_account_without_rows_counts_as_new_and_says_so(asker: Client) -> None:
    for account, new in (("Checking", False), ("Chekcing", True)):
        goals = [{**GOALS[0], "account": account}]
        result = await told(asker, "goal_odds", transactions=HOUSE, goals=goals)
        assert ("No transaction is on the account of goal 1" in text_of(result)) is new


async def test_goals_of_a_user_are_kept_and_read_back_where_none_are_sent(client: Client, kept: Store) -> None:
    bring(kept, HOUSE)
    bring(kept, HOUSE, "ben")
    car = {"name": "Car", "target_cents": 500_000, "deadline": "2026-08-30"}
    first = (await told(client, "goal_odds", user="ann", goals=[*GOALS, car])).structured_content
    assert first["kept"] is True
    again = (await told(client, "goal_odds", user="ann")).structured_content
    assert again["goals"] == [first["goals"][1], first["goals"][0]]  # the nearest deadline first
    await told(client, "goal_odds", user="ann", goals=[{**GOALS[0], "name": "holiday ", "target_cents": 200_000}])
    changed = (await told(client, "goal_odds", user="ann")).structured_content
    assert [one["name"] for one in changed["goals"]] == ["Car", "holiday "]
    assert changed["goals"][1]["needed_monthly_cents"] > first["goals"][0]["needed_monthly_cents"]
    none = await client.call_tool("goal_odds", {"user": "ben"})
    assert none.is_error is True and "None are kept for this user yet." in text_of(none)


async def test_a_goal_whose_day_has_come_is_not_read_back(client: Client, kept: Store) -> None:
    bring(kept, HOUSE)
    soon = {"name": "Tyres", "target_cents": 20_000, "deadline": "2026-01-31"}
    await told(client, "goal_odds", user="ann", goals=[soon, *GOALS], as_of="2025-12-31")
    assert [one["name"] for one in (await told(client, "goal_odds", user="ann")).structured_content["goals"]] == [
        "Holiday"
    ]


async def test_goals_sent_with_transactions_are_kept_for_nobody(client: Client, kept: Store) -> None:
    sent = (await told(client, "goal_odds", transactions=HOUSE, goals=GOALS)).structured_content
    assert sent.get("kept", False) is False
    refused = await client.call_tool("goal_odds", {"transactions": HOUSE})
    assert refused.is_error is True and "goals: This argument is required." in text_of(refused)
    assert goals_of(kept, None, None) == []


async def test_a_goal_that_is_refused_is_not_kept(client: Client, kept: Store) -> None:
    bring(kept, HOUSE)
    past = {**GOALS[0], "deadline": "2026-03-01"}
    assert (await client.call_tool("goal_odds", {"user": "ann", "goals": [past]})).is_error is True
    assert goals_of(kept, "ann", None) == []


async def test_a_plan_reads_the_goals_that_were_kept_and_keeps_its_own(tmp_path: Path) -> None:
    settings = Settings(resource("models"), store=str(tmp_path / "store.sqlite"))
    server = build_server(settings, ModelHost(settings), ("coaching", "planning"))
    try:
        assert server.serving.records is not None
        store = server.serving.records.store()
        bring(store, HOUSE)
        async with Client(server) as client:
            await told(client, "goal_odds", user="ann", goals=GOALS)
            plan = (await told(client, "plan_goals", user="ann", balance_cents=300_000)).structured_content
            assert [one["name"] for one in plan["goals"]] == ["Holiday"] and plan.get("kept", False) is False
            urgent = {"name": "Holiday", "target_cents": 90_000, "deadline": "2026-12-30", "priority": 1}
            plan = (await told(client, "plan_goals", user="ann", goals=[urgent])).structured_content
            assert plan["kept"] is True
    finally:
        server.serving.close()
    with open_store(str(tmp_path / "store.sqlite")) as opened:
        (goal,) = goals_of(opened, "ann", None)
    assert (goal.target_cents, goal.priority, goal.monthly_cents) == (90_000, 1, 15_000)
