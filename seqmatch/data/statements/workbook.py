"""XLSX, XLS and ODS workbooks, through python-calamine (MIT): the first sheet that has a header of transactions, and
those that share it."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from decimal import Decimal

from seqmatch.data.statements.columns import AMOUNTS, BankMapping
from seqmatch.data.statements.csv import HEADER_WITHIN, is_data
from seqmatch.data.statements.grid import Grid
from seqmatch.data.statements.layouts import layout_of
from seqmatch.errors import DataError

MAX_UNPACKED = 256 << 20
"""A workbook is a zip archive; one that unpacks to more bytes than this is refused before it is."""


def read_workbook(file: str, data: bytes, mapping: BankMapping) -> Grid:
    """The rows of the first sheet with a header that names a date and an amount, and of further ones that share it.

    "Lines" are rows, counted on from sheet to sheet.

    Raises
    ------
    DataError : no workbook, one that unpacks to too much, or one without such a sheet.
    """
    from python_calamine import CalamineWorkbook

    _refuse_large(file, data)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheets = {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}
    except Exception:  # the reader meets broken files with errors of many kinds
        raise DataError(
            "This is a zip archive or an Excel workbook that cannot be opened (broken, or with a password). Save it "
            "as CSV, "
            "or unpack the archive.",
            code="not_xlsx",
            path=file,
        ) from None
    found: Grid | None = None
    aside = passed = 0
    for cells in sheets.values():
        rows = [[_text(cell) for cell in row] for row in cells]
        at = _header(rows, mapping)
        if at is not None and found is None:
            header, first = rows[at], at + 1
            if mapping.by_number and is_data(header, mapping):
                header, first = [str(place + 1) for place in range(len(header))], at
            told: dict[str, str | int] = {"format": "XLSX", "lines_above": at}
            lines = list(range(first + 1, len(rows) + 1))
            found = Grid(tuple(one.strip() for one in header), rows[first:], lines, told)
        elif at is not None and found is not None and tuple(one.strip() for one in rows[at]) == found.header:
            found.rows += rows[at + 1 :]
            found.lines = [*found.lines, *range(passed + at + 2, passed + len(rows) + 1)]
            found.notes = ["further sheets with the same header were read too; row numbers count on through them"]
        else:
            aside += bool(cells)
        passed += len(rows)
    if found is not None:
        if aside:
            found.notes.append(f"{aside:,} other sheets of the workbook were left aside")
        return found
    raise DataError(
        "No sheet has a header that is known to name a date and an amount. Say which columns hold them in the "
        "mapping, by "
        "number: date=1,description=2,amount=3.",
        code="missing_column",
        path=file,
    )


def _header(rows: list[list[str]], mapping: BankMapping) -> int | None:
    for at, row in enumerate(rows[:HEADER_WITHIN]):
        if mapping.by_number and is_data(row, mapping):
            return at - 1 if at and any(rows[at - 1]) and not is_data(rows[at - 1], mapping) else at
        found = mapping.places(row)
        known = "date" in found and any(amount in found for amount in AMOUNTS)
        if not mapping.by_number and (known or layout_of(row) is not None):
            return at
    return None


def _text(cell: object) -> str:
    """A cell as a CSV would print it: days as 2026-03-31, numbers with a point and no noise of their binary form."""
    if cell is None or cell == "":
        return ""
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, float):
        return f"{Decimal(repr(round(cell, 6))).normalize():f}"
    if isinstance(cell, dt.datetime):
        return cell.strftime("%Y-%m-%d") if cell.time() == dt.time(0) else cell.strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(cell, dt.date):
        return cell.isoformat()
    return str(cell)


def _refuse_large(file: str, data: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            size = sum(member.file_size for member in archive.infolist())
    except (zipfile.BadZipFile, ValueError, OSError):
        return
    if size > MAX_UNPACKED:
        raise DataError(
            "The workbook unpacks to more than 256 MiB. Save the sheet as CSV and cut it into parts.",
            code="too_large",
            path=file,
        )
