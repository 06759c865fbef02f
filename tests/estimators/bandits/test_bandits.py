"""Four bandits with one interface: floors hold, outcomes teach, segments share what they should, and states return."""

from __future__ import annotations

import json

import numpy as np
import pytest

from seqmatch.errors import ArgumentError
from seqmatch.estimators.bandits.epsilon_greedy import EpsilonGreedy
from seqmatch.estimators.bandits.pooled_thompson import PooledThompson, evidence, posterior, prior_covariance
from seqmatch.estimators.bandits.regret import regret, regret_of_floor
from seqmatch.estimators.bandits.strategies import strategy_configuration
from seqmatch.estimators.bandits.strategy_bandit import StrategyBandit, floored
from seqmatch.estimators.bandits.thompson import Thompson, chance_of_best
from seqmatch.estimators.bandits.ucb import UpperConfidenceBound
from seqmatch.lifecycle.versions.artifact import pack, unpack

SEGMENTS, ARMS = ("savers", "spenders", "planners"), ("slow", "middle", "fast", "own")
KINDS: tuple[type[StrategyBandit], ...] = (EpsilonGreedy, UpperConfidenceBound, Thompson, PooledThompson)
every_kind = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.kind)


def taught(bandit: StrategyBandit, segment: str | None, best: str, times: int = 60) -> StrategyBandit:
    """``best`` is kept four times in five, the others once in five."""
    for time in range(times):
        for arm in bandit.arms:
            bandit.update(segment, arm, float((time % 5 > 0) if arm == best else (time % 5 == 0)))
    return bandit


@every_kind
def test_no_arm_falls_below_the_floor_however_bad_it_is_and_chances_sum_to_one(kind: type[StrategyBandit]) -> None:
    chances = taught(kind(SEGMENTS, ARMS), "savers", "fast", 300).propensities("savers")
    assert min(chances.values()) >= 0.05 - 1e-12
    assert sum(chances.values()) == pytest.approx(1)
    assert chances["fast"] == pytest.approx(0.85, abs=0.08)


@every_kind
def test_before_any_outcome_every_arm_has_about_the_same_chance(kind: type[StrategyBandit]) -> None:
    assert list(kind(SEGMENTS, ARMS).propensities("savers").values()) == pytest.approx([0.25] * 4, abs=0.07)


@every_kind
def test_arms_are_drawn_as_often_as_the_logged_propensities_say(kind: type[StrategyBandit]) -> None:
    bandit = taught(kind(SEGMENTS, ARMS), "savers", "middle", 2)
    draws = (np.arange(1_000) + 0.5) / 1_000
    choices = [bandit.choose("savers", float(draw)) for draw in draws]
    shares = {arm: sum(choice.arm == arm for choice in choices) / 1_000 for arm in ARMS}
    assert shares == pytest.approx(choices[0].propensities, abs=0.002)
    assert choices[0].propensity == choices[0].propensities[choices[0].arm]


@every_kind
def test_a_bandit_comes_back_from_its_files_and_goes_on_learning_the_same(kind: type[StrategyBandit]) -> None:
    bandit = taught(kind(SEGMENTS, ARMS, floor=0.02), "spenders", "own", 7)
    again = kind.from_state(unpack("bandit", pack("bandit", bandit.state())))
    for one in (bandit, again):
        taught(one, "planners", "slow", 9)
    assert again.floor == 0.02
    assert [again.propensities(segment) for segment in SEGMENTS] == [bandit.propensities(s) for s in SEGMENTS]


@every_kind
def test_people_of_unknown_segments_are_one_segment_of_their_own(kind: type[StrategyBandit]) -> None:
    bandit = taught(kind(SEGMENTS, ARMS), "who knows", "own")
    assert bandit.propensities(None) == bandit.propensities("other") == bandit.propensities("somebody new")
    assert max(bandit.propensities(None).items(), key=lambda item: item[1])[0] == "own"
    assert bandit.tried_[0, :3].sum() == 0


def test_only_pooling_carries_what_two_segments_keep_to_a_third() -> None:
    pooled, alone = PooledThompson(SEGMENTS, ARMS), Thompson(SEGMENTS, ARMS)
    for bandit in (pooled, alone):
        taught(taught(bandit, "savers", "fast"), "spenders", "fast")
    assert pooled.propensities("planners")["fast"] > 0.7
    assert alone.propensities("planners")["fast"] == pytest.approx(0.25, abs=0.01)


