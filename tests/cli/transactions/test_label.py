"""``seqmatch transactions label``: a file of labels or one, refused whole where anything is wrong."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from statements import rows_of, statement_of

from seqmatch.store.engine import Store
from seqmatch.store.tables import transaction_labels
from seqmatch.store.transactions.transactions import add_transactions


@pytest.fixture
def label(seqmatch: Any, store: Store, store_address: str, tmp_path: Path) -> Any:
    """Runs ``seqmatch transactions label`` on text or options, in a store that knows t00000 to t00004."""
    add_transactions(store, statement_of(5))

    def run(text: str | None = None, *options: str) -> Any:
        file = tmp_path / "labels.csv"
        if text is not None:
            file.write_text(text)
            options = (str(file), *options)
        return seqmatch("transactions", "label", *options, "--own-categories", "--store", store_address)

    return run


def said(store: Store) -> dict[str, tuple[str, str]]:
    return {row["transaction_id"]: (row["category"], row["source"]) for row in rows_of(store, transaction_labels)}


def test_a_file_labels_many_and_a_person_one(label: Any, store: Store) -> None:
    ran = label("transaction_id,category,source\nt00001,groceries,\nt00002, eating out ,RULE\n", "--json")
    assert json.loads(ran.out) == {"labels": 2, "labelled": 2, "changed": 0, "unchanged": 0, "kept": 0}
    ran = label(None, "--transaction", "t00003", "--category", "fuel")
    assert (ran.code, ran.out) == (0, "1 transactions labelled, 0 labels changed, 0 known already.\n")
    assert said(store) == {
        "t00001": ("groceries", "import"),
        "t00002": ("eating out", "rule"),
        "t00003": ("fuel", "human"),
    }


def test_a_person_outweighs_a_rule_and_a_rule_an_import(label: Any, store: Store) -> None:
    rows = "transaction_id,category\nt00000,a\nt00001,b\n"
    label(rows, "--source", "rule")
    label(None, "--transaction", "t00001", "--category", "c")
    ran = label("transaction_id,category\nt00000,d\nt00001,e\nt00002,f\n", "--source", "import", "--json")
    assert json.loads(ran.out) == {"labels": 3, "labelled": 1, "changed": 0, "unchanged": 0, "kept": 2}
    ran = label("transaction_id,category,source\nt00000,d,rule\nt00001,c,human\nt00002,g,human\n", "--json")
    assert json.loads(ran.out) == {"labels": 3, "labelled": 0, "changed": 2, "unchanged": 1, "kept": 0}
    assert said(store) == {"t00000": ("d", "rule"), "t00001": ("c", "human"), "t00002": ("g", "human")}


def test_the_same_labels_again_touch_nothing_and_a_change_keeps_when_it_was_first_labelled(
    label: Any, store: Store
) -> None:
    rows = "transaction_id,category,source\nt00000,a,human\nt00001,b,human\n"
    label(rows)
    first = rows_of(store, transaction_labels)
    label(rows)
    assert rows_of(store, transaction_labels) == first
    label(rows.replace(",b,", ",c,"))
    again = rows_of(store, transaction_labels)
    assert again[0] == first[0]
    assert again[1]["created_at"] == first[1]["created_at"] and again[1]["updated_at"] > first[1]["updated_at"]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("transaction_id,category\nt00001,a\nt9,b\n", "labels.csv:3:transaction_id: The store has no such"),
        ("transaction_id,category\nt00001,a\nt00001,b\n", "labels.csv:3:transaction_id: Row 2 has the same value"),
        ("transaction_id,category\nt00001,\n", "labels.csv:2:category: This is empty"),
        ("transaction_id,category\nt00001,a\x1b[31m\n", "labels.csv:2:category: A category is a word"),
        (f"transaction_id,category\nt00001,{'x' * 61}\n", "labels.csv:2:category: A category has at most 60"),
        ("transaction_id,category,source\nt00001,a,oracle\n", "labels.csv:2:source: A source is one of human, rule"),
        ("transaction_id,kategory\nt00001,a\n", "labels.csv:1:category: This column is missing"),
        ("transaction_id,category\nt00001,a\nt00002\n", "labels.csv:3: The header has 2 fields, this row 1"),
    ],
)
def test_a_file_with_one_bad_row_is_refused_whole(label: Any, store: Store, text: str, place: str) -> None:
    ran = label(text)
    assert (ran.code, ran.out) == (2, "")
    assert place in ran.err and len(ran.err.splitlines()) == 1
    assert said(store) == {}


@pytest.mark.parametrize(
    "options",
    [(), ("--transaction", "t00001"), ("--category", "a"), ("--transaction", "t9", "--category", "a")],
    ids=" ".join,
)
def test_one_label_needs_a_known_transaction_and_a_category(label: Any, options: tuple[str, ...]) -> None:
    ran = label(None, *options)
    assert (ran.code, ran.out) == (2, "")
    assert len(ran.err.splitlines()) == 1


@pytest.mark.parametrize(("typed", "meant"), [("grocreies", "groceries"), ("hausing", "housing")])
def test_a_category_that_nobody_has_is_refused_with_the_nearest(
    seqmatch: Any, label: Any, store: Store, store_address: str, typed: str, meant: str
) -> None:
    one = ("transactions", "label", "--transaction", "t00001", "--store", store_address, "--category")
    ran = seqmatch(*one, typed)
    assert ran.code == 2 and f"Did you mean {meant}?" in ran.err and said(store) == {}
    assert seqmatch(*one, typed, "--own-categories").code == 0
    assert seqmatch(*one, typed).code == 0, "the store has it now"
    assert seqmatch(*one, meant).code == 0
    assert said(store) == {"t00001": (meant, "human")}
