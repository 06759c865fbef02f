"""Rows of text with the line each starts on: what every format becomes before its columns are understood."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from seqmatch.errors import DataError

LONGEST_ROW = 50
"""Lines that a quoted value may run over, where the quotes of the file do not fit."""


@dataclass(frozen=True, slots=True)
class ToldBalance:
    """A balance that the statement itself tells: of the end of ``day``, amount as printed, minus for what is owed."""

    account: str
    day: dt.date
    amount: str
    currency: str = ""


@dataclass(eq=False)
class Grid:
    """The rows of a statement below its header.

    Attributes
    ----------
    header : the names of the columns.
    rows : as many fields each as the file has there; too many or too few are judged later.
    lines : the line (or number of the entry) each row starts on.
    notes : what was mended or left aside in reading, for the report.
    left_out : reason -> lines of what was no movement, as far as the format itself tells.
    told : ``format``, ``encoding``, ``separator``, ``lines_above``, as far as the file has them.
    balances : of the accounts, where the format tells them outside its rows.
    """

    header: tuple[str, ...]
    rows: list[list[str]]
    lines: Sequence[int]
    told: dict[str, str | int]
    notes: list[str] = field(default_factory=list)
    left_out: dict[str, list[int]] = field(default_factory=dict)
    balances: list[ToldBalance] = field(default_factory=list)


def cut(file: str, text: str, separator: str, first: int = 1) -> tuple[list[list[str]], list[int], int]:
    """The rows, the line each starts on, and how many needed their quotes mended.

    A quote that is neither doubled nor at the end of its value counts as part of the value, as long as the row then has
    as many fields as the first.

    Raises
    ------
    DataError : quotes that fit in no way.
    """
    try:
        rows, lines = _strictly(text, separator, first)
    except csv.Error:
        return _leniently(file, text, separator, first)
    return rows, lines, 0


def _strictly(text: str, separator: str, first: int) -> tuple[list[list[str]], list[int]]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True, delimiter=separator)
    rows, lines, start = [], [], first
    for row in reader:
        if row:
            rows.append(row)
            lines.append(start)
        start = first + reader.line_num
    return rows, lines


def _leniently(file: str, text: str, separator: str, first: int) -> tuple[list[list[str]], list[int], int]:
    physical = re.split(r"\r\n|\r|\n", text)
    rows: list[list[str]] = []
    lines: list[int] = []
    mended = at = 0
    while at < len(physical):
        used, row = _one(physical[at : at + LONGEST_ROW], separator)
        if row is None:
            row, used = list(_fields(physical[at], separator)), 1
            if rows and len(row) != len(rows[0]):
                raise DataError(
                    f"The quotes of row {first + at} are not those of a CSV, and its fields cannot be told apart. "
                    "Inside a "
                    'quoted value write each quote twice ("").',
                    code="not_csv",
                    path=f"{file}:{first + at}",
                )
            mended += 1
        if row:
            rows.append(row)
            lines.append(first + at)
        at += used
    return rows, lines, mended


def _one(physical: Sequence[str], separator: str) -> tuple[int, list[str] | None]:
    """The row that begins these lines, and how many it takes; None where its quotes do not fit."""
    for used in range(1, len(physical) + 1):
        try:
            found = list(csv.reader(["\n".join(physical[:used])], strict=True, delimiter=separator))
        except csv.Error as error:
            if "end of data" not in str(error):
                return 1, None
            continue
        return used, found[0] if found else []
    return 1, None


def _fields(line: str, separator: str) -> Iterator[str]:
    at, end = 0, len(line)
    while at <= end:
        if line[at : at + 1] == '"':
            close = at + 1
            while (close := line.find('"', close)) != -1 and line[close + 1 : close + 2] not in ("", separator):
                close += 1
            if close != -1:
                yield line[at + 1 : close].replace('""', '"')
                at = close + 2
                continue
        stop = line.find(separator, at)
        stop = end if stop == -1 else stop
        yield line[at:stop]
        at = stop + 1
