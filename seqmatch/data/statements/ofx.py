"""OFX and QFX statements, as SGML (OFX 1) and as XML (OFX 2): tags and values, as banks really write them.

A reader of our own. The one library for it is GPL-3.0-only; and what banks write is not what the standard says: headers
that are missing, commented out or wrong about the encoding, lower case, no line ends, ``<BR/>`` inside a memo, bytes
behind the end. Of all that only the tags between ``<OFX>`` and ``</OFX>`` count here.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field
from html import unescape
from typing import NoReturn

from seqmatch.data.statements.csv import decode
from seqmatch.data.statements.grid import Grid, ToldBalance
from seqmatch.errors import DataError

HEADER = (
    *("transaction_id", "account", "date", "time", "description", "merchant", "amount", "mcc", "currency", "direction"),
    "(id space)",
)
STATEMENTS = frozenset(("STMTRS", "CCSTMTRS", "INVSTMTRS"))
MOVEMENTS = frozenset(("STMTTRN", "STMTTRNP"))
OTHER_MONEY = frozenset(("CURRENCY", "ORIGCURRENCY", "PAYEE", "BANKACCTTO", "CCACCTTO", "LOANINFO", "IMAGEDATA"))
"""Parts of a movement whose values must not be taken for its own."""
INVESTMENTS = re.compile(
    r"(BUY|SELL)(STOCK|MF|OPT|DEBT|OTHER)|INCOME|REINVEST|INVEXPENSE|RETOFCAP|MARGININTEREST|TRANSFER"
)
TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9_.]*)[^<>]*?(/?)>")
STAMP = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})[T ]?(?:(\d{2}):?(\d{2}):?(\d{2}))?")
PLACEHOLDERS = frozenset(("000000", "120000"))
"""Times that stand for none."""
OUT = frozenset(("DEBIT", "CHECK", "DIRECTDEBIT", "FEE", "SRVCHG", "REPEATPMT", "POS", "ATM", "CASH"))
"""Kinds of movement (TRNTYPE) that are money out; where one stands without a minus, the file is judged as a whole."""


@dataclass
class _Reading:
    file: str
    rows: list[list[str]] = field(default_factory=list)
    pending: list[int] = field(default_factory=list)
    corrected: dict[str, str] = field(default_factory=dict)
    investments: int = 0
    account: str = ""
    bank: str = ""
    currency: str = ""
    number: int = 0
    ledger: dict[str, str] | None = None
    balances: list[ToldBalance] = field(default_factory=list)


def read_ofx(file: str, data: bytes, encoding: str | None = None) -> Grid:
    """The movements of every bank, card and investment statement in the file; "lines" are their numbers.

    Raises
    ------
    DataError : a file that is cut off or whose tags do not fit, a movement without a date, or investments only.
    """
    text, used = decode(file, data, encoding)
    start, end = re.search(r"<OFX\b[^>]*>", text, re.IGNORECASE), text.upper().rfind("</OFX>")
    if start is None or end < start.end():
        _refuse(file, "it has no beginning and end (<OFX> … </OFX>)")
    reading = _Reading(file)
    _walk(reading, re.sub(r"<!\[CDATA\[(.*?)\]\]>", _quoted, text[start.end() : end], flags=re.DOTALL))
    if not reading.rows and reading.investments:
        raise DataError(
            "This is a statement of investments: it holds purchases and sales of securities, no movement of a bank "
            "account. "
            "Import the statement of the bank or card account.",
            code="not_transactions",
            path=file,
        )
    notes = _correct(reading)
    if not reading.rows and reading.corrected:
        _refuse(file, "it only takes back transactions of other statements")
    if reading.investments:
        notes.append(f"{reading.investments:,} movements of securities were left out: only bank movements are read")
    left_out = {"pending, denied or cancelled": reading.pending} if reading.pending else {}
    kind, amount = HEADER.index("direction"), HEADER.index("amount")
    if all(row[kind] not in OUT or row[amount].startswith("-") for row in reading.rows):
        for row in reading.rows:
            row[kind] = ""
    elif not any(row[amount].startswith("-") for row in reading.rows):
        for row in reading.rows:
            row[kind] = "DEBIT" if row[kind] in OUT else row[kind]
    told: dict[str, str | int] = {"format": "OFX", "encoding": used}
    return Grid(HEADER, reading.rows, range(1, len(reading.rows) + 1), told, notes, left_out, reading.balances)


def _correct(reading: _Reading) -> list[str]:
    """Drop what the bank itself takes back (CORRECTFITID); what it takes back of other files is told."""
    wrong = set(reading.corrected.items())
    kept = [row for row in reading.rows if (row[0], row[-1]) not in wrong]
    dropped, elsewhere = len(reading.rows) - len(kept), len(wrong) - (len(reading.rows) - len(kept))
    reading.rows = kept
    notes = [f"{dropped:,} movements were left out: the bank corrects them further down"] if dropped else []
    if elsewhere > 0:
        notes.append(
            f"{elsewhere:,} movements of earlier statements are corrected by this one: look for them with "
            "`transactions list` and undo the import that brought them if they are stored"
        )
    return notes


def _walk(reading: _Reading, text: str) -> None:
    """Go through all tags in order, keep where we are, and make a row of each movement."""
    inside: list[str] = []
    movement: dict[str, str] | None = None
    tags = [tag for tag in TAG.finditer(text) if tag[2].upper() not in ("BR", "B", "I", "P")]
    for tag, after in zip(tags, [*tags[1:], None], strict=False):
        name, closes = tag[2].upper(), tag[1] == "/"
        value = text[tag.end() : after.start() if after else len(text)]
        if name in MOVEMENTS:
            if closes == (movement is None):
                _refuse(reading.file, f"movement {reading.number + 1} begins or ends twice")
            if closes and movement is not None:
                _keep(reading, movement, pending=name == "STMTTRNP")
            movement = None if closes else {}
            inside = []
        elif closes:
            if name == "LEDGERBAL":
                _keep_balance(reading)
            inside = inside[: inside.index(name)] if name in inside else inside
        elif movement is not None:
            if name in OTHER_MONEY and not tag[3]:
                inside.append(name)
            said = _value(value)
            key = "/".join((*inside, name))
            if said and not (key in movement and name != "MEMO"):
                movement[key] = f"{movement[key]} {said}" if key in movement else said
        else:
            _outside(reading, name, value)
    if movement is not None:
        _refuse(reading.file, f"movement {reading.number + 1} has no end")


def _outside(reading: _Reading, name: str, value: str) -> None:
    if name in STATEMENTS:
        reading.account = reading.bank = reading.currency = ""
        reading.ledger = None
    elif name == "LEDGERBAL":
        reading.ledger = {}
    elif name in ("BALAMT", "DTASOF") and reading.ledger is not None:
        reading.ledger.setdefault(name, _value(value))
    elif name == "CURDEF":
        reading.currency = _value(value)
    elif name == "ACCTID":
        reading.account = reading.account or _value(value)
    elif name in ("BANKID", "BROKERID"):
        reading.bank = reading.bank or _value(value)
    elif INVESTMENTS.fullmatch(name) and not value.strip():
        reading.investments += 1


def _keep_balance(reading: _Reading) -> None:
    """Keep what the ledger balance says; one without a day or an amount is none."""
    said, reading.ledger = reading.ledger or {}, None
    stamp = STAMP.match(said.get("DTASOF", ""))
    if stamp is None or not said.get("BALAMT") or not reading.account:
        return
    try:
        day = dt.date(*(int(part) for part in stamp.groups()[:3]))
    except ValueError:
        return
    reading.balances.append(ToldBalance(f"…{reading.account[-4:]}", day, said["BALAMT"], reading.currency))


def _keep(reading: _Reading, said: dict[str, str], *, pending: bool) -> None:
    reading.number += 1
    if "CORRECTFITID" in said:
        reading.corrected[said["CORRECTFITID"]] = f"{reading.bank}\x1f{reading.account}"
        if said.get("CORRECTACTION", "").upper() == "DELETE":
            return
    if pending:
        reading.pending.append(reading.number)
        return
    stamp = STAMP.match(said.get("DTPOSTED", "")) or STAMP.match(said.get("DTUSER", ""))
    if stamp is None:
        raise DataError(
            f"Movement {reading.number} has no date as YYYYMMDD (DTPOSTED). Correct it in the file, or import the "
            "bank's CSV.",
            code="not_a_date",
            path=f"{reading.file}:{reading.number}:DTPOSTED",
        )
    year, month, day, *clock = stamp.groups("")
    payee = said.get("PAYEE/NAME", "")
    name, memo = said.get("NAME", "") or payee, said.get("MEMO", "")
    text = name if memo in name else f"{name} {memo}".strip()
    if not text and said.get("CHECKNUM"):
        text = f"CHECK {said['CHECKNUM']}"
    kind = said.get("TRNTYPE", "").upper()
    code = said.get("SIC", "")
    reading.rows.append(
        [
            said.get("FITID", ""),
            f"…{reading.account[-4:]}" if reading.account else "",
            f"{year}-{month}-{day}",
            "" if "".join(clock) in ("", *PLACEHOLDERS) else ":".join(clock),
            text,
            payee,
            said.get("TRNAMT", ""),
            code if re.fullmatch(r"\d{4}", code) else "",
            said.get("CURRENCY/CURSYM", "") or reading.currency,
            kind,
            f"{reading.bank}\x1f{reading.account}",
        ]
    )


def _value(text: str) -> str:
    text = re.sub(r"<[^<>]{1,20}>", " ", text)
    for _ in range(2):
        text = unescape(text) if "&" in text else text
    return " ".join(text.split())


def _quoted(found: re.Match[str]) -> str:
    return found[1].replace("&", "&amp;").replace("<", "&lt;")


def _refuse(file: str, why: str) -> NoReturn:
    raise DataError(
        f"The OFX statement is broken or cut off: {why}. Download it once more, or import the bank's CSV.",
        code="not_ofx",
        path=file,
    )
