"""Which rows of a statement are movements of money: the rest is left out by reason, with its line, or refused."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NoReturn

from seqmatch.data.files.records import PLAIN_NAME, Records
from seqmatch.data.statements.columns import AMOUNTS, KNOWN, PLAINLY_STATUS, BankMapping, plain
from seqmatch.data.statements.grid import Grid
from seqmatch.data.statements.words import BALANCES, KEPT, LEFT_OUT, TOTALS, YES, tells_balance, word
from seqmatch.errors import DataError

BLANK = "blank rows"
HEADER_AGAIN = "the header once more"
NOTE = "lines of text"
TOTAL = "totals"
BALANCE = "balances without a movement"
STATUS = "pending, denied or cancelled"
SKIPPED = "rows to pass over, as skip= says"
NEITHER = "rows with neither a day nor an amount"
NO_AMOUNT = "rows without an amount, as empty=skip says"
STATUSES_AT_MOST = 6
"""Different words of a column that may be one of statuses though its header does not say so."""
SHOWN = re.compile(r"[\w.,:/+'#-]{1,20}(?: [\w.,:/+'#-]{1,14})?")
"""Values of this form may be repeated in messages: short, printable, no sentence."""


def shown(value: str) -> str:
    """A value of the file as messages quote it; one that is long or odd is only described."""
    value = value.strip()
    if not value:
        return "nothing"
    return f'"{value}"' if SHOWN.fullmatch(value) else f"{len(value):,} characters"


def movements(file: str, grid: Grid, places: dict[str, int], mapping: BankMapping) -> Records:
    """The rows that tell a movement of money; what is none is added to ``grid.left_out``.

    A column called status or state that holds no word of status is dropped from ``places``.

    Raises
    ------
    DataError : a row of too many or too few fields, or a status that nobody knows.
    """
    if "status" not in places and "status" not in mapping.columns:
        found = status_by_content(grid, set(places.values()))
        if found is not None:
            places["status"] = found
    sorting = _Sorting(file, grid, places, mapping)
    keep = [at for at, row in enumerate(grid.rows) if sorting.keeps(at, row)]
    sorting.refuse_unknown()
    if "status" in places and not sorting.judges:
        del places["status"]
    rows = grid.rows if len(keep) == len(grid.rows) else [grid.rows[at] for at in keep]
    columns: tuple[Sequence[str], ...] = tuple(zip(*rows, strict=True)) or ((),) * len(grid.header)
    return Records(file, grid.header, columns, [grid.lines[at] for at in keep])


def status_by_content(grid: Grid, taken: set[int]) -> int | None:
    """The column, not taken yet, that holds nothing but words of status, some of rows not booked; None without one."""
    for place in range(len(grid.header)):
        if place in taken:
            continue
        said: set[str] = set()
        for row in grid.rows:
            if len(row) == len(grid.header) and row[place].strip():
                said.add(row[place])
                if len(said) > STATUSES_AT_MOST:
                    break
        words = {status_word(one) for one in said}
        if len(said) <= STATUSES_AT_MOST and words & LEFT_OUT and words <= KEPT | LEFT_OUT:
            return place
    return None


def status_word(text: str) -> str:
    """A word of status without what banks put before it ("Umsatz gebucht")."""
    return word(text).removeprefix("umsatz ").removeprefix("transaction ")


class _Sorting:
    def __init__(self, file: str, grid: Grid, places: Mapping[str, int], mapping: BankMapping) -> None:
        self.file, self.grid, self.places, self.mapping = file, grid, places, mapping
        self.width = len(grid.header)
        self.amounts = [places[name] for name in AMOUNTS if name in places]
        self.texts = [places[name] for name in ("description", "merchant") if name in places]
        self.date, self.last = places["date"], len(grid.rows) - 1
        self.status = places.get("status", -1)
        self.direction = places.get("direction", -1) if "skip" in mapping.words else -1
        self.elsewhere = self._money_not_read()
        self.unknown: dict[str, int] = {}
        self.judges = self._judges_by_status()

    def keeps(self, at: int, row: list[str]) -> bool:
        if len(row) != self.width and not self._fitted(at, row):
            return False
        plain_row = row[self.date][:1].isdigit() and any(row[place] for place in self.amounts)
        if plain_row and self.status < 0 and self.direction < 0 and 0 < at < self.last and not self._names_balance(row):
            return True
        filled = sum(1 for value in row if value and not value.isspace())
        if not filled:
            return self._leave(BLANK, at)
        if filled == 1 and self.width > 2:
            return self._leave(NOTE, at)
        date = row[self.date].strip()
        if date == self.grid.header[self.date] and [one.strip() for one in row] == list(self.grid.header):
            return self._leave(HEADER_AGAIN, at)
        if self.status >= 0 and self.judges and not self._standing(at, row[self.status]):
            return self._leave(STATUS, at)
        if self.direction >= 0 and self.mapping.takes("skip", word(row[self.direction])):
            return self._leave(SKIPPED, at)
        if status_word(date) in LEFT_OUT:
            return self._leave(STATUS, at)
        empty = not any(row[place].strip() for place in self.amounts)
        if not any(letter.isdigit() for letter in date):
            if self._is_total(row):
                return self._leave(TOTAL, at)
            if empty and (self._is_balance(row) or not date):
                return self._leave(BALANCE if self._is_balance(row) else NEITHER, at)
        if empty:
            if self._is_balance(row):
                return self._leave(BALANCE, at)
            self._refuse_money_elsewhere(at, row)
            if self.mapping.empty == "skip":
                return self._leave(NO_AMOUNT, at)
        elif any(tells_balance(word(row[place]), at in (0, self.last)) for place in self.texts):
            return self._leave(BALANCE, at)
        return True

    def refuse_unknown(self) -> None:
        if self.unknown:
            first = next(iter(self.unknown.values()))
            words = ", ".join(shown(one) for one in list(self.unknown)[:6])
            self._refuse(
                "unknown_status",
                f"The status of row {first} is not known: {words}. Say in the mapping which words are of booked rows "
                "and "
                "which of rows to pass over, as keep=WORD|WORD,skip=WORD; status=- books every row.",
                first,
                self.status,
            )

    def _leave(self, reason: str, at: int) -> bool:
        self.grid.left_out.setdefault(reason, []).append(self.grid.lines[at])
        return False

    def _fitted(self, at: int, row: list[str]) -> bool:
        """Bring a row to the width of the header, or leave it out as text or a total; anything else is refused."""
        while len(row) > self.width and not row[-1].strip():
            row.pop()
        if len(row) == self.width:
            return True
        filled = [value for value in row if value.strip()]
        date = row[self.places["date"]] if self.places["date"] < len(row) else ""
        reason = None
        if len(filled) <= 1 and self.width > 2:
            reason = NOTE if filled else BLANK
        elif not any(letter.isdigit() for letter in date) and (self._is_total(row) or self._is_balance(row)):
            reason = TOTAL
        if reason is None:
            self._refuse(
                "ragged_row",
                f"The header has {self.width} fields, this row {len(row)}. Put quotes around a value that holds the "
                "separator, or add what is missing. If another list begins here, cut the file and import the parts.",
                self.grid.lines[at],
            )
        return self._leave(reason, at)

    def _money_not_read(self) -> list[int]:
        """Further columns of amounts, as banks have one for each currency; none where the mapping picks one."""
        if "amount" not in self.places or "amount" in self.mapping.columns:
            return []
        return [
            at
            for at, name in enumerate(self.grid.header)
            if at not in self.places.values() and plain(name) in KNOWN["amount"]
        ]

    def _refuse_money_elsewhere(self, at: int, row: Sequence[str]) -> None:
        for place in self.elsewhere:
            if row[place].strip():
                mine, other = self.amounts[0] + 1, place + 1
                line = self.grid.lines[at]
                self._refuse(
                    "other_amount",
                    f"Row {line} has no amount in column {mine}, but one in column {other}. Import the file twice, "
                    f"once for each: amount={mine},empty=skip and amount={other},empty=skip.",
                    line,
                    place,
                )

    def _is_total(self, row: Sequence[str]) -> bool:
        said = [word(value) for value in row if value.strip()]
        return any(one in TOTALS or one.split(" ")[0] in TOTALS for one in said)

    def _names_balance(self, row: Sequence[str]) -> bool:
        said = " ".join(row[place] for place in self.texts).casefold()
        return any(one in said for one in ("balance", "saldo", "solde", "kontostand", "forward"))

    def _is_balance(self, row: Sequence[str]) -> bool:
        return any(BALANCES.search(word(value)) for value in row if value.strip())

    def _judges_by_status(self) -> bool:
        """Whether the column called status or state is one: "State" is also where a shop stands."""
        if self.status < 0:
            return False
        if "status" in self.mapping.columns or plain(self.grid.header[self.status]) in PLAINLY_STATUS:
            return True
        said = {status_word(row[self.status]) for row in self.grid.rows if len(row) > self.status}
        return bool(said & (KEPT | LEFT_OUT | YES)) or any(self.mapping.words.values())

    def _standing(self, at: int, value: str) -> bool:
        said = status_word(value)
        if not said or self.mapping.takes("keep", word(value)):
            return True
        if self.mapping.takes("skip", word(value)) or said in LEFT_OUT:
            return False
        if plain(self.grid.header[self.status]) in ("pending", "ispending"):
            return said not in YES
        if said not in KEPT:
            self.unknown.setdefault(value, self.grid.lines[at])
        return True

    def _refuse(self, code: str, message: str, line: int, place: int | None = None) -> NoReturn:
        column = ""
        if place is not None:
            header = self.grid.header[place]
            column = f":{header}" if PLAIN_NAME.fullmatch(header) else f":column {place + 1}"
        raise DataError(message, code=code, path=f"{self.file}:{line}{column}")
