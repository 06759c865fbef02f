"""What is this person after? A calibrated guess, a set that nearly always holds the answer, and what to ask next."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from seqmatch.estimators.classification.goal_classifier import COVERAGE, GoalClassifier
from seqmatch.families.onboarding.answers.likely_answers import likely_answers
from seqmatch.families.onboarding.answers.wording import unread_note
from seqmatch.families.onboarding.models import OnboardingModels
from seqmatch.families.onboarding.person import Query, read_query
from seqmatch.features.users.facts import PROFILE_FIELD_FEATURES
from seqmatch.features.users.goal_inputs import FIELD_COLUMNS, by_fact, fact_text, goal_columns, goal_inputs
from seqmatch.features.users.table import feature_row
from seqmatch.schemas.answers.onboarding import Effect, GoalChance, GoalPrediction, GoalSet, Question
from seqmatch.schemas.goal import GOAL_TEXT, GROUP_OF
from seqmatch.schemas.profile import Profile
from seqmatch.schemas.rule import RuleSet

QUESTIONS = {
    "user_type": "Is this for you personally, for a business, or do you advise others?",
    "annual_income": "Roughly what is your yearly income?",
    "occupation": "What kind of work do you do?",
    "subscription": "Which plan are you on: Starter, Pro, Business or Growth?",
    "debit_card_spender": "Do you mostly spend by debit card?",
    "activated_ports": "How many sources of income do you want to connect?",
    "accounts_connected": "About how many bank, card and loan accounts do you have?",
    "age_group": "Which age group are you in?",
}
N_REASONS = 4
WORTH_ASKING_BITS = 0.005
"""A question expected to tell less than this is not worth a person's patience."""


def predict_goal(models: OnboardingModels, profile: Profile, rules_text: str | None = None) -> GoalPrediction:
    """Predict the goal of one person; a stated goal is not looked at."""
    query = read_query(profile, rules_text)
    return goal_of(models, query).model_copy(update={"notes": unread_note(query)})


@dataclass(frozen=True)
class _Guess:
    """What the classifier that answers for a person makes of their ``inputs``."""

    classifier: GoalClassifier
    inputs: NDArray[np.float32]
    chances: NDArray[np.float64]

    @property
    def leading(self) -> int:
        return int(np.argmax(self.chances))

    @property
    def confident(self) -> bool:
        threshold = self.classifier.confident_at_
        return threshold is not None and float(self.chances[self.leading]) >= threshold


def _guess(models: OnboardingModels, query: Query) -> _Guess:
    inputs = query.goal_inputs(models.goals.words)
    classifier = models.goals.for_one(inputs)
    return _Guess(classifier, inputs, classifier.predict_proba(inputs[None])[0])


def named_goal(models: OnboardingModels, query: Query) -> str | None:
    """The goal :func:`goal_of` names, without its reasons and questions, which take most of the time."""
    guess = _guess(models, query)
    return guess.classifier.goals_[guess.leading] if guess.confident else None


def goal_of(models: OnboardingModels, query: Query) -> GoalPrediction:
    """As :func:`predict_goal`, for a query already read."""
    if query.has_rules or query.rules.unparsed:
        return _predicted(models, query)
    asked = (WORTH_ASKING_BITS, *query.profile.known().items())
    return models.recent_goals.get(asked, lambda: _predicted(models, query))


def _predicted(models: OnboardingModels, query: Query) -> GoalPrediction:
    guess = _guess(models, query)
    classifier, chances, leading, confident = guess.classifier, guess.chances, guess.leading, guess.confident
    order = np.argsort(-chances, kind="stable")
    goals = classifier.goals_
    groups: dict[str, float] = {}
    for goal, chance in zip(goals, chances, strict=True):
        groups[GROUP_OF[goal]] = groups.get(GROUP_OF[goal], 0.0) + float(chance)
    top_goals = _summing_to_one(goals, chances, order)
    return GoalPrediction(
        goal=goals[leading] if confident else None,
        goal_group=GROUP_OF[goals[leading]] if confident else max(groups, key=lambda group: groups[group]),
        probability=top_goals[0].probability,
        confident=confident,
        base_rate=round(float(classifier.prior_[leading]), 4),
        top_goals=top_goals,
        goal_set=GoalSet(coverage=COVERAGE, goals=[goals[i] for i in classifier.prediction_set(chances)]),
        because=_because(classifier, guess.inputs, models.goals.words, leading),
        ask_next=ask_next(models, classifier, query),
    )


