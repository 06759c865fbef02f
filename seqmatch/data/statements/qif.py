"""QIF, the old exchange format of Quicken: one letter a line, ``^`` ends a transaction. A small reader of our own.

The one library alive (quiffen 4.0, 2025) keeps amounts and dates as it guesses them and pins python-dateutil below 3;
the format is a page long.
"""

from __future__ import annotations

import re

from seqmatch.data.statements.csv import decode
from seqmatch.data.statements.grid import Grid
from seqmatch.data.statements.words import OPENING, word
from seqmatch.errors import DataError

HEADER = ("date", "amount", "description", "merchant", "category", "account")
LETTERS = {"D": "date", "T": "amount", "U": "amount", "P": "merchant", "M": "memo", "L": "category", "N": "number"}
TYPES = ("bank", "cash", "ccard", "oth a", "oth l")
"""Kinds of lists that hold transactions of money; categories, classes and securities are passed over."""
OPENING_BALANCE = "opening balances"


def read_qif(file: str, data: bytes, encoding: str | None = None) -> Grid:
    """The transactions of a QIF file, each with the line it starts on; splits count as one transaction.

    An opening balance (its category is the account itself) is left out: it is no income.

    Raises
    ------
    DataError : a transaction of investments, one that never ends, or a line that begins with no known letter.
    """
    text, used = decode(file, data, encoding)
    rows: list[list[str]] = []
    starts: list[int] = []
    opening: list[int] = []
    kind, account = "", None
    fields: dict[str, str] = {}
    start = splits = 0
    for line, content in enumerate(re.split(r"\r\n|\r|\n", text), 1):
        content = content.strip()
        if not content:
            continue
        if content.startswith("!"):
            kind = content[1:].lower().removeprefix("type:").strip()
            if kind == "invst":
                raise DataError(
                    "Transactions of investments are not read. Import the list of a bank or card account.",
                    code="not_transactions",
                    path=f"{file}:{line}",
                )
        elif content == "^":
            if kind == "account":
                account = fields.get("N")
            elif kind in TYPES and fields:
                if _opens(fields, account):
                    opening.append(start)
                else:
                    rows.append(_row(fields, account))
                    starts.append(start)
                    splits += "S" in fields
            fields = {}
        else:
            start = start if fields else line
            fields.setdefault(content[0], content[1:].strip())
            if kind in TYPES and not content[0].isalpha() and content[0] not in "$%":
                raise DataError(
                    f"Line {line} begins with no letter, as every line of a QIF file does. Correct it in the file, "
                    "or import "
                    "the bank's CSV.",
                    code="not_qif",
                    path=f"{file}:{line}",
                )
    if fields and kind in TYPES:
        raise DataError(
            f"The last transaction, from line {start} on, has no end. Add a line with ^ if it is whole.",
            code="not_qif",
            path=f"{file}:{start}",
        )
    notes = [f"{splits:,} split transactions count once, with their total"] if splits else []
    return Grid(
        HEADER, rows, starts, {"format": "QIF", "encoding": used}, notes, {OPENING_BALANCE: opening} if opening else {}
    )


def _opens(fields: dict[str, str], account: str | None) -> bool:
    category = fields.get("L", "")
    if not category.startswith("["):
        return word(fields.get("P", "")) in OPENING and not category
    return category.strip("[]").split("/")[0] == account or word(fields.get("P", "")) in OPENING


def _row(fields: dict[str, str], account: str | None) -> list[str]:
    said: dict[str, str | None] = {"account": account}
    for letter, name in LETTERS.items():
        if letter in fields:
            said.setdefault(name, fields[letter])
    payee, memo = said.get("merchant") or "", said.get("memo") or ""
    said["description"] = payee if memo in payee else f"{payee} {memo}".strip()
    if not said["description"] and said.get("number"):
        said["description"] = f"CHECK {said['number']}"
    category = said.get("category") or ""
    if category.startswith("["):  # [Savings] names the account the money went to
        said["category"] = "transfers"
    return [said.get(name) or "" for name in HEADER]
