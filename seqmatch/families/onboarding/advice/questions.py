"""What to ask before guessing: at most three questions, most telling first."""

from __future__ import annotations

from seqmatch.families.onboarding.advice.change import Change
from seqmatch.families.onboarding.advice.debt_pots import debt_of, stuck_pots
from seqmatch.families.onboarding.advice.picture import Kind, Picture
from seqmatch.families.onboarding.advice.simulation import dollars, told_name
from seqmatch.families.onboarding.advice.wages import payrolls
from seqmatch.rules.not_theirs import NotTheirs
from seqmatch.rules.reading import DEBTS
from seqmatch.schemas.answers.onboarding import PlanQuestion
from seqmatch.schemas.reading import StepKind
from seqmatch.schemas.rule import Role

MOST_QUESTIONS = 3


def questions_of(picture: Picture, changes: list[Change]) -> list[PlanQuestion]:
    """What the plan would change with an answer; the answers come back as arguments."""
    found = [
        *_whose(picture),
        *_restricted(picture),
        *_arrears(picture),
        *_wages(picture),
        *_payments(picture),
        *_debt_pots(picture),
        *_bills(picture, changes),
        *_income(picture),
        *_who(picture),
    ]
    return found[:MOST_QUESTIONS]


def _whose(picture: Picture) -> list[PlanQuestion]:
    if picture.query.profile.user_type != "ADVISOR":
        return []
    return [
        PlanQuestion(
            ask="Whose money is this: a client's household, or your own practice?",
            why="An advisor may act for a client; what is sensible differs. Until told, a household is assumed.",
            argument="profile.user_type",
        )
    ]


def _restricted(picture: Picture) -> list[PlanQuestion]:
    said = {
        NotTheirs.RESTRICTED: (
            "What may the restricted grant be spent on?",
            "Restricted money is kept apart from the general fund and pays only what it was given for.",
        ),
        NotTheirs.SALES_TAX: (
            "Is this sales tax that you collect for the state?",
            "Sales tax is not yours: it waits for the return, and nothing else is paid from it.",
        ),
        NotTheirs.PAYROLL_TAX: (
            "Is this tax withheld from wages?",
            "Withheld tax is not yours: it waits for the deposit date, and nothing else is paid from it.",
        ),
        NotTheirs.CLIENT_MONEY: (
            "Is this money held for clients?",
            "Client money is kept apart and pays nothing of yours.",
        ),
        NotTheirs.DEPOSIT: (
            "Are these deposits to be given back one day?",
            "Deposits stay untouched until they are returned.",
        ),
    }
    found = []
    for name in picture.held_for_others:
        whose = picture.accounts[name].held_for
        pays_on = picture.accounts[name].pays > 0
        if whose in said and pays_on:
            ask, why = said[whose]
            found.append(PlanQuestion(ask=ask, why=why, argument="rules_text", account=told_name(name)))
    return found[:1]


def _arrears(picture: Picture) -> list[PlanQuestion]:
    """What is overdue, where nobody said what catches up."""
    told = picture.year.assumptions.amounts
    return [
        PlanQuestion(
            ask="How much is overdue in all, and what monthly payment would they agree to?",
            why="Only that says when it is caught up; until then what is overdue gets what can be spared.",
            argument="amounts",
            account=told_name(name),
        )
        for name in picture.overdue
        if name not in told and name in picture.fed
    ][:1]


def _wages(picture: Picture) -> list[PlanQuestion]:
    """Wages that get a share or what is left: only a person knows whether it is enough."""
    told = picture.year.assumptions.amounts
    asked = []
    for name in payrolls(picture):
        kinds = {s.kind for r in picture.readings for s in r.steps for p in s.parts if p.destination == name}
        if name in told or kinds.isdisjoint((StepKind.DIVISION, StepKind.REST)):
            continue
        how = "what is left" if StepKind.REST in kinds else "a share"
        asked.append(
            PlanQuestion(
                ask="What do wages come to in a month?",
                why=f"Wages are owed in full, before the owner's pay, but payroll gets {how} of what comes in,"
                f" {dollars(picture.accounts[name].gets)} a month.",
                argument="amounts",
                account=told_name(name),
            )
        )
    return asked[:1]


def _debt_pots(picture: Picture) -> list[PlanQuestion]:
    """Pots for debts that no rule empties, where no debt has a name."""
    return [
        PlanQuestion(
            ask="Which debts are paid from this account, and when?",
            why=f"It gets {dollars(pot.gets)} a month and no rule pays a debt from it: unless that is done by hand,"
            " it sits there while interest runs.",
            argument="rules_text",
            account=told_name(pot.name),
        )
        for pot in stuck_pots(picture)
        if not pot.pays and debt_of(picture, pot) is None
    ][:1]


def _payments(picture: Picture) -> list[PlanQuestion]:
    """Payments without an amount, debts first."""
    told = picture.year.assumptions.amounts
    unstated: dict[str, Role] = {}
    for reading in picture.readings:
        for step in reading.steps:
            for part in step.parts:
                if step.kind is StepKind.PAYMENT and part.destination not in told:
                    unstated[part.destination] = picture.roles.get(part.destination, Role.UNKNOWN)
    ordered = sorted(unstated, key=lambda name: unstated[name] not in DEBTS)
    return [
        PlanQuestion(
            ask="What does this account get in a month: the minimum due, the statement, or a fixed sum?"
            if unstated[name] in DEBTS
            else "How much is this account topped up by in a month?",
            why="The rules name the payment without its amount, so the simulation leaves it out.",
            argument="amounts",
            account=told_name(name),
        )
        for name in ordered[:2]
    ]


def _bills(picture: Picture, changes: list[Change]) -> list[PlanQuestion]:
    if picture.told_bills or picture.kind is not Kind.PERSONAL or picture.needs_of_pots:
        return []
    if not any(change.role is Role.BILLS for change in changes):
        return []
    return [
        PlanQuestion(
            ask="How much do your bills come to in a month, and on which days are they due?",
            why="The bills account should get what the bills come to, no more and no less, before they are due.",
            argument="amounts",
            account="Bills",
        )
    ]


def _income(picture: Picture) -> list[PlanQuestion]:
    if picture.year.assumptions.income_known:
        return []
    return [
        PlanQuestion(
            ask="How much comes in, in a usual month?",
            why="No income is known, so every amount rests on a guess.",
            argument="monthly_income_cents",
        )
    ]


def _who(picture: Picture) -> list[PlanQuestion]:
    if picture.query.profile.user_type is not None:
        return []
    return [
        PlanQuestion(
            ask="Is this your own household's money, or a business's?",
            why="A business sets taxes and wages aside first; a household bills and a reserve.",
            argument="profile.user_type",
        )
    ]
