"""An account of every column: what it was read as, or that it was not needed. Two columns of one name are refused."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from seqmatch.data.files.records import PLAIN_NAME
from seqmatch.data.statements.columns import ABSENT, KNOWN, LABELS, BankMapping, plain
from seqmatch.data.statements.values import BankValues
from seqmatch.errors import DataError

DECIDING = ("date", "amount", "amount_cents", "debit", "credit", "direction", "status", "fee")
"""Fields that decide what a row is worth; of these no column may be taken because it stands first."""

MONEY = ("amount", "debit", "credit", "fee")
"""Fields of money: a column of theirs that is not read is said."""


def refuse_ambiguous(line: str, header: Sequence[str], places: Mapping[str, int], mapping: BankMapping) -> None:
    """Refuse a header with two columns of one name where that name decides and nobody said which.

    Raises
    ------
    DataError : with the numbers of the columns, one of which the mapping has to name.
    """
    names = [plain(name) for name in header]
    for field in DECIDING:
        if field in places and not mapping.columns.get(field, "").isdecimal():
            same = [at + 1 for at, name in enumerate(names) if name == names[places[field]]]
            if len(same) > 1:
                ways = " or ".join(f"{field}={number}" for number in same)
                raise DataError(
                    f"Columns {' and '.join(map(str, same))} are called alike. Say in the mapping which holds the "
                    f"{field}: "
                    f"{ways}.",
                    code="ambiguous_column",
                    path=f"{line}:{_called(header, places[field])}",
                )


def account_of_columns(values: BankValues, header: Sequence[str], labelled: bool) -> list[dict[str, str | int]]:
    """Every column of the file in order: its number, its name where that is plain, and its use."""
    uses: dict[int, list[str]] = {}
    for field, at in values.places.items():
        if field in LABELS and not labelled:
            continue
        use = values.uses.get(field, f"read as {field}")
        uses.setdefault(at, []).append(use)
    return [
        {
            "column": at + 1,
            "name": _called(header, at),
            "use": ", ".join(uses[at]) if at in uses else _unused(values, header, at),
        }
        for at in range(len(header))
        if not header[at].startswith("(")
    ]


def _unused(values: BankValues, header: Sequence[str], at: int) -> str:
    """What is said of a column that was not read; one that may hold money beside the one read is pointed out."""
    known = next((field for field in MONEY if plain(header[at]) in KNOWN[field]), None)
    filled = sum(1 for value in values.records.columns[at] if value and value.strip())
    if known is None or not filled or values.mapping.columns.get(known) == ABSENT:
        return "not needed"
    values.notes.append(
        f"column {at + 1} may hold the {known} too: {filled:,} values of it were not read; {known}={at + 1} reads it"
    )
    return f"not read: another column was taken as {known}"


def _called(header: Sequence[str], at: int) -> str:
    return header[at] if PLAIN_NAME.fullmatch(header[at]) else f"column {at + 1}"
