"""Measures drift of inputs by the population stability index (PSI), beyond the noise of a small sample.

PSI = Σ (actual − expected) · ln(actual / expected) over the shares of each bin. Its customary labels (0.05, 0.1, 0.25)
know nothing of how many rows were seen: with 100 rows and no drift at all, nearly every column exceeds 0.05. So each
value stands beside what chance alone reaches at this size, by simulation, and an alarm needs both: above 0.1, and above
the 95 % quantile of chance, shared among all columns looked at (Bonferroni), so that a whole report raises a false
alarm at most once in twenty times. Rows are taken to be independent of one another.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from seqmatch.lifecycle.monitor.histogram import Histogram

Label = Literal["none", "slight", "moderate", "major"]
LABELS: tuple[tuple[float, Label], ...] = ((0.25, "major"), (0.1, "moderate"), (0.05, "slight"))
ALARM = 0.1
FALSE_ALARMS = 0.05
"""Of a whole report, at most."""
UNTELLING = 0.25
"""Where chance alone reaches this, a sample is too small to call a column free of drift."""
_DRAWS = 20_000
_SMOOTHING = 0.5


@dataclass(frozen=True)
class ColumnDrift:
    """One column's drift.

    Attributes
    ----------
    psi : the index; 0 is none.
    label : customary words for it.
    noise : the index that chance alone exceeds in too few reports to matter, at this sample size.
    verdict : ``drift``, ``stable`` or ``not enough data``.
    """

    column: str
    psi: float
    label: Label
    noise: float
    verdict: Literal["drift", "stable", "not enough data"]

    def to_json(self) -> dict[str, Any]:
        return {
            "column": self.column,
            "psi": round(self.psi, 4),
            "label": self.label,
            "noise": round(self.noise, 4),
            "verdict": self.verdict,
        }


def drift(
    reference: Mapping[str, Histogram], current: Mapping[str, Sequence[Any] | NDArray[Any]], seed: int = 0
) -> list[ColumnDrift]:
    """The drift of each column that both know, the largest first.

    Parameters
    ----------
    reference : what the version learned from.
    current : what is seen now, by column, shape (n_rows,) each.
    """
    columns = [name for name in reference if name in current]
    told = [_column(name, reference[name], reference[name].of(current[name]), len(columns), seed) for name in columns]
    return sorted(told, key=lambda one: (-one.psi, one.column))


def _column(name: str, reference: Histogram, counts: NDArray[np.int64], columns: int, seed: int) -> ColumnDrift:
    rows = int(counts.sum())
    if not rows or not reference.total:
        return ColumnDrift(name, 0.0, "none", float("inf") if not rows else 0.0, "not enough data")
    value = psi(np.array(reference.counts), counts)
    noise = noise_of(reference.counts, rows, 1 - FALSE_ALARMS / columns, seed)
    verdict: Literal["drift", "stable", "not enough data"] = "stable"
    if value > max(ALARM, noise):
        verdict = "drift"
    elif noise > UNTELLING:
        verdict = "not enough data"
    return ColumnDrift(name, value, label_of(value), noise, verdict)


def label_of(value: float) -> Label:
    """The customary word for a PSI."""
    return next((label for least, label in LABELS if value >= least), "none")


def psi(expected: NDArray[Any], actual: NDArray[Any]) -> Any:
    """The index of counts by bin along the last axis; half a row is added to every bin."""
    shares = [
        (counts + _SMOOTHING) / (counts.sum(axis=-1, keepdims=True) + _SMOOTHING * counts.shape[-1])
        for counts in (np.asarray(expected, dtype=np.float64), np.asarray(actual, dtype=np.float64))
    ]
    value = ((shares[1] - shares[0]) * np.log(shares[1] / shares[0])).sum(axis=-1)
    return float(value) if value.ndim == 0 else value


@lru_cache(maxsize=1_000)
def noise_of(expected: tuple[int, ...], rows: int, quantile: float, seed: int = 0) -> float:
    """The quantile of the index between two samples of one distribution, of the reference's size and of ``rows``."""
    counts = np.array(expected, dtype=np.float64)
    shares = (counts + _SMOOTHING) / (counts.sum() + _SMOOTHING * len(counts))
    rng = np.random.default_rng(seed)
    drawn = psi(rng.multinomial(int(counts.sum()), shares, size=_DRAWS), rng.multinomial(rows, shares, size=_DRAWS))
    return float(np.quantile(drawn, quantile))