def _summing_to_one(goals: tuple[str, ...], chances: NDArray[np.float64], order: NDArray[np.intp]) -> list[GoalChance]:
    """All goals, most probable first, rounded so that they still sum to exactly 1."""
    units = np.floor(chances[order] * 10_000).astype(int)
    units[: 10_000 - int(units.sum())] += 1
    return [
        GoalChance(goal=goals[i], goal_group=GROUP_OF[goals[i]], probability=unit / 10_000)
        for i, unit in zip(order, units.tolist(), strict=True)
    ]


def _because(
    classifier: GoalClassifier, inputs: NDArray[np.float32], words: tuple[str, ...], leading: int
) -> list[Effect]:
    """The known facts that moved the leading goal's score most, up or down."""
    columns = goal_columns(words)
    effects = by_fact(classifier.contributions(inputs, leading), columns)
    known = ~np.isnan(inputs)
    strongest = [int(i) for i in np.argsort(-np.abs(effects), kind="stable") if known[i] and abs(effects[i]) >= 0.005]
    return [
        Effect(feature=fact_text(columns[i], float(inputs[i])), effect=round(float(effects[i]), 3))
        for i in strongest[:N_REASONS]
    ]


def _entropy_bits(chances: NDArray[np.float64]) -> NDArray[np.float64]:
    bits: NDArray[np.float64] = -(chances * np.log2(np.clip(chances, 1e-12, 1))).sum(axis=-1)
    return bits


COUNTED_TOGETHER = ("activated_ports", "accounts_connected")
"""Fields that share a feature, so that what one tells depends on the other."""


@lru_cache(maxsize=10_000)
def _as_told(field: str, value: Any, beside: tuple[tuple[str, Any], ...]) -> NDArray[np.float32]:
    """The inputs that an answer to one field sets, in the order of its columns."""
    imagined = Profile.model_construct(**{**dict(beside), field: value})
    inputs = goal_inputs(imagined, feature_row(imagined), RuleSet(), (), ())
    return inputs[list(FIELD_COLUMNS[field])]


def ask_next(models: OnboardingModels, classifier: GoalClassifier, query: Query) -> list[Question]:
    """Unknown profile fields by the information their answer is expected to give about the goal, in bits.

    Those that would tell next to nothing are left out. The expectation runs over the answers that people give who
    answered alike so far; it is the mutual information of answer and goal under the model.
    """
    known = query.profile.known()
    fields = [field for field in PROFILE_FIELD_FEATURES if field not in known]
    expected = likely_answers(models, query.profile, fields)
    inputs = query.goal_inputs(models.goals.words)
    changes = []
    for field, (values, _) in expected.items():
        beside = tuple((other, known[other]) for other in COUNTED_TOGETHER if other in known)
        changes.append((FIELD_COLUMNS[field], np.array([_as_told(field, value, beside) for value in values])))
    if not changes:
        return []
    chances = classifier.proba_around(inputs, changes)
    bits = _entropy_bits(chances)
    questions, start = [], 0
    for field, (values, share) in expected.items():
        span = slice(start, start + len(values))
        gain = float(_entropy_bits(share @ chances[span])) - float(share @ bits[span])
        if gain >= WORTH_ASKING_BITS:
            questions.append(Question(field=field, question=QUESTIONS[field], expected_gain_bits=round(gain, 4)))
        start = span.stop
    return sorted(questions, key=lambda question: -question.expected_gain_bits)


def goal_text(answer: GoalPrediction) -> str:
    """The prediction in words, complete on its own."""
    top = answer.top_goals
    leading = top[0]
    if answer.confident:
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
            f"What moved {leading.goal}: "
            + "; ".join(
                f"{effect.feature} ({'for' if effect.effect > 0 else 'against'} it, {effect.effect:+.2f})"
                for effect in answer.because
            )
            + "."
        )
    if answer.ask_next:
        question = answer.ask_next[0]
        lines.append(
            f'Ask next: "{question.question}" ({question.field}, worth {question.expected_gain_bits:.3f} bits).'
        )
    elif not answer.confident:
        lines.append('Ask them directly: "What would you most like your money to do for you?" (product_goal)')
    lines += [f"Note: {note}" for note in answer.notes]
    return "\n".join(lines)
