"""How a file of transactions was read, and what it is worth: counts and settings, never a value of the file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

COUNTS = {
    "repeated_rows": "rows alike in everything, kept and told apart by number",
    "unlabelled": "rows without a category, left out",
    "without_description": "rows without a description",
    "shortened": "descriptions cut at 200 characters",
    "lines_above": "lines above the header, passed over",
}
SEPARATOR_NAMES = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}

SEEMS_TURNED_FROM = 5
"""Rows from which a file of mostly money in is pointed out; of fewer, one without any money out."""


@dataclass(frozen=True)
class TransactionsQuality:
    """A file of transactions.

    Attributes
    ----------
    format, encoding, separator : what the file is.
    columns : field -> the column it was read from, for everything that was read.
    dates, decimal : the order of day and month, and the sign before the cents, as told from the file or the mapping.
    first, last : the days between which the transactions lie.
    money_out, money_in : rows with a negative and a positive amount.
    own_ids : rows that came with a name of their own.
    layout : the known layout the file has, where it has one.
    currencies : currency (``unknown`` where nothing tells it) -> transactions in it.
    left_out : reason -> lines of what is no booked movement of money.
    every_column : each column of the file, with its number, its name where that is plain, and its use.
    notes : how signs, fees, ids and quotes were understood, in sentences of our own.
    """

    format: str
    rows: int
    columns: Mapping[str, str]
    first: str
    last: str
    money_out: int
    money_in: int
    encoding: str = ""
    separator: str = ""
    dates: str | None = None
    decimal: str | None = None
    own_ids: int = 0
    repeated_rows: int = 0
    unlabelled: int = 0
    without_description: int = 0
    shortened: int = 0
    lines_above: int = 0
    layout: str | None = None
    currencies: Mapping[str, int] = field(default_factory=dict)
    left_out: Mapping[str, Sequence[int]] = field(default_factory=dict)
    every_column: Sequence[Mapping[str, str | int]] = ()
    notes: Sequence[str] = ()

    @property
    def seems_turned(self) -> bool:
        """Whether nearly every amount is positive, as where a card prints what was spent without a minus."""
        few = self.rows < SEEMS_TURNED_FROM
        return self.rows > 1 and self.money_in > (0 if few else 2 * self.money_out) and not (few and self.money_out)

    def to_json(self) -> dict[str, Any]:
        """The report as plain JSON values."""
        left_out = {reason: list(lines) for reason, lines in self.left_out.items()}
        told = {name: value for name, value in asdict(self).items() if name != "left_out"}
        return {**told, "left_out": left_out, "notes": list(self.notes), "seems_turned": self.seems_turned}

    def table(self) -> list[tuple[str, str]]:
        """Rows ``(what, value)`` for people; counts of zero are left out."""
        rows = [("transactions", f"{self.rows:,}"), ("from", self.first), ("to", self.last)]
        form = " ".join(part for part in (self.format, self.encoding, SEPARATOR_NAMES.get(self.separator, "")) if part)
        rows += [("format", form), ("money out", f"{self.money_out:,}"), ("money in", f"{self.money_in:,}")]
        rows += [(f"{name} read from", column) for name, column in self.columns.items()]
        if self.dates:
            rows.append(("dates read as", self.dates))
        if self.layout:
            rows.append(("known layout", self.layout))
        if set(self.currencies) - {"unknown"}:
            rows += [(f"in {code}", f"{count:,}") for code, count in self.currencies.items()]
        rows += [(f"left out: {reason}", _lines(lines)) for reason, lines in self.left_out.items()]
        rows += [("told from the file", note) for note in self.notes]
        unread = [str(one["column"]) for one in self.every_column if one["use"] == "not needed"]
        if unread:
            rows.append(("columns not needed", ", ".join(unread)))
        rows += [(what, f"{getattr(self, name):,}") for name, what in COUNTS.items() if getattr(self, name)]
        if self.seems_turned:
            rows.append(("most is money in", "if this is what was spent, say sign=turned"))
        return rows


def _lines(lines: Sequence[int]) -> str:
    shown = ", ".join(str(line) for line in lines[:5])
    return f"{len(lines):,} (row {shown}{', …' if len(lines) > 5 else ''})"
