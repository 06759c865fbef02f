"""The users of a cohort as goal classifiers see them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from seqmatch.families.onboarding.dataset import OnboardingData
from seqmatch.features.users.goal_inputs import goal_inputs
from seqmatch.schemas.rule import RuleSet


def goal_table(
    data: OnboardingData, words: tuple[str, ...], users: NDArray[np.intp] | None = None, rules_known: bool = True
) -> NDArray[np.float32]:
    """The goal classifiers' inputs, shape (n_users, n_inputs).

    Parameters
    ----------
    words : the columns of the words of account names.
    users : whose rows; None for everyone's.
    rules_known : False for the users as they were before they had rules.
    """
    chosen = range(len(data)) if users is None else users.tolist()
    if rules_known:
        rows = [goal_inputs(data.profiles[i], data.table[i], data.rulesets[i], data.uses[i], words) for i in chosen]
    else:
        rows = [goal_inputs(data.profiles[i], data.new_user_table[i], RuleSet(), (), words) for i in chosen]
    return np.array(rows)
