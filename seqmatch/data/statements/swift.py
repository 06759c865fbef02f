"""MT940, the statements of SWIFT, through mt-940 (BSD-3-Clause): tags of a colon, two digits and a colon."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any

from seqmatch.data.statements.balances import opening_day
from seqmatch.data.statements.csv import decode
from seqmatch.data.statements.grid import Grid, ToldBalance
from seqmatch.errors import DataError

HEADER = ("account", "date", "description", "merchant", "amount", "currency")
TEXTS = ("purpose", "additional_purpose", "transaction_details", "extra_details", "customer_reference")
PARTS = re.compile(
    r"/(CNTP|NAME|REMI|IBAN|BIC|EREF|MARF|CSID|TRTP|TRCD|ISDT|ADDR|ORDP|BENM|PURP|RTRN|ID|SVCL|ULTD|ULTC)/"
)
"""The parts of a text as Dutch banks write it; numbers of others' accounts are among them."""


def read_mt940(file: str, data: bytes, encoding: str | None = None) -> Grid:
    """The movements of every statement in the file; "lines" are their numbers.

    Each statement's movements have to lead from its opening to its closing balance, where it has both.

    Raises
    ------
    DataError : a statement that mt-940 cannot read, lines of movements it did not read, or balances that do not fit.
    """
    text, used = decode(file, data, encoding)
    rows: list[list[str]] = []
    balances: list[ToldBalance] = []
    for statement in _statements(text):
        rows += _movements(file, statement, len(rows), balances)
    told: dict[str, str | int] = {"format": "MT940", "encoding": used}
    return Grid(HEADER, rows, range(1, len(rows) + 1), told, balances=balances)


def _statements(text: str) -> list[str]:
    """The statements of a file, each from its ``:20:`` on, without the envelope of SWIFT."""
    text = re.sub(
        r"\{4:|\{[1235]:(?:[^{}]|\{[^{}]*\})*\}|^-?\}?\s*$",
        "",
        text.replace("\r\n", "\n").replace("\r", "\n"),
        flags=re.MULTILINE,
    )
    return [part for part in re.split(r"(?m)^(?=:20:)", text) if part.startswith(":20:")]


def _movements(file: str, text: str, before: int, balances: list[ToldBalance]) -> list[list[str]]:
    """The rows of one statement; its balances are added to ``balances``."""
    import mt940

    try:
        statement = mt940.parse(text, options=mt940.Options.all())
        found = [one.data for one in statement if one.data.get("amount") is not None]
    except Exception:  # the parser meets a broken file with errors of many kinds
        found, statement = [], None
    wanted = len(re.findall(r"(?m)^:61:", text))
    if statement is None or len(found) != wanted:
        raise DataError(
            f"After {before:,} movements the MT940 statement cannot be read. Import the bank's camt.053 or CSV.",
            code="not_mt940",
            path=f"{file}:{before + 1}",
        )
    opening, closing = (
        next((statement.data[name] for name in names if name in statement.data), None)
        for names in (
            ("final_opening_balance", "intermediate_opening_balance"),
            ("final_closing_balance", "intermediate_closing_balance"),
        )
    )
    total = sum(one["amount"].amount for one in found)
    if opening is not None and closing is not None and opening.amount.amount + total != closing.amount.amount:
        raise DataError(
            f"The movements of the statement from number {before + 1} on do not lead from its opening to its closing "
            "balance: some are missing or have another sign. Import the bank's camt.053 or CSV.",
            code="balances_do_not_fit",
            path=f"{file}:{before + 1}",
        )
    account = str(statement.data.get("account_identification") or "").rpartition("/")[2]
    account = re.sub(r"(?<=\d)[A-Z]{3}$", "", account.strip())
    rows = [_row(one, account) for one in found]
    balances += _balances(rows, account, opening, closing)
    return rows


def _balances(rows: list[list[str]], account: str, opening: Any, closing: Any) -> Iterator[ToldBalance]:
    first = min((dt.date.fromisoformat(row[HEADER.index("date")]) for row in rows), default=None)
    for balance, is_opening in ((opening, True), (closing, False)):
        if balance is not None and balance.date is not None and account:
            day = dt.date(balance.date.year, balance.date.month, balance.date.day)
            day = opening_day(day, first) if is_opening else day
            amount = balance.amount
            yield ToldBalance(f"…{account[-4:]}", day, f"{amount.amount:f}", str(amount.currency or ""))


def _row(one: dict[str, Any], account: str) -> list[str]:
    name = one.get("applicant_name") or one.get("recipient_name") or ""
    texts = [one.get(key) for key in TEXTS]
    text = next((said for said in texts if said and said != "NONREF"), None) or one.get("posting_text") or ""
    if str(text).startswith("/"):
        name, text = _between_slashes(" ".join(str(text).split()))
    day = one["date"]
    amount = one["amount"]
    return [
        f"…{account[-4:]}" if account else "",
        f"{day.year:04d}-{day.month:02d}-{day.day:02d}",
        " ".join(str(text).split()) or str(name),
        " ".join(str(name).split()),
        f"{amount.amount:f}",
        str(amount.currency or ""),
    ]


def _between_slashes(text: str) -> tuple[str, str]:
    """Who was paid or paid, and what for; the whole text for both where it has no such parts."""
    found = PARTS.split(text)
    said = dict(zip(found[1::2], found[2::2], strict=True))
    party = said.get("CNTP", "").split("/")
    name = said.get("NAME") or (party[2] if len(party) > 2 else "")
    purpose = re.sub(r"^(?:USTD|STRD)/+", "", said.get("REMI", ""))
    return (name.strip("/ "), purpose.strip("/ ")) if name or purpose else ("", text)
