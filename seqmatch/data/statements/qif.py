"""QIF, the old exchange format of Quicken: one letter a line, ``^`` ends a transaction. A small reader of our own.

The one library alive (quiffen 4.0, 2025) keeps amounts and dates as it guesses them and pins python-dateutil below 3;
the format is a page long.
"""

from __future__ import annotations

import re

from seqmatch.data.files.records import Records
from seqmatch.data.statements.csv import decode
from seqmatch.errors import DataError

HEADER = ("date", "amount", "description", "merchant", "category", "account")
LETTERS = {"D": "date", "T": "amount", "U": "amount", "P": "merchant", "M": "memo", "L": "category"}
TYPES = ("bank", "cash", "ccard", "oth a", "oth l")
"""Kinds of lists that hold transactions of money; categories, classes and securities are passed over."""


def read_qif(file: str, data: bytes) -> Records:
    """The transactions of a QIF file as records, each with the line it starts on; splits count as one transaction.

    Raises
    ------
    DataError : a transaction of investments, one that never ends, or a line that begins with no known letter.
    """
    text, _ = decode(file, data)
    rows: list[tuple[str | None, ...]] = []
    starts: list[int] = []
    kind, account = "", None
    fields: dict[str, str] = {}
    start = 0
    for line, content in enumerate(re.split(r"\r\n|\r|\n", text), 1):
        content = content.strip()
        if not content:
            continue
        if content.startswith("!"):
            kind = content[1:].lower().removeprefix("type:").strip()
            if kind == "invst":
                raise DataError(
                    "Transactions of investments are not read. Export the bank or card account.",
                    code="not_transactions",
                    path=f"{file}:{line}",
                )
        elif content == "^":
            if kind == "account":
                account = fields.get("N")
            elif kind in TYPES and fields:
                rows.append(_row(fields, account))
                starts.append(start)
            fields = {}
        else:
            start = start if fields else line
            fields.setdefault(content[0], content[1:].strip())
            if kind in TYPES and not content[0].isalpha() and content[0] not in "$%":
                raise DataError(
                    "Every line of a QIF file begins with a letter. Export the file again.",
                    code="not_qif",
                    path=f"{file}:{line}",
                )
    if fields and kind in TYPES:
        raise DataError(
            "The last transaction has no end (^). Export the file again.", code="not_qif", path=f"{file}:{start}"
        )
    columns = tuple(zip(*rows, strict=True)) or ((),) * len(HEADER)
    return Records(file, HEADER, columns, starts)


def _row(fields: dict[str, str], account: str | None) -> tuple[str | None, ...]:
    said: dict[str, str | None] = {"account": account}
    for letter, name in LETTERS.items():
        if letter in fields:
            said.setdefault(name, fields[letter])
    payee, memo = said.get("merchant") or "", said.get("memo") or ""
    said["description"] = payee if memo in payee else f"{payee} {memo}"
    category = said.get("category") or ""
    if category.startswith("["):  # [Savings] names the account the money went to
        said["category"] = "transfers"
    return tuple(said.get(name) or "" for name in HEADER)
