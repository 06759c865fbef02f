"""Ranks automations by how many similar users have set them up, shrunk towards what is common for the user type.

Not for amounts. What may be suggested to whom is decided here, so that evaluation measures what is served.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from seqmatch.estimators.state import Array, State


@dataclass(frozen=True)
class Support:
    """What speaks for an automation: its adopters among the similar users counted.

    Attributes
    ----------
    adopters : shape (n_items,), similar users who automate each item.
    of : similar users counted.
    score : shape (n_items,), estimated probability of adoption; -1 where an item may not be suggested.
    """

    adopters: NDArray[np.intp]
    of: int
    score: NDArray[np.float64]


class AutomationRecommender:
    """Shrunken adoption among the most similar users.

    Parameters
    ----------
    neighbours : how many similar users are counted.
    sharpness : how much more the most similar count; 0 counts all alike.
    strength : how many users' worth of weight the user type's popularity has.

    Attributes
    ----------
    adoption_ : shape (n_users, n_items), in the order of the similarities given later.
    popularity_ : shape (n_types + 1, n_items), smoothed adoption by user type; the last row is of all users.
    """

    def __init__(self, neighbours: int = 200, sharpness: float = 4.0, strength: float = 60.0) -> None:
        self.neighbours = neighbours
        self.sharpness = sharpness
        self.strength = strength

    def fit(
        self, adoption: Array, types: Array, n_types: int, business_only: Array, never: Array
    ) -> AutomationRecommender:
        """Learn who automates what.

        Parameters
        ----------
        adoption : shape (n_users, n_items), bool.
        types : shape (n_users,), user type codes, -1 where unknown.
        business_only : shape (n_items,), bool, items that make no sense without a business.
        never : shape (n_items,), bool, items that people have but nobody can advise.
        """
        self.adoption_ = adoption.astype(np.float32)
        self.business_only_ = business_only.astype(bool)
        self.never_ = never.astype(bool)
        overall = adoption.mean(axis=0)
        rows = []
        for code in range(n_types):
            members = adoption[types == code]
            rows.append((members.sum(axis=0) + 20 * overall) / (len(members) + 20))
        self.popularity_ = np.array([*rows, overall])
        return self

    def support(self, similarities: Array, user_type: int | None, owned: Array, has_business: bool) -> Support:
        """Score every item for one user.

        Parameters
        ----------
        similarities : shape (n_users,), of the user to each training user.
        user_type : type code, None where unknown.
        owned : shape (n_items,), bool, what the user automates already; never suggested again.
        has_business : whether items for businesses make sense for the user.
        """
        count = min(self.neighbours, len(similarities))
        chosen = np.argpartition(-similarities, count - 1)[:count]
        weight = np.exp(self.sharpness * (similarities[chosen] - 1.0)).astype(np.float64)
        weight *= count / weight.sum()
        base = self.popularity_[-1 if user_type is None else user_type]
        theirs = self.adoption_[chosen]
        score = (weight @ theirs + self.strength * base) / (count + self.strength)
        score[owned | self.never_] = -1.0
        if not has_business:
            score[self.business_only_] = -1.0
        return Support(theirs.sum(axis=0).astype(np.intp), count, score)

    def state(self) -> State:
        return State(
            {"neighbours": self.neighbours, "sharpness": self.sharpness, "strength": self.strength},
            {
                "adoption": np.packbits(self.adoption_.astype(bool), axis=1),
                "popularity": self.popularity_,
                "business_only": self.business_only_,
                "never": self.never_,
            },
        )

    @classmethod
    def from_state(cls, state: State) -> AutomationRecommender:
        fitted = cls(**state.params)
        fitted.popularity_ = state.arrays["popularity"]
        fitted.business_only_ = state.arrays["business_only"]
        fitted.never_ = state.arrays["never"]
        bits = np.unpackbits(state.arrays["adoption"], axis=1, count=len(fitted.business_only_))
        fitted.adoption_ = bits.astype(np.float32)
        return fitted
