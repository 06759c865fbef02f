"""The records of one table as text, each with its line, and the refusals that name row, column and remedy."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import NoReturn

import polars as pl

from seqmatch.errors import DataError, nearest_name

PLAIN_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_ ]{0,39}")
"""Column names of this form may be repeated in messages; any other is a stranger's text."""

Columns = Mapping[str, Sequence[str]]
"""Column as messages name it -> the names it may have in the file, in any case; the first is its name in the frame."""


MOST_LINES = 20
"""Rows that a message lists; of more it says how many."""


@dataclass(frozen=True)
class _Fault:
    """What is wrong with some cells of one column."""

    code: str
    message: str
    column: str
    lines: tuple[int, ...]

    def says(self) -> str:
        """The message, and the other rows it holds for."""
        others = self.lines[1:]
        if not others:
            return self.message
        listed = ", ".join(str(line) for line in others[:MOST_LINES])
        rest = f" and {len(others) - MOST_LINES:,} others" if len(others) > MOST_LINES else ""
        return f"{self.message} So in {len(others):,} more {'row' if len(others) == 1 else 'rows'}: {listed}{rest}."


@dataclass(frozen=True, eq=False)
class Records:
    """The records of one table.

    Attributes
    ----------
    file : the path as given, for messages.
    header : column names in file order, surrounding spaces removed.
    columns : the values of each column, as text, shape (n_columns, n_records).
    lines : the line each record starts on, as an editor counts (the header is on line 1).
    """

    file: str
    header: tuple[str, ...]
    columns: tuple[Sequence[str | None], ...]
    lines: Sequence[int]
    _faults: list[_Fault] = field(default_factory=list, init=False, repr=False)
    _gathering: list[bool] = field(default_factory=list, init=False, repr=False)

    @contextmanager
    def together(self) -> Iterator[None]:
        """Refusals inside are gathered and raised as one error at the end, so that all can be mended at once."""
        self._gathering.append(True)
        try:
            yield
        finally:
            self._gathering.pop()
        if self._faults and not self._gathering:
            faults = list(self._faults)
            self._faults.clear()
            first, *others = faults
            also = "".join(f" {fault.column} of row {fault.lines[0]}: {fault.says()}" for fault in others)
            self._refuse(first.code, first.says() + also, first.lines[0], first.column)

    def select(self, wanted: Columns, optional: Sequence[str] = ()) -> pl.DataFrame:
        """The wanted columns as a frame of text, spaces around values kept; optional ones may be absent.

        Raises
        ------
        DataError : a column is missing or given twice, or there is no record.
        """
        places = {column: self._places(names) for column, names in wanted.items()}
        for column, found in places.items():
            if len(found) > 1:
                self._refuse("duplicate_column", "The header names this column twice. Remove one.", 1, column)
        missing = [column for column, found in places.items() if not found and column not in optional]
        if missing:
            self._refuse_missing(missing, [at for found in places.values() for at in found])
        if not self.lines:
            raise DataError("There is a header but no row. Add one row per user.", code="no_rows", path=self.file)
        return pl.DataFrame(
            [
                pl.Series(wanted[column][0], self.columns[found[0]], dtype=pl.String)
                for column, found in places.items()
                if found
            ]
        )

    def extra(self, wanted: Columns) -> tuple[str, ...]:
        """The other columns; one whose name is no plain name is called by its number."""
        taken = {at for names in wanted.values() for at in self._places(names)}
        return tuple(
            name if PLAIN_NAME.fullmatch(name) else f"column {at + 1}"
            for at, name in enumerate(self.header)
            if at not in taken
        )

    def refuse_where(self, wrong: pl.Series, column: str, code: str, message: str) -> None:
        """Raise a DataError at the first record where ``wrong`` is true, and say where else it is.

        Inside of :meth:`together` it is raised at the end. A cell that was found wrong already is not named again.
        """
        lines = [self.lines[place] for place in wrong.fill_null(False).arg_true()]
        named = {line for fault in self._faults if fault.column == column for line in fault.lines}
        if lines := [line for line in lines if line not in named]:
            fault = _Fault(code, message, column, tuple(lines))
            if not self._gathering:
                self._refuse(code, fault.says(), lines[0], column)
            self._faults.append(fault)

    def refuse_empty(self, values: pl.Series, column: str) -> None:
        """Raise a DataError where a value is missing."""
        self.refuse_where(values.fill_null("") == "", column, "empty_id", "This is empty. Every row needs it.")

    def refuse_repeated(self, values: pl.Series, column: str, code: str) -> None:
        """Raise a DataError where a value stood in an earlier record."""
        again = ~values.is_first_distinct()
        if again.any():
            first = self.lines[int((values == values.filter(again)[0]).arg_true()[0])]
            self.refuse_where(again, column, code, f"Row {first} has the same value. Each needs its own: remove one.")

    def _refuse(self, code: str, message: str, line: int, column: str) -> NoReturn:
        raise DataError(message, code=code, path=f"{self.file}:{line}:{column}")

    def _places(self, names: Sequence[str]) -> list[int]:
        folded = {name.casefold() for name in names}
        return [at for at, name in enumerate(self.header) if name.casefold() in folded]

    def _refuse_missing(self, missing: Sequence[str], taken: Sequence[int]) -> NoReturn:
        others = f" So {'is' if len(missing) == 2 else 'are'} {', '.join(missing[1:])}." if len(missing) > 1 else ""
        present = [name for at, name in enumerate(self.header) if at not in taken and PLAIN_NAME.fullmatch(name)]
        nearest = nearest_name(missing[0], present)
        if nearest:
            remedy = f"The nearest one present is {nearest}: rename it."
        else:
            remedy = "Add it to the header; values may be empty where they are unknown."
        self._refuse("missing_column", f"This column is missing.{others} {remedy}", 1, missing[0])


def records_of(frame: pl.DataFrame, name: str) -> Records:
    """The records of a frame in memory, under the same rules as those of a file called ``name``."""
    columns = tuple(frame[column].cast(pl.String).to_list() for column in frame.columns)
    return Records(name, tuple(frame.columns), columns, range(2, len(frame) + 2))
