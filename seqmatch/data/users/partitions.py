"""Brings profiles and rules of any number of users into parts, rules beside their profile, in bounded memory.

Values are left as they are: whoever scores a part reads them as the tools do, and tells which rows cannot be read.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from seqmatch.data.files.partitions import FILE, ROW, batches, parts
from seqmatch.data.users.profiles import COLUMNS, NO, TRUTH, YES
from seqmatch.data.users.rules import COLUMNS as RULE_COLUMNS
from seqmatch.data.users.rules import one_text_each
from seqmatch.schemas.profile import COUNTS, FIELDS

PROFILE_NAMES = {names[0]: tuple(names) for names in COLUMNS.values()}
RULE_NAMES = {names[0]: (*names, column) for column, names in RULE_COLUMNS.items()}
RULE_ROWS = 50_000
"""Rows of rules in memory at once."""
TEXT = "rules_text"


def stage_users(profiles: Path, rules: Path | None, folder: Path, rows: int) -> dict[str, int]:
    """Write ``folder/part-00000.parquet`` and so on, ``rows`` users each, in the order of the profiles.

    Columns are FILE, ROW, ``user_id``, the nine fields of a profile and TEXT, all text but ROW.

    Returns
    -------
    dict : ``parts`` and ``rows`` written, and ``strays``, rows of rules whose user has no profile.

    Raises
    ------
    DataError : a file cannot be read, or a column that names users or rules is missing.
    """
    where = []
    count = total = 0
    for part in parts(batches(profiles, PROFILE_NAMES, ["user_id"], rows), rows):
        tidy = _tidy(part)
        tidy.write_parquet(folder / f"profiles-{count:05}.parquet")
        where.append(tidy.select("user_id", pl.lit(count, pl.Int32).alias("part")))
        count, total = count + 1, total + len(part)
    strays = 0
    pieces: dict[int, list[Path]] = {}
    if rules is not None and where:
        places = pl.concat(where).drop_nulls().unique(maintain_order=True)
        strays = _cut(rules, places, folder, pieces)
    for part_number in range(count):
        told = folder / f"profiles-{part_number:05}.parquet"
        _with_rules(pl.read_parquet(told), pieces.get(part_number, [])).write_parquet(
            folder / f"part-{part_number:05}.parquet"
        )
        for file in (told, *pieces.get(part_number, [])):
            file.unlink()
    return {"parts": count, "rows": total, "strays": strays}


def _tidy(part: pl.DataFrame) -> pl.DataFrame:
    """Blank cells as null, truth values and counts as spreadsheets write them."""
    texts = part.with_columns(pl.col("user_id", *FIELDS).str.strip_chars().replace("", None))
    truth = pl.col(TRUTH).str.to_lowercase()
    return texts.with_columns(
        pl.when(truth.is_in(YES))
        .then(pl.lit("true"))
        .when(truth.is_in(NO))
        .then(pl.lit("false"))
        .otherwise(TRUTH)
        .alias(TRUTH),
        pl.col(*COUNTS).str.replace(r"\.0*$", ""),
    )


def _cut(rules: Path, places: pl.DataFrame, folder: Path, pieces: dict[int, list[Path]]) -> int:
    """Write the rules of each part's users into files of its own, listed in ``pieces``; how many rows are nobody's."""
    strays = 0
    for number, batch in enumerate(batches(rules, RULE_NAMES, ["user_id", "text"], RULE_ROWS)):
        told = batch.with_columns(
            pl.col("user_id", "rule_id").str.strip_chars(),
            pl.col("text").str.replace_all("\r\n", "\n", literal=True),
        )
        found = told.join(places, on="user_id", how="inner", maintain_order="left")
        strays += len(told.join(places, on="user_id", how="anti"))
        for (part,), rows in found.partition_by("part", as_dict=True).items():
            piece = folder / f"rules-{part:05}-{number:05}.parquet"
            rows.drop("part").write_parquet(piece)
            pieces.setdefault(int(str(part)), []).append(piece)
    return strays


def _with_rules(profiles: pl.DataFrame, pieces: list[Path]) -> pl.DataFrame:
    if not pieces:
        return profiles.with_columns(pl.lit(None, pl.String).alias(TEXT))
    rows = pl.concat([pl.read_parquet(piece) for piece in pieces]).select(
        "user_id", pl.col("rule_id").fill_null(""), "text", pl.col(ROW).alias("row")
    )
    joined, _ = one_text_each(rows.filter(pl.col("text").str.strip_chars() != ""))
    texts = joined.select("user_id", pl.col("text").alias(TEXT))
    return profiles.join(texts, on="user_id", how="left", maintain_order="left").select(
        FILE, ROW, "user_id", *FIELDS, TEXT
    )
