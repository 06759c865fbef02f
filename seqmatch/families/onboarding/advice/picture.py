"""The picture of a person's money: what comes in, what it is for, what is owed and when, what is missing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from seqmatch.families.onboarding.advice import words
from seqmatch.families.onboarding.advice.simulation import MONTHS, Assumptions, Year, income_of, year_of
from seqmatch.families.onboarding.person import Query
from seqmatch.rules.account_names import same_account
from seqmatch.rules.accounts.roles import role_of
from seqmatch.rules.checks.outcome import Pile, piles_of
from seqmatch.rules.not_theirs import NotTheirs, not_theirs
from seqmatch.rules.reading import DEBTS
from seqmatch.schemas.reading import RuleReading, StepKind
from seqmatch.schemas.rule import Role

ESSENTIAL = frozenset(
    (
        Role.BILLS,
        Role.HOUSING,
        Role.MORTGAGE,
        Role.UTILITIES,
        Role.PHONE_INTERNET,
        Role.INSURANCE,
        Role.GROCERIES,
        Role.TRANSPORT,
        Role.HEALTH,
        Role.CHILDREN_EDUCATION,
    )
)
"""What keeps a roof, light, food and work."""
BILL_ROLES = frozenset(
    (Role.BILLS, Role.HOUSING, Role.MORTGAGE, Role.UTILITIES, Role.PHONE_INTERNET, Role.INSURANCE, Role.SUBSCRIPTIONS)
)
RESERVES = frozenset((Role.EMERGENCY_FUND, Role.SAVINGS))
_OF_A_FIRM = frozenset(
    (
        Role.OPERATING_EXPENSES,
        Role.PAYROLL,
        Role.COST_OF_GOODS,
        Role.PROFIT,
        Role.OWNERS_PAY,
        Role.MARKETING,
    )
)
_OF_A_HOME = frozenset(
    (
        Role.GROCERIES,
        Role.DINING,
        Role.FUN_MONEY,
        Role.SHOPPING,
        Role.TRAVEL,
        Role.CHILDREN_EDUCATION,
        Role.PETS,
        Role.HEALTH,
        Role.HOUSING,
        Role.MORTGAGE,
    )
)
_COSTLY_DEBTS = DEBTS - {Role.MORTGAGE}
_POTS = frozenset((Role.BILLS, Role.OPERATING_EXPENSES, Role.PAYROLL))
_NEARLY_ALL = 0.9
_OCCUPATIONS_WITHOUT_WITHHOLDING = frozenset(("GIG_WORKER",))


class Kind(StrEnum):
    """Whose money it is; it decides which needs come first."""

    PERSONAL = "personal"
    BUSINESS = "business"
    NONPROFIT = "nonprofit"
    LANDLORD = "landlord"


@dataclass(frozen=True, slots=True)
class Account:
    """One account over a simulated year.

    Attributes
    ----------
    gets, pays : cents a month that reach it, and that rules take from it.
    held_for : whose money it holds, None for the person's own.
    overdue : whether its name says that it is behind.
    """

    name: str
    role: Role
    gets: int
    pays: int
    held_for: NotTheirs | None = None
    overdue: bool = False


@dataclass(frozen=True, slots=True)
class Obligation:
    """A payment that somebody waits for.

    Attributes
    ----------
    account, source : who is paid, from where.
    cents : a month, None where the text does not say.
    day : of the month, None where it is paid when money arrives.
    """

    account: str
    role: Role
    source: str
    cents: int | None
    day: int | None


@dataclass(frozen=True)
class Picture:
    """All that advice looks at.

    Attributes
    ----------
    query : profile and rules.
    year : the rules as they are, checked and run.
    readings : what the rules mean.
    goal : what they are after, stated or made plain by their rules; None where neither says.
    """

    query: Query
    year: Year
    readings: tuple[RuleReading, ...]
    goal: str | None = None

    @property
    def income_cents(self) -> int:
        """A month's income, known or assumed."""
        return self.year.assumptions.income_cents

    @property
    def annual_cents(self) -> int:
        return 12 * self.income_cents

    @cached_property
    def roles(self) -> dict[str, Role]:
        return {same_account(name): role for name, role in self.query.roles.items()}

    @cached_property
    def accounts(self) -> dict[str, Account]:
        gets: Counter[str] = Counter()
        pays: Counter[str] = Counter()
        if self.year.run is not None:
            for arrival in self.year.run.arrivals:
                gets[arrival.account] += arrival.cents
            for move in self.year.run.moves:
                gets[move.destination] += move.cents
                pays[move.source] += move.cents
        return {
            name: Account(
                name, role, gets[name] // MONTHS, pays[name] // MONTHS, not_theirs(name), words.says_overdue(name)
            )
            for name, role in self.roles.items()
        }

    @cached_property
    def incomes(self) -> list[str]:
        """Where money comes in."""
        return list(dict.fromkeys(arrival.account for arrival in self.year.run.arrivals)) if self.year.run else []

    @cached_property
    def kind(self) -> Kind:
        user_type = self.query.profile.user_type
        entries = [name for name in self.roles if name not in self.fed]
        if user_type == "INDIVIDUAL":
            return Kind.PERSONAL
        if any(words.says_donations(name) for name in entries):
            return Kind.NONPROFIT
        if any(words.says_rents(name) for name in entries):
            return Kind.LANDLORD
        if user_type == "BUSINESS" and self.query.profile.occupation != "GIG_WORKER":
            return Kind.PERSONAL if self._runs_a_household else Kind.BUSINESS
        if self.has(Role.PROFIT, Role.OWNERS_PAY) and self.has(Role.OPERATING_EXPENSES, Role.PAYROLL):
            return Kind.BUSINESS
        return Kind.PERSONAL

    @property
    def _runs_a_household(self) -> bool:
        """Whether the rules are those of a home, whatever the profile says: people with a firm have one too."""
        return not self.has(*_OF_A_FIRM) and sum(role in _OF_A_HOME for role in map(self.roles.get, self.fed)) > 1

    @cached_property
    def nobody_withholds(self) -> bool:
        """Whether income tax has to be set aside, because no employer does it."""
        if self.kind is Kind.NONPROFIT:
            return False
        profile = self.query.profile
        if self.incomes and all(words.says_pay(name) for name in self.incomes):
            return False
        if profile.user_type == "BUSINESS" or profile.occupation in _OCCUPATIONS_WITHOUT_WITHHOLDING:
            return True
        if self.kind in (Kind.BUSINESS, Kind.LANDLORD):
            return True
        return bool(self.incomes) and all(words.says_own_work(name) for name in self.incomes)

    @cached_property
    def fed(self) -> frozenset[str]:
        """Accounts that some rule sends money to."""
        return frozenset(p.destination for reading in self.readings for step in reading.steps for p in step.parts)

    def has(self, *roles: Role) -> bool:
        """Whether rules send money to an account of the person's own for one of these, whatever its name says."""
        return any(self.roles.get(name) in roles and not_theirs(name) is None for name in self.fed)

    def of(self, *roles: Role) -> list[str]:
        """The accounts for these that get money, the largest first."""
        found = [account for account in self.accounts.values() if account.role in roles and account.gets]
        return [account.name for account in sorted(found, key=lambda account: -account.gets)]

    @cached_property
    def given(self) -> dict[tuple[str, str], int]:
        """(source, destination) -> cents a month that move between them today."""
        flows = self.year.run.flows() if self.year.run else {}
        return {ends: cents // MONTHS for ends, cents in flows.items()}

    @cached_property
    def debts(self) -> list[str]:
        """Debts that cost high interest, and envelopes for them; never a mortgage."""
        return [name for name in self.roles if name in self.fed and self.roles[name] in _COSTLY_DEBTS]

    @cached_property
    def overdue(self) -> list[str]:
        return [account.name for account in self.accounts.values() if account.overdue]

    @cached_property
    def held_for_others(self) -> list[str]:
        return [account.name for account in self.accounts.values() if account.held_for is not None]

    @cached_property
    def obligations(self) -> list[Obligation]:
        """Payments to others, in the order of their days, those without a day last."""
        found: list[Obligation] = []
        for reading in self.readings:
            days: Iterable[int | None] = reading.days or (None,)
            for step in reading.steps:
                for part in step.parts:
                    role = self.roles.get(part.destination, Role.UNKNOWN)
                    fixed = step.kind is StepKind.FIXED and isinstance(part.value, int)
                    is_paid = fixed and (reading.days or role in ESSENTIAL or role in DEBTS)
                    if not is_paid and not (step.kind is StepKind.PAYMENT and role in DEBTS | ESSENTIAL):
                        continue
                    told = self.year.assumptions.amounts.get(part.destination)
                    cents = part.value if fixed and isinstance(part.value, int) else told
                    found += [Obligation(part.destination, role, step.source, cents, day) for day in days]
        return sorted(found, key=lambda obligation: obligation.day or 32)

    @cached_property
    def told_bills(self) -> int:
        """Cents a month that the caller says the bills come to, 0 where nothing is said."""
        told = self.year.assumptions.amounts
        return sum(cents for name, cents in told.items() if role_of(name) in BILL_ROLES)

    @cached_property
    def essentials_cents(self) -> int:
        """A month of essentials: what is told of them, half of the income where little is."""
        told = sum(o.cents for o in self.obligations if o.cents and o.role in ESSENTIAL)
        return max(told, self.income_cents // 2)

    @cached_property
    def needs_of_pots(self) -> dict[str, int]:
        """Account -> cents a month that its dated payments come to; accounts that pay nothing dated are left out."""
        needed: Counter[str] = Counter()
        for obligation in self.obligations:
            if obligation.day is not None and obligation.cents:
                needed[obligation.source] += obligation.cents
        return dict(needed)

    @cached_property
    def short(self) -> dict[str, int]:
        """Accounts that run short -> cents a month that their payments come to."""
        found: dict[str, int] = {}
        for failure in self.year.run.failures if self.year.run else ():
            if failure.account is not None:
                needed = self.needs_of_pots.get(failure.account, 0)
                if needed > self.accounts[failure.account].gets:
                    found[failure.account] = needed
        return found

    @cached_property
    def piles(self) -> list[Pile]:
        """Accounts where money piles up without a purpose."""
        run = self.year.run
        return [] if run is None else piles_of(self.query.rules, self.readings, run, MONTHS)

    @cached_property
    def hub(self) -> str | None:
        """The account the money is divided from."""
        parts: Counter[str] = Counter()
        for reading in self.readings:
            if not reading.days and not reading.conditions:
                parts[reading.account] += sum(len(step.parts) for step in reading.steps)
        candidates = [
            name for name in parts if self.accounts[name].held_for is None and not self._is_pot(name)
        ] or list(parts)
        if not candidates:
            return None
        most = max(self.accounts[name].gets for name in candidates)
        near = [name for name in candidates if self.accounts[name].gets * 2 >= most]
        return max(near, key=lambda name: (parts[name] > 1, self.accounts[name].gets, parts[name]))

    def _is_pot(self, name: str) -> bool:
        """Whether an account is there for payments; what nearly all income passes through is not, whatever its name."""
        return self.roles[name] in _POTS and self.accounts[name].gets < _NEARLY_ALL * self.income_cents


def picture_of(query: Query, assumptions: Assumptions, goal: str | None = None) -> Picture:
    """Look at a person's money as their rules move it today."""
    return Picture(query, year_of(query.rules, assumptions), query.readings, goal)


def picture_of_rules(query: Query) -> Picture:
    """As :func:`picture_of` without running the rules: what accounts are for and what is owed, but no balances."""
    unrun = Year(query.rules, Assumptions(income_of(query.profile, None)), None, [])
    return Picture(query, unrun, query.readings)
