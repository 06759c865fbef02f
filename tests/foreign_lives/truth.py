"""The truth about what recurs, as of the last day of the history, from the booked rows themselves."""

from __future__ import annotations

from collections import defaultdict
from statistics import median
from typing import Any

import polars as pl

from .books import Row
from .contracts import Contract
from .household import Household
from .shown import Shown, stream_of

STREAMS = {
    "stream": pl.String,
    "user": pl.String,
    "account": pl.String,
    "payee": pl.String,
    "payee_before": pl.String,
    "kind": pl.String,
    "category": pl.String,
    "channel": pl.String,
    "direction": pl.String,
    "cadence": pl.String,
    "amount_cents": pl.Int64,
    "amount_kind": pl.String,
    "first": pl.Date,
    "last": pl.Date,
    "next_due": pl.Date,
    "next_amount_cents": pl.Int64,
    "status": pl.String,
    "ended_on": pl.Date,
    "missed_due": pl.Date,
    "price_changed": pl.Boolean,
    "price_changed_on": pl.Date,
    "payments": pl.Int64,
    "transaction_ids": pl.List(pl.String),
}


def stream_rows(home: Household, shown: list[Shown], rows: list[Row]) -> list[tuple[Any, ...]]:
    """One row for every contract (and every arriving leg) with a payment that can be seen in the history.

    Parameters
    ----------
    shown
        Printed rows of the history and the days after it.
    rows
        All booked rows of the run, for payments beyond the days shown.
    """
    seen: dict[str, list[Shown]] = defaultdict(list)
    for row in shown:
        if row.stream is not None and row.date <= home.cut:
            seen[row.stream].append(row)
    ahead: dict[str, list[tuple[Any, int]]] = defaultdict(list)
    for booked in rows:
        stream = stream_of(booked.event)
        if stream is not None and booked.day > home.cut and not booked.event.retry:
            ahead[stream].append((booked.day, abs(booked.event.amount)))
    found = []
    for contract in home.contracts:
        for suffix in ("", "-in"):
            mine = seen.get(contract.id + suffix)
            if mine:
                found.append(one(home, contract, suffix, mine, ahead[contract.id + suffix]))
    return found


def one(
    home: Household, contract: Contract, suffix: str, mine: list[Shown], ahead: list[tuple[Any, int]]
) -> tuple[Any, ...]:
    """The truth of one stream."""
    cut, first, last = home.cut, mine[0].date, mine[-1].date
    over = contract.end is not None and not any(cut < due < contract.end for due in contract.dues)  # a loan paid off
    ended = contract.end is not None and (contract.end <= cut or (contract.kind == "loan" and over)) and not ahead
    variable = bool(contract.spread or contract.season or contract.live)
    amounts = [abs(row.amount_cents) for row in mine]
    now = round(median(amounts[-6:])) if variable else amounts[-1]
    due, cents = (None, None) if ended else ahead[0] if ahead else (None, None)
    if not ended and due is None and not contract.live:  # beyond the run: yearly bills
        alive = [d for d in contract.dues if d > max(home.until, cut) and (contract.end is None or d < contract.end)]
        due = alive[0] if alive else None
        cents = contract.price(due) if due and not variable else None
    missed = None
    if ended and contract.end is not None:
        missed = next((d for d in contract.dues if contract.end <= d <= cut), None)
    steps = [since for since, _ in contract.prices[1:] if first < since <= last]
    renamed = contract.renamed_on is not None and contract.renamed_on <= last and contract.name(last) != contract.payee
    before = contract.payee if renamed and contract.renamed_on is not None and first < contract.renamed_on else None
    return (
        contract.id + suffix,
        home.user,
        mine[-1].account,
        contract.name(last),
        before,
        contract.kind,
        contract.category,
        contract.channel,
        "in" if mine[-1].amount_cents > 0 else "out",
        contract.rule.cadence,
        now,
        "variable" if variable else "fixed",
        first,
        last,
        due,
        cents,
        "ended" if ended else "running",
        min(contract.end, cut) if ended and contract.end else None,
        missed,
        bool(steps),
        steps[-1] if steps else None,
        len(mine),
        [row.transaction_id for row in mine],
    )
