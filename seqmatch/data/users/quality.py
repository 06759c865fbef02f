"""Data quality of a cohort's two files: rows, gaps, duplicates, unknown values, unreadable rules, and how they join.

Counts only. No value that a person typed is repeated; an unknown value is named only when it has the form of a
category (``DATA_ENGINEER``) and enough rows share it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from seqmatch.schemas.rule import Rule, RuleSet, Unreadable
from seqmatch.settings import MIN_SUPPORT

CATEGORY = re.compile(r"[A-Z][A-Z0-9]*(_[A-Z0-9]+)*")
MAX_CATEGORY = 60
"""Longer than any category; anything longer is prose."""
READ_COUNTS = (
    "rules",
    "actions",
    "texts_with_unparsed",
    "unparsed",
    "unreadable_numbers",
    "negative_amounts",
    "ambiguous_actions",
)
"""The fields of RulesQuality that come from reading the texts."""


@dataclass(frozen=True)
class ColumnQuality:
    """One profile column: how many rows are empty, how many hold a value nobody knows, and which such are common."""

    missing: int
    unknown: int = 0
    common_unknown: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class ProfilesQuality:
    """The profiles file. ``duplicates`` are rows equal to an earlier one but for the identifier."""

    rows: int
    columns: dict[str, ColumnQuality]
    duplicates: int = 0
    free_text_goals: int = 0
    extra_columns: tuple[str, ...] = ()


@dataclass(frozen=True)
class RulesQuality:
    """The rules file.

    Attributes
    ----------
    rows : rows of the file.
    empty : rows without a text.
    repeated : rows that repeat another row of the same user, kept once.
    duplicates : users whose text is that of another user too, the first of them not counted.
    rules, actions : what was read, of users with a profile.
    texts_with_unparsed, unparsed : users with a piece that is no rule, and such pieces.
    unreadable_numbers : actions and conditions with ``$NaN`` or ``[object Object]`` where a number belongs.
    negative_amounts : actions and conditions with a number below zero.
    ambiguous_actions : actions whose account names can be told apart in more than one way.
    """

    rows: int
    empty: int = 0
    repeated: int = 0
    duplicates: int = 0
    rules: int = 0
    actions: int = 0
    texts_with_unparsed: int = 0
    unparsed: int = 0
    unreadable_numbers: int = 0
    negative_amounts: int = 0
    ambiguous_actions: int = 0
    extra_columns: tuple[str, ...] = ()


@dataclass(frozen=True)
class JoinQuality:
    """How the two files meet. Profiles without rules are kept; rows of rules without a profile are dropped."""

    profiles_with_rules: int
    profiles_without_rules: int
    rule_users_with_profile: int
    rule_users_without_profile: int
    rule_rows_dropped: int


@dataclass(frozen=True)
class QualityReport:
    """The quality of a cohort."""

    profiles: ProfilesQuality
    rules: RulesQuality
    join: JoinQuality

    def to_json(self) -> dict[str, Any]:
        """The report as plain JSON values."""
        return asdict(self, dict_factory=lambda items: {k: list(v) if isinstance(v, tuple) else v for k, v in items})

    def table(self) -> list[tuple[str, str, str]]:
        """Rows ``(subject, what, count)`` for people, counts of zero left out; the subject stands once per block."""
        rows = [*self._profile_rows(), *self._rule_rows(), *self._join_rows()]
        return [
            (subject if at == 0 or rows[at - 1][0] != subject else "", what, count)
            for at, (subject, what, count) in enumerate(rows)
        ]

    def _profile_rows(self) -> list[tuple[str, str, str]]:
        profiles = self.profiles
        rows = [("profiles", "rows", f"{profiles.rows:,}")]
        for name, column in profiles.columns.items():
            rows += _counted("profiles", f"{name} missing", column.missing, profiles.rows)
            named = ", ".join(f"{value} {count:,}" for value, count in column.common_unknown.items())
            what = f"{name} unknown, read as missing"
            rows += _counted("profiles", f"{what}: {named}" if named else what, column.unknown, profiles.rows)
        rows += _counted("profiles", "goals in free words, read as unlabelled", profiles.free_text_goals, profiles.rows)
        rows += _counted("profiles", "alike but for the identifier", profiles.duplicates, profiles.rows)
        return rows + _named("profiles", profiles.extra_columns)

    def _rule_rows(self) -> list[tuple[str, str, str]]:
        rules = self.rules
        rows = [
            ("rules", "rows", f"{rules.rows:,}"),
            ("rules", "rules read", f"{rules.rules:,}"),
            ("rules", "actions read", f"{rules.actions:,}"),
        ]
        for what, count, of in (
            ("rows without a text", rules.empty, rules.rows),
            ("rows that repeat one of the same user, kept once", rules.repeated, rules.rows),
            ("texts equal to another user's", rules.duplicates, 0),
            ("texts with a piece that is no rule", rules.texts_with_unparsed, 0),
            ("pieces that are no rule", rules.unparsed, 0),
            ("numbers nobody can read", rules.unreadable_numbers, 0),
            ("numbers below zero", rules.negative_amounts, 0),
            ("actions with unclear account names", rules.ambiguous_actions, rules.actions),
        ):
            rows += _counted("rules", what, count, of)
        return rows + _named("rules", rules.extra_columns)

    def _join_rows(self) -> list[tuple[str, str, str]]:
        join = self.join
        users = join.rule_users_with_profile + join.rule_users_without_profile
        return [
            ("join", "profiles with rules", _of(join.profiles_with_rules, self.profiles.rows)),
            ("join", "users of rules with a profile", _of(join.rule_users_with_profile, users)),
            *_counted("join", "rows of rules dropped, no profile", join.rule_rows_dropped, self.rules.rows),
        ]


def common_categories(counts: Mapping[str, int]) -> dict[str, int]:
    """Of unknown values and their counts, those that may be named: category-like and shared by enough rows."""
    named = [
        (value, count)
        for value, count in counts.items()
        if count >= MIN_SUPPORT and len(value) <= MAX_CATEGORY and CATEGORY.fullmatch(value)
    ]
    return dict(sorted(named, key=lambda item: (-item[1], item[0])))


def rule_counts(rulesets: Iterable[RuleSet]) -> dict[str, int]:
    """READ_COUNTS over all rule sets, by name."""
    counts = dict.fromkeys(READ_COUNTS, 0)
    for ruleset in rulesets:
        counts["texts_with_unparsed"] += bool(ruleset.unparsed)
        counts["unparsed"] += len(ruleset.unparsed)
        counts["rules"] += len(ruleset.rules)
        for rule in ruleset.rules:
            _count_rule(rule, counts)
    return counts


def _count_rule(rule: Rule, counts: dict[str, int]) -> None:
    counts["actions"] += len(rule.actions)
    for value in [*(action.value for action in rule.actions), *(condition.value for condition in rule.conditions)]:
        if isinstance(value, Unreadable):
            counts["unreadable_numbers"] += 1
        elif value is not None and value < 0:
            counts["negative_amounts"] += 1
    for action in rule.actions:
        counts["ambiguous_actions"] += action.ambiguous


def _of(count: int, total: int) -> str:
    return f"{count:,} ({count / total:.1%})" if total else f"{count:,}"


def _counted(subject: str, what: str, count: int, of: int) -> list[tuple[str, str, str]]:
    return [(subject, what, _of(count, of))] if count else []


def _named(subject: str, columns: tuple[str, ...]) -> list[tuple[str, str, str]]:
    return [(subject, f"columns ignored: {', '.join(columns)}", f"{len(columns):,}")] if columns else []
