"""Which of the usual answers people give to each profile question, and what those who give them have besides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from seqmatch.estimators.state import Array, State
from seqmatch.features.users.facts import PROFILE_FIELD_FEATURES
from seqmatch.features.users.table import feature_row
from seqmatch.schemas.profile import Profile
from seqmatch.settings import MIN_SUPPORT

Answers = Mapping[str, Sequence[Sequence[Any]]]
"""Field -> ``[value, share]`` pairs, as :mod:`seqmatch.families.onboarding.training.field_answers` writes them."""


def answer_codes(rows: NDArray[np.floating[Any]], answers: Answers) -> dict[str, NDArray[np.int8]]:
    """Field -> index of the answer nearest to each user's, shape (n_users,), -1 where it is not known.

    Parameters
    ----------
    rows : shape (n_users, n_features).
    """
    return {
        field: _nearest(rows, field, tuple(value for value, _ in given)) for field, given in answers.items() if given
    }


def answer_code(profile: Profile, field: str, given: Sequence[Sequence[Any]]) -> int:
    """Index of the usual answer nearest to what a profile says, -1 where it does not say."""
    return _code(field, getattr(profile, field), tuple(value for value, _ in given))


@lru_cache(maxsize=4_096)
def _code(field: str, value: Any, values: tuple[Any, ...]) -> int:
    row = feature_row(Profile.model_construct(**{field: value}))
    return int(_nearest(row[None], field, values)[0])


@dataclass(frozen=True)
class AnswerCounts:
    """How many of all users give each usual answer and each other answer, or have each automation.

    Counts are rounded to multiples of MIN_SUPPORT. Smaller ones are not told: they are what chance would make them.

    Attributes
    ----------
    fields : field -> how many usual answers it has; the answers of all fields, one after another, are the rows.
    beside : shape (n_answers, n_answers), users who give both.
    having : shape (n_answers, n_items), users who give the answer and have the automation.
    """

    fields: Mapping[str, int]
    beside: NDArray[np.float64]
    having: NDArray[np.float64]

    @cached_property
    def rows(self) -> dict[str, slice]:
        """Field -> the rows of its answers."""
        ends = np.cumsum([0, *self.fields.values()]).tolist()
        return {field: slice(*ends[at : at + 2]) for at, field in enumerate(self.fields)}

    @cached_property
    def given(self) -> NDArray[np.float64]:
        """How many give each answer, shape (n_answers,)."""
        return np.diag(self.beside)

    @cached_property
    def pairs(self) -> dict[tuple[str, str], tuple[NDArray[np.float64], NDArray[np.float64]]]:
        """Field and other field -> users who give both answers, and their sum over the other's; a row an answer."""
        found = {}
        for field, rows in self.rows.items():
            for other, columns in self.rows.items():
                both = self.beside[rows, columns]
                found[field, other] = both, both.sum(axis=1)
        return found

    def state(self) -> State:
        counts: dict[str, Array] = {"beside": self.beside, "having": self.having}
        return State({"fields": [[field, count] for field, count in self.fields.items()]}, counts)

    @classmethod
    def from_state(cls, state: State) -> AnswerCounts:
        return cls(dict(state.params["fields"]), state.arrays["beside"], state.arrays["having"])


def answer_counts(rows: NDArray[np.floating[Any]], answers: Answers, adoption: NDArray[np.bool_]) -> AnswerCounts:
    """Count who gives which answers and has which automations.

    Parameters
    ----------
    rows : shape (n_users, n_features).
    adoption : shape (n_users, n_items).
    """
    codes = answer_codes(rows, answers)
    fields = {field: len(answers[field]) for field in codes}
    each = [codes[field][:, None] == np.arange(count) for field, count in fields.items()]
    gives = np.hstack([np.zeros((len(rows), 0)), *each])
    return AnswerCounts(fields, *(_told(gives, other) for other in (gives, adoption.astype(np.float64))))


def _told(gives: NDArray[np.float64], other: NDArray[np.float64]) -> NDArray[np.float64]:
    counts = gives.T @ other
    by_chance = np.outer(_fives(gives.sum(axis=0)), _fives(other.sum(axis=0))) / len(gives)
    return np.where(counts < MIN_SUPPORT, np.round(by_chance, 1), _fives(counts))


def _fives(counts: NDArray[np.float64]) -> NDArray[np.float64]:
    return MIN_SUPPORT * np.rint(counts / MIN_SUPPORT)


def _columns(field: str) -> list[int]:
    return list(PROFILE_FIELD_FEATURES[field]) if field == "occupation" else [PROFILE_FIELD_FEATURES[field][0]]


@lru_cache(maxsize=64)
def _usual(field: str, values: tuple[Any, ...]) -> NDArray[np.float64]:
    """The features of each usual answer, shape (n_values, n_columns); the same for every question asked of a model."""
    return np.array([feature_row(Profile.model_construct(**{field: value}))[_columns(field)] for value in values])


def _nearest(rows: NDArray[np.floating[Any]], field: str, values: tuple[Any, ...]) -> NDArray[np.int8]:
    usual = _usual(field, values)
    theirs = rows[:, _columns(field)]
    distance = np.abs(theirs[:, None, :] - usual[None]).sum(axis=2)
    codes = np.where(np.isnan(theirs).any(axis=1), -1, np.nan_to_num(distance, nan=np.inf).argmin(axis=1))
    return codes.astype(np.int8)
