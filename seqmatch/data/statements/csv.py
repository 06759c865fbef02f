"""A bank's CSV into records of text: encoding, separator and the line of the header are told from the file."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass

from seqmatch.data.files.csv_file import MARK, SEPARATORS, cut, refuse_other_formats
from seqmatch.data.files.records import Records
from seqmatch.data.statements.columns import AMOUNTS, BankMapping
from seqmatch.errors import DataError

HEADER_WITHIN = 30
"""Banks print the account, the period and the like above the header; it is looked for in this many lines."""


@dataclass(frozen=True, eq=False)
class BankCsv:
    """The records of a CSV, and what was told from the file: ``encoding``, ``separator``, lines above the header."""

    records: Records
    encoding: str
    separator: str
    above: int


def read_bank_csv(file: str, data: bytes, mapping: BankMapping) -> BankCsv:
    """Cut ``data`` into records; with a mapping by numbers there is no header, and columns are called by number.

    Raises
    ------
    DataError : another format, an empty file, quotes or rows that do not fit.
    """
    text, encoding = decode(file, data)
    above, separator = find_header(text, mapping)
    stream = io.StringIO(text, newline="")
    for _ in range(above):
        stream.readline()
    rows, lines = cut(file, stream.read(), separator, above + 1, spare=True)
    if not rows:
        raise DataError(
            "The file is empty. It needs a header and one row per transaction.", code="empty_file", path=file
        )
    if mapping.by_number:
        rows, lines = [[str(at + 1) for at in range(len(rows[0]))], *rows], [0, *lines]
    header = tuple(name.strip() for name in rows[0])
    columns: tuple[Sequence[str], ...] = tuple(zip(*rows[1:], strict=True)) or ((),) * len(header)
    return BankCsv(Records(file, header, columns, lines[1:]), encoding, separator, above)


def decode(file: str, data: bytes) -> tuple[str, str]:
    """The text and its encoding: UTF-8 (UTF-16 by its mark), else Windows-1252, else Latin-1, which reads any byte."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return data.decode("utf-16"), "utf-16"
        except UnicodeDecodeError:
            raise DataError("The UTF-16 text is broken. Save it as CSV (UTF-8).", code="not_utf8", path=file) from None
    refuse_other_formats(file, data)
    data = data.removeprefix(MARK)
    for encoding in ("utf-8", "cp1252"):
        try:
            return data.decode(encoding), encoding
        except UnicodeDecodeError:
            continue
    return data.decode("latin-1"), "latin-1"


def find_header(text: str, mapping: BankMapping) -> tuple[int, str]:
    """How many lines stand above the header, and the separator.

    The first line that names a date and an amount is the header; where none does, it is the first that is not empty,
    cut by what cuts it most.
    """
    stream = io.StringIO(text, newline="")
    lines = [(at, line) for at in range(HEADER_WITHIN) if (line := stream.readline()).strip()]
    if not mapping.by_number:
        for at, line in lines:
            for separator in (",", *SEPARATORS):
                found = mapping.places(_names(line, separator))
                if "date" in found and any(amount in found for amount in AMOUNTS):
                    return at, separator
    at, line = lines[0] if lines else (0, "")
    return at, max((",", *SEPARATORS), key=lambda separator: len(_names(line, separator)))


def _names(line: str, separator: str) -> list[str]:
    try:
        return [name.strip() for name in next(csv.reader([line], delimiter=separator), [])]
    except csv.Error:
        return []
