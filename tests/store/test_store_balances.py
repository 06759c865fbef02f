"""Balances: kept with their import and taken back with it, overridden by a person, under the account's latest name."""

from __future__ import annotations

import datetime as dt
from typing import Any

import polars as pl
import pytest
from statements import MARCH, rows_of, statement, transaction

from seqmatch.errors import ArgumentError, StoreError
from seqmatch.schemas.transaction import BALANCE_COLUMNS
from seqmatch.store.engine import Store
from seqmatch.store.tables import balances as table
from seqmatch.store.tables import imports, transactions
from seqmatch.store.transactions.balances import Balance, balances_of, remove_balance, set_balance
from seqmatch.store.transactions.imports import run_import, undo_import

NEXT = MARCH + dt.timedelta(days=1)


def told(*rows: tuple[dt.date, int, str], **facts: Any) -> pl.DataFrame:
    """Balances of ann's checking account, all at the first row of the file."""
    known = {"user": "ann", "account": "checking", "currency": None, "row": 0, **facts}
    return pl.DataFrame(
        [{**known, "date": date, "balance_cents": cents, "source": source} for date, cents, source in rows],
        schema_overrides={"currency": pl.String, "account": pl.String, "row": pl.Int64},
    ).select(BALANCE_COLUMNS)


def bring(store: Store, balances: pl.DataFrame, number: int = 0, **facts: Any) -> str:
    frame = statement(transaction(number, **facts))
    return run_import(store, frame, pl.Series([True]), "csv", balances=balances).import_id


def test_the_newest_import_counts_and_undoing_it_brings_the_one_before_back(store: Store) -> None:
    bring(store, told((MARCH, 500, "row"), (NEXT, 700, "row")))
    second = bring(store, told((MARCH, 400, "row")))
    assert [(one.date, one.balance_cents) for one in balances_of(store, "ann")] == [(MARCH, 400), (NEXT, 700)]
    undo_import(store, second)
    assert [(one.date, one.balance_cents) for one in balances_of(store, "ann")] == [(MARCH, 500), (NEXT, 700)]


def test_a_person_counts_before_a_statement_and_a_statement_before_a_row_whoever_came_last(store: Store) -> None:
    set_balance(store, "ann", "checking", MARCH, 100)
    first = bring(store, told((MARCH, 200, "statement"), (MARCH, 300, "row")))
    assert balances_of(store, "ann") == [Balance("checking", MARCH, 100, None, "hand")]
    set_balance(store, "ann", "checking", MARCH, -150)
    assert [one.balance_cents for one in balances_of(store, "ann")] == [-150]
    assert remove_balance(store, "ann", "checking", MARCH) and not remove_balance(store, "ann", "checking", MARCH)
    assert [one.balance_cents for one in balances_of(store, "ann")] == [200]
    undo_import(store, first)
    assert rows_of(store, table) == []


def test_what_a_person_set_outlives_the_undoing_of_every_import(store: Store) -> None:
    first = bring(store, told((MARCH, 200, "row")))
    set_balance(store, "ann", "checking", NEXT, 100)
    undo_import(store, first)
    assert balances_of(store, "ann") == [Balance("checking", NEXT, 100, None, "hand")]


def test_an_import_that_fails_in_the_middle_of_its_balances_leaves_nothing(store: Store) -> None:
    with pytest.raises(StoreError):
        bring(store, told((MARCH, 200, "row"), (NEXT, 200, "sideways")))
    assert rows_of(store, table) == rows_of(store, imports) == rows_of(store, transactions) == []


def test_a_balance_follows_its_account_to_the_name_that_a_later_import_gives_it(store: Store) -> None:
    bring(store, told((MARCH, 200, "row"), account=None), account=None)
    assert balances_of(store, "ann")[0].account is None
    named = bring(store, told((MARCH, 200, "row")))
    assert [(one.account, one.balance_cents) for one in balances_of(store, "ann")] == [("checking", 200)]
    undo_import(store, named)
    assert [one.account for one in balances_of(store, "ann")] == [None]


def test_users_accounts_and_currencies_are_kept_apart_and_an_untold_currency_is_the_only_one_known(
    store: Store,
) -> None:
    bring(store, told((MARCH, 200, "row"), currency="EUR"), currency="EUR")
    bring(store, told((MARCH, 9, "row"), user="ben"), number=1, user="ben")
    bring(store, told((NEXT, 7, "row"), account="joint"), number=2, account="joint")
    bring(store, told((NEXT, 300, "row")), number=3)
    assert set_balance(store, "ann", "checking", MARCH, 250).currency == "EUR"
    assert balances_of(store, "ann") == [
        Balance("checking", MARCH, 250, "EUR", "hand"),
        Balance("checking", NEXT, 300, "EUR", "row"),
        Balance("joint", NEXT, 7, None, "row"),
    ]
    assert balances_of(store, "ann", "joint") == [Balance("joint", NEXT, 7, None, "row")]
    assert balances_of(store, None) == []


def test_a_balance_beyond_all_measure_is_refused(store: Store) -> None:
    with pytest.raises(ArgumentError):
        set_balance(store, "ann", "checking", MARCH, 10**15)
