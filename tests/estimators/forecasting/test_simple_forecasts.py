"""Simple forecasts and features of weeks, one person at a time, by hand."""

from __future__ import annotations

import math
import warnings

import numpy as np
import pytest

from seqmatch.estimators.forecasting import held_out
from seqmatch.estimators.forecasting.candidates import AVERAGED, OWN, candidates, own_quantiles
from seqmatch.estimators.forecasting.choice import choose, choose_by_group, picked
from seqmatch.estimators.forecasting.held_out import FOLDS, MOST_LEARNED, fold_of, latest_first, some_of
from seqmatch.estimators.forecasting.ratios import MEANS, MOST, OF_WEEK, OF_WINDOW, week_ratios, window_ratios
from seqmatch.estimators.forecasting.simple import RULES, median_of_last
from seqmatch.estimators.forecasting.theta import theta
from seqmatch.estimators.forecasting.trees import GlobalTrees
from seqmatch.estimators.forecasting.windows import AHEAD, BACK, SCALE_WEEKS, Windows, mean_of_last, together

LONG = (np.arange(BACK) * 37 % 11) * 100.0
SHORT = np.array([0.0, 0, 300, 0, 100, 0, 500, 200, 0])
DAY = 738_000


def windows() -> Windows:
    """A long history, one of nine weeks, none at all, and one that fell silent half a year ago."""
    weeks = np.full((4, BACK), np.nan)
    weeks[0], weeks[1, -9:], weeks[3] = LONG, SHORT, np.where(np.arange(BACK) < BACK - SCALE_WEEKS, 50.0, 0.0)
    due = np.full((4, AHEAD), np.nan)
    due[0] = [100, 0, 0, 40]
    months = np.full((4, 3, AHEAD), np.nan)
    months[0] = np.arange(12).reshape(3, AHEAD) * 10
    return Windows(
        np.arange(4),
        np.full(4, DAY),
        weeks,
        np.array([0.0, 0, 0, 4000]),
        due,
        np.array([35.0, np.nan, np.nan, np.nan]),
        months,
        np.arange(16.0).reshape(4, AHEAD),
    )


def known(row: np.ndarray, last: int) -> np.ndarray:
    some = row[-last:]
    return some[~np.isnan(some)]


@pytest.mark.parametrize("number", [1, 2, 7, 8, 26])
def test_mean_and_median_are_of_the_last_weeks_that_are_known(number: int) -> None:
    weeks = windows().weeks
    for row, mean, median in zip(weeks, mean_of_last(weeks, number), median_of_last(weeks, number), strict=True):
        some = known(row, number)
        assert (mean, median) == ((some.mean(), np.median(some)) if len(some) else (0, 0))


def test_what_each_rule_says_of_the_coming_weeks() -> None:
    said = {name: rule(windows()) for name, rule in RULES.items()}
    assert said["mean_of_8_weeks"][:, 1].tolist() == [LONG[-8:].mean(), SHORT[-8:].mean(), 0, 0]
    assert said["median_of_8_weeks"][:, 3].tolist() == [np.median(LONG[-8:]), 50, 0, 0]
    assert said["seasonal_naive"].tolist() == [LONG[-52:-48].tolist(), [0, 500, 200, 0], [0] * 4, [50.0] * 4]
    rest = LONG[-13:].mean() - 35
    assert said["recurring_and_rest"][0].tolist() == pytest.approx([rest + 100, rest, rest, rest + 40])
    assert said["recurring_and_rest"][1:, 0].tolist() == [SHORT.mean(), 0, 0]
    assert {one.shape for one in said.values()} == {(4, AHEAD)}


def test_a_year_before_counts_where_all_four_weeks_of_it_are_known() -> None:
    some = windows()
    some.weeks[1, -51:] = np.arange(51)
    some.weeks[2, -52:] = np.arange(52)
    said = RULES["seasonal_naive"](some)
    assert said[1:3].tolist() == [[47, 48, 49, 50], [0, 1, 2, 3]]


def test_recurring_payments_beyond_all_that_is_spent_leave_no_rest() -> None:
    much = windows()
    much.usual_due[0] = 10_000
    assert RULES["recurring_and_rest"](much)[0].tolist() == [100, 0, 0, 40]


