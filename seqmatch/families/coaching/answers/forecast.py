"""``forecast_cash_flow``: what will be spent, what will be on the accounts, and what is due before the next pay."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from seqmatch.errors import ArgumentError
from seqmatch.families.coaching.advice.news import money
from seqmatch.families.coaching.advice.wording import quoted
from seqmatch.families.coaching.answers.recurring import basis_of
from seqmatch.families.coaching.answers.whose import Told
from seqmatch.families.coaching.dataset.account_kinds import not_seen
from seqmatch.families.coaching.models import CoachingModels
from seqmatch.families.coaching.person import Person
from seqmatch.families.coaching.scoring.outlook import Outlook, outlook
from seqmatch.families.coaching.scoring.totals import totals
from seqmatch.features.recurring.ahead import days_due
from seqmatch.schemas.answers.coaching import AccountAhead, Band, Basis, DayPath, Expected, ForecastAnswer
from seqmatch.schemas.stream import TIMES_A_YEAR

MOST_DAYS = 90
USUAL_DAYS = 90
MOST_BILLS = 20
GENERATED = (
    "The balance bands were learned from generated people. They are meant to hold the balance eight times in ten; on "
    "real accounts they held it five to eight times. Read them as too narrow until trained on your own histories."
)
SILENT = "Hardly anything is spent on this history, so nothing is expected and no total is forecast."
WORTH_SAYING = 0.05
"""Odds of a low balance from which the text tells them."""


def forecast_cash_flow(
    models: CoachingModels, told: Told, *, days: int = USUAL_DAYS, floors: Mapping[str, int] | None = None
) -> ForecastAnswer:
    """What is ahead of a person.

    Parameters
    ----------
    days : of each account's path, 1 to 90.
    floors : account -> cents below which its balance is low; others have the floor that
        :func:`seqmatch.families.coaching.dataset.outlook.default_floor` gives.

    Raises
    ------
    ArgumentError : fewer than two weeks of history, or a floor of no account of the person.
    """
    person = told.person
    floors = floors or {}
    if set(floors) - set(person.accounts):
        raise ArgumentError(
            "There is no such account. Write it as `account` of the transactions does; a call without floors lists "
            "them.",
            code="invalid_value",
            path="floors",
        )
    [total] = totals([person], models.spending)
    if total is None:
        raise ArgumentError(
            f"{person.history_told}; a forecast needs two weeks. Send earlier transactions.",
            code="too_short",
            path="transactions",
        )
    unsure = list(told.unsure)
    ahead = _accounts(models, person, floors)
    if total.silent:
        unsure.append(SILENT)
    if total.short_history and not told.unsure and not total.silent:
        unsure.append("The history is shorter than ten weeks: the band is mostly that of other people alike.")
    if any(one.kind == "untold" for one in ahead):
        unsure.append("Where no balance is known, the path tells what moves, not what is there. Ask for the balance.")
    if ahead and models.cohort["provenance"] == "synthetic":
        unsure.append(GENERATED)
    if models.outlook is None:
        unsure.append("These models learned from no balances, so accounts are not looked ahead on.")
    next_pay, bills = before_pay(person)
    band = Band(p10=total.total_28d_p10, p50=total.total_28d_p50, p90=total.total_28d_p90)
    if not person.spent.any():
        band = Band(p10=0, p50=0, p90=0)
        unsure.append("Nothing was spent in this history, own transfers apart, so none is forecast.")
    return ForecastAnswer(
        total_28d=band,
        typical_week_cents=total.typical_week,
        typical_error_cents=None if total.silent else total.typical_error,
        accounts=[_account(one, days) for one in ahead],
        next_pay=next_pay,
        bills_before_pay=bills[:MOST_BILLS],
        unsure=unsure,
        basis=learned_basis(models, person),
    )


def learned_basis(models: CoachingModels, person: Person) -> Basis:
    """What an answer rests on that models had a part in."""
    learned = {"method": "model", "provenance": models.cohort["provenance"], "version": models.version}
    return basis_of(person).model_copy(update=learned)


def _accounts(models: CoachingModels, person: Person, floors: Mapping[str, int]) -> list[Outlook]:
    if models.outlook is None:
        return []
    found = (
        outlook(person, account, models.outlook, floors.get(name)) for name, account in sorted(person.accounts.items())
    )
    return [one for one in found if one is not None]


def low_odds(models: CoachingModels, person: Person) -> dict[str, float]:
    """Account -> odds that it is overdrawn within 30 days; accounts that owe or tell no balance are not in it."""
    found = _accounts(models, person, dict.fromkeys(person.accounts, 0))
    return {one.account: one.odds_below_floor for one in found if one.odds_below_floor is not None}


def _account(one: Outlook, days: int) -> AccountAhead:
    known = one.kind != "untold"
    low, middle, high = one.path[:, :days].tolist()
    p10, p50, p90 = one.lowest_cents
    return AccountAhead(
        account=one.account,
        balance_cents=one.balance_cents,
        lowest=Band(p10=p10, p50=p50, p90=p90) if known else None,
        lowest_date=one.lowest_date if known else None,
        floor_cents=one.floor_cents,
        odds_below_floor=None if one.odds_below_floor is None else round(one.odds_below_floor, 3),
        path=DayPath(first=one.today + dt.timedelta(days=1), p10=low, p50=middle, p90=high),
    )


def before_pay(person: Person) -> tuple[Expected | None, list[Expected]]:
    """The next pay, and the bills due before it (within 35 days where none is expected), by day."""
    coming = expected(person, 35)
    pay = (
        None
        if not_seen(person)
        else next((one for one in coming if one.amount_cents > 0 and _is_pay(person, one)), None)
    )
    bills = [one for one in coming if one.amount_cents < 0 and (pay is None or one.date < pay.date)]
    return pay, bills


def _is_pay(person: Person, one: Expected) -> bool:
    """Whether it is at least a tenth of what regularly comes in: interest of a few cents is no pay day."""
    monthly = [
        stream.amount_cents * TIMES_A_YEAR[stream.cadence]
        for stream in person.outside
        if stream.direction == "in" and stream.status != "ended"
    ]
    mine = max(
        (
            stream.amount_cents * TIMES_A_YEAR[stream.cadence]
            for stream in person.outside
            if stream.direction == "in" and stream.payee == one.payee
        ),
        default=0.0,
    )
    return mine >= 0.1 * sum(monthly)


def expected(person: Person, days: int) -> list[Expected]:
    """Every payment of a running stream that is due in the days after today, by day; own transfers apart."""
    found = []
    for stream in person.outside:
        if stream.status != "ended":
            sign = 1 if stream.direction == "in" else -1
            found += [
                Expected(
                    date=dt.date.fromordinal(day),
                    payee=stream.payee,
                    amount_cents=sign * stream.amount_cents,
                )
                for day in days_due(stream, person.today, days)
            ]
    return sorted(found, key=lambda one: (one.date, one.amount_cents, one.payee))


def picture_of(told: Told, answer: ForecastAnswer) -> dict[str, Any]:
    """What the view draws beside the answer: every payment that is due."""
    days = max((len(one.path.p50) for one in answer.accounts), default=0)
    return {"events": [one.model_dump(mode="json") for one in expected(told.person, days)]}


def forecast_text(answer: ForecastAnswer) -> str:
    """The answer in words."""
    total = answer.total_28d
    lines = [
        f"Spent in the next 28 days: about {money(total.p50)}, eight times in ten {money(total.p10)} to "
        f"{money(total.p90)}. A typical week: {money(answer.typical_week_cents)}."
        if SILENT not in answer.unsure
        else "Spent in the next 28 days: nothing is expected."
    ]
    if answer.typical_error_cents is not None:
        lines.append(f"On this history the 28-day total was off by {money(answer.typical_error_cents)} on average.")
    for one in answer.accounts:
        lines.append(_account_line(one))
    if any("with odds of" in line for line in lines):
        lines.append("Those odds come from a model of their own, measured for that: they need not match the band.")
    if (pay := answer.next_pay) is not None:
        lines.append(f"Next pay: {quoted(pay.payee)} {money(pay.amount_cents)} on {pay.date}.")
    if answer.bills_before_pay:
        bills = answer.bills_before_pay
        due = "; ".join(f"{one.date} {quoted(one.payee)} {money(-one.amount_cents)}" for one in bills)
        until = "before it" if answer.next_pay is not None else "in the next five weeks"
        whole = money(-sum(one.amount_cents for one in answer.bills_before_pay))
        lines.append(f"Due {until}: {whole} in all: {due}.")
    return "\n".join([*lines, *(f"Unsure: {one}" for one in answer.unsure)])


def _account_line(one: AccountAhead) -> str:
    name = quoted(one.account)
    if one.balance_cents is None or one.lowest is None:
        moved = one.path.p50[min(29, len(one.path.p50) - 1)]
        return f"{name}: its balance is not known; in 30 days it changes by about {money(moved)}."
    said = (
        f"{name}: {money(one.balance_cents)} today; the lowest of 30 days is about {money(one.lowest.p50)} "
        f"({money(one.lowest.p10)} to {money(one.lowest.p90)}), most likely on {one.lowest_date}"
    )
    if one.odds_below_floor is not None and one.odds_below_floor >= WORTH_SAYING:
        floor = one.floor_cents or 0
        said += (
            f"; it is below {money(floor)} already"
            if one.balance_cents < floor
            else f"; it falls below {money(floor)} with odds of {one.odds_below_floor:.0%}"
        )
    return said + "."
