"""What both JSON formats share: conditions, numbers, and reasons why something cannot be written.

Amounts on the wire are integer cents and percentages are numbers from 0 to 100; here both are integers (basis points).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from decimal import Decimal
from typing import Any

from seqmatch.schemas.rule import Action, ActionForm, Condition, Fact, Operator, RuleSet

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
    "flattened": "The rule has several blocks of conditions, and its text does not say which action belongs to which."
    " Enter it in the app block by block.",
    "unreadable_condition": "A number in the conditions cannot be read. Without it the rule would run too often.",
    "condition_out_of_range": "A condition's number is outside what can be compared: days are 1 to 31.",
    "unreadable_amount": "The amount cannot be read. Find out what was meant and enter it by hand.",
    "amount_below_minimum": "The amount is below the smallest that can be moved. Raise it.",
    "amount_too_large": "The amount is larger than any real one. Correct it.",
    "share_out_of_range": "A percentage is from 0 to 100. Correct it.",
    "shares_above_100": "The percentages of one division sum above 100, so that this one does not fit. Lower them.",
    "cycle": "The money would come back to an account it has already passed and start the rules again, without end.",
    # Held, and worth a look.
    "ambiguous_names": "The two account names can be told apart in more than one way. Check which accounts are meant.",
    "spelling": "Names that differ only in spaces at their ends are one account. The first spelling stands for all.",
    "two_accounts_of_one_name": "Both have one name, probably a pod and the bank account behind it: two accounts are"
    " written, and the money goes from the first to the second.",
    "share_as_sweep": "On a day of the month nothing arrives: the whole of the balance is held as a sweep of it.",
    "read_as_rest": "The text has no amount. As the last of its account it is held as all that is left.",
    "choose_payment": "The text does not say how much of the debt is paid. The minimum (NEXT_PAYMENT_MINIMUM) stands"
    " here; choose it, the last statement (LAST_STATEMENT_BALANCE) or all that is due (TOTAL_AMOUNT_DUE).",
    "choose_amount": "The text does not say up to which balance the account is filled. 0 stands here and moves nothing:"
    " enter the amount.",
    "schedule_not_stated": "An earlier rule waits for funds on this account too. Where this one runs on a schedule or"
    " by hand, change what starts it.",
    # What a format says and rules cannot.
    "trigger": "The rule language has no such trigger: a rule runs when funds are received or on days of the month.",
    "trigger_account": "The rule is started by another account than its first action takes from.",
    "date_as_schedule": "The rule waits for funds on one day of the month. As text it runs on that day.",
    "never_runs": "The schedule and the days in the conditions never meet, so this never runs.",
    "rule_per_day": "More days than one rule's text can hold: there is a rule for each day.",
    "rule_per_step": "Steps that exclude each other are read as rules of their own.",
    "otherwise": "A step without conditions is read with the opposite of the condition before it.",
    "later_step": "This step is not read: text cannot say that it runs only where the step before it does not.",
    "any_of": "The rule language joins conditions by `and` only. Write one rule for each alternative.",
    "too_many_conditions": "Text with more than two conditions no longer says which belong together.",
    "value_of_fact": "The rule language compares with numbers only, not with another fact.",
    "fact": "The rule language has no such condition: it knows balances, amounts that arrive and days.",
    "condition_account": "Only a balance can be that of a named account.",
    "action_type": "The rule language has no such action.",
    "payment_as_rest": "Text has no amount for this, and here it would read as all that is left. Keep it in the app.",
    "amount_not_said": "Text has no amount for such a payment: it reads as a payment whose amount must be asked for.",
    "share_of_balance": "A percentage is of the money that arrived. Of the balance only the whole can be moved.",
    "share_too_fine": "Percentages have at most two decimals.",
    "divisions": "Divisions that follow each other would read as one, and their shares need more than two decimals.",
    "shares_restated": "Divisions that follow each other would read as one, so it is one: each share is of the whole"
    " sum and moves the same money.",
    "mixed_group": "A group of actions holds percentages of one account only. They are read one after the other.",
    "rest_as_overflow": "`Funds move` would read as a payment here. All above $0.00 is the same money.",
    "limit": "The rule language has no limit per transfer, week, month or year; without it too much could move.",
    "up_to": "`Up to` is not held: the rule moves the whole amount or nothing.",
    "direct_deposit": "That the transfer is a direct deposit is not held.",
    "ach_description": "The description of the bank transfer is not held.",
    "renamed": "Two accounts have one name. The later one is called by its number as well.",
    "unknown_field": "A field that is no part of the published format was not read.",
    "unused_account": "An account that no rule mentions has no place among rules.",
    "not_read_back": "Written as text this rule reads differently. Rename the accounts in it, or enter it in the app.",
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


def percent_of(basis_points: int) -> int | float:
    """``1250`` basis points as ``12.5``, ``1000`` as ``10``."""
    return basis_points // 100 if basis_points % 100 == 0 else basis_points / 100


def basis_points_of(percent: float) -> int | None:
    """``12.5`` percent as ``1250`` basis points; None where they would have to be rounded."""
    exact = Decimal(str(percent)) * 100
    return int(exact) if exact == exact.to_integral_value() else None


@dataclass(frozen=True, slots=True)
class Imported:
    """Rules read from another format.

    Attributes
    ----------
    rules : what could be read.
    left_out : what the rule language cannot say.
    notes : what is read without a detail.
    balances : account name -> cents on it, where the format says so and there are any.
    """

    rules: RuleSet
    left_out: tuple[NotHeld, ...] = ()
    notes: tuple[NotHeld, ...] = ()
    balances: Mapping[str, int] = field(default_factory=dict)
