"""Checks and simulates rules for an answer. Accounts are told by the caller's own names: data, cut and on one line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from seqmatch.errors import ArgumentError
from seqmatch.rules.account_names import same_account
from seqmatch.rules.accounts.places import kind_of_account
from seqmatch.rules.accounts.roles import roles_of
from seqmatch.rules.checks.check import LONGEST_NAME, check_rules
from seqmatch.rules.checks.outcome import check_outcome
from seqmatch.rules.checks.problem import Problem
from seqmatch.rules.plain_text import plain
from seqmatch.rules.reading import read_rules
from seqmatch.rules.simulation.schedule import income_accounts, month_of, monthly
from seqmatch.rules.simulation.simulate import simulate
from seqmatch.schemas.answers.onboarding import AccountBalance, FailedAction, Finding, PlanQuestion, SimulationSummary
from seqmatch.schemas.profile import INCOME_MONTHLY_CENTS, Profile
from seqmatch.schemas.rule import Role, RuleSet
from seqmatch.schemas.simulation import REASON_TEXT, AccountPlace, Simulation

MONTHS = 12
"""How long rules must stand: a year sees every day of the month, and balances that rules wait for."""
TYPICAL_INCOME_CENTS = 625_000
"""A month's income that is assumed where neither the person nor their income band says more."""
MOST_INCOME_CENTS = 10**12
MOST_FAILURES = 10
MOST_BALANCES = 40
MOST_FINDINGS = 20
OTHER_ACCOUNTS = "All other accounts"
"""What the balances beyond MOST_BALANCES are summed up as, so that what is told adds up to what arrived."""


@dataclass(frozen=True)
class Assumptions:
    """What a simulation rests on beside the rules.

    Attributes
    ----------
    income_cents : a month's income.
    income_known : whether the person said so.
    amounts : account -> cents a month of payments whose amount is not in the text.
    places : account -> where it is held.
    """

    income_cents: int
    income_known: bool = False
    amounts: Mapping[str, int] = field(default_factory=dict)
    places: Mapping[str, AccountPlace] = field(default_factory=dict)


@dataclass(frozen=True)
class Year:
    """Rules, looked at and run for MONTHS.

    Attributes
    ----------
    run : None where there is no rule to run.
    findings : errors first.
    """

    rules: RuleSet
    assumptions: Assumptions
    run: Simulation | None
    findings: list[Finding]

    def summary(self) -> SimulationSummary:
        return _summary(self.rules, self.run, self.assumptions)


def income_of(profile: Profile, stated_cents: int | None) -> int:
    """A month's income in cents: as stated, else typical of the income band, else of everyone.

    Raises
    ------
    ArgumentError : a stated income that is not positive, or beyond belief.
    """
    if stated_cents is None:
        return TYPICAL_INCOME_CENTS if profile.annual_income is None else INCOME_MONTHLY_CENTS[profile.annual_income]
    if not 1 <= stated_cents <= MOST_INCOME_CENTS:
        raise ArgumentError(
            "Must be a positive number of cents.",
            path="monthly_income_cents",
            example='{"monthly_income_cents": 450000}',
        )
    return stated_cents


def assumptions_of(
    profile: Profile,
    stated_cents: int | None,
    amounts: Mapping[str, int] | None = None,
    accounts: Mapping[str, AccountPlace] | None = None,
) -> Assumptions:
    """What a caller says of income, payments and accounts, account names without the spaces at their ends.

    Raises
    ------
    ArgumentError : a stated income that is not positive, or beyond belief.
    """
    return Assumptions(
        income_of(profile, stated_cents),
        stated_cents is not None,
        {same_account(name): cents for name, cents in (amounts or {}).items()},
        {same_account(name): place for name, place in (accounts or {}).items()},
    )


def assumed(profile: Profile, income_cents: int) -> str:
    """An income that was not stated, in words, with where it comes from."""
    whose = "no income is known" if profile.annual_income is None else "typical of the income band"
    return f"{dollars(income_cents)} a month ({whose})"


def run_months(rules: RuleSet, assumptions: Assumptions, months: int = MONTHS) -> Simulation | None:
    """The income of each month through ``rules``; None where there is no rule to run."""
    amounts = tuple(assumptions.amounts.items())
    return _run(rules, assumptions.income_cents, amounts, tuple(places_of(rules, assumptions).items()), months)


