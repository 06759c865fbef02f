"""``plan_goals`` in words."""

from __future__ import annotations

from seqmatch.families.planning.answers.debts import first_of_all
from seqmatch.families.planning.answers.strategy import strategy_lines
from seqmatch.schemas.answers.planning import GoalPlanAnswer, PlannedGoalTold


def goal_plan_text(answer: GoalPlanAnswer) -> str:
    """The plan as text, complete without the structure."""
    lines = [
        f"{_money(answer.buffer_cents)} stay on the pay account; what is above flows on. Expected free money: "
        f"{_money(answer.free_monthly_cents)} a month.",
        *([] if answer.strategy is None else strategy_lines(answer.strategy)),
        *first_of_all(answer.debts, answer.match),
        *(_goal(one) for one in answer.goals),
        "Rules:" if answer.merged is None else "Rules, to come after their own, which stay as they are:",
        answer.rules_text,
    ]
    if any(rule.startswith("When date equal") for rule in answer.rules_text.splitlines()):
        lines.append("The rules with a day empty the pots into a pay account that is low: rent comes before a goal.")
    if answer.changes:
        lines.append("By hand, because a pot that was spent would fill again:")
    for change in answer.changes:
        lines.append(
            f"- after {change.after} ({change.goal}): delete {len(change.delete)}"
            + (f", add: {' '.join(change.add)}" if change.add else ", add none")
        )
    told = answer.simulation
    lines.append(
        f"Simulated until {told.until}: {told.failed_steps} failed steps (today {told.failed_steps_today}), "
        f"{told.failed_payments} failed payments (today {told.failed_payments_today})."
    )
    lines += [f"Conflict: {one}" for one in (answer.merged.conflicts if answer.merged else ())]
    lines += [f"Unsure: {one}" for one in answer.unsure]
    return "\n".join(lines)


def _goal(one: PlannedGoalTold) -> str:
    text = f"{one.place}. {one.name}: {_money(one.needed_cents)} more by {one.deadline}; "
    text += "fits" if one.fits else "does not fit"
    if one.full_on:
        text += f", full on {one.full_on} as expected"
    if one.odds:
        low, high = one.odds.interval80
        text += f"; odds {one.odds.probability:.0%} ({low:.0%} to {high:.0%})"
    elif one.paths:
        text += f"; fills on {one.paths.share:.0%} of simulated paths (no odds)"
    if one.rescue:
        later = "not within ten years" if one.rescue.later_months is None else f"{one.rescue.later_months} months later"
        text += (
            f". What would save it: {later}, or {_money(one.rescue.more_monthly_cents)} more a month, or "
            f"{_money(one.rescue.smaller_by_cents)} smaller"
        )
    return text + "."


def _money(cents: int) -> str:
    return f"{'-' if cents < 0 else ''}${abs(cents) / 100:,.2f}"
