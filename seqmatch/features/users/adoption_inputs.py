"""What the linear part of the recommender reads: a person as numbers without gaps, steps instead of slopes.

A missing fact is a value of its own here ("income not stated"): a linear model cannot skip what it does not know.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from seqmatch.features.users.profile import FIELD_OF, WORK_FIELDS
from seqmatch.features.users.table import RULE_COLUMNS
from seqmatch.schemas.goal import GOALS, canonical_goal
from seqmatch.schemas.profile import AGE_GROUPS, INCOME_BANDS, SUBSCRIPTIONS, USER_TYPES, Profile

PORT_STEPS = (1, 2, 3, 5)
ACCOUNT_STEPS = (3, 6, 10, 15, 22, 35)


def _one_hot(value: str | None, values: tuple[str, ...]) -> list[float]:
    return [float(value == other) for other in values] + [float(value is None)]


def _steps(value: int | None, steps: tuple[int, ...]) -> list[float]:
    if value is None:
        return [0.0] * (len(steps) + 1) + [1.0]
    place = int(np.searchsorted(steps, value, side="right"))
    return [float(place == step) for step in range(len(steps) + 1)] + [0.0]


def profile_inputs(profile: Profile, goal: str | None) -> NDArray[np.float64]:
    """A profile and the goal to serve, shape (n_profile_inputs,), no gaps."""
    ports, accounts = profile.activated_ports, profile.accounts_connected
    log_ports, log_accounts = np.log1p(ports or 0), np.log1p(accounts or 0)
    business = float(profile.user_type == "BUSINESS")
    income = 2.5 if profile.annual_income is None else float(INCOME_BANDS.index(profile.annual_income))
    wanted = None if goal is None else canonical_goal(goal)
    work = None if profile.occupation is None else FIELD_OF[profile.occupation]
    return np.array(
        [
            *_one_hot(profile.annual_income, INCOME_BANDS),
            *_one_hot(profile.user_type, USER_TYPES),
            *_one_hot(profile.age_group, AGE_GROUPS),
            *_one_hot(profile.subscription, SUBSCRIPTIONS),
            *_one_hot(goal, GOALS),
            *(float(wanted == other) for other in GOALS),
            *_one_hot(work, tuple(WORK_FIELDS)),
            *_steps(ports, PORT_STEPS),
            *_steps(accounts, ACCOUNT_STEPS),
            log_ports,
            log_accounts,
            log_ports * log_accounts,
            business * income,
            business * log_accounts,
            business * log_ports,
            float(bool(profile.debit_card_spender)),
        ]
    )


def known_inputs(
    profile: Profile, goal: str | None, row: NDArray[np.float64], owned: NDArray[np.bool_]
) -> NDArray[np.float64]:
    """A person whose rules are known, at least in part, shape (n_known_inputs,), no gaps.

    Parameters
    ----------
    row : shape (n_features,), the features of the profile and the known rules.
    owned : shape (n_items,), what the known rules automate.
    """
    return with_rules(profile_inputs(profile, goal), row, owned)


def with_rules(told: NDArray[np.float64], row: NDArray[np.float64], owned: NDArray[np.bool_]) -> NDArray[np.float64]:
    """As :func:`known_inputs`, of a person or many, ``told`` being their profile inputs."""
    rules = row[..., RULE_COLUMNS]
    return np.concatenate([told, np.nan_to_num(rules), np.isnan(rules[..., :1]), owned], axis=-1, dtype=np.float64)