@lru_cache(maxsize=32)
def _run(
    rules: RuleSet,
    income_cents: int,
    amounts: tuple[tuple[str, int], ...],
    places: tuple[tuple[str, AccountPlace], ...],
    months: int,
) -> Simulation | None:
    """One answer looks at the same year several times: as a draft, as a plan, as a finding."""
    accounts = income_accounts(rules)
    if not accounts:
        return None
    arrivals = monthly(income_cents, accounts, months=months)
    return simulate(rules, arrivals, amounts=dict(amounts), places=dict(places))


def places_of(rules: RuleSet, assumptions: Assumptions) -> dict[str, AccountPlace]:
    """Where accounts are held: as told, else by their names; none at all where the caller tells none.

    Names alone are too weak to hold up money that may move at once.
    """
    if not assumptions.places:
        return {}
    found = {
        same_account(name): place for name, role in roles_of(rules).items() if (place := kind_of_account(name, role))
    }
    return {**found, **assumptions.places}


def year_of(rules: RuleSet, assumptions: Assumptions, others: Iterable[Problem] = ()) -> Year:
    """``rules`` checked and run for MONTHS; ``others`` are problems that the caller found beside."""
    run = run_months(rules, assumptions)
    outcome = [*others]
    if run is not None:
        outcome += check_outcome(
            rules,
            read_rules(rules),
            run,
            MONTHS,
            income_known=assumptions.income_known,
            places=places_of(rules, assumptions),
        )
    return Year(rules, assumptions, run, check_rules(rules, outcome))


def told_name(name: str) -> str:
    """An account's name as a balance or a finding tells it."""
    return plain(name, LONGEST_NAME)


def _summary(rules: RuleSet, run: Simulation | None, assumptions: Assumptions) -> SimulationSummary:
    if run is None:
        return SimulationSummary(
            income_cents=0, months=MONTHS, balances=[], moved_cents=0, unallocated_cents=0, failures=[]
        )
    roles = {same_account(name): role for name, role in roles_of(rules).items()}
    return SimulationSummary(
        income_cents=assumptions.income_cents,
        months=MONTHS,
        balances=_told_balances(
            [
                AccountBalance(account=told_name(name), role=roles.get(name, Role.UNKNOWN).value, cents=cents)
                for name, cents in run.balances.items()
            ]
        ),
        moved_cents=run.moved_cents,
        unallocated_cents=run.unallocated_cents,
        in_transit_cents=sum(run.in_transit.values()),
        failures=[
            FailedAction(
                rule=cause.rule,
                action=cause.action,
                reason=REASON_TEXT[cause.reason],
                times=cause.times,
                first_month=month_of(cause.first),
            )
            for cause in run.causes()[:MOST_FAILURES]
        ],
    )


def _told_balances(balances: list[AccountBalance]) -> list[AccountBalance]:
    if len(balances) <= MOST_BALANCES:
        return balances
    rest = sum(balance.cents for balance in balances[MOST_BALANCES - 1 :])
    return [*balances[: MOST_BALANCES - 1], AccountBalance(account=OTHER_ACCOUNTS, role="unknown", cents=rest)]


def dollars(cents: int) -> str:
    return f"${cents / 100:,.2f}"


def simulation_lines(told: SimulationSummary) -> list[str]:
    """A simulation in words; names are quoted."""
    if not told.income_cents:
        return ["Nothing to simulate: there is no rule."]
    held = ", ".join(
        f"{quoted(balance.account)} {dollars(balance.cents)}" for balance in told.balances if balance.cents
    )
    lines = [
        f"Simulated over {told.months} months, {dollars(told.income_cents)} each, from empty accounts: "
        f"{dollars(told.moved_cents)} moved, {dollars(told.unallocated_cents)} left without a purpose.",
        f"After {told.months} months: {held}.",
    ]
    if told.in_transit_cents:
        lines.append(f"On its way at the end: {dollars(told.in_transit_cents)}.")
    lines += [
        f"Failed {failure.times} x, first in month {failure.first_month}: rule {failure.rule}"
        + (f", action {failure.action}" if failure.action is not None else "")
        + f": {failure.reason}."
        for failure in told.failures
    ]
    return lines


def question_lines(questions: Sequence[PlanQuestion]) -> list[str]:
    """Questions in words, with where the answer goes."""
    return [
        f"- {question.ask}"
        + (f" (account {quoted(question.account)})" if question.account else "")
        + f" {question.why} Send it as {question.argument}."
        for question in questions
    ]


def quoted(name: str) -> str:
    """An account's name in a sentence, marked as what somebody typed."""
    return f"“{name}”"


def finding_lines(findings: list[Finding]) -> list[str]:
    return [
        f"{finding.severity}: {finding.message} [{finding.code}]"
        + (f" (account {quoted(finding.account)})" if finding.account else "")
        for finding in findings
    ]
