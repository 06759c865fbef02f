"""``review_money``: how well off a person is, what changed, what they do by habit, and what is unusual."""

from __future__ import annotations

import calendar
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Literal, get_args

from seqmatch.errors import ArgumentError
from seqmatch.families.coaching.advice.news import money
from seqmatch.families.coaching.advice.wording import quoted
from seqmatch.families.coaching.answers.forecast import learned_basis, low_odds
from seqmatch.families.coaching.answers.peers import peers_of
from seqmatch.families.coaching.answers.whose import Told
from seqmatch.families.coaching.dataset.account_kinds import not_seen
from seqmatch.families.coaching.dataset.weeks import weeks_of
from seqmatch.families.coaching.models import CoachingModels
from seqmatch.families.coaching.scoring.budgets import adherence
from seqmatch.families.coaching.scoring.changes import changes_of, season_of, unusual_payments
from seqmatch.families.coaching.scoring.habits import habits_of
from seqmatch.families.coaching.scoring.health import LOW_WEEK, FactTold, Health, health_of
from seqmatch.families.coaching.scoring.segments import PERSONAS, UNNAMED, Segmented, segment_of
from seqmatch.schemas.answers.coaching import (
    BudgetTold,
    ChangeTold,
    HabitTold,
    HealthTold,
    PartTold,
    ReviewAnswer,
    SegmentTold,
    UnusualTold,
)

if TYPE_CHECKING:
    from seqmatch.store.engine import Store

FEWEST_DAYS = 14
MOST_CHANGES = 10
MOST_UNUSUAL = 5
Part = Literal["spend", "save", "borrow", "plan"]
PARTS: tuple[Part, ...] = get_args(Part)


def review_money(
    models: CoachingModels, told: Told, store: Store | None = None, budgets: Mapping[str, int] | None = None
) -> ReviewAnswer:
    """What the last quarter of a person's money shows.

    Parameters
    ----------
    store : of which the person is; None where the transactions came with the question, then nobody is compared.
    budgets : of a month by category, or ``all``, cents.

    Raises
    ------
    ArgumentError : fewer than two weeks of history.
    """
    person = told.person
    if person.days < FEWEST_DAYS:
        raise ArgumentError(
            f"{person.history_told}; a review needs two weeks. Send earlier transactions.",
            code="too_short",
            path="transactions",
        )
    weeks = weeks_of([person], told.guess)
    odds = low_odds(models, person)
    health = health_of(weeks, max(odds.values(), default=None))
    segmented = segment_of(models.segments, weeks) if models.segments is not None else None
    season = season_of(person)
    if (blind := not_seen(person)) is not None:
        health = _nothing_told(health, f"{blind} So no score, savings rate or segment is told.")
        segmented = None
    unsure = [*told.unsure, *health.why_not]
    if season is None:
        unsure.append("Seasons show only in two years of history.")
    if segmented is not None and segmented.segment.startswith(UNNAMED):
        unsure.append("This behaviour matches none of the named segments.")
    return ReviewAnswer(
        health=_health(health),
        segment=_segment(segmented),
        peers=[] if store is None else peers_of(store, told.user, person.currency, person.today),
        changes=[
            ChangeTold(what=one.what, payee=one.stream.payee, date=one.date, yearly_cents=one.yearly_cents)
            for one in changes_of(person)[:MOST_CHANGES]
        ],
        unusual=[
            UnusualTold(date=one.date, of=one.of, amount_cents=one.cents, usual_cents=one.usual_cents)
            for one in unusual_payments(person)[:MOST_UNUSUAL]
        ],
        habits=[
            HabitTold(habit=name, ratio=round(effect.ratio, 2), p=round(effect.p, 3))
            for name, effect in habits_of(person, told.guess).items()
        ],
        season={calendar.month_name[month]: ratio for month, ratio in sorted((season or {}).items())},
        budgets=[
            BudgetTold(
                category=one.category,
                monthly_cents=one.budget,
                months=one.months,
                kept=one.kept,
                usually_over_cents=one.usually_over,
                so_far_cents=one.so_far,
                would_exceed=one.would_exceed,
            )
            for one in adherence(person, budgets or {}, told.guess)
        ],
        unsure=unsure,
        basis=learned_basis(models, person),
    )


