"""Answers ``predict_goal``: calibrated probabilities, a set of goals that covers 90 %, and what to ask next."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from seqmatch.estimators.classification.goal_classifier import COVERAGE, GoalClassifier
from seqmatch.families.onboarding.answers import next_questions
from seqmatch.families.onboarding.answers.goal_chances import GoalChances, chances_of, plain_in
from seqmatch.families.onboarding.answers.wording import unread_note
from seqmatch.families.onboarding.models import OnboardingModels
from seqmatch.families.onboarding.person import Query, read_query
from seqmatch.features.users.goal_inputs import by_fact, fact_text, goal_columns
from seqmatch.schemas.answers.onboarding import Effect, GoalChance, GoalPrediction, GoalSet
from seqmatch.schemas.goal import GOAL_TEXT, GROUP_OF, same_goal
from seqmatch.schemas.profile import Profile

N_REASONS = 4
LEAST_EFFECT = 0.005
"""On the log-odds; what moves a goal by less is no reason for it."""


def predict_goal(models: OnboardingModels, profile: Profile, rules_text: str | None = None) -> GoalPrediction:
    """The goal that a person's rules make plain, or else the predicted one; a stated goal is not looked at."""
    query = read_query(profile, rules_text)
    return goal_of(models, query).model_copy(update={"notes": unread_note(query)})


def _guess(models: OnboardingModels, query: Query) -> tuple[GoalClassifier, NDArray[np.float32], NDArray[np.float64]]:
    """The classifier that answers for a person, what it sees of them, and what it makes of it."""
    inputs = query.goal_inputs(models.goals.words)
    classifier = models.goals.for_one(inputs)
    return classifier, inputs, classifier.predict_proba(inputs[None])[0]


def named_goal(models: OnboardingModels, query: Query) -> str | None:
    """The goal that is learned with confidence, without reasons and questions, which take most of the time."""
    classifier, _, chances = _guess(models, query)
    return chances_of(classifier, chances).goal


def likely_goal(models: OnboardingModels, query: Query) -> tuple[GoalChances, list[GoalChance]]:
    """What is told of a person's goal, and the chances of all goals as answers give them, without the reasons."""
    classifier, _, chances = _guess(models, query)
    told = chances_of(classifier, chances, plain_in(query))
    return told, _summing_to_one(told)


def goal_of(models: OnboardingModels, query: Query) -> GoalPrediction:
    """As :func:`predict_goal`, for a query already read."""
    if query.has_rules or query.rules.unparsed:
        return _predicted(models, query)
    asked = (next_questions.WORTH_ASKING_BITS, *query.profile.known().items())
    return models.recent_goals.get(asked, lambda: _predicted(models, query))


def _predicted(models: OnboardingModels, query: Query) -> GoalPrediction:
    classifier, inputs, chances = _guess(models, query)
    told = chances_of(classifier, chances, plain_in(query))
    top_goals = _summing_to_one(told)
    return GoalPrediction(
        goal=told.goal,
        goal_group=told.group,
        plain=None if told.plain is None else told.plain.why,
        probability=top_goals[told.leading].probability,
        confident=told.confident,
        base_rate=round(float(told.base_rates[told.leading]), 4),
        top_goals=top_goals,
        goal_set=GoalSet(coverage=COVERAGE, goals=list(told.likely)),
        because=_because(classifier, inputs, chances, models.goals.words, told.goals[told.leading]),
        ask_next=next_questions.ask_next(models, classifier, query, inputs),
    )


def _summing_to_one(told: GoalChances) -> list[GoalChance]:
    """All goals, most probable first, rounded so that they still sum to exactly 1."""
    units = np.floor(told.chances * 10_000).astype(int)
    units[: 10_000 - int(units.sum())] += 1
    return [
        GoalChance(goal=goal, goal_group=GROUP_OF[goal], probability=unit / 10_000)
        for goal, unit in zip(told.goals, units.tolist(), strict=True)
    ]


def _because(
    classifier: GoalClassifier,
    inputs: NDArray[np.float32],
    chances: NDArray[np.float64],
    words: tuple[str, ...],
    leading: str,
) -> list[Effect]:
    """The known facts that moved the leading goal's score most, up or down; its wordings count by their chances."""
    columns = goal_columns(words)
    wordings = [i for i, goal in enumerate(classifier.goals_) if same_goal(goal, leading)]
    shares = chances[wordings] / chances[wordings].sum()
    moved = sum(share * classifier.contributions(inputs, i) for share, i in zip(shares, wordings, strict=True))
    effects = by_fact(np.asarray(moved))
    strength = np.abs(effects)
    told = np.flatnonzero(~np.isnan(inputs) & (strength >= LEAST_EFFECT))
    strongest = told[np.argsort(-strength[told], kind="stable")][:N_REASONS].tolist()
    return [
        Effect(feature=fact_text(columns[i], float(inputs[i])), effect=round(float(effects[i]), 3)) for i in strongest
    ]


def goal_text(answer: GoalPrediction) -> str:
    """The prediction in words, complete on its own."""
    top = answer.top_goals
    leading = top[0]
    if answer.plain is not None:
        lines = [
            f"They want to {GOAL_TEXT[str(answer.goal)]} ({answer.goal}): {answer.plain} Confirm it.",
            f"Among people alike {answer.probability:.0%} want that, against {answer.base_rate:.0%} of all users; "
            "what their own rules say counts for more.",
        ]
    elif answer.confident:
        lines = [
            f"Probably wants to {GOAL_TEXT[leading.goal]} ({leading.goal}): {answer.probability:.0%} likely, "
            f"against {answer.base_rate:.0%} of all users."
        ]
    else:
        lines = [
            f"Not sure what they are after. The best guess, {leading.goal} ({GOAL_TEXT[leading.goal]}), is only "
            f"{answer.probability:.0%} likely, against {answer.base_rate:.0%} of all users. Do not present it as known."
        ]
    lines.append(f"Most probable group: {answer.goal_group}.")
    lines.append("Top three: " + ", ".join(f"{chance.goal} {chance.probability:.0%}" for chance in top[:3]) + ".")
    lines.append(
        f"In {answer.goal_set.coverage:.0%} of such cases the goal is one of {len(answer.goal_set.goals)}: "
        f"{', '.join(answer.goal_set.goals)}."
    )
    if answer.because:
        lines.append(
            f"What moved {answer.goal or leading.goal}: "
            + "; ".join(
                f"{effect.feature} ({'for' if effect.effect > 0 else 'against'} it, {effect.effect:+.2f})"
                for effect in answer.because
            )
            + "."
        )
    if answer.ask_next:
        question = answer.ask_next[0]
        lines.append(
            f'Ask next: "{question.question}" ({question.field}, worth {question.expected_gain_bits:.2f} bits).'
        )
    elif not answer.confident:
        lines.append('Ask them directly: "What would you most like your money to do for you?" (product_goal)')
    lines += [f"Note: {note}" for note in answer.notes]
    return "\n".join(lines)
