"""A toy world whose answer is obvious: three kinds of users, each with a habit, a goal and automations of its own."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

KINDS = 3
GOALS = ("SAVE", "SPEND", "GIVE", "NEVER_STATED")


@dataclass(frozen=True)
class World:
    """Users of the toy world.

    Attributes
    ----------
    table : shape (n_users, 8), NaN where missing; the first three columns tell the kind, the rest are noise.
    kinds, types : shape (n_users,).
    goals : what each user states, by their kind.
    adoption : shape (n_users, 6), two items per kind, as on a checkerboard.
    """

    table: NDArray[np.float64]
    kinds: NDArray[np.int64]
    types: NDArray[np.int64]
    goals: tuple[str, ...]
    adoption: NDArray[np.bool_]

    def subset(self, users: NDArray[np.int64]) -> World:
        goals = tuple(self.goals[user] for user in users)
        return World(self.table[users], self.kinds[users], self.types[users], goals, self.adoption[users])


def make_world(users: int = 300, seed: int = 3) -> World:
    rng = np.random.default_rng(seed)
    kinds = np.arange(users) % KINDS
    table = rng.normal(0, 0.3, (users, 8))
    table[np.arange(users), kinds] += 2
    table[rng.random(table.shape) < 0.1] = np.nan
    adoption = np.repeat(np.eye(KINDS, dtype=bool)[kinds], 2, axis=1)
    return World(table, kinds, kinds % 2, tuple(GOALS[kind] for kind in kinds), adoption)


WORLD = make_world()
