"""Payments by payee, and those among them that come again, as any day shows them."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

import polars as pl

from seqmatch.features.recurring.cadence import Fit
from seqmatch.features.recurring.habit import given_back
from seqmatch.features.recurring.payee import is_cash, is_till, payee_key
from seqmatch.features.recurring.payment import Payment
from seqmatch.features.recurring.streams import stream, streams_of
from seqmatch.schemas.stream import Direction, Stream

SELDOM = 2
"""Payments up to which the last word of a payee may be a reference number that happens to be all letters."""

Group = tuple[str | None, str, Direction, str | None]
"""User, payee, direction and currency."""


def recurring(frame: pl.DataFrame, as_of: dt.date | None = None) -> list[Stream]:
    """The payments that come again, by user and next due day; ended ones too.

    Parameters
    ----------
    frame : the columns of :data:`seqmatch.schemas.transaction.FRAME_COLUMNS`; others are passed over.
    as_of : the day that is today, from which payments are late; rows after it are left out. None: each user's last day.
    """
    return Payments(frame).recurring(as_of)


class Payments:
    """What was paid and received, read once and looked at as of many days.

    Parameters
    ----------
    frame : the columns of :data:`seqmatch.schemas.transaction.FRAME_COLUMNS`; others are passed over.
    """

    def __init__(self, frame: pl.DataFrame) -> None:
        self._groups: dict[Group, list[Payment]] = defaultdict(list)
        self._last_day: dict[str | None, int] = defaultdict(int)
        for user, payee, currency, payment in _payments(frame, self._last_day):
            self._groups[user, payee, "out" if payment.out else "in", currency].append(payment)
        self._returns = _returns(self._groups)
        for payments in self._groups.values():
            payments.sort(key=lambda one: (one.day, one.transaction_id))
        self._days = {group: [one.day for one in payments] for group, payments in self._groups.items()}
        self._streams: dict[tuple[tuple[Group, int], ...], list[tuple[list[Payment], Fit]]] = {}

    def recurring(self, as_of: dt.date | None = None) -> list[Stream]:
        """What :func:`recurring` finds in the rows up to a day."""
        day = None if as_of is None else as_of.toordinal()
        found = []
        for (user, payee, direction, currency), parts in _without_references(self._until(day)).items():
            today = self._last_day[user] if day is None else day
            for some, fitted in self._streams_of(parts):
                found.append(stream(user, payee, direction, currency, some, fitted, today))
        return sorted(
            found, key=lambda one: (one.user or "", one.status == "ended", one.next_due, one.payee, one.first)
        )

    def _until(self, day: int | None) -> dict[Group, int]:
        """How many payments of each group there were on a day."""
        if day is None:
            return {group: len(payments) for group, payments in self._groups.items()}
        counted = ((group, bisect_right(days, day)) for group, days in self._days.items())
        return {group: number for group, number in counted if number}

    def _streams_of(self, parts: Sequence[tuple[Group, int]]) -> list[tuple[list[Payment], Fit]]:
        """The streams among the first payments of groups that are one payee; found once, whatever the day."""
        key = tuple(parts)
        if key not in self._streams:
            payments = [one for group, number in parts for one in self._groups[group][:number]]
            if len(parts) > 1:
                payments.sort(key=lambda one: (one.day, one.transaction_id))
            bounced = not payments[0].out and 2 * sum(one.transaction_id in self._returns for one in payments) >= len(
                payments
            )
            self._streams[key] = [] if bounced else list(streams_of(payments))
        return self._streams[key]


def _order(one: Stream) -> tuple[str, bool, dt.date, str, dt.date]:
    return one.user or "", one.status == "ended", one.next_due, one.payee, one.first


def _payments(
    frame: pl.DataFrame, last_day: dict[str | None, int]
) -> Iterator[tuple[str | None, str, str | None, Payment]]:
    """User, payee, currency and payment of each row that names a payee; the last day of each user beside them."""
    known: dict[tuple[str, str | None], tuple[str, bool]] = {}
    columns = ("user", "account", "date", "description", "merchant", "amount_cents", "transaction_id")
    told = pl.col("currency") if "currency" in frame.columns else pl.lit(None, pl.String).alias("currency")
    for user, account, date, description, merchant, cents, name, currency in frame.select(*columns, told).iter_rows():
        text = (description, merchant)
        if text not in known:
            known[text] = "" if is_cash(description) else payee_key(description, merchant), is_till(description)
        payee, till = known[text]
        day = date.toordinal()
        if day > last_day[user]:
            last_day[user] = day
        if payee and cents:
            yield user, payee, currency, Payment(day, abs(cents), name, account, cents < 0, till)


def _returns(groups: Mapping[Group, list[Payment]]) -> set[str]:
    """The ids of all payments that give back one that bounced; later rows do not change what earlier ones are."""
    of: dict[tuple[str | None, str | None], list[Payment]] = defaultdict(list)
    for (user, _, _, currency), payments in groups.items():
        of[user, currency] += payments
    return set().union(*(given_back(payments) for payments in of.values()))


def _without_references(groups: Mapping[Group, int]) -> dict[Group, list[tuple[Group, int]]]:
    """The groups, those as one that differ by a last word that comes once or twice: ``acme power`` and ``… uujyg``."""
    siblings: dict[Group, int] = defaultdict(int)
    for (user, payee, direction, currency), times in groups.items():
        if times <= SELDOM:
            siblings[user, payee.rpartition(" ")[0], direction, currency] += times
    merged: dict[Group, list[tuple[Group, int]]] = {}
    for group, times in groups.items():
        user, payee, direction, currency = group
        shorter = user, payee.rpartition(" ")[0], direction, currency
        seldom = times <= SELDOM and shorter[1]
        whose = group
        if seldom and (groups.get(shorter, 0) > SELDOM or (" " in shorter[1] and siblings[shorter] > SELDOM)):
            whose = shorter
        merged.setdefault(whose, []).append((group, times))
    return merged
