"""Estimates how likely the leading class is the true one: a logistic curve over signs of doubt.

It changes how sure a model is, never which class leads. Where novelty is one of the signs, what is known and what is
new are each as sure as they may be; one curve for all is too sure of the new and too unsure of the known.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from seqmatch.estimators.state import Floats

_LEAST = 1e-3


class Confidence:
    """Probability that the leading class is right.

    Attributes
    ----------
    mean_, scale_, coef_ : shape (n_signs,).
    intercept_ : of the curve.
    """

    def __init__(self, mean: Floats, scale: Floats, coef: Floats, intercept: float) -> None:
        self.mean_, self.scale_, self.coef_, self.intercept_ = mean, scale, coef, intercept

    @classmethod
    def of(cls, signs: NDArray[np.float64], hit: NDArray[np.bool_]) -> Confidence:
        """Fit to held-out ``signs``, shape (n, n_signs), and whether the leading class was right, shape (n,)."""
        from sklearn.linear_model import LogisticRegression

        mean, scale = signs.mean(axis=0), signs.std(axis=0) + 1e-9
        share = (hit.sum() + 0.5) / (len(hit) + 1)
        if hit.all() or not hit.any():
            return cls(mean, scale, np.zeros_like(mean), float(np.log(share / (1 - share))))
        curve = LogisticRegression(C=1.0).fit((signs - mean) / scale, hit)
        return cls(mean, scale, curve.coef_[0], float(curve.intercept_[0]))

    def of_leading(self, signs: NDArray[np.float64]) -> NDArray[np.float64]:
        """Probability of the leading class, shape (n,)."""
        odds = (signs - self.mean_) / self.scale_ @ self.coef_ + self.intercept_
        return np.clip(1 / (1 + np.exp(-odds)), _LEAST, 1 - _LEAST)

    def transform(self, probabilities: NDArray[np.float64], signs: NDArray[np.float64]) -> NDArray[np.float64]:
        """``probabilities``, shape (n, n_classes), with the leading one as sure as it may be and the others in keeping.

        The leading class stays the leading one, each row sums to 1.
        """
        rows = np.arange(len(probabilities))
        leading = probabilities.argmax(axis=1)
        others = probabilities.copy()
        others[rows, leading] = 0
        left = others.sum(axis=1, keepdims=True)
        others = np.divide(others, left, out=np.zeros_like(others), where=left > 0)
        second = others.max(axis=1)
        sure = np.maximum(self.of_leading(signs), second / (1 + second) * (1 + 1e-6))
        out: NDArray[np.float64] = others * (1 - sure)[:, None]
        out[rows, leading] = np.where(left[:, 0] > 0, sure, 1.0)
        return out

    def to_arrays(self) -> NDArray[np.float64]:
        """Shape (4, n_signs): mean, scale, coefficients, and the intercept in every place."""
        return np.stack([self.mean_, self.scale_, self.coef_, np.full(len(self.mean_), self.intercept_)])

    @classmethod
    def from_arrays(cls, packed: NDArray[np.float64]) -> Confidence:
        return cls(packed[0], packed[1], packed[2], float(packed[3, 0]))
