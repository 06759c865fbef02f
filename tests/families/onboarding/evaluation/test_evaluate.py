"""Evaluation to be trusted: noise scores as chance, a leak is plain to see, and the figures are the contract's."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from seqmatch.data.synthetic.people.generate import SyntheticCohort
from seqmatch.data.users.cohort import Cohort
from seqmatch.families.onboarding.dataset import OnboardingData
from seqmatch.families.onboarding.evaluation import evaluate as evaluation
from seqmatch.families.onboarding.evaluation.baselines import seed_features
from seqmatch.families.onboarding.evaluation.crossfit import RANKERS, Held, hold_out
from seqmatch.families.onboarding.evaluation.evaluate import ceiling, evaluate
from seqmatch.families.onboarding.person import Query
from seqmatch.families.onboarding.scoring import owned_by
from seqmatch.families.onboarding.training_views import half_known, training_views
from seqmatch.features.users.table import GOAL_COLUMNS
from seqmatch.schemas.goal import GOALS

GOAL_METRICS = ("accuracy", "macro_f1", "balanced_accuracy", "top3_accuracy", "group_accuracy", "log_loss", "ece")
RANKING_METRICS = ("recall_at_5", "ndcg_at_5", "hit_rate_at_5")
CONTRACT = {
    *(f"goal.{name}" for name in GOAL_METRICS),
    *("similarity.goal_group_match_at_5", "similarity.goal_group_match_at_5_goal_given"),
    "similarity.user_type_match_at_5",
    *(f"archetypes.{name}" for name in ("k", "silhouette", "silhouette_null", "stability_ari")),
    *(f"automations.{user}.{name}" for user in ("new_user", "known_rules") for name in RANKING_METRICS),
}
"""Where DESIGN promises a figure."""
LEAKING_COLUMNS = 30
pytestmark = pytest.mark.usefixtures("few_resamples")


@pytest.fixture(scope="module")
def seed_table(small_data: OnboardingData, small_cohort: Cohort) -> np.ndarray:
    return np.array(
        [
            seed_features(small_data.profiles[i], small_cohort.rule_texts[row] or "")
            for i, row in enumerate(small_data.rows)
        ]
    )


@pytest.fixture
def three_folds(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nothing is said of how good the models are, or only that they are no better than chance."""
    monkeypatch.setattr(evaluation, "FOLDS", 3)


@pytest.fixture(scope="module")
def document(small_data: OnboardingData, seed_table: np.ndarray, few_resamples: None) -> dict[str, Any]:
    return evaluate(small_data, seed_table, seed=1, jobs=1, repeats=1)


def at(document: dict[str, Any], path: str) -> Any:
    for part in path.split("."):
        document = document[part]
    return document


def permuted(data: OnboardingData) -> OnboardingData:
    """The same users, each with the goal that another of them states, and no feature that tells a goal."""
    goals = list(data.goals)
    for place, other in zip(data.labelled, np.random.default_rng(5).permutation(data.labelled), strict=True):
        goals[place] = data.goals[other]
    table = data.table.copy()
    table[:, GOAL_COLUMNS] = np.nan
    return replace(data, goals=tuple(goals), table=table)


def chance(found: dict[str, Any], sides: float = 4) -> float:
    """So far a figure may stray from its baseline by luck: as many standard errors, read off its interval."""
    low, high = found["ci95"]
    return sides * (high - low) / (2 * 1.96)


def test_every_promised_figure_is_there_with_its_interval_and_baseline(document: dict[str, Any]) -> None:
    for path in CONTRACT:
        found = at(document, path)
        assert {"value", "ci95", "baseline"} <= set(found), path
        low, high = found["ci95"]
        assert low <= high, path
        if not path.startswith("archetypes.k") and "ece" not in path:
            assert low - 0.02 <= found["value"] <= high + 0.02, path


def test_what_is_there_beyond_the_promise_is_known(document: dict[str, Any]) -> None:
    assert set(document) == {"goal", "similarity", "archetypes", "automations"}
    more = {part: set(document[part]) - {path.split(".")[1] for path in CONTRACT} for part in document}
    assert more == {
        "goal": {"set_coverage", "baselines", "users"},
        "similarity": {
            "goal_group_3_of_5",
            "goal_group_match_at_5_gain_over_seed_weights",
            "automation_overlap_at_5",
            "automation_overlap_at_5_gain_over_seed_weights",
        },
        "archetypes": {"silhouette_all_features", "variance_explained", "smallest_share"},
        "automations": set(),
    }
    assert set(document["goal"]["baselines"]) == {"prior", "linear", "seed_recipe"}
    for situation in ("new_user", "known_rules"):
        assert set(document["automations"][situation]) == {*RANKING_METRICS, "ndcg_lift_over_popularity", "users"}


