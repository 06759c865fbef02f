"""Odds from the share of simulated paths on which something succeeds, with an interval.

A logistic curve over the log-odds of the share and the log of the ambition, fitted on cases whose end is known. The
interval adds two doubts: how many paths were drawn (Wilson), and how far the curve moves when a tenth of the people is
left out (the delete-a-group jackknife). It says nothing of what no simulated path and no known case holds.
Sources: Platt (1999), Probabilistic outputs for support vector machines; Wilson (1927); Kott (2001), The delete-a-group
jackknife.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from seqmatch.errors import TrainingError
from seqmatch.estimators.forecasting.goal_folds import by_person
from seqmatch.estimators.intervals import wilson_interval

Values = NDArray[np.float64]
Z = 1.2816
"""Of an 80 % interval."""
GROUPS, LEAST, LEAST_PEOPLE = 10, 150, 40
_MOST_AMBITIOUS = 100.0


@dataclass(frozen=True, eq=False)
class Odds:
    """Probabilities of each case, shapes (n,), 0 to 1; ``low`` and ``high`` are the ends of an 80 % interval."""

    odds: Values
    low: Values
    high: Values


class PathOdds:
    """Odds of success, learned from cases with a known end.

    Parameters
    ----------
    draws : simulated paths of each case.

    Attributes
    ----------
    weights_ : shape (3,): of the log-odds of the share, of the log of the ambition, and the intercept.
    without_ : shape (GROUPS, 3), the same without one group of people each.
    """

    def __init__(self, draws: int) -> None:
        self.draws = draws

    def fit(self, share: Values, ambition: Values, met: NDArray[np.bool_], people: NDArray[np.intp]) -> PathOdds:
        """Learn from cases.

        Parameters
        ----------
        share : shape (n,), of the simulated paths that succeed, 0 to 1.
        ambition : shape (n,), money that is needed over money that is usually free until then, above 0.
        met : shape (n,), whether it succeeded.
        people : shape (n,), number of the person.

        Raises
        ------
        TrainingError : fewer than LEAST cases or LEAST_PEOPLE people, or all of them ended alike.
        """
        if len(met) < LEAST or len(np.unique(people)) < LEAST_PEOPLE or met.all() or not met.any():
            raise TrainingError(f"Give at least {LEAST} cases of {LEAST_PEOPLE} people, some met and some not.")
        table = self._table(share, ambition)
        fold = by_person(people, GROUPS, 0)
        self.weights_ = _fitted(table, met)
        self.without_ = np.stack([_fitted(table[fold != one], met[fold != one]) for one in range(GROUPS)])
        return self

    def _table(self, share: Values, ambition: Values) -> Values:
        kept = (np.asarray(share, float) * self.draws + 0.5) / (self.draws + 1)
        return np.column_stack(
            [np.log(kept / (1 - kept)), np.log(np.clip(ambition, 1 / _MOST_AMBITIOUS, _MOST_AMBITIOUS))]
        )

    def predict(self, share: Values, ambition: Values) -> Odds:
        """Odds and interval; arguments as :meth:`fit` takes them."""
        middle = self._said(self.weights_, share, ambition)
        each = np.stack([self._said(one, share, ambition) for one in self.without_])
        error = Z * np.sqrt((GROUPS - 1) / GROUPS * ((each - middle) ** 2).sum(axis=0))
        low, high = np.array([wilson_interval(one * self.draws, self.draws, Z) for one in share]).reshape(-1, 2).T
        down = np.hypot(middle - self._said(self.weights_, low, ambition), error)
        up = np.hypot(self._said(self.weights_, high, ambition) - middle, error)
        return Odds(_chance(middle), _chance(middle - down), _chance(middle + up))

    def _said(self, weights: Values, share: Values, ambition: Values) -> Values:
        """Log-odds, shape (n,)."""
        return np.asarray(self._table(share, ambition) @ weights[:2] + weights[2], float)

    def to_json(self) -> dict[str, Any]:
        """All of it, without the people it learned from."""
        return {
            "draws": self.draws,
            "weights": self.weights_.tolist(),
            "without": self.without_.tolist(),
        }

    @classmethod
    def from_json(cls, params: dict[str, Any]) -> PathOdds:
        fitted = cls(params["draws"])
        fitted.weights_, fitted.without_ = np.array(params["weights"]), np.array(params["without"])
        return fitted


def _fitted(table: Values, met: NDArray[np.bool_]) -> Values:
    from sklearn.linear_model import LogisticRegression

    curve = LogisticRegression(C=10.0).fit(table, met)
    return np.round(np.array([*curve.coef_[0], curve.intercept_[0]], float), 6)


def _chance(log_odds: Values) -> Values:
    return np.asarray(1 / (1 + np.exp(-log_odds)), float)
