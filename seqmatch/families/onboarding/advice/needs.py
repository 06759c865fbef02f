"""What a sensible friend would see to, in order: a table of needs for people and one for businesses.

A need is a row: who has it, what serves it, how much, and why. The order follows public guidance (CFPB on emergency
funds and on being behind with bills, IRS Publication 505, Profit First, 50/30/20); the goal's own roles lead.
Nothing here is tax, legal or investment advice.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from seqmatch.families.onboarding.advice import amounts, reasons
from seqmatch.families.onboarding.advice.picture import ESSENTIAL, RESERVES, Kind, Picture
from seqmatch.families.onboarding.advice.room import Urgency
from seqmatch.schemas.goal import canonical_goal
from seqmatch.schemas.rule import Role


@dataclass(frozen=True, slots=True)
class Need:
    """One row of the table.

    Attributes
    ----------
    key : its name in code and tests.
    kinds : whose need it is.
    role : what a new account for it is for.
    served_by : roles of accounts any of which serves it already.
    arises : whether this person has it at all.
    share : the share of the income it should get, 0 to 1.
    why : one sentence about this person's money.
    urgency : how deep it may cut into what the person does today.
    goals : what a person may be after that this need answers first.
    """

    key: str
    kinds: tuple[Kind, ...]
    role: Role
    served_by: frozenset[Role]
    arises: Callable[[Picture], bool]
    share: Callable[[Picture], float]
    why: Callable[[Picture, int], str]
    urgency: Urgency = Urgency.NORMAL
    goals: frozenset[str] = frozenset()

    def is_served(self, picture: Picture) -> bool:
        """Whether some account of the person serves it already."""
        return picture.has(*self.served_by)


_HOME = (Kind.PERSONAL,)
_OWN_FIRM = (Kind.BUSINESS,)
_EVERYBODY = (Kind.PERSONAL, Kind.BUSINESS, Kind.NONPROFIT, Kind.LANDLORD)


def _always(picture: Picture) -> bool:
    return True


def _wants(*goals: str) -> Callable[[Picture], bool]:
    """Whether the person is after one of these."""
    return lambda picture: picture.goal is not None and canonical_goal(picture.goal) in goals


_BUSINESS_COSTS = frozenset((Role.OPERATING_EXPENSES, Role.BILLS, Role.COST_OF_GOODS, Role.PAYROLL, Role.MARKETING))
_PAYS_BILLS = frozenset((*ESSENTIAL, *_BUSINESS_COSTS)) - {Role.GROCERIES, Role.TRANSPORT, Role.HEALTH}
_DEBT_ROLES = frozenset((Role.DEBT_PAYOFF, Role.CREDIT_CARD, Role.LOAN))
_MATERIAL_OCCUPATIONS = frozenset(
    (
        "CONSTRUCTION_MECHANIC_OR_MAINTENANCE_WORKER",
        "FOOD_SERVICE_WORKER",
        "MANUFACTURING_OR_PRODUCTION_WORKER",
        "FARMER_FISHERMAN_FORESTER",
    )
)


def _buys_material(picture: Picture) -> bool:
    return picture.query.profile.occupation in _MATERIAL_OCCUPATIONS


def _is_older(picture: Picture) -> bool:
    return picture.query.profile.age_group == "65+"


def _can_think_of_later(picture: Picture) -> bool:
    return (
        picture.annual_cents >= 5_000_000
        and not _is_older(picture)
        and not picture.debts
        and not picture.overdue
        and not _wants("PAY_OFF_DEBT", "STOP_PAYING_LATE_FEES")(picture)
    )


def _owes(picture: Picture) -> bool:
    return bool(picture.debts) or _wants("PAY_OFF_DEBT")(picture)


def _is_new(picture: Picture) -> bool:
    return not picture.query.has_rules


def _goals(*names: str) -> frozenset[str]:
    return frozenset(names)


_OVERVIEW = ("AUTOMATE_MY_BUDGETING", "ORGANIZE_FINANCING", "VISUALIZE_AND_TRACK_FINANCES", "MAINTAIN_CONTROL")
_BILLS_ON_TIME = ("AUTOMATE_MY_BILLS", "STOP_PAYING_LATE_FEES", "MANAGE_BUSINESS_PAYMENTS")

NEEDS: tuple[Need, ...] = (
    Need(
        "bills",
        _HOME,
        Role.BILLS,
        _PAYS_BILLS,
        _always,
        amounts.bills,
        reasons.bills,
        urgency=Urgency.FIRST,
        goals=_goals(*_BILLS_ON_TIME, *_OVERVIEW, "OPTIMIZE_CASH_FLOW"),
    ),
    Need(
        "costs",
        (Kind.BUSINESS, Kind.NONPROFIT),
        Role.OPERATING_EXPENSES,
        frozenset((Role.OPERATING_EXPENSES, Role.BILLS, Role.COST_OF_GOODS)),
        lambda picture: _is_new(picture) or _wants(*_BILLS_ON_TIME)(picture),
        amounts.costs,
        reasons.costs,
        urgency=Urgency.FIRST,
        goals=_goals(*_BILLS_ON_TIME, *_OVERVIEW, "OPTIMIZE_CASH_FLOW"),
    ),
    Need(
        "material",
        _OWN_FIRM,
        Role.COST_OF_GOODS,
        frozenset((Role.COST_OF_GOODS,)),
        lambda picture: _buys_material(picture) and _is_new(picture),
        lambda picture: 0.20,
        reasons.material,
        urgency=Urgency.FIRST,
    ),
    Need(
        "taxes",
        _EVERYBODY,
        Role.TAXES,
        frozenset((Role.TAXES,)),
        lambda picture: picture.nobody_withholds or _wants("SAVE_FOR_TAXES")(picture),
        amounts.taxes,
        reasons.tax,
        urgency=Urgency.FIRST,
        goals=_goals("SAVE_FOR_TAXES"),
    ),
    Need(
        "repairs",
        (Kind.LANDLORD,),
        Role.HOME_REPAIR,
        frozenset((Role.HOME_REPAIR, Role.SINKING_FUND, *RESERVES)),
        _always,
        lambda picture: 0.10,
        reasons.home,
        urgency=Urgency.FIRST,
        goals=_goals(*_OVERVIEW, *_BILLS_ON_TIME, "OPTIMIZE_CASH_FLOW"),
    ),
    Need(
        "property insurance",
        (Kind.LANDLORD,),
        Role.INSURANCE,
        frozenset((Role.INSURANCE,)),
        _always,
        lambda picture: 0.05,
        reasons.property_insurance,
    ),
    Need(
        "profit",
        _OWN_FIRM,
        Role.PROFIT,
        frozenset((Role.PROFIT,)),
        _wants("PROFIT_FIRST"),
        lambda picture: amounts.profit_first(picture).profit,
        reasons.profit_first("profit"),
        goals=_goals("PROFIT_FIRST"),
    ),
    Need(
        "owner's pay",
        _OWN_FIRM,
        Role.OWNERS_PAY,
        frozenset((Role.OWNERS_PAY,)),
        _is_new,
        amounts.owners_pay,
        reasons.owner,
        goals=_goals("PROFIT_FIRST"),
    ),
    Need(
        "investing",
        _EVERYBODY,
        Role.INVESTMENTS,
        frozenset((Role.INVESTMENTS,)),
        _wants("AUTOMATE_MY_INVESTMENTS"),
        lambda picture: 0.15,
        reasons.invest,
        goals=_goals("AUTOMATE_MY_INVESTMENTS"),
    ),
    Need(
        "card in full",
        _EVERYBODY,
        Role.CREDIT_CARD,
        frozenset((Role.CREDIT_CARD,)),
        _wants("MAXIMIZE_BANK_REWARDS"),
        lambda picture: 0.20,
        reasons.rewards,
        goals=_goals("MAXIMIZE_BANK_REWARDS"),
    ),
    Need(
        "debts",
        _EVERYBODY,
        Role.DEBT_PAYOFF,
        _DEBT_ROLES,
        _owes,
        amounts.debts,
        reasons.debt,
        goals=_goals("PAY_OFF_DEBT"),
    ),
    Need(
        "reserve",
        (Kind.PERSONAL, Kind.BUSINESS, Kind.NONPROFIT),
        Role.EMERGENCY_FUND,
        RESERVES,
        _always,
        amounts.reserve,
        reasons.reserve,
        urgency=Urgency.URGENT,
        goals=_goals(*_OVERVIEW, "MAXIMIZE_MY_SAVINGS", "OPTIMIZE_CASH_FLOW", "MAXIMIZE_BANK_REWARDS"),
    ),
    Need(
        "landlord's savings",
        (Kind.LANDLORD,),
        Role.SAVINGS,
        RESERVES,
        _wants("MAXIMIZE_MY_SAVINGS"),
        amounts.reserve,
        reasons.reserve,
        goals=_goals("MAXIMIZE_MY_SAVINGS"),
    ),
    Need(
        "home",
        _HOME,
        Role.HOME_REPAIR,
        frozenset((Role.HOME_REPAIR, Role.SINKING_FUND)),
        lambda picture: picture.has(Role.MORTGAGE),
        lambda picture: 0.05,
        reasons.home,
    ),
    Need("health", _HOME, Role.HEALTH, frozenset((Role.HEALTH,)), _is_older, lambda picture: 0.05, reasons.health),
    Need(
        "sinking fund",
        _HOME,
        Role.SINKING_FUND,
        frozenset((Role.SINKING_FUND, Role.HOME_REPAIR, Role.TRAVEL)),
        lambda picture: not picture.overdue,
        lambda picture: 0.05,
        reasons.sinking,
    ),
    Need(
        "retirement",
        _HOME,
        Role.RETIREMENT,
        frozenset((Role.RETIREMENT, Role.INVESTMENTS)),
        _can_think_of_later,
        lambda picture: 0.10,
        reasons.retirement,
    ),
)
"""In the order in which they are seen to; what answers the goal is seen to first."""


def needs_of(picture: Picture) -> list[Need]:
    """What this person needs, served or not: what answers their goal first, the rest in the table's order."""
    mine = [need for need in NEEDS if picture.kind in need.kinds and need.arises(picture)]
    goal = None if picture.goal is None else canonical_goal(picture.goal)
    return sorted(mine, key=lambda need: goal not in need.goals)
