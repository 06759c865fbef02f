"""Checks a simulated year: money that runs short, piles up without a purpose, or comes too late."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from seqmatch.rules.account_names import same_account
from seqmatch.rules.accounts.roles import roles_of
from seqmatch.rules.accounts.transit import before, business_days, is_external
from seqmatch.rules.checks.amounts import beyond_all
from seqmatch.rules.checks.doubt import Doubt
from seqmatch.rules.checks.problem import Problem, dollars
from seqmatch.schemas.reading import RuleReading, StepKind
from seqmatch.schemas.rule import Role, RuleSet
from seqmatch.schemas.simulation import AccountPlace, Failure, Reason, Simulation

PAID_FROM = frozenset(
    (
        Role.BILLS,
        Role.DEBT_PAYOFF,
        Role.OPERATING_EXPENSES,
        Role.PAYROLL,
        Role.HOUSING,
        Role.UTILITIES,
        Role.INSURANCE,
    )
)
"""Roles of accounts whose money is there to be paid out: what nobody takes has no purpose."""
_LEAST_PILE = 10_000
"""Cents a month below which a pile is not worth a word."""
_LEAST_SHARE = 0.15
"""Share of what an account gets below which what stays is a margin, not a pile."""
_MANY_TRANSFERS = 20
"""Transfers to and from outside accounts a month that are worth a word."""


def check_outcome(
    rules: RuleSet,
    readings: Sequence[RuleReading],
    run: Simulation,
    months: int,
    *,
    income_known: bool,
    places: Mapping[str, AccountPlace] | None = None,
) -> Iterator[Problem]:
    """Codes ``runs_short``, ``may_run_short``, ``too_late``, ``piles_up``, ``never_moved`` and ``many_transfers``.

    Parameters
    ----------
    rules, readings, run : the rules, what they mean, and a simulation of them over ``months``.
    income_known : whether the person said what comes in; where it is assumed, running short is no more than possible.
    places : account -> where it is held, as in the simulation.
    """
    places = places or {}
    yield from _short(readings, run, months, income_known, places)
    for pile in piles_of(rules, readings, run, months):
        said = {"gets": dollars(pile.gets), "pays": dollars(pile.pays), "kept": dollars(pile.kept)}
        yield Problem("piles_up", pile.rule, said, pile.account, pile.kept)
    yield from _idle(readings, run)
    external = sum(is_external(places.get(m.source), places.get(m.destination)) for m in run.moves)
    if months and external / months >= _MANY_TRANSFERS:
        yield Problem("many_transfers", None, {"count": str(round(external / months))})


def _short(
    readings: Sequence[RuleReading],
    run: Simulation,
    months: int,
    income_known: bool,
    places: Mapping[str, AccountPlace],
) -> Iterator[Problem]:
    """Moves that fail for want of money, one problem for each action, in accounts that some money reaches."""
    reached = {arrival.account for arrival in run.arrivals} | {move.destination for move in run.moves}
    dated = {reading.number for reading in readings if reading.days}
    doubt = Doubt(readings, run, months)
    told = {(r.number, part.action) for r in readings for step in beyond_all(r) for part in step.parts}
    by_action: dict[tuple[int, int | None], list[Failure]] = {}
    for failure in run.failures:
        is_told = (failure.rule, failure.action) in told
        if failure.reason is Reason.INSUFFICIENT_FUNDS and failure.account in reached and not is_told:
            by_action.setdefault((failure.rule, failure.action), []).append(failure)
    for (rule, action), failures in sorted(by_action.items()):
        first, worst = failures[0], max(failures, key=lambda failure: failure.missing_cents)
        assert first.account is not None
        said = {
            "action": str(action),
            "day": first.day.isoformat(),
            "missing": dollars(first.missing_cents),
            "most": dollars(worst.missing_cents),
            "times": "once" if len(failures) == 1 else f"{len(failures)} times",
        }
        late = _on_its_way(run, first, places) if rule in dated else None
        if late is not None:
            yield Problem("too_late", rule, {**said, "start": late}, first.account, first.missing_cents)
            continue
        lasting = income_known and run.arrivals and _lasts(run, failures)
        is_sure = lasting and not doubt.may_suffice(rule, action, first.account)
        code = "runs_short" if is_sure else "may_run_short"
        yield Problem(code, rule, said, first.account, worst.missing_cents)


def _lasts(run: Simulation, failures: Sequence[Failure]) -> bool:
    """Whether it still fails in the second half of the time: an account that starts empty needs a while to fill."""
    first, last = run.arrivals[0].day, run.arrivals[-1].day
    return failures[-1].day >= first + (last - first) / 2


def _on_its_way(run: Simulation, failure: Failure, places: Mapping[str, AccountPlace]) -> str | None:
    """The day by which money on its way to the account should have started; None where none was."""
    for move in reversed(run.moves):
        if move.destination != failure.account or move.day > failure.day:
            continue
        days = business_days(places.get(move.source), places.get(move.destination))
        start = before(failure.day, days)
        if days and move.day > start:
            return start.isoformat()
    return None


@dataclass(frozen=True, slots=True)
class Pile:
    """An account that exists to be paid out and keeps a good part of what it gets; cents a month."""

    account: str
    gets: int
    pays: int
    rule: int

    @property
    def kept(self) -> int:
        return self.gets - self.pays


def piles_of(rules: RuleSet, readings: Sequence[RuleReading], run: Simulation, months: int) -> list[Pile]:
    """Accounts where money piles up without a purpose, in the order money first reaches them."""
    roles = {same_account(name): role for name, role in roles_of(rules).items()}
    unstated = {s.source for reading in readings for s in reading.steps if s.kind is StepKind.PAYMENT}
    unsettled = {reading.account for reading in readings if not reading.settled}
    received: Counter[str] = Counter()
    paid: Counter[str] = Counter()
    last: dict[str, int] = {}
    for move in run.moves:
        received[move.destination] += move.cents
        paid[move.source] += move.cents
        last[move.source] = move.rule
    found = []
    for name, cents in received.items():
        if roles.get(name) in PAID_FROM and paid[name] and name not in unstated and name not in unsettled:
            pile = Pile(name, cents // months, paid[name] // months, last[name])
            if pile.kept >= max(_LEAST_PILE, _LEAST_SHARE * pile.gets):
                found.append(pile)
    return found


def _idle(readings: Sequence[RuleReading], run: Simulation) -> Iterator[Problem]:
    """Rules that could run and never moved a cent."""
    busy = {move.rule for move in run.moves} | {failure.rule for failure in run.failures}
    for reading in readings:
        stated = any(
            s.kind is not StepKind.PAYMENT and any(p.destination != s.source for p in s.parts) for s in reading.steps
        )
        if reading.settled and stated and reading.number not in busy:
            yield Problem("never_moved", reading.number, {}, reading.account)
