"""``what_if``: the months ahead as they are and with a change, by the same rules."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from seqmatch.errors import ArgumentError
from seqmatch.families.planning.answers.goals import LONGEST_NAME, AskedGoal, account_of, goals_asked
from seqmatch.families.planning.answers.merged import readable
from seqmatch.families.planning.models import PlanningModels
from seqmatch.families.planning.person import Person
from seqmatch.families.planning.scoring.chain import Goal, chain_that_returns
from seqmatch.families.planning.scoring.expected import Flow, expected_flows, money_of
from seqmatch.families.planning.scoring.futures import drawn_lows, lowest_of
from seqmatch.families.planning.scoring.ordering import Months, buffer_of, counted_on, ordered
from seqmatch.families.planning.scoring.supposed import (
    Supposed,
    named_streams,
    pay_streams,
    rent_streams,
    with_changes,
)
from seqmatch.families.planning.scoring.timeline import Run, run_plan
from seqmatch.rules.account_names import same_account
from seqmatch.rules.plain_text import plain
from seqmatch.schemas.answers.planning_futures import FirstFailure, FutureTold, WhatIfAnswer
from seqmatch.schemas.rule import Rule
from seqmatch.schemas.stream import Direction

MOST_MONTHS = 36
NEEDS = {
    "pay": ("monthly_cents", "percent"),
    "lost_job": ("months",),
    "bill": ("monthly_cents",),
    "new_bill": ("monthly_cents",),
    "cancelled_bill": (),
    "purchase": ("amount_cents",),
    "repair": ("amount_cents",),
    "move": ("monthly_cents",),
}
"""By kind of change, fields of which it needs one."""


def what_if_for(
    models: PlanningModels,
    person: Person,
    changes: Sequence[Mapping[str, Any]],
    months: int = 12,
    goals: Sequence[AskedGoal] = (),
    rules_text: str | None = None,
    balance_cents: int | None = None,
    savings_cents: int | None = None,
) -> WhatIfAnswer:
    """Both futures.

    Parameters
    ----------
    changes : as the tool takes them.
    months : how far to look.
    rules_text : their rules of today; they run in both futures.
    balance_cents : on the pay account today; None: what the transactions tell.

    Raises
    ------
    ArgumentError : no balance is known, or a change that cannot be understood.
    """
    known = person.balance_cents if balance_cents is None else balance_cents
    if known is None:
        raise ArgumentError(
            "Send what is on the pay account today: without it nobody can say whether a payment fails.",
            code="missing_argument",
            path="balance_cents",
            example="250000",
        )
    first = person.today + dt.timedelta(days=1)
    until = dt.date.fromordinal(person.today.toordinal() + round(months * 365.25 / 12))
    supposed = [_read(one, person, until, f"changes[{place}]") for place, one in enumerate(changes)]
    base = expected_flows(person, until)
    after = with_changes(base, supposed, person, until)
    lasting = with_changes(base, [replace(one, day=first) for one in supposed if one.kind != "lost_job"], person, until)
    account = account_of(person.account)
    own = readable(rules_text)
    pots = goals_asked(person, goals, account)
    rules_of, chained = _rules(models, person, own, pots, account, known)
    opening = {account: max(0, known)}
    lows = drawn_lows(person, known, (until - person.today).days, [base, after])
    told: list[FutureTold] = []
    for flows, drawn in zip((base, after), lows, strict=True):
        money = money_of(flows, account, first, until, opening)
        run = run_plan(rules_of, pots, money)
        lowest = lowest_of(run, money, account)
        told.append(
            FutureTold(
                lowest_cents=lowest.cents,
                lowest_date=lowest.day,
                lowest80_cents=(round(float(np.quantile(drawn, 0.1))), round(float(np.quantile(drawn, 0.9)))),
                end_cents=lowest.end,
                below_zero=round(float((drawn < 0).mean()), 3),
                failed_payments=run.failed_payments,
                first_failure=_first(run),
                goals_full=_full(run, goals),
            )
        )
    shortfall = max(0, -told[1].lowest_cents)
    return WhatIfAnswer(
        supposed=[_said(one, person) for one in supposed],
        until=until,
        monthly_cents=_month(lasting, until) - _month(base, until),
        today=told[0],
        changed=told[1],
        shortfall_cents=shortfall,
        covered=None if savings_cents is None else savings_cents >= shortfall,
        goals_lost=[name for name in told[0].goals_full if name not in told[1].goals_full],
        unsure=[
            *_unsure(person, supposed, known, bool(own), chained),
            *(
                ["Savings elsewhere are not counted; savings_cents would compare them."]
                if savings_cents is None
                else []
            ),
        ],
        version=models.version,
    )


def _read(said: Mapping[str, Any], person: Person, until: dt.date, path: str) -> Supposed:
    kind, day = said["kind"], said.get("date") or person.today + dt.timedelta(days=1)
    if not person.today < day <= until:
        raise ArgumentError(
            "A change lies after today and within the months that are looked at.",
            code="invalid_value",
            path=f"{path}.date",
            example=str(person.today + dt.timedelta(days=30)),
        )
    if NEEDS[kind] and not any(said.get(name) is not None for name in NEEDS[kind]):
        raise ArgumentError(
            f"A change of this kind needs {' or '.join(NEEDS[kind])}.",
            code="missing_argument",
            path=f"{path}.{NEEDS[kind][0]}",
        )
    times = None if said.get("percent") is None or kind != "pay" else 1 + said["percent"] / 100
    return Supposed(
        kind,
        day,
        _streams(kind, said.get("payee"), person, path),
        said.get("monthly_cents"),
        times if said.get("monthly_cents") is None else None,
        said.get("amount_cents") or 0,
        said.get("months") or 0,
    )


def _streams(kind: str, payee: str | None, person: Person, path: str) -> tuple[int, ...]:
    if kind in ("new_bill", "purchase", "repair"):
        return ()
    direction: Direction = "in" if kind in ("pay", "lost_job") else "out"
    if payee is not None:
        found = named_streams(person, payee, direction)
    elif direction == "in":
        return pay_streams(person)
    else:
        found = rent_streams(person) if kind == "move" else ()
    if not found:
        raise ArgumentError(
            "No payment that comes again is called so. Use the words of its payee, as find_recurring lists them."
            if payee is not None
            else "Which payment is it? Use the words of its payee, as find_recurring lists them.",
            code="invalid_value" if payee is not None else "missing_argument",
            path=f"{path}.payee",
        )
    return found


def _rules(
    models: PlanningModels, person: Person, own: Sequence[Rule], pots: Sequence[Goal], account: str, opening: int
) -> tuple[Any, bool]:
    """The rules of both futures: their own, and a plan's chain where none of theirs fills a pot of the goals."""
    filled = {same_account(one.destination) for rule in own for one in rule.actions}
    if not pots or filled & {same_account(goal.pot) for goal in pots}:
        return (lambda ahead: own), False
    months = Months(person.came, person.left)
    buffer = buffer_of(months, models.parameters)
    free = counted_on(months, max(0, opening), buffer, MOST_MONTHS, models.parameters)
    _, order = ordered(pots, free, person.today + dt.timedelta(days=1))
    chained = [pots[place] for place in order]

    def rules(ahead: Sequence[Goal]) -> tuple[Rule, ...]:
        return (*own, *chain_that_returns(account, buffer, chained, ahead, own))

    return rules, True


