"""Forecasts of four weeks: the best on the backtest answers, the band holds, and a stranger is told wide ones."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from seqmatch.estimators.forecasting import bands
from seqmatch.estimators.forecasting.adapted_state import adapted_from, adapted_state
from seqmatch.estimators.forecasting.choice import choose
from seqmatch.estimators.forecasting.simple import mean_of_8
from seqmatch.estimators.forecasting.spending_forecaster import SpendingForecaster
from seqmatch.estimators.forecasting.theta import theta
from seqmatch.estimators.forecasting.windows import AHEAD, BACK, Windows
from seqmatch.settings import MIN_SUPPORT

WEEKS = BACK + 4 * 10
LAST = 738_000


def made(people: int = 90, noise: float = 0.5, seed: int = 1, known: int = WEEKS, times: int = 8) -> Windows:
    """Synthetic people who spend log-normal sums around a level of their own; one window each four weeks."""
    rng = np.random.default_rng(seed)
    level = np.exp(rng.normal(9.5, 0.8, people))
    spent = level[:, None] * np.exp(rng.normal(-(noise**2) / 2, noise, (people, WEEKS)))
    spent[:, : WEEKS - known] = np.nan
    rows = []
    for time in range(times):
        end = WEEKS - AHEAD * (time + 1)
        rows.append((end, spent[:, end - BACK : end], spent[:, end : end + AHEAD]))
    n = people * times
    weeks, coming = np.concatenate([row[1] for row in rows]), np.concatenate([row[2] for row in rows])
    day = np.repeat([LAST - 7 * (WEEKS - end) for end, _, _ in rows], people)
    nothing = np.full((n, AHEAD), np.nan)
    return Windows(
        np.tile(np.arange(people), times),
        day,
        weeks,
        np.zeros(n),
        nothing,
        nothing[:, 0],
        np.full((n, 3, AHEAD), np.nan),
        coming,
    )


@pytest.fixture(scope="module")
def fitted() -> SpendingForecaster:
    return SpendingForecaster(rounds=40).fit(made())


def test_a_line_goes_on_by_half_its_slope() -> None:
    line = np.vstack([10.0 + 2 * np.arange(40), np.full(40, 7.0)])
    said = theta(line, 4)
    assert said[1] == pytest.approx([7, 7, 7, 7])
    assert np.all(np.diff(said[0]) == pytest.approx(1.0)) and said[0, 0] == pytest.approx(90, abs=3)


def test_theta_is_near_that_of_statsforecast() -> None:
    models = pytest.importorskip("statsforecast.models")
    series = np.nan_to_num(made(people=6, times=1).weeks)
    ours = theta(series, AHEAD)
    theirs = np.array([models.Theta(season_length=1).forecast(one, h=AHEAD)["mean"] for one in series])
    assert np.abs(ours - theirs).sum() <= 0.04 * theirs.sum()


def test_an_equal_forecast_does_not_replace_the_mean() -> None:
    rng = np.random.default_rng(0)
    truth, person = rng.normal(100, 20, 400), np.arange(400) % 80
    plain = np.full(400, 100.0)
    said = {"mean": plain, "as good": plain + rng.normal(0, 1, 400), "better": truth + rng.normal(0, 5, 400)}
    assert choose({name: said[name] for name in ("mean", "as good")}, truth, person, "mean", 1.0) == "mean"
    assert choose(said, truth, person, "mean", 1.0) == "better"


def test_strangers_at_later_times_are_in_the_band_four_times_of_five(fitted: SpendingForecaster) -> None:
    others = made(people=200, seed=9, times=2)
    said = fitted.predict(others).total
    inside = (said[:, 0] <= others.total) & (others.total <= said[:, 2])
    assert 0.76 <= inside.mean() <= 0.88
    assert np.all(np.diff(said, axis=1) >= 0)


def test_forecasts_are_never_worse_than_the_mean_beyond_noise(fitted: SpendingForecaster) -> None:
    others = made(people=200, seed=9, times=2)
    ours = np.abs(fitted.predict(others).total[:, 1] - others.total).sum()
    assert ours <= 1.03 * np.abs(mean_of_8(others).sum(axis=1) - others.total).sum()


def test_a_history_shifted_into_the_future_is_noticed() -> None:
    """The canary: weeks that already hold the coming ones make a backtest that no honest forecast has."""
    honest = made(noise=0.9, seed=11)
    weeks = honest.weeks.copy()
    weeks[:, :-AHEAD], weeks[:, -AHEAD:] = honest.weeks[:, AHEAD:], honest.spent
    errors = [
        SpendingForecaster(rounds=100).fit(one).backtest_[1].sum() for one in (honest, replace(honest, weeks=weeks))
    ]
    assert errors[1] < 0.6 * errors[0]


def test_a_short_history_gets_a_wider_band(fitted: SpendingForecaster) -> None:
    long = made(people=60, seed=4, times=1)
    weeks = long.weeks.copy()
    weeks[:, :-3] = np.nan
    short = fitted.predict(replace(long, weeks=weeks)).total
    whole = fitted.predict(long).total
    assert np.median((short[:, 2] - short[:, 0]) / (whole[:, 2] - whole[:, 0])) > 1.1


def test_a_store_of_steadier_people_gets_a_narrower_band(fitted: SpendingForecaster) -> None:
    steady = made(noise=0.1, seed=3)
    adapted = fitted.adapted(steady)
    asked = made(noise=0.1, seed=3, times=1)
    width = np.diff(adapted.predict(asked).total[:, [0, 2]], axis=1).sum()
    assert width < 0.6 * np.diff(fitted.predict(asked).total[:, [0, 2]], axis=1).sum()


def test_one_person_leaves_the_choice_to_the_model_and_is_told_the_own_error(fitted: SpendingForecaster) -> None:
    alone = made(people=1, seed=5)
    adapted = fitted.adapted(alone)
    assert adapted.chosen_ == fitted.chosen_
    now = made(people=1, seed=5, times=1)
    said = adapted.predict(now)
    person, off = adapted.backtest_
    assert len(person) == 2
    assert adapted.typical_error(now, said) == pytest.approx((off.sum() + 2 * said.usual_error) / 4)
    own = off.sum() / bands.unit_of(alone)[:2].sum()  # two totals are looked at, and 200 would be enough
    assert adapted.off_ == pytest.approx(0.01 * own + 0.99 * fitted.off_)


@pytest.mark.parametrize("number", [8, 120], ids=["the model's choice", "a choice and trees of their own"])
def test_what_a_store_made_of_a_model_goes_on_elsewhere_for_some_of_its_people(
    fitted: SpendingForecaster, number: int
) -> None:
    adapted = fitted.adapted(made(people=number, seed=5, times=3))
    state = adapted_state(adapted)
    some = adapted_from(fitted, state, 2, 3)
    now = made(people=number, seed=5, times=1)
    theirs = now.subset(np.flatnonzero((now.person >= 2) & (now.person < 5)))
    assert some.predict(theirs).total.tolist() == adapted.predict(theirs).total.tolist()
    assert some.methods(theirs) == adapted.methods(theirs)
    people, off = adapted.backtest_
    mine = (people >= 2) & (people < 5)
    assert some.backtest_[0].tolist() == (people[mine] - 2).tolist()
    assert some.backtest_[1].tolist() == off[mine].tolist()


def test_amounts_in_another_currency_are_the_same_forecast_in_it(fitted: SpendingForecaster) -> None:
    some = made(people=20, seed=6, times=1)
    yen = replace(some, weeks=150 * some.weeks, received=150 * some.received)
    assert fitted.predict(yen).total == pytest.approx(150 * fitted.predict(some).total)


def test_the_same_windows_give_the_same_state_and_it_answers_alike(fitted: SpendingForecaster) -> None:
    again = SpendingForecaster(rounds=40).fit(made()).state()
    state = fitted.state()
    assert again.params == state.params
    assert all(np.array_equal(again.arrays[name], one) for name, one in state.arrays.items())
    asked = made(people=30, seed=7, times=1)
    whole, kept = fitted.predict(asked), SpendingForecaster.from_state(state).predict(asked)
    assert np.array_equal(whole.total, kept.total) and np.array_equal(whole.weeks, kept.weeks)
    assert np.array_equal(whole.typical_week, kept.typical_week)
    assert sum(one.nbytes for one in state.arrays.values()) < 1_000_000


def test_bands_of_few_who_spend_leave_one_in_five_out() -> None:
    rng = np.random.default_rng(2)
    truth = np.where(rng.random(2000) < 0.7, 0.0, np.exp(rng.normal(9, 1, 2000)))
    errors = bands.Errors(-truth / 1e4, truth / 1e4, np.full(2000, 1e4), np.ones(2000, np.intp))
    low, high = bands.widen(errors, np.ones(2000))[1]
    inside = (truth / 1e4 >= -low) & (truth / 1e4 <= high)
    assert 0.79 <= inside.mean() <= 0.83


def test_no_error_that_is_kept_is_one_persons(fitted: SpendingForecaster) -> None:
    """An amount of one person would lead whoever knows it to their row."""
    people, _ = fitted.backtest_
    own = fitted.errors_
    kept = SpendingForecaster.from_state(fitted.state())
    told = kept.errors_
    assert 0 < len(told.unit) <= len(own.unit) / MIN_SUPPORT
    alone = np.abs(np.log(told.unit[:, None] / own.unit)).min(axis=1)
    assert (alone > 1e-6).all()
    assert SpendingForecaster.from_state(kept.state()).errors_.unit.tolist() == told.unit.tolist()
    few = people < MIN_SUPPORT - 1
    part = bands.Errors(own.below[few], own.above[few], own.unit[few], own.group[few])
    assert len(bands.of_enough_people(part, people[few]).unit) == 0


def test_a_store_of_few_errors_is_told_bands_as_wide_by_the_kept_means_as_by_all_errors(
    fitted: SpendingForecaster,
) -> None:
    few = made(people=8, seed=5, times=3)
    by_all, by_means = (one.adapted(few).ends_ for one in (fitted, SpendingForecaster.from_state(fitted.state())))
    assert by_means == pytest.approx(by_all, abs=0.15)


def test_the_text_of_trees_tells_nobodys_extremes_and_answers_alike(fitted: SpendingForecaster) -> None:
    text = fitted.state().arrays["trees/total"].tobytes().decode()
    (ranges,) = (line for line in text.split("\n") if line.startswith("feature_infos="))
    assert set(ranges.removeprefix("feature_infos=").split(" ")) == {"none"}
    asked = made(people=5, seed=3, times=1)
    again = SpendingForecaster.from_state(fitted.state())
    assert again.predict(asked).total.tolist() == fitted.predict(asked).total.tolist()
