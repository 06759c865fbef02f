"""Predicts how low a balance gets within 30 days, what is left on day 30, and how wide the path's band has to be.

Drawn paths alone are too sure of themselves and know nothing of how people spend less when little is left; here people
held out say by how much. Where a forecast of day 30 is no better on them than today's balance, today's is the answer.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from seqmatch.estimators.forecasting.cash_path import LEVELS, Values
from seqmatch.estimators.forecasting.low_balance_features import LEVEL_FEATURES, LOW_DAYS
from seqmatch.estimators.forecasting.low_balance_trees import SETTINGS, booster_of, trained
from seqmatch.estimators.privacy.trees import coarse, student, tree_text
from seqmatch.estimators.state import State

TREES = 100
FOLDS = 5
KNOTS = (1, 4, 7, 14, 21, 30, 45, 60, 75, 90)
"""Days ahead at which the band is fitted; between them it changes evenly."""
THIN = 0.5
"""Least half width of a drawn band, in own spreads, that is stretched: narrower ones would ask for factors of thirty,
which make every wide band absurd."""
FEWEST = 50
"""Examples at a day ahead below which its band is that of the knot before."""
DRAWN, DRAWN_OF_STRANGERS = 0.25, 0.5
"""Part of the lowest point and of the band's ends that is the drawn paths': those know only the account itself, so that
less is lost where times differ from those learned from, and half where people do too."""
BETTER = 0.98
"""Part of the error of today's balance that a forecast of day 30 may have at most."""


class LowestPoint:
    """Lowest point within 30 days, balance on day 30, and the band of the path; all as changes in own spreads.

    Parameters
    ----------
    trees : of each model.
    seed : of the folds in which people are held out.
    alike : False where it is told to people unlike those learned from, as generated ones are: it answers today's
        balance on day 30 in any case (0.78 own spreads against 0.68 on real accounts), and leans more on drawn paths.

    Attributes
    ----------
    beats_today_ : whether the forecast of day 30 was better than today's balance on people held out.
    offsets_ : shape (3,), what is added to each quantile of the lowest point.
    stretch_ : shape (2, n_knots), by what the lower and the upper half of the drawn band are multiplied.
    """

    def __init__(self, trees: int = TREES, seed: int = 0, alike: bool = True) -> None:
        self.trees = trees
        self.seed = seed
        self.alike = alike

    @property
    def drawn(self) -> float:
        """Part of an answer that is the drawn paths', 0 to 1."""
        return DRAWN if self.alike else DRAWN_OF_STRANGERS

    def fit(
        self, features: Values, lowest: Values, day30: Values, drawn: Values, ahead: Values, people: NDArray[np.int64]
    ) -> LowestPoint:
        """Learn.

        Parameters
        ----------
        features : shape (n, len(LEVEL_FEATURES)).
        lowest, day30 : shape (n,), what happened.
        drawn : shape (n, 3, horizon), quantiles of the drawn paths.
        ahead : shape (n, horizon), what happened; NaN where it is not known.
        people : shape (n,); a person is in one fold.
        """
        fold = np.random.default_rng(self.seed).permutation(int(people.max()) + 1)[people] % FOLDS
        low, later = np.zeros((len(people), 3)), np.zeros(len(people))
        for number in range(FOLDS):
            inside, outside = fold == number, fold != number
            if inside.any() and outside.any():
                boosters = self._trained(features[outside], lowest[outside], day30[outside])
                low[inside] = np.column_stack([one.predict(features[inside]) for one in boosters[:3]])
                later[inside] = boosters[3].predict(features[inside])
        better = np.abs(later - day30).mean() < BETTER * np.abs(day30).mean()
        self.beats_today_ = bool(self.alike and better)
        offsets = [np.quantile(lowest - low[:, place], level) for place, level in enumerate(LEVELS)]
        self.offsets_ = coarse(np.array(offsets))
        moved = drawn + _ramp(later if self.beats_today_ else np.zeros(len(later)), drawn)
        part = self.drawn if self.alike else 0.0  # for strangers wide enough without drawn paths: they differ more
        self.stretch_ = coarse(_stretch(moved, drawn, ahead, part))
        settings = {**SETTINGS, "objective": "l2"}
        self.boosters_ = [student(features, said, people, settings, self.trees) for said in (*low.T, later)]
        return self

    def _trained(self, features: Values, lowest: Values, day30: Values) -> list[Any]:
        """Of the quantiles of the lowest point, and of day 30."""
        quantiles = [trained(features, lowest, None, self.trees, objective="quantile", alpha=level) for level in LEVELS]
        return [*quantiles, trained(features, day30, None, self.trees, objective="l1")]

    def lowest(self, features: Values, drawn: Values) -> Values:
        """Quantiles of the lowest point, changes from today's balance in own spreads, shape (n, 3), rising.

        ``drawn``: those of the lowest points of the drawn paths, same shape.
        """
        raw = np.column_stack([one.predict(features, num_threads=1) for one in self.boosters_[:3]])
        return np.sort((1 - self.drawn) * (raw + self.offsets_) + self.drawn * drawn, axis=1)

    def day30(self, features: Values) -> Values:
        """Change until day 30 in own spreads, shape (n,); 0 where today's balance is the better answer."""
        if not self.beats_today_:
            return np.zeros(len(features))
        return np.asarray(self.boosters_[3].predict(features, num_threads=1), np.float64)

    def band(self, features: Values, drawn: Values) -> Values:
        """Quantiles of the path, shape (n, 3, horizon), from those of the drawn paths, same shape."""
        moved = drawn + _ramp(self.day30(features), drawn)
        days = np.arange(1, drawn.shape[2] + 1)
        below, above = (np.interp(days, KNOTS, factor) for factor in self.stretch_)
        middle = moved[:, 1]
        under, over = np.maximum(middle - moved[:, 0], THIN), np.maximum(moved[:, 2] - middle, THIN)
        low = (1 - self.drawn) * (middle - below * under) + self.drawn * drawn[:, 0]
        high = (1 - self.drawn) * (middle + above * over) + self.drawn * drawn[:, 2]
        return np.stack([np.minimum(low, middle), middle, np.maximum(high, middle)], axis=1)

    def state(self) -> State:
        """All it needs to answer again."""
        return State(
            {
                "trees": self.trees,
                "seed": self.seed,
                "features": list(LEVEL_FEATURES),
                "alike": self.alike,
                "beats_today": self.beats_today_,
                "boosters": [tree_text(one) for one in self.boosters_],
            },
            {"offsets": self.offsets_, "stretch": self.stretch_},
        )

    @classmethod
    def from_state(cls, state: State) -> LowestPoint:
        """The model that gave the state."""
        known = state.params
        model = cls(known["trees"], known["seed"], known["alike"] if "alike" in known else known["judges_day30"])
        model.beats_today_ = state.params["beats_today"]
        model.boosters_ = [booster_of(text) for text in state.params["boosters"]]
        model.offsets_, model.stretch_ = state.arrays["offsets"], state.arrays["stretch"]
        return model


