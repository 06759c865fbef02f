"""The histories of all users of a store, as the families learn from them."""

from __future__ import annotations

import datetime as dt

import polars as pl

from seqmatch.errors import DataError
from seqmatch.store.engine import Store
from seqmatch.store.transactions.balances import balances_of
from seqmatch.store.transactions.transactions import first_and_last_day, histories, users_between

_BALANCES = {"account": pl.String, "date": pl.Date, "balance_cents": pl.Int64}


def everyone(store: Store) -> pl.DataFrame:
    """The transactions of every user who has a name, by user and date.

    Returns
    -------
    STATEMENT_COLUMNS, ``category`` (null) and ``balance_cents``: what was on the account at the end of a day stands
    beside the last row of that day, null elsewhere.

    Raises
    ------
    DataError : no transaction names its user.
    StoreError : the database cannot be reached.
    """
    days = first_and_last_day(store)
    users = [] if days is None else [one.user for one in users_between(store, *days) if one.user is not None]
    if not users:
        raise DataError("The store has no transactions that name their user. Import some first.", code="empty_store")
    return pl.concat([_of(store, user) for user in users])


def _of(store: Store, user: str) -> pl.DataFrame:
    known = {(one.account or "", one.date): one.balance_cents for one in balances_of(store, user)}
    balances = pl.DataFrame([(*place, cents) for place, cents in known.items()], schema=_BALANCES, orient="row")
    its = pl.struct(pl.col("account").fill_null(""), "date")
    at = pl.int_range(pl.len())
    return (
        histories(store, [user], dt.date.max)
        .with_columns(last=at == at.max().over(its), place=pl.col("account").fill_null(""))
        .join(balances, left_on=["place", "date"], right_on=["account", "date"], how="left", maintain_order="left")
        .with_columns(
            category=pl.lit(None, pl.String), balance_cents=pl.when("last").then("balance_cents").otherwise(None)
        )
        .drop("last", "place")
    )