def _first(run: Run) -> FirstFailure | None:
    if not run.missed:
        return None
    one = run.missed[0]
    return FirstFailure(date=one.day, what=one.name, cents=one.cents, missing_cents=one.missing_cents)


def _full(run: Run, goals: Sequence[AskedGoal]) -> list[str]:
    return [goal.name for goal, day in zip(goals, run.full, strict=True) if day is not None]


def _month(flows: Sequence[Flow], until: dt.date) -> int:
    """Cents of a usual month at the end: what comes again, a twelfth of the last year; as if changed all along."""
    since = until - dt.timedelta(days=365)
    last = [one.cents for one in flows if one.day > since and one.name not in ("purchase", "repair", "move")]
    days = min(365, max(1, (until - min((one.day for one in flows), default=until)).days))
    return round(sum(last) * 365.25 / 12 / days)


def _said(change: Supposed, person: Person) -> str:
    of = f" ({len(change.streams)} payments)" if len(change.streams) > 1 else ""
    month = None if change.monthly is None else f"{_money(change.monthly)} a month"
    says = {
        "pay": f"Pay{of} becomes {month}" if change.times is None else f"Pay{of} times {change.times:.2f}",
        "lost_job": f"No pay{of} for {change.months} months" + (f", {month} instead" if change.monthly else ""),
        "bill": f"A bill{of} becomes {month}",
        "new_bill": f"A new bill of {month}",
        "cancelled_bill": f"A bill{of} ends",
        "purchase": f"A purchase of {_money(change.once)}",
        "repair": f"A repair of {_money(change.once)}",
        "move": f"Rent{of} becomes {month}" + (f", and {_money(change.once)} for the move" if change.once else ""),
    }
    return f"{says[change.kind]}, {'on' if change.kind in ('purchase', 'repair') else 'from'} {change.day}."


