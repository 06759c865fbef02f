"""Reads the profiles file into typed columns: wrong forms are refused, unknown values are read as missing."""

from __future__ import annotations

import os
from dataclasses import dataclass

import polars as pl

from seqmatch.data.files.csv_file import read_records
from seqmatch.data.files.records import Columns, Records
from seqmatch.data.users.quality import ColumnQuality, ProfilesQuality, common_categories
from seqmatch.schemas.profile import CHOICES, COUNTS, CSV_COLUMNS, FIELDS, MAX_COUNT

USER = "ORGANIZATION_ID"
COLUMN_OF = {field: column for column, field in CSV_COLUMNS.items()}
COLUMNS: Columns = {USER: ("user_id", USER), **{column: (field, column) for column, field in CSV_COLUMNS.items()}}
TRUTH = "debit_card_spender"
YES, NO = ("true", "yes", "y", "1"), ("false", "no", "n", "0")
"""How spreadsheets write a truth value, in any case."""


@dataclass(frozen=True, eq=False)
class ProfilesTable:
    """The profiles: ``frame`` has ``user_id`` and the nine fields of Profile, null where missing."""

    file: str
    frame: pl.DataFrame
    quality: ProfilesQuality


def read_profiles(path: str | os.PathLike[str]) -> ProfilesTable:
    """Read a profiles CSV.

    Raises
    ------
    DataError : no readable CSV, a column missing or twice, an identifier empty or twice, or a number or truth value
        that is none.
    """
    return profiles_table(read_records(path))


def profiles_table(records: Records) -> ProfilesTable:
    """The table of records already cut; raises as :func:`read_profiles`."""
    raw = records.select(COLUMNS).select(pl.all().str.strip_chars().replace("", None))
    truth = raw[TRUTH].str.to_lowercase()
    with records.together():
        records.refuse_empty(raw["user_id"], USER)
        records.refuse_repeated(raw["user_id"], USER, "duplicate_user")
        for field in COUNTS:
            _refuse_no_count(records, raw[field])
        records.refuse_where(
            ~truth.is_in([*YES, *NO]), COLUMN_OF[TRUTH], "wrong_type", "Write true or false, or nothing if unknown."
        )
    frame = raw.select(
        "user_id",
        truth.is_in(YES).alias(TRUTH),
        *(pl.col(field).str.replace(r"\.0*$", "").cast(pl.Int64) for field in COUNTS),
        *(_choice(field) for field in CHOICES),
    ).select("user_id", *FIELDS)
    free = raw["product_goal"].str.to_uppercase().str.starts_with("OTHER").fill_null(False)
    quality = ProfilesQuality(
        rows=len(raw),
        columns={column: _column_quality(raw[field], frame[field], free) for column, field in CSV_COLUMNS.items()},
        duplicates=len(raw) - frame.select(FIELDS).n_unique(),
        free_text_goals=int(free.sum()),
        extra_columns=records.extra(COLUMNS),
    )
    return ProfilesTable(records.file, frame, quality)


def _refuse_no_count(records: Records, values: pl.Series) -> None:
    column = COLUMN_OF[values.name]
    records.refuse_where(
        ~values.str.contains(r"^-?[0-9]+(\.0*)?$"),
        column,
        "wrong_type",
        "Write a whole number in digits (3), or nothing if unknown.",
    )
    records.refuse_where(
        values.str.starts_with("-"), column, "negative", "A count is never negative. Write 0 or more, or nothing."
    )
    # a number too long for an integer casts to null, and is as wrong as one too large
    number = values.str.replace(r"\.0*$", "").cast(pl.Int64, strict=False).fill_null(MAX_COUNT + 1)
    records.refuse_where(
        values.is_not_null() & (number > MAX_COUNT),
        column,
        "too_large",
        f"No one has more than {MAX_COUNT:,} of these.",
    )


def _choice(field: str) -> pl.Expr:
    """The value in its one spelling, null where it is none of the choices; as lenient as parse_profile."""
    spelling = {choice.lower(): choice for choice in CHOICES[field]}
    folded = pl.col(field).str.replace_all(" ", "_", literal=True).str.to_lowercase()
    return folded.replace_strict(spelling, default=None, return_dtype=pl.String)


def _column_quality(raw: pl.Series, read: pl.Series, free: pl.Series) -> ColumnQuality:
    unknown = raw.is_not_null() & read.is_null()
    if raw.name == "product_goal":
        unknown &= ~free
    values = raw.filter(unknown)
    return ColumnQuality(raw.null_count(), len(values), common_categories(dict(values.value_counts().iter_rows())))
