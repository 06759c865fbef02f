"""Reads tables of any size a part at a time: CSV or Parquet, a file, a folder of files, or folders named ``key=value``.

Not for files that are refused whole where one row is wrong: those are read by :mod:`seqmatch.data.files.csv_file`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import polars as pl

from seqmatch.data.files.records import PLAIN_NAME
from seqmatch.errors import DataError

ENDINGS = (".csv", ".csv.gz", ".parquet")
FILE, ROW = "_file", "_row"
"""Columns that say where a row stands: its file below the path that was named, and its number there, from 1."""
PLACE = {FILE: pl.String, ROW: pl.Int64}
_FOLDER = re.compile(r"([A-Za-z]\w*)=([^/=]*)")
_SEPARATORS = (",", ";", "\t", "|")
_HEADER_BYTES = 65_536

Columns = Mapping[str, Sequence[str]]
"""Column -> the names it may have in the files, in any case."""


def files_of(path: Path) -> list[Path]:
    """The tables of a file or folder, in the order of their names.

    Raises
    ------
    DataError : there is nothing to read.
    """
    if not path.exists():
        raise DataError("There is no such file or folder. Check the path.", path=str(path))
    if not path.is_dir():
        return [path]
    inside = (one for one in path.rglob("*") if one.name.endswith(ENDINGS) and one.is_file())
    files = sorted(
        one for one in inside if not any(part.startswith((".", "_")) for part in one.relative_to(path).parts)
    )
    if not files:
        raise DataError(f"There is no {' or '.join(ENDINGS)} in this folder.", path=str(path))
    return files


def batches(path: Path, columns: Columns, needed: Iterable[str], rows: int) -> Iterator[pl.DataFrame]:
    """The rows of ``path``, at most ``rows`` at a time, in the order of the files: PLACE and ``columns``.

    Every column is text; what a file lacks is null, and what it has besides is left out.

    Raises
    ------
    DataError : nothing to read, no table, or one of ``needed`` is in no column; names the file.
    """
    for file in files_of(path):
        yield from _batches(file, path, columns, tuple(needed), rows)


def _batches(file: Path, root: Path, columns: Columns, needed: tuple[str, ...], rows: int) -> Iterator[pl.DataFrame]:
    within = file.relative_to(root) if root.is_dir() else Path(file.name)
    at = 0
    try:
        table = _scan(file)
        chosen = _chosen(table.collect_schema().names(), columns, file)
        folders = dict(_FOLDER.findall(within.parent.as_posix()))
        told = {name: pl.lit(folders[key]) for name, key in _chosen(list(folders), columns, file).items()}
        lacking = [name for name in needed if name not in chosen and name not in told]
        if lacking:
            raise DataError(
                f"Columns are missing: {', '.join(columns[name][0] for name in lacking)}. Name them in the header.",
                code="missing_column",
                path=str(file),
            )
        exprs = [
            (pl.col(chosen[name]).cast(pl.String) if name in chosen else told.get(name, pl.lit(None, pl.String))).alias(
                name
            )
            for name in columns
        ]
        for batch in table.select(exprs).collect_batches(chunk_size=rows, maintain_order=True):
            for part in batch.iter_slices(rows):
                yield part.select(
                    pl.lit(within.as_posix()).alias(FILE),
                    pl.int_range(at + 1, at + 1 + pl.len(), dtype=pl.Int64).alias(ROW),
                    *columns,
                )
                at += len(part)
    except (pl.exceptions.PolarsError, UnicodeDecodeError):
        raise DataError(
            "It cannot be read as a table. Write CSV in UTF-8 with a header, or Parquet.", path=str(file)
        ) from None


def _scan(file: Path) -> pl.LazyFrame:
    if file.name.endswith(".parquet"):
        return pl.scan_parquet(file)
    return pl.scan_csv(file, infer_schema=False, separator=_separator(file))


def _separator(file: Path) -> str:
    """What divides the header into the most columns."""
    import gzip

    with gzip.open(file, "rb") if file.name.endswith(".gz") else file.open("rb") as stream:
        header = stream.read(_HEADER_BYTES).split(b"\n")[0].decode("utf-8", "replace")
    return max(_SEPARATORS, key=header.count)


def _chosen(names: Sequence[str], columns: Columns, file: Path) -> dict[str, str]:
    """Column -> its name in the file, for those that it has."""
    found: dict[str, str] = {}
    for name, wanted in columns.items():
        folded = {one.casefold() for one in wanted}
        matching = [one for one in names if one.strip().casefold() in folded]
        if len(matching) > 1:
            twice = matching[1] if PLAIN_NAME.fullmatch(matching[1]) else name
            raise DataError(f"The column {twice} is there twice.", code="duplicate_column", path=str(file))
        if matching:
            found[name] = matching[0]
    return found


def parts(frames: Iterable[pl.DataFrame], rows: int) -> Iterator[pl.DataFrame]:
    """The same rows in the same order, ``rows`` to a part; the last one has what is left."""
    held: list[pl.DataFrame] = []
    waiting = 0
    for frame in frames:
        while waiting + len(frame) >= rows:
            taken = rows - waiting
            yield pl.concat([*held, frame.head(taken)]).rechunk()
            frame, held, waiting = frame.slice(taken), [], 0
        if len(frame):
            held.append(frame)
            waiting += len(frame)
    if held:
        yield pl.concat(held).rechunk()
