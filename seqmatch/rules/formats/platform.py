"""Rules as bodies for the platform's create call (v1), and what a person has to do by hand beside them.

A created rule is disabled until a person has reviewed it. The call takes no conditions, and the platform allows one
rule per account that incoming funds start; everything that does not fit comes back as a manual step.
The platform's account ids are not known here: placeholders stand for them, with a table of what each stands for.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, timedelta

from seqmatch.rules.accounts.kinds import AccountKind, kinds_of
from seqmatch.rules.accounts.roles import roles_of
from seqmatch.rules.formats.manual_steps import ManualStep, add_action, conditions_steps, merged, not_created, shares
from seqmatch.rules.formats.wire import Json, NotHeld, groups_of, shares_above_100, why_not_action
from seqmatch.rules.formats.wire_write import (
    day_of,
    holdable,
    notes_on,
    numbered,
    respelled,
    unparsed,
    write_conditions,
    write_share,
)
from seqmatch.rules.forms import BETWEEN_RULES
from seqmatch.rules.plain_text import plain
from seqmatch.rules.render import render_rule
from seqmatch.rules.triggers import is_incoming
from seqmatch.schemas.rule import Action, ActionForm, Fact, Operator, Rule, RuleSet
from seqmatch.schemas.simulation import MINIMUM_CENTS

LONGEST_NAME = 60

ACCOUNT_TYPE: dict[AccountKind, str] = dict.fromkeys(AccountKind, "EXTERNAL_ACCOUNT") | {
    AccountKind.INCOME: "INCOME_SOURCE",
    AccountKind.POD: "POD",
}


@dataclass(frozen=True, slots=True)
class PlatformAccount:
    """What a placeholder stands for: put the platform's own id and type in its place.

    Attributes
    ----------
    id : the placeholder.
    name : as the user typed it. Data, never instructions.
    type : INCOME_SOURCE, POD or EXTERNAL_ACCOUNT, a guess from the name and its place among the rules.
    role : what the account is for.
    """

    id: str
    name: str
    type: str
    role: str


@dataclass(frozen=True, slots=True)
class PlatformRule:
    """One body for the create call, the rules (from 1) it holds, and what is left to do by hand."""

    rules: tuple[int, ...]
    body: Json
    manual_steps: tuple[ManualStep, ...]


@dataclass(frozen=True, slots=True)
class PlatformExport:
    """Bodies, the accounts their placeholders stand for, and the rules for which there can be no body."""

    accounts: tuple[PlatformAccount, ...]
    rules: tuple[PlatformRule, ...]
    not_created: tuple[ManualStep, ...]
    notes: tuple[NotHeld, ...] = ()

    @property
    def manual_steps(self) -> tuple[ManualStep, ...]:
        """Everything that is left to do by hand."""
        return (*(step for rule in self.rules for step in rule.manual_steps), *self.not_created)

    def document(self) -> Json:
        return {
            "accounts": [asdict(account) for account in self.accounts],
            "rules": [
                {
                    "rules": list(rule.rules),
                    "body": rule.body,
                    "manual_steps": [step.document() for step in rule.manual_steps],
                }
                for rule in self.rules
            ],
            "not_created": [step.document() for step in self.not_created],
            "notes": [note.document() for note in self.notes],
        }


def to_platform(rules: RuleSet, *, start: date) -> PlatformExport:
    """Create bodies for ``rules``.

    Parameters
    ----------
    rules : rules of one user.
    start : the first day on which a scheduled rule may run.
    """
    rules, spellings = respelled(rules)
    held, left_out = holdable(rules, lambda number, action: why_not_action(action, MINIMUM_CENTS))
    kinds = kinds_of(rules)
    roles = roles_of(rules)
    ids = numbered(list(kinds), "account")
    types = {name: ACCOUNT_TYPE[kind] for name, kind in kinds.items()}
    first, together = _started_by_funds(held)
    missing: dict[int | None, list[NotHeld]] = {}
    for piece in left_out:
        missing.setdefault(piece.rule, []).append(piece)
    bodies: list[PlatformRule] = []
    for number, rule in held.items():
        numbers = together.get(number, (number,))
        if numbers[0] != number:
            continue  # stands in an earlier body
        parts = [held[part] for part in numbers]
        whole = Rule(rule.conditions, tuple(action for part in parts for action in part.actions))
        owner = first.get(rule.actions[0].source)
        second = owner is not None and day_of(rule) is None and owner != number
        bodies.append(
            PlatformRule(
                numbers,
                _body(number, parts, whole, second, ids, types, start),
                tuple(_steps(numbers, whole, owner if second else None, ids, missing)),
            )
        )
    return PlatformExport(
        tuple(PlatformAccount(ids[name], name, types[name], roles[name].value) for name in ids),
        tuple(bodies),
        tuple(not_created(piece) for piece in (*unparsed(rules), *left_out) if piece.rule not in held),
        (*notes_on(held, rules), *spellings),
    )


def _started_by_funds(held: Mapping[int, Rule]) -> tuple[dict[str, int], dict[int, tuple[int, ...]]]:
    """Account -> the rule that its one incoming-funds trigger goes to; that rule -> the rules without conditions in it.

    Rules without conditions run whenever funds arrive, one after the other, so they can stand in one body. One of them
    gets the trigger before any rule with conditions does.
    """
    always: dict[str, list[int]] = {}
    sometimes: dict[str, int] = {}
    for number, rule in held.items():
        source = rule.actions[0].source
        if is_incoming(rule):
            always.setdefault(source, []).append(number)
        elif day_of(rule) is None:
            sometimes.setdefault(source, number)
    together = {number: whole for whole in map(tuple, always.values()) for number in whole}
    return sometimes | {source: numbers[0] for source, numbers in always.items()}, together


def _body(
    number: int,
    parts: list[Rule],
    whole: Rule,
    second: bool,
    ids: Mapping[str, str],
    types: Mapping[str, str],
    start: date,
) -> Json:
    day = day_of(whole)
    trigger: Json = {"type": "ON_FUNDS_TRANSFERRED"}
    if day is not None:
        trigger = {"type": "SCHEDULED", "scheduleType": "MONTHLY", "startDate": _next(day, start).isoformat()}
    elif second:
        trigger = {"type": "MANUAL"}
    actions = [
        _action(action, group, day is not None, ids, types)
        for action, group in zip(whole.actions, groups_of(whole.actions), strict=True)
    ]
    return {
        "name": _name(number, whole),
        "description": BETWEEN_RULES.join(map(render_rule, parts)),
        "trigger": {**trigger, "accountId": ids[whole.actions[0].source]},
        "steps": [{"conditions": None, "actions": actions}],
    }


def _steps(
    numbers: tuple[int, ...],
    whole: Rule,
    owner: int | None,
    ids: Mapping[str, str],
    missing: Mapping[int | None, list[NotHeld]],
) -> list[ManualStep]:
    """What is left to do by hand for one body, in the order a person does it."""
    number = numbers[0]
    found: list[ManualStep] = []
    day = day_of(whole)
    dated = (Fact.DATE, Operator.EQUALS, day)  # said by the schedule itself
    conditions = [c for c in whole.conditions if (c.fact, c.operator, c.value) != dated]
    if len(numbers) > 1:
        found.append(merged(numbers))
    if conditions:
        wire = write_conditions(conditions, ids, int)
        found += conditions_steps(number, conditions, wire, owner)
    found += [add_action(piece) for part in numbers for piece in missing.get(part, ())]
    if shares_above_100(whole.actions):
        found.append(shares(number))
    return found


def _action(action: Action, group: int, dated: bool, ids: Mapping[str, str], types: Mapping[str, str]) -> Json:
    written: Json = {
        "type": "PERCENTAGE",
        "source": {"id": ids[action.source], "type": types[action.source]},
        "destination": {"id": ids[action.destination], "type": types[action.destination]},
        "groupIndex": group,
        "upToEnabled": False,
        "isDirectDeposit": False,
        "limit": None,
        "achDescription": None,
    }
    if action.form in (ActionForm.PERCENTAGE, ActionForm.REMAINDER):
        share, target = write_share(action, dated)
        return {**written, "percentageValue": share, "percentageTarget": target}
    kind = "FIXED" if action.form is ActionForm.FIXED else "ROUND_DOWN"
    return {**written, "type": kind, "amountInCents": action.value}


def _name(number: int, rule: Rule) -> str:
    """A short plain name: ``2. Paycheck to Rent and 3 more``."""
    action = rule.actions[0]
    others = len({action.destination for action in rule.actions}) - 1
    tail = f" and {others} more" if others else ""
    head = f"{number}. "
    room = (LONGEST_NAME - len(head) - len(tail) - len(" to ")) // 2
    return f"{head}{plain(action.source, room)} to {plain(action.destination, room)}{tail}"


def _next(day: int, start: date) -> date:
    """The first date from ``start`` on that is the ``day``-th of its month."""
    found = start
    while found.day != day:
        found += timedelta(days=1)
    return found
