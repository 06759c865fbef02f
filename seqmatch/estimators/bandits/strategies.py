"""What a bandit has learned, per segment, for people to read: the content of ``bandit_strategies.json``."""

from __future__ import annotations

from typing import Any

from seqmatch.estimators.bandits.strategy_bandit import OTHER, StrategyBandit
from seqmatch.settings import MIN_SUPPORT


def strategy_configuration(bandit: StrategyBandit) -> dict[str, Any]:
    """Per segment and strategy, the propensity now and the share kept so far.

    Both counts are None where fewer than MIN_SUPPORT outcomes are known: they would tell of single people.

    Returns
    -------
    ``{bandit, floor, strategies, segments: {segment: {strategy: {propensity, tried, share_kept}}}}``, with ``other``
    for people of no known segment.
    """
    segments: dict[str, Any] = {}
    for at, segment in enumerate((*bandit.segments, OTHER)):
        propensities = bandit.propensities(segment)
        tried, kept = bandit.tried_[0, at], bandit.kept_[0, at]
        segments[segment] = {
            arm: {
                "propensity": round(propensities[arm], 4),
                "tried": int(tried[place]) if tried[place] >= MIN_SUPPORT else None,
                "share_kept": round(float(kept[place] / tried[place]), 4) if tried[place] >= MIN_SUPPORT else None,
            }
            for place, arm in enumerate(bandit.arms)
        }
    return {"bandit": bandit.kind, "floor": bandit.floor, "strategies": list(bandit.arms), "segments": segments}
