"""A CSV of labels: which transaction is of which category, and who says so. All of it is read, or none."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from typing import get_args

import polars as pl

from seqmatch.data.files.csv_file import read_records
from seqmatch.data.files.records import Columns, Records
from seqmatch.data.taxonomy.categories import NAMES
from seqmatch.errors import DataError, nearest_name
from seqmatch.schemas.transaction import LabelSource

MAX_CATEGORY = 60
"""Characters of a category."""
COLUMNS: Columns = {"transaction_id": ("transaction_id",), "category": ("category",), "source": ("source",)}
SOURCES: tuple[str, ...] = get_args(LabelSource)


@dataclass(frozen=True, eq=False)
class LabelsFile:
    """The labels of a file, in its order.

    Attributes
    ----------
    frame : transaction_id, category, source.
    records : where they stood, for messages.
    """

    frame: pl.DataFrame
    records: Records

    def refuse_unknown(self, unknown: pl.Series) -> None:
        """Raise a DataError at the first row whose transaction is unknown, shape of ``unknown`` (n_labels,)."""
        self.records.refuse_where(
            unknown,
            "transaction_id",
            "unknown_transaction",
            "The store has no such transaction. Import it first, or remove the row.",
        )


def read_labels(path: str | os.PathLike[str], source: str = "import") -> LabelsFile:
    """Read a CSV with transaction_id and category, and source where rows differ in it.

    Parameters
    ----------
    source : of the rows that do not say theirs.

    Raises
    ------
    DataError : a file that cannot be read, a value that is missing or none of its kind, or a transaction twice.
    """
    return labels_of(read_records(path), source)


def labels_of(records: Records, source: str = "import") -> LabelsFile:
    """The labels of records in memory, under the same rules.

    Raises
    ------
    DataError : as :func:`read_labels`.
    """
    frame = records.select(COLUMNS, optional=("source",)).with_columns(pl.all().str.strip_chars())
    if "source" not in frame.columns:
        frame = frame.with_columns(source=pl.lit(""))
    frame = frame.with_columns(
        pl.when(pl.col("source") == "")
        .then(pl.lit(source))
        .otherwise(pl.col("source").str.to_lowercase())
        .alias("source")
    )
    for column in ("transaction_id", "category"):
        records.refuse_empty(frame[column], column)
    records.refuse_repeated(frame["transaction_id"], "transaction_id", "repeated_transaction")
    records.refuse_where(
        frame["category"].str.len_chars() > MAX_CATEGORY,
        "category",
        "too_long",
        f"A category has at most {MAX_CATEGORY} characters. Shorten it.",
    )
    records.refuse_where(
        frame["category"].str.contains(r"[\p{Cc}\p{Cf}\p{Co}\p{Cn}]"),
        "category",
        "control_characters",
        "A category is a word to be shown; it holds no control characters. Remove them.",
    )
    records.refuse_where(
        ~frame["source"].is_in(SOURCES), "source", "not_a_source", f"A source is one of {', '.join(SOURCES)}."
    )
    return LabelsFile(frame, records)


def refuse_unknown_categories(
    categories: pl.Series, used: Sequence[str], file: str, lines: Sequence[int] | None = None
) -> None:
    """Refuse the first category that neither the taxonomy has nor the store, with the nearest that one of them has.

    Parameters
    ----------
    used : categories of the operator's own, which the store has already.
    lines : of each category, for messages.

    Raises
    ------
    DataError : with the option that takes categories of one's own.
    """
    known = (*NAMES, *(name for name in used if name not in NAMES))
    wrong = categories.is_not_null() & ~categories.is_in(known)
    places = wrong.arg_true()
    if not len(places):
        return
    first = int(places[0])
    count = categories.filter(wrong).n_unique()
    others = f" So are {count - 1:,} more." if count > 2 else " So is one more." if count == 2 else ""
    raise DataError(
        f"This category is not in the taxonomy (docs/categories.md).{others} Say --own-categories to take categories "
        "of your "
        "own.",
        code="unknown_category",
        path=f"{file}:{lines[first]}:category" if lines is not None else f"{file}:category",
        nearest=nearest_name(categories[first], known),
    )
