"""The onboarding models in memory, made from a version's files."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from seqmatch.lifecycle.versions.artifact import Version, unpack, unpack_array
from seqmatch.lifecycle.versions.family import Family
from seqmatch.schemas.reading import StepKind
from seqmatch.schemas.rule import Role
from seqmatch.settings import MIN_SUPPORT

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from seqmatch.estimators.archetypes import Archetypes
    from seqmatch.estimators.automation_recommender import AutomationRecommender
    from seqmatch.estimators.similarity.pattern_matcher import PatternMatcher
    from seqmatch.families.onboarding.answer_codes import AnswerCounts
    from seqmatch.families.onboarding.goal_models import GoalModels
    from seqmatch.families.onboarding.groups import Groups
    from seqmatch.families.onboarding.recent import Recent
    from seqmatch.families.onboarding.telling import Telling
    from seqmatch.features.users.automations import Item
    from seqmatch.schemas.answers.onboarding import GoalPrediction


IMAGINED = 20
"""Members drawn of each group, to tell how its members differ."""


@dataclass(frozen=True)
class OnboardingModels:
    """The onboarding family, ready to answer.

    Attributes
    ----------
    version : name of the version.
    matcher, archetypes, recommender : the fitted estimators.
    goals : the goal classifiers.
    groups : what is true of each group of users.
    answers : which answers and automations go together.
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
    groups: Groups
    answers: AnswerCounts
    items: tuple[Item, ...]
    terms: tuple[dict[str, Any], ...]
    cards: tuple[dict[str, Any], ...]
    cohort: dict[str, Any]
    card: str

    @cached_property
    def recent_goals(self) -> Recent[GoalPrediction]:
        """What was predicted last of profiles without rules."""
        from seqmatch.families.onboarding.recent import Recent

        return Recent(1_024)

    @cached_property
    def telling(self) -> dict[str, Telling]:
        """What each profile field's answers tell of the automations."""
        from seqmatch.families.onboarding.telling import telling

        return telling(self.answers, self.recommender.never_)

    @cached_property
    def imagined(self) -> NDArray[np.float32]:
        """What members may automate, shape (n_groups, IMAGINED, n_items), drawn from the shares of their groups."""
        import numpy as np

        shares = self.recommender.adoption_[:, None]
        draws = np.random.default_rng(0).random((len(shares), IMAGINED, shares.shape[2]))
        return (draws < shares).astype(np.float32)

    @cached_property
    def item_support(self) -> NDArray[np.int64]:
        """How many users automate each item, shape (n_items,); 0 where they are fewer than MIN_SUPPORT."""
        import numpy as np

        support = np.rint(self.groups.sizes @ self.recommender.adoption_).astype(np.int64)
        return np.where(support < MIN_SUPPORT, 0, support)


def _load(version: Version) -> OnboardingModels:
    """Rebuild the models from the verified files of a version."""
    from seqmatch.estimators.archetypes import Archetypes
    from seqmatch.estimators.automation_recommender import AutomationRecommender
    from seqmatch.estimators.classification.goal_classifier import GoalClassifier
    from seqmatch.estimators.similarity.pattern_matcher import PatternMatcher
    from seqmatch.families.onboarding.answer_codes import AnswerCounts
    from seqmatch.families.onboarding.goal_models import GoalModels
    from seqmatch.families.onboarding.groups import Groups
    from seqmatch.families.onboarding.recipe import GOAL_SITUATIONS
    from seqmatch.features.users.automations import Item

    files = version.files
    matched = unpack("similarity_matcher", files)
    matched.arrays["inputs"] = unpack_array("user_vectors.npy", files)
    terms = tuple(json.loads(files["automations.json"]))
    return OnboardingModels(
        version=version.name,
        matcher=PatternMatcher.from_state(matched),
        goals=GoalModels(
            tuple(json.loads(files["goal_words.json"])),
            *(GoalClassifier.from_state(unpack(situation, files)) for situation in GOAL_SITUATIONS),
        ),
        archetypes=Archetypes.from_state(unpack("user_clusters", files)),
        recommender=AutomationRecommender.from_state(unpack("automation_recommender", files)),
        groups=Groups.from_state(unpack("user_groups", files)),
        answers=AnswerCounts.from_state(unpack("answer_counts", files)),
        items=tuple(Item(Role(entry["destination"]), StepKind(entry["kind"])) for entry in terms),
        terms=terms,
        cards=tuple(json.loads(files["archetypes.json"])),
        cohort=json.loads(files["cohort.json"]),
        card=files["card.md"].decode(),
    )


ONBOARDING = Family("onboarding", _load, feature_version=5)
