"""Both futures of a change, through the MCP door. The people are synthetic."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from mcp import Client
from savers import AS_OF, history
from typer.testing import CliRunner

from seqmatch.cli.main import app, command_modules
from seqmatch.server.app import build_server
from seqmatch.settings import default_settings

pytestmark = pytest.mark.anyio


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    async with Client(build_server(default_settings(), toolsets=("planning",))) as opened:
        yield opened


async def what_if(client: Client, *changes: dict[str, Any], **more: Any) -> tuple[dict[str, Any], str]:
    asked = {"transactions": history(), "as_of": AS_OF, "balance_cents": 50_000, "changes": list(changes), **more}
    done = await client.call_tool("what_if", asked)
    assert not done.is_error, done.content[0].text  # type: ignore[union-attr]
    assert done.structured_content is not None
    return done.structured_content, done.content[0].text  # type: ignore[union-attr]


async def test_a_lost_job_tells_the_first_payment_that_fails_and_by_how_much_the_worst_day_is_short(
    client: Client,
) -> None:
    told, text = await what_if(client, {"kind": "lost_job", "date": "2026-08-01", "months": 2}, savings_cents=10_000)
    assert told["today"]["failed_payments"] == 0 and "first_failure" not in told["today"]
    assert "2026-08-03" < told["changed"]["first_failure"]["date"] < "2026-09-04"  # August's rent is met
    assert told["shortfall_cents"] == -told["changed"]["lowest_cents"] > 10_000
    assert told["covered"] is False
    assert told["changed"]["end_cents"] == told["today"]["end_cents"] - 600_000
    assert "Without it: lowest point" in text and "no odds" in text


async def test_a_purchase_is_paid_once_and_lowers_every_later_day_by_itself(client: Client) -> None:
    told, text = await what_if(client, {"kind": "purchase", "date": "2026-09-15", "amount_cents": 80_000})
    assert told["changed"]["end_cents"] == told["today"]["end_cents"] - 80_000
    assert told["monthly_cents"] == 0
    assert "No expected payment fails, with it or without." in text


async def test_pay_by_percent_and_a_new_bill_change_the_usual_month_by_so_much(client: Client) -> None:
    raised, _ = await what_if(client, {"kind": "pay", "percent": 10})
    assert raised["monthly_cents"] == pytest.approx(30_000, abs=400)
    billed, _ = await what_if(client, {"kind": "new_bill", "monthly_cents": 25_000})
    assert billed["monthly_cents"] == pytest.approx(-25_000, abs=400)
    dearer, _ = await what_if(client, {"kind": "bill", "payee": "Rent", "monthly_cents": 150_000})
    assert dearer["monthly_cents"] == pytest.approx(-10_000, abs=400)
    ended, _ = await what_if(client, {"kind": "cancelled_bill", "payee": "RENT"})
    assert ended["monthly_cents"] == pytest.approx(140_000, abs=500)


async def test_a_move_changes_the_rent_and_costs_once(client: Client) -> None:
    move = {"kind": "move", "date": "2026-10-01", "monthly_cents": 120_000, "amount_cents": 60_000}
    told, _ = await what_if(client, move, months=6)
    assert told["supposed"] == ["Rent becomes $1,200.00 a month, and $600.00 for the move, from 2026-10-01."]
    assert told["changed"]["end_cents"] - told["today"]["end_cents"] == 3 * 20_000 - 60_000


async def test_goals_that_the_change_costs_are_named_and_their_own_rules_run_in_both(client: Client) -> None:
    goal = {"name": "Laptop", "target_cents": 400_000, "deadline": "2026-12-31"}
    told, text = await what_if(client, {"kind": "pay", "percent": -32}, goals=[goal], balance_cents=300_000, months=7)
    assert told["today"]["goals_full"] == ["Laptop"] and told["goals_lost"] == ["Laptop"]
    assert "Goals lost: Laptop." in text
    own = "When funds are received: $500.00 moves from Current to Vault."
    kept, _ = await what_if(client, {"kind": "purchase", "amount_cents": 100}, rules_text=own)
    free, _ = await what_if(client, {"kind": "purchase", "amount_cents": 100})
    assert free["today"]["end_cents"] - kept["today"]["end_cents"] == 12 * 50_000


async def test_what_is_missing_is_asked_for_by_its_name(client: Client) -> None:
    for asked, said in (
        ({"balance_cents": None}, "balance_cents"),
        ({"changes": [{"kind": "lost_job"}]}, "changes[0].months"),
        ({"changes": [{"kind": "bill", "monthly_cents": 5}]}, "changes[0].payee"),
        ({"changes": [{"kind": "bill", "monthly_cents": 5, "payee": "Sailing"}]}, "is called so"),
        ({"changes": [{"kind": "purchase", "amount_cents": 5, "date": "2020-01-01"}]}, "changes[0].date"),
        ({"changes": [{"kind": "lottery"}]}, "Allowed: pay, lost_job"),
    ):
        whole = {"transactions": history(), "as_of": AS_OF, "balance_cents": 9, "changes": [{"kind": "pay"}], **asked}
        done = await client.call_tool("what_if", whole)
        assert done.is_error and said in done.content[0].text  # type: ignore[union-attr]


def test_the_command_line_tells_both_futures_of_a_file(tmp_path: Path) -> None:
    for module in command_modules():
        import_module(module)
    file = tmp_path / "asked.json"
    asked = {"transactions": history(), "balance_cents": 5_000, "changes": [{"kind": "repair", "amount_cents": 90_000}]}
    file.write_text(json.dumps(asked), encoding="utf-8")
    done = CliRunner().invoke(app, ["planning", "what-if", str(file), "--json"])
    assert done.exit_code == 0, done.output
    assert json.loads(done.stdout)["shortfall_cents"] > 0
