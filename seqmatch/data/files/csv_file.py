"""Reads a CSV file into text records: any usual separator, UTF-8 or marked UTF-16; all else is refused whole.

The csv module cuts the records, because it knows the line of each and minds a row that is too short; polars, which
would fill such a row with nulls and say nothing, takes over once the records are cut.
"""

from __future__ import annotations

import csv
import io
import os
import re
from collections.abc import Sequence
from pathlib import Path

from seqmatch.data.files.records import Records
from seqmatch.errors import DataError

FORMATS: tuple[tuple[bytes, str], ...] = (
    (b"PK\x03\x04", "an Excel workbook or a zip archive"),
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"PAR1", "a Parquet file"),
    (b"SQLite format 3\x00", "an SQLite database"),
    (b"%PDF", "a PDF"),
    (b"\xff\xfe", "UTF-16 text"),
    (b"\xfe\xff", "UTF-16 text"),
    (b"{", "JSON"),
    (b"[", "JSON"),
    (b"<", "HTML or XML"),
)
"""First bytes of a file -> what it is instead of a CSV."""

SEPARATORS = {";": "semicolons", "\t": "tabs", "|": "bars"}
MARK = b"\xef\xbb\xbf"
"""The byte-order mark that spreadsheets put before UTF-8."""
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
"""The marks before UTF-16, in which spreadsheets save "Unicode text"."""


def read_records(path: str | os.PathLike[str]) -> Records:
    """Read a CSV file; empty lines between rows count for nothing.

    Raises
    ------
    DataError : no such file, not a file, empty, not UTF-8, NUL bytes, another format, or a row whose quotes or number
        of fields do not fit.
    """
    file = os.fspath(path)
    text = _decode(file, read_bytes(file))
    rows, lines = cut(file, text, _separator(text))
    if not rows:
        raise DataError("The file is empty. It needs a header and one row per user.", code="empty_file", path=file)
    header = tuple(name.strip() for name in rows[0])
    columns: tuple[Sequence[str], ...] = tuple(zip(*rows[1:], strict=True)) or ((),) * len(header)
    return Records(file, header, columns, lines[1:])


def _separator(text: str) -> str:
    """What divides the header into the most columns; a comma where nothing does."""
    header = next((line for line in text.splitlines() if line.strip()), "")[: csv.field_size_limit()]
    return max((",", *SEPARATORS), key=lambda separator: len(next(csv.reader([header], delimiter=separator), [])))


def cut(
    file: str, text: str, separator: str = ",", first: int = 1, *, spare: bool = False
) -> tuple[list[list[str]], list[int]]:
    """The rows, header included, and the line each starts on; ``first`` is the line of the file ``text`` starts on.

    With ``spare``, empty fields beyond the header's are dropped: some banks end every row with a separator.

    Raises
    ------
    DataError : quotes that do not fit, or a row of more or fewer fields than the header.
    """
    reader = csv.reader(io.StringIO(text, newline=""), strict=True, delimiter=separator)
    rows: list[list[str]] = []
    lines: list[int] = []
    start = first
    try:
        for row in reader:
            if row:
                while spare and rows and len(row) > len(rows[0]) and not row[-1]:
                    row.pop()
                if rows and len(row) != len(rows[0]):
                    raise DataError(
                        f"The header has {len(rows[0])} fields, this row {len(row)}. Put quotes around a value that "
                        "holds a separator, or add what is missing.",
                        code="ragged_row",
                        path=f"{file}:{start}",
                    )
                rows.append(row)
                lines.append(start)
            start = first + reader.line_num
    except csv.Error as error:
        raise DataError(_quote_trouble(str(error)), code="not_csv", path=f"{file}:{start}") from None
    return rows, lines


def read_bytes(file: str) -> bytes:
    """The bytes of a file.

    Raises
    ------
    DataError : no such file, not a regular file, or no permission.
    """
    place = Path(file)
    try:
        if place.is_file():
            return place.read_bytes()
        there, folder = place.exists(), place.is_dir()
    except (OSError, ValueError):  # no permission; a name with NUL in it
        raise DataError("The file cannot be read. Check its permissions.", code="unreadable_file", path=file) from None
    if folder:
        raise DataError("This is a folder. Name the CSV file in it.", code="not_a_file", path=file)
    if there:
        raise DataError("This is not a regular file. Name a CSV file.", code="not_a_file", path=file)
    raise DataError("There is no such file. Check the path.", code="missing_file", path=file)


def refuse_other_formats(file: str, data: bytes) -> None:
    """Raise a DataError where the bytes are of another format than text."""
    for start, what in FORMATS:
        if data.startswith(start):
            raise DataError(f"This is {what}, not a CSV. Save it as CSV (UTF-8).", code="not_csv", path=file)
    nul = data.find(b"\0")
    if nul >= 0:
        raise DataError(
            f"Byte {nul:,} is NUL, which no text holds. Export the file again as CSV (UTF-8).",
            code="nul_byte",
            path=f"{file}:{_line_of(data, nul)}",
        )


def _decode(file: str, data: bytes) -> str:
    if data.startswith(UTF_16):
        try:
            text = data.decode("utf-16")
        except UnicodeDecodeError:
            raise DataError("The text is not UTF-16. Save it as CSV (UTF-8).", code="not_utf8", path=file) from None
        refuse_other_formats(file, text.encode())
        return text
    refuse_other_formats(file, data)
    try:
        return data.removeprefix(MARK).decode()
    except UnicodeDecodeError as error:
        at = error.start + len(MARK) * data.startswith(MARK)
        raise DataError(
            f"The text is not UTF-8 (byte {at:,}). Save it as CSV (UTF-8).",
            code="not_utf8",
            path=f"{file}:{_line_of(data, at)}",
        ) from None


def _line_of(data: bytes, offset: int) -> int:
    """The line, from 1, that holds the byte at ``offset`` (from 0)."""
    return len(re.findall(rb"\r\n?|\n", data[:offset])) + 1


def _quote_trouble(reason: str) -> str:
    if "end of data" in reason:
        return "A quote opens in this row and is never closed. Close it, or remove it."
    if "field limit" in reason:
        return (
            f"A value of this row is longer than {csv.field_size_limit():,} characters. "
            "Close the quote that opens in it, if one does; if this is no CSV, name the file that is."
        )
    return 'The quotes of this row are not those of a CSV. Inside a quoted value write each quote twice ("").'
