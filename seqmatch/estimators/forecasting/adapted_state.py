"""What a store's people made of a forecaster, so that another process can go on with it for some of them.

Not for a version: it holds the backtest of single people. :meth:`SpendingForecaster.state` does not.
"""

from __future__ import annotations

import copy

import numpy as np

from seqmatch.estimators.forecasting.spending_forecaster import STORE_TREES, Chosen, SpendingForecaster
from seqmatch.estimators.forecasting.trees import GlobalTrees
from seqmatch.estimators.state import State


def adapted_state(adapted: SpendingForecaster) -> State:
    """All that ``adapted`` answers by, beside what the model that it was made of has already."""
    people, off = adapted.backtest_
    arrays = {"ends": adapted.ends_, "backtest_people": people, "backtest_off": off}
    if STORE_TREES in adapted.trees_:
        arrays |= {f"{STORE_TREES}/{part}": text for part, text in adapted.trees_[STORE_TREES].state().arrays.items()}
    told = {name: getattr(adapted.chosen_, name) for name in ("totals", "weeks", "typical")}
    params = {"off": adapted.off_, "band": adapted.chosen_.band, **{name: list(one) for name, one in told.items()}}
    return State(params, arrays)


def adapted_from(model: SpendingForecaster, state: State, first: int, people: int) -> SpendingForecaster:
    """The forecaster that :func:`adapted_state` was taken of, for some of its people, who are numbered from 0 again.

    Parameters
    ----------
    model : of which it was made.
    first, people : the number of the first of them, and how many there are.
    """
    told, arrays = state.params, state.arrays
    other = copy.copy(model)
    other.off_, other.ends_ = told["off"], arrays["ends"]
    other.chosen_ = Chosen(tuple(told["totals"]), tuple(told["weeks"]), tuple(told["typical"]), told["band"])
    texts = {name.split("/")[1]: text for name, text in arrays.items() if name.startswith(f"{STORE_TREES}/")}
    if texts:
        own = GlobalTrees.from_state(State({"rounds": model.rounds, "seed": model.seed}, texts))
        other.trees_ = {**model.trees_, STORE_TREES: own}
    number = arrays["backtest_people"] - first
    mine = np.flatnonzero((number >= 0) & (number < people))
    other.backtest_ = number[mine], arrays["backtest_off"][mine]
    return other
