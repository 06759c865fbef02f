"""Goals that rules make plain: who pays four debts is paying off debt, whatever a model thinks of people alike."""

from __future__ import annotations

from dataclasses import dataclass

from seqmatch.families.onboarding.advice.picture import BILL_ROLES, Kind, Picture
from seqmatch.rules.reading import DEBTS
from seqmatch.schemas.reading import StepKind
from seqmatch.schemas.rule import Role

_LEAST_DEBTS = 3
_LEAST_BILLS = 4
_LEAST_TAX_POTS = 2
_LEAST_ENVELOPES = 5
_LEAST_POTS = 3
_PROFIT_FIRST = frozenset((Role.PROFIT, Role.OWNERS_PAY, Role.TAXES, Role.OPERATING_EXPENSES))
_ENVELOPES = frozenset(Role) - {
    Role.UNKNOWN,
    Role.ROUTER,
    Role.CHECKING,
    Role.INCOME,
    Role.PROFIT,
    Role.OWNERS_PAY,
    Role.PAYROLL,
    Role.COST_OF_GOODS,
    Role.MARKETING,
}


@dataclass(frozen=True, slots=True)
class PlainGoal:
    """A goal, how strongly the rules say it (a count), and the sentence that tells why."""

    goal: str
    strength: int
    why: str


def plain_goal(picture: Picture) -> PlainGoal | None:
    """The goal that this person's rules make plain; None where they make none plain, or two as plain as each other."""
    found = sorted(_claims(picture), key=lambda claim: -claim.strength)
    if not found or (len(found) > 1 and found[0].strength == found[1].strength):
        return None
    return found[0]


def _claims(picture: Picture) -> list[PlainGoal]:
    claims = []
    destinations = {
        part.destination: picture.roles.get(part.destination, Role.UNKNOWN)
        for reading in picture.readings
        for step in reading.steps
        for part in step.parts
        if part.destination != step.source
    }
    roles = list(destinations.values())
    profit_first = _PROFIT_FIRST.intersection(roles)
    if picture.kind is Kind.BUSINESS and len(profit_first) >= 3 and Role.PROFIT in profit_first:
        why = "your rules already split income into profit, owner's pay, tax and costs."
        claims.append(PlainGoal("PROFIT_FIRST", 3 * len(profit_first), why))
    debts = sum(role in DEBTS for role in roles)
    if (debts >= _LEAST_DEBTS and Role.DEBT_PAYOFF in roles) or debts >= _LEAST_DEBTS + 1:
        claims.append(PlainGoal("PAY_OFF_DEBT", 2 * debts, f"your rules already pay {debts} debts."))
    bills = [o for o in picture.obligations if o.role in BILL_ROLES and o.day is not None]
    if len(bills) >= _LEAST_BILLS:
        why = f"your rules already pay {len(bills)} bills on their days."
        claims.append(PlainGoal("AUTOMATE_MY_BILLS", 2 * len(bills), why))
    taxes = roles.count(Role.TAXES)
    if taxes >= _LEAST_TAX_POTS:
        claims.append(PlainGoal("SAVE_FOR_TAXES", 3 * taxes, f"your rules already fill {taxes} tax accounts."))
    saved = sum(role in (Role.SAVINGS, Role.EMERGENCY_FUND, Role.SINKING_FUND) for role in roles)
    if saved > _LEAST_POTS and 2 * saved >= len(roles):
        why = f"your rules already fill {saved} savings accounts."
        claims.append(PlainGoal("MAXIMIZE_MY_SAVINGS", 2 * saved, why))
    invested = sum(role in (Role.INVESTMENTS, Role.RETIREMENT, Role.CRYPTO) for role in roles)
    if invested >= _LEAST_POTS and 2 * invested >= len(roles):
        why = f"your rules already feed {invested} investment accounts."
        claims.append(PlainGoal("AUTOMATE_MY_INVESTMENTS", 2 * invested, why))
    widest = _widest_split(picture)
    if picture.kind is Kind.PERSONAL and widest >= _LEAST_ENVELOPES:
        why = f"your rules already share all of your pay between {widest} envelopes."
        claims.append(PlainGoal("AUTOMATE_MY_BUDGETING", widest, why))
    return claims


def _widest_split(picture: Picture) -> int:
    """Envelopes of the widest division of everything."""
    return max(
        (
            len({part.destination for part in step.parts if picture.roles.get(part.destination) in _ENVELOPES})
            for reading in picture.readings
            for step in reading.steps
            if step.kind is StepKind.DIVISION
            and sum(part.value for part in step.parts if isinstance(part.value, int)) >= 9_500
        ),
        default=0,
    )