def test_pooling_gives_way_to_a_segment_that_turns_out_otherwise() -> None:
    bandit = taught(taught(PooledThompson(SEGMENTS, ARMS), "savers", "fast"), "spenders", "fast")
    taught(bandit, "planners", "slow", 100)
    assert bandit.propensities("planners")["slow"] > 0.8
    assert bandit.propensities("savers")["fast"] > 0.8


def test_spreads_are_found_small_where_segments_are_alike_and_large_where_they_are_not() -> None:
    alike, apart = PooledThompson(SEGMENTS, ARMS), PooledThompson(SEGMENTS, ARMS)
    for segment, best in zip(SEGMENTS, ("slow", "fast", "own"), strict=True):
        taught(alike, segment, "fast")
        taught(apart, segment, best)
    own = [float(bandit.spreads_[0, 2]) ** 0.5 for bandit in (alike, apart)]
    assert own[0] < 0.06 < 0.12 < own[1]


def test_the_pooled_belief_is_the_normal_posterior_of_all_cells() -> None:
    rng = np.random.default_rng(0)
    tried = rng.integers(0, 40, (1, 3, 4)).astype(float)
    kept = np.floor(tried * 0.3)
    spreads = np.array([[0.01, 0.02, 0.005]])
    mean, covariance = posterior(spreads, tried, kept, np.array([1]))
    precision, pull = evidence(tried, kept)
    whole = np.linalg.inv(np.linalg.inv(prior_covariance(spreads, 3, 4)[0]) + np.diag(precision[0]))
    assert np.allclose(mean[0], (0.5 + whole @ pull[0])[4:8], atol=1e-6)
    assert np.allclose(covariance[0], whole[4:8, 4:8], atol=1e-6)


def test_the_integrated_chance_of_being_best_is_what_drawing_gives() -> None:
    alpha, beta = np.array([[3.0, 30.0, 2.0, 300.0]]), np.array([[7.0, 60.0, 4.0, 700.0]])
    draws = np.random.default_rng(1).beta(alpha[..., None], beta[..., None], (1, 4, 200_000))[0]
    expected = np.bincount(draws.argmax(axis=0), minlength=4) / 200_000
    assert chance_of_best(alpha, beta)[0] == pytest.approx(expected, abs=0.004)


def test_ucb_takes_the_arm_with_the_highest_bound() -> None:
    bandit = UpperConfidenceBound(SEGMENTS, ("a", "b"), floor=0.0)
    for arm, kept, tried in (("a", 30, 50), ("b", 2, 5)):
        for time in range(tried):
            bandit.update("savers", arm, float(time < kept))
    assert bandit.propensities("savers") == {"a": 0.0, "b": 1.0}  # 0.6 + 0.40 against 0.4 + 1.27


def test_ucb_takes_the_arm_that_was_tried_less_where_none_was_kept() -> None:
    bandit = UpperConfidenceBound(SEGMENTS, ("a", "b"), floor=0.0)
    for arm in ("a", "b", "b"):
        bandit.update("savers", arm, 0.0)
    assert bandit.propensities("savers") == {"a": 1.0, "b": 0.0}  # a width of 1.48 against 1.05


def test_ucb_counts_what_was_kept_of_one_try_as_all_of_it() -> None:
    bandit = UpperConfidenceBound(SEGMENTS, ("a", "b"), floor=0.0)
    for arm in ("a", "b", "b"):
        bandit.update("savers", arm, 1.0)
    assert bandit.propensities("savers") == {"a": 1.0, "b": 0.0}  # 1 + 1.48 against 1 + 1.05


def test_an_epsilon_of_zero_leaves_the_floor_to_explore() -> None:
    bandit = taught(EpsilonGreedy(SEGMENTS, ARMS, epsilon=0.0), "savers", "own", 5)
    assert list(bandit.propensities("savers").values()) == pytest.approx([0.05, 0.05, 0.05, 0.85])


def test_raising_one_arm_to_the_floor_pushes_no_other_below_it() -> None:
    assert floored(np.array([[0.89, 0.055, 0.055, 0.0]]), 0.05)[0].min() >= 0.05 - 1e-12


HISTORY = {"a": (8, 10), "b": (3, 5), "c": (1, 4)}
"""Arm -> how often it was kept and tried."""


