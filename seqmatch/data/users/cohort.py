"""Joins profiles and rules into a cohort; bad files are refused with file, row and column."""

from __future__ import annotations

import gc
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import polars as pl

from seqmatch.data.files.records import records_of
from seqmatch.data.users.profiles import ProfilesTable, profiles_table, read_profiles
from seqmatch.data.users.quality import JoinQuality, QualityReport, RulesQuality, rule_counts
from seqmatch.data.users.rules import RulesTable, read_rules, rules_table
from seqmatch.errors import DataError, RuleTextError
from seqmatch.rules.parse import parse_rules
from seqmatch.schemas.profile import FIELDS, Profile
from seqmatch.schemas.rule import RuleSet

__all__ = ["Cohort", "ProfilesTable", "RulesTable", "cohort_of", "read_cohort", "read_profiles", "read_rules"]

FINGERPRINT_VERSION = "seqmatch cohort 1"


@dataclass(frozen=True, eq=False, repr=False)
class Cohort:
    """All users of a profiles file, in its order, each with the rules that the rules file has for them.

    Attributes
    ----------
    user_ids : identifiers, as in the files.
    profiles : what is known about each user.
    goals : the known goal each states, None where there is none (free words count as none).
    rule_texts, rulesets : the rules of each user, as text and as read; None for a user without rules.
    quality : of the two files.
    fingerprint : SHA-256 of the content, whatever the order of rows and columns.
    """

    user_ids: tuple[str, ...]
    profiles: tuple[Profile, ...]
    goals: tuple[str | None, ...]
    rule_texts: tuple[str | None, ...]
    rulesets: tuple[RuleSet | None, ...]
    quality: QualityReport
    fingerprint: str

    def __len__(self) -> int:
        return len(self.user_ids)

    def __repr__(self) -> str:
        with_rules = sum(text is not None for text in self.rule_texts)
        with_goal = sum(goal is not None for goal in self.goals)
        return f"Cohort({len(self)} users, {with_rules} with rules, {with_goal} with a goal, {self.fingerprint[:12]})"


def read_cohort(profiles_path: str | os.PathLike[str], rules_path: str | os.PathLike[str]) -> Cohort:
    """Read both files and join them.

    Raises
    ------
    DataError : as :func:`read_profiles` and :func:`read_rules`; or no rule belongs to any profile, which means that
        the files are of different users.
    """
    return _join(read_profiles(profiles_path), read_rules(rules_path))


def cohort_of(profiles: pl.DataFrame, rules: pl.DataFrame, name: str = "cohort") -> Cohort:
    """The cohort of two frames in memory that have the columns of the files.

    Raises
    ------
    DataError : as :func:`read_cohort`; the rows named are those that the frames would have as files.
    """
    return _join(
        profiles_table(records_of(profiles, f"{name}.profiles")), rules_table(records_of(rules, f"{name}.rules"))
    )


def _join(profiles: ProfilesTable, rules: RulesTable) -> Cohort:
    matched = rules.row_counts.join(profiles.frame, on="user_id", how="semi")
    if matched.is_empty():
        raise DataError(
            "No row belongs to a user of the profiles file: no organization_id is an ORGANIZATION_ID there. Name two "
            "files of the same users.",
            code="nothing_in_common",
            path=rules.file,
        )
    users = profiles.frame.join(rules.frame, on="user_id", how="left", maintain_order="left")
    texts: list[str | None] = users["text"].to_list()
    with no_garbage():
        rulesets = tuple(
            None if text is None else _read_text(text, rules.file, row)
            for text, row in zip(texts, users["row"].to_list(), strict=True)
        )
        facts = tuple(
            Profile.model_construct(**dict(zip(FIELDS, row, strict=True))) for row in users.select(FIELDS).iter_rows()
        )
    with_rules = len(texts) - users["text"].null_count()
    quality = QualityReport(
        profiles.quality,
        RulesQuality(
            rows=rules.rows,
            empty=rules.empty,
            repeated=rules.repeated,
            duplicates=with_rules - users["text"].drop_nulls().n_unique(),
            extra_columns=rules.extra_columns,
            **rule_counts(ruleset for ruleset in rulesets if ruleset is not None),
        ),
        JoinQuality(
            profiles_with_rules=with_rules,
            profiles_without_rules=len(texts) - with_rules,
            rule_users_with_profile=len(matched),
            rule_users_without_profile=len(rules.row_counts) - len(matched),
            rule_rows_dropped=rules.rows - int(matched["rows"].sum()),
        ),
    )
    return Cohort(
        user_ids=tuple(users["user_id"].to_list()),
        profiles=facts,
        goals=tuple(users["product_goal"].to_list()),
        rule_texts=tuple(texts),
        rulesets=rulesets,
        quality=quality,
        fingerprint=_fingerprint(users),
    )


@contextmanager
def no_garbage() -> Iterator[None]:
    """Hold off the cyclic collector while millions of objects are made that all live on: half the time at 100,000."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _read_text(text: str, file: str, row: int) -> RuleSet:
    try:
        return parse_rules(text)
    except RuleTextError as error:
        raise DataError(error.message, code=error.code, path=f"{file}:{row}:description") from None


def _fingerprint(users: pl.DataFrame) -> str:
    """SHA-256 over users in the order of their ids; NUL parts the fields, since no file that is read holds one."""
    fields = [pl.col(name).cast(pl.String).fill_null("") for name in ("user_id", *FIELDS, "text")]
    lines = users.sort("user_id").select(pl.concat_str(fields, separator="\0"))
    return hashlib.sha256("\0".join([FINGERPRINT_VERSION, *lines.to_series().to_list()]).encode()).hexdigest()
