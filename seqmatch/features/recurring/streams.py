"""Finds the streams of recurring payments among those of one payee.

A payee's payments are one stream where a schedule explains them all; else those of one amount may be (a membership
among purchases), pieces of which belong together where one follows the other in time and schedule (a price change).
A schedule has to be likelier than chance by so much as the amounts leave open: equal amounts help, amounts at large
hinder, so that a habit is no bill.
"""

from __future__ import annotations

import datetime as dt
import itertools
import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from seqmatch.features.recurring.cadence import Fit, fit
from seqmatch.features.recurring.calendar_days import DAYS_A_MONTH, MONTH_STEPS
from seqmatch.features.recurring.due import next_due, status_of
from seqmatch.features.recurring.habit import are_chosen, is_habit, spread
from seqmatch.features.recurring.payment import Payment
from seqmatch.schemas.stream import Cadence, Direction, Kind, PriceChange, Stream

ENOUGH = 5.0
"""Score from which payments come again."""
EQUAL = math.log(8)
"""What an amount equal to the one before adds to the score."""
ALIKE = 0.05
"""Amounts that differ by less than this share are alike, and add half as much."""
AT_LARGE = 0.5
"""Spread of the logarithm of amounts from which they take from the score."""
RISE = 0.2
"""Share by which a price may change from one year to the next."""
FIXED = 0.7
"""Share of payments of the same amount as the one before, from which a stream is fixed."""
FEW, FEW_TOLERANCE = 3, 3
"""So few payments have to come within so many days of their day, and not at a till, to be no chance."""
MOST_FORTNIGHT = 23
"""Days a payment from which few payments come neither weekly nor fortnightly."""
JUMP = 1.6
"""How many times as much, or as little, a payment may be that continues a stream at another price."""
LATEST = 9
"""Days after its day, and after what the schedule allows, at which a payment still counts as that one come late."""
TWO_EXPLAIN = 0.9
"""Share of a payee's payments that two streams explain, from which they are two and not one twice as often."""
MOST_TIMES = 5_000
"""Payments of one payee that are looked at, the latest ones."""


def streams_of(payments: Sequence[Payment]) -> Iterator[tuple[list[Payment], Fit]]:
    """The streams among the payments of one payee, sorted by day; of very many the latest count."""
    payments = payments[-MOST_TIMES:]
    if len(payments) < 2:
        return
    whole = _tried(payments, FEWEST_OF_PAYEE) or _premium(payments)
    pieces = _pieces(payments) if whole is None or _often(whole[1]) else []
    if whole is not None and not _are_two(whole, pieces):
        yield _continued(*whole, _besides(payments, [whole]))
        return
    for place, piece in enumerate(pieces):
        pieces[place] = _continued(*piece, _besides(payments, pieces))
    yield from pieces
    if pieces:
        rest = _tried(_besides(payments, pieces), FEWEST_OF_AMOUNT)
        if rest is not None:
            yield rest


def _pieces(payments: Sequence[Payment]) -> list[tuple[list[Payment], Fit]]:
    """The streams among the payments of one amount each, joined where one follows the other."""
    by_amount: dict[int, list[Payment]] = defaultdict(list)
    for one in payments:
        by_amount[one.cents].append(one)
    fewest = {} if payments[-1].out and are_chosen([one.cents for one in payments]) else FEWEST_OF_AMOUNT
    return _joined([piece for same in by_amount.values() if len(same) > 1 and (piece := _tried(same, fewest))])


def _often(fitted: Fit) -> bool:
    return fitted.schedule.days < 20


def _are_two(whole: tuple[list[Payment], Fit], pieces: Sequence[tuple[list[Payment], Fit]]) -> bool:
    """Whether what looks like one payment twice a month is two of one a month: two contracts with one payee."""
    taken = sum(len(some) for some, _ in pieces)
    each = all(len(some) >= 3 and fitted.schedule.days > 1.5 * whole[1].schedule.days for some, fitted in pieces)
    return len(pieces) >= 2 and each and taken >= TWO_EXPLAIN * len(whole[0])


def _besides(payments: Sequence[Payment], pieces: Sequence[tuple[list[Payment], Fit]]) -> list[Payment]:
    """The payments that are in none of the pieces."""
    taken = {one.transaction_id for some, _ in pieces for one in some}
    return [one for one in payments if one.transaction_id not in taken]


def _continued(some: list[Payment], fitted: Fit, others: Sequence[Payment]) -> tuple[list[Payment], Fit]:
    """A stream with the payments after its last that are due in its schedule at another price, or come late.

    A new price has been paid too seldom to be a piece of its own, and a payment that bounced is tried again days later.
    """
    some, numbers = list(some), list(fitted.numbers)
    left = [one for one in others if one.day > some[-1].day]
    while left:
        number = max(one for one in numbers if one is not None) + 1
        due = fitted.schedule.due(number)
        last = due + fitted.tolerance + min(LATEST, int(fitted.schedule.days / 3))
        fits = [
            one
            for one in left
            if due - fitted.tolerance <= one.day <= last and some[-1].cents / JUMP <= one.cents <= some[-1].cents * JUMP
        ]
        if not fits:
            break
        nearest = min(fits, key=lambda one: (abs(one.day - due), one.day, one.transaction_id))
        some.append(nearest)
        numbers.append(number)
        left = [one for one in left if one.day > nearest.day]
    return some, replace(fitted, numbers=tuple(numbers))


