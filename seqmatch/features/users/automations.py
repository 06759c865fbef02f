"""What a user automates, as a set of items: (role of the destination, form of the action)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from seqmatch.schemas.rule import ROLE_TEXT, ActionForm, Fact, Number, Role, Rule, RuleSet


class Trigger(StrEnum):
    """What makes a rule run."""

    FUNDS_RECEIVED = "FUNDS_RECEIVED"
    BALANCE = "BALANCE"
    TRANSFER_AMOUNT = "TRANSFER_AMOUNT"
    DATE = "DATE"


class Item(NamedTuple):
    """What is recommended and counted: where money goes and how."""

    destination: Role
    form: ActionForm


@dataclass(frozen=True, slots=True)
class Use:
    """One action of one user, with all that identifies the user left out."""

    item: Item
    value: Number | None


def trigger_of(rule: Rule) -> Trigger:
    """What makes ``rule`` run: a date before a balance before an amount, where conditions mix."""
    facts = {condition.fact for condition in rule.conditions}
    if Fact.DATE in facts:
        return Trigger.DATE
    if Fact.BALANCE in facts:
        return Trigger.BALANCE
    return Trigger.TRANSFER_AMOUNT if facts else Trigger.FUNDS_RECEIVED


def uses_of(rules: RuleSet, roles: dict[str, Role]) -> list[Use]:
    """Every action of ``rules`` as a Use, in order, by the ``roles`` of roles_of; unknown destinations are left out."""
    return [
        Use(Item(roles[action.destination], action.form), action.value)
        for action in rules.actions
        if roles[action.destination] is not Role.UNKNOWN
    ]


def adoption_table(uses: Sequence[Sequence[Use]], items: Sequence[Item]) -> NDArray[np.bool_]:
    """Who automates what, shape (n_users, n_items)."""
    column = {item: index for index, item in enumerate(items)}
    table = np.zeros((len(uses), len(items)), dtype=bool)
    for row, theirs in enumerate(uses):
        for use in theirs:
            if (index := column.get(use.item)) is not None:
                table[row, index] = True
    return table


_FORM_TEXT = {
    ActionForm.PERCENTAGE: "A percentage of incoming funds to {}",
    ActionForm.FIXED: "A fixed amount to {}",
    ActionForm.REMAINDER: "Whatever is left to {}",
    ActionForm.OVERFLOW: "Everything above a threshold to {}",
}


def item_text(item: Item) -> str:
    """An item in words, for example ``A percentage of incoming funds to taxes``."""
    return _FORM_TEXT[item.form].format(ROLE_TEXT[item.destination].lower())