def test_the_figures_do_not_depend_on_how_many_processes_work_and_progress_is_told_fold_by_fold(
    few_data: OnboardingData, seed_table: np.ndarray, three_folds: None
) -> None:
    told: list[str] = []
    one, two = (
        evaluate(few_data, seed_table[: len(few_data)], seed=1, progress=told.append, jobs=jobs, repeats=1)
        for jobs in (1, 2)
    )
    assert one == two
    assert told == [*(f"fold {n}" for n in range(1, 4)), "archetypes"] * 2


@pytest.fixture(scope="module")
def held(small_data: OnboardingData, seed_table: np.ndarray) -> Held:
    items = tuple(sorted({use.item for uses in small_data.uses for use in uses}))
    train, test = np.arange(0, len(small_data), 2), np.arange(1, len(small_data), 2)
    return hold_out(small_data, items, seed_table, train, test, 1, False)


def known_and_hidden(data: OnboardingData, held: Held) -> tuple[np.ndarray, np.ndarray]:
    """What the known half and the hidden half of each user's rules automate, shapes (n_users, n_items)."""
    items = tuple(sorted({use.item for uses in data.uses for use in uses}))
    known, hidden = np.zeros((2, len(held.users), len(items)), dtype=bool)
    for place, user in enumerate(held.users):
        one, rest = half_known(data.subset(held.users), place, 1 + 1000)
        if one.has_rules:
            known[place], hidden[place] = owned_by(one, items), owned_by(Query(data.profiles[user], rest), items)
    return known, hidden


def test_what_is_to_be_found_in_the_hidden_rules_is_nothing_that_is_known_already(
    small_data: OnboardingData, held: Held
) -> None:
    known, hidden = known_and_hidden(small_data, held)
    assert (known & hidden).any()  # there are users of whom both halves do the same
    assert np.array_equal(held.relevant["known_rules"], hidden & ~known)


def test_the_recommender_learns_to_find_nothing_that_is_known_already(small_data: OnboardingData) -> None:
    items = tuple(sorted({use.item for uses in small_data.uses for use in uses}))
    views = training_views(small_data, items, 1)
    assert views.hidden.any() and views.owned.any()
    assert not (views.hidden & views.owned).any()


@pytest.mark.parametrize("ranker", RANKERS)
def test_no_ranker_offers_what_the_known_rules_do_already(small_data: OnboardingData, held: Held, ranker: str) -> None:
    known, _ = known_and_hidden(small_data, held)
    assert (held.scores["known_rules"][ranker][known] < 0).all()


def test_the_linear_rival_is_a_rival(document: dict[str, Any]) -> None:
    """A baseline that knows nothing would make every model look good."""
    linear, prior = (document["goal"]["baselines"][name] for name in ("linear", "prior"))
    assert linear["log_loss"] < prior["log_loss"] - 0.1
    for name in ("accuracy", "top3_accuracy", "group_accuracy"):
        assert linear[name] > prior[name] + 0.1, name


def test_goals_that_show_are_found(document: dict[str, Any]) -> None:
    """The cohort is drawn with plain goals, so that what noise scores is low for want of signal, not of skill."""
    for path in ("goal.top3_accuracy", "goal.accuracy", "goal.group_accuracy", "similarity.goal_group_match_at_5"):
        found = at(document, path)
        assert found["ci95"][0] > found["baseline"], path
    assert document["goal"]["log_loss"]["ci95"][1] < document["goal"]["log_loss"]["baseline"]


class Words:
    """An encoder without a model: which words a sentence holds."""

    def encode(self, sentences: list[str]) -> np.ndarray:
        words = sorted({word for sentence in sentences for word in sentence.split()})
        return np.array([[float(word in sentence.split()) for word in words] for sentence in sentences])