@pytest.mark.parametrize(
    ("bandit", "chances"),
    [
        (EpsilonGreedy(SEGMENTS, tuple(HISTORY), epsilon=0.3, floor=0.0), [0.8, 0.1, 0.1]),
        (EpsilonGreedy(SEGMENTS, (*HISTORY, "new"), epsilon=0.2, floor=0.0), [0.05, 0.05, 0.05, 0.85]),
        (UpperConfidenceBound(SEGMENTS, tuple(HISTORY), floor=0.1), [0.1, 0.8, 0.1]),
        (UpperConfidenceBound(SEGMENTS, (*HISTORY, "new", "too"), floor=0.0), [0, 0, 0, 0.5, 0.5]),
        (Thompson(SEGMENTS, tuple(HISTORY), floor=0.0), [0.7763, 0.1996, 0.0241]),
        (Thompson(SEGMENTS, tuple(HISTORY), floor=0.0, exploration=0.5), [0.9462, 0.0537, 0.0002]),
        (PooledThompson(SEGMENTS, tuple(HISTORY), floor=0.0), [0.8984, 0.0938, 0.0078]),
    ],
    ids=lambda value: value.kind if isinstance(value, StrategyBandit) else "",
)
def test_what_each_bandit_makes_of_one_short_history(bandit: StrategyBandit, chances: list[float]) -> None:
    for arm, (kept, tried) in HISTORY.items():
        for time in range(tried):
            bandit.update("spenders", arm, float(time < kept))
    assert list(bandit.propensities("spenders").values()) == pytest.approx(chances, abs=5e-4)


def test_a_bandit_is_printed_as_a_ranking_of_its_arms() -> None:
    bandit = EpsilonGreedy(SEGMENTS, ("a", "b", "new"))
    for segment, arm, reward in (("savers", "a", 1), ("spenders", "a", 0), ("savers", "b", 1)):
        bandit.update(segment, arm, reward)
    assert repr(bandit).splitlines() == [
        "EpsilonGreedy(3 segments, floor 0.05)",
        "  b: kept 1 of 1",
        "  a: kept 1 of 2",
        "  new: kept 0 of 0",
    ]


def test_regret_counts_what_the_propensities_lose_while_a_bandit_learns() -> None:
    bandit = EpsilonGreedy(("all",), ("a", "b"), epsilon=0.0, floor=0.1, runs=2)
    chance = np.array([[[0.7, 0.2]] * 3, [[0.2, 0.7]] * 3])
    kept = np.array([[[1.0, 0.0]] * 3, [[0.0, 1.0]] * 3])
    draws = np.array([[0.2, 0.9, 0.5]] * 2)
    lost = regret(bandit, np.zeros((2, 3), int), chance, kept, draws)
    assert lost.tolist() == pytest.approx([0.25 + 0.25 + 0.05, 0.25 + 0.05 + 0.05])
    assert bandit.tried_[:, 0].tolist() == [[2, 1], [1, 2]]
    assert regret_of_floor(chance, 0.1).tolist() == pytest.approx([0.15, 0.15])


def test_what_is_refused_says_what_would_do() -> None:
    bandit = Thompson(SEGMENTS, ARMS)
    with pytest.raises(ArgumentError, match=r"arm: Not an arm of this bandit\. Allowed: slow, middle, fast, own\."):
        bandit.update("savers", "loud", 1)
    with pytest.raises(ArgumentError, match="from 0 to 1"):
        bandit.update("savers", "slow", 1.5)
    with pytest.raises(ArgumentError, match=r"0 to below 0\.250"):
        Thompson(SEGMENTS, ARMS, floor=0.25)
    with pytest.raises(ArgumentError, match="at least one segment and two arms"):
        Thompson((), ARMS)
    with pytest.raises(ArgumentError, match="at least one segment and two arms"):
        Thompson(SEGMENTS, ("alone",))
    with pytest.raises(ArgumentError, match="another kind"):
        PooledThompson.from_state(bandit.state())


def test_the_configuration_tells_no_counts_of_fewer_than_five_people() -> None:
    bandit = taught(PooledThompson(SEGMENTS, ARMS), "savers", "own", 4)
    taught(bandit, "spenders", "own", 10)
    told = json.loads(json.dumps(strategy_configuration(bandit)))
    assert list(told["segments"]) == [*SEGMENTS, "other"]
    assert [(one["tried"], one["share_kept"]) for one in told["segments"]["savers"].values()] == [(None, None)] * 4
    assert told["segments"]["spenders"]["own"]["share_kept"] == 0.8
    taught(bandit, "savers", "own", 1)
    assert told["segments"]["spenders"]["slow"] == {**told["segments"]["spenders"]["slow"], "tried": 10}
    five = strategy_configuration(bandit)["segments"]["savers"]["own"]
    assert (five["tried"], five["share_kept"]) == (5, 0.6)
