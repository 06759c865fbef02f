"""Off-policy estimates on a log whose truth is known, and their silence where it is short. Synthetic."""

from __future__ import annotations

from typing import get_args

import numpy as np
import pytest

from seqmatch.errors import ArgumentError
from seqmatch.estimators.bandits.off_policy import CLAIM_FROM, Log, Method, contributions, importance, judge
from seqmatch.estimators.bandits.strategy_bandit import drawn

TRUTH = np.array([[0.2, 0.5, 0.3], [0.4, 0.1, 0.3]])
LOGGING = np.array([[0.6, 0.1, 0.3], [0.2, 0.6, 0.2]])
BAD = np.array([[0.9, 0.05, 0.05], [0.05, 0.9, 0.05]])
WANTED = np.array([[0.05, 0.9, 0.05], [0.9, 0.05, 0.05]])
every_method = pytest.mark.parametrize("method", get_args(Method))


def made(decisions: int, seed: int) -> Log:
    rng = np.random.default_rng(seed)
    segments = rng.integers(0, 2, decisions)
    arms = drawn(LOGGING[segments], rng.random(decisions))
    rewards = (rng.random(decisions) < TRUTH[segments, arms]).astype(float)
    return Log(segments, arms, LOGGING[segments, arms], rewards)


def truth_of(log: Log, policy: np.ndarray) -> float:
    return float((policy * TRUTH).sum(axis=1)[log.segments].mean())


@every_method
def test_the_interval_holds_the_true_value_and_a_better_policy_is_called_better(method: Method) -> None:
    log = made(CLAIM_FROM, 1)
    said = judge(log, WANTED[log.segments], method)
    assert said.value_ci95 is not None and said.gain_ci95 is not None
    assert said.value_ci95[0] < truth_of(log, WANTED) < said.value_ci95[1]
    assert said.gain_ci95[0] < truth_of(log, WANTED) - truth_of(log, LOGGING) < said.gain_ci95[1]
    assert said.verdict == "better"
    assert said.effective < said.decisions


@every_method
def test_the_same_policy_as_the_logs_shows_no_difference_and_a_bad_one_is_worse(method: Method) -> None:
    log = made(CLAIM_FROM, 2)
    assert judge(log, LOGGING[log.segments], method).verdict == "no difference shown"
    assert judge(log, BAD[log.segments], method).verdict == "worse"


@every_method
def test_one_decision_too_few_gives_no_verdict_and_no_figure(method: Method) -> None:
    log = made(CLAIM_FROM, 1)
    short = Log(log.segments[1:], log.arms[1:], log.propensities[1:], log.rewards[1:])
    said = judge(short, WANTED[short.segments], method)
    assert (said.verdict, said.value, said.gain, said.gain_ci95) == ("too few", None, None, None)
    assert said.decisions == CLAIM_FROM - 1


@every_method
def test_estimates_are_right_on_average_and_the_model_of_rewards_makes_them_steadier(method: Method) -> None:
    logs = [made(400, seed) for seed in range(60)]
    errors = [contributions(log, WANTED[log.segments], method).mean() - truth_of(log, WANTED) for log in logs]
    plain = [contributions(log, WANTED[log.segments], "ips").mean() - truth_of(log, WANTED) for log in logs]
    assert abs(float(np.mean(errors))) < 3 * float(np.std(errors)) / 60**0.5
    assert method == "ips" or np.std(errors) < 0.95 * np.std(plain)


def test_each_estimate_is_what_it_is_by_hand() -> None:
    log = Log(
        np.array([0, 0, 1, 1]), np.array([0, 1, 0, 1]), np.array([0.5, 0.5, 0.25, 0.75]), np.array([1.0, 0, 0, 1])
    )
    target = np.array([[0.8, 0.2], [0.8, 0.2], [0.5, 0.5], [0.0, 1.0]])
    assert importance(log, target).tolist() == pytest.approx([1.6, 0.4, 2, 4 / 3])
    assert contributions(log, target, "ips").tolist() == pytest.approx([1.6, 0, 0, 4 / 3])
    assert contributions(log, target, "snips").mean() == pytest.approx((1.6 + 4 / 3) / (1.6 + 0.4 + 2 + 4 / 3))
    assert contributions(log, target, "dr").tolist() == pytest.approx([1.29524, 0.31905, -0.4881, 1.16667], abs=1e-5)
    assert judge(log, target).effective == pytest.approx(5.3333**2 / (1.6**2 + 0.4**2 + 4 + 16 / 9), abs=1e-3)


def test_the_interval_is_two_standard_errors_wide_on_either_side() -> None:
    log = made(CLAIM_FROM, 3)
    parts = contributions(log, WANTED[log.segments], "ips")
    said = judge(log, WANTED[log.segments], "ips")
    assert said.value_ci95 is not None
    assert said.value_ci95[1] - said.value_ci95[0] == pytest.approx(2 * 1.959964 * parts.std(ddof=1) / 100, rel=1e-9)


def test_an_empty_log_is_refused() -> None:
    with pytest.raises(ArgumentError, match="nothing was decided yet"):
        Log(np.array([], int), np.array([], int), np.array([]), np.array([]))


@pytest.mark.parametrize("propensity", [0.0, 1.2])
def test_a_log_without_usable_propensities_is_refused(propensity: float) -> None:
    with pytest.raises(ArgumentError, match="log what the bandit returned"):
        Log(np.array([0]), np.array([0]), np.array([propensity]), np.array([1.0]))
