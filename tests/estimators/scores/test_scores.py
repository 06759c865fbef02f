"""Health points follow the written tables; habits raise few false alarms. All data here is made up."""

from __future__ import annotations

import numpy as np
import pytest

from seqmatch.estimators.anomalies.unusual_amounts import told, unusual
from seqmatch.estimators.scores.column_choice import choose_columns, in_words
from seqmatch.estimators.scores.day_effects import day_effect, kept
from seqmatch.estimators.scores.financial_health import FACTS, PARTS, health_scores

WELL = {"savings_rate_13w": 0.25, "buffer_weeks": 30.0, "saved_share_13w": 0.2, "goal_adherence_13w": 1.5}


def facts(**known: float) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    return np.array([[known.get(fact.name, np.nan) for fact in FACTS]])


def test_points_lie_between_0_and_100_and_never_jump() -> None:
    for fact in FACTS:
        values = np.linspace(-5, 200, 2001)
        points = fact.points(values)
        assert points.min() >= 0
        assert points.max() <= 100
        assert (np.diff(points) >= 0).all() or (np.diff(points) <= 0).all()


def test_who_does_all_well_has_100() -> None:
    said = {fact.name: 0.0 for fact in FACTS} | WELL
    assert health_scores(facts(**said)).total.tolist() == [100.0]


def test_a_part_without_facts_is_unknown_and_so_is_the_total() -> None:
    scores = health_scores(facts(savings_rate_13w=0.1, troubles_13w=0.0))
    assert dict(zip(PARTS, scores.parts[0].tolist(), strict=True))["spend"] == 87.5
    assert np.isnan(scores.parts[0, 1:]).all()
    assert np.isnan(scores.total).all()


def weeks_of(rng: np.random.Generator, weeks: int, weekend: float) -> list[tuple[np.ndarray, np.ndarray]]:
    marks = np.arange(7) >= 5
    return [(rng.gamma(0.5, 1.0, 7) * np.where(marks, weekend, 1.0), marks) for _ in range(weeks)]


def test_a_weekend_habit_is_found_and_measured() -> None:
    effect = day_effect(weeks_of(np.random.default_rng(0), 60, 3.0), 1, seed=0)
    assert effect is not None
    assert effect.p < 0.01
    assert effect.ratio == pytest.approx(3 * 7 / 11, rel=0.2)


def test_without_any_habit_at_most_one_person_in_twenty_shows_one() -> None:
    alarms = 0
    for person in range(200):
        rng = np.random.default_rng(person)
        effects = {name: day_effect(weeks_of(rng, 30, 1.0), 1, person, turns=199) for name in "abc"}
        alarms += bool(kept(effects))
    assert alarms / 200 < 0.05 + 2 * (0.05 * 0.95 / 200) ** 0.5


def test_too_few_weeks_say_nothing() -> None:
    assert day_effect(weeks_of(np.random.default_rng(0), 5, 3.0), 1, seed=0) is None


def test_an_amount_is_unusual_only_against_those_before_it() -> None:
    even = [1000, 1040, 980, 1010, 990, 1020, 1000, 970, 1005]
    assert np.isnan(unusual(even)[:8]).all()
    assert told([*even, 5_000]).tolist() == [False] * 9 + [True]
    assert not told([*even, 1_100]).any()
    assert unusual([*even, 5_000])[:9].tolist()[8] == unusual(even)[8]


def test_how_unusual_an_amount_is_by_the_spread_before_it() -> None:
    scattered = unusual([1000, 2000, 1000, 2000, 1500, 1800, 900, 2100, 1500, 9000])
    assert scattered[8:].tolist() == pytest.approx([-0.2273, 3.4954], abs=1e-4)
    even = unusual([1000, 1040, 980, 1010, 990, 1020, 1000, 970, 1005, 5000])
    assert even[8:].tolist() == pytest.approx([0.0814, 26.7827], abs=1e-4)
    lately = unusual([1000] * 7 + [1500] * 60 + [1000])
    assert lately[67] == pytest.approx((np.log(1000) - np.log(1500)) / (0.05 * (1 + 4 / 60) ** 0.5))
    assert unusual([0] * 9).tolist()[8] == 0


@pytest.mark.parametrize(("amount", "is_told"), [(4000, False), (4001, True)])
def test_an_amount_is_told_above_twice_the_largest_before(amount: int, is_told: bool) -> None:
    assert told([1000, 2000, *[1000] * 7, amount]).tolist() == [False] * 9 + [is_told]


def test_columns_that_matter_are_kept_once_and_noise_is_not() -> None:
    rng = np.random.default_rng(0)
    people = np.repeat(np.arange(60), 10)
    cause, noise = rng.normal(size=600), rng.normal(size=600)
    table = np.column_stack([cause, 2 * cause + 0.01 * rng.normal(size=600), noise])
    table[::9, 2] = np.nan
    choice = choose_columns(table, cause + 0.3 * rng.normal(size=600), people)
    said = in_words(choice, ("cause", "copy", "noise"))
    assert len(said["kept"]) == 1
    assert said["kept"][0] in {"cause", "copy"}
    assert "noise" in said["nothing"]
    assert choice.chosen_skill > 0.6


def test_a_shuffled_outcome_leaves_no_skill() -> None:
    rng = np.random.default_rng(1)
    choice = choose_columns(rng.normal(size=(400, 4)), rng.normal(size=400), np.repeat(np.arange(40), 10))
    assert choice.skill < 0.05
