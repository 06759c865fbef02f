"""A bank's file of transactions (CSV, OFX, QIF, camt.053, MT940, XLSX; also gzipped) as the one table of transactions.

All of a file is read or none of it: a value that cannot be read refuses the file with row, value and the option that
reads it. What is left out on purpose is counted by reason, and every column is accounted for.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import os
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn

import polars as pl

from seqmatch.data.files.csv_file import read_bytes
from seqmatch.data.files.records import PLAIN_NAME
from seqmatch.data.statements.balances import NONE, of_rows, of_statement
from seqmatch.data.statements.columns import ABSENT, AMOUNTS, LABELS, BankMapping, mapping_of, read_mapping
from seqmatch.data.statements.columns_told import account_of_columns, refuse_ambiguous
from seqmatch.data.statements.csv import read_bank_csv
from seqmatch.data.statements.formats import kind_of
from seqmatch.data.statements.grid import Grid
from seqmatch.data.statements.headerless import options_for
from seqmatch.data.statements.headers import HEADERS
from seqmatch.data.statements.layouts import Layout, headerless_of, layout_of, merged
from seqmatch.data.statements.legs import own_sides
from seqmatch.data.statements.quality import TransactionsQuality
from seqmatch.data.statements.rows import movements
from seqmatch.data.statements.table import BankTable, table_of, with_labels
from seqmatch.data.statements.values import BankValues
from seqmatch.errors import DataError, nearest_name

MAX_BYTES = 32 << 20
"""A file that unpacks to more than this is refused: reading takes several times its size in memory."""
FINGERPRINT_VERSION = "seqmatch transactions 1"
SPACE = "(id space)"
"""Column of a grid that tells the ids of one bank and account from those of another."""


@dataclass(frozen=True, eq=False, repr=False)
class TransactionsFile:
    """All transactions of a file, in its order.

    Attributes
    ----------
    frame : one row a transaction, the columns of STATEMENT_COLUMNS; a labelled file adds ``category`` and ``source``.
    quality : how the file was read, and what it is worth.
    fingerprint : SHA-256 of the content, whatever the order of rows.
    lines : the line (or number of the entry) each row stood on; a fee stands where its transaction does.
    own : whether each row's name is an id the file gave it.
    balance_cents : what the account held after each row, shape (n_rows,); null where nothing tells it, or where it does
        not add up with the amounts.
    balances : what accounts held at the end of a day, the columns of BALANCE_COLUMNS; none in a labelled file, which
        leaves rows out.
    """

    frame: pl.DataFrame
    quality: TransactionsQuality
    fingerprint: str
    lines: pl.Series = field(default_factory=pl.Series)
    own: pl.Series = field(default_factory=pl.Series)
    balance_cents: pl.Series = field(default_factory=pl.Series)
    balances: pl.DataFrame = field(default_factory=NONE.clone)

    def __len__(self) -> int:
        return len(self.frame)

    def __repr__(self) -> str:
        return f"TransactionsFile({len(self):,} transactions, {self.quality.format}, {self.fingerprint[:12]})"


Said = BankMapping | Mapping[str, str] | str | None
"""A mapping as such, as pairs, or as the text of ``--mapping``."""


def read_transactions(
    path: str | os.PathLike[str], mapping: Said = None, account: str | None = None
) -> TransactionsFile:
    """Read a file of transactions.

    Rows without a name of their own get one made of what they say, so that the same row of another export has the same
    name; equal rows of one file are told apart by their number.

    Parameters
    ----------
    account : what the account of the file is called, whatever the file calls it; a file of several is refused then.

    Raises
    ------
    DataError : a file that cannot be read, a column that is missing, or a value that is none of its kind.
    ArgumentError : a mapping nobody understands.
    """
    return _read(path, mapping, account, labelled=False)


def read_labelled(path: str | os.PathLike[str], mapping: Said = None, account: str | None = None) -> TransactionsFile:
    """Read transactions with their categories; rows without one are left out and counted.

    The source of a label is ``human``, ``rule`` or ``import``, the last where the file has no such column.

    Raises
    ------
    DataError : as :func:`read_transactions`; no column of categories, no row that has one, or a source unknown.
    ArgumentError : a mapping nobody understands.
    """
    return _read(path, mapping, account, labelled=True)


def _read(path: str | os.PathLike[str], said: Said, account: str | None, *, labelled: bool) -> TransactionsFile:
    file = os.fspath(path)
    mapping = _mapping(said)
    grid = _grid(file, _content(file), mapping)
    layout = _layout(grid)
    if "amount" not in mapping.columns:
        grid = own_sides(grid, layout)
    mapping = merged(mapping, layout, grid.header)
    places = _places(file, grid, mapping, labelled)
    records = movements(file, grid, places, mapping)
    if not records.lines:
        _refuse_empty(file, grid)
    space = grid.header.index(SPACE) if SPACE in grid.header else None
    values = BankValues(records, places, mapping)
    table = table_of(values, account, None if space is None else pl.Series(records.columns[space], dtype=pl.String))
    frame, lines, own = (table.frame, table.lines, table.own) if not labelled else with_labels(values, table)
    balances = NONE if labelled else _balances(values, grid, table, account)
    quality = _quality(grid, values, table, frame, layout, labelled)
    balance = pl.Series("balance_cents", [None] * len(frame), dtype=pl.Int64) if labelled else table.balance
    return TransactionsFile(frame, quality, fingerprint_of(frame), lines, own, balance, balances)


def _balances(values: BankValues, grid: Grid, table: BankTable, account: str | None) -> pl.DataFrame:
    """What accounts held at the end of a day, by the statement and by its rows."""
    told = grid.balances
    if told and values.mapping.sign == "turned":
        values.notes.append(
            f"{len(told):,} balances of the statement were not kept: with sign=turned nothing tells their sign"
        )
        told = []
    by_statement, unread = of_statement(told, table.frame, account, values.decimal)
    if unread:
        values.notes.append(f"{unread:,} balances of the statement cannot be read and were not kept")
    return pl.concat([by_statement, of_rows(table.frame, table.balance, table.ends_day)])


def _layout(grid: Grid) -> Layout | None:
    if grid.told["format"] not in ("CSV", "XLSX"):
        return None
    numbered = grid.header[:2] == ("1", "2") and grid.rows
    return headerless_of(grid.rows[0]) if numbered else layout_of(grid.header)


def _quality(
    grid: Grid, values: BankValues, table: BankTable, frame: pl.DataFrame, layout: Layout | None, labelled: bool
) -> TransactionsQuality:
    read = {name: values.column(name) for name in HEADERS if name in values.places and (labelled or name not in LABELS)}
    for name, use in values.uses.items():
        if use.startswith(("looked at", "not kept")):
            read.pop(name, None)
    read.pop("balance", None)
    columns = account_of_columns(values, grid.header, labelled)
    counted = frame.group_by(pl.col("currency").fill_null("unknown")).len().sort("currency")
    every = table.frame
    return TransactionsQuality(
        rows=len(every),
        columns=read,
        dates=values.order,
        decimal=values.decimal,
        first=str(every["date"].min()),
        last=str(every["date"].max()),
        money_out=int((every["amount_cents"] < 0).sum()),
        money_in=int((every["amount_cents"] > 0).sum()),
        unlabelled=len(every) - len(frame),
        layout=layout.name if layout else None,
        currencies=dict(counted.iter_rows()),
        left_out={reason: tuple(lines) for reason, lines in grid.left_out.items()},
        every_column=columns,
        notes=tuple(dict.fromkeys((*grid.notes, *values.notes))),
        **table.counts,  # type: ignore[arg-type]
        **grid.told,  # type: ignore[arg-type]
    )


def fingerprint_of(frame: pl.DataFrame) -> str:
    """SHA-256 of a table of transactions, whatever the order of its rows."""
    text = frame.sort(frame.columns).write_csv()
    return hashlib.sha256(f"{FINGERPRINT_VERSION}\n{text}".encode()).hexdigest()


def _mapping(said: Said) -> BankMapping:
    if said is None:
        return BankMapping()
    if isinstance(said, BankMapping):
        return said
    return read_mapping(said) if isinstance(said, str) else mapping_of(said)


def _grid(file: str, data: bytes, mapping: BankMapping) -> Grid:
    kind = kind_of(file, data)
    if kind == "ofx":
        from seqmatch.data.statements.ofx import read_ofx

        return read_ofx(file, data, mapping.encoding)
    if kind == "qif":
        from seqmatch.data.statements.qif import read_qif

        return read_qif(file, data, mapping.encoding)
    if kind == "camt":
        from seqmatch.data.statements.camt import read_camt

        return read_camt(file, data)
    if kind == "mt940":
        from seqmatch.data.statements.swift import read_mt940

        return read_mt940(file, data, mapping.encoding)
    if kind == "xlsx":
        from seqmatch.data.statements.workbook import read_workbook

        return read_workbook(file, data, mapping)
    return read_bank_csv(file, data, mapping)


def _content(file: str) -> bytes:
    """The bytes of a file, unpacked; a file that is too large is refused before it is read."""
    try:
        size = Path(file).stat().st_size
    except (OSError, ValueError):
        size = 0
    if size > MAX_BYTES:
        _refuse_large(file)
    data = read_bytes(file)
    if data.startswith(b"\x1f\x8b"):
        try:
            with gzip.open(io.BytesIO(data)) as packed:
                content = packed.read(MAX_BYTES + 1)
        except (OSError, EOFError, zlib.error):
            raise DataError(
                "The gzip archive is damaged or cut off. Unpack it with gunzip to see, or get the file once more.",
                code="damaged_archive",
                path=file,
            ) from None
        data = content
    if len(data) > MAX_BYTES:
        _refuse_large(file)
    return data


def _refuse_large(file: str) -> NoReturn:
    raise DataError(
        f"The file holds more than {MAX_BYTES >> 20:,} MiB. Cut it into parts, each with the header, and import one "
        "after "
        "the other: parts may overlap.",
        code="too_large",
        path=file,
    )


def _refuse_empty(file: str, grid: Grid) -> NoReturn:
    left = "; ".join(f"{len(lines):,} {reason}" for reason, lines in grid.left_out.items())
    raise DataError(
        "The file holds no booked transaction." + (f" Left out: {left}." if left else " Choose a longer period."),
        code="no_rows",
        path=file,
    )


def _or_encoding(grid: Grid) -> str:
    """A hint where no encoding told itself: the header may only look unknown."""
    guessed = grid.told.get("encoding") in ("cp1252", "latin-1")
    return " If its letters look wrong, say which encoding it is, as encoding=cp1250 or gb18030." if guessed else ""


def _places(file: str, grid: Grid, mapping: BankMapping, labelled: bool) -> dict[str, int]:
    header = grid.header
    found = mapping.places(header)
    line = f"{file}:{grid.told.get('lines_above', 0) + 1}" if grid.told["format"] == "CSV" else file  # type: ignore[operator]
    for name, column in mapping.columns.items():
        if name not in found and column != ABSENT:
            raise DataError(
                f"The mapping names a column for {name} that the file has not.",
                code="missing_column",
                path=line,
                allowed=[column for column in header if PLAIN_NAME.fullmatch(column)][:20],
            )
    if not {"date", *AMOUNTS} & found.keys() and (options := options_for([header, *grid.rows])):
        raise DataError(
            "The file has no header: its first row is a transaction. Say in the mapping which column holds what, by "
            f"number. It looks like {options}",
            code="no_header",
            path=line,
        )
    wanted = {"date": ("date",), "amount": AMOUNTS, "category": ("category",)}
    for name, any_of in wanted.items():
        if not any(one in found for one in any_of) and (labelled or name != "category"):
            near = [found_near for known in HEADERS[name] if (found_near := nearest_name(known, header))]
            raise DataError(
                f"No column is known to hold the {name}. Say which in the mapping: {name}=COLUMN, or its number, as "
                f"{name}=3.{_or_encoding(grid)}",
                code="missing_column",
                path=f"{line}:{name}",
                nearest=near[0] if near and PLAIN_NAME.fullmatch(near[0]) else None,
            )
    if "description" not in found and "merchant" not in found:
        raise DataError(
            "No column is known to hold the description. Say which in the mapping: description=COLUMN, or its number, "
            "as description=3.",
            code="missing_column",
            path=f"{line}:description",
        )
    refuse_ambiguous(line, header, found, mapping)
    return found
