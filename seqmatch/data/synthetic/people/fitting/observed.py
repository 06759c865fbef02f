"""Profiles and rules as the cohort's model sees them: one value per user and fact, one row of patterns per user."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np
import polars as pl

from seqmatch.data.synthetic.people.tables import (
    ACCOUNT_BINS,
    ACTION_BINS,
    FIELDS,
    PATTERNS,
    PORT_BINS,
    BoolArray,
    IntArray,
    bin_names,
)
from seqmatch.rules.accounts.roles import roles_of
from seqmatch.rules.parse import parse_rules
from seqmatch.schemas.profile import USER_TYPES
from seqmatch.schemas.rule import Role, RuleSet

COLUMN_OF = {
    "age_group": "AGE_GROUP",
    "annual_income": "ANNUALINCOME",
    "occupation": "OCCUPATION",
    "subscription": "CURRENT_SUBSCRIPTION_NAME",
    "debit_card_spender": "DEBIT_CARD_SPENDER",
}


@dataclass(frozen=True)
class Observed:
    """n users, in the order of their profiles.

    Attributes
    ----------
    goal : as stated, in either wording or in own words; None where unstated.
    fields : for each of ``cohort_tables.FIELDS`` one value per user, None where unstated (for actions: no rules).
    actions, rules : shape (n,), how many of each.
    times : shape (n, n_patterns), how many actions of each pattern.
    rulesets, roles : parsed rules and the role of every account in them; None without rules.
    """

    user_type: list[str]
    goal: list[str | None]
    fields: dict[str, list[str | None]]
    actions: IntArray
    rules: IntArray
    times: IntArray
    rulesets: list[RuleSet | None]
    roles: list[dict[str, Role] | None]

    @property
    def carried(self) -> BoolArray:
        """Shape (n, n_patterns), which patterns each user's rules show."""
        return self.times > 0

    def codes(self, name: str) -> IntArray:
        """A fact as positions among its values, -1 where unstated."""
        values = self.user_type if name == "user_type" else self.fields[name]
        known = USER_TYPES if name == "user_type" else FIELDS[name]
        position = {value: i for i, value in enumerate(known)}
        return np.array([-1 if value is None else position[value] for value in values], dtype=np.int64)


def observe(profiles: pl.DataFrame, rules: pl.DataFrame) -> Observed:
    """Read the two tables, all columns as text, as the CSV files have them."""
    texts = dict(zip(rules["organization_id"], rules["description"], strict=True))
    rulesets = [parse_rules(texts[user]) if texts.get(user) else None for user in profiles["ORGANIZATION_ID"]]
    roles = [roles_of(ruleset) if ruleset else None for ruleset in rulesets]
    position = {pattern: i for i, pattern in enumerate(PATTERNS)}
    times = np.zeros((len(rulesets), len(PATTERNS)), dtype=np.int64)
    for row, ruleset, role in zip(times, rulesets, roles, strict=True):
        if ruleset and role:
            for pattern, number in Counter(f"{role[a.destination]} {a.form}" for a in ruleset.actions).items():
                row[position[pattern]] = number
    actions = times.sum(axis=1)
    fields: dict[str, list[str | None]] = {name: profiles[column].to_list() for name, column in COLUMN_OF.items()}
    fields["actions"] = [_bin_of(int(number), ACTION_BINS) if number else None for number in actions]
    fields["ports"] = [_bin_of(int(number), PORT_BINS) for number in profiles["ACTIVATED_PORTS"]]
    fields["accounts"] = [_bin_of(int(number), ACCOUNT_BINS) for number in profiles["ACCOUNTS_CONNECTED"]]
    return Observed(
        user_type=profiles["USER_TYPE"].to_list(),
        goal=profiles["PRODUCTGOAL"].to_list(),
        fields=fields,
        actions=actions,
        rules=np.array([len(ruleset.rules) if ruleset else 0 for ruleset in rulesets]),
        times=times,
        rulesets=rulesets,
        roles=roles,
    )


def _bin_of(number: int, bins: tuple[tuple[int, int], ...]) -> str:
    for name, (_, high) in zip(bin_names(bins), bins, strict=True):
        if number <= high:
            return name
    return bin_names(bins)[-1]
