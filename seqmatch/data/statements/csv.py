"""A bank's CSV into rows of text: encoding, separator and the line of the header are told from the file."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence

from seqmatch.data.files.csv_file import MARK, SEPARATORS
from seqmatch.data.files.days import readings, split_time
from seqmatch.data.statements.columns import AMOUNTS, BankMapping
from seqmatch.data.statements.grid import Grid, cut
from seqmatch.data.statements.layouts import headerless_of, layout_of
from seqmatch.errors import DataError

HEADER_WITHIN = 40
"""Banks print the account, the period and the like above the header; it is looked for in this many lines."""
CENTRAL = re.compile(rb"[A-Za-z][\xa3\xa5\xaf\xb3\xb9\xbf][A-Za-z]")
"""Polish letters as Windows-1250 writes them, inside a word; in Windows-1252 these bytes are signs, not letters."""


def read_bank_csv(file: str, data: bytes, mapping: BankMapping) -> Grid:
    """Cut ``data`` into rows; where the mapping names columns by number, a file needs no header.

    Raises
    ------
    DataError : an empty file, or quotes that do not fit.
    """
    text, encoding = decode(file, data, mapping.encoding)
    above, separator = find_header(text, mapping)
    stream = io.StringIO(text, newline="")
    for _ in range(above):
        stream.readline()
    rows, lines, mended = cut(file, stream.read(), separator, above + 1)
    if not rows:
        raise DataError(
            "The file is empty. It needs a header and one row per transaction.", code="empty_file", path=file
        )
    notes = [f"{mended:,} rows with quotes inside a value were read as they stand"] if mended else []
    told: dict[str, str | int] = {
        "format": "CSV",
        "encoding": encoding,
        "separator": separator,
        "lines_above": above,
    }
    if headerless_of(rows[0]) is not None or (mapping.by_number and is_data(rows[0], mapping)):
        rows, lines = [[str(at + 1) for at in range(len(rows[0]))], *rows], [0, *lines]
    header = tuple(name.strip() for name in rows[0])
    return Grid(header, rows[1:], lines[1:], told, notes)


def decode(file: str, data: bytes, encoding: str | None = None) -> tuple[str, str]:
    """The text and its encoding: the one that is said, else UTF-8, UTF-16, Windows-1250 where words hold its
    letters, Windows-1252, or Latin-1, which reads any.

    Raises
    ------
    DataError : the text is not of the encoding that is said, or no text at all.
    """
    central = ("cp1250",) if CENTRAL.search(data) else ()
    tried = (encoding,) if encoding else (_wide(data) or "utf-8", *central, "cp1252", "latin-1")
    for name in tried:
        try:
            text = data.removeprefix(MARK).decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else name)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            line = text[: text.index("\0")].count("\n") + 1
            raise DataError(
                f"Line {line:,} holds a NUL, which no text does. If the file is UTF-16, say encoding=utf-16-le in the "
                "mapping; else save it as CSV (UTF-8).",
                code="nul_byte",
                path=f"{file}:{line}",
            )
        return text, "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else name
    raise DataError(
        f"The text is not of the encoding {tried[0]}. Say another one in the mapping, as encoding=cp1250, or leave "
        "it out.",
        code="not_utf8",
        path=file,
    )


def _wide(data: bytes) -> str | None:
    """UTF-16 without its mark: every other byte of the beginning is NUL."""
    start = data[:400]
    for offset, name in ((1, "utf-16-le"), (0, "utf-16-be")):
        other = start[offset::2]
        if len(start) >= 8 and other.count(0) > 0.7 * len(other) and start[1 - offset :: 2].count(0) == 0:
            return name
    return None


def find_header(text: str, mapping: BankMapping) -> tuple[int, str]:
    """How many lines stand above the header, and the separator.

    The first line that names a date and an amount is the header; by number, it is the line above the first that has a
    date in its place. Where there is none, it is the first line that is not empty, cut by what cuts it most.
    """
    stream = io.StringIO(text, newline="")
    lines = [(at, line) for at in range(HEADER_WITHIN) if (line := stream.readline()).strip()]
    if mapping.by_number:
        for number, (at, line) in enumerate(lines):
            for separator in (",", *SEPARATORS):
                names = _names(line, separator)
                if is_data(names, mapping):
                    before, above = lines[number - 1] if number else (0, "")
                    return (before if len(_names(above, separator)) == len(names) else at), separator
    for at, line in lines:
        for separator in (",", *SEPARATORS):
            names = _names(line, separator)
            found = mapping.places(names)
            if ("date" in found and any(amount in found for amount in AMOUNTS)) or layout_of(names) is not None:
                return at, separator
    at, line = lines[0] if lines else (0, "")
    for separator in (",", *SEPARATORS):
        if headerless_of(_names(line, separator)) is not None:
            return at, separator
    return at, max((",", *SEPARATORS), key=lambda separator: len(_names(line, separator)))


def is_data(row: Sequence[str], mapping: BankMapping) -> bool:
    """Whether a row has a date where the mapping, by number, says."""
    said = mapping.columns.get("date", "")
    place = int(said) - 1 if said.isdecimal() and len(said) < 5 else -1
    return 0 <= place < len(row) and bool(readings(split_time(row[place][:40])[0]))


def _names(line: str, separator: str) -> list[str]:
    try:
        return [name.strip() for name in next(csv.reader([line], delimiter=separator), [])]
    except csv.Error:
        return []
