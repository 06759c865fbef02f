"""Synthetic answers to strategies, and half years of advice: the truth is known, and the same seed says the same."""

from __future__ import annotations

import numpy as np
import pytest

from seqmatch.data.synthetic.coached_weeks import (
    FEATURES,
    GOAL_MET,
    REWARDS,
    WEEKS,
    WEIGHTS,
    coached_weeks,
    logging_policy,
)
from seqmatch.data.synthetic.responses import RESPONSES, SEGMENT_NAMES, SHARES, STRATEGIES, WORLDS, responses
from seqmatch.errors import ArgumentError

Array = np.ndarray


def test_every_segment_has_one_best_strategy_and_people_keep_as_often_as_the_table_says() -> None:
    assert [STRATEGIES[at] for at in RESPONSES.argmax(axis=1)] == [
        "conservative",
        "personal",
        "aggressive",
        "balanced",
        "aggressive",
    ]
    told = responses(RESPONSES[None], 60_000, 3)
    assert np.bincount(told.segment[0]) / 60_000 == pytest.approx(SHARES, abs=0.01)
    kept = np.array([told.kept[0][told.segment[0] == at].mean(axis=0) for at in range(len(SEGMENT_NAMES))])
    assert np.allclose(kept, RESPONSES, atol=0.02)


def test_the_context_moves_the_odds_and_leaves_the_order_of_strategies() -> None:
    told = responses(RESPONSES[None], 2_000, 3, context=True)
    assert (told.chance[0].argmax(axis=1) == RESPONSES.argmax(axis=1)[told.segment[0]]).all()
    first = told.chance[0, :, 0] / RESPONSES[told.segment[0], 0]
    assert [np.corrcoef(first, told.context[0, :, at])[0, 1] > 0.2 for at in range(3)] == [True, True, False]
    assert np.corrcoef(first, told.context[0, :, 2])[0, 1] < -0.2


def test_worlds_are_as_alike_or_apart_as_their_names_say() -> None:
    differ = {}
    for name, world in WORLDS.items():
        best = world(200, np.random.default_rng(1)).argmax(axis=2)
        differ[name] = float((best != best[:, :1]).any(axis=1).mean())
    assert differ["alike"] == 0
    assert differ["reference"] < differ["apart"]
    assert differ["apart"] > 0.95 and differ["seed"] == 1


def test_shares_that_are_none_are_refused() -> None:
    with pytest.raises(ArgumentError, match="from 0 to 1"):
        responses(RESPONSES[None] + 0.6, 10, 1)


def test_a_half_year_adds_up_and_comes_again_with_its_seed() -> None:
    one, again = (coached_weeks(logging_policy, 300, 5) for _ in range(2))
    assert np.array_equal(one.states, again.states) and np.array_equal(one.rewards, again.rewards)
    assert one.states.shape == (300, WEEKS + 1, len(FEATURES))
    met = one.states[:, -1, FEATURES.index("goal_progress")] >= 1
    expected = one.objectives @ WEIGHTS
    expected[:, -1] += GOAL_MET * met
    assert np.allclose(one.rewards, expected)
    progress = one.objectives[..., REWARDS.index("goal")].sum(axis=1)
    assert np.allclose(progress, one.states[:, -1, FEATURES.index("goal_progress")])


def test_strategies_are_logged_with_the_chance_they_had() -> None:
    weeks = coached_weeks(logging_policy, 2_000, 6)
    named = weeks.actions == RESPONSES.argmax(axis=1)[weeks.segment][:, None]
    assert set(np.unique(weeks.propensities.round(3))) == {0.15, 0.55}
    assert named.mean() == pytest.approx(0.55, abs=0.01)
    assert (weeks.propensities[named] == 0.55).all()


def test_advice_that_asks_much_brings_low_balances_and_annoys() -> None:
    def always(strategy: str) -> Array:
        place = STRATEGIES.index(strategy)
        run = coached_weeks(lambda states: np.tile(np.eye(4)[place], (len(states), 1)), 1_500, 7)
        return run.objectives.mean(axis=(0, 1))

    careful, pressing = always("conservative"), always("aggressive")
    assert pressing[REWARDS.index("low_balance")] > careful[REWARDS.index("low_balance")]
    assert pressing[REWARDS.index("annoyance")] > 2 * careful[REWARDS.index("annoyance")]
