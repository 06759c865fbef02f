"""What answers to a profile question tell of who has which automations."""

from __future__ import annotations

from dataclasses import dataclass
from math import log

import numpy as np
from numpy.typing import NDArray

from seqmatch.families.onboarding.answer_codes import AnswerCounts
from seqmatch.settings import MIN_SUPPORT

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Telling:
    """Of one field, those answers that anyone gave.

    Attributes
    ----------
    heard : shape (n_answers,), which of the usual answers these are.
    having : shape (n_heard, n_items), the share of those who give an answer that has an automation.
    bits : shape (n_heard,), the entropy of having and not having, summed over the automations.
    by_chance : the mutual information that chance alone would show, in bits (Miller 1955).
    """

    heard: NDArray[np.bool_]
    having: Floats
    bits: Floats
    by_chance: float

    def gain(self, chances: Floats) -> float:
        """The mutual information of the answer and having an automation, in bits, summed over the automations.

        Parameters
        ----------
        chances : shape (n_answers,), how likely each answer is.
        """
        share = chances[self.heard] / chances[self.heard].sum()
        mutual = _bits(share @ self.having).sum() - share @ self.bits
        return max(0.0, float(mutual) - self.by_chance)


def telling(counts: AnswerCounts, never: NDArray[np.bool_]) -> dict[str, Telling]:
    """Each field with at least two answers that were given -> what they tell.

    Parameters
    ----------
    never : shape (n_items,), automations that are never suggested and so do not count.
    """
    all_having = counts.having[:, ~never]
    found = {}
    for field, rows in counts.rows.items():
        users = counts.given[rows]
        heard = users > 0
        if heard.sum() < 2:
            continue
        having = all_having[rows][heard]
        shares = having / users[heard, None]
        told = having % MIN_SUPPORT == 0  # the rest is by chance already
        by_chance = np.maximum(told.sum(axis=0) - 1, 0).sum() / (2 * users.sum() * log(2))
        found[field] = Telling(heard, shares, _bits(shares).sum(axis=1), float(by_chance))
    return found


def _bits(share: Floats) -> Floats:
    """The entropy of having and not having, for each share."""
    kept = np.clip(share, 1e-12, 1 - 1e-12)
    bits: Floats = -(kept * np.log2(kept) + (1 - kept) * np.log2(1 - kept))
    return bits
