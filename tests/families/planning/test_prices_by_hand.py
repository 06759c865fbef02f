"""What prices of the past say of a portfolio, with returns that can be reckoned by hand. No solver is needed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pytest

from seqmatch.errors import ArgumentError
from seqmatch.estimators.optimisation.walk_forward import apart, figures, walk_forward
from seqmatch.families.planning.scoring.prices import Prices, prices_of, targets_for
from seqmatch.families.planning.scoring.prices import tested as out_of_sample


def told(*closes: Sequence[float], names: str = "ABCDEFGHIJKLMNOP") -> list[dict[str, object]]:
    return [{"asset": name, "closes": tuple(each)} for name, each in zip(names, closes, strict=False)]


def refused(sent: list[dict[str, object]], needed: Sequence[str] = ()) -> str:
    with pytest.raises(ArgumentError) as caught:
        prices_of(sent, "month", needed)
    return str(caught.value)


UP, FLAT = [1.1**at for at in range(25)], [7.0] * 25


def test_returns_are_one_price_over_the_one_before_less_one() -> None:
    prices = prices_of(told(UP, FLAT), "month", ["B"])
    assert prices is not None and prices.assets == ("A", "B")
    assert prices.returns.shape == (24, 2) and np.allclose(prices.returns, [0.1, 0.0])
    years = [prices_of(told(UP), every, ()) for every in ("day", "week", "month")]
    assert [one.per_year for one in years if one] == [252, 52, 12]
    assert prices_of([], "month", ["B"]) is None


def test_an_asset_needs_25_prices_and_many_assets_two_each_and_one_more() -> None:
    assert "25 prices each" in refused(told(UP[:24]))
    assert prices_of(told(*[range(1, 28)] * 13), "month", ()) is not None
    assert "27 prices each" in refused(told(*[range(1, 27)] * 13))


def test_prices_of_an_asset_twice_of_other_days_or_of_none_that_is_needed_are_refused() -> None:
    assert "twice" in refused(told(UP, UP, names="AA"))
    assert "one length" in refused(told(UP, FLAT[:24]))
    assert "has no prices" in refused(told(UP, FLAT), ["A", "Z"])


def test_a_price_may_change_a_hundredfold_and_no_more() -> None:
    assert prices_of(told([1.0] * 24 + [100.0]), "month", ()) is not None
    assert prices_of(told([100.0] * 24 + [1.0]), "month", ()) is not None
    assert "hundredfold" in refused(told([1.0] * 24 + [101.0]))
    assert "hundredfold" in refused(told([101.0] * 24 + [1.0]))


def prices(*columns: Sequence[float], per_year: float = 12.0) -> Prices:
    names = tuple("ABCDEFGHIJKLMNOP"[: len(columns)])
    return Prices(names, np.array(columns, float).T, per_year)


def test_the_covariance_of_the_sample_is_told_by_the_year() -> None:
    """A moves by 0.1 about its mean, B half as far the same way: 0.02 / 2 a month over three months."""
    found = prices([0.1, 0.0, -0.1], [0.05, 0.0, -0.05]).covariance
    assert np.allclose(found, [[0.12, 0.06], [0.06, 0.03]])
    assert np.allclose(prices([0.1, 0.0, -0.1]).covariance, [[0.12]])


def test_shares_in_a_row_leave_out_what_has_no_prices_and_add_up_to_one() -> None:
    two = prices([0.1, 0.2], [0.1, 0.2])
    assert two.row({"A": 0.2, "B": 0.6, "Z": 0.2}).tolist() == pytest.approx([0.25, 0.75])
    assert two.row({"B": 0.5}).tolist() == [0, 1]
    assert two.row({"Z": 1.0}).tolist() == [0, 0]


def test_equal_parts_are_one_over_the_number_and_a_largest_share_must_leave_no_rest() -> None:
    two = prices([0.1, 0.2], [0.1, 0.2])
    assert targets_for(two, "equal", 0.5) == {"A": 0.5, "B": 0.5}
    with pytest.raises(ArgumentError, match="leaves a rest"):
        targets_for(two, "equal", 0.49)
    with pytest.raises(ArgumentError, match="never moves"):
        targets_for(prices([0.1, 0.1], [0.1, 0.2]), "min-variance", 1.0)


RNG = np.random.default_rng(2)
RETURNS = [RNG.normal(0.01, 0.05, 50).tolist(), RNG.normal(0.0, 0.02, 50).tolist()]


def test_an_allocation_is_held_in_eight_parts_of_the_second_half_and_set_beside_equal_parts() -> None:
    two = prices(*RETURNS)
    found = out_of_sample(two, {"A": 1.0}, {"A": 0.2, "B": 0.8}, None, 1.0, 0.01)
    assert [one.name for one in found] == ["as held", "targets", "equal parts (1/N)"]
    walks = [
        walk_forward(two.returns, lambda before, fixed=fixed: np.array(fixed), 25, 4, 0.01).returns  # type: ignore[misc]
        for fixed in ([1.0, 0.0], [0.2, 0.8], [0.5, 0.5])
    ]
    for one, walked in zip(found, walks, strict=True):
        volatility, earned, _ = figures(walked, 12.0)
        assert (one.volatility, one.yearly_return) == pytest.approx((float(volatility), float(earned)), abs=1e-12)
    assert found[2].apart is None
    assert [one.apart for one in found[:2]] == [apart(walked, walks[2], 12.0) for walked in walks[:2]]


def test_forty_eight_periods_are_tested_and_of_many_assets_four_times_their_number() -> None:
    def count(periods: int, assets: int = 2) -> int:
        return len(out_of_sample(prices(*[RETURNS[0][:periods]] * assets), {"A": 1.0}, {"A": 1.0}, None, 1.0, 0.0))

    assert (count(47), count(48)) == (0, 3)
    flat = [[0.01, -0.01] * 26] * 13
    assert len(out_of_sample(prices(*flat), {}, {"A": 1.0}, None, 1.0, 0.0)) == 2
    assert out_of_sample(prices(*[one[:51] for one in flat]), {}, {"A": 1.0}, None, 1.0, 0.0) == []


def names(two: Prices, held: Mapping[str, float], objective: str | None) -> list[str]:
    return [one.name for one in out_of_sample(two, held, {"A": 1.0}, objective, 1.0, 0.0)]


def test_who_holds_nothing_with_prices_has_no_line_and_equal_parts_stand_once() -> None:
    two = prices(*RETURNS)
    assert names(two, {"Z": 1.0}, None) == ["targets", "equal parts (1/N)"]
    assert names(two, {}, "equal") == ["equal parts (1/N)"]


def test_an_objective_that_half_of_the_prices_do_not_bear_has_no_line() -> None:
    still = prices([0.0] * 25 + [0.01, 0.02, 0.03, 0.01, 0.02] * 5, RETURNS[1])
    assert names(still, {}, "min-variance") == ["equal parts (1/N)"]
