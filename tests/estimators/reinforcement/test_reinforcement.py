"""Policies over weeks: looking ahead pays where it should, a log values a policy, a network serves without torch."""

from __future__ import annotations

import sys

import numpy as np
import pytest

from seqmatch.errors import ArtifactError, TrainingError
from seqmatch.estimators.reinforcement.conservative_q import conservative_q
from seqmatch.estimators.reinforcement.fitted_q import fitted_q, fitted_q_evaluation
from seqmatch.estimators.reinforcement.q_network import QNetwork
from seqmatch.estimators.reinforcement.serving_rule import Difference, serving_rule
from seqmatch.estimators.reinforcement.transitions import Transitions, greedy, stratified, transitions
from seqmatch.lifecycle.versions.artifact import pack, unpack

Array = np.ndarray


def patience(people: int = 400, weeks: int = 4) -> Transitions:
    """A toy world: action 1 takes 1 and ends all that is to come, action 0 takes nothing; the last week pays 5."""
    rng = np.random.default_rng(1)
    actions = rng.integers(0, 2, (people, weeks))
    states, rewards = np.zeros((people, weeks + 1, 2)), np.zeros((people, weeks))
    alive = np.ones(people)
    for week in range(weeks):
        states[:, week] = np.column_stack([np.full(people, week), alive])
        rewards[:, week] = alive * (5.0 if week == weeks - 1 else actions[:, week])
        alive = alive * (actions[:, week] == 0)
    return transitions(states, actions, rewards, np.arange(people) % 2, 2)


def test_looking_ahead_waits_where_the_next_reward_alone_would_take() -> None:
    log, first = patience(), np.array([[0.0, 1.0]])
    assert fitted_q(log, 1.0, 4)(first).argmax() == 0
    assert fitted_q(log, 0.0, 1)(first).argmax() == 1


def test_a_log_of_random_actions_tells_what_other_policies_are_worth() -> None:
    log = patience()

    def taking(states: Array) -> Array:
        return np.tile([0.0, 1.0], (len(states), 1))

    assert fitted_q_evaluation(log, taking, 1.0, 5).mean() == pytest.approx(1.0, abs=0.5)
    assert fitted_q_evaluation(log, greedy(fitted_q(log, 1.0, 5)), 1.0, 5).mean() == pytest.approx(5.0, abs=0.5)


def test_strata_count_alike_and_everyone_is_in() -> None:
    groups = np.array([0] * 5 + [1] * 2 + [2])
    chosen = stratified(groups, 1)
    assert np.bincount(groups[chosen]).tolist() == [5, 5, 5]
    assert set(chosen) == set(range(8))


def network() -> QNetwork:
    rng = np.random.default_rng(3)
    shapes = ((6, 2), (6, 6), (3, 6))
    weights = tuple(rng.standard_normal(shape).astype(np.float32).astype(float) for shape in shapes)
    return QNetwork(np.array([1.0, 2.0]), np.array([2.0, 0.5]), weights, tuple(np.full(len(w), 0.25) for w in weights))


def test_a_network_comes_back_from_its_files_with_the_same_values() -> None:
    states = np.array([[0.0, 1.0], [3.0, -2.0]])
    again = QNetwork.from_state(unpack("enhanced_cql_model", pack("enhanced_cql_model", network().state())))
    assert np.array_equal(again(states), network()(states))


def test_the_forward_pass_is_relu_layers_on_standardised_states() -> None:
    plain = QNetwork(
        np.array([1.0]), np.array([2.0]), (np.array([[1.0], [-1.0]]), np.eye(2)), (np.zeros(2), np.array([0.5, 0.0]))
    )
    assert plain(np.array([[5.0], [-1.0]])).tolist() == [[2.5, 0.0], [0.5, 1.0]]


def test_layers_that_do_not_fit_are_refused() -> None:
    state = network().state()
    state.arrays["weight_1"] = state.arrays["weight_1"][:, :4]
    with pytest.raises(ArtifactError, match="make rl"):
        QNetwork.from_state(state)


def test_a_policy_serves_only_where_every_rival_is_beaten_by_every_measure() -> None:
    ahead, level = Difference("cloning", "simulator", 0.5, 0.2, 0.8), Difference("cloning", "FQE", 0.1, -0.1, 0.3)
    assert serving_rule([ahead]).serves
    kept_back = serving_rule([ahead, level])
    assert (kept_back.serves, kept_back.falls_short) == (False, (level,))
    assert not serving_rule([]).serves


def test_without_the_extra_it_is_said_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "torch", None)
    with pytest.raises(TrainingError, match=r"seqmatch\[rl\]"):
        conservative_q(patience(20), 0.9, 0.1, 1, 10)
