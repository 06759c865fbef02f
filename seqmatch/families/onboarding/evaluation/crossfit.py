"""One fold of cross-fitting: learns from some users and answers for the others as served, with every baseline."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from seqmatch.estimators.automation_recommender import AutomationRecommender
from seqmatch.estimators.privacy.groups import Members, counts_of, pooled
from seqmatch.estimators.similarity.neighbours import top_k
from seqmatch.estimators.similarity.pattern_matcher import PatternMatcher
from seqmatch.families.onboarding import recipe
from seqmatch.families.onboarding.dataset import OnboardingData, goal_table
from seqmatch.families.onboarding.evaluation.baselines import linear_goal_model, seed_goal_model
from seqmatch.families.onboarding.goal_models import fit_goal_models, spread_over
from seqmatch.families.onboarding.groups import goal_shares
from seqmatch.families.onboarding.person import Query
from seqmatch.families.onboarding.scoring import owned_by, scores_of
from seqmatch.families.onboarding.training_views import half_known
from seqmatch.features.users.automations import Item, adoption_table
from seqmatch.features.users.goal_inputs import N_PREDICTORS
from seqmatch.features.users.table import GOAL_COLUMNS
from seqmatch.lifecycle.threads import one_thread
from seqmatch.schemas.goal import GOAL_GROUPS, GOAL_INDEX, GOALS, GROUP_OF
from seqmatch.schemas.rule import RuleSet

Floats = NDArray[np.float64]
RANKERS = ("seqmatch", "popularity", "popularity_by_type")
SITUATIONS = ("new_user", "known_rules")


@dataclass(frozen=True)
class Held:
    """What was answered for the held-out users of one fold. Rows follow ``users``; NaN where there is no answer.

    Attributes
    ----------
    users : shape (n,), indices into the data.
    goals : model name -> shape (n, n_goals), probabilities over GOALS.
    decided : model name -> shape (n,), goals by the decision rule.
    in_set : shape (n,), whether the prediction set holds the stated goal; NaN where none is stated.
    match : name in MATCHES -> shape (n,), what the five nearest groups have in common with the user.
    scores : situation -> ranker -> shape (n, n_items).
    relevant : situation -> shape (n, n_items), what is to be found.
    """

    users: NDArray[np.intp]
    goals: dict[str, Floats]
    decided: dict[str, NDArray[np.intp]]
    in_set: Floats
    match: dict[str, Floats]
    scores: dict[str, dict[str, Floats]]
    relevant: dict[str, NDArray[np.bool_]]


def hold_out(
    data: OnboardingData,
    items: tuple[Item, ...],
    seed_table: Floats,
    train: NDArray[np.intp],
    test: NDArray[np.intp],
    seed: int,
    baselines: bool,
) -> Held:
    """Learn from ``train`` and answer for ``test``; ``baselines`` also runs the slow rivals."""
    with one_thread():
        learned, asked = data.subset(train), data.subset(test)
        goals, decided, in_set = _goals(learned, asked, seed)
        if baselines:
            rivals = _rival_goals(learned, asked, seed_table[train], seed_table[test], seed)
            goals |= rivals
            decided |= {name: chances.argmax(axis=1) for name, chances in rivals.items()}
        scores, relevant = _automations(learned, asked, items, seed)
        return Held(test, goals, decided, in_set, _matches(learned, asked, seed), scores, relevant)


def _goals(
    learned: OnboardingData, asked: OnboardingData, seed: int
) -> tuple[dict[str, Floats], dict[str, NDArray[np.intp]], Floats]:
    models = fit_goal_models(learned, asked, seed)
    inputs = goal_table(asked, models.words)
    shape = (len(asked), len(GOALS))
    goals = {"seqmatch": np.empty(shape), "prior": np.empty(shape)}
    decided = {name: np.empty(len(asked), dtype=np.intp) for name in goals}
    in_set = np.full(len(asked), np.nan)
    for classifier, rows in models.answering(inputs):
        places = np.array([GOAL_INDEX[goal] for goal in classifier.goals_])
        chances = classifier.predict_proba(inputs[rows])
        prior = np.tile(classifier.prior_, (len(rows), 1))
        goals["seqmatch"][rows] = spread_over(chances, places, len(GOALS))
        goals["prior"][rows] = spread_over(prior, places, len(GOALS))
        decided["seqmatch"][rows] = places[classifier.decide(chances)]
        decided["prior"][rows] = places[prior.argmax(axis=1)]
        for i, row in zip(rows, chances, strict=True):
            if (goal := asked.goals[i]) is not None:
                in_set[i] = goal in {classifier.goals_[g] for g in classifier.prediction_set(row)}
    return goals, decided, in_set


def _rival_goals(
    learned: OnboardingData, asked: OnboardingData, seed_train: Floats, seed_test: Floats, seed: int
) -> dict[str, Floats]:
    users = learned.labelled
    labels = learned.goal_index[users]
    recipe_model = seed_goal_model(seed_train[users], labels, seed)
    linear = linear_goal_model(learned.table[users, :N_PREDICTORS], labels)
    return {
        "seed_recipe": spread_over(recipe_model.predict_proba(seed_test), recipe_model.classes_, len(GOALS)),
        "linear": spread_over(linear.predict_proba(asked.table[:, :N_PREDICTORS]), linear.classes_, len(GOALS)),
    }


MATCHES = (
    "goal_group",
    "goal_group_3_of_5",
    "goal_group_given",
    "user_type",
    "overlap",
    "goal_group_by_hand",
    "overlap_by_hand",
    "overlap_by_chance",
    "goal_group_with_embeddings",
    "overlap_with_embeddings",
)


def _matches(learned: OnboardingData, asked: OnboardingData, seed: int) -> dict[str, Floats]:
    """What the five nearest groups have in common with each user asked about.

    Shares with the same goal group, the goal withheld or given; of groups of the same user type; mean overlap of what
    is automated, the goal withheld; and by the seed's weights, which nothing is learned for, and by chance; and, where
    an encoder read the rules, with their embeddings as a part of the similarity.
    """
    out = {name: np.full(len(asked), np.nan) for name in MATCHES}
    learning = recipe.fit_matcher(learned, seed)
    by_hand = recipe.fit_hand_weighted_matcher(learned, seed)
    embeddings = recipe.fit_rule_embeddings(learned, learning)
    goals, goals_by_hand = goal_shares(learned, learning), goal_shares(learned, by_hand)
    labelled, labelled_by_hand = (np.flatnonzero(shares.any(axis=1)) for shares in (goals, goals_by_hand))
    overlaps, overlaps_by_hand = (_overlaps(asked, learned, found.members_) for found in (learning, by_hand))

    for i, goal in enumerate(asked.goals):
        row = asked.table[i]
        private = row.copy()
        private[GOAL_COLUMNS] = np.nan
        withheld, plain = (found.neighbours_.similarities(private) for found in (learning, by_hand))
        read: Floats = withheld.astype(np.float64)
        if embeddings is not None and asked.rule_vectors is not None:
            read = embeddings.join(read, asked.rule_vectors[i])
            out["overlap_with_embeddings"][i] = overlaps[i, top_k(read, 5)].mean()
        out["user_type"][i] = (learning.types_[top_k(withheld, 5)] == asked.types[i]).mean()
        out["overlap"][i] = overlaps[i, top_k(withheld, 5)].mean()
        out["overlap_by_hand"][i] = overlaps_by_hand[i, top_k(plain, 5)].mean()
        out["overlap_by_chance"][i] = np.average(overlaps[i], weights=learning.sizes_)
        if goal is not None and len(labelled):
            own = list(GOAL_GROUPS).index(GROUP_OF[goal])
            alike = goals[labelled, own]
            nearest = labelled[top_k(withheld[labelled], 5)]
            out["goal_group"][i] = goals[nearest, own].mean()
            out["goal_group_3_of_5"][i] = (goals[nearest].argmax(axis=1) == own).sum() >= 3
            out["goal_group_given"][i] = alike[top_k(learning.neighbours_.similarities(row)[labelled], 5)].mean()
            if embeddings is not None:
                out["goal_group_with_embeddings"][i] = alike[top_k(read[labelled], 5)].mean()
            nearest = labelled_by_hand[top_k(plain[labelled_by_hand], 5)]
            out["goal_group_by_hand"][i] = goals_by_hand[nearest, own].mean()
    return out


def _overlaps(asked: OnboardingData, learned: OnboardingData, members: Members) -> Floats:
    """Overlap of what users and groups automate, shape (n_asked, n_groups); 0 where neither automates anything known.

    Of a user and a group's shares it is what they have in common over what either has: Jaccard's, where a share counts
    as that part of an item (Ruzicka 1958).
    """
    items = sorted({use.item for data in (asked, learned) for uses in data.uses for use in uses})
    ours = adoption_table(asked.uses, items).astype(np.float64)
    sizes = np.array([[len(group)] for group in members])
    theirs = pooled(counts_of(adoption_table(learned.uses, items), members), sizes)
    common = ours @ theirs.T
    overlaps: Floats = common / np.maximum(ours.sum(axis=1)[:, None] + theirs.sum(axis=1) - common, 1)
    return overlaps


class _Served(NamedTuple):
    """What a fold learned, to be asked as a version is."""

    matcher: PatternMatcher
    recommender: AutomationRecommender
    items: tuple[Item, ...]


def _automations(
    learned: OnboardingData, asked: OnboardingData, items: tuple[Item, ...], seed: int
) -> tuple[dict[str, dict[str, Floats]], dict[str, NDArray[np.bool_]]]:
    matcher = recipe.fit_matcher(learned, seed)
    known_items = recipe.items_of(learned)
    served = _Served(matcher, recipe.fit_recommender(learned, known_items, seed, matcher), known_items)
    places = np.array([items.index(item) for item in known_items])
    adoption = adoption_table(learned.uses, items)
    popularity = adoption.mean(axis=0)
    by_type = np.array(
        [(adoption[learned.types == t].sum(axis=0) + popularity) / ((learned.types == t).sum() + 1) for t in range(3)]
    )
    shape = (len(asked), len(items))
    scores = {situation: {ranker: np.full(shape, -1.0) for ranker in RANKERS} for situation in SITUATIONS}
    relevant = {situation: np.zeros(shape, dtype=bool) for situation in SITUATIONS}
    for i, goal in enumerate(asked.goals):
        code = int(asked.types[i])
        for situation in SITUATIONS:
            person, hidden = Query(asked.profiles[i], RuleSet()), asked.rulesets[i]
            if situation == "known_rules":
                person, hidden = half_known(asked, i, seed + 1000)
                if not person.has_rules:
                    continue
            owned = owned_by(person, items)
            mine = scores[situation]
            mine["seqmatch"][i, places] = scores_of(served, person.profile, person.row, owned[places], goal)
            mine["popularity"][i] = np.where(owned, -1, popularity)
            mine["popularity_by_type"][i] = np.where(owned, -1, popularity if code < 0 else by_type[code])
            relevant[situation][i] = owned_by(Query(person.profile, hidden), items) & ~owned
    return scores, relevant
