"""The tables behind the synthetic cohort: one JSON file of aggregates, and its reader.

Every share in ``tables/reference.json`` is an aggregate over at least ten people; smaller cells were pooled
before the file was written (see ``cohort_fit``). The file holds no row, text or account name of anyone.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from seqmatch.errors import ArtifactError
from seqmatch.schemas.profile import AGE_GROUPS, INCOME_BANDS, OCCUPATIONS, SUBSCRIPTIONS, USER_TYPES
from seqmatch.schemas.rule import ActionForm, Role

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]

TABLES = Path(__file__).resolve().parent / "tables" / "reference.json"

ACTION_BINS = (
    (1, 1),
    (2, 2),
    (3, 3),
    (4, 5),
    (6, 7),
    (8, 9),
    (10, 12),
    (13, 16),
    (17, 22),
    (23, 31),
    (32, 50),
    (51, 70),
    (71, 130),
)
"""Numbers of actions of one user that are drawn together, first and last included."""
RULE_BINS = ((1, 1), (2, 3), (4, 7), (8, 15), (16, 200))
PORT_BINS = ((0, 0), (1, 1), (2, 2), (3, 3), (4, 4), (5, 5), (6, 6), (7, 8), (9, 12), (13, 42))
ACCOUNT_BINS = (
    (0, 2),
    (3, 4),
    (5, 6),
    (7, 8),
    (9, 10),
    (11, 13),
    (14, 16),
    (17, 20),
    (21, 25),
    (26, 32),
    (33, 42),
    (43, 60),
    (61, 100),
    (101, 300),
)


def bin_names(bins: tuple[tuple[int, int], ...]) -> tuple[str, ...]:
    """``(4, 5)`` is called ``4-5`` and ``(1, 1)`` is called ``1``."""
    return tuple(str(low) if low == high else f"{low}-{high}" for low, high in bins)


FIELDS: dict[str, tuple[str, ...]] = {
    "age_group": AGE_GROUPS,
    "annual_income": INCOME_BANDS,
    "occupation": OCCUPATIONS,
    "subscription": SUBSCRIPTIONS,
    "debit_card_spender": ("false", "true"),
    "actions": bin_names(ACTION_BINS),
    "ports": bin_names(PORT_BINS),
    "accounts": bin_names(ACCOUNT_BINS),
}
"""The facts drawn one after the other, each with its values, in the order of drawing."""

PARENTS: dict[str, tuple[str, ...]] = {
    "age_group": ("user_type",),
    "annual_income": ("user_type", "age_group"),
    "occupation": ("user_type", "annual_income"),
    "subscription": ("user_type", "annual_income"),
    "debit_card_spender": ("user_type", "subscription"),
    "actions": ("user_type", "subscription"),
    "ports": ("user_type", "actions", "subscription"),
    "accounts": ("user_type", "actions", "ports"),
}
"""What each fact may depend on besides the goal: facts drawn before it."""

COARSE: dict[str, tuple[tuple[int, int], ...]] = {
    "actions": ((1, 2), (3, 5), (6, 9), (10, 16), (17, 31), (32, 130)),
    "ports": ((0, 0), (1, 1), (2, 2), (3, 4), (5, 42)),
}
"""Numbers are parents in wider bins than they are drawn in, so that each has enough people."""
PATTERNS = tuple(f"{role} {form}" for role in Role for form in ActionForm)
"""Everything an automation can print: the role of its destination and the form of its sentence."""


LEANING_ON = ("annual_income", "age_group", "occupation", "subscription", "debit_card_spender")
"""Facts that make one blueprint likelier than another."""


def parent_values(parent: str) -> tuple[str, ...]:
    """The values that tables are given for, without the one for an unstated parent."""
    if parent == "user_type":
        return USER_TYPES
    return bin_names(COARSE[parent]) if parent in COARSE else FIELDS[parent]


def parent_of_value(parent: str) -> IntArray:
    """For each value of a fact, the position of the parent value it belongs to."""
    if parent not in COARSE:
        return np.arange(len(parent_values(parent)))
    highs = [high for _, high in COARSE[parent]]
    fine = {"actions": ACTION_BINS, "ports": PORT_BINS}[parent]
    return np.searchsorted(highs, [high for _, high in fine]).astype(np.int64)


@cache
def reference_tables() -> dict[str, Any]:
    """The aggregates the generator stands on.

    Raises
    ------
    ArtifactError : the file is missing or is not JSON; reinstalling mends it.
    """
    try:
        tables: dict[str, Any] = json.loads(TABLES.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ArtifactError(
            "The synthetic cohort's tables cannot be read. Reinstall seqmatch.",
            path="seqmatch/data/synthetic/people/tables/reference.json",
        ) from error
    return tables
