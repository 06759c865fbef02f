"""What a version of the planning family holds, and what it is chosen among."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Parameters:
    """What was chosen on generated households.

    Attributes
    ----------
    buffer_months : the buffer as a multiple of what left in the dearest month that is known.
    caution : standard deviations of a month's spending, times the root of the months, that are not counted on.
    """

    buffer_months: float = 1.6
    caution: float = 0.0


BUFFERS = (1.2, 1.4, 1.5, 1.6, 1.8)
CAUTIONS = (0.0, 0.25, 0.5)
HOUSEHOLDS, SEED = 30, 900
"""Generated households on which they are chosen; figures are measured on others."""
AHEAD = 12
"""Months after a question within which odds are learned and told."""
DRAWS = 200
"""Simulated paths of a plan."""
DRIFTS = (0.0, 0.04, 0.08, 0.12)
"""Standard deviations of the level of spending over paths, as shares of it, that odds are chosen among."""
FEWEST_PEOPLE = 50
"""With 16 months or more, that odds are learned from: four fifths of them are known in each fold."""
MOST_ECE = 0.05
"""Calibration error on people held out above which answers tell no odds."""
LIVES, LIFE_DAYS, ASKED = 150, 852, 3
"""Generated lives that odds are learned from, their days, and the days on which each is asked."""
