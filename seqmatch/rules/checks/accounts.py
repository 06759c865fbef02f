"""Checks accounts: money never arrives or never leaves, and names that are nearly the same."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from seqmatch.rules.account_names import same_account
from seqmatch.rules.accounts.roles import roles_of
from seqmatch.rules.checks.problem import Problem
from seqmatch.rules.reading import debts_of
from seqmatch.rules.simulation.schedule import income_accounts
from seqmatch.schemas.reading import RuleReading, StepKind
from seqmatch.schemas.rule import Condition, Role, RuleSet

_FED_FROM_OUTSIDE = frozenset((Role.INCOME, Role.ROUTER, Role.CHECKING, Role.UNKNOWN))
"""Roles of accounts that pay may reach directly; so may one whose money is split by percentages."""
_BILLS = frozenset(
    (
        Role.BILLS,
        Role.HOUSING,
        Role.MORTGAGE,
        Role.UTILITIES,
        Role.PHONE_INTERNET,
        Role.INSURANCE,
        Role.LOAN,
        Role.CREDIT_CARD,
        Role.TAXES,
        Role.PAYROLL,
    )
)
"""Roles of accounts somebody else waits for money from."""
_SHORTEST_NAME = 5


def check_accounts(rules: RuleSet, readings: Sequence[RuleReading]) -> Iterator[Problem]:
    """Codes ``never_drained``, ``never_fed``, ``never_fed_bill`` and ``names_alike``, each account once."""
    named = roles_of(rules)
    roles = {same_account(name): role for name, role in named.items()}
    income = set(income_accounts(rules))
    fed: dict[str, tuple[int, int]] = {}
    drained: dict[str, tuple[int, int]] = {}
    shared_out: dict[str, set[str]] = {}
    pays: set[str] = set()
    debts = debts_of(rules, named)
    for reading in readings:
        for step in reading.steps:
            for part in step.parts:
                fed.setdefault(part.destination, (reading.number, part.action))
                drained.setdefault(step.source, (reading.number, part.action))
                if step.kind is StepKind.DIVISION:
                    shared_out.setdefault(step.source, set()).add(part.destination)
                if (step.kind is StepKind.FIXED and reading.days) or part.destination in debts:
                    pays.add(step.source)
    for name, (number, position) in fed.items():
        if name not in drained and roles[name] is Role.ROUTER:
            yield Problem("never_drained", number, {"action": str(position)}, name)
    for name, (number, position) in drained.items():
        if name in fed or name in income or len(shared_out.get(name, ())) > 1:
            continue
        if name in pays and roles[name] in _BILLS:
            yield Problem("never_fed_bill", number, {"action": str(position)}, name)
        elif roles[name] not in _FED_FROM_OUTSIDE:
            yield Problem("never_fed", number, {"action": str(position)}, name)
    for name, _ in names_alike(rules, readings):
        place = next(
            (reading.number for reading in readings if any(step.source == name for step in reading.steps)),
            next((n for n, rule in enumerate(rules.rules, 1) if any(_watches(c, name) for c in rule.conditions)), None),
        )
        yield Problem("names_alike", place, {}, name)


def _watches(condition: Condition, name: str) -> bool:
    return condition.account is not None and same_account(condition.account) == name


def names_alike(rules: RuleSet, readings: Sequence[RuleReading]) -> list[tuple[str, str]]:
    """Names one letter apart: where money goes out or is watched, and where it goes in under the other name."""
    filled = {part.destination: None for reading in readings for step in reading.steps for part in step.parts}
    emptied = {step.source: None for reading in readings for step in reading.steps}
    for rule in rules.rules:
        for condition in rule.conditions:
            if condition.account is not None:
                emptied.setdefault(same_account(condition.account))
    alone = [name for name in emptied if name not in filled]
    lengths = {len(name.casefold()) + more for name in alone for more in (-1, 0, 1)}
    by_key: dict[str, list[str]] = {}
    for name in filled:
        if name not in emptied and len(name.casefold()) in lengths:
            for key in _nearly(name):
                by_key.setdefault(key, []).append(name)
    found = []
    for name in alone if by_key else ():
        near = dict.fromkeys(other for key in _nearly(name) for other in by_key.get(key, ()) if other != name)
        found += [(name, other) for other in near if _one_letter_apart(name.casefold(), other.casefold())][:1]
    return found


def _nearly(name: str) -> Iterator[str]:
    """The name, and the name without each of its letters: names one letter apart share one of these."""
    folded = name.casefold()
    if _SHORTEST_NAME <= len(folded) <= 60:
        yield folded
        for at in range(len(folded)):
            yield folded[:at] + folded[at + 1 :]


def _one_letter_apart(one: str, other: str) -> bool:
    """Whether two folded names differ by one letter too many, missing, wrong or swapped, digits excepted."""
    if len(one) > len(other):
        one, other = other, one
    start = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), len(one))
    if len(one) < len(other):
        return not other[start].isdigit() and one[start:] == other[start + 1 :]
    if start == len(one):
        return True  # they differ in case only
    swapped = one[start : start + 2] == other[start : start + 2][::-1] and one[start + 2 :] == other[start + 2 :]
    changed = one[start + 1 :] == other[start + 1 :]
    return (swapped or changed) and not (one[start].isdigit() or other[start].isdigit())
