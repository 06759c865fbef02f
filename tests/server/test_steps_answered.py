"""A step of coach that was answered is settled under its own name, and the next one follows (invented person)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from mcp import Client
from test_hostile_rules import text_of

from seqmatch.data.statements.statement import read_transactions
from seqmatch.data.synthetic.coached_person import NAME, statement_csv
from seqmatch.lifecycle.serving.host import ModelHost
from seqmatch.server.app import build_server
from seqmatch.settings import Settings, resource
from seqmatch.store.coaching.recommendations import recommendations_of
from seqmatch.store.engine import open_store
from seqmatch.store.transactions.imports import run_import

pytestmark = pytest.mark.anyio


async def test_each_answer_settles_the_step_that_was_shown_and_no_other(tmp_path: Path) -> None:
    file, store = tmp_path / "statement.csv", str(tmp_path / "store.sqlite")
    file.write_text(statement_csv(), "utf-8")
    read = read_transactions(file, None)
    with open_store(store) as opened:
        run_import(opened, read.frame, read.own, "csv", balances=read.balances)
    settings = Settings(resource("models"), store=store)
    server = build_server(settings, ModelHost(settings), ("coaching", "transactions"))
    try:
        async with Client(server) as client:
            first = await shown(client)
            assert await shown(client) == first
            await answer(client, first, "reject")
            second = await shown(client)
            await answer(client, second, "accept")
            third = await shown(client)
    finally:
        server.serving.close()
    steps = [one["next_step"]["step"] for one in (first, second, third)]
    assert steps == [
        "check_lapsed_bill:ironworks gym membership",
        "save_on_payday",
        "review_price_rise:streambox subscription",
    ]
    with open_store(store) as opened:
        kept = {one.kind: one.status for one in recommendations_of(opened, NAME)}
    assert kept == dict(zip(steps, ("dismissed", "kept", "shown"), strict=True))


async def shown(client: Client) -> Any:
    result = await client.call_tool("coach", {"user": NAME})
    assert result.is_error is False, text_of(result)
    return result.structured_content


async def answer(client: Client, step: Any, action: str) -> None:
    said = {"event_id": step["event_id"], "action": action}
    assert (await client.call_tool("record_feedback", said)).is_error is False
