"""Checks money that comes back to an account it has left.

A circle of rules without conditions would go round without end, and the platform refuses it; where people live with
one, one of its rules runs on a schedule or by hand, which the text does not say. A circle with conditions may be meant
(top up below a balance, give back above another); it is reported unless its conditions exclude each other.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping, Sequence

from seqmatch.rules.checks.problem import Problem, listed
from seqmatch.rules.spans import Span, Subject, narrow_all
from seqmatch.schemas.reading import RuleReading, StepKind
from seqmatch.schemas.rule import RuleSet

Payments = dict[str, dict[str, int]]
"""Source -> destination -> number of the first rule that pays so, rules without conditions before others."""

_MOST_TRIED = 50
"""Circles looked at in one knot of accounts until one is found that can happen."""


def check_circles(rules: RuleSet, readings: Sequence[RuleReading]) -> Iterator[Problem]:
    """Codes ``cycle`` and ``conditional_cycle``, one for each knot of accounts that all feed each other."""
    by_number = {reading.number: reading for reading in readings}
    certain: Payments = {}
    possible: Payments = {}
    for reading in readings:
        always = not rules.rules[reading.number - 1].conditions
        for step in reading.steps:
            payments = certain if always and step.kind is not StepKind.PAYMENT else possible
            for part in step.parts:
                if part.destination != step.source:
                    payments.setdefault(step.source, {}).setdefault(part.destination, reading.number)
    knotted: set[str] = set()
    for knot in _knots(certain):
        knotted.update(knot)
        circle = next(_circles(certain, knot))
        yield Problem("cycle", circle[0], {"rules": _named(circle)})
    for source, onwards in certain.items():
        possible[source] = possible.get(source, {}) | onwards
    for knot in _knots(possible):
        if knotted.isdisjoint(knot):
            for circle in _circles(possible, knot):
                if not _exclude_each_other(by_number, circle):
                    yield Problem("conditional_cycle", circle[0], {"rules": _named(circle)})
                    break


def _named(circle: Sequence[int]) -> str:
    return listed("rule", circle).capitalize()


def _exclude_each_other(readings: Mapping[int, RuleReading], circle: Sequence[int]) -> bool:
    """Whether no state of balances and dates lets every rule of ``circle`` run."""
    spans: dict[Subject, Span] = {}
    for number in circle:
        narrow_all(spans, readings[number].conditions, readings[number].account)
    return any(span.is_empty for span in spans.values())


def _circles(payments: Payments, knot: set[str]) -> Iterator[list[int]]:
    """The shortest circle through each payment inside ``knot``, as rule numbers in order; some of many."""
    inside = sorted(
        (number, source, destination)
        for source in knot
        for destination, number in payments.get(source, {}).items()
        if destination in knot
    )
    for number, source, destination in inside[:_MOST_TRIED]:
        yield sorted({number, *_way(payments, knot, destination, source)})


def _way(payments: Payments, knot: set[str], start: str, goal: str) -> set[int]:
    """Numbers of the rules along the shortest way from ``start`` to ``goal``; inside a knot there is one."""
    came: dict[str, tuple[str, int]] = {}
    queue = deque([start])
    while queue:
        account = queue.popleft()
        if account == goal:
            break
        for following, number in payments.get(account, {}).items():
            if following in knot and following not in came and following != start:
                came[following] = (account, number)
                queue.append(following)
    way: set[int] = set()
    at = goal
    while at != start:
        at, number = came[at]
        way.add(number)
    return way


def _knots(payments: Mapping[str, Mapping[str, int]]) -> list[set[str]]:
    """Sets of two or more accounts that all lead to each other (strongly connected components, after Tarjan)."""
    order: dict[str, int] = {}
    lowest: dict[str, int] = {}
    open_accounts: dict[str, None] = {}
    knots: list[set[str]] = []
    for root in payments:
        if root in order:
            continue
        walk: list[tuple[str, Iterator[str]]] = []
        entering: str | None = root
        while walk or entering is not None:
            if entering is not None:
                order[entering] = lowest[entering] = len(order)
                open_accounts[entering] = None
                walk.append((entering, iter(payments.get(entering, ()))))
                entering = None
            account, rest = walk[-1]
            for following in rest:
                if following not in order:
                    entering = following
                    break
                if following in open_accounts:
                    lowest[account] = min(lowest[account], order[following])
            if entering is not None:
                continue
            walk.pop()
            if walk:
                lowest[walk[-1][0]] = min(lowest[walk[-1][0]], lowest[account])
            if lowest[account] == order[account]:
                knot: set[str] = set()
                while account not in knot:
                    knot.add(open_accounts.popitem()[0])
                if len(knot) > 1:
                    knots.append(knot)
    return knots
