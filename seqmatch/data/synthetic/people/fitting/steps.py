"""How reference users combine steps: their order, how divisions add up, which cases exclude each other.

Aggregates over at least ten users: rarer ways are left out, rarer roles take the share of all.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from seqmatch.data.synthetic.people.divisions import PART_BINS, part_bin
from seqmatch.data.synthetic.people.fitting.counts import LEAST, common_shares, common_split
from seqmatch.data.synthetic.people.fitting.observed import Observed
from seqmatch.rules.reading import ENTIRE, MOST_CONDITIONS, read_rules
from seqmatch.schemas.reading import Block, RuleReading, Step, StepKind
from seqmatch.schemas.rule import ActionForm, Role, Rule, RuleSet

_Read = tuple[int, Rule, RuleReading]


def fit_steps(seen: Observed) -> dict[str, Any]:
    """The part of the ``sentences`` table that is about steps."""
    read = list(_readings(seen))
    return {
        "orders": _orders(read),
        "stands_last": _stands_last(seen),
        "divisions": _divisions(read),
        "cases": {
            "divided": common_split(
                [(user, len(r.blocks) > 1) for user, _, r in read if len(r.conditions) == 2 and _could_divide(r)]
            ),
            "others": common_split(
                [
                    (user, not r.settled or len(r.blocks) > 1)
                    for user, _, r in read
                    if len(r.conditions) == MOST_CONDITIONS and not _could_divide(r)
                ]
            ),
        },
    }


def rows_of(block: Block) -> Iterator[list[Step]]:
    """Divisions of one account with nothing between them: percentages in a row."""

    def row(step: Step) -> tuple[object, ...]:
        return (step.source,) if step.kind is StepKind.DIVISION else ()

    for key, steps in groupby(block.steps, row):
        if key:
            yield list(steps)


def how_it_adds_up(row: Sequence[Step]) -> str:
    """``whole`` (one division of 100 %), ``under``, ``several`` divisions, or ``over``."""
    totals = [total_of(step) for step in row]
    if max(totals) > ENTIRE:
        return "over"
    if len(row) > 1:
        return "several"
    return "whole" if totals[0] == ENTIRE else "under"


def total_of(division: Step) -> int:
    """Basis points that a division shares out."""
    return sum(part.value for part in division.parts if isinstance(part.value, int))


def _readings(seen: Observed) -> Iterator[_Read]:
    for user, (rules, roles) in enumerate(zip(seen.rulesets, seen.roles, strict=True)):
        if rules and roles:
            for reading in read_rules(rules, roles):
                yield user, rules.rules[reading.number - 1], reading


def _orders(read: Sequence[_Read]) -> dict[str, dict[str, float]]:
    """For each set of sentence forms in one rule, in which order they first appear."""
    seen: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for user, rule, _ in read:
        forms = list(dict.fromkeys(str(action.form) for action in rule.actions))
        if len(forms) > 1:
            seen[" ".join(sorted(forms))].append((user, " ".join(forms)))
    shares = {name: common_shares(orders) for name, orders in sorted(seen.items())}
    return {name: orders for name, orders in shares.items() if orders}


def _stands_last(seen: Observed) -> dict[str, float]:
    """How often an action without an amount is the last of its account in its rule, by role and for all."""
    found: dict[Role, list[tuple[int, bool]]] = defaultdict(list)
    for user, (rules, roles) in enumerate(zip(seen.rulesets, seen.roles, strict=True)):
        if rules and roles:
            for role, last in _unstated(rules, roles):
                found[role].append((user, last))
    table = {"all": common_split([pair for pairs in found.values() for pair in pairs])}
    for role, pairs in sorted(found.items()):
        if min(len({user for user, last in pairs if last is whether}) for whether in (True, False)) >= LEAST:
            table[str(role)] = common_split(pairs)
    return table


def _unstated(rules: RuleSet, roles: dict[str, Role]) -> Iterator[tuple[Role, bool]]:
    for rule in rules.rules:
        final = {action.source.strip(): number for number, action in enumerate(rule.actions)}
        for number, action in enumerate(rule.actions):
            if action.form is ActionForm.REMAINDER:
                yield roles[action.destination], final[action.source.strip()] == number


def _divisions(read: Sequence[_Read]) -> dict[str, Any]:
    """How percentages in a row add up, by their number; and how several divisions are made."""
    ways: dict[str, list[tuple[int, str]]] = defaultdict(list)
    heads: list[tuple[int, bool]] = []
    closing: list[tuple[int, str]] = []
    later: list[tuple[int, bool]] = []
    for user, _, reading in read:
        for block in reading.blocks:
            for row in rows_of(block):
                way, number = how_it_adds_up(row), sum(len(step.parts) for step in row)
                if number > 1:
                    ways[part_bin(number)].append((user, way))
                if row[0] is not block.steps[0]:
                    later.append((user, total_of(row[-1]) == ENTIRE))
                if way == "several":
                    heads.append((user, total_of(row[0]) < ENTIRE))
                    closing += [(user, str(min(len(s.parts), 3))) for s in row if total_of(s) == ENTIRE]
    return {
        "ways": {name: common_shares(ways[name]) for name in PART_BINS},
        "later_is_all": common_split(later),
        "part_before": common_split(heads),
        "closing": common_shares(closing),
    }


def _could_divide(reading: RuleReading) -> bool:
    return sum(len(step.parts) for step in reading.steps if step.kind is StepKind.DIVISION) > 1
