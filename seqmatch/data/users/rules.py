"""Reads the rules file into one text for each user."""

from __future__ import annotations

import os
from dataclasses import dataclass

import polars as pl

from seqmatch.data.files.csv_file import read_records
from seqmatch.data.files.records import Columns, Records

USER = "organization_id"
COLUMNS: Columns = {"id": ("rule_id", "id"), USER: ("user_id", USER), "description": ("text", "description")}
EXPECTED: Columns = {**COLUMNS, "created_at": ("created_at",)}
"""Columns that are nothing extra, the one that nobody needs included."""


@dataclass(frozen=True, eq=False)
class RulesTable:
    """The rules.

    Attributes
    ----------
    frame : ``user_id``, ``text`` and ``row`` (the first row of the user in the file), one line per user with a text;
        several texts of a user are joined by a blank line, in the order of their ids.
    row_counts : ``user_id`` and ``rows``, how many rows of the file each user has, texts or not.
    rows, empty, repeated, extra_columns : as in RulesQuality.
    """

    file: str
    frame: pl.DataFrame
    row_counts: pl.DataFrame
    rows: int
    empty: int
    repeated: int
    extra_columns: tuple[str, ...]


def read_rules(path: str | os.PathLike[str]) -> RulesTable:
    """Read a rules CSV; ``organization_id`` and ``description`` are needed, ``id`` is not.

    Raises
    ------
    DataError : no readable CSV, a column missing or twice, an identifier empty, or an ``id`` twice.
    """
    return rules_table(read_records(path))


def rules_table(records: Records) -> RulesTable:
    """The table of records already cut; raises as :func:`read_rules`."""
    raw = records.select(COLUMNS, optional=("id",)).with_columns(
        pl.col("user_id").str.strip_chars(),
        pl.col("text").str.replace_all("\r\n", "\n", literal=True),
        row=pl.Series(records.lines, dtype=pl.Int64),
    )
    with records.together():
        records.refuse_empty(raw["user_id"], USER)
        if "rule_id" in raw.columns:
            raw = raw.with_columns(pl.col("rule_id").str.strip_chars())
            records.refuse_empty(raw["rule_id"], "id")
            records.refuse_repeated(raw["rule_id"], "id", "duplicate_id")
        else:
            raw = raw.with_columns(rule_id=pl.lit(""))
    texts = raw.filter(pl.col("text").str.strip_chars() != "")
    joined, repeated = one_text_each(texts.select("user_id", "rule_id", "text", "row"))
    return RulesTable(
        records.file,
        joined,
        raw.group_by("user_id").len("rows"),
        rows=len(raw),
        empty=len(raw) - len(texts),
        repeated=repeated,
        extra_columns=records.extra(EXPECTED),
    )


def one_text_each(texts: pl.DataFrame) -> tuple[pl.DataFrame, int]:
    """``user_id``, ``text`` and ``row``, a line for each user, and how many texts were repeated.

    Several texts of a user are joined by a blank line, in the order of their ids, 9 before 10, so that the order of the
    rows does not matter.

    Parameters
    ----------
    texts : ``user_id``, ``rule_id``, ``text`` and ``row``; no text is blank.
    """
    once = texts.sort(pl.col("rule_id").str.len_chars(), "rule_id", "text").unique(
        ["user_id", "text"], keep="first", maintain_order=True
    )
    joined = once.group_by("user_id", maintain_order=True).agg(pl.col("text").str.join("\n\n"), pl.col("row").min())
    return joined, len(texts) - len(once)
