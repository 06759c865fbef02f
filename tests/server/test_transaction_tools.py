"""Transactions as an assistant sees them: categorised with doubt and reasons, judged by people, rolled out in steps."""

from __future__ import annotations

import json
import shutil
import urllib.request
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from mcp import Client
from serving import served_over_http
from test_hostile_rules import HOSTILE, strings_of, text_of, unfit

from seqmatch.families.transactions.models import TRANSACTIONS
from seqmatch.lifecycle.serving.host import ModelHost
from seqmatch.lifecycle.serving.rollout import change_rollout
from seqmatch.lifecycle.versions.registry import live_version
from seqmatch.server.app import SeqmatchServer, build_server
from seqmatch.settings import Settings, resource
from seqmatch.store.engine import Store, open_store
from seqmatch.store.suggestions.accept_rates import receptions

pytestmark = pytest.mark.anyio

COFFEE = {"date": "2026-03-14", "description": "SQ *BLUE DOOR CAFE 0342", "amount_cents": -650}
PAY = {"date": "2026-03-01", "description": "ACME PAYROLL DIR DEP", "amount_cents": 250_000}
RENT = {"date": "2026-03-01", "description": "RIVERSIDE APARTMENTS RENT", "amount_cents": -145_000}
ODD = {"date": "2026-03-02", "description": "XQZ 2233", "amount_cents": -1_000}
TOOLSETS = ("transactions",)


class Desk:
    """A server with its own copy of the default models and a store of its own."""

    def __init__(self, folder: Path, store: str) -> None:
        shutil.copytree(resource("models") / TRANSACTIONS.name, folder / TRANSACTIONS.name)
        self.family = folder / TRANSACTIONS.name
        self.settings = Settings(folder, store=store)
        self.server: SeqmatchServer = build_server(self.settings, ModelHost(self.settings), TOOLSETS)

    def set(self, **changes: Any) -> None:
        change_rollout(self.family, changes, has_heuristic=True)

    def store(self) -> Store:
        """The store, once everything is in it."""
        assert self.server.serving.records is not None
        return self.server.serving.records.store()


@pytest.fixture
def desk(tmp_path: Path, store_address: str) -> Any:
    opened = Desk(tmp_path / "models", store_address)
    yield opened
    opened.server.serving.close()


@pytest.fixture(params=["legacy", "auto"])
async def client(request: pytest.FixtureRequest, desk: Desk, anyio_backend: str) -> AsyncIterator[Client]:
    async with Client(desk.server, mode=request.param) as connected:
        yield connected


async def categorize(client: Client, *transactions: dict[str, Any]) -> Any:
    result = await client.call_tool("categorize_transactions", {"transactions": list(transactions)})
    assert result.is_error is False, text_of(result)
    return result


async def test_each_transaction_has_a_category_or_says_that_it_is_not_sure(client: Client) -> None:
    result = await categorize(client, COFFEE, PAY, RENT, ODD)
    told = result.structured_content["transactions"]
    assert [one["category"] for one in told] == ["dining", "income", "housing", None]
    assert all(1 <= len(one["candidates"]) <= 3 for one in told)
    for one in told:
        chances = [candidate["probability"] for candidate in one["candidates"]]
        assert chances == sorted(chances, reverse=True) and sum(chances) <= 1.0001
    assert "the word cafe" in told[0]["because"]
    assert "3 of 4 transactions have a category." in text_of(result)
    assert "record_feedback" in text_of(result)


async def test_a_strangers_words_come_back_nowhere(client: Client) -> None:
    hostile = {"description": HOSTILE[:200], "merchant": HOSTILE[:200], "account": "A", "user": HOSTILE[:64]}
    result = await categorize(client, {**COFFEE, **hostile}, COFFEE)
    spread = [said for _, said in strings_of(result.structured_content) if "zq7" in said.lower() or "gnore" in said]
    assert spread == []
    assert "zq7" not in text_of(result).lower() and unfit(text_of(result)) == []


async def test_a_correction_is_kept_and_becomes_a_label_where_the_transaction_is_known(
    client: Client, desk: Desk
) -> None:
    from seqmatch.store.transactions.training_set import labelled_transactions
    from seqmatch.store.transactions.transactions import add_transactions

    first = await categorize(client, {**COFFEE, "transaction_id": "known"}, ODD)
    known, unknown = (one["event_id"] for one in first.structured_content["transactions"])
    frame = _frame({**COFFEE, "transaction_id": "known"})
    add_transactions(desk.store(), frame)
    said = {"action": "correct", "category": "office supplies"}
    results = [await client.call_tool("record_feedback", {"event_id": event, **said}) for event in (known, unknown)]
    assert [result.structured_content.get("labelled", False) for result in results] == [True, False]
    labels = labelled_transactions(desk.store())
    assert labels.select("transaction_id", "category", "source").rows() == [("known", "office supplies", "human")]
    (told,) = receptions(desk.store(), "transactions")
    assert (told.suggestions, told.corrected, told.source, told.mode) == (2, 2, "live", "model")


