"""What the coaching models read, and the tables of the health score, as JSON for a version."""

from __future__ import annotations

from typing import Any

from seqmatch.estimators.forecasting.low_balance_features import FLOOR_FEATURES, LEVEL_FEATURES
from seqmatch.estimators.scores.financial_health import FACTS, PARTS
from seqmatch.families.coaching.dataset.goal_features import FEATURES as GOAL_FEATURES
from seqmatch.families.coaching.dataset.segments import AXES, FEWEST, LATEST
from seqmatch.families.coaching.models import COACHING
from seqmatch.features.weeks import WEEK_FEATURES


def feature_config() -> dict[str, Any]:
    """Every input by name: unit, kind and meaning of weekly states, and the names that each model reads."""
    return {
        "version": COACHING.feature_version,
        "weeks": {one.name: {"unit": one.unit, "kind": one.kind, "meaning": one.meaning} for one in WEEK_FEATURES},
        "segments": {"axes": {axis: dict(of) for axis, of in AXES.items()}, "weeks": LATEST, "fewest_weeks": FEWEST},
        "balances": {"level": list(LEVEL_FEATURES), "floor": list(FLOOR_FEATURES)},
        "goals": [{"name": name, "group": group, "monotone": sign} for name, group, sign in GOAL_FEATURES],
    }


def health_table() -> dict[str, Any]:
    """The facts behind the health score and the points of each, by its knots; nothing of it is learned."""
    return {
        "parts": list(PARTS),
        "facts": [
            {"name": one.name, "part": one.part, "says": one.says, "knots": [list(knot) for knot in one.knots]}
            for one in FACTS
        ],
        "note": "Points lie on a line between two knots; a part is the mean of its known facts, the total that of the "
        "four parts. Written down by hand, not learned; no credit score.",
    }
