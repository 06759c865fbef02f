"""Rows as an app would see them, with the truth about each row beside."""

from __future__ import annotations

from datetime import date, time
from random import Random
from typing import NamedTuple

import polars as pl

from .bankdays import DAY
from .books import Row
from .draw import AHEAD
from .household import CURRENCY, Event, Household
from .printing import describe

ROWS = {
    "transaction_id": pl.String,
    "user": pl.String,
    "account": pl.String,
    "date": pl.Date,
    "time": pl.Time,
    "description": pl.String,
    "merchant": pl.String,
    "amount_cents": pl.Int64,
    "mcc": pl.String,
    "currency": pl.String,
    "category": pl.String,
    "balance_cents": pl.Int64,
    "stream": pl.String,
    "habit": pl.String,
    "pair": pl.String,
    "retry": pl.Boolean,
}


class Shown(NamedTuple):
    """A row; the fields are the columns of ``ROWS``."""

    transaction_id: str
    user: str
    account: str
    date: date
    time: time | None
    description: str
    merchant: str | None
    amount_cents: int
    mcc: str | None
    currency: str | None
    category: str
    balance_cents: int | None
    stream: str | None
    habit: str | None
    pair: str | None
    retry: bool


def stream_of(event: Event) -> str | None:
    """The stream a row belongs to; the arriving leg of an own transfer is a stream of its own."""
    if event.contract is None or event.channel in ("returned", "refund", "chargeback"):
        return None
    arriving = event.amount > 0 and event.contract.to == event.account
    return event.contract.id + ("-in" if arriving else "")


def show(home: Household, rows: list[Row], rng: Random) -> list[Shown]:
    """Print rows up to ``AHEAD`` days after the history, in booking order; unseen accounts are left out."""
    shown: list[Shown] = []
    day, busy = date.min, 0
    labels = {name: account.kind.title() for name, account in home.accounts.items()}
    labels |= {goal.account: goal.name.title() for goal in home.goals}
    for number, row in enumerate(rows):
        event, account = row.event, home.accounts[row.event.account]
        bank = account.bank
        busy = busy + 1 if row.day == day else 0
        day = row.day
        if day > home.cut + DAY * AHEAD:
            break
        if day < account.since:
            continue
        other = home.accounts.get(event.to)
        ref, name = (other.number, labels[other.name]) if other else (event.ref, "")
        purchased = event.purchased or day
        minute = 6 * 60 + min(busy, 29) * 35 + rng.randrange(35)
        shown.append(
            Shown(
                f"{home.user}-{number:06d}",
                home.user,
                event.account,
                day,
                time(minute // 60, minute % 60) if bank.tells_time else None,
                describe(bank, event.channel, event.payee, purchased, rng, ref, event.town or home.town, name),
                event.payee if bank.tells_merchant and event.channel in ("card", "online") else None,
                event.amount,
                event.mcc or None if bank.tells_mcc else None,
                CURRENCY[home.country] if bank.tells_currency else None,
                event.category,
                row.balance if bank.tells_balance else None,
                stream_of(event),
                event.habit or None,
                event.pair if event.pair not in ("", "late", "back") else None,
                event.retry,
            )
        )
    return shown
