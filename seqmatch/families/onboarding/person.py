"""A person's profile and rules, read once and encoded for every model."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from seqmatch.errors import RuleTextError
from seqmatch.features.users.automations import Use, uses_of
from seqmatch.features.users.goal_inputs import goal_inputs
from seqmatch.features.users.table import feature_row
from seqmatch.rules.accounts.roles import roles_of
from seqmatch.rules.parse import parse_rules
from seqmatch.rules.reading import read_rules
from seqmatch.schemas.profile import USER_TYPES, Profile
from seqmatch.schemas.reading import RuleReading
from seqmatch.schemas.rule import Role, RuleSet

MOST_CHARACTERS = 200_000
"""Ten times the longest rules anyone is known to have."""


def type_code(profile: Profile) -> int:
    """Index of the user type in USER_TYPES, -1 where unknown."""
    return -1 if profile.user_type is None else USER_TYPES.index(profile.user_type)


@dataclass(frozen=True)
class Query:
    """One person as the models see them.

    Attributes
    ----------
    profile : what they say of themselves.
    rules : their rules, empty where none were given.
    """

    profile: Profile
    rules: RuleSet

    @cached_property
    def roles(self) -> dict[str, Role]:
        return roles_of(self.rules)

    @cached_property
    def readings(self) -> tuple[RuleReading, ...]:
        """What the rules mean."""
        return read_rules(self.rules, self.roles)

    @cached_property
    def row(self) -> NDArray[np.float64]:
        """All features, shape (n_features,)."""
        return feature_row(self.profile, self.rules, self.roles, self.readings)

    def goal_inputs(self, words: tuple[str, ...]) -> NDArray[np.float32]:
        """What goals are predicted from, shape (n_inputs,), with ``words`` of account names as columns."""
        return goal_inputs(self.profile, self.row, self.rules, self.uses, words)

    @cached_property
    def uses(self) -> list[Use]:
        return uses_of(self.rules, self.roles, self.readings)

    @property
    def has_rules(self) -> bool:
        return bool(self.rules.rules)

    @property
    def user_type(self) -> int | None:
        code = type_code(self.profile)
        return None if code < 0 else code


def read_query(profile: Profile, rules_text: str | None) -> Query:
    """Parse the rules of a call.

    Raises
    ------
    RuleTextError : the text is too long to be one person's rules.
    """
    if rules_text is not None and len(rules_text) > MOST_CHARACTERS:
        raise RuleTextError(
            f"The rules are longer than {MOST_CHARACTERS:,} characters. Send the rules of one person only.",
            code="rules_text_too_long",
            path="rules_text",
        )
    return Query(profile, parse_rules(rules_text) if rules_text else RuleSet())
