"""A caller's profile and rules, read once into everything the answers need."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from seqmatch.errors import RuleTextError
from seqmatch.families.onboarding.dataset import type_code
from seqmatch.families.onboarding.models import OnboardingModels
from seqmatch.features.users.automations import Use, uses_of
from seqmatch.features.users.goal_inputs import goal_inputs
from seqmatch.features.users.table import feature_row
from seqmatch.rules.accounts.roles import roles_of
from seqmatch.rules.parse import parse_rules
from seqmatch.rules.render import render_rules
from seqmatch.schemas.answer import CohortNote
from seqmatch.schemas.profile import Profile
from seqmatch.schemas.rule import Role, RuleSet

MOST_CHARACTERS = 200_000
"""Ten times the longest rules anyone is known to have."""

Detail = Literal["concise", "full"]


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
    def row(self) -> NDArray[np.float64]:
        """All features, shape (n_features,)."""
        return feature_row(self.profile, self.rules, self.roles)

    def goal_inputs(self, words: tuple[str, ...]) -> NDArray[np.float32]:
        """What goals are predicted from, shape (n_inputs,), with ``words`` of account names as columns."""
        return goal_inputs(self.profile, self.row, self.rules, self.uses, words)

    @cached_property
    def uses(self) -> list[Use]:
        return uses_of(self.rules, self.roles)

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


def unread_note(query: Query) -> list[str]:
    """What the reader should know about rules that could not be read."""
    if not query.rules.unparsed:
        return []
    lines = ", ".join(str(piece.line) for piece in query.rules.unparsed[:5])
    more = len(query.rules.unparsed) - 5
    return [
        f"{len(query.rules.unparsed)} piece(s) of the rules text could not be read and were left out "
        f"(line {lines}{f' and {more} more' if more > 0 else ''})."
    ]


LONGEST_SHOWN_NAME = 60


def shown_name(name: str) -> str:
    """An account name as text may show it: no control characters, cut at LONGEST_SHOWN_NAME."""
    plain = "".join(character for character in name if character.isprintable())
    return plain if len(plain) <= LONGEST_SHOWN_NAME else f"{plain[: LONGEST_SHOWN_NAME - 1]}…"


def shown_rules(rules_text: str) -> str:
    """Rule text for people to read: the same rules with account names cut to what a line bears."""
    rules = [
        replace(
            rule,
            conditions=tuple(replace(c, account=c.account and shown_name(c.account)) for c in rule.conditions),
            actions=tuple(
                replace(a, source=shown_name(a.source), destination=shown_name(a.destination)) for a in rule.actions
            ),
        )
        for rule in parse_rules(rules_text).rules
    ]
    return render_rules(rules)


MOST_SHOWN = 8_000
"""Characters of rules that text shows; the longest rules known have 22,000."""


def bounded(rules: list[str], most: int = MOST_SHOWN) -> list[str]:
    """The first of ``rules``, one a line, up to ``most`` characters, then how many more there are."""
    shown: list[str] = []
    for rule in rules:
        if most <= 0:
            return [*shown, f"… and {len(rules) - len(shown)} more rule(s)."]
        shown.append(rule if len(rule) <= most else f"{rule[:most]}…")
        most -= len(rule)
    return shown


def cohort_note(models: OnboardingModels) -> CohortNote:
    return CohortNote(size=models.cohort["size"], provenance=models.cohort["provenance"])


def cohort_line(note: CohortNote) -> str:
    """Whom the answer is learned from, in words."""
    whose = "generated (synthetic) people" if note.provenance == "synthetic" else "of the operator's own users"
    return f"Learned from {note.size:,} {whose}."
