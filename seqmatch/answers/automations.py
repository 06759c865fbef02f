"""Which automations should this person set up? What similar people do, on their usual terms, with the evidence."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from seqmatch.answers.goal import goal_of
from seqmatch.answers.query import Query, cohort_line, cohort_note, read_query, unread_note
from seqmatch.errors import ArgumentError, nearest_name
from seqmatch.estimators.automation_recommender import Support
from seqmatch.features.adoption_inputs import known_inputs, profile_inputs
from seqmatch.features.automations import Item, adoption_table
from seqmatch.features.facts import SHARED_FACTS, facts_held
from seqmatch.features.profile import goal_values
from seqmatch.features.table import GOAL_COLUMNS
from seqmatch.lifecycle.recipe import has_business
from seqmatch.lifecycle.serve import OnboardingModels
from seqmatch.rules.render import render_rules
from seqmatch.schemas.answer import Evidence, PatternRef, SuggestAnswer, Suggestion
from seqmatch.schemas.goal import GOAL_TEXT, GOALS
from seqmatch.schemas.profile import INCOME_MONTHLY_CENTS, Profile
from seqmatch.schemas.rule import ROLE_TEXT, Action, ActionForm, Role, Rule
from seqmatch.settings import MIN_SUPPORT

MOST_SUGGESTIONS = 20
MOST_INCOME_CENTS = 10**12
THIN = 20
"""Fewer adopters among the similar users than this call for caution."""


def suggest_automations(
    models: OnboardingModels,
    profile: Profile,
    rules_text: str | None = None,
    *,
    goal: str | None = None,
    monthly_income_cents: int | None = None,
    limit: int = 5,
) -> SuggestAnswer:
    """Suggest up to ``limit`` automations the person does not have yet, the most usual among similar people first.

    Raises
    ------
    ArgumentError : unknown goal, limit outside 1 to 20, or a negative income.
    RuleTextError : the rules are too long to be one person's.
    """
    _refuse(goal, monthly_income_cents, limit)
    query = read_query(profile, rules_text)
    stated = goal or profile.product_goal
    row = query.row.copy()
    served = stated
    if stated is None:
        served = goal_of(models, query).goal
    row[GOAL_COLUMNS] = goal_values(served)
    owned = adoption_table([query.uses], models.items)[0]
    code = -1 if query.user_type is None else query.user_type
    similarities = models.matcher.neighbours_.similarities(row)
    inputs = profile_inputs(profile, served)
    if query.has_rules:
        inputs = known_inputs(profile, served, row, owned)
    support = models.recommender.support(
        similarities, query.user_type, owned, has_business(code, owned, models.items), inputs
    )
    income = monthly_income_cents or _typical_income(profile)
    ranked = [i for i in np.argsort(-support.score, kind="stable").tolist() if support.score[i] >= 0]
    reasons = _reasons(row, models)
    suggestions: list[Suggestion] = []
    for i in ranked:
        found = _suggestion(models, query, support, i, income, len(suggestions) + 1, reasons)
        if found is not None:
            suggestions.append(found)
        if len(suggestions) == limit:
            break
    return SuggestAnswer(
        goal=served,
        suggestions=suggestions,
        cohort=cohort_note(models),
        notes=_notes(query, served, stated, monthly_income_cents, income),
    )


def _refuse(goal: str | None, monthly_income_cents: int | None, limit: int) -> None:
    if goal is not None and goal not in GOALS:
        raise ArgumentError("Unknown goal.", path="goal", nearest=nearest_name(goal, GOALS), allowed=GOALS)
    if not 1 <= limit <= MOST_SUGGESTIONS:
        raise ArgumentError(
            f"Must be a whole number from 1 to {MOST_SUGGESTIONS}.", path="limit", example='{"limit": 5}'
        )
    if monthly_income_cents is not None and not 1 <= monthly_income_cents <= MOST_INCOME_CENTS:
        raise ArgumentError(
            "Must be a positive number of cents.",
            path="monthly_income_cents",
            example='{"monthly_income_cents": 450000}',
        )


def _typical_income(profile: Profile) -> int | None:
    return None if profile.annual_income is None else INCOME_MONTHLY_CENTS[profile.annual_income]


def _suggestion(
    models: OnboardingModels,
    query: Query,
    support: Support,
    index: int,
    income: int | None,
    rank: int,
    reasons: list[str],
) -> Suggestion | None:
    item, terms = models.items[index], models.terms[index]
    value = _value(item, terms, income)
    if value is None and item.form is not ActionForm.REMAINDER:
        return None
    rule = _rule(query, item, Role(terms["source"]), value)
    adopters, of = int(support.adopters[index]), support.of
    base = float(models.item_support[index]) / models.cohort["size"]
    low, high = wilson_interval(adopters, of)
    return Suggestion(
        rank=rank,
        title=_title(item, rule),
        rule_text=render_rules([rule]),
        pattern=PatternRef(
            trigger="FUNDS_RECEIVED",
            action=item.form.value,
            source_role=terms["source"],
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
        because=reasons,
        caution=_caution(item, terms, adopters, low, base),
    )


def _value(item: Item, terms: dict[str, Any], income: int | None) -> int | None:
    """The usual value: basis points for a percentage, cents (to 5 dollars) for an amount; None where unknown."""
    if item.form is ActionForm.PERCENTAGE:
        percents = terms.get("percent_quartiles")
        return None if percents is None else max(100, round(float(percents[1])) * 100)
    if item.form is ActionForm.REMAINDER:
        return None
    ratios = terms.get("income_ratio_quartiles")
    if ratios is None:
        return None
    typical = INCOME_MONTHLY_CENTS["BETWEEN_50K_AND_100K"] if income is None else income
    return max(500, round(float(ratios[1]) * typical / 500) * 500)


def _rule(query: Query, item: Item, source: Role, value: int | None) -> Rule:
    """The suggestion as a rule, between the person's own accounts where their rules show fitting ones."""
    origin = _account(query, source, as_source=True)
    target = _account(query, item.destination, as_source=False)
    if origin == target:
        origin = ROLE_TEXT[source] if ROLE_TEXT[source] != target else ROLE_TEXT[Role.INCOME]
    return Rule((), (Action(item.form, origin, target, value),))