def _frame(transaction: dict[str, Any]) -> Any:
    from seqmatch.families.transactions.answers.categorise import frame_of
    from seqmatch.schemas.transaction import Transaction

    return frame_of([Transaction(**transaction)])


@pytest.mark.parametrize(
    ("arguments", "refusal"),
    [
        ({"event_id": "0" * 20, "action": "accept"}, "unknown_event: event_id"),
        ({"event_id": "nonsense", "action": "accept"}, "invalid_value: event_id"),
        ({"event_id": "0" * 20, "action": "acept"}, "Did you mean accept?"),
        ({"event_id": "0" * 20, "action": "correct", "category": "x" * 65}, "invalid_value: category"),
        ({"event": "0" * 20, "action": "accept"}, "Did you mean event_id?"),
    ],
)
async def test_feedback_on_nothing_is_refused(client: Client, arguments: dict[str, Any], refusal: str) -> None:
    result = await client.call_tool("record_feedback", arguments)
    assert result.is_error is True
    assert refusal in text_of(result)


@pytest.mark.parametrize(
    ("transaction", "refusal"),
    [
        ({**COFFEE, "date": "14.03.2026"}, "transactions[1].date"),
        ({**COFFEE, "amount_cents": 6.5}, "transactions[1].amount_cents"),
        ({**COFFEE, "amount_cents": True}, "transactions[1].amount_cents"),
        ({**COFFEE, "amount": -650}, "Did you mean amount_cents?"),
        ({"date": "2026-03-14", "amount_cents": 1}, "transactions[1].description"),
        ("a coffee", "transactions[1]"),
    ],
)
async def test_a_mistake_is_placed_and_its_value_not_repeated(client: Client, transaction: Any, refusal: str) -> None:
    result = await client.call_tool("categorize_transactions", {"transactions": [COFFEE, transaction]})
    assert result.is_error is True
    assert refusal in text_of(result)
    assert "14.03" not in text_of(result) and "a coffee" not in text_of(result)


async def test_shadow_changes_no_byte_and_is_recorded(client: Client, desk: Desk) -> None:
    before = await categorize(client, COFFEE, PAY, ODD)
    desk.set(mode="heuristic")
    heuristic = await categorize(client, COFFEE, PAY, ODD)
    desk.set(shadow=True)
    silent = await categorize(client, COFFEE, PAY, ODD)
    assert silent.model_dump_json() == heuristic.model_dump_json() != before.model_dump_json()
    assert {one["answered_by"] for one in silent.structured_content["transactions"]} == {"heuristic"}


async def test_a_canary_of_ten_percent_takes_a_tenth_of_the_users_the_same_each_time(
    client: Client, desk: Desk
) -> None:
    desk.set(mode="auto", canary_pct=10)
    users = [{**COFFEE, "user": f"user-{number}"} for number in range(200)]
    first, again = [
        [one["answered_by"] for one in (await categorize(client, *users)).structured_content["transactions"]]
        for _ in range(2)
    ]
    assert first == again
    assert 6 <= first.count("model") <= 34
    assert first.count("model") + first.count("heuristic") == 200


async def test_without_models_the_heuristic_answers(client: Client, desk: Desk) -> None:
    (desk.family / live_version(desk.family).name / "card.md").unlink()
    result = await categorize(client, COFFEE)
    assert result.structured_content["transactions"][0]["answered_by"] == "heuristic"
    assert result.structured_content["transactions"][0]["category"] == "dining"
    assert "answered by fixed rules" in text_of(result)


async def test_the_tools_say_what_they_keep_and_publish_what_they_take(client: Client) -> None:
    tools = {tool.name: tool for tool in (await client.list_tools()).tools}
    assert [tool.annotations.read_only_hint for tool in tools.values() if tool.annotations] == [True, False]
    cost = len(json.dumps([tool.model_dump(mode="json", exclude_none=True) for tool in tools.values()])) / 4
    assert cost < 2_000


def test_nothing_is_opened_for_a_server_without_the_toolset(tmp_path: Path) -> None:
    settings = Settings(resource("models"))
    assert build_server(settings, ModelHost(settings)).serving.records is None
    with open_store(str(tmp_path / "own.sqlite")) as store:
        assert receptions(store, "transactions") == []


async def test_a_session_over_http_shows_in_the_figures(tmp_path: Path) -> None:
    with served_over_http("--toolsets", "transactions", "--store", str(tmp_path / "store.sqlite")) as url:
        async with Client(url) as client:
            told = (await categorize(client, COFFEE, ODD)).structured_content["transactions"]
            said = {"event_id": told[0]["event_id"], "action": "accept"}
            assert (await client.call_tool("record_feedback", said)).is_error is False
        with urllib.request.urlopen(url.replace("/mcp", "/metrics")) as page:
            figures = page.read().decode()
    live = 'family="transactions",mode="model",source="live"'
    assert f"seqmatch_suggestions_total{{{live}}} 2.0" in figures
    assert f"seqmatch_suggestions_covered_total{{{live}}} 1.0" in figures
    assert f"seqmatch_suggestions_accepted_total{{{live}}} 1.0" in figures
    assert "seqmatch_suggestions_latency_ms_bucket" in figures
