"""The feature table: every feature in its one order, and the row of a user."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from seqmatch.features.catalog import Feature
from seqmatch.features.users.profile import GOAL_FEATURES, PROFILE_FEATURES, goal_values, profile_values
from seqmatch.features.users.rules import ROLE_FEATURES, RULE_FEATURES, rule_values
from seqmatch.rules.accounts.roles import roles_of
from seqmatch.schemas.profile import Profile
from seqmatch.schemas.reading import RuleReading
from seqmatch.schemas.rule import Role, RuleSet

FEATURES: tuple[Feature, ...] = (*PROFILE_FEATURES, *RULE_FEATURES, *ROLE_FEATURES, *GOAL_FEATURES)
INDEX = {feature.name: index for index, feature in enumerate(FEATURES)}

N_FEATURES = len(FEATURES)
RULE_COLUMNS = slice(len(PROFILE_FEATURES), N_FEATURES - len(GOAL_FEATURES))
"""Rule and role features."""
GOAL_COLUMNS = slice(N_FEATURES - len(GOAL_FEATURES), N_FEATURES)
_NO_RULES = [math.nan] * (len(RULE_FEATURES) + len(ROLE_FEATURES))


def feature_row(
    profile: Profile,
    rules: RuleSet | None = None,
    roles: dict[str, Role] | None = None,
    readings: Sequence[RuleReading] | None = None,
) -> NDArray[np.float64]:
    """A user as numbers, shape (n_features,).

    A user whose rules are not known (None, or not one readable rule) has NaN in every rule and role feature; one who
    states no goal has NaN in every goal feature. ``roles`` and ``readings`` are those of ``rules`` where the caller has
    them already.
    """
    if rules is None or not rules.rules:
        read = _NO_RULES
    else:
        read = rule_values(rules, roles_of(rules) if roles is None else roles, readings)
    return np.array([*profile_values(profile), *read, *goal_values(profile.product_goal)], dtype=np.float64)
