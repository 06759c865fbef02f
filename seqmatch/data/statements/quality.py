"""How a file of transactions was read, and what it is worth: counts and settings, never a value of the file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

COUNTS = {
    "repeated_rows": "rows alike in everything, kept and told apart by number",
    "unlabelled": "rows without a category, left out",
    "without_description": "rows without a description",
    "shortened": "descriptions cut at 200 characters",
    "lines_above": "lines above the header, passed over",
}
SEPARATOR_NAMES = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}


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

    @property
    def seems_turned(self) -> bool:
        """Whether nearly every amount is positive, as where a card prints what was spent without a minus."""
        return self.money_in > 9 * self.money_out and self.rows >= 20

    def to_json(self) -> dict[str, Any]:
        """The report as plain JSON values."""
        return {**asdict(self), "columns": dict(self.columns), "seems_turned": self.seems_turned}

    def table(self) -> list[tuple[str, str]]:
        """Rows ``(what, value)`` for people; counts of zero are left out."""
        rows = [("transactions", f"{self.rows:,}"), ("from", self.first), ("to", self.last)]
        form = " ".join(part for part in (self.format, self.encoding, SEPARATOR_NAMES.get(self.separator, "")) if part)
        rows += [("format", form), ("money out", f"{self.money_out:,}"), ("money in", f"{self.money_in:,}")]
        rows += [(f"{name} read from", column) for name, column in self.columns.items()]
        if self.dates:
            rows.append(("dates read as", self.dates))
        rows += [(what, f"{getattr(self, name):,}") for name, what in COUNTS.items() if getattr(self, name)]
        if self.seems_turned:
            rows.append(("nearly all is money in", "if this is what was spent, say sign=turned"))
        return rows
