"""Measures the finding of recurring payments against a truth, beside a rule of three lines."""

from __future__ import annotations

import itertools
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import polars as pl

from seqmatch.estimators.intervals import wilson_interval
from seqmatch.families.coaching.person import Person
from seqmatch.schemas.stream import Status

FEWEST_PAYMENTS = 3
"""Of a true stream that can be expected to be found."""
DAYS_OFF = 2


@dataclass(frozen=True)
class Found:
    """A stream as somebody found it: its payments, whether it is over, and the ordinal day it is due next."""

    transaction_ids: tuple[str, ...]
    status: Status
    next_due: int


@dataclass(frozen=True)
class Share:
    """How many of how many, and the 95 % interval (Wilson) of that share."""

    value: float
    ci95: tuple[float, float]
    of: int


def stream_figures(
    people: Sequence[Person], transactions: pl.DataFrame, truth: pl.DataFrame
) -> dict[str, dict[str, Share]]:
    """What is found of the streams of ``truth``: ours, and the rule's as ``baseline``.

    Precision counts found streams of which more than half the payments belong to one true one; those of a stream that
    ``truth`` does not list (interest, transfers) count neither way. Recall counts true streams with
    :data:`FEWEST_PAYMENTS` or more.

    Parameters
    ----------
    people : as of the last day of the history.
    transactions : columns ``transaction_id`` and ``stream``, null where a row belongs to none.
    truth : columns ``stream``, ``status`` (running or ended), ``next_due`` (null where unknown), ``payments`` and
        ``noticeable`` (whether an end can be seen yet).
    """
    of = dict(transactions.filter(pl.col("stream").is_not_null()).select("transaction_id", "stream").iter_rows())
    rows = {row["stream"]: row for row in truth.iter_rows(named=True)}
    return {
        name: _figures([one for person in people for one in find(person)], of, rows)
        for name, find in {"ours": _ours, "baseline": three_lines}.items()
    }


def _ours(person: Person) -> Iterable[Found]:
    return [Found(one.transaction_ids, one.status, one.next_due.toordinal()) for one in person.outside]


def three_lines(person: Person) -> Iterable[Found]:
    """The rival: the same description's letters, three payments or more, gaps that differ by less than a week."""
    groups: dict[tuple[str, bool], list[tuple[int, str]]] = defaultdict(list)
    for name, day, text, cents, own in person.frame.select(
        "transaction_id", "date", "description", "amount_cents", "own_transfer"
    ).iter_rows():
        if not own:
            key = "".join(sign for sign in text.casefold() if sign.isalpha()), cents > 0
            groups[key].append((day.toordinal(), name))
    for payments in groups.values():
        days = sorted(payments)
        gaps = [b[0] - a[0] for a, b in itertools.pairwise(days)]
        if len(days) >= 3 and max(gaps) - min(gaps) < 7 and min(gaps) >= 5:
            usual = sorted(gaps)[len(gaps) // 2]
            due = days[-1][0] + usual
            ended: Status = "ended" if person.today.toordinal() - due > usual / 2 else "running"
            yield Found(tuple(name for _, name in days), ended, due)


def _figures(found: Sequence[Found], of: dict[str, str], truth: dict[str, dict[str, object]]) -> dict[str, Share]:
    mine: dict[str, list[Found]] = defaultdict(list)
    right = wrong = 0
    for one in found:
        stream, times = Counter(of.get(name) for name in one.transaction_ids).most_common(1)[0]
        if stream is not None and times > len(one.transaction_ids) / 2:
            if stream in truth:
                right += 1
                mine[stream].append(one)
        else:
            wrong += 1
    expected = [name for name, row in truth.items() if int(str(row["payments"])) >= FEWEST_PAYMENTS]
    seen = [name for name in expected if name in mine]
    over = [name for name in seen if truth[name]["status"] == "ended" and truth[name]["noticeable"]]
    running = [name for name in seen if truth[name]["status"] == "running"]
    due = [name for name in running if truth[name]["next_due"] is not None and not _ended(mine[name])]
    return {
        "precision": _share(right, right + wrong),
        "recall": _share(len(seen), len(expected)),
        "stopped_noticed": _count(over, lambda name: _ended(mine[name])),
        "running_called_stopped": _count(running, lambda name: _ended(mine[name])),
        "next_within_2_days": _count(due, lambda name: _off(mine[name], truth[name]["next_due"]) <= DAYS_OFF),
    }


def _ended(found: Sequence[Found]) -> bool:
    return all(one.status == "ended" for one in found)


def _off(found: Sequence[Found], due: object) -> int:
    latest = max((one for one in found if one.status != "ended"), key=lambda one: one.next_due)
    return abs(latest.next_due - due.toordinal())  # type: ignore[attr-defined, no-any-return]


def _count(names: Sequence[str], holds: Callable[[str], bool]) -> Share:
    return _share(sum(holds(name) for name in names), len(names))


def _share(count: int, of: int) -> Share:
    if not of:
        return Share(0.0, (0.0, 1.0), 0)
    return Share(count / of, wilson_interval(count, of), of)
