"""A cohort as the arrays that estimators learn from: the users with rules, in file order."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from seqmatch.data.users.cohort import Cohort, no_garbage
from seqmatch.errors import TrainingError
from seqmatch.families.onboarding.person import Query, type_code
from seqmatch.features.users.automations import Use
from seqmatch.features.users.goal_inputs import goal_inputs
from seqmatch.features.users.rule_sentences import Encoder, rule_vectors
from seqmatch.features.users.table import RULE_COLUMNS
from seqmatch.schemas.goal import GOAL_INDEX
from seqmatch.schemas.profile import Profile
from seqmatch.schemas.rule import RuleSet

MIN_USERS = 100
"""Of fewer users with rules no few groups are large enough to hide everyone in them, and archetypes mean nothing."""


@dataclass(frozen=True)
class KnownHalves:
    """Users of whom a random half of the rules is known, drawn several times.

    Attributes
    ----------
    seed : of the draws.
    drawn : shape (n_users, n_draws), False where either half is empty.
    rows : shape (n_users, n_draws, n_features), of the profile and the known half.
    uses : for each user and draw, the actions of the known half.
    """

    seed: int
    drawn: NDArray[np.bool_]
    rows: NDArray[np.float64]
    uses: tuple[tuple[tuple[Use, ...], ...], ...]

    def subset(self, users: NDArray[np.intp]) -> KnownHalves:
        return KnownHalves(self.seed, self.drawn[users], self.rows[users], tuple(self.uses[i] for i in users))


@dataclass(frozen=True)
class OnboardingData:
    """Users with rules.

    Attributes
    ----------
    profiles : n_users profiles.
    table : shape (n_users, n_features), NaN where missing.
    new_user_table : the same users as they were before they had rules.
    types : shape (n_users,), index into USER_TYPES, -1 where unknown.
    goals : each user's stated goal, None where none is known.
    rulesets, uses : each user's rules, and their actions without names.
    rows : shape (n_users,), where each user stands in the cohort.
    rule_vectors : shape (n_users, n_dimensions), the rules as an encoder reads them; None without one.
    halves : the users with half of their rules known, where they are read once for several trainings.
    """

    profiles: tuple[Profile, ...]
    table: NDArray[np.float64]
    new_user_table: NDArray[np.float64]
    types: NDArray[np.int64]
    goals: tuple[str | None, ...]
    rulesets: tuple[RuleSet, ...]
    uses: tuple[tuple[Use, ...], ...]
    rows: NDArray[np.intp]
    rule_vectors: NDArray[np.float64] | None = None
    halves: KnownHalves | None = None

    def __len__(self) -> int:
        return len(self.profiles)

    def subset(self, users: NDArray[np.intp]) -> OnboardingData:
        """The data of some users, in the order given."""
        return OnboardingData(
            tuple(self.profiles[i] for i in users),
            self.table[users],
            self.new_user_table[users],
            self.types[users],
            tuple(self.goals[i] for i in users),
            tuple(self.rulesets[i] for i in users),
            tuple(self.uses[i] for i in users),
            self.rows[users],
            None if self.rule_vectors is None else self.rule_vectors[users],
            None if self.halves is None else self.halves.subset(users),
        )

    def encoded(self, encoder: Encoder) -> OnboardingData:
        """The same users with their rules as ``encoder`` reads them.

        Raises
        ------
        ArgumentError : the encoder does not return one vector for each sentence.
        """
        return replace(self, rule_vectors=rule_vectors(encoder, self.rulesets))

    @property
    def labelled(self) -> NDArray[np.intp]:
        """Indices of the users who state a known goal."""
        return np.flatnonzero(self.goal_index >= 0)

    @property
    def goal_index(self) -> NDArray[np.intp]:
        """Each user's stated goal as an index into GOALS, shape (n_users,); -1 where none is known."""
        return np.array([-1 if goal is None else GOAL_INDEX[goal] for goal in self.goals], dtype=np.intp)


def onboarding_data(cohort: Cohort) -> OnboardingData:
    """The users of ``cohort`` who have at least one readable rule.

    Raises
    ------
    TrainingError : too few users with rules.
    """
    readable = {i: rules for i, rules in enumerate(cohort.rulesets) if rules is not None and rules.rules}
    users = list(readable)
    if len(users) < MIN_USERS:
        raise TrainingError(
            f"{len(users)} users have readable rules; at least {MIN_USERS} are needed, so that nobody stands out in the"
            " groups that are kept. Add users to both files."
        )
    profiles, rulesets, rows, uses = [], [], [], []
    with no_garbage():
        for i, rules in readable.items():
            person = Query(cohort.profiles[i], rules)
            profiles.append(person.profile)
            rulesets.append(rules)
            rows.append(person.row)
            uses.append(tuple(person.uses))
    table = np.array(rows)
    without_rules = table.copy()
    without_rules[:, RULE_COLUMNS] = np.nan
    return OnboardingData(
        tuple(profiles),
        table,
        without_rules,
        np.array([type_code(profile) for profile in profiles]),
        tuple(cohort.goals[i] for i in users),
        tuple(rulesets),
        tuple(uses),
        np.array(users),
    )


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
