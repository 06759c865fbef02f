"""Calibrates probabilities, by the method that does best on held-out users.

Shared by every classifier. Not for mending a poor model: it changes how sure a model is, hardly what it says.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from seqmatch.estimators.metrics import log_loss
from seqmatch.estimators.state import Array

Method = Literal["none", "temperature", "sigmoid", "isotonic"]
METHODS: tuple[Method, ...] = ("none", "temperature", "sigmoid", "isotonic")
CURVES: tuple[Method, ...] = ("none", "temperature", "sigmoid")
"""Those of one curve for all: a step of the isotonic one may be of fewer than five people."""
_TINY = 1e-6


def _normalised(values: Array) -> NDArray[np.float64]:
    total: NDArray[np.float64] = values / values.sum(axis=1, keepdims=True)
    return total


class Calibration:
    """One calibration method, fitted on held-out probabilities.

    ``temperature`` draws log-probabilities towards the base rates by one factor: 1 trusts the model, 0 answers the base
    rates. ``sigmoid`` fits a logistic curve per class, ``isotonic`` a rising step function per class; both are
    normalised and keep a little of the base rate, so that no class is ever impossible.

    Parameters
    ----------
    method : which of :data:`METHODS`.

    Attributes
    ----------
    curves_ : JSON values that describe the fitted method.
    """

    def __init__(self, method: Method) -> None:
        self.method = method

    def fit(self, probabilities: Array, labels: Array) -> Calibration:
        """Fit to held-out ``probabilities``, shape (n, n_classes), and true ``labels``, shape (n,)."""
        n_classes = probabilities.shape[1]
        prior = (np.bincount(labels, minlength=n_classes) + 0.5) / (len(labels) + 0.5 * n_classes)
        self.curves_: dict[str, Any] = {"prior": [float(p) for p in prior]}
        logits = np.log(np.clip(probabilities, _TINY, 1))
        if self.method == "temperature":
            from scipy.optimize import minimize_scalar

            found = minimize_scalar(
                lambda trust: log_loss(self._tempered(logits, np.log(prior), trust), labels),
                bounds=(0.0, 4.0),
                method="bounded",
            )
            self.curves_["trust"] = round(float(found.x), 6)
        elif self.method == "sigmoid":
            from sklearn.linear_model import LogisticRegression

            rows = []
            for column in range(n_classes):
                hit = labels == column
                if hit.sum() < 5 or hit.all():
                    rows.append([0.0, float(np.log(prior[column] / (1 - prior[column])))])
                    continue
                odds = logits[:, [column]] - np.log1p(-np.clip(probabilities[:, [column]], 0, 1 - _TINY))
                fitted = LogisticRegression(C=1.0).fit(odds, hit)
                rows.append([max(0.0, float(fitted.coef_[0, 0])), float(fitted.intercept_[0])])
            self.curves_["slope_intercept"] = rows
        elif self.method == "isotonic":
            from sklearn.isotonic import IsotonicRegression

            steps = []
            for column in range(n_classes):
                fitted = IsotonicRegression(y_min=0, y_max=1, out_of_bounds="clip")
                fitted.fit(probabilities[:, column], labels == column)
                steps.append([[float(v) for v in fitted.X_thresholds_], [float(v) for v in fitted.y_thresholds_]])
            self.curves_["steps"] = steps
        return self

    @staticmethod
    def _tempered(logits: Array, log_prior: Array, trust: float) -> NDArray[np.float64]:
        blended = trust * logits + (1 - trust) * log_prior
        return _normalised(np.exp(blended - blended.max(axis=1, keepdims=True)))

    def transform(self, probabilities: Array) -> NDArray[np.float64]:
        """Calibrated probabilities, same shape (n, n_classes), each row summing to 1."""
        clipped = np.clip(np.asarray(probabilities, dtype=np.float64), _TINY, 1)
        prior = np.array(self.curves_["prior"])
        if self.method == "none":
            return _normalised(clipped)
        if self.method == "temperature":
            return self._tempered(np.log(clipped), np.log(prior), self.curves_["trust"])
        if self.method == "sigmoid":
            slope, intercept = np.array(self.curves_["slope_intercept"]).T
            odds = np.log(clipped) - np.log1p(-np.clip(clipped, 0, 1 - _TINY))
            curved = 1 / (1 + np.exp(-(odds * slope + intercept)))
        else:
            curved = np.column_stack(
                [np.interp(clipped[:, c], *steps) for c, steps in enumerate(self.curves_["steps"])]
            )
        return _normalised(0.95 * _normalised(curved + _TINY) + 0.05 * prior)

    def to_json(self) -> dict[str, Any]:
        return {"method": self.method, **self.curves_}

    @classmethod
    def from_json(cls, params: dict[str, Any]) -> Calibration:
        fitted = cls(params["method"])
        fitted.curves_ = {key: value for key, value in params.items() if key != "method"}
        return fitted


@dataclass(frozen=True)
class ChosenCalibration:
    """The best method fitted on all held-out users, what each method loses, and each user as if calibrated by others.

    Attributes
    ----------
    losses : cross-fitted log-loss by method.
    held_out : shape (n, n_classes), every row calibrated without its own user.
    """

    calibration: Calibration
    losses: dict[str, float]
    held_out: NDArray[np.float64]


def choose_calibration(
    probabilities: Array, labels: Array, seed: int, folds: int = 5, methods: Sequence[Method] = METHODS
) -> ChosenCalibration:
    """Choose the method with the lowest cross-fitted log-loss.

    Parameters
    ----------
    probabilities : shape (n, n_classes), from models that have not seen these users.
    labels : shape (n,), class indices.
    methods : that compete.
    """
    fold_of = np.random.default_rng(seed).permutation(np.arange(len(labels)) % folds)
    held_out = {method: np.empty(probabilities.shape) for method in methods}
    for fold in range(folds):
        test = fold_of == fold
        for method in methods:
            fitted = Calibration(method).fit(probabilities[~test], labels[~test])
            held_out[method][test] = fitted.transform(probabilities[test])
    losses: dict[str, float] = {method: log_loss(held_out[method], labels) for method in methods}
    best: Method = min(methods, key=lambda method: losses[method])
    return ChosenCalibration(Calibration(best).fit(probabilities, labels), losses, held_out[best])
