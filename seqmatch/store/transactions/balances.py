"""What accounts held at the end of a day: told by an import, with which it goes, or set by a person."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

import polars as pl
from sqlalchemy import Connection, case, delete, select

from seqmatch.errors import ArgumentError
from seqmatch.schemas.transaction import BALANCE_SOURCES, MAX_AMOUNT_CENTS, BalanceSource
from seqmatch.store.engine import Store
from seqmatch.store.suggestions.events import now
from seqmatch.store.tables import balances, transactions
from seqmatch.store.upsert import upsert

_SLICE = 5_000
_columns = balances.c


@dataclass(frozen=True, slots=True)
class Balance:
    """What an account held at the end of a day.

    Attributes
    ----------
    account : None where the rows name none.
    balance_cents : below zero for what is owed.
    currency : three letters; None where nothing tells it.
    source : ``hand``, ``statement`` or ``row``: the one that counts, of all who told this day's.
    """

    account: str | None
    date: dt.date
    balance_cents: int
    currency: str | None
    source: BalanceSource


def balances_of(store: Store, user: str | None, account: str | None = None) -> list[Balance]:
    """The balances of ``user`` (None: whoever has no name), one for each account, currency and day, in this order.

    A person's word counts before the statement's, this before that beside a row, and of one kind the newest.

    Parameters
    ----------
    account : only this one; None for all.

    Raises
    ------
    StoreError : the database cannot be reached.
    """
    row = transactions.c
    its = case((row.transaction_id.is_not(None), row.account), else_=_columns.account)
    query = (
        select(its, _columns.date, _columns.balance_cents, _columns.currency, _columns.source)
        .join_from(balances, transactions, _columns.transaction_id == row.transaction_id, isouter=True)
        .where(_columns.user_id.is_(None) if user is None else _columns.user_id == user)
        .order_by(_columns.created_at, _columns.balance_id)
    )
    if account is not None:
        query = query.where(its == account)
    with store.reading() as connection:
        rows = [Balance(*row) for row in connection.execute(query)]
    said: dict[str | None, set[str]] = {}
    for one in rows:
        said.setdefault(one.account, set()).update([one.currency] if one.currency else [])
    found: dict[tuple[str | None, str | None, dt.date], Balance] = {}
    for one in sorted(rows, key=lambda one: BALANCE_SOURCES.index(one.source)):
        only = next(iter(said[one.account])) if len(said[one.account]) == 1 else one.currency
        found[one.account, only, one.date] = replace(one, currency=only)
    return sorted(found.values(), key=lambda one: (one.account or "", one.currency or "", one.date))


def with_balances(frame: pl.DataFrame, known: Sequence[Balance], as_of: dt.date | None) -> pl.DataFrame:
    """``frame`` of one user with the latest balance of each account beside its last row of that day or before."""
    today = as_of or frame["date"].max()
    latest: dict[str, Balance] = {}
    for one in known:
        if today is None or one.date <= today:  # type: ignore[operator]
            latest[one.account or ""] = one
    at = pl.int_range(pl.len())
    told = pl.lit(None, pl.Int64)
    for account, balance in latest.items():
        mine = (pl.col("account").fill_null("") == account) & (pl.col("date") <= balance.date)
        last = at == pl.when(mine).then(at).max()
        told = pl.when(last & mine).then(balance.balance_cents).otherwise(told)
    return frame.sort("date", maintain_order=True).with_columns(balance_cents=told)


def set_balance(
    store: Store, user: str | None, account: str | None, date: dt.date, balance_cents: int, currency: str | None = None
) -> Balance:
    """Set by hand what an account held at the end of ``date``; saying it again replaces what was said before.

    Parameters
    ----------
    currency : None for that of the account's transactions, where they all have the same.

    Raises
    ------
    ArgumentError : more than any account holds.
    StoreError : the database cannot be reached or refuses.
    """
    if abs(balance_cents) > MAX_AMOUNT_CENTS:
        raise ArgumentError("No account holds as much as this.", path="balance_cents")
    with store.writing() as connection:
        currency = currency or _currency(connection, user, account)
        told = Balance(account, date, balance_cents, currency, "hand")
        upsert(connection, balances, [_row(told, user, None, now())])
    return told


def remove_balance(
    store: Store, user: str | None, account: str | None, date: dt.date, currency: str | None = None
) -> bool:
    """Take back what :func:`set_balance` said of a day, in any currency or in one; False where nothing was.

    Raises
    ------
    StoreError : the database cannot be reached or refuses.
    """
    said = [
        _columns.source == "hand",
        _columns.date == date,
        _columns.user_id.is_(None) if user is None else _columns.user_id == user,
        _columns.account.is_(None) if account is None else _columns.account == account,
    ]
    if currency is not None:
        said.append(_columns.currency == currency)
    with store.writing() as connection:
        return bool(connection.execute(delete(balances).where(*said)).rowcount)


def accounts_of(store: Store, user: str | None) -> list[str | None]:
    """The accounts that the transactions of ``user`` name, sorted; None among them where some name none."""
    whose = transactions.c.user_id.is_(None) if user is None else transactions.c.user_id == user
    with store.reading() as connection:
        found = list(connection.scalars(select(transactions.c.account).where(whose).distinct()))
    return sorted(found, key=lambda name: (name is not None, name or ""))


def keep_balances(connection: Connection, import_id: str, told: pl.DataFrame, stored: pl.Series) -> int:
    """Write the balances that an import brings, inside its transaction; how many there are.

    Parameters
    ----------
    told : the columns of BALANCE_COLUMNS.
    stored : the name in the store of each row of the file, shape (n_rows,). The balance goes to the account that its
        row has there: a file may call it otherwise.
    """
    at = now()
    made = {}
    for one in told.iter_rows(named=True):
        balance = Balance(one["account"], one["date"], one["balance_cents"], one["currency"], one["source"])
        row = _row(balance, one["user"], import_id, at)
        made[str(row["balance_id"])] = {**row, "transaction_id": None if one["row"] is None else stored[one["row"]]}
    ordered = [made[name] for name in sorted(made)]
    for start in range(0, len(ordered), _SLICE):
        upsert(connection, balances, ordered[start : start + _SLICE])
    return len(ordered)


def _currency(connection: Connection, user: str | None, account: str | None) -> str | None:
    """The currency that all transactions of an account are in; None where they have several, or none tells it."""
    columns = transactions.c
    query = (
        select(columns.currency)
        .distinct()
        .where(
            columns.user_id.is_(None) if user is None else columns.user_id == user,
            columns.account.is_(None) if account is None else columns.account == account,
            columns.currency.is_not(None),
        )
    )
    found = list(connection.scalars(query.limit(2)))
    return found[0] if len(found) == 1 else None


def _row(told: Balance, user: str | None, import_id: str | None, at: dt.datetime) -> dict[str, object]:
    return {
        "balance_id": _name(import_id, user, told.account, told.currency, told.date, told.source),
        "user_id": user,
        "account": told.account,
        "date": told.date,
        "balance_cents": told.balance_cents,
        "currency": told.currency,
        "source": told.source,
        "import_id": import_id,
        "transaction_id": None,
        "created_at": at,
    }


def _name(
    import_id: str | None, user: str | None, account: str | None, currency: str | None, date: dt.date, source: str
) -> str:
    parts = (import_id, user, account, currency, date.isoformat(), source)
    said = "\x1f".join("\0" if part is None else part for part in parts)
    return hashlib.blake2b(said.encode(), digest_size=16).hexdigest()
