"""Whose money a coaching command is about: a bank's file, or a user of the store."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from seqmatch.cli.money import signed_dollars
from seqmatch.errors import ArgumentError
from seqmatch.server.tools.coaching_categories import guess

if TYPE_CHECKING:
    from seqmatch.families.coaching.answers.whose import Told
    from seqmatch.store.engine import Store

_OPTIONS = {"as_of": "--as-of", "user": "--user", "balances": "--balance", "mapping": "--mapping"}
FileArgument = Annotated[Path | None, typer.Argument(help="A bank's file of transactions. Default: the store.")]
UserOption = Annotated[
    str | None, typer.Option("--user", help="Which user of the file or store; needed where there are several.")
]
AsOfOption = Annotated[
    str | None,
    typer.Option("--as-of", help="The day that counts as today, YYYY-MM-DD. Default: that of the last transaction."),
]
BalanceOption = Annotated[
    list[str] | None,
    typer.Option(
        "--balance",
        help="What an account holds today: Checking=1250.00, or 1250.00 where there is one account. Repeatable.",
    ),
]
BudgetOption = Annotated[
    list[str] | None,
    typer.Option("--budget", help="A budget of a month: groceries=400, or all=3000. Repeatable."),
]
MappingOption = Annotated[
    str | None,
    typer.Option("--mapping", help="What the columns are, where that is unclear: date=…,amount=… or a JSON file."),
]


@contextmanager
def asked_about(
    file: Path | None,
    mapping: str | None,
    user: str | None,
    as_of: str | None,
    store: str | None,
    balance: list[str] | None,
) -> Iterator[tuple[Told, Store | None]]:
    """The person that a command names, and the store that they are of, open; None where a file names them.

    Raises
    ------
    ArgumentError : a file and the store, or several people and none named.
    DataError, StoreError : the file or the store cannot be read.
    """
    from seqmatch.families.coaching.answers.whose import person_in_store

    today, balances = day_of(as_of), _balances(balance or [])
    if file is not None:
        if store is not None:
            raise ArgumentError("Name a file or the store, not both.", path="FILE/--store")
        with _named_as_options():
            told = _in_file(file, mapping, user, today, balances)
        yield told, None
        return
    if mapping is not None:
        raise ArgumentError("Columns are of a file: name the file too.", path="--mapping")
    with opened_store(store) as opened:
        with _named_as_options():
            told = person_in_store(opened, user or _only_user(opened), today, balances, guess)
        yield told, opened


@contextmanager
def _named_as_options() -> Iterator[None]:
    """A refusal names the option that was typed, not the tool's argument."""
    try:
        yield
    except ArgumentError as error:
        error.path = _OPTIONS.get(error.path, error.path)
        raise


def _in_file(
    file: Path, mapping: str | None, user: str | None, today: dt.date | None, balances: dict[str, int]
) -> Told:
    from seqmatch.data.statements.statement import read_transactions
    from seqmatch.families.coaching.answers.whose import person_in

    read = read_transactions(file, mapping)
    frame = read.frame.with_columns(balance_cents=read.balance_cents)
    users = frame["user"].unique().to_list()
    if user is not None:
        frame = frame.filter(user=user)
        if frame.is_empty():
            raise ArgumentError(
                "The file has no transactions of this user. Name one that it has, or leave --user out.", path="--user"
            )
    elif len(users) > 1:
        raise ArgumentError(f"The file has {len(users):,} users. Name one with --user.", path="--user")
    return person_in(frame, today, balances, guess)


def opened_store(store: str | None) -> Store:
    """The store, with the tables of every family.

    Raises
    ------
    StoreError : it cannot be reached.
    """
    from seqmatch.families.register import with_tables
    from seqmatch.settings import store_address
    from seqmatch.store.engine import open_store

    return with_tables(open_store(store_address(store)))


def say_of_stream(
    store: str | None, user: str | None, as_of: str | None, confirm: str | None, dismiss: str | None
) -> None:
    """Keep what a user of the store said of recurring payments, in and out, of one payee.

    Raises
    ------
    ArgumentError : both at once, or a payee that no recurring payment has.
    StoreError : the store cannot be reached.
    """
    from seqmatch.families.coaching.answers.whose import person_in_store
    from seqmatch.store.coaching.streams import answer_stream, stream_answers_of, stream_key

    if confirm is not None and dismiss is not None:
        raise ArgumentError("Confirm a payee or dismiss one, not both at once.", path="--confirm/--dismiss")
    wanted = " ".join((confirm or dismiss or "").casefold().split())
    with opened_store(store) as opened:
        whose = user or _only_user(opened)
        person = person_in_store(opened, whose, day_of(as_of)).person
        known = [*person.streams, *(one.stream for one in stream_answers_of(opened, whose))]
        meant = {stream_key(one): one for one in reversed(known) if one.payee == wanted}
        if not meant:
            raise ArgumentError(
                "No recurring payment of this user has this payee. `seqmatch recurring` lists them.",
                path="--confirm" if confirm is not None else "--dismiss",
            )
        for one in meant.values():
            answer_stream(opened, one, "confirmed" if confirm is not None else "dismissed")


def _only_user(store: Store) -> str | None:
    from seqmatch.store.transactions.transactions import first_and_last_day, users_between

    days = first_and_last_day(store)
    users = users_between(store, *days) if days is not None else []
    if len(users) != 1:
        if not users:
            raise ArgumentError(
                "The store has no transactions yet. Import some: `seqmatch transactions import FILE`, or name a file.",
                path="--store",
            )
        raise ArgumentError(
            f"The store has transactions of {len(users):,} users. Name one with --user, or name a file.", path="--user"
        )
    return users[0].user


def day_of(text: str | None, option: str = "--as-of") -> dt.date | None:
    """A day as typed.

    Raises
    ------
    ArgumentError : it is none.
    """
    if text is None:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise ArgumentError("This is no day: write it as 2026-11-30.", path=option) from None


def cents_of(typed: str, option: str, example: str) -> int:
    """Cents of an amount as typed, below zero with a minus sign.

    Raises
    ------
    ArgumentError : it is no amount.
    """
    try:
        return signed_dollars(typed)
    except typer.BadParameter as error:
        raise ArgumentError(error.message, path=option, example=example) from None


def budgets_typed(typed: list[str]) -> dict[str, int]:
    """Category to cents a month, of ``category=amount`` as typed.

    Raises
    ------
    ArgumentError : no such category, or no amount above 0.
    """
    from seqmatch.server.tools.coaching_arguments import BUDGETED

    found = {}
    for one in typed:
        name, _, amount = one.rpartition("=")
        cents = cents_of(amount, "--budget", "--budget groceries=400")
        if name.strip() not in BUDGETED or cents <= 0:
            raise ArgumentError(
                "Must be a category, an equals sign, and an amount above 0.",
                path="--budget",
                allowed=BUDGETED,
                example="--budget groceries=400",
            )
        found[name.strip()] = cents
    return found


def _balances(typed: list[str]) -> dict[str, int]:
    """Account to cents, of ``account=amount`` as typed; '' is the only account."""
    found = {}
    for one in typed:
        name, equals, amount = one.rpartition("=")
        if equals and not name.strip():
            raise ArgumentError(
                "Must be an account, an equals sign, and an amount.",
                path="--balance",
                example="--balance Checking=1250.00",
            )
        found[name.strip()] = cents_of(amount, "--balance", "--balance Checking=1250.00")
    return found
