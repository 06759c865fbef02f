"""Which automations should this person set up? What similar people do, on their usual terms, with the evidence."""

from __future__ import annotations

import math

from seqmatch.errors import ArgumentError, nearest_name
from seqmatch.families.onboarding.answers.goal import named_goal
from seqmatch.families.onboarding.answers.offer import as_told, caution_of, offered_action, title_of
from seqmatch.families.onboarding.answers.plan import fit_percentages, make_plan
from seqmatch.families.onboarding.answers.ranking import Ranking
from seqmatch.families.onboarding.answers.simulation import assumed, finding_lines, income_of, simulation_lines
from seqmatch.families.onboarding.models import OnboardingModels
from seqmatch.families.onboarding.person import (
    Query,
    bounded,
    cohort_line,
    cohort_note,
    read_query,
    shown_rules,
    unread_note,
)
from seqmatch.rules.render import render_rules
from seqmatch.schemas.answer import Evidence, PatternRef, SuggestAnswer, Suggestion
from seqmatch.schemas.goal import GOAL_TEXT, GOALS
from seqmatch.schemas.profile import Profile
from seqmatch.schemas.rule import Action, ActionForm, Role, Rule

MOST_SUGGESTIONS = 20


def suggest_automations(
    models: OnboardingModels,
    profile: Profile,
    rules_text: str | None = None,
    *,
    goal: str | None = None,
    monthly_income_cents: int | None = None,
    limit: int = 5,
) -> SuggestAnswer:
    """Suggest up to ``limit`` automations the person does not have yet, best first, and one plan that holds them.

    Raises
    ------
    ArgumentError : unknown goal, limit outside 1 to 20, or a negative income.
    RuleTextError : the rules are too long to be one person's.
    """
    _refuse(goal, limit)
    income = income_of(profile, monthly_income_cents)
    query = read_query(profile, rules_text)
    stated = goal or profile.product_goal
    served = named_goal(models, query) if stated is None else stated
    ranking = Ranking(models, query, served)
    chosen: list[int] = []
    actions: list[Action] = []
    for item in ranking.order:
        action = offered_action(query, models.items[item], models.terms[item], income)
        if action is not None:
            chosen.append(item)
            actions.append(action)
        if len(chosen) == limit:
            break
    if not query.has_rules:
        actions = fit_percentages(actions)
    return SuggestAnswer(
        goal=served,
        suggestions=[
            _suggestion(ranking, item, action, rank, chosen[: rank - 1])
            for rank, (item, action) in enumerate(zip(chosen, actions, strict=True), 1)
        ],
        plan=make_plan(query.rules, actions, income),
        cohort=cohort_note(models),
        notes=_notes(query, served, stated, monthly_income_cents is not None, income),
    )


def _refuse(goal: str | None, limit: int) -> None:
    if goal is not None and goal not in GOALS:
        raise ArgumentError("Unknown goal.", path="goal", nearest=nearest_name(goal, GOALS), allowed=GOALS)
    if not 1 <= limit <= MOST_SUGGESTIONS:
        raise ArgumentError(
            f"Must be a whole number from 1 to {MOST_SUGGESTIONS}.", path="limit", example='{"limit": 5}'
        )


def _suggestion(ranking: Ranking, index: int, action: Action, rank: int, better: list[int]) -> Suggestion:
    models, support = ranking.models, ranking.support
    item, terms = models.items[index], models.terms[index]
    adopters, of = int(support.adopters[index]), support.of
    base = float(models.item_support[index]) / models.cohort["size"]
    low, high = wilson_interval(adopters, of)
    value = action.value if isinstance(action.value, int) else None
    same = [place for place, other in enumerate(better, 1) if models.items[other].destination is item.destination]
    caution = caution_of(item, terms, adopters, low, base)
    return Suggestion(
        rank=rank,
        title=title_of(item, action),
        rule_text=render_rules([Rule((), (as_told(action),))]),
        pattern=PatternRef(
            trigger="FUNDS_RECEIVED",
            action=item.form.value,
            source_role=ranking.query.roles.get(action.source, Role.INCOME).value,
            destination_role=item.destination.value,
        ),
        percent=value / 100 if item.form is ActionForm.PERCENTAGE and value is not None else None,
        amount_cents=value if item.form in (ActionForm.FIXED, ActionForm.OVERFLOW) else None,
        score=round(float(support.score[index]), 4),
        evidence=Evidence(
            adopters=adopters,
            of=of,
            share=round(adopters / of, 4),
            base_share=round(base, 4),
            lift=round(adopters / of / base, 2) if base else 0.0,
            share_ci95=(round(low, 4), round(high, 4)),
        ),
        because=ranking.because(index),
        caution=f"An alternative to suggestion {same[0]}, not an addition." if same else caution,
    )


def wilson_interval(hits: int, of: int, z: float = 1.96) -> tuple[float, float]:
    """95 % interval of a share, by Wilson's score."""
    share = hits / of
    middle = share + z * z / (2 * of)
    spread = z * math.sqrt(share * (1 - share) / of + z * z / (4 * of * of))
    return max(0.0, (middle - spread) / (1 + z * z / of)), min(1.0, (middle + spread) / (1 + z * z / of))


def _notes(query: Query, served: str | None, stated: str | None, income_given: bool, income: int) -> list[str]:
    notes = unread_note(query)
    if served is None:
        notes.append("The goal is not known and was not guessed; the suggestions rest on the profile and rules alone.")
    elif stated is None:
        notes.append(f"The goal was predicted, not stated: {GOAL_TEXT[served]}. Confirm it.")
    if not income_given:
        notes.append(f"Amounts assume {assumed(query.profile, income)}; send monthly_income_cents to scale them.")
    return notes


def suggest_text(answer: SuggestAnswer) -> str:
    """The suggestions and the plan in words, complete on their own."""
    lines: list[str] = []
    for s in answer.suggestions:
        e = s.evidence
        lines += [
            f"{s.rank}. {s.title}",
            f"   {shown_rules(s.rule_text)}",
            f"   {e.adopters} of {e.of} similar users do this ({e.share:.0%}, 95% interval {e.share_ci95[0]:.0%} to "
            f"{e.share_ci95[1]:.0%}), {e.base_share:.0%} of all users; {e.lift:.1f} x.",
        ]
        if s.because:
            lines.append(f"   Because: {', '.join(s.because)}.")
        if s.caution:
            lines.append(f"   Caution: {s.caution}")
    if not answer.suggestions:
        lines.append("No automation to suggest: what similar people have, this person has already.")
    if answer.plan.rules_text:
        lines += ["", "One plan, checked and simulated:"]
        lines += [f"   {line}" for line in bounded(shown_rules(answer.plan.rules_text).split("\n\n"))]
        lines += finding_lines(answer.plan.findings)
        lines += simulation_lines(answer.plan.simulation)
        lines += [f"Plan: {note}" for note in answer.plan.notes]
    lines += ["", f"Goal: {answer.goal or 'not known'}."]
    lines += [f"Note: {note}" for note in answer.notes]
    lines += ["Nothing was created or moved: these are proposals to decide on.", cohort_line(answer.cohort)]
    return "\n".join(lines)
