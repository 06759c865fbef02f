"""From what both JSON formats share to typed rules. What the rule language cannot say is listed, never guessed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from seqmatch.rules.formats.wire import ALL_OF_IT, Json, NotHeld, basis_points_of, why_not_conditions
from seqmatch.rules.plain_text import plain
from seqmatch.schemas.rule import Action, ActionForm, Condition, Fact, Operator, Rule

_OPERATOR = {operator.value: operator for operator in Operator}
_DETAILS = {"upToEnabled": "up_to", "isDirectDeposit": "direct_deposit", "achDescription": "ach_description"}
_LONGEST_TEXT = 200  # characters of a description of what was left out


class CannotHold(Exception):
    """The rule language has no words for this; ``code`` is a key of ``wire.REASONS``."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def read_rule(
    number: int,
    source: str,
    before: Sequence[Condition],
    steps: Sequence[Json],
    names: Mapping[str, str],
) -> tuple[Rule | None, list[NotHeld], list[NotHeld]]:
    """One rule of either format: the rule or None, what was left out, and what is held without a detail.

    Parameters
    ----------
    number : the rule's place from 1.
    source : name of the account that starts it.
    before : conditions that the trigger itself states, such as the day of a schedule.
    steps : as on the wire, valid by the schema.
    names : account id -> name.
    """
    left_out: list[NotHeld] = []
    noted: list[NotHeld] = []
    first = steps[0]
    dated = any(condition.fact is Fact.DATE for condition in before)
    try:
        conditions = read_conditions(first["conditions"], names)
    except CannotHold as cannot:
        return None, [NotHeld(cannot.code, number, None, _summary(first["actions"], names))], []
    actions: list[Action] = []
    for position, wire in sorted(enumerate(first["actions"], 1), key=lambda item: int(item[1].get("groupIndex", 0))):
        text = _summary([wire], names)
        try:
            actions.append(read_action(wire, names, dated))
        except CannotHold as cannot:
            left_out.append(NotHeld(cannot.code, number, position, text))
        else:
            noted += [NotHeld(code, number, position, text) for key, code in _DETAILS.items() if wire.get(key)]
    left_out += [NotHeld("later_step", number, None, _summary(step["actions"], names)) for step in steps[1:]]
    whole = _summary(first["actions"], names)
    if not actions:
        return None, [*left_out, NotHeld("no_action", number, None, whole)], []
    if actions[0].source != source:
        return None, [*left_out, NotHeld("trigger_account", number, None, whole)], []
    stated = tuple(condition for condition in before if condition not in conditions)
    return Rule(stated + conditions, tuple(actions)), left_out, noted


def read_action(wire: Json, names: Mapping[str, str], dated: bool) -> Action:
    """One action, its accounts either references with an id (Platform) or plain ids (Playground).

    Parameters
    ----------
    wire : the action, valid by the schema.
    names : account id -> name.
    dated : a schedule runs the rule, so that nothing arrives and percentages are of the balance.

    Raises
    ------
    CannotHold : the rule language has no such action.
    """
    kind = wire["type"]
    if kind not in ("FIXED", "PERCENTAGE", "ROUND_DOWN"):
        raise CannotHold("action_type")
    if wire.get("limit") is not None:
        raise CannotHold("limit")
    source, destination = (names[_account(wire, side)] for side in ("source", "destination"))
    if kind == "FIXED":
        return Action(ActionForm.FIXED, source, destination, int(wire["amountInCents"]))
    if kind == "ROUND_DOWN":
        return Action(ActionForm.OVERFLOW, source, destination, int(wire["amountInCents"]))
    share = basis_points_of(wire["percentageValue"] if "percentageValue" in wire else wire["amountInPercentage"])
    if wire.get("percentageTarget", "INCOMING_AMOUNT") == "SOURCE_ACCOUNT":
        if share == ALL_OF_IT:
            return Action(ActionForm.REMAINDER, source, destination)
        if not dated:
            raise CannotHold("share_of_balance")
    if share is None:
        raise CannotHold("share_too_fine")
    return Action(ActionForm.PERCENTAGE, source, destination, share)


def read_conditions(wire: Json | None, names: Mapping[str, str]) -> tuple[Condition, ...]:
    """Conditions that must all hold; none for null.

    Raises
    ------
    CannotHold : alternatives, facts compared with facts, or numbers that cannot be.
    """
    if wire is None:
        return ()
    if "condition" in wire:
        conditions = (_condition(wire["condition"], names),)
        code = why_not_conditions(conditions)
        if code is not None:
            raise CannotHold(code)
        return conditions
    parts = wire["all"] if "all" in wire else wire["any"]
    if "any" in wire and len(parts) != 1:
        raise CannotHold("any_of")
    return tuple(condition for part in parts for condition in read_conditions(part, names))


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


def distinct(names: Mapping[str, str]) -> tuple[dict[str, str], list[NotHeld]]:
    """Id -> name, where later accounts of a name already taken are given a number; and which they are."""
    taken: set[str] = set(names.values())
    used: set[str] = set()
    renamed: list[NotHeld] = []
    found: dict[str, str] = {}
    count: dict[str, int] = {}
    for key, name in names.items():
        chosen = name
        while chosen in used or (chosen != name and chosen in taken):
            count[name] = count.get(name, 1) + 1
            chosen = f"{name} ({count[name]})"
        if chosen != name:
            renamed.append(NotHeld("renamed", text=chosen))
        used.add(chosen)
        found[key] = chosen
    return found, renamed


def _condition(wire: Json, names: Mapping[str, str]) -> Condition:
    if wire.get("valueFact") is not None:
        raise CannotHold("value_of_fact")
    value = wire.get("value")
    if value is None or (isinstance(value, float) and not value.is_integer()):
        raise CannotHold("unreadable_condition")
    params = wire.get("params")
    account = None if params is None else names[params["accountId"]]
    operator = _OPERATOR[wire["operator"]]
    fact = Fact(wire["fact"])
    if operator is Operator.GREATER_THAN_OR_EQUAL and account is not None and fact is Fact.BALANCE:
        operator = Operator.AT_LEAST  # the wording that rule texts use beside a named account
    return Condition(fact, operator, int(value), account)


def _account(wire: Json, side: str) -> str:
    found = wire[side]["id"] if side in wire else wire[f"{side}Id"]
    assert isinstance(found, str)
    return found


def _summary(actions: Sequence[Json], names: Mapping[str, str]) -> str:
    """What actions do in a few words, for the list of what was left out."""
    words = []
    for wire in actions:
        accounts = [names.get(key, key) for key in accounts_in([wire])]
        words.append(f"{wire['type']} {' to '.join(plain(name, 60) for name in accounts)}")
    return plain("; ".join(words), _LONGEST_TEXT)
