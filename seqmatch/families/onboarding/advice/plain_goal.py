"""Goals that rules make plain: who pays four debts is paying off debt, whatever a model thinks of people alike.

A claim needs enough accounts for one purpose, and that these are most of what the rules do: among many others, a few
debts or tax pots tell little of what somebody wants.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from seqmatch.families.onboarding.advice.picture import BILL_ROLES, Kind, Picture
from seqmatch.rules.reading import DEBTS
from seqmatch.schemas.reading import StepKind
from seqmatch.schemas.rule import Role

_PROFIT_FIRST = frozenset((Role.PROFIT, Role.OWNERS_PAY, Role.TAXES, Role.OPERATING_EXPENSES))
_SAVED = frozenset((Role.SAVINGS, Role.EMERGENCY_FUND, Role.SINKING_FUND))
_INVESTED = frozenset((Role.INVESTMENTS, Role.RETIREMENT, Role.CRYPTO))
_PASSES_ON = frozenset((Role.ROUTER, Role.INCOME))
_NO_ENVELOPE = _PASSES_ON | _PROFIT_FIRST - {Role.TAXES, Role.OPERATING_EXPENSES}
_ENVELOPES = (
    frozenset(Role) - _NO_ENVELOPE - {Role.UNKNOWN, Role.CHECKING, Role.PAYROLL, Role.COST_OF_GOODS, Role.MARKETING}
)
_WHOLE = 9_500
"""A division that shares this much, in hundredths of a percent, shares all of the pay."""


@dataclass(frozen=True, slots=True)
class PlainGoal:
    """A goal that rules tell.

    Attributes
    ----------
    goal : what they are after.
    strength : how many accounts serve it.
    why : the sentence that tells it, "your rules already …".
    """

    goal: str
    strength: int
    why: str


def plain_goal(picture: Picture) -> PlainGoal | None:
    """The goal that this person's rules make plain; None where they make none plain, or two as plain as each other."""
    found = sorted(_claims(picture), key=lambda claim: -claim.strength)
    if not found or (len(found) > 1 and found[0].strength == found[1].strength):
        return None
    return found[0]


def _claims(picture: Picture) -> Iterator[PlainGoal]:
    roles = [role for name in picture.fed if (role := picture.roles.get(name, Role.UNKNOWN)) not in _PASSES_ON]

    def most(count: int, least: int, share: float) -> bool:
        return count >= least and count >= share * len(roles)

    def of(wanted: Collection[Role]) -> int:
        return sum(role in wanted for role in roles)

    debts, profit_first = of(DEBTS), _PROFIT_FIRST.intersection(roles)
    # A business has cards as its usual way to pay: many of them say nothing of what it wants.
    if picture.kind is Kind.PERSONAL and most(debts, 3, 0.5):
        yield _plain("PAY_OFF_DEBT", debts, roles, f"pay {debts} debts")
    if Role.PROFIT in profit_first and len(profit_first) >= 3 and most(of(_PROFIT_FIRST), 3, 0.6):
        what = "split income into profit, owner's pay, tax and costs"
        yield _plain("PROFIT_FIRST", of(_PROFIT_FIRST), roles, what)
    bills = len({o.account for o in picture.obligations if o.role in BILL_ROLES and o.day is not None})
    if most(bills, 4, 0.4):
        yield _plain("AUTOMATE_MY_BILLS", bills, roles, f"pay {bills} bills on their days")
    if most(taxes := of({Role.TAXES}), 3, 0.4):
        yield _plain("SAVE_FOR_TAXES", taxes, roles, f"fill {taxes} tax accounts")
    if most(saved := of(_SAVED), 4, 0.5):
        yield _plain("MAXIMIZE_MY_SAVINGS", saved, roles, f"fill {saved} savings accounts")
    if most(invested := of(_INVESTED), 3, 0.5):
        yield _plain("AUTOMATE_MY_INVESTMENTS", invested, roles, f"feed {invested} investment accounts")
    envelopes = _widest_split(picture)
    if most(envelopes, 5, 0.6) and debts <= 1 and Role.PROFIT not in profit_first:
        what = f"share all of the pay between {envelopes} envelopes"
        yield _plain("AUTOMATE_MY_BUDGETING", envelopes, roles, what)


def _plain(goal: str, count: int, roles: Collection[Role], what: str) -> PlainGoal:
    return PlainGoal(goal, count, f"your rules already {what} ({count} of the {len(roles)} accounts that they feed).")


def _widest_split(picture: Picture) -> int:
    """Envelopes of the widest division of everything."""
    return max(
        (
            len({part.destination for part in step.parts if picture.roles.get(part.destination) in _ENVELOPES})
            for reading in picture.readings
            for step in reading.steps
            if step.kind is StepKind.DIVISION
            and sum(part.value for part in step.parts if isinstance(part.value, int)) >= _WHOLE
        ),
        default=0,
    )
