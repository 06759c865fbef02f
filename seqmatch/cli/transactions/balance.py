"""``seqmatch transactions balance``: lists what accounts held, and sets it by hand."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Annotated, Any

import typer

from seqmatch.cli.money import signed_dollars
from seqmatch.cli.onboarding.training import JsonOption
from seqmatch.cli.output import print_json, print_table
from seqmatch.cli.transactions.importing import StoreOption, commands
from seqmatch.errors import ArgumentError, nearest_name
from seqmatch.settings import store_address

if TYPE_CHECKING:
    from seqmatch.store.engine import Store
    from seqmatch.store.transactions.balances import Balance


@commands.command(context_settings={"ignore_unknown_options": True})
def balance(
    amount: Annotated[
        int | None,
        typer.Argument(
            metavar="[AMOUNT]",
            parser=signed_dollars,
            help="What the account held at the end of the day: 1204.50; -80 for what is owed. Left out: list balances.",
            show_default=False,
        ),
    ] = None,
    user: Annotated[str | None, typer.Option("--user", help="Whose account. Default: transactions of no user.")] = None,
    account: Annotated[
        str | None, typer.Option("--account", help="Which account, as the list of transactions names it.")
    ] = None,
    date: Annotated[str | None, typer.Option("--date", help="Which day, YYYY-MM-DD.")] = None,
    currency: Annotated[
        str | None, typer.Option("--currency", help="Such as EUR. Default: that of the account's transactions.")
    ] = None,
    remove: Annotated[bool, typer.Option("--remove", help="Take back what was set by hand for that day.")] = False,
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> None:
    """Set by hand what an account held at the end of a day, or list what is known of it from statements and by hand."""
    from seqmatch.store.audit_log import record_audit
    from seqmatch.store.engine import open_store
    from seqmatch.store.transactions.balances import balances_of, remove_balance, set_balance

    changes = remove or amount is not None
    if remove and amount is not None:
        raise ArgumentError("Say an amount to set, or --remove, not both.", path="AMOUNT/--remove")
    if changes and date is None:
        raise ArgumentError("Say of which day the balance is.", path="--date", example="--date 2026-03-31")
    code = currency.upper() if currency else None
    if code is not None and not (len(code) == 3 and code.isascii() and code.isalpha()):
        raise ArgumentError("A currency has three letters.", path="--currency", example="EUR")
    with open_store(store_address(store)) as opened:
        if account is not None or changes:
            _refuse_unknown(opened, user, account)
        if not changes:
            _list(balances_of(opened, user, account), as_json)
            return
        day = _day(date or "")
        if amount is None:
            removed = remove_balance(opened, user, account, day, code)
            record_audit(opened, "balance", {"removed": removed})
            if as_json:
                print_json({"removed": removed})
            else:
                typer.echo("Removed." if removed else "Nothing was set by hand for that day.")
            return
        told = set_balance(opened, user, account, day, amount, code)
        record_audit(opened, "balance", {"set": 1})
    if as_json:
        print_json(_json(told))
    else:
        typer.echo(f"{_money(told)} at the end of {told.date}.")


def _refuse_unknown(store: Store, user: str | None, account: str | None) -> None:
    """A slip in a name would be kept as another account; of a user without transactions any name is taken."""
    from seqmatch.rules.plain_text import plain
    from seqmatch.store.transactions.balances import accounts_of

    known = accounts_of(store, user)
    if not known or account in known:
        return
    names = [name for name in known if name is not None]
    near = nearest_name(account, names) if account is not None else None
    raise ArgumentError(
        "No transaction of this user is on an account of this name. `seqmatch transactions list` shows them."
        if account is not None
        else "Say which account: the transactions of this user name theirs.",
        code="unknown_account",
        path="--account",
        nearest=near and plain(near, 64),
    )


def _list(found: list[Balance], as_json: bool) -> None:
    from rich.markup import escape

    if as_json:
        print_json({"balances": [_json(one) for one in found]})
        return
    rows = [(escape(one.account or ""), str(one.date), _money(one), one.source) for one in found]
    print_table("Balances at the end of the day", ("account", "date", "balance", "told by"), rows)


def _json(told: Balance) -> dict[str, Any]:
    return {
        "account": told.account,
        "date": told.date.isoformat(),
        "balance_cents": told.balance_cents,
        "currency": told.currency,
        "source": told.source,
    }


def _money(told: Balance) -> str:
    return f"{told.balance_cents / 100:,.2f}" + (f" {told.currency}" if told.currency else "")


def _day(said: str) -> dt.date:
    try:
        return dt.date.fromisoformat(said)
    except ValueError:
        raise ArgumentError("Must be a day, YYYY-MM-DD.", path="--date", example="2026-03-31") from None
