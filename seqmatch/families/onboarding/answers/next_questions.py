"""Ranks questions by how much their answers are expected to tell of the goal and of what to set up."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
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


def ask_next(
    models: OnboardingModels, classifier: GoalClassifier, query: Query, inputs: NDArray[np.float32] | None = None
) -> list[Question]:
    """Unknown profile fields by the information their answer is expected to give, in bits.

    That is the information about the goal, under the classifier, and about each automation that may be suggested, as
    those who give each answer set it up. Both expectations run over how likely each answer is after those so far.
    Questions that would tell next to nothing are left out; FIRST comes first whatever it tells.

    Parameters
    ----------
    inputs : what goals are predicted from, where the caller has it already.
    """
    known = query.profile.known()
    fields = [field for field in QUESTIONS if field not in known]
    expected = likely_answers(models, query.profile, fields)
    if not expected:
        return []
    inputs = query.goal_inputs(models.goals.words) if inputs is None else inputs
    of_goal = _about_the_goal(classifier, known, inputs, expected)
    of_automations = {
        field: models.telling[field].gain(chances) if field in models.telling else 0.0
        for field, (_, chances) in expected.items()
    }
    gains = {field: of_goal[field] + of_automations[field] for field in expected}
    return [
        Question(field=field, question=QUESTIONS[field], expected_gain_bits=round(gain, 4))
        for field, gain in sorted(gains.items(), key=lambda found: (found[0] != FIRST, -found[1]))
        if gain >= WORTH_ASKING_BITS or field == FIRST
    ]


def _about_the_goal(
    classifier: GoalClassifier, known: Mapping[str, Any], inputs: NDArray[np.float32], expected: Expected
) -> dict[str, float]:
    """The mutual information of each field's answer and the goal, in bits."""
    changes = []
    for field, (values, _) in expected.items():
        beside = tuple((other, known[other]) for other in COUNTED_TOGETHER if other in known)
        changes.append((FIELD_COLUMNS[field], _as_told(field, tuple(values), beside)))
    chances = in_one_wording(classifier.goals_, classifier.proba_around(inputs, changes))
    bits = _bits(chances)
    ends = np.cumsum([0, *(len(values) for values, _ in expected.values())]).tolist()
    spans = [slice(*ends[at : at + 2]) for at in range(len(expected))]
    shares = [share for _, share in expected.values()]
    before = _bits(np.array([share @ chances[span] for share, span in zip(shares, spans, strict=True)]))
    after = [share @ bits[span] for share, span in zip(shares, spans, strict=True)]
    return dict(zip(expected, (before - after).tolist(), strict=True))


def _bits(chances: Floats) -> Floats:
    """The entropy of each row, shape (n,)."""
    bits: Floats = -(chances * np.log2(np.maximum(chances, 1e-12))).sum(axis=-1)
    return bits


@lru_cache(maxsize=1_000)
def _as_told(field: str, values: tuple[Any, ...], beside: tuple[tuple[str, Any], ...]) -> NDArray[np.float32]:
    """The inputs that each answer to one field sets, in the order of its columns; shape (n_values, n_columns)."""
    told = []
    for value in values:
        imagined = Profile.model_construct(**{**dict(beside), field: value})
        inputs = goal_inputs(imagined, feature_row(imagined), RuleSet(), (), ())
        told.append(inputs[list(FIELD_COLUMNS[field])])
    return np.array(told)
