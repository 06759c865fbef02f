"""``plan_goals``: which goals can be met, written as rules that were checked and simulated."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from seqmatch.errors import ArgumentError
from seqmatch.estimators.optimisation.goal_choice import Plan
from seqmatch.families.planning.answers.debts import debts_told, match_told, with_minimums
from seqmatch.families.planning.answers.merged import conflicts_of, readable
from seqmatch.families.planning.answers.strategy import strategy_told
from seqmatch.families.planning.models import PlanningModels
from seqmatch.families.planning.person import Person, months_after
from seqmatch.families.planning.scoring.chain import Goal, chain_that_returns, divides_pay, plain_pots
from seqmatch.families.planning.scoring.expected import expected_money
from seqmatch.families.planning.scoring.likely import Likely, likely
from seqmatch.families.planning.scoring.ordering import Cents, Months, buffer_of, counted_on, months_until, ordered
from seqmatch.families.planning.scoring.strategy import strategy_of
from seqmatch.families.planning.scoring.timeline import Run, run_plan
from seqmatch.rules.render import render_rule, render_rules
from seqmatch.schemas.answers.planning import (
    GoalOddsTold,
    GoalPlanAnswer,
    MergedRules,
    PathsTold,
    PlannedGoalTold,
    PlanSimulated,
    Rescue,
    RuleChange,
)
from seqmatch.schemas.rule import Rule

MOST_MONTHS = 120
WEIGHTS = {1: 3.0, 2: 2.0, 3: 1.0}
"""Of a priority; 1 is the highest."""
PAY_ACCOUNT, LONGEST_NAME = "Checking", 60


@dataclass(frozen=True)
class AskedGoal:
    """A goal as it is stated; cents."""

    name: str
    target_cents: int
    deadline: dt.date
    saved_cents: int = 0
    priority: int = 2


def plan_goals_for(
    models: PlanningModels,
    person: Person,
    goals: Sequence[AskedGoal],
    rules_text: str | None = None,
    balance_cents: int | None = None,
    buffer_cents: int | None = None,
    debts: Sequence[Mapping[str, Any]] = (),
    match: Mapping[str, Any] | None = None,
) -> GoalPlanAnswer:
    """The plan of a person's goals.

    Parameters
    ----------
    rules_text : their rules of today; kept, the chain comes after them.
    balance_cents : on the pay account today; None: what the transactions tell.
    buffer_cents : what stays on the pay account; None: from their own months.
    debts, match : as the tool takes them; told beside the goals, minimums leave before a pot fills.

    Raises
    ------
    ArgumentError : a deadline that has passed or is beyond ten years.
    """
    first = person.today + dt.timedelta(days=1)
    person, minimums = with_minimums(person, debts)
    own = readable(rules_text)
    account = account_of(person.account)
    months = Months(person.came, person.left)
    buffer = buffer_of(months, models.parameters) if buffer_cents is None else buffer_cents
    known = person.balance_cents if balance_cents is None else balance_cents
    opening = max(0, buffer - int(person.left.mean())) if known is None else max(0, known)
    pots = goals_asked(person, goals, account)
    names = [goal.pot for goal in pots]
    free = counted_on(months, opening, buffer, MOST_MONTHS, models.parameters)
    plan, order = ordered(pots, free, first)
    chained = [pots[place] for place in order]

    def chain_of(ahead: Sequence[Goal]) -> tuple[Rule, ...]:
        return chain_that_returns(account, buffer, chained, ahead, own)

    until = max(goal.deadline for goal in pots)
    money = expected_money(person, account, until, {account: opening})
    alone = run_plan(chain_of, pots, money)
    today, merged = (
        run_plan(lambda ahead: own, (), money),
        run_plan(lambda ahead: (*own, *chain_of(ahead)), pots, money),
    )
    said = likely(models, person, opening, buffer, chained)
    open_ = [place for place, goal in enumerate(pots) if goal.needed]
    fitting = {open_[place] for place in plan.chosen}
    told = [
        PlannedGoalTold(
            name=goals[place].name,
            pot=pots[place].pot,
            place=number,
            fits=place in fitting or not pots[place].needed,
            target_cents=pots[place].target,
            needed_cents=pots[place].needed,
            deadline=pots[place].deadline,
            full_on=merged.full[place],
            **_said(one),
            rescue=None
            if place in fitting or not pots[place].needed
            else _rescue(plan, open_.index(place), pots[place], first),
        )
        for number, (place, one) in enumerate(zip(order, said, strict=True), 1)
    ]
    usual = int(np.median(person.came[-6:]) - np.mean(person.left[-12:]))
    return GoalPlanAnswer(
        goals=told,
        pay_account=account,
        buffer_cents=buffer,
        free_monthly_cents=usual,
        rules_text=render_rules(chain_of(pots)),
        merged=MergedRules(
            rules_text=render_rules([*own, *chain_of(pots)]),
            conflicts=conflicts_of(own, chain_of(pots), account, pots, alone, merged, today),
        )
        if own
        else None,
        changes=_changes(pots, {goal.pot: one.name for goal, one in zip(pots, goals, strict=True)}, chain_of),
        simulation=PlanSimulated(
            until=until,
            failed_steps=len(merged.failures),
            failed_payments=merged.failed_payments,
            failed_steps_today=len(today.failures),
            failed_payments_today=today.failed_payments,
        ),
        debts=debts_told(debts, usual),
        match=match_told(match),
        strategy=strategy_told(strategy_of(person, opening, models.odds.drift, debts, match_told(match) is not None)),
        unsure=[_doubt(models, said), *_unsure(person, known, merged, free, goals, names, own, account, minimums)],
        version=models.version,
    ).drawn(*_bands(person, chained, said))


def _bands(
    person: Person, chained: Sequence[Goal], said: Sequence[Likely]
) -> tuple[list[dt.date], list[list[list[int]]]]:
    """Ends of the months ahead, and by goal what its pot holds by then, until its deadline."""
    ends = [months_after(person.today, number + 1) for number in range(said[0].band.shape[1])]
    bands = []
    for goal, one in zip(chained, said, strict=True):
        until = months_until(person.tomorrow, goal.deadline)
        bands.append([[round(goal.saved + cents) for cents in level[:until]] for level in one.band.tolist()])
    return ends, bands


def _said(one: Likely) -> dict[str, Any]:
    """Fields of a goal."""
    odds = None
    if one.odds is not None:
        middle, least, most = (round(end, 3) for end in one.odds)
        odds = GoalOddsTold(probability=middle, interval80=(least, most))
    low, high = one.interval
    return {"paths": PathsTold(share=round(one.share, 3), interval80=(round(low, 3), round(high, 3))), "odds": odds}


def _doubt(models: PlanningModels, said: Sequence[Likely]) -> str:
    if not models.odds.told:
        return f"Shares of simulated paths are no odds. {models.odds.why}"
    late = sum(one.odds is None for one in said)
    beyond = f" {late} of the goals are due later than the year that was checked, and have none." if late else ""
    return f"{models.odds.why} What no month of theirs holds is in no path.{beyond}"


def goals_asked(person: Person, goals: Sequence[AskedGoal], account: str) -> list[Goal]:
    """The goals with a pot of a name that rules can say.

    Raises
    ------
    ArgumentError : a deadline that has passed or is beyond ten years.
    """
    first = person.today + dt.timedelta(days=1)
    for place, one in enumerate(goals):
        if one.deadline < first or months_until(first, one.deadline) > MOST_MONTHS:
            raise ArgumentError(
                "A deadline lies after today and within ten years.",
                code="invalid_value",
                path=f"goals[{place}].deadline",
                example=str(first + dt.timedelta(days=365)),
            )
    return [
        Goal(name, one.target_cents, one.saved_cents, one.deadline, WEIGHTS[one.priority])
        for name, one in zip(plain_pots(account, [one.name for one in goals]), goals, strict=True)
    ]


def account_of(name: str) -> str:
    """The pay account as rules can name it."""
    if not name or not name.isprintable() or len(name) > LONGEST_NAME or plain_pots("Pay", [name])[0] != name:
        return PAY_ACCOUNT
    return name


def _rescue(plan: Plan, place: int, goal: Goal, first: dt.date) -> Rescue:
    """What would save a goal, all else as planned."""
    months = months_until(first, goal.deadline)
    there = int(plan.paid[place, :months].sum())
    met = plan.met_in[place]
    lacking = max(0, goal.needed - there)
    return Rescue(
        later_months=max(0, met - months) if met else None,
        more_monthly_cents=-(-lacking // months),
        smaller_by_cents=lacking,
    )


def _changes(goals: Sequence[Goal], names: dict[str, str], chain_of) -> list[RuleChange]:  # type: ignore[no-untyped-def]
    """What a person changes by hand after each deadline but the last."""
    changes = []
    for goal in sorted(goals, key=lambda one: one.deadline):
        before = chain_of([one for one in goals if one.deadline >= goal.deadline])
        after = chain_of([one for one in goals if one.deadline > goal.deadline])
        changes.append(
            RuleChange(
                after=goal.deadline,
                goal=names[goal.pot],
                delete=[render_rule(one) for one in before if one not in after],
                add=[render_rule(one) for one in after if one not in before],
            )
        )
    merged: dict[dt.date, RuleChange] = {}
    for one in changes:  # goals of one day leave together
        earlier = merged.get(one.after)
        merged[one.after] = one if earlier is None else one.model_copy(update={"goal": f"{earlier.goal}, {one.goal}"})
    return list(merged.values())


def _unsure(
    person: Person,
    balance: int | None,
    run: Run,
    free: Cents,
    goals: Sequence[AskedGoal],
    pots: Sequence[str],
    own: Sequence[Rule],
    account: str,
    minimums: int,
) -> list[str]:
    unsure = [
        "The simulation pays everything from the pay account and expects no raise, no price rise and no surprise.",
    ]
    if own:
        unsure.append(
            "Bills that their own rules put aside in other accounts count twice in the simulation: compare with "
            "today's."
        )
    if divides_pay(own, account):
        unsure.append("Their own rules divide what arrives on the pay account, so the pots are not emptied into it.")
    if minimums:
        unsure.append(
            f"The transactions show no payment to {minimums} of the debts, so their minimums are counted beside what "
            "leaves, before any pot."
        )
    if balance is None:
        unsure.append("No balance is known; the plan takes it that the buffer is there, less a month's spending.")
    elif balance < 0:
        unsure.append("The pay account is overdrawn; the plan begins from zero.")
    if not free.any():
        unsure.append("No money is free in these months, so nothing flows yet.")
    if len(person.came) < 12:
        unsure.append(f"There are only {len(person.came)} whole months; yearly bills may be missing.")
    if person.left_out:
        unsure.append(f"{person.left_out:,} transactions in other currencies are left out.")
    if any(" ".join(one.name.split()) != pot for one, pot in zip(goals, pots, strict=True)):
        unsure.append("Some pots have plain names, because rules could not tell the goals' own names apart.")
    if run.failed_payments:
        unsure.append(f"In the simulation {run.failed_payments} payments do not leave: the account is too low then.")
    unsure.append("Once every pot is full, what flows on stays in the last one.")
    return unsure
