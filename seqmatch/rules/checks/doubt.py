"""Tells whether a move that fails in a simulation may succeed in life.

A rule that prints as ``funds are received`` may run on a schedule, pay may come more often than once a month, and it
may be shared otherwise between several income accounts. What fails under all of these readings is sure to fail.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from seqmatch.rules.checks.amounts import total_of
from seqmatch.rules.reading import ENTIRE
from seqmatch.schemas.reading import Block, RuleReading, Step, StepKind
from seqmatch.schemas.simulation import Simulation

_PAYDAYS = 4
"""Paydays a month that some people have, where the simulation has one."""


class Doubt:
    """What accounts get in a month of ``run``, in cents, against what rules take from them."""

    def __init__(self, readings: Sequence[RuleReading], run: Simulation, months: int) -> None:
        self._readings = {reading.number: reading for reading in readings}
        self._got: Counter[str] = Counter()
        for arrival in run.arrivals:
            self._got[arrival.account] += arrival.cents
        for move in run.moves:
            self._got[move.destination] += move.cents
        self._months = max(months, 1)
        self._incomes = {arrival.account for arrival in run.arrivals}
        self._reached = _reached(self._incomes, run)
        kinds = {
            (reading.number, part.action): step.kind
            for reading in readings
            for step in reading.steps
            for part in step.parts
        }
        self._by_share = self._incomes | {
            move.destination
            for move in run.moves
            if kinds.get((move.rule, move.action)) is not StepKind.FIXED or self._readings[move.rule].days
        }

    def may_suffice(self, rule: int, action: int | None, account: str) -> bool:
        """Whether the text leaves room for the action to find its money."""
        reading = self._readings[rule]
        block = next((b for b in reading.blocks if any(_has(step, action) for step in b.steps)), None)
        if block is None:
            return False
        before = _before(block, action, account)
        if any(_takes_all(step) for step in before) and (reading.conditions or _begins_again(block)):
            return True  # nothing comes after the whole: another block begins there
        times = self._shares_of_income(account)
        if reading.days:
            if times == 1:
                return False
        elif account not in self._by_share:
            times = max(times, _PAYDAYS)
        left = times * self._got[account] // self._months - self._needed_beside(reading, account)
        for step in before:
            left = _left(step, left)
        step = next(step for step in block.steps if _has(step, action))
        return step.kind is StepKind.FIXED and left >= _cents(step) > 0

    def _shares_of_income(self, account: str) -> int:
        """How many times more may come where only some of the incomes lead to the account."""
        reach = sum(account in found for found in self._reached)
        return 1 if reach == len(self._reached) else len(self._reached)

    def _needed_beside(self, reading: RuleReading, account: str) -> int:
        """Fixed amounts that the account's other rules take in a month, each rule run once or on its days."""
        return sum(
            _cents(step) * max(1, len(other.days))
            for other in self._readings.values()
            if other is not reading and other.settled and (other.days or not other.conditions)
            for step in other.steps
            if step.kind is StepKind.FIXED and step.source == account
        )


def _reached(incomes: Iterable[str], run: Simulation) -> list[set[str]]:
    """For each income, the accounts that its money may get to."""
    ways: dict[str, list[str]] = {}
    for source, destination in run.flows():
        ways.setdefault(source, []).append(destination)
    reached = []
    for income in incomes:
        found, todo = {income}, [income]
        while todo:
            new = set(ways.get(todo.pop(), ())) - found
            found |= new
            todo += new
        reached.append(found)
    return reached


def _has(step: Step, action: int | None) -> bool:
    return any(part.action == action for part in step.parts)


def _before(block: Block, action: int | None, account: str) -> list[Step]:
    """The block's steps from ``account`` that run before ``action``."""
    found = []
    for step in block.steps:
        if _has(step, action):
            break
        if step.source == account:
            found.append(step)
    return found


def _begins_again(block: Block) -> bool:
    """Whether a destination of the steps up to the first whole comes again after it, as in the blocks of one rule."""
    first = next((at for at, step in enumerate(block.steps, 1) if _takes_all(step)), len(block.steps))
    before, after = (
        {part.destination for step in steps for part in step.parts}
        for steps in (block.steps[:first], block.steps[first:])
    )
    return bool(before & after)


def _cents(step: Step) -> int:
    value = step.parts[0].value
    return value if isinstance(value, int) and value > 0 else 0


def _takes_all(step: Step) -> bool:
    return step.kind is StepKind.REST or (step.kind is StepKind.DIVISION and total_of(step) >= ENTIRE)


def _left(step: Step, cents: int) -> int:
    if _takes_all(step):
        return 0
    if step.kind is StepKind.FIXED:
        return cents - _cents(step)
    if step.kind is StepKind.OVERFLOW:
        return min(cents, _cents(step))
    if step.kind is StepKind.DIVISION:
        return cents - max(cents, 0) * total_of(step) // ENTIRE
    return cents
