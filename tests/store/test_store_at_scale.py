"""PostgreSQL with many rows: written by COPY, and read by the indexes that are there for it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator

import polars as pl
import pytest
from sqlalchemy import event, text
from statements import rows_of, statement_of

from seqmatch.store.engine import Store, open_store
from seqmatch.store.tables import transactions
from seqmatch.store.transactions.transactions import add_transactions, histories

USERS, EACH = 200, 40


def of_many(changed: int = 0) -> pl.DataFrame:
    """A few rows of each of many users; the first ``changed`` tell another payee."""
    rows = statement_of(USERS * EACH).sort("transaction_id")
    at = pl.int_range(pl.len())
    return rows.with_columns(
        user=pl.concat_str(pl.lit("user-"), at % USERS),
        description=pl.when(at < changed).then(pl.lit("ANOTHER SHOP")).otherwise("description"),
    )


@pytest.fixture
def filled(new_postgres_schema: Callable[[], str]) -> Iterator[Store]:
    with open_store(new_postgres_schema()) as store:
        add_transactions(store, of_many())
        with store.writing() as connection:
            connection.execute(text("ANALYZE"))
        yield store


def test_what_copies_write_is_what_statements_write(filled: Store, tmp_path: object) -> None:
    with open_store(f"{tmp_path}/store.sqlite") as other:
        for store in (filled, other):
            if store is other:
                add_transactions(store, of_many())
            told = add_transactions(store, of_many(changed=30), replace=True)
            assert (told.added, told.updated, told.unchanged) == (0, 30, USERS * EACH - 30)
        assert rows_of(filled, transactions) == rows_of(other, transactions)


def test_an_import_sends_no_statement_for_each_row(filled: Store) -> None:
    sent: list[str] = []
    event.listen(filled.engine, "before_cursor_execute", lambda *given: sent.append(given[2]))
    add_transactions(filled, of_many(changed=2_000), replace=True)
    assert not [one for one in sent if one.startswith("INSERT INTO transactions") and "VALUES" in one]


@pytest.mark.parametrize(
    ("question", "index"),
    [
        (
            "SELECT * FROM transactions WHERE user_id = 'user-7' AND date <= '2030-01-01'",
            "ix_transactions_user_id_date",
        ),
        ("SELECT * FROM transactions WHERE bank_id = 'ofx:1'", "ix_transactions_bank_id"),
        ("SELECT * FROM transactions WHERE date = '1999-01-01'", "ix_transactions_date"),
        ("SELECT * FROM import_rows WHERE transaction_id = 't1'", "ix_import_rows_transaction_id"),
    ],
)
def test_a_question_about_few_rows_is_answered_by_an_index(filled: Store, question: str, index: str) -> None:
    with filled.reading() as connection:
        plan = "\n".join(connection.scalars(text(f"EXPLAIN {question}")))
    assert index in plan and "Seq Scan" not in plan, plan


def test_the_history_of_one_user_is_theirs(filled: Store) -> None:
    found = histories(filled, ["user-7"], dt.date.max)
    assert len(found) == EACH and found["user"].unique().to_list() == ["user-7"]
