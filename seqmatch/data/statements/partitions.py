"""Brings transactions of any number of people into parts, and reads a part; what cannot be read loses its own row."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from seqmatch.data.files.money import cents
from seqmatch.data.files.partitions import FILE, ROW, batches, parts
from seqmatch.schemas.transaction import FRAME_COLUMNS, MAX_AMOUNT_CENTS, MAX_DESCRIPTION

NAMES = {
    **{name: (name,) for name in FRAME_COLUMNS},
    "amount": ("amount",),
    "transaction_id": ("transaction_id", "id"),
    "user": ("user", "user_id"),
}
NEEDED = ("date", "description")
LONGEST_NAME = 64
CENT_ERROR = 1e-3
"""Of a cent, by which a float may miss it."""
WHAT = {
    "date": "The date must be a day, YYYY-MM-DD.",
    "time": "The time must be a time of day, HH:MM or HH:MM:SS.",
    "description": f"There must be a description of at most {MAX_DESCRIPTION} characters.",
    "merchant": f"A merchant has at most {MAX_DESCRIPTION} characters.",
    "amount": "There must be an amount of at most two decimals, or amount_cents of none; spending is negative.",
    "mcc": "A merchant category code has four digits.",
    "names": f"Names of transaction, user and account have at most {LONGEST_NAME} characters.",
}


def stage_transactions(transactions: Path, folder: Path, rows: int) -> dict[str, int]:
    """Write ``folder/part-00000.parquet`` and so on, ``rows`` transactions each, in their order, every value as text.

    Raises
    ------
    DataError : a file cannot be read, or has no column for days or descriptions.
    """
    count = total = 0
    for part in parts(batches(transactions, NAMES, NEEDED, rows), rows):
        part.write_parquet(folder / f"part-{count:05}.parquet")
        count, total = count + 1, total + len(part)
    return {"parts": count, "rows": total}


def read_part(part: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """A part's transactions, FRAME_COLUMNS, and the rows that are none: FILE, ROW, ``user``, ``code``, ``what``.

    A transaction without a name gets its row as one.
    """
    texts = part.with_columns(pl.col(name).str.strip_chars().replace("", None) for name in NAMES)
    whole = texts["amount_cents"].str.replace(r"\.0*$", "").cast(pl.Int64, strict=False)
    amounts = _cents(texts["amount"].fill_null(""))
    time = pl.coalesce(
        pl.col("time").str.to_time("%H:%M:%S", strict=False), pl.col("time").str.to_time("%H:%M", strict=False)
    )
    read = texts.with_columns(
        transaction_id=pl.coalesce("transaction_id", pl.col(ROW).cast(pl.String)),
        date=pl.col("date").str.slice(0, 10).str.to_date("%Y-%m-%d", strict=False),
        time=time,
        amount_cents=whole.zip_with(texts["amount_cents"].is_not_null(), amounts),
    )
    wrong = pl.DataFrame(
        {
            "date": read["date"].is_null(),
            "time": read["time"].is_null() & texts["time"].is_not_null(),
            "description": ~(read["description"].str.len_chars() <= MAX_DESCRIPTION).fill_null(False),
            "merchant": (read["merchant"].str.len_chars() > MAX_DESCRIPTION).fill_null(False),
            "amount": ~(read["amount_cents"].abs() <= MAX_AMOUNT_CENTS).fill_null(False),
            "mcc": ~read["mcc"].str.contains(r"^\d{4}$").fill_null(True),
            "names": read.select(
                pl.any_horizontal(
                    (pl.col("transaction_id", "user", "account").str.len_chars() > LONGEST_NAME).fill_null(False)
                )
            ).to_series(),
        }
    )
    first = pl.lit(None, pl.String)
    for name in reversed(WHAT):
        first = pl.when(name).then(pl.lit(name)).otherwise(first)
    at_fault = wrong.select(first.alias("fault")).to_series()
    failures = read.with_columns(fault=at_fault).filter(pl.col("fault").is_not_null())
    told = failures.select(
        FILE,
        ROW,
        "user",
        pl.lit("invalid_value").alias("code"),
        pl.col("fault").replace_strict(WHAT, return_dtype=pl.String).alias("what"),
    )
    return read.filter(at_fault.is_null()).select(FRAME_COLUMNS), told


def _cents(texts: pl.Series) -> pl.Series:
    """Cents of amounts as text; those of a column of floats too, which show more decimals than they mean."""
    hundredfold = texts.cast(pl.Float64, strict=False) * 100
    near = (hundredfold - hundredfold.round()).abs() < CENT_ERROR
    meant = hundredfold.round().set(~near.fill_null(False), None).cast(pl.Int64, strict=False)
    told = cents(texts, "point")
    return told.zip_with(told.is_not_null(), meant)