def smoothed(series: np.ndarray, ahead: int) -> list[float]:
    """Theta of one series, value by value."""
    slope = np.polyfit(np.arange(len(series)), series, 1)[0]
    best = None
    for weight in np.arange(0.05, 1.0, 0.05):
        level, error = series[0], 0.0
        for value in series[1:]:
            error += (value - level) ** 2
            level += weight * (value - level)
        if best is None or error < best[0]:
            best = error, weight, level
    _, weight, level = best  # type: ignore[misc]
    drift = (1 - (1 - weight) ** len(series)) / weight
    return [max(0.0, level + slope / 2 * (step + drift)) for step in range(ahead)]


@pytest.mark.parametrize("series", [LONG, SHORT, SHORT[::-1].cumsum(), np.array([900.0, 500, 100]), np.array([7.0])])
def test_theta_is_smoothing_with_half_the_slope_as_drift(series: np.ndarray) -> None:
    padded = np.r_[np.full(5, np.nan), series]
    expected = smoothed(series, 4) if len(series) > 1 else [7.0] * 4
    assert theta(padded[None], 4)[0] == pytest.approx(expected)


def test_two_values_are_a_series_for_theta() -> None:
    # It learns a twentieth of the step from 100 to 200, and half of half that step is the drift.
    assert theta(np.array([[100.0, 200.0]]), 2)[0] == pytest.approx([105 + 25 * 1.95, 105 + 25 * 2.95])


def test_of_no_series_theta_says_nothing() -> None:
    assert theta(np.full((1, 6), np.nan), 2).tolist() == [[0, 0]]


def test_scale_is_the_usual_week_but_a_part_of_all_weeks_and_of_pay_at_least() -> None:
    some = windows()
    assert some.scale.tolist() == pytest.approx([LONG[-26:].mean(), SHORT.mean(), 1.0, 400.0])
    assert some.known.tolist() == [BACK, 9, 0, BACK]
    assert some.silent.tolist() == [False, False, True, True]
    assert some.total.tolist() == [6, 22, 38, 54]
    some.weeks[3, -1] = 1.0
    assert some.silent.tolist() == [False, False, True, False]
    some.weeks[3, -1], some.weeks[3, -SCALE_WEEKS - 1] = 0.0, 9.0
    assert some.silent.tolist() == [False, False, True, True]


def test_rows_are_taken_out_and_put_together() -> None:
    some = windows()
    assert together([some.subset(np.array([3])), some.subset(np.arange(4) < 2)]).person.tolist() == [3, 0, 1]
    assert len(together([some, some])) == 8


def feature(told: np.ndarray, name: str, row: int) -> float:
    return float(told[row, OF_WINDOW.index(name)])


@pytest.mark.parametrize(("row", "weeks"), [(0, LONG), (1, SHORT)])
def test_features_of_a_window_are_ratios_to_the_usual_week(row: int, weeks: np.ndarray) -> None:
    some = windows()
    told, scale, last = window_ratios(some), some.scale[row], weeks[-26:]
    assert told.shape == (4, len(OF_WINDOW))
    expected = {f"week_{back}_back": weeks[-back] / scale for back in range(1, 9)}
    expected |= {f"mean_of_{number}_weeks": weeks[-number:].mean() / scale for number in MEANS}
    expected |= {
        "median_of_8_weeks": np.median(weeks[-8:]) / scale,
        "median_of_26_weeks": np.median(last) / scale,
        "deviation": last.std() / scale,
        "largest_week": last.max() / scale,
        "empty_share_of_8_weeks": (weeks[-8:] == 0).mean(),
        "empty_share_of_26_weeks": (last == 0).mean(),
        "empty_weeks_since": int(np.flatnonzero(weeks[::-1] > 0)[0]),
        "weeks_known": len(weeks),
        "theta": sum(smoothed(weeks, 4)) / 4 / scale,
        "season_sine": math.sin(2 * math.pi * (DAY % 365.25) / 365.25),
        "season_cosine": math.cos(2 * math.pi * (DAY % 365.25) / 365.25),
        "received": 0,
    }
    assert {name: feature(told, name, row) for name in expected} == pytest.approx(expected)


