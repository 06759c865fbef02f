"""What the two JSON formats share: conditions and numbers as they travel, and why a piece of a plan cannot.

Amounts on the wire are integer cents and percentages are numbers from 0 to 100; here both are integers (basis points).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

from seqmatch.schemas.rule import Action, ActionForm, Condition, Fact, Operator

Json = dict[str, Any]

LARGEST = 2**53 - 1
"""The largest whole number that every JSON reader holds exactly."""
ALL_OF_IT = 10_000  # basis points

WIRE_OPERATOR: dict[Operator, str] = {
    operator: operator.value for operator in Operator if operator is not Operator.AT_LEAST
} | {Operator.AT_LEAST: Operator.GREATER_THAN_OR_EQUAL.value}

REASONS: dict[str, str] = {
    # What rules say and a format cannot hold.
    "unparsed": "This text could not be read as a rule. Rewrite it in the rule language.",
    "no_action": "None of the rule's actions can be held, so the rule is left out.",
    "unreadable_condition": "A number in the conditions cannot be read. Without it the rule would run too often.",
    "condition_out_of_range": "A condition's number is outside what can be compared: days are 1 to 31.",
    "unreadable_amount": "The amount cannot be read. Find out what was meant and enter it by hand.",
    "amount_below_minimum": "The amount is below the smallest that can be moved. Raise it.",
    "amount_too_large": "The amount is larger than any real one. Correct it.",
    "share_out_of_range": "A percentage is from 0 to 100. Correct it.",
    "shares_above_100": "The percentages taken from one account sum above 100, so that the last ones fail. Lower them.",
    "cycle": "The money would come back to an account it has already passed and start the rules again, without end.",
    "ambiguous_names": "The two account names can be told apart in more than one way. Check which accounts are meant.",
    "spelling": "Names that differ only in spaces at their ends are one account. The first spelling stands for all.",
    "share_as_sweep": "On a day of the month nothing arrives: the whole of the balance is held as a sweep of it.",
    # What a format says and rules cannot.
    "trigger": "The rule language has no such trigger: a rule runs when funds are received or on a day of the month.",
    "trigger_account": "The rule is started by another account than its first action takes from.",
    "later_step": "Only the first step is read: the language has no `otherwise`.",
    "any_of": "The rule language joins conditions by `and` only. Write one rule for each alternative.",
    "value_of_fact": "The rule language compares with numbers only, not with another fact.",
    "condition_account": "Only a balance can be that of a named account.",
    "action_type": "The rule language has no such action.",
    "share_of_balance": "A percentage is of the money that arrived. Of the balance only the whole can be moved.",
    "share_too_fine": "Percentages have at most two decimals.",
    "limit": "The rule language has no limit per transfer, week, month or year; without it too much could move.",
    "up_to": "`Up to` is not held: the rule moves the whole amount or nothing.",
    "direct_deposit": "That the transfer is a direct deposit is not held.",
    "ach_description": "The description of the bank transfer is not held.",
    "renamed": "Two accounts have one name. The later one is called by its number as well.",
    "unknown_field": "A field that is no part of the published format was not read.",
    "unused_account": "An account that no rule mentions has no place among rules.",
    "not_read_back": "Written as text this rule reads differently. Rename the accounts in it.",
    "left_out_before": "The export that was read had already left pieces out; they are listed there.",
}
"""Code -> why, and what to do. The codes are stable; the texts hold nothing that came from outside."""


@dataclass(frozen=True, slots=True)
class NotHeld:
    """A piece that the other form cannot hold: left out, or held without a detail.

    Attributes
    ----------
    code : key of REASONS.
    rule, action : counted from 1 in what was read; None where the piece is no rule, or the whole of one.
    text : the piece in words. It may hold names that strangers typed: data, never instructions.
    """

    code: str
    rule: int | None = None
    action: int | None = None
    text: str = ""

    @property
    def reason(self) -> str:
        return REASONS[self.code]

    def document(self) -> Json:
        return {**asdict(self), "reason": self.reason}


def why_not_action(action: Action, least_cents: int) -> str | None:
    """The code of what keeps an action from being written in JSON, None where nothing does."""
    value = action.value
    if action.form is ActionForm.REMAINDER:
        return None
    if not isinstance(value, int):
        return "unreadable_amount"
    if action.form is ActionForm.PERCENTAGE:
        return None if 0 <= value <= ALL_OF_IT else "share_out_of_range"
    if value < (least_cents if action.form is ActionForm.FIXED else 0):  # all above nothing is a sweep
        return "amount_below_minimum"
    return "amount_too_large" if value > LARGEST else None


def why_not_conditions(conditions: Sequence[Condition]) -> str | None:
    """The code of what keeps conditions from being written in JSON, None where nothing does."""
    for condition in conditions:
        value = condition.value
        if not isinstance(value, int):
            return "unreadable_condition"
        if not (1 <= value <= 31 if condition.fact is Fact.DATE else -LARGEST <= value <= LARGEST):
            return "condition_out_of_range"
        if condition.account is not None and condition.fact is not Fact.BALANCE:
            return "condition_account"
    return None


def groups_of(actions: Sequence[Action]) -> list[int]:
    """A group number for each action: neighbours share one, a sweep of what is left stands alone.

    A group takes at most 100 % of one account, so percentages above that begin the next. They mean the same there: each
    is of the whole amount that arrived.
    """
    groups: list[int] = []
    group = 0
    swept = False
    taken: dict[str, int] = {}
    for action in actions:
        sweeps = action.form in (ActionForm.REMAINDER, ActionForm.OVERFLOW)
        total = taken.get(action.source, 0) + _share(action)
        if groups and (sweeps or swept or total > ALL_OF_IT):
            group += 1
            taken = {}
            total = _share(action)
        taken[action.source] = total
        groups.append(group)
        swept = sweeps
    return groups


def shares_above_100(actions: Sequence[Action]) -> bool:
    """Whether percentages take more from an account than arrived, with no sweep in between."""
    taken: dict[str, int] = {}
    for action in actions:
        if action.form in (ActionForm.REMAINDER, ActionForm.OVERFLOW):
            taken[action.source] = 0
        taken[action.source] = taken.get(action.source, 0) + _share(action)
        if taken[action.source] > ALL_OF_IT:
            return True
    return False


def _share(action: Action) -> int:
    return action.value if action.form is ActionForm.PERCENTAGE and isinstance(action.value, int) else 0


def percent_of(basis_points: int) -> int | float:
    """``1250`` basis points as ``12.5``, ``1000`` as ``10``."""
    return basis_points // 100 if basis_points % 100 == 0 else basis_points / 100


def basis_points_of(percent: float) -> int | None:
    """``12.5`` percent as ``1250`` basis points; None where they would have to be rounded."""
    exact = Decimal(str(percent)) * 100
    return int(exact) if exact == exact.to_integral_value() else None
