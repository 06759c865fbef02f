"""Odds from shares of simulated paths. The cases are drawn from a known curve."""

from __future__ import annotations

import json

import numpy as np
import pytest

from seqmatch.errors import TrainingError
from seqmatch.estimators.calibration.path_odds import PathOdds


def cases(number: int = 6_000) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Paths that are too sure: the truth lies nearer to even, and an ambitious goal is met less often."""
    rng = np.random.default_rng(3)
    share, ambition = rng.uniform(0.01, 0.99, number), rng.uniform(0.2, 2.0, number)
    truth = 1 / (1 + np.exp(-(0.5 * np.log(share / (1 - share)) - 0.6 * np.log(ambition))))
    return share, ambition, rng.random(number) < truth, np.arange(number) % 120


def test_shares_that_are_too_sure_become_odds_that_are_right() -> None:
    share, ambition, met, people = cases()
    said = PathOdds(200).fit(share, ambition, met, people).predict(share, ambition)
    for low, high in ((0.0, 0.3), (0.3, 0.6), (0.6, 1.0)):
        there = (said.odds >= low) & (said.odds < high)
        assert said.odds[there].mean() == pytest.approx(met[there].mean(), abs=0.04)
    assert (said.low < said.odds).all() and (said.odds < said.high).all()


def test_few_paths_and_few_people_widen_the_interval() -> None:
    share, ambition, met, people = cases()
    asked = np.array([0.5]), np.array([1.0])
    widths = []
    for draws, some in ((2_000, 6_000), (50, 6_000), (2_000, 400)):
        odds = PathOdds(draws).fit(share[:some], ambition[:some], met[:some], people[:some]).predict(*asked)
        widths.append(float(odds.high[0] - odds.low[0]))
    assert widths[0] < min(widths[1:])


def test_odds_survive_being_written_and_too_few_people_are_refused() -> None:
    share, ambition, met, people = cases()
    fitted = PathOdds(200).fit(share, ambition, met, people)
    again = PathOdds.from_json(json.loads(json.dumps(fitted.to_json())))
    assert np.allclose(again.predict(share, ambition).odds, fitted.predict(share, ambition).odds, atol=1e-4)
    with pytest.raises(TrainingError, match="40 people"):
        PathOdds(200).fit(share, ambition, met, people % 30)
