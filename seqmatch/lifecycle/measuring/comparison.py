"""Compares one metric of two contestants on the same rows, with a paired bootstrap."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from seqmatch.lifecycle.measuring.bootstrap import Metric, Rows, draws

Verdict = Literal["better", "worse", "tie"]


@dataclass(frozen=True)
class Comparison:
    """One metric of two contestants on the same rows.

    Attributes
    ----------
    champion, challenger : the metric's values.
    gain : by how much the challenger is better, whichever direction is better.
    ci95 : its 95 % interval.
    units : how many were compared.
    unit : of what: users, transactions.
    """

    metric: str
    champion: float
    challenger: float
    gain: float
    ci95: tuple[float, float]
    units: int
    unit: str = "users"

    @property
    def verdict(self) -> Verdict:
        return "better" if self.ci95[0] > 0 else "worse" if self.ci95[1] < 0 else "tie"

    def to_json(self) -> dict[str, Any]:
        return {
            "metric": self.metric,
            "champion": round(self.champion, 4),
            "challenger": round(self.challenger, 4),
            "gain": round(self.gain, 4),
            "ci95": [round(bound, 4) for bound in self.ci95],
            self.unit: self.units,
            "verdict": self.verdict,
        }

    def in_words(self) -> str:
        low, high = self.ci95
        return (
            f"{self.metric} {self.challenger:.3f} against the champion's {self.champion:.3f} on "
            f"{self.units:,} {self.unit} (gain {self.gain:+.3f}, 95 % interval {low:+.3f} to {high:+.3f})."
        )


def paired(
    name: str,
    champion: Metric,
    challenger: Metric,
    units: int,
    seed: int,
    *,
    lower_is_better: bool = False,
    unit: str = "users",
    resampled: Iterable[Rows] | None = None,
) -> Comparison:
    """Compare two contestants on the same rows, drawn anew together.

    Parameters
    ----------
    champion, challenger : the same metric of either.
    units : rows.
    resampled : sets of rows; None to draw each row by itself.
    """
    sign = -1.0 if lower_is_better else 1.0
    drawn = draws(units, seed) if resampled is None else resampled
    low, high = np.percentile([sign * (challenger(rows) - champion(rows)) for rows in drawn], (2.5, 97.5))
    everyone = np.arange(units)
    theirs, ours = champion(everyone), challenger(everyone)
    return Comparison(name, theirs, ours, sign * (ours - theirs), (float(low), float(high)), units, unit)
