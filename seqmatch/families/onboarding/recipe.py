"""How each onboarding model is learned. Training and evaluation call these, so that what is measured is what ships.

``settings`` replace the settings written here: those of another version, to train with its recipe again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from seqmatch.errors import TrainingError
from seqmatch.estimators.archetypes import Archetypes
from seqmatch.estimators.automation_recommender import Alike, AutomationRecommender
from seqmatch.estimators.classification.goal_classifier import GoalClassifier
from seqmatch.estimators.privacy.groups import group_means
from seqmatch.estimators.sampling import at_most
from seqmatch.estimators.similarity.pattern_matcher import PatternMatcher
from seqmatch.estimators.similarity.rule_embeddings import RuleEmbeddings
from seqmatch.families.onboarding.dataset import OnboardingData, goal_table
from seqmatch.families.onboarding.recipe_settings import OWN, Recipe, with_settings
from seqmatch.families.onboarding.training_views import training_views
from seqmatch.features.users.automations import Item, adoption_table
from seqmatch.features.users.facts import PROFILE_FIELD_FEATURES, SHARED_FACTS
from seqmatch.features.users.goal_inputs import FIELD_COLUMNS, N_PREDICTORS
from seqmatch.features.users.table import FEATURES, RULE_COLUMNS
from seqmatch.schemas.goal import GOAL_GROUPS, GOALS, GROUP_OF
from seqmatch.schemas.rule import Role
from seqmatch.settings import MIN_SUPPORT, MIN_TYPE_USERS

WEIGHTS = np.array([feature.weight for feature in FEATURES])
GRID_STEPS = np.array([feature.step for feature in FEATURES])
MASKABLE = tuple(FIELD_COLUMNS.values())
N_TYPES = 3

GoalSituation = Literal["goal_classifier", "goal_classifier_partial", "goal_classifier_new_user"]
GOAL_SITUATIONS: tuple[GoalSituation, ...] = get_args(GoalSituation)
"""Rules and the whole profile known; rules known, but not the whole profile; no rules. Having met no missing fact, the
first is surer where there is none."""
NO_RULES: GoalSituation = "goal_classifier_new_user"

BUSINESS_ROLES = frozenset(
    {Role.PAYROLL, Role.OWNERS_PAY, Role.PROFIT, Role.OPERATING_EXPENSES, Role.COST_OF_GOODS, Role.MARKETING}
)
"""Destinations that make sense only for someone with a business."""

NEVER_ADVISED = frozenset({Role.INCOME, Role.ROUTER, Role.PERSON})
"""Destinations that only the person can know: where income arrives or is split, and people they name."""

ARCHETYPE_COLUMNS = np.arange(RULE_COLUMNS.start, RULE_COLUMNS.stop)


MATCHED_FACTS = np.array(
    [
        [fact.feature, fact.low - 1e-6, min(fact.high, 1e6) + 1e-6]
        for fact in SHARED_FACTS
        if FEATURES[fact.feature].subject != "goal"
    ]
)
OWN_SHARE = 0.5
AIMS = ((1.0, 0.1), (1.2, 1.0), (1.2, 0.1))
"""Share and ridge penalty of what similar users should have in common: user type, goal group, automations."""


MOST_TAUGHT = 10_000
"""Users who state a goal, and as many who state none, that goals are learned from; drawn where there are more. The
weights kept have a direction for every five users or more, of some hundred inputs: more users change them little."""
LEAST_GROUP = 25
"""Users of the smallest group that is kept. Groups of 5 give away who is in them; docs/privacy.md has figures."""
MOST_GROUPS = 4_000
"""Beyond 100,000 users groups grow larger instead of more, so that a person is compared with no more than so many: all
of them, exactly, within about a millisecond. docs/scale.md says why no approximate search is needed."""


def least_group(users: int) -> int:
    """Users of the smallest group that is kept of so many."""
    return max(LEAST_GROUP, users // MOST_GROUPS)


def fit_matcher(data: OnboardingData, seed: int, settings: Recipe = OWN, least: int | None = None) -> PatternMatcher:
    """Similarity learned for user type, goal group and automations, over facts that hold no goal.

    Parameters
    ----------
    least : users of the smallest group, by default :func:`least_group`; 1 keeps everyone alone, for nothing that leaves
        the operator's own machine.
    """
    matcher = PatternMatcher(
        WEIGHTS,
        GRID_STEPS,
        MIN_TYPE_USERS,
        MATCHED_FACTS,
        np.arange(N_PREDICTORS, len(FEATURES)),
        OWN_SHARE,
        AIMS,
        least=least_group(len(data)) if least is None else least,
        type_columns=PROFILE_FIELD_FEATURES["user_type"],
    )
    aims = _types(data), _goal_groups(data), _automations(data)
    return with_settings(matcher, settings).fit(data.table, data.types, seed, aims)


def fit_rule_embeddings(data: OnboardingData, matcher: PatternMatcher, weight: float = 0.2) -> RuleEmbeddings | None:
    """The rules of the groups that ``matcher`` made of ``data``, in its order; None where no encoder read them."""
    if data.rule_vectors is None:
        return None
    return RuleEmbeddings(weight).fit(group_means(data.rule_vectors, matcher.members_, min(matcher.least, MIN_SUPPORT)))


def fit_hand_weighted_matcher(data: OnboardingData, seed: int) -> PatternMatcher:
    """The seed's weighted cosine, with nothing learned: what the learned similarity is measured against."""
    matcher = PatternMatcher(
        WEIGHTS, GRID_STEPS, MIN_TYPE_USERS, least=LEAST_GROUP, type_columns=PROFILE_FIELD_FEATURES["user_type"]
    )
    return matcher.fit(data.table, data.types, seed)


