"""A portfolio comes back within its bands at the least tax, whatever its lots are."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from seqmatch.estimators.optimisation.rebalance import (
    Lot,
    Terms,
    buy_only,
    first_in_first_out,
    highest_cost_first,
    rebalance,
    tax_of,
)

HALVES = {"stocks": 0.5, "bonds": 0.5}
LOSSES_COUNT = Terms(most_loss_tax=10**9)


def generated(seed: int) -> tuple[list[Lot], dict[str, float]]:
    """A drifted account of three to six assets, two to eleven lots each. All of it is synthetic."""
    luck = np.random.default_rng(seed)
    assets = [f"asset-{number}" for number in range(luck.integers(3, 7))]
    targets = luck.dirichlet(np.full(len(assets), 3.0))
    drifted = targets * np.exp(luck.normal(0, 0.25, len(assets)))
    whole = luck.uniform(2e6, 5e7)
    lots = []
    for asset, share in zip(assets, drifted / drifted.sum(), strict=True):
        count = int(luck.integers(2, 12))
        for part in luck.dirichlet(np.full(count, 1.5)):
            value = int(part * share * whole)
            lots.append(Lot(asset, value, int(value / np.exp(luck.normal(0.12, 0.3))), bool(luck.random() < 0.65)))
    return lots, dict(zip(assets, targets.tolist(), strict=True))


def test_lots_at_a_loss_are_sold_before_lots_at_a_gain() -> None:
    lots = [
        Lot("stocks", 40_000, 10_000, True),
        Lot("stocks", 40_000, 60_000, False),
        Lot("bonds", 20_000, 20_000, True),
    ]
    plan = rebalance(lots, HALVES, 0.0, terms=LOSSES_COUNT)
    assert plan is not None
    assert plan.sold == (0, 30_000, 0)
    assert plan.bought == {"stocks": 0, "bonds": 30_000}
    assert plan.tax == -4_500


def test_a_gain_is_realised_only_as_far_as_the_band_demands() -> None:
    lots = [Lot("stocks", 60_000, 10_000, True), Lot("bonds", 40_000, 40_000, True)]
    plan = rebalance(lots, HALVES, 0.05)
    assert plan is not None
    assert plan.sold == (5_000, 0)
    assert plan.shares["stocks"] == pytest.approx(0.55)
    assert rebalance(lots, HALVES, 0.10) is not None
    assert sum(rebalance(lots, HALVES, 0.10).sold) == 0  # type: ignore[union-attr]


def test_new_cash_is_used_before_anything_is_sold() -> None:
    lots = [Lot("stocks", 60_000, 10_000, True), Lot("bonds", 40_000, 40_000, True)]
    plan = rebalance(lots, HALVES, 0.0, cash=20_000)
    assert plan is not None
    assert sum(plan.sold) == 0
    assert plan.bought["bonds"] == 20_000
    assert buy_only(lots, HALVES, 20_000) == {"stocks": 0, "bonds": 20_000}


def test_nothing_is_sold_at_a_loss_and_bought_at_once() -> None:
    lots = [Lot("stocks", 20_000, 50_000, False), Lot("bonds", 80_000, 80_000, True)]
    plan = rebalance(lots, HALVES, 0.0, terms=LOSSES_COUNT)
    assert plan is not None
    assert plan.sold[0] == 0
    assert plan.bought["stocks"] == 30_000


@settings(max_examples=40)
@example(244_673, 0.0, 0)  # six assets, of which one takes the cents that the others lost
@given(st.integers(0, 10**6), st.sampled_from([0.0, 0.025, 0.1]), st.integers(0, 5_000_000))
def test_money_is_conserved_and_bands_are_held(seed: int, band: float, cash: int) -> None:
    lots, targets = generated(seed)
    plan = rebalance(lots, targets, band, cash)
    assert plan is not None
    assert sum(plan.sold) + cash == sum(plan.bought.values()) + plan.cash
    assert all(0 <= cents <= lot.value for cents, lot in zip(plan.sold, lots, strict=True))
    assert plan.within
    assert sum(plan.shares.values()) == pytest.approx(1)


def test_tax_is_a_tenth_of_a_point_below_selling_the_highest_cost_first() -> None:
    saved = []
    for seed in range(60):
        lots, targets = generated(seed)
        whole = sum(lot.value for lot in lots)
        plan = rebalance(lots, targets, 0.025, terms=LOSSES_COUNT)
        assert plan is not None
        saved.append((highest_cost_first(lots, targets, terms=LOSSES_COUNT).tax - plan.tax) / whole)
    assert np.mean(saved) - 1.96 * np.std(saved) / np.sqrt(len(saved)) > 0.001


def test_losses_beyond_the_gains_save_no_more_than_they_may() -> None:
    lots = [Lot("stocks", 10_000, 30_000, False)]
    assert tax_of(lots, [10_000], Terms()) == 0
    assert tax_of(lots, [10_000], Terms(most_loss_tax=1_000)) == -1_000


MIXED = [
    Lot("stocks", 40_000, 10_000, True),
    Lot("stocks", 30_000, 60_000, False),
    Lot("bonds", 20_000, 20_000, True),
    Lot("old", 5_000, 4_000, False),
]
TARGETS = {"stocks": 0.4, "bonds": 0.6}
DEAR = Terms(cost=0.01, most_loss_tax=10**9)


def test_rivals_sell_down_to_the_targets_in_their_order() -> None:
    first = first_in_first_out(MIXED, TARGETS, cash=5_000, terms=DEAR)
    assert (first.sold, first.bought) == ((30_000, 0, 0, 5_000), {"stocks": 0, "bonds": 40_000, "old": 0})
    assert (first.tax, first.cost, first.cash, first.within) == (3_675, 750, 0, True)
    assert first.shares == {"stocks": 0.4, "bonds": 0.6, "old": 0.0}
    dearest = highest_cost_first(MIXED, TARGETS, cash=5_000, terms=DEAR)
    assert (dearest.sold, dearest.tax, dearest.cost) == ((0, 30_000, 0, 5_000), -8_700, 750)
    assert first_in_first_out(MIXED, TARGETS).tax == 3_900


def test_a_plan_within_its_band_sells_no_more_than_pays() -> None:
    plan = rebalance(MIXED, TARGETS, 0.02, cash=5_000, terms=DEAR)
    assert plan is not None
    assert (plan.sold, plan.bought) == ((0, 30_000, 0, 3_000), {"stocks": 0, "bonds": 38_000, "old": 0})
    assert (plan.tax, plan.cost, plan.cash, plan.within) == (-8_820, 710, 0, True)
    assert plan.shares == pytest.approx({"stocks": 0.4, "bonds": 0.58, "old": 0.02})


def test_cents_lost_to_rounding_go_where_most_is_bought() -> None:
    plan = rebalance([], {"a": 0.333, "b": 0.667}, 0.0, cash=1_001)
    assert plan is not None
    assert (plan.bought, plan.cash, plan.within) == ({"a": 333, "b": 668}, 0, True)
    assert buy_only([Lot("a", 10, 1, True)], {"a": 0.2, "b": 0.3, "c": 0.5}, 1_001) == {"a": 192, "b": 303, "c": 506}


def test_without_cash_nothing_is_bought_and_without_anything_there_is_no_plan() -> None:
    assert buy_only(MIXED, HALVES, 0) == {"stocks": 0, "bonds": 0}
    assert buy_only([Lot("a", 10, 1, True)], {"a": 1.0}, 5) == {"a": 5}
    with pytest.raises(ValueError, match="something to rebalance"):
        rebalance([], {"a": 1.0}, 0.1)
    assert rebalance([Lot("a", 1, 1, True)], {"a": 1.0}, 0.0) is not None
    alone = rebalance([Lot("a", 100, 50, True), Lot("a", 0, 0, True)], {"a": 0.1, "b": 0.9}, 0.0)
    assert alone is not None
    assert (alone.sold, alone.tax) == ((90, 0), 7)


def test_targets_that_do_not_add_up_are_refused() -> None:
    with pytest.raises(ValueError, match="add up to 1"):
        rebalance([Lot("stocks", 10, 10, True)], {"stocks": 0.6}, 0.1)
