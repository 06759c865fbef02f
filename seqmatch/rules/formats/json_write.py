"""Writes what rules mean into the shared part of both JSON formats."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from seqmatch.rules.account_names import same_account
from seqmatch.rules.accounts.kinds import names_of
from seqmatch.rules.formats.json_accounts import Accounts
from seqmatch.rules.formats.json_shared import ALL_OF_IT, WIRE_OPERATOR, Json, NotHeld, percent_of, why_not_conditions
from seqmatch.rules.reading import read_rules
from seqmatch.rules.render import render_action, render_rule
from seqmatch.schemas.reading import Block, Note, Part, RuleReading, Step, StepKind, Unsaid
from seqmatch.schemas.rule import Action, Condition, Fact, Operator, Rule, RuleSet

WhyNot = Callable[[int, Action], str | None]
"""Rule number and action -> the code of what keeps the action out, None where nothing does."""


@dataclass(frozen=True, slots=True)
class HeldRule:
    """A rule that can be written: as it stands in the text, and its reading without the parts that cannot."""

    rule: Rule
    reading: RuleReading

    def actions(self) -> Iterator[tuple[Step, Part, Action]]:
        """Every action that is written, with what it is and where it stands."""
        for step in self.reading.steps:
            for part in step.parts:
                yield step, part, self.rule.actions[part.action - 1]

    def text(self) -> str:
        """The rule in the rule language, with the actions that are written."""
        kept = sorted(((part.action, action) for _, part, action in self.actions()), key=lambda one: one[0])
        return render_rule(replace(self.rule, actions=tuple(action for _, action in kept)))


def held_rules(rules: RuleSet, why_not: WhyNot) -> tuple[dict[int, HeldRule], list[NotHeld]]:
    """The rules that can be written, by their number from 1, with the actions that can; and everything else, listed.

    A rule without one of its conditions would run when it should not, so it is held with all of them or not at all.
    One whose blocks nobody can tell apart is not held either.
    """
    readings = {reading.number: reading for reading in read_rules(rules)}
    held: dict[int, HeldRule] = {}
    listed: list[NotHeld] = []
    for number, rule in enumerate(rules.rules, 1):
        code = why_not_conditions(rule.conditions)
        reading = readings.get(number)
        if code is None and reading is None:
            code = "no_action"
        elif code is None and reading is not None and not reading.settled:
            code = "flattened"
        elif code is None and reading is not None:
            reading, lost = _kept(reading, rule, why_not)
            listed += lost
            if not reading.blocks:
                code = "no_action"
            elif reading.steps[0].source != reading.account:
                code = "trigger_account"
            else:
                held[number] = HeldRule(rule, reading)
        if code is not None:
            listed.append(NotHeld(code, number, None, render_rule(rule)))
    return held, listed


def _kept(reading: RuleReading, rule: Rule, why_not: WhyNot) -> tuple[RuleReading, list[NotHeld]]:
    """The reading with the parts that can be written; and the others, listed."""
    lost: list[NotHeld] = []
    blocks: list[Block] = []
    for block in reading.blocks:
        steps: list[Step] = []
        for step in block.steps:
            parts: list[Part] = []
            total = 0
            for part in step.parts:
                action = rule.actions[part.action - 1]
                code = why_not(reading.number, action)
                share = part.value if step.kind is StepKind.DIVISION and isinstance(part.value, int) else 0
                if code is None and total + share > ALL_OF_IT:
                    code = "shares_above_100"
                if code is None:
                    parts.append(part)
                    total += share
                else:
                    lost.append(NotHeld(code, reading.number, part.action, render_action(action)))
            if parts:
                steps.append(replace(step, parts=tuple(parts)))
        if steps:
            blocks.append(replace(block, steps=tuple(steps)))
    return replace(reading, blocks=tuple(blocks)), lost


def respelled(rules: RuleSet) -> tuple[RuleSet, list[NotHeld]]:
    """The rules with every account under one spelling, and the spellings that are given up.

    Where money goes from a name to itself there are two accounts, and the second keeps its own spelling.
    """
    first: dict[str, str] = {}
    second: dict[str, str] = {}
    for name in names_of(rules):
        first.setdefault(same_account(name), name)
    for action in rules.actions:
        if same_account(action.source) == same_account(action.destination):
            second.setdefault(same_account(action.source), action.destination)

    given_up: dict[str, None] = {}

    def one(name: str, spellings: Mapping[str, str] = first) -> str:
        chosen = spellings[same_account(name)]
        if chosen != name:
            given_up[name] = None
        return chosen

    def respell(action: Action) -> Action:
        itself = same_account(action.source) == same_account(action.destination)
        return replace(
            action, source=one(action.source), destination=one(action.destination, second if itself else first)
        )

    changed = tuple(
        Rule(
            tuple(replace(c, account=None if c.account is None else one(c.account)) for c in rule.conditions),
            tuple(map(respell, rule.actions)),
        )
        for rule in rules.rules
    )
    return replace(rules, rules=changed), [NotHeld("spelling", text=name) for name in given_up]


def unparsed(rules: RuleSet) -> list[NotHeld]:
    """The pieces of text that are no rule."""
    return [NotHeld("unparsed", text=piece.text) for piece in rules.unparsed]


def notes_on(held: Mapping[int, HeldRule]) -> list[NotHeld]:
    """What is held though the text leaves something out, or in another form."""
    found: list[NotHeld] = []
    for number, one in held.items():
        for step, part, action in one.actions():
            about = (number, part.action, render_action(action))
            if action.ambiguous:
                found.append(NotHeld("ambiguous_names", *about))
            if same_account(action.source) == same_account(action.destination):
                found.append(NotHeld("two_accounts_of_one_name", *about))
            if step.kind is StepKind.REST:
                found.append(NotHeld("read_as_rest", *about))
            if one.reading.days and step.kind is StepKind.DIVISION and part.value == ALL_OF_IT:
                found.append(NotHeld("share_as_sweep", *about))
    return found


def to_choose(held: HeldRule, accounts: Accounts) -> list[NotHeld]:
    """The payments whose amount a person has to choose."""
    return [
        NotHeld(
            "choose_payment" if accounts.owes(action.destination) else "choose_amount",
            held.reading.number,
            part.action,
            render_action(action),
        )
        for step, part, action in held.actions()
        if step.kind is StepKind.PAYMENT
    ]


def waits_beside_another(reading: RuleReading) -> bool:
    """Whether an earlier rule waits for funds on the same account."""
    return Note(Unsaid.SCHEDULE) in reading.notes


def write_step(step: Step, part: Part, owed: bool, dated: bool, percentage: str) -> Json:
    """Type and numbers of one action.

    Parameters
    ----------
    owed : the money goes to a debt.
    dated : a schedule runs the rule, so that nothing arrives and shares are of the balance.
    percentage : what the format calls a percentage.
    """
    if step.kind is StepKind.REST:
        return {"type": "PERCENTAGE", percentage: 100, "percentageTarget": "SOURCE_ACCOUNT"}
    if step.kind is StepKind.PAYMENT:
        return {"type": "NEXT_PAYMENT_MINIMUM"} if owed else {"type": "TOP_UP", "amountInCents": 0}
    assert isinstance(part.value, int)  # other values are not held
    if step.kind is StepKind.DIVISION:
        target = "SOURCE_ACCOUNT" if dated else "INCOMING_AMOUNT"
        return {"type": "PERCENTAGE", percentage: percent_of(part.value), "percentageTarget": target}
    return {"type": "FIXED" if step.kind is StepKind.FIXED else "ROUND_DOWN", "amountInCents": part.value}


def write_conditions(
    conditions: Iterable[Condition], accounts: Accounts, value: Callable[[int], int | str], *, any_of: bool = False
) -> Json:
    """``{"all": [...]}`` or ``{"any": [...]}``; the rule's own source is null parameters."""
    return {"any" if any_of else "all": [_condition(condition, accounts, value) for condition in conditions]}


def is_day(condition: Condition) -> bool:
    """Whether ``condition`` names one day of the month."""
    return condition.fact is Fact.DATE and condition.operator is Operator.EQUALS


def _condition(condition: Condition, accounts: Accounts, value: Callable[[int], int | str]) -> Json:
    assert isinstance(condition.value, int)  # rules with another value are not held
    return {
        "condition": {
            "fact": condition.fact.value,
            "operator": WIRE_OPERATOR[condition.operator],
            "value": value(condition.value),
            "valueFact": None,
            "params": None if condition.account is None else {"accountId": accounts.of(condition.account)},
        }
    }