def _types(data: OnboardingData) -> NDArray[np.float64]:
    types: NDArray[np.float64] = np.where(data.types[:, None] < 0, np.nan, data.types[:, None] == np.arange(N_TYPES))
    return types


def _goal_groups(data: OnboardingData) -> NDArray[np.float64]:
    stated = [None if goal is None else GROUP_OF[goal] for goal in data.goals]
    return np.array([[np.nan if own is None else own == group for group in GOAL_GROUPS] for own in stated], dtype=float)


def _automations(data: OnboardingData) -> NDArray[np.float64]:
    """Who automates what, each user's items together of length 1."""
    adoption = adoption_table(data.uses, items_of(data)).astype(np.float64)
    shares: NDArray[np.float64] = adoption / np.sqrt(np.maximum(adoption.sum(axis=1, keepdims=True), 1))
    return shares


@dataclass(frozen=True)
class GoalLesson:
    """What goals are learned from.

    Attributes
    ----------
    table, goals : shape (n_users, n_inputs), those who state a goal, and which.
    others : shape (n_others, n_inputs), those who state none.
    """

    table: NDArray[np.float32]
    goals: list[str]
    others: NDArray[np.float32]


def goal_lesson(data: OnboardingData, words: tuple[str, ...], seed: int, rules_known: bool = True) -> GoalLesson:
    """The goal tables of ``data``.

    Raises
    ------
    TrainingError : no two goals are stated often enough to tell them apart.
    """
    rng = np.random.default_rng(seed)
    users = at_most(data.labelled, MOST_TAUGHT, rng)
    goals = [str(data.goals[i]) for i in users]
    if len(set(goals)) < 2:
        raise TrainingError(
            "Fewer than two different goals are stated by users with rules. Add users who state one (PRODUCTGOAL)."
        )
    silent = at_most(np.setdiff1d(np.arange(len(data)), data.labelled), MOST_TAUGHT, rng)
    table = goal_table(data, words, users, rules_known)
    return GoalLesson(table, goals, goal_table(data, words, silent, rules_known) if len(silent) else table[:0])


def learn_goals(lesson: GoalLesson, seed: int, situation: GoalSituation, settings: Recipe = OWN) -> GoalClassifier:
    """The classifier of one situation; ``lesson`` knows rules where the situation does."""
    maskable = () if situation == "goal_classifier" else MASKABLE
    model = with_settings(GoalClassifier(seed=seed), settings)
    return model.fit(lesson.table, lesson.goals, GOALS, maskable, lesson.others)


def fit_goal_classifier(
    data: OnboardingData,
    words: tuple[str, ...],
    seed: int,
    situation: GoalSituation = "goal_classifier",
    settings: Recipe = OWN,
) -> GoalClassifier:
    """A classifier of the labelled users' goals; raises as :func:`goal_lesson`."""
    return learn_goals(goal_lesson(data, words, seed, situation != NO_RULES), seed, situation, settings)


def items_of(data: OnboardingData) -> tuple[Item, ...]:
    """What can be recommended: items of at least MIN_SUPPORT users, the commonest first."""
    adopters = Counter(item for uses in data.uses for item in {use.item for use in uses})
    kept = [item for item, count in adopters.items() if count >= MIN_SUPPORT]
    return tuple(sorted(kept, key=lambda item: (-adopters[item], item)))


def fit_recommender(
    data: OnboardingData, items: tuple[Item, ...], seed: int, matcher: PatternMatcher, settings: Recipe = OWN
) -> AutomationRecommender:
    """Who automates what among the groups that ``matcher`` made of ``data``, and what goes with what."""
    adoption = adoption_table(data.uses, items)
    business_only = np.array([item.destination in BUSINESS_ROLES for item in items], dtype=bool)
    never = np.array([item.destination in NEVER_ADVISED for item in items], dtype=bool)
    alike = Alike(_codes(item.kind for item in items), _codes(item.destination for item in items))
    views = training_views(data, items, seed)
    return with_settings(AutomationRecommender(), settings).fit(
        adoption, matcher.types_, N_TYPES, business_only, never, views, matcher.members_, alike
    )


def _codes(values: Iterable[str]) -> NDArray[np.intp]:
    """The values numbered from 0."""
    codes: NDArray[np.intp] = np.unique([str(value) for value in values], return_inverse=True)[1].astype(np.intp)
    return codes


def fit_archetypes(data: OnboardingData, seed: int, settings: Recipe = OWN) -> Archetypes:
    return archetypes_of(data.table[:, ARCHETYPE_COLUMNS], seed, settings)


def archetypes_of(table: NDArray[np.float64], seed: int, settings: Recipe = OWN) -> Archetypes:
    """The archetypes of users by their ARCHETYPE_COLUMNS."""
    return with_settings(Archetypes(seed=seed), settings).fit(table)