def _ramp(day30: Values, drawn: Values) -> Values:
    """What moves the middle of drawn paths to ``day30`` on that day, evenly until then, shape (n, 1, horizon)."""
    days = np.arange(1, drawn.shape[2] + 1)
    gap = day30 - drawn[:, 1, LOW_DAYS - 1]
    return np.asarray(gap[:, None, None] * np.minimum(days / LOW_DAYS, 1.0), np.float64)


def _stretch(moved: Values, drawn: Values, ahead: Values, part: float) -> Values:
    """Factors at KNOTS by which the halves of the moved band, with a ``part`` of the drawn one, hold eight of ten.

    Shape (2, n_knots).
    """
    factors = np.ones((2, len(KNOTS)))
    for place, day in enumerate(KNOTS):
        known = ~np.isnan(ahead[:, day - 1])
        if known.sum() < FEWEST:
            factors[:, place] = factors[:, place - 1] if place else 1.0
            continue
        low, middle, high = moved[known, :, day - 1].T
        off = ahead[known, day - 1] - middle
        under, over = np.maximum(middle - low, THIN), np.maximum(high - middle, THIN)
        below, above = middle - drawn[known, 0, day - 1], drawn[known, 2, day - 1] - middle
        factors[0, place] = max(0.0, np.quantile((-off - part * below) / ((1 - part) * under), LEVELS[2]))
        factors[1, place] = max(0.0, np.quantile((off - part * above) / ((1 - part) * over), LEVELS[2]))
    return factors
