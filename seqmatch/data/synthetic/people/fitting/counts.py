"""Turns counts into shares; cells of fewer than ten people are pooled before they are written."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

import numpy as np

from seqmatch.data.synthetic.people.tables import FloatArray

LEAST = 10
"""A number that fewer people than this stand behind is not written down."""
CHANCE = 1.5
"""Squared standard deviations within which a difference says nothing (``shrunk_effect``)."""
LEAST_GROUP = 30
"""A group smaller than this gets the shares of everyone."""


def pooled_shares(values: Sequence[str], known: Sequence[str]) -> dict[str, float]:
    """The share of each known value; values of fewer than ten people share what they have together, equally."""
    counts = Counter(values)
    rare = [value for value in known if counts[value] < LEAST]
    together = sum(counts[value] for value in rare)
    total = sum(counts[value] for value in known)
    shares = {value: counts[value] / total for value in known}
    # A pool is a cell too. One that is itself too small is made as large as a cell must be.
    for value in rare:
        shares[value] = (max(together, LEAST) if together else 1.0) / len(rare) / total
    return _rounded(shares)


def conditional_shares(values: Sequence[str], overall: dict[str, float]) -> dict[str, float]:
    """The shares inside a group; its small cells are pooled and split as they are in ``overall``."""
    if len(values) < LEAST_GROUP:
        return overall
    counts = Counter(values)
    rare = [value for value in overall if counts[value] < LEAST]
    together = sum(counts[value] for value in rare)
    expected = sum(overall[value] for value in rare)
    total = sum(counts[value] for value in overall)
    shares = {value: counts[value] / total for value in overall}
    for value in rare:
        # Under ten together says no more than "fewer than ten": the group keeps what everyone has, at most that.
        mass = together / total if together >= LEAST else min(expected, LEAST / total)
        shares[value] = mass * overall[value] / expected
    return _rounded(shares)


def common_shares(seen: Sequence[tuple[int, str]]) -> dict[str, float]:
    """Shares of the values that at least ten users show, commonest first; the others are left out.

    Parameters
    ----------
    seen : (user, value) pairs.
    """
    users: dict[str, set[int]] = defaultdict(set)
    times: Counter[str] = Counter()
    for user, value in seen:
        users[value].add(user)
        times[value] += 1
    kept = {value: count for value, count in times.items() if len(users[value]) >= LEAST}
    total = sum(kept.values())
    return {
        value: round(count / total, 4) for value, count in sorted(kept.items(), key=lambda item: (-item[1], item[0]))
    }


def common_split(seen: Sequence[tuple[int, bool]]) -> float:
    """The share that is true; 0 or 1 where fewer than ten users show the one or the other."""
    shares = common_shares([(user, str(value)) for user, value in seen])
    return shares.get("True", 0.0)


def spread(part: FloatArray, whole: FloatArray) -> dict[str, float]:
    """How ``part`` is spread between 1 and ``whole``: the share of exactly 1, and a beta-binomial above it.

    Returns
    -------
    one (share of exactly 1; 0 where fewer than ten people have it), least (where the beta-binomial starts: 1 or 2),
    mean (0 to 1) and concentration (above 0; large is a plain binomial).
    """
    ones = int((part == 1).sum())
    one, least = (ones / len(part), 2) if ones >= LEAST else (0.0, 1)
    use = (part >= least) & (whole > least)
    part, trials = part[use] - least, whole[use] - least
    if len(trials) < LEAST:
        return {"one": round(one, 4), "least": least, "mean": 0.0, "concentration": 1.0}
    mean = float(np.clip(part.sum() / trials.sum(), 1e-3, 1 - 1e-3))
    # Method of moments on the per-user share, weighted by nothing: users count alike.
    wanted = float(np.mean((part / trials - mean) ** 2))
    low, high = 1e-2, 1e4
    for _ in range(60):
        middle = float(np.sqrt(low * high))
        given = float(np.mean(mean * (1 - mean) / trials * (1 + (trials - 1) / (1 + middle))))
        low, high = (middle, high) if given > wanted else (low, middle)
    return {"one": round(one, 4), "least": least, "mean": round(mean, 4), "concentration": round(low, 3)}


def shrunk_effect(seen: FloatArray, expected: FloatArray, people: int, strength: float) -> FloatArray:
    """Log-odds of what is seen against what is expected, drawn towards 0 by ``strength`` imaginary carriers.

    An effect is also scaled by ``1 - CHANCE / z²``, where z is how many standard deviations chance alone would have to
    reach, and is 0 where that is negative: most differences between hundreds of small groups are chance.

    It is 0 too where fewer than ten are both seen and expected; else a count under ten is taken for ten, or for what is
    expected where that is less, so that none can be worked out.

    Parameters
    ----------
    seen, expected : shape (n_values,), how many of ``people`` carry each value.
    """
    floored = np.maximum(seen, np.minimum(LEAST, expected))
    usual = np.clip(expected / max(people, 1), 1e-4, 0.95)
    shrunk = np.clip(usual * (floored + strength) / (expected + strength), 1e-4, 0.97)
    effect = np.log(shrunk / (1 - shrunk)) - np.log(usual / (1 - usual))
    surprise = (floored - expected) ** 2 / np.maximum(expected * (1 - usual), 1e-9)
    effect = effect * np.maximum(0.0, 1 - CHANCE / np.maximum(surprise, 1e-9))
    return np.where((expected >= LEAST) | (seen >= LEAST), effect, 0.0)


def _rounded(shares: dict[str, float]) -> dict[str, float]:
    total = sum(shares.values())
    return {value: max(round(share / total, 4), 0.0001) for value, share in shares.items()}
