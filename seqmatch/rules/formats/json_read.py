"""Reads the shared part of both JSON formats into what rules mean."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from seqmatch.rules.account_names import same_account
from seqmatch.rules.formats.json_shared import ALL_OF_IT, Json, NotHeld, basis_points_of, why_not_conditions
from seqmatch.rules.plain_text import plain
from seqmatch.schemas.reading import Block, Part, Step, StepKind
from seqmatch.schemas.rule import Condition, Fact, Operator

_OPERATOR = {operator.value: operator for operator in Operator}
_DETAILS = {"upToEnabled": "up_to", "isDirectDeposit": "direct_deposit", "achDescription": "ach_description"}
_PAYMENTS = frozenset(
    (
        "TOP_UP",
        "NEXT_PAYMENT_MINIMUM",
        "TOTAL_AMOUNT_DUE",
        "LAST_STATEMENT_BALANCE",
        "PERCENTAGE_LIABILITY_BALANCE",
        "SNOWBALL",
        "AVALANCHE",
    )
)
LONGEST_TEXT = 200  # characters of a description of what was left out


class CannotHold(Exception):
    """The rule language has no words for this; ``code`` is a key of ``json_shared.REASONS``."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(slots=True)
class Meant:
    """What one rule of a format means.

    Attributes
    ----------
    number : the rule's place from 1.
    account : name of the account that starts it.
    days : days of the month on which a schedule starts it, none where funds or a person do.
    blocks : account names as the format has them; the actions of parts count the actions of the step on the wire.
    text : what its first step does, in a few words.
    left_out, notes : what was not read, and what was read without a detail.
    """

    number: int
    account: str
    days: tuple[int, ...]
    blocks: list[Block]
    text: str
    left_out: list[NotHeld] = field(default_factory=list)
    notes: list[NotHeld] = field(default_factory=list)


def read_rule(
    number: int, account: str, days: tuple[int, ...], steps: Sequence[Json], names: Mapping[str, str]
) -> Meant:
    """What one rule of either format means; without blocks where nothing of it can be read.

    Parameters
    ----------
    number, account, days : as in Meant.
    steps : as on the wire, valid by the schema.
    names : account id -> name.
    """
    meant = Meant(number, account, days, [], summary(steps[0]["actions"], names))
    for wire in steps:
        try:
            conditions, any_of = read_conditions(wire["conditions"], names)
        except CannotHold as cannot:
            # Without this step the later ones would run in its stead.
            meant.left_out += [NotHeld(cannot.code, number, None, summary(wire["actions"], names))]
            meant.left_out += _later(number, steps[len(meant.blocks) + 1 :], names)
            break
        read = _steps(wire["actions"], meant, names)
        if not read:
            meant.left_out.append(NotHeld("no_action", number, None, summary(wire["actions"], names)))
            meant.left_out += _later(number, steps[len(meant.blocks) + 1 :], names)
            break
        meant.blocks.append(Block(conditions, read, any_of))
    if meant.blocks and meant.blocks[0].steps[0].source != account:
        meant.left_out.append(NotHeld("trigger_account", number, None, meant.text))
        meant.blocks = []
    return meant


def _later(number: int, steps: Sequence[Json], names: Mapping[str, str]) -> list[NotHeld]:
    return [NotHeld("later_step", number, None, summary(step["actions"], names)) for step in steps]


def _steps(actions: Sequence[Json], meant: Meant, names: Mapping[str, str]) -> tuple[Step, ...]:
    """The steps of a block in the order of their groups; shares of one group and account are one division."""
    found: list[tuple[int, Step]] = []
    for position, wire in sorted(enumerate(actions, 1), key=lambda item: _group(item[1])):
        about = (meant.number, position, summary([wire], names))
        try:
            step = _step(wire, position, names, bool(meant.days))
        except CannotHold as cannot:
            meant.left_out.append(NotHeld(cannot.code, *about))
            continue
        found.append((_group(wire), step))
        meant.notes += [NotHeld(code, *about) for key, code in _DETAILS.items() if wire.get(key)]
        if step.kind is StepKind.PAYMENT and (wire["type"] != "TOP_UP" or wire.get("amountInCents") != 0):
            meant.notes.append(NotHeld("amount_not_said", *about))
    steps: list[Step] = []
    for _, together in groupby(found, key=lambda item: item[0]):
        group = [step for _, step in together]
        steps += _divided(group)
        if len({(step.kind is StepKind.DIVISION, step.source) for step in group}) > 1:
            meant.notes.append(NotHeld("mixed_group", meant.number, group[0].parts[0].action, meant.text))
    return tuple(steps)