FEWEST_OF_PAYEE: dict[Cadence, int] = {"yearly": 2, "monthly": 2}
FEWEST_OF_AMOUNT: dict[Cadence, int] = {"monthly": 2}
"""Payments a cadence needs, of all of a payee's and of those of one amount among them; of other cadences three."""


def _tried(payments: Sequence[Payment], fewest: Mapping[Cadence, int]) -> tuple[list[Payment], Fit] | None:
    """The payments that belong to one schedule, where it is likely enough."""
    if len(payments) < 2 or (len(payments) == 2 and not _two_may_do(payments, fewest)):
        return None
    if (
        len(payments) <= FEW
        and payments[-1].till
        and payments[-1].day - payments[0].day > MOST_FORTNIGHT * (len(payments) - 1)
    ):
        return None
    fitted = fit([one.day for one in payments])
    if fitted is None:
        return None
    inside = [one for one, number in zip(payments, fitted.numbers, strict=True) if number is not None]
    cents = [one.cents for one in inside]
    if len(inside) < fewest.get(fitted.schedule.cadence, 3) or is_habit(inside, fitted):
        return None
    if len(inside) <= FEW and (fitted.tolerance > FEW_TOLERANCE or inside[-1].till) and not _weekly(fitted):
        return None
    if fitted.score + amounts_say(cents) < ENOUGH:
        return None
    return inside, replace(fitted, numbers=tuple(number for number in fitted.numbers if number is not None))


def _two_may_do(payments: Sequence[Payment], fewest: Mapping[Cadence, int]) -> bool:
    """Whether two payments are as far apart as a cadence of which two are enough can be; most pairs are not."""
    apart = payments[1].day - payments[0].day
    return any(
        number <= 2 and 0.6 <= apart / (DAYS_A_MONTH * MONTH_STEPS[cadence]) <= 1.6
        for cadence, number in fewest.items()
    )


def _premium(payments: Sequence[Payment]) -> tuple[list[Payment], Fit] | None:
    """All a payee ever had, two payments a year apart that differ by no more than a price does."""
    if len(payments) != 2 or not _rises_only([one.cents for one in payments]):
        return None
    fitted = fit([one.day for one in payments])
    if fitted is None or fitted.schedule.cadence != "yearly" or None in fitted.numbers:
        return None
    if payments[-1].till or fitted.tolerance > FEW_TOLERANCE:
        return None
    return list(payments), fitted


def _weekly(fitted: Fit) -> bool:
    return fitted.schedule.cadence in ("weekly", "fortnightly")


def amounts_say(cents: Sequence[int]) -> float:
    """What amounts in the order of days add to the score of their schedule."""
    if len(cents) < 2:
        return 0.0
    pairs = list(itertools.pairwise(cents))
    equal = sum(a == b for a, b in pairs)
    alike = sum(a != b and abs(a - b) <= ALIKE * max(a, b) for a, b in pairs)
    apart = spread(cents)
    said = EQUAL * (equal + alike / 2)
    if equal < FIXED * len(pairs) and apart > AT_LARGE:
        said -= (apart - AT_LARGE) * 4 * len(pairs)
    return said


def _joined(pieces: list[tuple[list[Payment], Fit]]) -> list[tuple[list[Payment], Fit]]:
    """Pieces of one schedule that follow each other, as one."""
    pieces = sorted(pieces, key=lambda piece: piece[0][0].day)
    joined: list[tuple[list[Payment], Fit]] = []
    for some, fitted in pieces:
        for at, (before, _) in enumerate(joined):
            if (
                before[-1].day < some[0].day
                and (both := _tried([*before, *some], FEWEST_OF_AMOUNT))
                and len(both[0]) == len(before) + len(some)
            ):
                joined[at] = both
                break
        else:
            joined.append((some, fitted))
    return joined


def stream(
    user: str | None,
    payee: str,
    direction: Direction,
    currency: str | None,
    payments: list[Payment],
    fitted: Fit,
    today: int,
) -> Stream:
    """One stream as it stands on an ordinal day."""
    cents = [one.cents for one in payments]
    same = sum(a == b for a, b in itertools.pairwise(cents))
    kind: Kind = "fixed" if same >= FIXED * (len(cents) - 1) or _rises_only(cents) else "variable"
    recent, range_ = sorted(cents[-6:]), cents[-12:]
    days = [one.day for one in payments]
    due = expected = next_due(fitted, days)
    status = status_of(fitted, due, today)
    times = 1
    while status == "late" and expected <= today:
        times += 1
        expected = next_due(fitted, days, times)
    return Stream(
        user,
        payments[-1].account,
        payee,
        direction,
        fitted.schedule.cadence,
        kind,
        currency,
        cents[-1] if kind == "fixed" else recent[len(recent) // 2],
        min(range_),
        max(range_),
        dt.date.fromordinal(payments[0].day),
        dt.date.fromordinal(payments[-1].day),
        dt.date.fromordinal(expected),
        status,
        fitted.missed,
        _price_change(payments) if kind == "fixed" else None,
        len(payments),
        tuple(one.transaction_id for one in payments),
        None if status == "running" else dt.date.fromordinal(due),
    )


def _rises_only(cents: Sequence[int]) -> bool:
    """Whether a few payments differ by no more than a price that changed: a premium of two years."""
    return len(cents) <= 3 and all(abs(a - b) <= RISE * max(a, b) for a, b in itertools.pairwise(cents))


def _price_change(payments: Sequence[Payment]) -> PriceChange | None:
    for before, after in zip(reversed(payments[:-1]), reversed(payments[1:]), strict=True):
        if before.cents != after.cents:
            return PriceChange(dt.date.fromordinal(after.day), before.cents, after.cents)
    return None
