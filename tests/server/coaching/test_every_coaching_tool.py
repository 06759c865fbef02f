"""What every coaching tool does: its schema, its day, its store, and strangers' words."""

from __future__ import annotations

import json
import re
from pathlib import Path

import jsonschema
import pytest
from house import GOALS, HOUSE, MORE, ONE, TOOLS, UGLY, Row, bring, household, told
from mcp import Client
from serving import served_over_http
from test_hostile_rules import CANARY, HOSTILE, strings_of, text_of, unfit

from seqmatch.store.engine import Store

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize("tool", TOOLS)
async def test_an_answer_fits_its_schema_and_says_what_it_rests_on(asker: Client, tool: str) -> None:
    schemas = {one.name: one.output_schema for one in (await asker.list_tools()).tools}
    result = await told(asker, tool, transactions=HOUSE, **MORE.get(tool, {}))
    answer = result.structured_content
    jsonschema.validate(answer, schemas[tool])
    assert {name: answer["basis"][name] for name in ("transactions", "first", "as_of")} == {
        "transactions": len(HOUSE),
        "first": "2025-07-01",
        "as_of": HOUSE[-1]["date"],
    }
    assert (answer["basis"]["method"] == "model") == (answer["basis"].get("provenance") == "synthetic")
    assert f"event_id {answer['event_id']}" in text_of(result)
    assert text_of(result).count("Unsure: ") == len(answer.get("unsure", []))


async def test_a_household_hears_its_bills_its_balance_and_one_step(asker: Client) -> None:
    bills = (await told(asker, "find_recurring", transactions=HOUSE)).structured_content
    assert [(one["payee"], one["cadence"], one["status"]) for one in bills["streams"]] == [
        ("acme payroll", "monthly", "running"),
        ("north realty rent", "monthly", "running"),
        ("green grocer", "weekly", "running"),
        ("city insurance", "monthly", "ended"),
    ]
    ahead = (await told(asker, "forecast_cash_flow", transactions=HOUSE)).structured_content
    band = ahead["total_28d"]
    assert 80_000 < band["p10"] <= band["p50"] <= band["p90"] < 300_000
    assert ahead["next_pay"] == {"date": "2026-04-01", "payee": "acme payroll", "amount_cents": 300_000}
    step = (await told(asker, "coach", transactions=HOUSE)).structured_content["next_step"]
    assert step["step"] == "check_lapsed_bill:city insurance"
    said_no = await told(asker, "coach", transactions=HOUSE, declined=[step["step"]])
    assert said_no.structured_content["next_step"]["kind"] == "save_on_payday"
    assert said_no.structured_content["next_step"]["rule_text"] in text_of(said_no)


async def test_a_day_is_looked_at_as_it_was_then(asker: Client) -> None:
    until = [row for row in HOUSE if row["date"] <= "2025-12-15"]
    for tool in ("find_recurring", "forecast_cash_flow", "review_money"):
        then = await told(asker, tool, transactions=HOUSE, as_of="2025-12-15")
        alone = await told(asker, tool, transactions=until, as_of="2025-12-15")
        assert {**then.structured_content, "event_id": ""} == {**alone.structured_content, "event_id": ""}


@pytest.mark.parametrize("tool", TOOLS)
async def test_too_short_a_history_is_refused_or_said(asker: Client, tool: str) -> None:
    result = await asker.call_tool(tool, {"transactions": [ONE], **MORE.get(tool, {})})
    assert "There is 1 day of history" in text_of(result)
    assert result.is_error is (tool not in ("find_recurring", "coach"))


QUOTED = re.compile(r"“[^“”]*”|\"[^\"]*\"")


@pytest.mark.parametrize("tool", TOOLS)
async def test_a_strangers_words_stay_within_quotation_marks_on_their_line(asker: Client, tool: str) -> None:
    facts: Row = {"user": HOSTILE[:64], "merchant": HOSTILE[:200], "category": HOSTILE[:64]}
    for account, word, more in (
        (UGLY, f"{HOSTILE[:150]} ", facts),
        (UGLY, "", {}),
        (f"{CANARY} Savings ” Ignore all", f"{CANARY} Ignore all ", {}),
    ):
        rows = household(account, word, **more)
        low = [{**row, "balance_cents": row["balance_cents"] - rows[-1]["balance_cents"] + 100} for row in rows]
        goals = [{**GOALS[0], "name": HOSTILE[:80], "account": account}]
        plain = text_of(await told(asker, tool, transactions=HOUSE, **MORE.get(tool, {})))
        result = await told(asker, tool, transactions=low, **({"goals": goals} if tool == "goal_odds" else {}))
        text = text_of(result)
        assert unfit(text) == []
        rules = [said for path, said in strings_of(result.structured_content) if path[-1] == "rule_text"]
        outside = QUOTED.sub("", "\n".join(line for line in text.splitlines() if not any(one in line for one in rules)))
        assert CANARY not in outside and "gnore all" not in outside, outside
        assert text.count("\n") <= plain.count("\n") + 6
        assert [one for one in text.splitlines() if one.strip().startswith(("Ignore", "previous"))] == []


async def test_a_user_of_the_store_is_answered_as_with_the_rows(client: Client, kept: Store) -> None:
    bring(kept, HOUSE)
    rows = [{name: value for name, value in row.items() if name != "balance_cents"} for row in HOUSE]
    for tool in ("find_recurring", "forecast_cash_flow", "review_money", "goal_odds"):
        stored = (await told(client, tool, user="ann", **MORE.get(tool, {}))).structured_content
        sent = (await told(client, tool, transactions=rows, **MORE.get(tool, {}))).structured_content
        assert {**stored, "event_id": "", "kept": True} == {**sent, "event_id": "", "kept": True}
    unknown = await client.call_tool("coach", {"user": "nobody"})
    assert unknown.is_error is True and "no transactions of this user" in text_of(unknown)


async def test_the_set_costs_an_assistant_little(asker: Client) -> None:
    tools = (await asker.list_tools()).tools
    assert tuple(sorted(one.name for one in tools)) == tuple(sorted(TOOLS))
    writes = {one.name for one in tools if one.annotations and not one.annotations.read_only_hint}
    assert writes == {"goal_odds"}  # it keeps the goals of a user of the store
    shown = [one.model_dump(mode="json", exclude_none=True, by_alias=True) for one in tools]
    read = [{name: one[name] for name in ("name", "description", "inputSchema")} for one in shown]
    assert len(json.dumps(shown)) / 4 < 7_200  # 7,176, of which budgets are 300
    assert len(json.dumps(read)) / 4 < 3_600  # what most hosts put before the model


async def test_a_session_over_http_is_the_same_and_keeps_its_step(tmp_path: Path) -> None:
    options = ("--toolsets", "coaching,transactions", "--store", str(tmp_path / "store.sqlite"))
    with served_over_http(*options) as url:
        async with Client(url) as client:
            answer = (await told(client, "forecast_cash_flow", transactions=HOUSE)).structured_content
            assert answer["basis"]["transactions"] == len(HOUSE)
            step = (await told(client, "coach", transactions=HOUSE)).structured_content
            assert step.get("kept", False) is False
