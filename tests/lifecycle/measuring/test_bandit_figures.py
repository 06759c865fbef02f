"""The figures of bandits come again with their seed, and those kept say what the code says. Synthetic."""

from __future__ import annotations

import numpy as np

from seqmatch.data.synthetic.coached_weeks import FEATURES
from seqmatch.data.synthetic.responses import STRATEGIES, WORLDS
from seqmatch.estimators.bandits.regret import regret, regret_of_floor
from seqmatch.estimators.bandits.thompson import Thompson
from seqmatch.lifecycle.measuring.bandits import bandit_figures
from seqmatch.lifecycle.measuring.off_policy import off_policy_figures
from seqmatch.lifecycle.measuring.strategy_figures import measured_bandit_figures, policy_figures, policy_metadata


def test_pooling_loses_less_where_segments_are_alike_and_the_figures_come_again() -> None:
    told, again = (bandit_figures(3, runs=24, decisions=300, worlds=("alike",), floors=(0.0,)) for _ in range(2))
    assert told == again
    one = told["worlds"]["alike"]["floors"]["0"]
    assert one["regret"]["pooled_thompson"]["value"] < one["regret"]["thompson"]["value"]
    low, high = one["pooled_to_thompson"]["ci95"]
    assert low < one["pooled_to_thompson"]["value"] < high < 1
    assert one["floor_alone"] == 0


def test_regret_counts_from_the_best_arm_and_a_bandit_that_knows_loses_what_its_floor_costs() -> None:
    rng = np.random.default_rng(1)
    chance = np.tile([0.9, 0.1], (4, 50, 1))
    segments = np.zeros((4, 50), dtype=np.intp)
    bandit = Thompson(["all"], ["good", "bad"], floor=0.1, runs=4)
    bandit.tried_[:, 0], bandit.kept_[:, 0] = 1_000, [900, 100]
    lost = regret(bandit, segments, chance, (rng.random(chance.shape) < chance).astype(float), rng.random((4, 50)))
    assert np.allclose(lost, regret_of_floor(chance, 0.1))
    assert np.allclose(lost, 50 * 0.1 * 0.8)


def test_off_policy_estimates_get_closer_with_more_decisions() -> None:
    told = off_policy_figures(3, runs=30, lengths=(300, 3_000))["lengths"]
    for method in ("ips", "snips", "dr"):
        assert told["3000"][method]["error"] < 0.6 * told["300"][method]["error"]
        assert told["3000"][method]["coverage"]["value"] > 0.8


def test_the_figures_kept_are_of_every_world_and_rival_and_the_decision_follows_from_them() -> None:
    bandits, policies = measured_bandit_figures(), policy_figures()
    assert set(bandits["worlds"]) == set(WORLDS)
    assert bandits["runs"] >= 200 and bandits["decisions"] == 1_000
    differences = [one for told in policies["cql_less_rival"].values() for one in told.values()]
    assert len(differences) == 12
    assert policies["serves"] == all(one["ci95"][0] > 0 for one in differences)
    assert ("does not serve" in policies["sentence"]) != policies["serves"]
    assert all(len(one["by_segment"]) == 5 for told in policies["values"].values() for one in told.values())
    metadata = policy_metadata()
    assert (metadata["serves"], metadata["why"]) == (policies["serves"], policies["sentence"])
    assert (metadata["actions"], metadata["features"]) == (list(STRATEGIES), list(FEATURES))
