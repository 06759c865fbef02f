"""Champion against challenger: whose answers are accepted more often, by an interval that may be read at any time.

Each version's outcomes are bets against a share p: the Bayes factor of any share (uniform prior) against p is a wealth
that does not grow on average where p is the true mean, also of outcomes between 0 and 1 (Robbins 1970; Waudby-Smith and
Ramdas, "Estimating means of bounded random variables by betting", 2024, JRSS-B 86). The two wealths against (p, p + d)
multiply, and the smallest product over p is the evidence against a difference of d. The interval holds every d whose
evidence stayed below 1/α: with probability 1 − α it holds the true difference after every outcome (Ville's inequality),
in whatever order the two versions were judged. Differences of two separate intervals are wider.

Outcomes have to be independent of each other given the version, so each user counts once.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from seqmatch.lifecycle.monitor.always_valid import ALPHA, sample_ratio_off

Verdict = Literal["champion better", "challenger better", "not yet known", "not comparable"]
STEPS = 1_000
"""Of the grid of shares, and of differences from -1 to 1 twice as many."""
FEWEST = 20
"""Outcomes of each version below which nobody says how many more are needed."""
MOST_TIMES = 1_000
"""Outcomes are counted on to at most so many times what there is."""


@dataclass(frozen=True)
class Outcomes:
    """What became of a version's answers.

    Attributes
    ----------
    users : it answered.
    accepted, judged : users whose first judged answer was accepted, of those who judged one.
    """

    version: str
    users: int
    accepted: int
    judged: int

    @property
    def share(self) -> float | None:
        return self.accepted / self.judged if self.judged else None


@dataclass(frozen=True)
class Versus:
    """What is known.

    Attributes
    ----------
    difference : challenger's share less the champion's; None while one of them was never judged.
    interval : of the difference, valid at every moment.
    more : judged users of both together that it takes about, if the difference stays as it looks; None where that
        cannot be said.
    """

    champion: Outcomes
    challenger: Outcomes
    verdict: Verdict
    difference: float | None
    interval: tuple[float, float]
    more: int | None = None

    def to_json(self) -> dict[str, Any]:
        return {
            "champion": _told(self.champion),
            "challenger": _told(self.challenger),
            "verdict": self.verdict,
            "difference": None if self.difference is None else round(self.difference, 4),
            "interval": [round(bound, 4) for bound in self.interval],
            "about_more": self.more,
        }


def _told(one: Outcomes) -> dict[str, Any]:
    share = None if one.share is None else round(one.share, 4)
    return {
        "version": one.version,
        "users": one.users,
        "judged": one.judged,
        "accepted": one.accepted,
        "share": share,
    }


def compare(champion: Outcomes, challenger: Outcomes, canary_pct: float | None = None) -> Versus:
    """What the outcomes so far say.

    Parameters
    ----------
    canary_pct : of the users, how many the challenger was to answer, 0 to 100; None: that is not known. A challenger
        that answered another share is not comparable: somebody is missing.
    """
    known = champion.share is not None and challenger.share is not None
    difference = challenger.share - champion.share if known else None  # type: ignore[operator]
    interval = difference_interval(champion.accepted, champion.judged, challenger.accepted, challenger.judged)
    users = champion.users + challenger.users
    if canary_pct is not None and sample_ratio_off(challenger.users, users, canary_pct / 100):
        return Versus(champion, challenger, "not comparable", difference, interval)
    if interval[1] < 0:
        return Versus(champion, challenger, "champion better", difference, interval)
    if interval[0] > 0:
        return Versus(champion, challenger, "challenger better", difference, interval)
    return Versus(champion, challenger, "not yet known", difference, interval, _more(champion, challenger))


def difference_interval(
    hits_a: float, of_a: int, hits_b: float, of_b: int, alpha: float = ALPHA
) -> tuple[float, float]:
    """An interval of b's mean less a's that holds at every moment with probability 1 − α; (-1, 1) at the beginning.

    Parameters
    ----------
    hits_a, hits_b : sums of outcomes between 0 and 1.
    of_a, of_b : how many there are.
    """
    against_a, against_b = _against(hits_a, of_a), _against(hits_b, of_b)
    evidence = np.array([_least(against_a, against_b, shift) for shift in range(-STEPS, STEPS + 1)])
    inside = np.flatnonzero(evidence < math.log(1 / alpha))
    low, high = (int(inside[0]) - 1, int(inside[-1]) + 1) if len(inside) else (0, 2 * STEPS)
    return max(-1.0, low / STEPS - 1), min(1.0, high / STEPS - 1)


def evidence_of_any(hits_a: float, of_a: int, hits_b: float, of_b: int) -> float:
    """The log evidence against no difference; above log(1/α) it is rejected at level α, whenever it is looked at."""
    return _least(_against(hits_a, of_a), _against(hits_b, of_b), 0)


def _least(against_a: NDArray[np.float64], against_b: NDArray[np.float64], shift: int) -> float:
    """The log evidence against a difference of so many steps of the grid: against the likeliest pair of shares."""
    first, last = max(0, -shift), min(STEPS, STEPS - shift) + 1
    return float((against_a[first:last] + against_b[first + shift : last + shift]).min())


def _against(hits: float, of: int) -> NDArray[np.float64]:
    """The log Bayes factor of any share against each of the grid, shape (STEPS + 1,).

    The smallest within one step of a grid point, so that no share between two points is rejected because these are.
    """
    if not of:
        return np.zeros(STEPS + 1)
    mixture = math.lgamma(hits + 1) + math.lgamma(of - hits + 1) - math.lgamma(of + 2)
    grid = np.linspace(0.0, 1.0, STEPS + 1)
    nearest = np.clip(hits / of, np.maximum(grid - 1 / STEPS, 0.0), np.minimum(grid + 1 / STEPS, 1.0))
    with np.errstate(divide="ignore", invalid="ignore"):
        likelihood = np.where(hits > 0, hits * np.log(nearest), 0.0)
        likelihood = likelihood + np.where(of > hits, (of - hits) * np.log1p(-nearest), 0.0)
    return np.asarray(mixture - likelihood)


def _more(champion: Outcomes, challenger: Outcomes) -> int | None:
    """Judged users of both together until the interval leaves 0, if both go on as they did."""
    if min(champion.judged, challenger.judged) < FEWEST or champion.share == challenger.share:
        return None

    def known(times: float) -> bool:
        of_a, of_b = round(champion.judged * times), round(challenger.judged * times)
        hits_a, hits_b = champion.accepted * times, challenger.accepted * times
        low, high = difference_interval(min(hits_a, of_a), of_a, min(hits_b, of_b), of_b)
        return low > 0 or high < 0

    if not known(MOST_TIMES):
        return None
    low, high = 1.0, float(MOST_TIMES)
    while high / low > 1.02:
        middle = math.sqrt(low * high)
        low, high = (low, middle) if known(middle) else (middle, high)
    return math.ceil((high - 1) * (champion.judged + challenger.judged))
