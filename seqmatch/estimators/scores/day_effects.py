"""Tests whether spending follows the weekday or payday, by turning days round within their block.

Within a week, or from one pay to the next, the days keep their order and begin elsewhere: whatever depends on the
neighbouring day stays, what depends on the marked days goes. Several tests of one person share 5 % of false alarms.
Source: randomisation tests on cyclic shifts; Holm (1979).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Marks = NDArray[np.bool_]
TURNS = 999
ALARMS = 0.05
FEWEST_BLOCKS = 6


@dataclass(frozen=True)
class DayEffect:
    """How much of the amount falls on the marked days.

    Attributes
    ----------
    share, expected : of the amount, and the mean over turned days.
    p : chance of a share as far from expected without any effect.
    blocks : that were turned.
    """

    share: float
    expected: float
    p: float
    blocks: int

    @property
    def ratio(self) -> float:
        """Amount on the marked days over what is expected there."""
        return self.share / self.expected if self.expected > 0 else 1.0


def day_effect(blocks: Sequence[tuple[Floats, Marks]], step: int, seed: int, turns: int = TURNS) -> DayEffect | None:
    """The effect of the marked days; None where too little is there to tell.

    Parameters
    ----------
    blocks : amounts of consecutive days and which are marked, shapes (days,).
    step : days by which a block is turned: 1 for weeks; 7 for pay cycles, which keeps weekdays where they are.
    """
    tables = []
    for amounts, marks in blocks:
        shifts = np.arange(0, len(amounts) - step + 1, step)
        if len(shifts) > 1 and amounts.any():
            turned_days = (np.flatnonzero(marks)[None, :] - shifts[:, None]) % len(amounts)
            tables.append(amounts[turned_days].sum(axis=1))
    total = sum(float(amounts.sum()) for amounts, _ in blocks)
    if len(tables) < FEWEST_BLOCKS or total <= 0:
        return None
    rng = np.random.default_rng(seed)
    turned = np.zeros(turns)
    for table in tables:
        turned += table[rng.integers(0, len(table), turns)]
    turned /= total
    share = float(sum(table[0] for table in tables)) / total
    middle = float(turned.mean())
    far = np.abs(turned - middle) >= abs(share - middle) - 1e-12
    return DayEffect(share, middle, float((far.sum() + 1) / (turns + 1)), len(tables))


def kept(effects: Mapping[str, DayEffect | None], alarms: float = ALARMS) -> list[str]:
    """The effects that are beyond chance when all of them are tested together (Holm), the surest first.

    Examples
    --------
    >>> kept({"a": DayEffect(0.5, 0.3, 0.001, 20), "b": DayEffect(0.3, 0.3, 0.03, 20), "c": None})
    ['a', 'b']
    """
    tested = sorted((effect.p, name) for name, effect in effects.items() if effect is not None)
    found = []
    for place, (p, name) in enumerate(tested):
        if p > alarms / (len(tested) - place):
            break
        found.append(name)
    return found