def test_months_and_the_year_before_are_features_where_they_are_known() -> None:
    some = windows()
    told = window_ratios(some)
    names = ("month_back", "two_months_back", "three_months_back", "year_back")
    expected = [mean / some.scale[0] for mean in (15, 55, 95, LONG[-52:-48].mean())]
    assert [feature(told, name, 0) for name in names] == pytest.approx(expected)
    assert np.isnan([feature(told, name, 1) for name in names]).all()
    assert feature(told, "empty_weeks_since", 2) == SCALE_WEEKS
    assert feature(told, "received", 3) == 10
    some.received[3] = 90_000
    some.weeks[3, -1] = 9_000_000
    assert window_ratios(some)[3, OF_WINDOW.index("week_1_back")] == MOST


def test_features_of_each_coming_week_follow_those_of_its_window() -> None:
    some = windows()
    of_window = window_ratios(some)
    told = week_ratios(some, of_window)
    assert told.shape == (4 * AHEAD, len(OF_WINDOW) + len(OF_WEEK))
    for place in range(AHEAD):
        expected = [35, some.due[0, place], *some.months_back[0, :, place], LONG[-4 + place], LONG[-52 + place]]
        ratios = np.minimum(np.array(expected) / some.scale[0], MOST)
        assert told[place] == pytest.approx([*of_window[0], place, *ratios])


def test_own_quantiles_are_those_of_the_last_years_totals_of_four_weeks() -> None:
    some = windows()
    some.weeks[2, -3:] = 10
    found = own_quantiles(some)
    for row, last in ((0, LONG[-52:]), (1, SHORT), (3, some.weeks[3, -52:])):
        totals = np.convolve(last, np.ones(AHEAD), "valid")
        assert found[row].tolist() == pytest.approx(np.quantile(totals, (0.1, 0.9)).tolist())
    assert found[2].tolist() == [30, 30]  # three weeks are no four
    some.weeks[2, -4:] = 10
    assert own_quantiles(some)[2].tolist() == [40, 40]


class Tree:
    """Says one total and one week, whoever asks."""

    def predict(self, windows: Windows) -> tuple[np.ndarray, np.ndarray]:
        n = len(windows)
        return np.tile([100.0, 200.0, 400.0], (n, 1)), np.tile([10.0, 20.0, 30.0, 200.0], (n, 1))


def test_rules_trees_and_averages_of_them_compete() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        said = candidates(windows(), {"trees": Tree()})  # type: ignore[dict-item]
    mean, smooth = (RULES[name](windows()).sum(axis=1) for name in AVERAGED)
    assert said.totals["trees"].tolist() == [200.0] * 4
    assert said.quantiles["trees"].tolist() == [[100.0, 400.0]] * 4
    assert set(said.quantiles) == {OWN, "trees"}
    assert said.totals["mean_of_8_weeks + theta"] == pytest.approx((mean + smooth) / 2)
    assert said.totals["theta + trees"] == pytest.approx((smooth + 200) / 2)
    assert said.totals["mean_of_8_weeks + theta + trees"] == pytest.approx((mean + smooth + 200) / 3)
    assert set(said.totals) == {*RULES, "trees", "mean_of_8_weeks + theta", "mean_of_8_weeks + trees"} | {
        "theta + trees",
        "mean_of_8_weeks + theta + trees",
    }
    assert said.typical["trees"].tolist() == [25.0] * 4
    assert said.typical["median_of_26_weeks"].tolist() == [np.median(LONG[-26:]), 0, 0, 0]
    assert said.weeks["median_of_8_weeks + trees"][1].tolist() == [30, 35, 40, 125]
    assert said.typical["median_of_8_weeks + trees"][1] == (50 + 25) / 2


def test_windows_of_a_person_are_numbered_from_the_latest_one() -> None:
    some = windows()
    many = together([some, some.subset(np.array([0, 3]))])
    many.day[:] = [5, 5, 5, 5, 9, 1]
    assert latest_first(many).tolist() == [1, 0, 0, 0, 0, 1]
    assert fold_of(np.arange(7)).tolist() == [0, 1, 2, 0, 1, 2, 0]
    assert FOLDS == 3


