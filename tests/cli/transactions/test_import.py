"""``seqmatch transactions import``: a bank's file into the store, once, or refused whole."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from statements import rows_of

from seqmatch.store.audit_log import audit_entries
from seqmatch.store.engine import Store
from seqmatch.store.tables import transaction_labels, transactions

JANUARY = """\
Date,Description,Amount,Category
2026-01-03,CORNER GROCERY 0412,-42.10,groceries
2026-01-03,COFFEE HUT,-3.50,eating out
2026-01-03,COFFEE HUT,-3.50,eating out
2026-01-31,SALARY ACME,"2,500.00",
"""
FEBRUARY = """\
Date,Description,Amount,Category
2026-01-31,SALARY ACME,"2,500.00",
2026-02-02,STREAMFLIX.COM,-9.99,subscriptions
"""


@pytest.fixture
def bring(seqmatch: Any, store: Store, store_address: str, tmp_path: Path) -> Any:
    """Runs ``seqmatch transactions import`` on text."""

    def run(text: str, *options: object) -> Any:
        file = tmp_path / "statement.csv"
        file.write_text(text)
        return seqmatch("transactions", "import", file, *options, "--store", store_address)

    return run


def amounts(store: Store) -> list[int]:
    return sorted(row["amount_cents"] for row in rows_of(store, transactions))


def test_overlapping_statements_count_what_both_tell_once_and_equal_rows_of_one_each(bring: Any, store: Store) -> None:
    told = json.loads(bring(JANUARY, "--json").out)
    assert (told["transactions"], told["added"], told["updated"], told["unchanged"]) == (4, 4, 0, 0)
    assert told["quality"]["rows"] == 4
    told = json.loads(bring(FEBRUARY, "--json").out)
    assert (told["added"], told["unchanged"]) == (1, 1)
    assert amounts(store) == [-4210, -999, -350, -350, 250_000]
    assert rows_of(store, transaction_labels) == []


def test_the_same_purchases_on_two_accounts_are_two(bring: Any, store: Store) -> None:
    for account in ("checking", "joint", "checking"):
        assert bring(JANUARY, "--account", account).code == 0
    assert amounts(store) == sorted(2 * [-4210, -350, -350, 250_000])


@pytest.mark.parametrize("account", ["", "x" * 65, "a\x1b[31m"], ids=["empty", "long", "escape"])
def test_an_account_has_a_name_that_can_be_shown(bring: Any, store: Store, account: str) -> None:
    told = bring(JANUARY, "--account", account)
    assert (told.code, told.err.startswith("seqmatch: --account")) == (2, True)
    assert amounts(store) == []


def test_the_files_own_categories_become_labels_when_asked(bring: Any, store: Store) -> None:
    told = json.loads(bring(JANUARY, "--labels", "--own-categories", "--json").out)
    assert told["labels"] == {"labelled": 3, "changed": 0, "unchanged": 0, "kept": 0}
    assert {(row["category"], row["source"]) for row in rows_of(store, transaction_labels)} == {
        ("groceries", "import"),
        ("eating out", "import"),
    }


def test_it_says_in_words_what_it_did_and_keeps_a_line_of_it(bring: Any, store: Store) -> None:
    told = bring(JANUARY, "--labels", "--own-categories")
    assert told.code == 0 and told.err == ""
    assert "4 transactions added, 0 updated, 0 known already.\n3 of them have a category in the file.\n" in told.out
    (entry,) = audit_entries(store)
    assert (entry.event, entry.facts["added"]) == ("import", 4)
    assert "COFFEE" not in str(entry.facts)


def test_a_mapping_says_what_columns_are(bring: Any, store: Store) -> None:
    text = 'A,B,C\n03.01.2026,COFFEE HUT,"3,50"\n'
    assert bring(text).code == 2
    assert bring(text, "--mapping", "date=A,description=B,amount=C,dates=day-first,sign=turned").code == 0
    assert amounts(store) == [-350]


@pytest.mark.parametrize("batch_size", [1, 1000])
def test_a_file_with_one_bad_row_is_refused_whole_by_its_place(bring: Any, store: Store, batch_size: int) -> None:
    told = bring(JANUARY + "2026-02-30,COFFEE HUT,-3.50,\n", "--batch-size", batch_size)
    assert (told.code, told.out) == (2, "")
    assert "statement.csv:6:Date" in told.err and len(told.err.splitlines()) == 1
    assert amounts(store) == []


def test_ids_that_stand_for_others_here_swallow_nothing(bring: Any, store: Store) -> None:
    header = "transaction_id,date,description,amount,account\n"
    bring(header + "x1,2026-01-03,COFFEE HUT,-3.50,checking\nx2,2026-01-04,COFFEE HUT,-3.50,checking\n")
    told = bring(header + "x3,2026-01-03,RENT,-900.00,savings\nx2,2026-01-09,RENT,-950.00,savings\n")
    assert told.code == 0
    assert amounts(store) == [-95000, -90000, -350, -350]
