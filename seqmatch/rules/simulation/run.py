"""One run of rules over days: its state, and what each step does."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from seqmatch.rules.account_names import accounts_of, same_account
from seqmatch.rules.accounts.transit import after, business_days
from seqmatch.rules.reading import ENTIRE, read_rules
from seqmatch.rules.simulation.ledger import Ledger
from seqmatch.schemas.reading import Block, Part, RuleReading, Step, StepKind
from seqmatch.schemas.rule import Condition, Fact, Operator, RuleSet
from seqmatch.schemas.simulation import AccountPlace, Arrival, FailedPayment, Failure, Move, Payment, Reason

MOST_RUNS = 20
"""Runs of one rule for one arrival from outside; far more than money that only flows onwards needs."""
MOST_STEPS = 100_000
"""Rules looked at and steps tried in one simulation."""

_Arrived = deque[tuple[str, int]]


@dataclass(slots=True)
class _Turn:
    """One rule while it runs: what set it off, and what its earlier steps took.

    Attributes
    ----------
    incoming : cents that arrived; None on a date, where nothing did.
    arrived : what the moves set off, in order.
    """

    reading: RuleReading
    incoming: int | None
    arrived: _Arrived
    taken: dict[str, int] = field(default_factory=dict)


def divided_cents(turn_incoming: int | None, taken: int, balance: int) -> int:
    """What a division takes its shares of: what arrived, less what earlier steps of the run took from the account.

    Never more than is there, and on a date, where nothing arrives, all that is there.
    """
    return balance if turn_incoming is None else max(0, min(balance, turn_incoming - taken))


class Run:
    """Balances, moves and failures as they grow.

    Parameters
    ----------
    rules : the rules; those without actions, and those nobody can settle, never run.
    opening : account -> cents at the beginning, names as ``same_account`` gives them.
    others : further accounts to list in the ledger.
    amounts : account -> cents a month of payments whose amount is not in the text.
    places : account -> where it is held; transfers between known places take their time.
    """

    def __init__(
        self,
        rules: RuleSet,
        opening: Mapping[str, int],
        others: Iterable[str],
        amounts: Mapping[str, int] | None = None,
        places: Mapping[str, AccountPlace] | None = None,
    ) -> None:
        self.on_arrival: dict[str, list[RuleReading]] = {}
        self.on_date: dict[int, list[RuleReading]] = {}
        accounts = dict.fromkeys(name for rule in rules.rules for name in accounts_of(rule))
        for reading in read_rules(rules):
            if not reading.settled:
                continue
            if not reading.days:
                self.on_arrival.setdefault(reading.account, []).append(reading)
            for day in reading.days:
                self.on_date.setdefault(day, []).append(reading)
        self.ledger = Ledger([*accounts, *others], opening)
        self.moves: list[Move] = []
        self.failures: list[Failure] = []
        self.paid: list[Payment] = []
        self.unpaid: list[FailedPayment] = []
        self.day = date.min
        self.landing: dict[date, list[tuple[str, int]]] = {}
        self._amounts = amounts or {}
        self._places = places or {}
        self._paid: Counter[tuple[str, int, int]] = Counter()
        self._steps_left = MOST_STEPS

    def days_of(self, days: range, others: Iterable[int]) -> list[int]:
        """The days (as ordinals) of ``days`` on which a dated rule runs, and the ``others``, in order."""
        found = set(others)
        if self.on_date:
            found.update(day for day in days if date.fromordinal(day).day in self.on_date)
        return sorted(found)

    def land(self) -> None:
        """Transfers that are there today, each with all it sets off."""
        for account, cents in self.landing.pop(self.day, ()):
            self.ledger.receive(account, cents)
            self._cascade(deque([(account, cents)]), Counter())

    def arrive(self, arrival: Arrival) -> None:
        """Money from outside, and all that it sets off."""
        self.ledger.receive(arrival.account, arrival.cents)
        self._cascade(deque([(arrival.account, arrival.cents)]), Counter())

    def dated_rules(self) -> None:
        """The rules of this day of the month, one after the other, each with all that it sets off."""
        for reading in self.on_date.get(self.day.day, ()):
            arrived: _Arrived = deque()
            if self._may_go_on(reading):
                self._look_at(_Turn(reading, None, arrived))
            self._cascade(arrived, Counter())

    def pay(self, due: Payment) -> None:
        """Money to the outside, whole or not at all."""
        missing = self.ledger.pay(due.account, due.cents)
        if missing:
            self.unpaid.append(FailedPayment(self.day, due.account, due.cents, missing, due.name))
        else:
            self.paid.append(due)

    def in_transit(self) -> dict[str, int]:
        """Account -> cents that have not landed yet."""
        waiting: dict[str, int] = {}
        for transfers in self.landing.values():
            for account, cents in transfers:
                waiting[account] = waiting.get(account, 0) + cents
        return waiting

    def _cascade(self, arrived: _Arrived, runs: Counter[int]) -> None:
        while arrived:
            account, cents = arrived.popleft()
            for reading in self.on_arrival.get(account, ()):
                if not self._may_go_on(reading):
                    return
                number = reading.number
                if runs[number] < MOST_RUNS:
                    runs[number] += self._look_at(_Turn(reading, cents, arrived))
                elif runs[number] == MOST_RUNS:
                    runs[number] += 1  # reported once
                    self._fail(reading, None, Reason.CYCLE_GUARD)

    def _look_at(self, turn: _Turn) -> bool:
        """Run the first block whose conditions hold; whether one did."""
        reading = turn.reading
        for block in reading.blocks:
            holds = self._block_holds(block, turn)
            if holds is None:
                self._fail(reading, None, Reason.UNREADABLE_CONDITION)
                return False
            if holds:
                for step in block.steps:
                    if not self._may_go_on(reading) or not self._take(step, turn):
                        break
                return True
        return False

    def _block_holds(self, block: Block, turn: _Turn) -> bool | None:
        """Whether ``block`` runs now; None where a number that decides is unreadable."""
        for condition in block.conditions:
            holds = self._holds(condition, turn)
            if holds is None:
                return None
            if holds is block.any_of:
                return holds
        return not (block.any_of and block.conditions)

    def _take(self, step: Step, turn: _Turn) -> bool:
        """Let one step move its money; False where it fails, which ends the rule's run."""
        source = step.source
        shared = there = self.ledger.balance(source)
        if step.kind is StepKind.DIVISION:
            shared = divided_cents(turn.incoming, turn.taken.get(source, 0), there)
        for part in step.parts:
            cents, reason = self._cents(step, part, shared)
            if reason is None and cents > (there := self.ledger.balance(source)):
                reason = Reason.INSUFFICIENT_FUNDS
            if reason is not None:
                missing = max(0, cents - there) if reason is Reason.INSUFFICIENT_FUNDS else 0
                self._fail(turn.reading, part.action, reason, source if missing else None, missing)
                return False
            if cents:
                self._move(part, source, cents, turn)
            if step.kind is StepKind.PAYMENT:
                self._paid[part.destination, self.day.year, self.day.month] += cents
        return True

    def _move(self, part: Part, source: str, cents: int, turn: _Turn) -> None:
        turn.taken[source] = turn.taken.get(source, 0) + cents
        if source == part.destination:
            return  # from a pod to the bank account of the same name: the balance under that name stays
        places = self._places
        days = business_days(places.get(source), places.get(part.destination)) if places else 0
        self.ledger.move(source, part.destination, cents, at_once=not days)
        self.moves.append(Move(self.day, turn.reading.number, part.action, source, part.destination, cents))
        if days:
            self.landing.setdefault(after(self.day, days), []).append((part.destination, cents))
        else:
            turn.arrived.append((part.destination, cents))

    def _cents(self, step: Step, part: Part, held: int) -> tuple[int, Reason | None]:
        """Cents that ``part`` wants to move, 0 or more, and why it can never move any."""
        if step.kind is StepKind.REST:
            return held, None
        if step.kind is StepKind.PAYMENT:
            owed = self._amounts.get(part.destination, 0)
            return max(0, owed - self._paid[part.destination, self.day.year, self.day.month]), None
        if not isinstance(part.value, int):
            return 0, Reason.UNREADABLE_AMOUNT
        if part.value < 0 or (part.value == 0 and step.kind is not StepKind.OVERFLOW):
            return 0, Reason.AMOUNT_NOT_POSITIVE
        if step.kind is StepKind.OVERFLOW:
            return max(0, held - part.value), None
        return held * part.value // ENTIRE if step.kind is StepKind.DIVISION else part.value, None

    def _holds(self, condition: Condition, turn: _Turn) -> bool | None:
        """Whether ``condition`` holds now; None where its number is unreadable."""
        if not isinstance(condition.value, int):
            return None
        account = turn.reading.account
        if condition.fact is Fact.TRANSFER_AMOUNT:
            actual = self.ledger.balance(account) if turn.incoming is None else turn.incoming
        elif condition.fact is Fact.DATE:
            actual = self.day.day
        else:
            actual = self.ledger.balance(account if condition.account is None else same_account(condition.account))
        return compare(actual, condition.operator, condition.value)

    def _may_go_on(self, reading: RuleReading) -> bool:
        """Count a step; False once there were MOST_STEPS of them."""
        self._steps_left -= 1
        if self._steps_left == -1:  # reported once
            self._fail(reading, None, Reason.WORK_LIMIT)
        return self._steps_left >= 0

    def _fail(
        self, reading: RuleReading, action: int | None, reason: Reason, account: str | None = None, missing: int = 0
    ) -> None:
        self.failures.append(Failure(self.day, reading.number, action, reason, account, missing))


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
