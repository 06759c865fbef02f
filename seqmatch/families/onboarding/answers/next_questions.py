"""Ranks questions by how much their answers are expected to tell of the goal and of what to set up."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from math import log
from typing import Any

import numpy as np
from numpy.typing import NDArray

from seqmatch.estimators.classification.goal_classifier import GoalClassifier
from seqmatch.families.onboarding.answers.goal_chances import in_one_wording
from seqmatch.families.onboarding.answers.likely_answers import likely_answers
from seqmatch.families.onboarding.models import OnboardingModels
from seqmatch.families.onboarding.person import Query
from seqmatch.features.users.goal_inputs import FIELD_COLUMNS, goal_inputs
from seqmatch.features.users.table import feature_row
from seqmatch.schemas.answers.onboarding import Question
from seqmatch.schemas.profile import Profile
from seqmatch.schemas.rule import RuleSet
from seqmatch.settings import MIN_SUPPORT

QUESTIONS = {
    "user_type": "Is this for you personally, for a business, or do you advise others?",
    "annual_income": "Roughly what is your yearly income?",
    "occupation": "What kind of work do you do?",
    "subscription": "Which plan are you on: Starter, Pro, Business or Growth?",
    "activated_ports": "How many sources of income do you want to connect?",
    "accounts_connected": "About how many bank, card and loan accounts do you have?",
    "age_group": "Which age group are you in?",
}
"""What can be asked. Which card they spend by is not: no rule moves money by it, so no advice rests on it."""
FIRST = "user_type"
"""Whose money it is decides which needs come before which, so nothing is asked before it."""
WORTH_ASKING_BITS = 0.02
"""A question expected to tell less than this is not worth a person's patience."""
COUNTED_TOGETHER = ("activated_ports", "accounts_connected")
"""Fields that share a feature, so that what one tells depends on the other."""

Floats = NDArray[np.float64]
Expected = Mapping[str, tuple[list[Any], Floats]]
"""Field -> the answers people give, and how likely each is."""


def ask_next(models: OnboardingModels, classifier: GoalClassifier, query: Query) -> list[Question]:
    """Unknown profile fields by the information their answer is expected to give, in bits.

    That is the information about the goal, under the classifier, and about each automation that may be suggested, as
    those who give each answer set it up. Both expectations run over how likely each answer is after those so far.
    Questions that would tell next to nothing are left out; FIRST comes first whatever it tells.
    """
    known = query.profile.known()
    fields = [field for field in QUESTIONS if field not in known]
    expected = likely_answers(models, query.profile, fields)
    if not expected:
        return []
    of_goal = _about_the_goal(models, classifier, query, expected)
    of_automations = _about_automations(models, expected)
    gains = {field: of_goal[field] + of_automations[field] for field in expected}
    return [
        Question(field=field, question=QUESTIONS[field], expected_gain_bits=round(gain, 4))
        for field, gain in sorted(gains.items(), key=lambda found: (found[0] != FIRST, -found[1]))
        if gain >= WORTH_ASKING_BITS or field == FIRST
    ]


def _about_the_goal(
    models: OnboardingModels, classifier: GoalClassifier, query: Query, expected: Expected
) -> dict[str, float]:
    """The mutual information of each field's answer and the goal, in bits."""
    known = query.profile.known()
    inputs = query.goal_inputs(models.goals.words)
    changes = []
    for field, (values, _) in expected.items():
        beside = tuple((other, known[other]) for other in COUNTED_TOGETHER if other in known)
        changes.append((FIELD_COLUMNS[field], np.array([_as_told(field, value, beside) for value in values])))
    chances = in_one_wording(classifier.goals_, classifier.proba_around(inputs, changes))
    bits = -(chances * np.log2(np.clip(chances, 1e-12, 1))).sum(axis=-1)
    found, start = {}, 0
    for field, (values, share) in expected.items():
        span = slice(start, start + len(values))
        mean = share @ chances[span]
        found[field] = float(-(mean * np.log2(np.clip(mean, 1e-12, 1))).sum()) - float(share @ bits[span])
        start = span.stop
    return found


@lru_cache(maxsize=10_000)
def _as_told(field: str, value: Any, beside: tuple[tuple[str, Any], ...]) -> NDArray[np.float32]:
    """The inputs that an answer to one field sets, in the order of its columns."""
    imagined = Profile.model_construct(**{**dict(beside), field: value})
    inputs = goal_inputs(imagined, feature_row(imagined), RuleSet(), (), ())
    return inputs[list(FIELD_COLUMNS[field])]


def _about_automations(models: OnboardingModels, expected: Expected) -> dict[str, float]:
    """The mutual information of each field's answer and having an automation, in bits, summed over the automations.

    What chance alone would show is taken off (Miller 1955).
    """
    counts = models.answers
    having = counts.having[:, ~models.recommender.never_]
    found = dict.fromkeys(expected, 0.0)
    for field, (_, chances) in expected.items():
        if (rows := counts.rows.get(field)) is None:
            continue
        users = counts.given[rows]
        heard = users > 0
        if heard.sum() < 2:
            continue
        share = chances[heard] / chances[heard].sum()
        theirs = having[rows][heard] / users[heard, None]
        mutual = _bits(share @ theirs).sum() - share @ _bits(theirs).sum(axis=1)
        told = having[rows][heard] % MIN_SUPPORT == 0  # the rest is by chance already
        by_chance = np.maximum(told.sum(axis=0) - 1, 0).sum() / (2 * users.sum() * log(2))
        found[field] = max(0.0, float(mutual) - by_chance)
    return found


def _bits(share: Floats) -> Floats:
    """The entropy of having and not having, for each share."""
    kept = np.clip(share, 1e-12, 1 - 1e-12)
    bits: Floats = -(kept * np.log2(kept) + (1 - kept) * np.log2(1 - kept))
    return bits
