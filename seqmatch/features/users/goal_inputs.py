"""What goals are predicted from: the features, the profile in steps, who gets money how, and words of account names.

Trees find a step or a word at once where they would need several splits of a level or a count. Columns that tell the
same fact share it, and are explained together. NaN where the fact is missing.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from seqmatch.features.users.automations import Item, Use, habit_text
from seqmatch.features.users.facts import PROFILE_FIELD_FEATURES, value_text
from seqmatch.features.users.profile import FIELD_OF, WORK_FIELDS
from seqmatch.features.users.table import FEATURES, GOAL_COLUMNS, RULE_COLUMNS
from seqmatch.rules.accounts.roles import words_of
from seqmatch.schemas.profile import AGE_GROUPS, INCOME_BANDS, SUBSCRIPTIONS, USER_TYPES, Profile
from seqmatch.schemas.reading import StepKind
from seqmatch.schemas.rule import Role, RuleSet

N_PREDICTORS = GOAL_COLUMNS.start
"""Features before the goal's own, which lead the inputs."""
MIN_WORD_USERS = 20
"""Fewer users of a word teach nothing about it, and are few enough to be recognised."""
MOST_WORDS = 300

_PORTS = (1, 2, 3, 5)
_ACCOUNTS = (3, 6, 10, 15, 22, 35)
_STEPS: dict[str, tuple[str, ...] | tuple[int, ...]] = {
    "annual_income": INCOME_BANDS,
    "user_type": USER_TYPES,
    "age_group": AGE_GROUPS,
    "subscription": SUBSCRIPTIONS,
    "occupation": tuple(WORK_FIELDS),
    "activated_ports": _PORTS,
    "accounts_connected": _ACCOUNTS,
}
"""Profile field -> its values, or the counts at which a step begins (with one step below the first)."""

ITEMS = tuple(Item(role, kind) for role in Role if role is not Role.UNKNOWN for kind in StepKind)
_ITEM_INDEX = {item: index for index, item in enumerate(ITEMS)}


@dataclass(frozen=True, slots=True)
class GoalInput:
    """One column.

    Attributes
    ----------
    subject : what it is read from.
    about : what it measures, in words.
    feature : the feature of the table whose fact it tells; None for an item or a word.
    """

    subject: str
    about: str
    feature: int | None = None


def _step_columns() -> list[tuple[str, int]]:
    """Field and feature of each step, in order."""
    columns = []
    for field, values in _STEPS.items():
        features = PROFILE_FIELD_FEATURES[field]
        count = len(values) + isinstance(values[0], int)
        columns += [(field, features[place] if field == "occupation" else features[0]) for place in range(count)]
    return columns


_STEP_COLUMNS = _step_columns()
_STEP_FEATURES = np.array([feature for _, feature in _STEP_COLUMNS])
_FIRST_ITEM = N_PREDICTORS + len(_STEP_COLUMNS)
FIELD_COLUMNS: dict[str, tuple[int, ...]] = {
    field: (*features, *(N_PREDICTORS + at for at, (other, _) in enumerate(_STEP_COLUMNS) if other == field))
    for field, features in PROFILE_FIELD_FEATURES.items()
}
"""Profile field -> the columns that are missing when it is."""


def profile_complete(inputs: NDArray[np.float32]) -> NDArray[np.bool_]:
    """Whether no fact of the profile is missing, for inputs of shape (..., n_inputs)."""
    return np.asarray(~np.isnan(inputs[..., : RULE_COLUMNS.start]).any(axis=-1))


def rules_known(inputs: NDArray[np.float32]) -> NDArray[np.bool_]:
    """Whether any rule is known, for inputs of shape (..., n_inputs)."""
    known: NDArray[np.bool_] = ~np.isnan(inputs[..., RULE_COLUMNS.start])
    return known


def goal_words(rulesets: Iterable[RuleSet]) -> tuple[str, ...]:
    """The words in account names that are worth a column: of the lexicon, and of many of these users; sorted."""
    users = Counter(word for rules in rulesets for word in words_of(rules))
    common = sorted((word for word, count in users.items() if count >= MIN_WORD_USERS), key=lambda w: (-users[w], w))
    return tuple(sorted(common[:MOST_WORDS]))


def goal_inputs(
    profile: Profile, row: NDArray[np.float64], rules: RuleSet, uses: Sequence[Use], words: Sequence[str]
) -> NDArray[np.float32]:
    """One user, shape (n_inputs,).

    Parameters
    ----------
    row : shape (n_features,), the user's row of the feature table.
    rules, uses : the user's rules and what they automate; no readable rule counts as not known.
    words : the columns of the words, see :func:`goal_words`.
    """
    steps: list[float] = []
    for field, values in _STEPS.items():
        steps.extend(_steps(field, getattr(profile, field), values))
    if rules.rules:
        items = np.zeros(len(ITEMS), dtype=np.float32)
        items[[_ITEM_INDEX[use.item] for use in uses]] = 1
        theirs = words_of(rules)
        named = [float(word in theirs) for word in words]
    else:
        items = np.full(len(ITEMS), np.nan, dtype=np.float32)
        named = [math.nan] * len(words)
    return np.concatenate([row[:N_PREDICTORS], steps, items, named], dtype=np.float32)


def _steps(field: str, value: str | int | None, values: tuple[str, ...] | tuple[int, ...]) -> list[float]:
    counted = isinstance(values[0], int)
    n_steps = len(values) + counted
    if value is None:
        return [math.nan] * n_steps
    if counted:
        place = int(np.searchsorted(values, value, side="right"))
    else:
        place = values.index(FIELD_OF[str(value)] if field == "occupation" else value)
    return [float(place == step) for step in range(n_steps)]


@lru_cache(maxsize=4)
def goal_columns(words: tuple[str, ...]) -> tuple[GoalInput, ...]:
    """What each input is about, in the order of :func:`goal_inputs`."""
    features = [*range(N_PREDICTORS), *(feature for _, feature in _STEP_COLUMNS)]
    return (
        *(GoalInput(FEATURES[at].subject, FEATURES[at].description, at) for at in features),
        *(GoalInput("rules", habit_text(item)) for item in ITEMS),
        *(GoalInput("names", f"an account named “{word}”") for word in words),
    )


def by_fact(contributions: NDArray[np.float64]) -> NDArray[np.float64]:
    """Contributions of all columns that tell one fact, summed into the fact's own column; shape (n_inputs,)."""
    summed = contributions.copy()
    np.add.at(summed, _STEP_FEATURES, contributions[N_PREDICTORS:_FIRST_ITEM])
    summed[N_PREDICTORS:_FIRST_ITEM] = 0.0
    return summed


def fact_text(column: GoalInput, value: float) -> str:
    """A known fact in words, for example ``income $50K to $100K`` or ``no account named “wants”``."""
    if column.feature is not None:
        return value_text(column.feature, value)
    return column.about if value > 0.5 else f"no {column.about.removeprefix('an ').removeprefix('a ')}"