def _account(query: Query, role: Role, as_source: bool) -> str:
    """The person's own account of that role, the first mentioned; else the role in its plainest words."""
    for action in query.rules.actions:
        name = action.source if as_source else action.destination
        if query.roles[name] is role and name.strip():
            return name
    return ROLE_TEXT[role]


def _title(item: Item, rule: Rule) -> str:
    action = rule.actions[0]
    to = item.destination.value.replace("_", " ")
    if item.form is ActionForm.PERCENTAGE and isinstance(action.value, int):
        return f"Send {action.value / 100:g}% of income to {to}"
    if item.form is ActionForm.FIXED and isinstance(action.value, int):
        return f"Move ${action.value / 100:,.0f} to {to} whenever money arrives"
    if item.form is ActionForm.OVERFLOW and isinstance(action.value, int):
        return f"Move what exceeds ${action.value / 100:,.0f} to {to}"
    return f"Sweep what is left to {to}"


def _caution(item: Item, terms: dict[str, Any], adopters: int, low: float, base: float) -> str | None:
    if adopters < MIN_SUPPORT:
        return "Hardly any of the similar users automate this; it is common among all users."
    if adopters < THIN:
        return f"Only {adopters} of the similar users automate this."
    quartiles = terms.get("percent_quartiles") or terms.get("income_ratio_quartiles")
    if quartiles and quartiles[2] > 3 * max(quartiles[0], 1e-9):
        kind = "percentages" if item.form is ActionForm.PERCENTAGE else "amounts"
        return f"The {kind} people choose differ widely; ask before using this one."
    if low < base:
        return "No more usual among similar users than among all."
    return None


def _reasons(row: NDArray[np.float64], models: OnboardingModels) -> list[str]:
    """The person's facts that weigh most in finding the similar users counted."""
    coarse = models.matcher.neighbours_.coarse(row)
    held = np.flatnonzero(facts_held(coarse))
    weight = models.matcher.weights
    order = sorted(held.tolist(), key=lambda i: (-weight[SHARED_FACTS[i].feature], i))
    return [SHARED_FACTS[i].text for i in order[:3]]


def wilson_interval(hits: int, of: int, z: float = 1.96) -> tuple[float, float]:
    """95 % interval of a share, by Wilson's score."""
    share = hits / of
    middle = share + z * z / (2 * of)
    spread = z * math.sqrt(share * (1 - share) / of + z * z / (4 * of * of))
    return max(0.0, (middle - spread) / (1 + z * z / of)), min(1.0, (middle + spread) / (1 + z * z / of))


def _notes(
    query: Query, served: str | None, stated: str | None, given_income: int | None, income: int | None
) -> list[str]:
    notes = unread_note(query)
    if served is None:
        notes.append("The goal is not known and was not guessed; the suggestions rest on the profile and rules alone.")
    elif stated is None:
        notes.append(f"The goal was predicted, not stated: {GOAL_TEXT[served]}. Confirm it.")
    if given_income is None:
        notes.append(
            "Amounts assume a typical income; send monthly_income_cents to scale them."
            if income is None
            else f"Amounts assume ${income / 100:,.0f} a month, typical of the income band; send monthly_income_cents."
        )
    return notes


def suggest_text(answer: SuggestAnswer) -> str:
    """The suggestions in words, complete on their own."""
    lines = []
    for s in answer.suggestions:
        e = s.evidence
        lines += [
            f"{s.rank}. {s.title}",
            f"   {s.rule_text}",
            f"   {e.adopters} of {e.of} similar users do this ({e.share:.0%}, 95% interval {e.share_ci95[0]:.0%} to "
            f"{e.share_ci95[1]:.0%}), {e.base_share:.0%} of all users; {e.lift:.1f} x.",
        ]
        if s.because:
            lines.append(f"   Counted because they match: {', '.join(s.because)}.")
        if s.caution:
            lines.append(f"   Caution: {s.caution}")
    if not answer.suggestions:
        lines.append("No automation to suggest: what similar people have, this person has already.")
    lines += ["", f"Goal: {answer.goal or 'not known'}."]
    lines += [f"Note: {note}" for note in answer.notes]
    lines += [
        "Nothing was created or moved: these are proposals for the person to decide on.",
        cohort_line(answer.cohort),
    ]
    return "\n".join(lines)
