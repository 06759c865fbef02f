"""The whole life of a categoriser, played once on each kind of store: from a bank's file to a version rolled back."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import anyio
import pytest
from mcp import Client
from prometheus_client import REGISTRY

from seqmatch.cli.main import main
from seqmatch.families.transactions.dataset import TransactionsData
from seqmatch.families.transactions.training import train as training
from seqmatch.families.transactions.training.train import LabelledSource
from seqmatch.lifecycle.monitor.metrics import count
from seqmatch.lifecycle.serving.host import ModelHost
from seqmatch.lifecycle.versions.artifact import Files
from seqmatch.lifecycle.versions.registry import live_version
from seqmatch.server.app import build_server
from seqmatch.server.serving import Serving, serving_of
from seqmatch.settings import Settings
from seqmatch.store.engine import open_store
from seqmatch.store.suggestions.accept_rates import receptions

USERS = 400
Run = Callable[..., dict[str, Any]]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs ``seqmatch … --json`` and reads what it prints."""

    def command(*arguments: object, code: int = 0) -> dict[str, Any]:
        monkeypatch.setattr(sys, "argv", ["seqmatch", *map(str, arguments), "--json"])
        with pytest.raises(SystemExit) as ended:
            main()
        written = capsys.readouterr()
        assert (ended.value.code or 0) == code, written.err
        return dict(json.loads(written.out))

    return command


@pytest.fixture(scope="module", autouse=True)
def _learned_once() -> Iterator[None]:
    """What was learned from one store is not learned again from another that holds the same."""
    learn, known = training.learn, dict[tuple[object, ...], Files]()

    def remembering(data: TransactionsData, source: LabelledSource, seed: int, *progress: Any) -> Files:
        key = source.fingerprint, len(data), seed
        if key not in known:
            known[key] = learn(data, source, seed, *progress)
        return known[key]

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(training, "learn", remembering)
        yield
        assert len(known) == 2  # before and after people corrected what they were shown


def answers(settings: Settings, family_users: int = USERS) -> tuple[list[dict[str, Any]], bytes]:
    """What a server answers for one coffee of each of many users: by user, and as bytes."""

    async def ask(serving: Serving) -> tuple[list[dict[str, Any]], bytes]:
        told: list[dict[str, Any]] = []
        sent = b""
        async with Client(build_server(settings, toolsets=("transactions",), serving=serving)) as client:
            for start in range(0, family_users, 200):
                coffees = [
                    {"date": "2026-05-04", "description": "SQ *BLUE DOOR CAFE", "amount_cents": -650, "user": f"u{n}"}
                    for n in range(start, min(start + 200, family_users))
                ]
                result = await client.call_tool("categorize_transactions", {"transactions": coffees})
                assert result.is_error is False
                told += result.structured_content["transactions"]  # type: ignore[index]
                sent += result.model_dump_json().encode()
            for number, one in enumerate(told[:40]):
                action = "accept" if number % 4 else "reject"
                said = await client.call_tool("record_feedback", {"event_id": one["event_id"], "action": action})
                assert said.is_error is False
        return told, sent

    serving = serving_of(settings, ModelHost(settings), keeps_records=True, counts=lambda: count)
    try:
        told = anyio.run(ask, serving)
        assert serving.shadow.finish(120)
        return told
    finally:
        serving.close()


def by_version(settings: Settings, store: str) -> dict[tuple[str, str | None], int]:
    """How many answers the store holds, by source and version."""
    with open_store(store) as opened:
        return {(one.source, one.model_version): one.suggestions for one in receptions(opened, "transactions")}


def test_a_categoriser_is_born_tried_promoted_and_rolled_back(store_address: str, tmp_path: Path, run: Run) -> None:
    models, spending = tmp_path / "models", tmp_path / "spending.csv"
    family = models / "transactions"
    run("transactions", "generate", "--out", spending, "--users", 6, "--days", 120, "--seed", 5)

    imported = run("transactions", "import", spending, "--labels", "--store", store_address)
    built = run("features", "build", "--all", "--store", store_address)
    assert built["features"] == imported["added"] > 500
    first = run("transactions", "train", "--store", store_address, "--from-store", "--models", models)["version"]
    assert live_version(family).name == first

    settings = Settings(models, store=store_address)
    alone, alone_bytes = answers(settings)
    assert {one["answered_by"] for one in alone} == {"model"}

    relabel(store_address)
    trained = run("transactions", "train", "--store", store_address, "--from-store", "--models", models, "--candidate")
    second = trained["version"]
    assert second != first and live_version(family).name == first

    run("rollout", "set", "--family", "transactions", "--models", models, "--candidate", second, "--shadow")
    assert answers(settings)[1] == alone_bytes
    seen = by_version(settings, store_address)
    assert (seen["live", first], seen["shadow", second]) == (USERS, USERS)

    ten = ("--mode", "auto", "--canary-pct", 10, "--no-shadow")
    run("rollout", "set", "--family", "transactions", "--models", models, *ten)
    tried, _ = answers(settings)
    drawn = by_version(settings, store_address)["canary", second]
    assert 0.05 * USERS <= drawn <= 0.16 * USERS
    assert sum(one["event_id"] != was["event_id"] for one, was in zip(tried, alone, strict=True)) == drawn
    watched = run("monitor", "--family", "transactions", "--models", models, "--store", store_address)
    assert watched["ramp"]["advice"] == "wait"
    assert watched["ramp"]["sample_ratio_off"] is False

    run("models", "promote", second, "--family", "transactions", "--models", models)
    shown = run("rollout", "show", "--family", "transactions", "--models", models)
    assert (shown["live"], shown["mode"], shown["candidate"], shown["canary_pct"]) == (second, "model", None, 0.0)
    assert answers(settings)[1] != alone_bytes
    run("models", "rollback", "--family", "transactions", "--models", models)
    assert answers(settings)[1] == alone_bytes

    labels = {"family": "transactions", "mode": "model", "source": "live"}
    assert (REGISTRY.get_sample_value("seqmatch_suggestions_total", labels) or 0) >= 3 * USERS
    assert (REGISTRY.get_sample_value("seqmatch_suggestions_accepted_total", labels) or 0) > 0


def relabel(store_address: str) -> None:
    """People correct what they were shown: from now on some of the dining was shopping."""
    import polars as pl

    from seqmatch.store.transactions.labels import set_labels
    from seqmatch.store.transactions.training_set import labelled_transactions

    with open_store(store_address) as store:
        known = labelled_transactions(store)
        dining = known.filter(pl.col("category") == "dining").gather_every(3)
        said = dining.select("transaction_id", category=pl.lit("shopping"), source=pl.lit("human"))
        assert set_labels(store, said).changed > 0
