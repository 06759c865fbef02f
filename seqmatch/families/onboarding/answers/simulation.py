"""Checks and simulates rules for an answer. Account names stay out of it: accounts are told by what they are for."""

from __future__ import annotations

from collections import Counter

from seqmatch.errors import ArgumentError
from seqmatch.rules.accounts.roles import roles_of
from seqmatch.rules.checks.check import check_rules
from seqmatch.rules.simulation.schedule import income_accounts, month_of, monthly
from seqmatch.rules.simulation.simulate import simulate
from seqmatch.rules.triggers import same_account
from seqmatch.schemas.answer import AccountBalance, FailedAction, Finding, SimulationSummary
from seqmatch.schemas.profile import INCOME_MONTHLY_CENTS, Profile
from seqmatch.schemas.rule import ROLE_TEXT, Role, RuleSet
from seqmatch.schemas.simulation import REASON_TEXT, Simulation

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


def assumed(profile: Profile, income_cents: int) -> str:
    """An income that was not stated, in words, with where it comes from."""
    whose = "no income is known" if profile.annual_income is None else "typical of the income band"
    return f"{dollars(income_cents)} a month ({whose})"


def run_months(rules: RuleSet, income_cents: int, months: int = MONTHS) -> Simulation | None:
    """``income_cents`` a month through ``rules``; None where there is no rule to run."""
    accounts = income_accounts(rules)
    return simulate(rules, monthly(income_cents, accounts, months=months)) if accounts else None


def account_labels(rules: RuleSet) -> dict[str, str]:
    """What each account of ``rules`` is called without its name: its role, numbered where roles repeat."""
    roles = {same_account(name): role for name, role in roles_of(rules).items()}
    many = Counter(roles.values())
    seen: Counter[Role] = Counter()
    labels = {}
    for name, role in roles.items():
        seen[role] += 1
        labels[name] = f"{ROLE_TEXT[role]} {seen[role]}" if many[role] > 1 else ROLE_TEXT[role]
    return labels


def summary(rules: RuleSet, income_cents: int, months: int = MONTHS) -> SimulationSummary:
    """The simulation as it is told in an answer."""
    run = run_months(rules, income_cents, months)
    if run is None:
        return SimulationSummary(
            income_cents=0, months=months, balances=[], moved_cents=0, unallocated_cents=0, failures=[]
        )
    labels = account_labels(rules)
    return SimulationSummary(
        income_cents=income_cents,
        months=months,
        balances=_told_balances([(labels.get(name, ROLE_TEXT[Role.UNKNOWN]), c) for name, c in run.balances.items()]),
        moved_cents=run.moved_cents,
        unallocated_cents=run.unallocated_cents,
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


def _told_balances(balances: list[tuple[str, int]]) -> list[AccountBalance]:
    if len(balances) > MOST_BALANCES:
        rest = sum(cents for _, cents in balances[MOST_BALANCES - 1 :])
        balances = [*balances[: MOST_BALANCES - 1], (OTHER_ACCOUNTS, rest)]
    return [AccountBalance(account=account, cents=cents) for account, cents in balances]


def sound_flows(rules: RuleSet, income_cents: int) -> set[tuple[str, str]] | None:
    """From where to where money moves; None where ``rules`` have an error or a move fails in any month."""
    if any(finding.severity == "error" for finding in check_rules(rules)):
        return None
    run = run_months(rules, income_cents)
    if run is None:
        return set()
    return None if run.failures else set(run.flows())


def findings_of(rules: RuleSet) -> list[Finding]:
    """The findings that matter most, errors first, at most MOST_FINDINGS."""
    return check_rules(rules)[:MOST_FINDINGS]


def dollars(cents: int) -> str:
    return f"${cents / 100:,.2f}"


def simulation_lines(told: SimulationSummary) -> list[str]:
    """A simulation in words."""
    if not told.income_cents:
        return ["Nothing to simulate: there is no rule."]
    held = ", ".join(f"{balance.account} {dollars(balance.cents)}" for balance in told.balances if balance.cents)
    lines = [
        f"Simulated over {told.months} months, {dollars(told.income_cents)} each, from empty accounts: "
        f"{dollars(told.moved_cents)} moved, {dollars(told.unallocated_cents)} left without a purpose.",
        f"After {told.months} months: {held}.",
    ]
    lines += [
        f"Failed {failure.times} x, first in month {failure.first_month}: rule {failure.rule}"
        + (f", action {failure.action}" if failure.action is not None else "")
        + f": {failure.reason}."
        for failure in told.failures
    ]
    return lines


def finding_lines(findings: list[Finding]) -> list[str]:
    return [f"{finding.severity}: {finding.message} [{finding.code}]" for finding in findings]
