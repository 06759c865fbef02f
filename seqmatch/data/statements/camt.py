"""camt.053, .052 and .054, the statements of ISO 20022: entries of an account, as XML.

A reader of our own over the standard library. pycamt 1.1 (MIT, alive) brings lxml, and it gives every transaction of a
batch entry that names no amount the amount of the whole batch: money that was never moved.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from seqmatch.data.statements.balances import opening_day
from seqmatch.data.statements.grid import Grid, ToldBalance
from seqmatch.data.statements.rows import STATUS
from seqmatch.errors import DataError

HEADER = (
    *("transaction_id", "account", "date", "description", "merchant", "amount", "currency", "direction"),
    "(id space)",
)
BOOKED = frozenset(("BOOK", ""))
OPENING, CLOSING = ("OPBD", "PRCD"), ("CLBD",)
"""Codes of booked balances; interim, expected and available ones are none an account held at the end of a day."""


def read_camt(file: str, data: bytes) -> Grid:
    """The booked entries of every statement in the file; "lines" are the numbers of the entries.

    A batch entry becomes its transactions where their amounts add up to it, else it stays one.

    Raises
    ------
    DataError : XML that cannot be read, or an entry without date, amount, or direction.
    """
    if re.search(rb"<!(DOCTYPE|ENTITY)", data[:4096], re.IGNORECASE):
        raise DataError(
            "A statement declares no document type. Remove the line <!DOCTYPE …>.", code="not_camt", path=file
        )
    try:
        root = ElementTree.fromstring(data)
    except (ElementTree.ParseError, ValueError, LookupError):
        raise DataError(
            "The camt statement is broken or cut off. Download it once more, or import the bank's CSV.",
            code="not_camt",
            path=file,
        ) from None
    for element in root.iter():
        element.tag = element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
    rows: list[list[str]] = []
    lines: list[int] = []
    pending: list[int] = []
    balances: list[ToldBalance] = []
    number = batches = contradicted = 0
    for statement in (found for tag in ("Stmt", "Rpt", "Ntfctn") for found in root.iter(tag)):
        account = _text(statement, "Acct/Id/IBAN") or _text(statement, "Acct/Id/Othr/Id")
        before = len(rows)
        for entry in statement.findall("Ntry"):
            number += 1
            status = (_text(entry, "Sts/Cd") or _text(entry, "Sts")).upper()
            if status not in BOOKED:
                pending.append(number)
                continue
            parts = list(_entry(file, number, entry, account))
            batches += len(parts) > 1
            rows += parts
            lines += [number] * len(parts)
        told = _balances(statement, account, rows[before:])
        balances += told or []
        contradicted += told is None
    notes = [f"{batches:,} batch entries were read as the transactions they hold"] if batches else []
    if contradicted:
        notes.append(
            f"the entries of {contradicted:,} statements do not lead from the opening to the closing balance: their "
            "balances were not kept"
        )
    return Grid(HEADER, rows, lines, {"format": "camt"}, notes, {STATUS: pending} if pending else {}, balances)


def _balances(statement: Element, account: str, rows: list[list[str]]) -> list[ToldBalance] | None:
    """The booked balances of a statement whose entries are ``rows``; None where these do not lead from one to another.

    A balance that counts a credit line in is none of the account's own.
    """
    days = [dt.date.fromisoformat(row[HEADER.index("date")]) for row in rows if _is_day(row[HEADER.index("date")])]
    found: dict[str, tuple[dt.date, int, str]] = {}
    for one in statement.findall("Bal"):
        code, side = _text(one, "Tp/CdOrPrtry/Cd").upper(), _text(one, "CdtDbtInd").upper()
        amount, day = _text(one, "Amt"), _day(one, "Dt")
        if not (re.fullmatch(r"\d{1,15}(\.\d*)?", amount) and side in ("CRDT", "DBIT") and _is_day(day)):
            continue
        if any(_text(line, "Incl") == "true" and _text(line, "Amt") for line in one.findall("CdtLine")):
            continue
        kind = "opening" if code in OPENING else "closing" if code in CLOSING else ""
        which = dt.date.fromisoformat(day)
        day_ends = opening_day(which, min(days, default=None)) if kind == "opening" else which
        signed = _thousandths(amount) * (1 if side == "CRDT" else -1)
        if kind and account:
            found.setdefault(kind, (day_ends, signed, one.find("Amt").get("Ccy", "")))  # type: ignore[union-attr]
    if len(found) == 2:
        sides = [1 if row[HEADER.index("direction")] == "credit" else -1 for row in rows]
        moved = sum(_thousandths(row[HEADER.index("amount")]) * side for row, side in zip(rows, sides, strict=True))
        if found["opening"][1] + moved != found["closing"][1]:
            return None
    return [
        ToldBalance(
            f"…{account[-4:]}", day, f"{'-' * (signed < 0)}{abs(signed) // 1000}.{abs(signed) % 1000:03d}", code
        )
        for day, signed, code in found.values()
    ]


def _is_day(text: str) -> bool:
    try:
        dt.date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _entry(file: str, number: int, entry: Element, account: str) -> Iterator[list[str]]:
    amount, side = _text(entry, "Amt"), _text(entry, "CdtDbtInd").upper()
    day = _day(entry, "BookgDt") or _day(entry, "ValDt")
    if not re.fullmatch(r"\d{1,15}(\.\d*)?", amount) or side not in ("CRDT", "DBIT") or not day:
        missing = "no date" if not day else "no amount" if not amount else "an amount or a direction that is none"
        raise DataError(
            f"Entry {number} has {missing}. Download the statement once more, or import the bank's CSV.",
            code="not_camt",
            path=f"{file}:{number}",
        )
    currency = entry.find("Amt").get("Ccy", "")  # type: ignore[union-attr]
    own = _text(entry, "AcctSvcrRef") or _text(entry, "NtryRef")
    details = entry.findall("NtryDtls/TxDtls")
    parts = [_text(one, "Amt") or _text(one, "AmtDtls/TxAmt/Amt") for one in details]
    sides = [_text(one, "CdtDbtInd").upper() or side for one in details]
    shown = f"…{account[-4:]}" if account else ""
    whole = _sum(parts, sides, side)
    if len(details) > 1 and whole is not None and whole == _thousandths(amount) and _one_currency(details, currency):
        for which, (one, part, its_side) in enumerate(zip(details, parts, sides, strict=True)):
            name, text = _said(one, its_side)
            text = text or _text(entry, "AddtlNtryInf")
            ref = _text(one, "Refs/AcctSvcrRef") or (f"{own}/{which}" if own else "")
            yield [ref, shown, day, text or name, name, part, currency, _word(its_side), account]
        return
    said = [_said(one, side) for one in details]
    name = said[0][0] if len(said) == 1 else ""
    text = " ".join(dict.fromkeys(text for _, text in said if text))
    text = text or _text(entry, "AddtlNtryInf")
    yield [own, shown, day, text or name, name, amount, currency, _word(side), account]


def _said(details: Element, side: str) -> tuple[str, str]:
    """Who was paid or paid, and what for."""
    party = "Cdtr" if side == "DBIT" else "Dbtr"
    name = _text(details, f"RltdPties/{party}/Nm") or _text(details, f"RltdPties/{party}/Pty/Nm")
    lines = [" ".join((line.text or "").split()) for line in details.findall("RmtInf/Ustrd")]
    text = " ".join(line for line in lines if line)
    return name, text or _text(details, "RmtInf/Strd/CdtrRefInf/Ref") or _text(details, "AddtlTxInf")


def _sum(parts: list[str], sides: list[str], side: str) -> int | None:
    total = 0
    for part, its_side in zip(parts, sides, strict=True):
        if not re.fullmatch(r"\d{1,15}(\.\d*)?", part):
            return None
        total += _thousandths(part) * (1 if its_side == side else -1)
    return total


def _thousandths(amount: str) -> int:
    whole, _, part = amount.partition(".")
    return int(whole) * 1000 + int(part[:3].ljust(3, "0") or 0)


def _one_currency(details: list[Element], currency: str) -> bool:
    found = [one.find("Amt") if one.find("Amt") is not None else one.find("AmtDtls/TxAmt/Amt") for one in details]
    return all(amount is not None and amount.get("Ccy", currency) == currency for amount in found)


def _word(side: str) -> str:
    """A reversal needs no care: the standard prints the direction of the reversal itself."""
    return "credit" if side == "CRDT" else "debit"


def _day(entry: Element, tag: str) -> str:
    return (_text(entry, f"{tag}/Dt") or _text(entry, f"{tag}/DtTm"))[:10]


def _text(element: Element, place: str) -> str:
    return " ".join((element.findtext(place) or "").split())