@pytest.mark.parametrize(("windows_each", "tests"), [(1, 2), (8, 2), (11, 2), (12, 3), (16, 4), (40, 4)])
def test_a_quarter_of_the_windows_two_to_four_are_held_out(windows_each: int, tests: int) -> None:
    assert held_out.tests_of(np.arange(windows_each)) == tests


@pytest.mark.parametrize("more", [0, 1])
def test_of_too_many_windows_some_are_learned_from_in_their_order(more: int) -> None:
    some = windows()
    many = some.subset(np.zeros(MOST_LEARNED + more, np.intp))
    many.person[:] = np.arange(len(many))
    taken = some_of(many, seed=1).person
    assert len(taken) == MOST_LEARNED
    assert (np.diff(taken) > 0).all()


def test_the_loss_of_a_forecast_is_its_error_and_bias_by_what_is_spent() -> None:
    """An error that is the same in every draw of people leaves nothing to chance."""
    truth, person = np.full((40, AHEAD), 10.0), np.arange(40) % 20
    said = {"plain": truth + 1.0, "equal": truth - 1.0, "better": truth * 1.05, "worse": truth * 1.2}
    assert choose(said, truth, person, "plain", 1.0) == "better"
    both = truth.copy()
    both[:, ::2], both[:, 1::2] = 8.6, 11.4  # errs by more, on either side alike
    assert choose({"plain": said["plain"], "both": both}, truth, person, "plain", 1.0) == "both"
    assert choose({"plain": said["plain"], "both": both}, truth, person, "plain", 0.3) == "plain"


def test_a_lead_that_may_be_chance_changes_nothing() -> None:
    truth, person = np.full(20, 100.0), np.arange(20)
    lucky = np.full(20, 112.0)
    lucky[:5] = 100.0
    said = {"plain": np.full(20, 110.0), "lucky": lucky}
    assert choose(said, truth, person, "plain", 0.0) == "plain"
    lucky[:9] = 100.0
    assert choose(said, truth, person, "plain", 0.0) == "lucky"
    assert choose(said, np.zeros(20), person, "plain", 0.0) == "lucky"


def test_a_group_chooses_for_itself_where_enough_people_show_that_another_is_better() -> None:
    rng = np.random.default_rng(0)
    person = np.arange(240) % 60
    group = person // 20  # three groups of 20 people
    truth = rng.normal(100, 20, 240)
    said = {"plain": np.full(240, 100.0), "seer": np.where(group == 1, truth, 300.0)}
    assert choose_by_group(said, truth, person, group, 4, "plain", 1.0) == ("plain", "seer", "plain", "plain")
    few = choose_by_group(said, truth, np.where(person == 20, 21, person), group, 3, "plain", 1.0)
    assert few == ("plain", "plain", "plain")  # nineteen people are too few
    names = ("plain", "seer", "plain")
    assert picked(said, names, group).tolist() == np.where(group == 1, truth, 100.0).tolist()


class Said:
    """A booster that says one number of every row."""

    def __init__(self, number: float) -> None:
        self.number = number

    def predict(self, rows: np.ndarray, **settings: object) -> np.ndarray:
        return np.full(len(rows), self.number)


def test_trees_speak_in_usual_weeks_in_order_and_never_below_nothing() -> None:
    trees, some = GlobalTrees(1, 0), windows()
    trees.models_ = {
        name: Said(number) for name, number in (("low", 2.0), ("total", 0.5), ("high", -1.0), ("week", 0.75))
    }
    total, week = trees.predict(some)
    assert total == pytest.approx(np.outer(some.scale, [0, 4 * 0.5, 4 * 2.0]))
    assert week == pytest.approx(np.tile(0.75 * some.scale[:, None], (1, AHEAD)))
    trees.models_["week"] = Said(-0.5)
    assert not trees.predict(some)[1].any()
    assert [part.shape for part in trees.predict(some.subset(np.zeros(0, int)))] == [(0, 3), (0, AHEAD)]
