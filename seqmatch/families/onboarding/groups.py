"""What is kept of the users learned from: groups of them, and what is true of each group."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from seqmatch.estimators.archetypes import Archetypes
from seqmatch.estimators.privacy.groups import counts_of, pooled
from seqmatch.estimators.similarity.pattern_matcher import PatternMatcher
from seqmatch.estimators.state import State
from seqmatch.families.onboarding.dataset import OnboardingData
from seqmatch.features.users.facts import facts_held
from seqmatch.schemas.goal import GOAL_GROUPS, GROUP_OF
from seqmatch.settings import MIN_SUPPORT

Floats = NDArray[np.float64]
MOST = 0.6
"""A fact that this share of a group holds is told of the group."""


@dataclass(frozen=True)
class Groups:
    """What is true of each group, in the order of the matcher's. No figure stands for fewer than MIN_SUPPORT people.

    Attributes
    ----------
    sizes : shape (n_groups,), people of each.
    facts : shape (n_groups, n_facts), bool, which shared facts hold for MOST of the group.
    goals : shape (n_groups, n_goal_groups), share of each of GOAL_GROUPS among those who state a goal; 0 throughout
        where fewer than MIN_SUPPORT do.
    archetypes : shape (n_groups, n_archetypes), share of each archetype.
    """

    sizes: NDArray[np.int64]
    facts: NDArray[np.bool_]
    goals: Floats
    archetypes: Floats

    def __len__(self) -> int:
        return len(self.sizes)

    @property
    def people(self) -> int:
        """People of all groups."""
        return int(self.sizes.sum())

    @cached_property
    def refs(self) -> tuple[str, ...]:
        """What answers call each group; another version calls it something else."""
        width = max(2, len(str(len(self))))
        return tuple(f"group-{number:0{width}d}" for number in range(1, len(self) + 1))

    def state(self) -> State:
        shares = {"facts": self.facts, "goals": self.goals, "archetypes": self.archetypes}
        return State({}, {"sizes": self.sizes.astype(np.int32), **shares})

    @classmethod
    def from_state(cls, state: State) -> Groups:
        shares = (state.arrays[name] for name in ("facts", "goals", "archetypes"))
        return cls(state.arrays["sizes"].astype(np.int64), *shares)


def groups_of(data: OnboardingData, matcher: PatternMatcher, archetypes: Archetypes) -> Groups:
    """The groups that ``matcher`` made of the users of ``data``, whose ``archetypes`` were learned from them too."""
    sizes, members = matcher.sizes_[:, None], matcher.members_
    held = facts_held(matcher.neighbours_.coarse(data.table))
    kinds = archetypes.labels_[:, None] == np.arange(archetypes.k_)
    return Groups(
        matcher.sizes_,
        pooled(counts_of(held, members), sizes) >= MOST,
        goal_shares(data, matcher),
        np.round(pooled(counts_of(kinds, members), sizes), 4),
    )


def goal_shares(data: OnboardingData, matcher: PatternMatcher) -> Floats:
    """Share of each goal group among the members who state a goal; see :attr:`Groups.goals`."""
    stated = np.array([["" if goal is None else GROUP_OF[goal]] for goal in data.goals]) == np.array(list(GOAL_GROUPS))
    counts = counts_of(stated, matcher.members_)
    of = counts.sum(axis=1, keepdims=True)
    shares = np.where(of < MIN_SUPPORT, 0, pooled(counts, of))
    normal: Floats = np.round(shares / np.maximum(shares.sum(axis=1, keepdims=True), 1e-9), 4)
    return normal