def _divided(group: Sequence[Step]) -> list[Step]:
    """Shares that stand beside each other as one division; those of nothing stand after it, as text needs them to."""
    steps: list[Step] = []
    for key, together in groupby(group, key=lambda step: (step.kind, step.source)):
        row = list(together)
        if key[0] is not StepKind.DIVISION:
            steps += row
            continue
        parts = tuple(part for step in row for part in step.parts if part.value)
        if parts:
            steps.append(Step(StepKind.DIVISION, key[1], parts))
        steps += [step for step in row if not step.parts[0].value]
    return steps


def _group(wire: Json) -> int:
    return int(wire.get("groupIndex", 0))


def _step(wire: Json, position: int, names: Mapping[str, str], dated: bool) -> Step:
    """One action as a step of its own.

    Raises
    ------
    CannotHold : the rule language has no such action.
    """
    kind = wire["type"]
    if wire.get("limit") is not None:
        raise CannotHold("limit")
    ends = [_account(wire, side) for side in ("source", "destination")]
    if ends[1] is None:
        raise CannotHold("action_type")
    source, destination = (names[end] for end in ends if end is not None)
    amount = wire.get("amountInCents")
    if kind in _PAYMENTS:
        return _alone(StepKind.PAYMENT, source, Part(position, destination))
    if kind in ("FIXED", "ROUND_DOWN"):
        assert amount is not None  # the schema asks for it
        moves = StepKind.FIXED if kind == "FIXED" else StepKind.OVERFLOW
        return _alone(moves, source, Part(position, destination, int(amount)))
    share = basis_points_of(wire["percentageValue"] if "percentageValue" in wire else wire["amountInPercentage"])
    if wire.get("percentageTarget", "INCOMING_AMOUNT") == "SOURCE_ACCOUNT":
        if share == ALL_OF_IT:
            return _alone(StepKind.REST, source, Part(position, destination))
        if not dated:
            raise CannotHold("share_of_balance")
    if share is None:
        raise CannotHold("share_too_fine")
    return _alone(StepKind.DIVISION, source, Part(position, destination, share))


def _alone(kind: StepKind, source: str, part: Part) -> Step:
    return Step(kind, source, (part,))


def read_conditions(wire: Json | None, names: Mapping[str, str]) -> tuple[tuple[Condition, ...], bool]:
    """Conditions, none for null, and whether one of them is enough: days of the month only.

    Raises
    ------
    CannotHold : other alternatives, facts compared with facts, or numbers that cannot be.
    """
    if wire is None:
        return (), False
    if "condition" in wire:
        return (_condition(wire["condition"], names),), False
    parts = [read_conditions(part, names) for part in (wire["all"] if "all" in wire else wire["any"])]
    found = tuple(condition for conditions, _ in parts for condition in conditions)
    if "any" in wire and len(parts) > 1:
        if not all(c.fact is Fact.DATE and c.operator is Operator.EQUALS for c in found) or len(found) != len(parts):
            raise CannotHold("any_of")
        found = tuple(dict.fromkeys(found))
        return found, len(found) > 1
    if any(any_of for _, any_of in parts) and len(parts) > 1:
        raise CannotHold("any_of")
    return found, any(any_of for _, any_of in parts)


def accounts_in(document: Any) -> list[str]:
    """Every account id that a rule mentions, in order of first appearance."""
    found: dict[str, None] = {}
    waiting = [document]
    while waiting:
        part = waiting.pop()
        if isinstance(part, list):
            waiting += reversed(part)
        elif isinstance(part, dict):
            for key in ("accountId", "sourceId", "destinationId"):
                if isinstance(part.get(key), str):
                    found[part[key]] = None
            for key in ("source", "destination"):
                if isinstance(part.get(key), dict) and isinstance(part[key].get("id"), str):
                    found[part[key]["id"]] = None
            waiting += reversed(list(part.values()))
    return list(found)


