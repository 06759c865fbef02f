"""The values of a bank's file as the one table of transactions, every row with a name, labels beside it where asked."""

from __future__ import annotations

import hashlib
from typing import get_args

import polars as pl

from seqmatch.data.statements.values import BankValues
from seqmatch.errors import DataError
from seqmatch.schemas.transaction import FRAME_COLUMNS, MAX_DESCRIPTION, LabelSource

MAX_CATEGORY = 60
"""Characters of a category's name."""
SOURCES: tuple[str, ...] = get_args(LabelSource)


def table_of(values: BankValues, account: str | None = None) -> tuple[pl.DataFrame, dict[str, int]]:
    """The table of transactions, those without an account put on ``account``, and counts of what was mended."""
    dates, times = values.dates()
    merchant = values.text("merchant")
    description = values.text("description").fill_null(merchant)
    mcc = values.text("mcc").str.replace(r"\.0$", "").str.zfill(4)
    if "mcc" in values.places:
        values.refuse_where(
            ~mcc.str.contains(r"^\d{4}$"), "mcc", "not_a_code", "A merchant category code has four digits, or is empty."
        )
    accounts = values.name("account")
    frame = pl.DataFrame(
        {
            "transaction_id": values.name("transaction_id"),
            "user": values.name("user"),
            "account": accounts if account is None else accounts.fill_null(account),
            "date": dates,
            "time": times,
            "description": description.fill_null("").str.slice(0, MAX_DESCRIPTION).str.strip_chars_end(),
            "merchant": merchant.str.slice(0, MAX_DESCRIPTION).str.strip_chars_end(),
            "amount_cents": values.amounts(),
            "mcc": mcc,
        }
    ).select(FRAME_COLUMNS)
    if "transaction_id" in values.places:
        values.records.refuse_repeated(
            _filled(frame),
            values.column("transaction_id"),
            "repeated_id",
        )
    counts = {
        "shortened": int((description.str.len_chars() > MAX_DESCRIPTION).sum()),
        "without_description": int((frame["description"] == "").sum()),
        "repeated_rows": len(frame) - frame.drop("transaction_id").n_unique(),
        "own_ids": len(frame) - frame["transaction_id"].null_count(),
    }
    return frame.with_columns(transaction_id=_filled(frame)), counts


def _filled(frame: pl.DataFrame) -> pl.Series:
    """The names of transactions; those without get a digest of what the row says and which of its equals it is."""
    said = frame.drop("transaction_id")
    text = said.select(
        pl.concat_str([pl.all().cast(pl.String).fill_null("")], separator="\x1f").alias("said")
    ).with_columns(pl.int_range(pl.len()).over("said").cast(pl.String).alias("which"))
    digests = [
        hashlib.blake2b(f"{row}\x1f{which}".encode(), digest_size=12).hexdigest() for row, which in text.iter_rows()
    ]
    return frame["transaction_id"].fill_null(pl.Series(digests, dtype=pl.String))


def with_labels(values: BankValues, frame: pl.DataFrame) -> pl.DataFrame:
    """The frame with category and source, rows without a category left out."""
    category = values.text("category")
    values.refuse_where(
        category.str.len_chars() > MAX_CATEGORY,
        "category",
        "too_long",
        f"A category has at most {MAX_CATEGORY} characters.",
    )
    source = values.text("source").str.to_lowercase()
    if "source" in values.places:
        values.refuse_where(
            ~source.is_in(SOURCES),
            "source",
            "not_a_source",
            "The source of a label is human, rule or import. Say source=- in the mapping to leave the column aside.",
        )
    labelled = frame.with_columns(category=category, source=source.fill_null("import")).filter(category.is_not_null())
    if labelled.is_empty():
        raise DataError(
            "No row has a category. Fill the column.", code="no_labels", path=f"{values.records.file}:1:category"
        )
    return labelled
