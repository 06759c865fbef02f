"""The machinery of ``simulate``: one run of rules under way. What it promises is written there."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from seqmatch.rules.simulation.ledger import Ledger
from seqmatch.rules.triggers import accounts_of, same_account, trigger_of
from seqmatch.schemas.rule import Action, ActionForm, Condition, Fact, Operator, RuleSet
from seqmatch.schemas.simulation import Arrival, Failure, Move, Reason

MOST_RUNS = 20
"""Runs of one rule for one arrival from outside; far more than money that only flows onwards needs."""
MOST_STEPS = 100_000
"""Rules looked at and actions tried in one simulation."""
_ENTIRE = 10_000  # basis points


@dataclass(frozen=True, slots=True)
class _Step:
    """A rule made ready to run: account names settled, its number, and the account whose money it waits for."""

    number: int
    account: str
    conditions: tuple[Condition, ...]
    actions: tuple[tuple[Action, str, str], ...]


class Run:
    """Balances, moves and failures as they grow.

    Parameters
    ----------
    rules : the rules; those without actions never run.
    opening : account -> cents at the beginning, names as ``same_account`` gives them.
    others : further accounts to list in the ledger.
    """

    def __init__(self, rules: RuleSet, opening: Mapping[str, int], others: Iterable[str]) -> None:
        self.on_arrival: dict[str, list[_Step]] = {}
        self.on_date: dict[int, list[_Step]] = {}
        accounts: dict[str, None] = {}
        for number, rule in enumerate(rules.rules, 1):
            accounts.update(dict.fromkeys(accounts_of(rule)))
            trigger = trigger_of(rule)
            if trigger is None:
                continue
            actions = tuple((a, same_account(a.source), same_account(a.destination)) for a in rule.actions)
            step = _Step(number, trigger.account, rule.conditions, actions)
            if trigger.day is None:
                self.on_arrival.setdefault(trigger.account, []).append(step)
            else:
                self.on_date.setdefault(trigger.day, []).append(step)
        self.ledger = Ledger([*accounts, *others], opening)
        self.moves: list[Move] = []
        self.failures: list[Failure] = []
        self.day = date.min
        self._steps_left = MOST_STEPS

    def arrive(self, arrival: Arrival) -> None:
        """Money from outside, and all that it sets off."""
        self.ledger.receive(arrival.account, arrival.cents)
        self._cascade(deque([(arrival.account, arrival.cents)]), Counter())

    def dated_rules(self) -> None:
        """The rules of this day of the month, one after the other, each with all that it sets off."""
        for step in self.on_date.get(self.day.day, ()):
            arrived: deque[tuple[str, int]] = deque()
            if self._may_go_on(step):
                self._look_at(step, self.ledger.balance(step.account), arrived)
            self._cascade(arrived, Counter())

    def _cascade(self, arrived: deque[tuple[str, int]], runs: Counter[int]) -> None:
        while arrived:
            account, cents = arrived.popleft()
            for step in self.on_arrival.get(account, ()):
                if not self._may_go_on(step):
                    return
                if runs[step.number] < MOST_RUNS:
                    runs[step.number] += self._look_at(step, cents, arrived)
                elif runs[step.number] == MOST_RUNS:
                    runs[step.number] += 1  # reported once
                    self._fail(step, None, Reason.CYCLE_GUARD)

    def _look_at(self, step: _Step, incoming: int, arrived: deque[tuple[str, int]]) -> bool:
        """Run ``step`` if its conditions hold; whether it ran. Its moves are appended to ``arrived``."""
        for condition in step.conditions:
            holds = self._holds(condition, step.account, incoming)
            if holds is None:
                self._fail(step, None, Reason.UNREADABLE_CONDITION)
            if not holds:
                return False
        for number, (action, source, destination) in enumerate(step.actions, 1):
            if not self._may_go_on(step):
                break
            cents, reason = self._amount(action, source, incoming)
            if source == destination:
                reason = Reason.SAME_ACCOUNT
            elif reason is None and not self.ledger.move(source, destination, cents):
                reason = Reason.INSUFFICIENT_FUNDS
            if reason is not None:
                self._fail(step, number, reason)
                break
            if cents:
                self.moves.append(Move(self.day, step.number, number, source, destination, cents))
                arrived.append((destination, cents))
        return True

    def _amount(self, action: Action, source: str, incoming: int) -> tuple[int, Reason | None]:
        """Cents that ``action`` wants to move, 0 or more, and why it can never move any."""
        left = self.ledger.balance(source)
        if action.form is ActionForm.REMAINDER:
            return left, None
        if not isinstance(action.value, int):
            return 0, Reason.UNREADABLE_AMOUNT
        if action.value < 0 or (action.value == 0 and action.form is not ActionForm.OVERFLOW):
            return 0, Reason.AMOUNT_NOT_POSITIVE
        if action.form is ActionForm.OVERFLOW:
            return max(0, left - action.value), None
        return incoming * action.value // _ENTIRE if action.form is ActionForm.PERCENTAGE else action.value, None

    def _holds(self, condition: Condition, account: str, incoming: int) -> bool | None:
        """Whether ``condition`` holds now; None where its number is unreadable."""
        if not isinstance(condition.value, int):
            return None
        if condition.fact is Fact.TRANSFER_AMOUNT:
            actual = incoming
        elif condition.fact is Fact.DATE:
            actual = self.day.day
        else:
            actual = self.ledger.balance(account if condition.account is None else same_account(condition.account))
        return compare(actual, condition.operator, condition.value)

    def _may_go_on(self, step: _Step) -> bool:
        """Count a step; False once there were MOST_STEPS of them."""
        self._steps_left -= 1
        if self._steps_left == -1:  # reported once
            self._fail(step, None, Reason.WORK_LIMIT)
        return self._steps_left >= 0

    def _fail(self, step: _Step, action: int | None, reason: Reason) -> None:
        self.failures.append(Failure(self.day, step.number, action, reason))


def compare(actual: int, operator: Operator, value: int) -> bool:
    """Whether ``actual`` ``operator`` ``value``."""
    match operator:
        case Operator.AT_LEAST | Operator.GREATER_THAN_OR_EQUAL:
            return actual >= value
        case Operator.GREATER_THAN:
            return actual > value
        case Operator.LESS_THAN:
            return actual < value
        case Operator.LESS_THAN_OR_EQUAL:
            return actual <= value
        case Operator.EQUALS:
            return actual == value
        case Operator.NOT_EQUALS:
            return actual != value