def distinct(
    names: Mapping[str, str], rules: Sequence[Json] = (), apart: Collection[str] = ()
) -> tuple[dict[str, str], list[NotHeld]]:
    """Id -> name, where later accounts of a name already taken are given a number; and which they are.

    A second account that money reaches from the first alone keeps the name, as the platform prints it.

    Parameters
    ----------
    names : id -> name as the format has it.
    rules : the rules as on the wire.
    apart : ids that need a name of their own, because something else is told by it.
    """
    behind = _behind(names, rules).difference(apart)
    taken: set[str] = set(map(same_account, names.values()))
    used: set[str] = set()
    renamed: list[NotHeld] = []
    found: dict[str, str] = {}
    count: dict[str, int] = {}
    for key, name in names.items():
        chosen = name
        while key not in behind and (
            same_account(chosen) in used or (chosen != name and same_account(chosen) in taken)
        ):
            count[name] = count.get(name, 1) + 1
            chosen = f"{name} ({count[name]})"
        if chosen != name:
            renamed.append(NotHeld("renamed", text=chosen))
        used.add(same_account(chosen))
        found[key] = chosen
    return found, renamed


def _behind(names: Mapping[str, str], rules: Sequence[Json]) -> set[str]:
    """Accounts that stand behind the first one of their name: only that one pays them, nothing else names them."""
    first: dict[str, str] = {}
    for key, name in names.items():
        first.setdefault(same_account(name), key)
    actions = [action for rule in rules for step in rule["steps"] for action in step["actions"]]
    payers: dict[str | None, set[str | None]] = {}
    for action in actions:
        payers.setdefault(_account(action, "destination"), set()).add(_account(action, "source"))
    sources = {_account(action, "source") for action in actions}
    started = [[rule["trigger"], {"sourceId": rule.get("sourceId")}] for rule in rules]
    conditions = [step["conditions"] for rule in rules for step in rule["steps"]]
    elsewhere = set(accounts_in([started, conditions]))
    return {
        key
        for key, name in names.items()
        if first[same_account(name)] != key
        and payers.get(key) == {first[same_account(name)]}
        and key not in sources
        and key not in elsewhere
    }


def _condition(wire: Json, names: Mapping[str, str]) -> Condition:
    if wire.get("valueFact") is not None:
        raise CannotHold("value_of_fact")
    if wire["fact"] not in (fact.value for fact in Fact):
        raise CannotHold("fact")
    value = wire.get("value")
    if value is None or (isinstance(value, float) and not value.is_integer()):
        raise CannotHold("unreadable_condition")
    params = wire.get("params")
    account = None if params is None else names[params["accountId"]]
    operator = _OPERATOR[wire["operator"]]
    fact = Fact(wire["fact"])
    if operator is Operator.GREATER_THAN_OR_EQUAL and account is not None and fact is Fact.BALANCE:
        operator = Operator.AT_LEAST  # the wording that rule texts use beside a named account
    condition = Condition(fact, operator, int(value), account)
    code = why_not_conditions((condition,))
    if code is not None:
        raise CannotHold(code)
    return condition


def _account(wire: Json, side: str) -> str | None:
    found = wire[side]["id"] if side in wire else wire.get(f"{side}Id")
    assert found is None or isinstance(found, str)
    return found


def summary(actions: Sequence[Json], names: Mapping[str, str]) -> str:
    """What actions do in a few words, for the list of what was left out."""
    words = []
    for wire in actions:
        accounts = [names.get(key, key) for key in accounts_in([wire])]
        amount = wire.get("amountInCents")
        money = f", {amount / 100:,.2f}" if isinstance(amount, int) and wire["type"] == "TOP_UP" and amount else ""
        words.append(f"{wire['type']} {' to '.join(plain(name, 60) for name in accounts)}{money}")
    return plain("; ".join(words), LONGEST_TEXT)
