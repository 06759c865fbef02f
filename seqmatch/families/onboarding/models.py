"""The onboarding family in memory: what a version's files become."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from seqmatch.lifecycle.versions.artifact import Version, unpack, unpack_array
from seqmatch.lifecycle.versions.family import Family
from seqmatch.schemas.reading import StepKind
from seqmatch.schemas.rule import Role

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from seqmatch.estimators.archetypes import Archetypes
    from seqmatch.estimators.automation_recommender import AutomationRecommender
    from seqmatch.estimators.similarity.pattern_matcher import PatternMatcher
    from seqmatch.families.onboarding.goal_models import GoalModels
    from seqmatch.families.onboarding.recent import Recent
    from seqmatch.features.users.automations import Item
    from seqmatch.schemas.answers.onboarding import GoalPrediction


MOST_COUNTED = 4000
"""Stored users, in their shuffled order, that are enough to tell what an answer goes with."""


@dataclass(frozen=True)
class OnboardingModels:
    """The onboarding family, ready to answer.

    Attributes
    ----------
    version : name of the version.
    matcher, archetypes, recommender : the fitted estimators.
    goals : the goal classifiers.
    user_refs : pseudonym of each stored user.
    facts : shape (n_users, n_facts), which shared facts hold for each stored user.
    items, terms : what can be recommended, and on which terms it usually is.
    cards : one description per archetype.
    cohort : size, provenance, stated goals and the answers people give.
    card : the model card, Markdown.
    """

    version: str
    matcher: PatternMatcher
    goals: GoalModels
    archetypes: Archetypes
    recommender: AutomationRecommender
    user_refs: tuple[str, ...]
    facts: NDArray[np.bool_]
    items: tuple[Item, ...]
    terms: tuple[dict[str, Any], ...]
    cards: tuple[dict[str, Any], ...]
    cohort: dict[str, Any]
    card: str

    @cached_property
    def user_archetypes(self) -> NDArray[np.intp]:
        """The archetype of each stored user, shape (n_users,)."""
        from seqmatch.families.onboarding.recipe import ARCHETYPE_COLUMNS

        return self.archetypes.assign(self.matcher.neighbours_.rows_[:, ARCHETYPE_COLUMNS])

    @cached_property
    def answer_codes(self) -> dict[str, NDArray[np.int8]]:
        """Field -> which of the usual answers each stored user gives, shape (n_users,), -1 where that is not known."""
        from seqmatch.families.onboarding.answer_codes import answer_codes

        return answer_codes(self.matcher.neighbours_.rows_, self.cohort["field_answers"])

    @cached_property
    def recent_goals(self) -> Recent[GoalPrediction]:
        """What was predicted last of profiles without rules."""
        from seqmatch.families.onboarding.recent import Recent

        return Recent(1_024)

    @cached_property
    def answers_given(self) -> dict[str, NDArray[np.float32]]:
        """Field -> who gives each usual answer, shape (n_answers, n_counted); the users are those of ``advisable``."""
        import numpy as np

        return {
            field: (codes[:MOST_COUNTED] == np.arange(codes.max() + 1)[:, None]).astype(np.float32)
            for field, codes in self.answer_codes.items()
        }

    @cached_property
    def advisable(self) -> NDArray[np.float32]:
        """Who has what may be suggested, shape (n_counted, n_items): stored users, at most MOST_COUNTED of them."""
        has: NDArray[np.float32] = self.recommender.adoption_[:MOST_COUNTED, ~self.recommender.never_]
        return has

    @cached_property
    def item_support(self) -> NDArray[np.int64]:
        """How many stored users automate each item, shape (n_items,)."""
        support: NDArray[np.int64] = self.recommender.adoption_.sum(axis=0).astype("int64")
        return support


def _load(version: Version) -> OnboardingModels:
    """Rebuild the models from the verified files of a version."""
    import numpy as np

    from seqmatch.estimators.archetypes import Archetypes
    from seqmatch.estimators.automation_recommender import AutomationRecommender
    from seqmatch.estimators.classification.goal_classifier import GoalClassifier
    from seqmatch.estimators.similarity.pattern_matcher import PatternMatcher
    from seqmatch.families.onboarding.goal_models import GoalModels
    from seqmatch.families.onboarding.recipe import GOAL_SITUATIONS
    from seqmatch.features.users.automations import Item
    from seqmatch.features.users.facts import facts_held

    files = version.files
    matched = unpack("similarity_matcher", files)
    rows = unpack_array("user_vectors.npy", files)
    matched.arrays["rows"] = rows
    matcher = PatternMatcher.from_state(matched)
    terms = tuple(json.loads(files["automations.json"]))
    return OnboardingModels(
        version=version.name,
        matcher=matcher,
        goals=GoalModels(
            tuple(json.loads(files["goal_words.json"])),
            *(GoalClassifier.from_state(unpack(situation, files)) for situation in GOAL_SITUATIONS),
        ),
        archetypes=Archetypes.from_state(unpack("user_clusters", files)),
        recommender=AutomationRecommender.from_state(unpack("automation_recommender", files)),
        user_refs=tuple(json.loads(files["user_id_mapping.json"])),
        facts=facts_held(np.where(matcher.sure_, rows, np.nan)),
        items=tuple(Item(Role(entry["destination"]), StepKind(entry["kind"])) for entry in terms),
        terms=terms,
        cards=tuple(json.loads(files["archetypes.json"])),
        cohort=json.loads(files["cohort.json"]),
        card=files["card.md"].decode(),
    )


ONBOARDING = Family("onboarding", _load, feature_version=4)
