"""What to ask before guessing: at most three questions, most telling first."""

from __future__ import annotations

from seqmatch.families.onboarding.advice.change import Change
from seqmatch.families.onboarding.advice.picture import Kind, Picture
from seqmatch.families.onboarding.advice.simulation import told_name
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
        *_wages(picture),
        *_payments(picture),
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


def _wages(picture: Picture) -> list[PlanQuestion]:
    """Wages that get what is left after the owner's pay."""
    last: dict[Role, int] = {}
    for reading in picture.readings:
        for place, step in enumerate(reading.steps):
            for part in step.parts:
                role = picture.roles.get(part.destination, Role.UNKNOWN)
                if role is Role.OWNERS_PAY or (role is Role.PAYROLL and step.kind is StepKind.REST):
                    last.setdefault(role, 100 * reading.number + place)
    if Role.OWNERS_PAY not in last or last.get(Role.PAYROLL, -1) < last[Role.OWNERS_PAY]:
        return []
    return [
        PlanQuestion(
            ask="What do wages come to in a month?",
            why="Wages come before the owner's pay, but payroll gets what is left after it. Told, it gets its own"
            " amount.",
            argument="amounts",
            account=told_name(picture.of(Role.PAYROLL)[0]) if picture.of(Role.PAYROLL) else None,
        )
    ]


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