def _unsure(person: Person, changes: Sequence[Supposed], balance: int, own: bool, chained: bool) -> list[str]:
    unsure = [
        "Both futures expect the months to go on as they did: no other raise, price rise or surprise. The change "
        "itself is taken as told.",
        "Replays draw the person's own weeks; their shares are not odds.",
    ]
    if any(one.kind in ("pay", "lost_job") for one in changes):
        others = {one.payee for one in person.streams if one.direction == "in"}
        if not pay_streams(person):
            unsure.append("No regular pay shows in the rows; the change is of all that comes in.")
        elif len(others) > 1:
            unsure.append(f"{len(others)} payers come again; unless a payee is named, the largest is taken as the pay.")
    if any(one.kind == "lost_job" for one in changes):
        unsure.append("Spending stays as it is; most people spend less then. Severance pay is not counted.")
    if any(one.kind == "move" for one in changes):
        unsure.append("Only rent and what was said for the move change; utilities, travel and a deposit may, too.")
    if balance < 0:
        unsure.append("The pay account is overdrawn; rules and payments begin from zero.")
    if own:
        unsure.append("All payments are taken as leaving the pay account, also those that rules put money aside for.")
    if own or chained:
        unsure.append("Money that rules put aside is not fetched back when the pay account runs short.")
    if chained:
        unsure.append("Goals are filled by the chain that plan_goals suggests, after their own rules.")
    if len(person.came) < 12:
        unsure.append(f"There are only {len(person.came)} whole months; yearly bills may be missing.")
    if person.left_out:
        unsure.append(f"{person.left_out:,} transactions in other currencies are left out.")
    return unsure


def _of_savings(savings: int | None) -> list[str]:
    return [] if savings is not None else ["Savings elsewhere are not counted; savings_cents would compare them."]


def what_if_text(answer: WhatIfAnswer) -> str:
    """The answer as text, complete without the structure."""
    before, after = answer.today, answer.changed
    lines = [f"Supposed: {one}" for one in answer.supposed]
    if after.failed_payments and not before.failed_payments:
        lines.append(f"With it the account runs short by {_money(answer.shortfall_cents)}; without it, it does not.")
    elif after.failed_payments:
        lines.append(
            f"The account runs short either way: by {_money(max(0, -before.lowest_cents))} without it, by "
            f"{_money(answer.shortfall_cents)} with it."
        )
    elif before.failed_payments:
        lines.append("With it no expected payment fails; without it some do.")
    else:
        lines.append("No expected payment fails, with it or without.")
    for name, one in (("Without it", before), ("With it", after)):
        low, high = one.lowest80_cents
        lines.append(
            f"{name}: lowest point {_money(one.lowest_cents)} on {one.lowest_date}, {_money(one.end_cents)} on "
            f"{answer.until}. In replays of their own weeks the lowest point is {_money(low)} to {_money(high)}, and "
            f"{one.below_zero:.0%} fall below zero (no odds)."
        )
        if one.first_failure is not None:
            failed = one.first_failure
            lines.append(
                f"- first payment that fails: “{plain(failed.what, LONGEST_NAME)}”, {_money(failed.cents)} on "
                f"{failed.date}, {_money(failed.missing_cents)} short; {one.failed_payments} in all"
            )
    if answer.monthly_cents:
        more = "more" if answer.monthly_cents > 0 else "less"
        lines.append(f"A usual month then has {_money(abs(answer.monthly_cents))} {more}.")
    if answer.covered is not None and answer.shortfall_cents:
        lines.append(f"The savings they told would {'' if answer.covered else 'not '}cover that.")
    if answer.goals_lost:
        lines.append(f"Goals lost: {', '.join(answer.goals_lost)}.")
    elif answer.today.goals_full:
        lines.append("No goal is lost.")
    return "\n".join([*lines, *(f"Unsure: {one}" for one in answer.unsure)])


def _money(cents: int) -> str:
    return f"{'-' if cents < 0 else ''}${abs(cents) / 100:,.2f}"