def test_rules_read_by_an_encoder_cost_nothing_beyond_noise_and_change_no_other_figure(
    small_data: OnboardingData, seed_table: np.ndarray
) -> None:
    train, test = np.arange(0, len(small_data), 2), np.arange(1, len(small_data), 2)
    items = tuple(sorted({use.item for uses in small_data.uses for use in uses}))
    plain, read = (
        hold_out(data, items, seed_table, train, test, 1, False) for data in (small_data, small_data.encoded(Words()))
    )
    assert all(np.isnan(values).all() == name.endswith("_with_embeddings") for name, values in plain.match.items())
    for name, values in plain.match.items():
        if not name.endswith("_with_embeddings"):
            np.testing.assert_array_equal(values, read.match[name])
    gain = read.match["overlap_with_embeddings"] - read.match["overlap"]
    assert gain.any()  # it is another matcher
    assert gain.mean() > -2 * gain.std() / np.sqrt(len(gain))


def test_permuted_goals_score_as_chance(small_data: OnboardingData, seed_table: np.ndarray, three_folds: None) -> None:
    noise = evaluate(permuted(small_data), seed_table, seed=1, jobs=2, repeats=1)
    for path in ("goal.accuracy", "goal.top3_accuracy", "goal.group_accuracy", "goal.macro_f1"):
        found = at(noise, path)
        assert found["value"] < found["baseline"] + chance(found), path
    for path in ("similarity.goal_group_match_at_5", "similarity.goal_group_match_at_5_goal_given"):
        found = at(noise, path)
        assert abs(found["value"] - found["baseline"]) < chance(found), path
    assert noise["goal"]["log_loss"]["value"] > noise["goal"]["log_loss"]["baseline"] - 0.05
    assert noise["goal"]["log_loss"]["value"] < noise["goal"]["log_loss"]["baseline"] + 0.2


def test_a_leaked_goal_is_plain_to_see(small_data: OnboardingData, seed_table: np.ndarray, three_folds: None) -> None:
    """The same permuted goals, told by other columns: what scores as chance above would not, were anything leaking.

    Our model reads a few directions in which users differ, so it sees what many columns tell; the seed recipe sees one.
    """
    leaking, rivals_table = permuted(small_data), seed_table.copy()
    codes = np.random.default_rng(6).integers(0, 2, (len(GOALS) + 1, LEAKING_COLUMNS))
    leaking.table[:, :LEAKING_COLUMNS] = codes[leaking.goal_index]
    rivals_table[:, 0] = leaking.goal_index
    goal = evaluate(leaking, rivals_table, seed=1, jobs=2, repeats=1)["goal"]
    for name in ("accuracy", "top3_accuracy", "group_accuracy", "macro_f1"):
        least = goal[name]["baseline"] + chance(goal[name])
        assert goal[name]["value"] > least, name
        for rival in ("linear", "seed_recipe"):
            assert goal["baselines"][rival][name] > least, (rival, name)


def test_a_stated_goal_does_not_enter_what_groups_are_compared_by(document: dict[str, Any]) -> None:
    given, withheld = (
        document["similarity"][name] for name in ("goal_group_match_at_5_goal_given", "goal_group_match_at_5")
    )
    assert given["value"] == pytest.approx(withheld["value"], abs=1e-3)
    assert given["ci95"] == pytest.approx(withheld["ci95"], abs=1e-3)


def test_prediction_sets_cover_on_users_not_seen(document: dict[str, Any]) -> None:
    assert abs(document["goal"]["set_coverage"]["value"] - 0.9) < chance(document["goal"]["set_coverage"])


def test_the_ceiling_is_the_score_of_the_model_that_drew_the_cohort(
    small_synthetic: SyntheticCohort, small_data: OnboardingData
) -> None:
    limit = ceiling(small_synthetic.posterior, list(small_synthetic.goals), small_data)
    assert set(limit) == {"goal", "similarity"}
    assert set(limit["goal"]) == set(GOAL_METRICS)
    users = small_data.labelled
    best = small_synthetic.posterior[small_data.rows[users]].argmax(axis=1)
    stated = [small_synthetic.goals.index(str(small_data.goals[user])) for user in users]
    assert limit["goal"]["accuracy"] == pytest.approx(np.mean(best == stated), abs=1e-4)


def test_the_ceiling_is_above_what_was_learned(
    small_synthetic: SyntheticCohort, small_data: OnboardingData, document: dict[str, Any]
) -> None:
    limit = ceiling(small_synthetic.posterior, list(small_synthetic.goals), small_data)
    assert limit["goal"]["log_loss"] < document["goal"]["log_loss"]["value"]
    assert limit["goal"]["accuracy"] > document["goal"]["accuracy"]["value"] - 0.03
