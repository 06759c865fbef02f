"""``seqmatch transactions balance``: what an import told of accounts, and what a person says."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

CSV = "Date,Description,Amount,Balance\n2026-03-03,b,-3,95\n2026-03-03,a,-2,98\n2026-03-02,p,100,100\n"


@pytest.fixture
def balance(seqmatch: Any, tmp_path: Path) -> Any:
    def run(*options: object) -> Any:
        return seqmatch("transactions", "balance", *options, "--store", tmp_path / "store.sqlite")

    return run


def test_an_import_brings_balances_a_person_sets_one_and_undo_takes_the_imports_back(
    seqmatch: Any, bring: Any, balance: Any, tmp_path: Path
) -> None:
    _, told, _ = bring(CSV, "--account", "giro", "--mapping", "currency=EUR")
    assert told["balances"] == 2
    day = ("--account", "giro", "--date", "2026-03-03")
    assert json.loads(balance(*day, "-1,204.50", "--json").out)["balance_cents"] == -120_450
    found = json.loads(balance("--json").out)["balances"]
    assert [(one["date"], one["balance_cents"], one["currency"], one["source"]) for one in found] == [
        ("2026-03-02", 10_000, "EUR", "row"),
        ("2026-03-03", -120_450, "EUR", "hand"),
    ]
    assert "100.00 EUR" in balance().out
    seqmatch("transactions", "undo", told["import"], "--store", tmp_path / "store.sqlite")
    assert [one["source"] for one in json.loads(balance("--json").out)["balances"]] == ["hand"]
    balance(*day, "--remove")
    assert json.loads(balance("--json").out) == {"balances": []}


def test_a_dry_run_says_how_many_balances_would_come_and_keeps_none(bring: Any, balance: Any) -> None:
    _, told, _ = bring(CSV, "--dry-run")
    assert told["balances"] == 2
    assert json.loads(balance("--json").out) == {"balances": []}


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--account", "gira", "--date", "2026-03-03", "5"), "giro"),
        (("--date", "2026-03-03", "5"), "--account"),
        (("--account", "giro", "5"), "--date"),
        (("--account", "giro", "--date", "3 March", "5"), "YYYY-MM-DD"),
        (("--account", "giro", "--date", "2026-03-03", "5", "--currency", "euros"), "three letters"),
        (("--account", "giro", "--date", "2026-03-03", "5", "--remove"), "not both"),
        (("--account", "giro", "--date", "2026-03-03", "five"), "no amount"),
    ],
)
def test_what_is_missing_or_mistyped_is_said_and_nothing_set(
    bring: Any, balance: Any, options: tuple[str, ...], said: str
) -> None:
    bring("Date,Description,Amount\n2026-03-03,b,-3\n", "--account", "giro")
    ran = balance(*options)
    assert (ran.code, said in ran.err) == (2, True)
    assert json.loads(balance("--json").out) == {"balances": []}
