"""Why somebody needs what they need: one sentence about this person's money, with numbers, for each need."""

from __future__ import annotations

from collections.abc import Callable

from seqmatch.families.onboarding.advice import amounts
from seqmatch.families.onboarding.advice.picture import Kind, Picture
from seqmatch.families.onboarding.advice.simulation import dollars


def bills(picture: Picture, cents: int) -> str:
    told = picture.told_bills
    if told:
        return (
            f"Your bills come to {dollars(told)} a month; this account gets what they need before anything else is"
            " spent."
        )
    return (
        f"One account for rent, power and the other bills, filled first: {dollars(cents)} a month until you have"
        " added up what the bills come to and when each is due."
    )


def reserve(picture: Picture, cents: int) -> str:
    starter = amounts.starter_fund(picture)
    months = max(1, -(-starter // max(cents, 1)))
    if picture.kind is not Kind.PERSONAL:
        costs = amounts.reserve_goal(picture)
        return (
            f"A reserve for slow months: {dollars(cents)} a month builds towards {dollars(costs)},"
            f" {amounts.reserve_months(picture)} months of costs."
        )
    uneven = " Your income is uneven, so aim for six months or more." if picture.nobody_withholds else ""
    return (
        f"Nothing in the rules is set aside for the unexpected: {dollars(cents)} a month fills a starter fund of"
        f" {dollars(starter)}"
        f" in {months} {'month' if months == 1 else 'months'}; then go on to three to six months of essentials.{uneven}"
    )


def tax(picture: Picture, cents: int) -> str:
    if picture.kind is Kind.LANDLORD:
        return (
            f"Nobody withholds tax from rents: {dollars(cents)} a month covers income and property tax when they"
            " fall due."
        )
    return (
        f"Nobody withholds income tax for you: {dollars(cents)} a month goes out of reach on the day it comes in,"
        " for the estimated payments on 15 April, 15 June, 15 September and 15 January."
    )


def debt(picture: Picture, cents: int) -> str:
    return (
        f"Pay every minimum on time; then one debt at a time gets all that is free, {dollars(cents)} a month: the one"
        " with the highest rate first, or the smallest first if quick wins keep you going."
    )


def sinking(picture: Picture, cents: int) -> str:
    return (
        f"Yearly bills, car repairs and gifts are no surprise: {dollars(cents)} a month makes {dollars(12 * cents)}"
        " a year. List them, and set aside a twelfth of each."
    )


def home(picture: Picture, cents: int) -> str:
    if picture.kind is Kind.LANDLORD:
        return (
            f"Roofs, heaters and empty months come to 5 to 15 % of the rent: {dollars(cents)} a month is kept for"
            " repairs and vacancy."
        )
    return f"A house needs repairs sooner or later: {dollars(cents)} a month is kept for the roof before it leaks."


def health(picture: Picture, cents: int) -> str:
    return f"Dentists and glasses come as surprises: {dollars(cents)} a month covers what insurance does not."


def retirement(picture: Picture, cents: int) -> str:
    return (
        f"{dollars(cents)} a month for later, beside any employer's match: about 15 % of income with the match is"
        " the usual aim."
    )


def invest(picture: Picture, cents: int) -> str:
    return f"You want investing to happen by itself: {dollars(cents)} a month moves the day it comes in."


def rewards(picture: Picture, cents: int) -> str:
    return (
        f"Rewards are worth less than interest: {dollars(cents)} a month waits for the card's statement, so that it"
        " is paid in full every time."
    )


def profit_first(name: str) -> Callable[[Picture, int], str]:
    def why(picture: Picture, cents: int) -> str:
        targets = amounts.profit_first(picture)
        return (
            f"Profit First aims at {targets.text()} at {dollars(picture.annual_cents)} of real revenue a year;"
            f" {name} gets {dollars(cents)} a month of it. Reach the targets a few points a quarter."
        )

    return why


def costs(picture: Picture, cents: int) -> str:
    return (
        f"What the business runs on has an account of its own, about {dollars(cents)} a month, so that costs are"
        " seen and kept."
    )


def material(picture: Picture, cents: int) -> str:
    return f"Material and job costs are paid before anything is yours: {dollars(cents)} a month is kept for them."


def owner(picture: Picture, cents: int) -> str:
    return (
        f"A steady pay for you, after costs and taxes: {dollars(cents)} a month instead of whatever happens to be left."
    )


def property_insurance(picture: Picture, cents: int) -> str:
    return f"Insurance and property tax are paid out of the rent: {dollars(cents)} a month until you know the bills."
