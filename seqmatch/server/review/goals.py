"""Goals of the store, planned: the chain that fills them, and what would save those that do not fit."""

from __future__ import annotations

from seqmatch.families.coaching.advice.news import money
from seqmatch.families.coaching.advice.wording import quoted
from seqmatch.schemas.answers.planning import GoalPlanAnswer, PlannedGoalTold
from seqmatch.server.review.parts import Draft, Part
from seqmatch.server.review.whose import Whose


def goal_optimization(whose: Whose) -> Part:
    if whose.user is None:
        return Part(needs=("Goals are planned for users with a name.",))
    today = whose.told.person.today
    planned = [one for one in whose.goals if one.deadline is not None and one.deadline > today]
    unsure = []
    if len(planned) < len(whose.goals):
        left = len(whose.goals) - len(planned)
        unsure.append(f"Not planned, because they have no deadline or it is over: {left} of {len(whose.goals)} goals.")
    if not planned:
        return Part(
            needs=("The store has no goal with a deadline ahead. `seqmatch recommend USER --goals FILE` keeps them.",),
            unsure=tuple(unsure),
        )
    answer = whose.plan(planned)
    fitting = [one for one in answer.goals if one.fits]
    free = money(answer.free_monthly_cents)
    summary = (f"{len(fitting)} of {len(answer.goals)} goals can be met whole; about {free} a month is free.",)
    drafts = [_late(one, free) for one in answer.goals if not one.fits]
    if fitting:
        drafts.insert(0, _chain(answer))
    return Part(summary, tuple(drafts), unsure=(*unsure, *answer.unsure))


def _said(one: PlannedGoalTold) -> str:
    if one.odds is not None:
        return f"; odds {one.odds.probability:.0%}"
    return f"; fills on {one.paths.share:.0%} of simulated paths (no odds)" if one.paths else ""


def _chain(answer: GoalPlanAnswer) -> Draft:
    told = answer.simulation
    facts = [
        f"{quoted(one.name)}: {money(one.needed_cents)} more by {one.deadline}"
        + (f", full on {one.full_on} as expected" if one.full_on else "")
        + _said(one)
        + "."
        for one in answer.goals
        if one.fits
    ]
    facts.append(
        f"Simulated until {told.until}: {told.failed_steps} failed steps, {told.failed_payments} failed payments."
    )
    actions = ["Add the rules."]
    actions += [
        f"After {one.after} ({quoted(one.goal)}): delete and add what plan_goals says." for one in answer.changes
    ]
    return Draft(
        key="chain",
        title="Let the goals fill one after the other",
        description=f"{money(answer.buffer_cents)} stay on the pay account; what is above flows into the next goal.",
        priority="medium",
        family="planning",
        evidence=tuple(facts),
        actions=tuple(actions),
        rule_text=answer.rules_text,
        caution="; ".join(answer.merged.conflicts) or None if answer.merged else None,
    )


def _late(one: PlannedGoalTold, free: str) -> Draft:
    actions = []
    if one.rescue is not None:
        actions.append(f"Put {money(one.rescue.more_monthly_cents)} more a month aside.")
        actions.append(f"Or make it {money(one.rescue.smaller_by_cents)} smaller.")
        if one.rescue.later_months is not None:
            actions.append(f"Or give it {one.rescue.later_months} months more.")
    return Draft(
        key=f"late:{one.name}",
        title=f"{quoted(one.name)} does not fit by {one.deadline}",
        description=f"{money(one.needed_cents)} are missing.",
        priority="medium",
        family="planning",
        evidence=(f"About {free} a month is free; it has place {one.place} among the goals.",),
        actions=tuple(actions),
    )
