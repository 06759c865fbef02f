"""A plan in the making: the rules, what each line of the hub moves, and edits of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from seqmatch.families.onboarding.advice.simulation import MONTHS, Assumptions, run_months
from seqmatch.rules.account_names import same_account
from seqmatch.rules.accounts.roles import roles_of
from seqmatch.rules.checks.amounts import check_amounts
from seqmatch.rules.parse import parse_rules
from seqmatch.rules.reading import ENTIRE, read_rules
from seqmatch.rules.render import render_rules
from seqmatch.schemas.reading import RuleReading, StepKind
from seqmatch.schemas.rule import Action, ActionForm, Role, Rule, RuleSet
from seqmatch.schemas.simulation import Simulation

WHOLE_PERCENT = 100
"""Basis points; people choose whole percentages."""
STEP_CENTS = 500
"""Fixed amounts change in steps of five dollars."""


@dataclass(frozen=True, slots=True)
class Line:
    """One action of a rule that runs whenever money arrives at the hub.

    Attributes
    ----------
    rule, action : places in the rules and in the rule, from 0.
    kind, destination, role : what it does, and for what.
    value : basis points or cents, 0 for the rest and for payments without an amount.
    cents : what it moves in a month.
    """

    rule: int
    action: int
    kind: StepKind
    destination: str
    role: Role
    value: int
    cents: int

    @property
    def at(self) -> tuple[int, int]:
        return self.rule, self.action


@dataclass(frozen=True)
class Draft:
    """Rules under change.

    Attributes
    ----------
    rules : as they stand now.
    hub : the account that money is divided from, without spaces at its ends.
    assumptions : what they are simulated with.
    """

    rules: tuple[Rule, ...]
    hub: str
    assumptions: Assumptions

    @cached_property
    def whole(self) -> RuleSet:
        return RuleSet(self.rules)

    @cached_property
    def run(self) -> Simulation | None:
        """A year of the rules."""
        return run_months(self.whole, self.assumptions)

    @cached_property
    def roles(self) -> dict[str, Role]:
        return {same_account(name): role for name, role in roles_of(self.whole).items()}

    @cached_property
    def readings(self) -> tuple[RuleReading, ...]:
        return read_rules(self.whole)

    @cached_property
    def errors(self) -> Counter[str]:
        """What an edit can get wrong: amounts of nothing, and shares of more than all."""
        return Counter(problem.code for problem in check_amounts(self.whole, self.readings))

    @cached_property
    def failing(self) -> Counter[tuple[str, str]]:
        """(source, destination) of moves that fail in some month."""
        found: Counter[tuple[str, str]] = Counter()
        for cause in self.run.causes() if self.run else ():
            if cause.action is not None:
                action = self.rules[cause.rule - 1].actions[cause.action - 1]
                found[action.source.strip(), action.destination.strip()] += 1
        return found

    @cached_property
    def moved(self) -> Counter[tuple[int, int]]:
        """(rule, action), from 1 -> cents in a month."""
        totals: Counter[tuple[int, int]] = Counter()
        for move in self.run.moves if self.run else ():
            totals[move.rule, move.action] += move.cents
        return Counter({place: cents // MONTHS for place, cents in totals.items()})

    @cached_property
    def received(self) -> Counter[str]:
        """Account -> cents that reach it in a month."""
        totals: Counter[str] = Counter()
        if self.run is not None:
            for arrival in self.run.arrivals:
                totals[arrival.account] += arrival.cents
            for move in self.run.moves:
                totals[move.destination] += move.cents
        return Counter({name: cents // MONTHS for name, cents in totals.items()})

    @cached_property
    def lines(self) -> list[Line]:
        """What is given away whenever money arrives at the hub, in order."""
        found = []
        for reading in self.readings:
            if reading.account != self.hub or reading.days or reading.conditions:
                continue
            for step in reading.steps:
                for part in step.parts:
                    value = part.value if isinstance(part.value, int) else 0
                    role = self.roles.get(part.destination, Role.UNKNOWN)
                    cents = self.moved[reading.number, part.action]
                    found.append(
                        Line(reading.number - 1, part.action - 1, step.kind, part.destination, role, value, cents)
                    )
        return found

    def line_to(self, account: str) -> Line | None:
        """The hub's line that feeds ``account``."""
        return next((line for line in self.lines if line.destination == account), None)

    @cached_property
    def divided(self) -> dict[tuple[int, int], int]:
        """Where a percentage of the hub stands -> cents a month that its division shares."""
        shared: dict[tuple[int, int], int] = {}
        for reading in self.readings:
            for step in reading.steps if reading.account == self.hub else ():
                values = [part.value for part in step.parts if isinstance(part.value, int)]
                if step.kind is StepKind.DIVISION and sum(values) > 0:
                    moved = sum(self.moved[reading.number, part.action] for part in step.parts)
                    base = moved * ENTIRE // min(sum(values), ENTIRE)
                    shared.update({(reading.number - 1, part.action - 1): base for part in step.parts})
        return shared

    @property
    def income_at_hub(self) -> int:
        """Cents that reach the hub in a month."""
        return self.received[self.hub]

    @property
    def free_cents(self) -> int:
        """Cents a month that stay in the hub, given to nobody."""
        if self.run is None:
            return self.assumptions.income_cents
        paid = sum(move.cents for move in self.run.moves if move.source == self.hub) // MONTHS
        return max(0, self.received[self.hub] - paid)

    def with_values(self, values: Mapping[tuple[int, int], int]) -> Draft:
        """The draft with other values at some places."""
        rules = list(self.rules)
        for index in {rule for rule, _ in values}:
            actions = enumerate(rules[index].actions)
            changed = tuple(replace(action, value=values.get((index, at), action.value)) for at, action in actions)
            rules[index] = replace(rules[index], actions=changed)
        return replace(self, rules=tuple(rules))

    def with_action(self, action: Action, rule: int | None, place: int) -> Draft:
        """The draft with one more action before ``place`` of a rule, or in a rule of its own."""
        if rule is None:
            return replace(self, rules=(*self.rules, Rule((), (action,))))
        actions = self.rules[rule].actions
        changed = replace(self.rules[rule], actions=(*actions[:place], action, *actions[place:]))
        return replace(self, rules=(*self.rules[:rule], changed, *self.rules[rule + 1 :]))

    def with_rule(self, place: int, rule: Rule) -> Draft:
        """The draft with ``rule`` at a place, in the stead of the one there or at the end."""
        return replace(self, rules=(*self.rules[:place], rule, *self.rules[place + 1 :]))

    def reads_back(self) -> bool:
        """Whether the text of the rules moves the same money between the same accounts when it is read."""
        read = parse_rules(render_rules(self.rules))
        return [(a.source, a.destination, a.value) for a in read.actions] == [
            (a.source, a.destination, a.value) for a in self.whole.actions
        ]


def amount_text(line: Line | Action) -> str:
    """What a line gives, in words: ``20%``, ``$500`` or ``the rest``."""
    kind = line.kind if isinstance(line, Line) else line.form
    if kind in (StepKind.DIVISION, ActionForm.PERCENTAGE) and isinstance(line.value, int):
        return f"{line.value / 100:g}%"
    if line.value and isinstance(line.value, int):
        return f"${line.value / 100:,.0f}" if line.value % 100 == 0 else f"${line.value / 100:,.2f}"
    return "the rest"