def _nothing_told(health: Health, why: str) -> Health:
    stress = tuple(one for one in health.stress if one != LOW_WEEK)
    return replace(
        health, total=None, parts={}, facts=(), stress=stress, savings_rate=None, change_13w=None, why_not=(why,)
    )


def _health(health: Health) -> HealthTold:
    best = health.facts[0] if health.facts and health.facts[0].gain > 0 else None
    return HealthTold(
        total=health.total,
        parts=[
            PartTold(part=part, points=health.parts[part], facts=_facts(health.facts, part))
            for part in PARTS
            if part in health.parts
        ],
        savings_rate=health.savings_rate,
        change_13w=health.change_13w,
        raise_it=None
        if best is None
        else f"{best.says}: from {_value(best, best.value)} to {_value(best, best.better)}",
        stress=list(health.stress),
        warnings=list(health.warnings),
    )


def _facts(facts: Sequence[FactTold], part: str) -> list[str]:
    return [f"{one.says}: {_value(one, one.value)} ({one.points:.0f} of 100)" for one in facts if one.part == part]


def _value(fact: FactTold, value: float | None) -> str:
    """Shares in percent, others with one decimal at most."""
    if value is None:
        return "more"
    if "share" not in fact.says:
        return f"{round(value, 1):g}"
    return f"{value:.1%}" if 0 < abs(value) < 0.1 else f"{value:.0%}"


def _segment(found: Segmented | None) -> SegmentTold | None:
    if found is None:
        return None
    return SegmentTold(
        segment=found.segment,
        persona=PERSONAS.get(found.segment, PERSONAS[UNNAMED]),
        clear=round(found.clear, 2),
        between=found.between,
    )


def _less(above: float) -> str:
    tenths = round(10 * above)
    return "hardly any" if tenths == 0 else "nearly all" if tenths == 10 else f"about {tenths} in 10"


def review_text(answer: ReviewAnswer) -> str:
    """The answer in words."""
    health = answer.health
    total = "no total" if health.total is None else f"{health.total:.0f} of 100 (a description, no forecast)"
    lines = [f"Financial health of the last quarter: {total}."] if health.parts else ["No score of financial health."]
    lines += [f"- {one.part}: {one.points:.0f}. {'; '.join(one.facts)}." for one in health.parts]
    if health.savings_rate is not None:
        lines.append(f"Savings rate of 13 weeks: {health.savings_rate:.0%}.")
    if health.raise_it is not None:
        lines.append(f"What would raise it most: {health.raise_it}.")
    lines += [*health.warnings, *health.stress]
    if answer.segment is not None:
        border = f", on the border to {answer.segment.between}" if answer.segment.between else ""
        lines.append(f"Most like: {answer.segment.segment}{border}. {answer.segment.persona}")
    for peer in answer.peers:
        lines.append(f"- {peer.figure}: {_less(peer.above)} have less, among {peer.among} others ({peer.of}).")
    for change in answer.changes:
        yearly = f", {money(abs(change.yearly_cents))} {'more' if change.yearly_cents > 0 else 'less'} a year"
        lines.append(
            f"- {change.what}: {quoted(change.payee)} on {change.date}{yearly if change.yearly_cents else ''}."
        )
    for one in answer.unusual:
        lines.append(
            f"- unusual: {money(one.amount_cents)} on {one.date} for {quoted(one.of)}, usually "
            f"{money(one.usual_cents)}."
        )
    for habit in answer.habits:
        lines.append(f"- habit: spending on {habit.habit} is {habit.ratio:.1f} times what chance would put there.")
    if answer.season:
        lines.append(
            "Season: " + ", ".join(f"{month} {ratio:.1f} times" for month, ratio in answer.season.items()) + "."
        )
    lines += [_budget_line(one) for one in answer.budgets]
    return "\n".join([*lines, *(f"Unsure: {one}" for one in answer.unsure)])


def _budget_line(one: BudgetTold) -> str:
    if not one.months:
        return f"- budget {one.category}: there is no whole month of history yet."
    line = f"- budget {one.category}, {money(one.monthly_cents)} a month: kept in {one.kept} of {one.months} months"
    if one.usually_over_cents:
        line += f", else usually {money(one.usually_over_cents)} over"
    if one.so_far_cents:
        line += f"; {money(one.so_far_cents)} so far this month, which the rest of {one.would_exceed} of these months "
        line += "would take over it"
    return f"{line}."
