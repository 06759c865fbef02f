"""OFX and QFX statements, both as SGML and as XML, cut by ofxtools and read leniently: only what every bank prints."""

from __future__ import annotations

import hashlib
import io
import re
from html import unescape
from xml.etree.ElementTree import Element

from seqmatch.data.files.records import Records
from seqmatch.errors import DataError

HEADER = ("transaction_id", "account", "date", "time", "description", "merchant", "amount", "mcc")
STATEMENTS = ("STMTRS", "CCSTMTRS")
BARE = b"OFXHEADER:100\r\nDATA:OFXSGML\r\nVERSION:102\r\nSECURITY:NONE\r\nENCODING:USASCII\r\nCHARSET:1252\r\n\
COMPRESSION:NONE\r\nOLDFILEUID:NONE\r\nNEWFILEUID:NONE\r\n\r\n"
"""The header for a file that lacks one."""
STAMP = re.compile(r"(\d{8})(\d{6})?")


def read_ofx(file: str, data: bytes) -> Records:
    """The transactions of every bank and card statement in the file; "lines" are the numbers of the transactions.

    Accounts are called by their last four digits. A transaction's name is a digest of account and FITID, since banks
    number each account on its own.

    Raises
    ------
    DataError : a file that ofxtools cannot cut, or a transaction without date or amount.
    """
    rows: list[tuple[str, ...]] = []
    root = _tree(file, data)
    for statement in (found for tag in STATEMENTS for found in root.iter(tag)):
        number = _text(statement, "*/ACCTID")
        bank = _text(statement, "*/BANKID")
        for movement in statement.iter("STMTTRN"):
            rows.append(_row(file, len(rows) + 1, movement, bank, number))
    columns = tuple(zip(*rows, strict=True)) or ((),) * len(HEADER)
    return Records(file, HEADER, columns, range(1, len(rows) + 1))


def _tree(file: str, data: bytes) -> Element:
    from ofxtools.Parser import OFXTree

    tree = OFXTree()
    if data.lstrip()[:4].upper() == b"<OFX":
        data = BARE + data.lstrip()
    try:
        root = tree.parse(io.BytesIO(data))
    except Exception:  # the parser meets a broken file with errors of many kinds, IndexError among them
        root = None
    if root is None or b"</OFX>" not in data[-1000:].upper():  # the parser minds no end that is missing
        raise DataError(
            "The OFX statement is broken or cut off. Export it again, or save it as CSV.", code="not_ofx", path=file
        )
    return root


def _text(element: Element, place: str) -> str:
    return unescape(element.findtext(place) or "").strip()


def _row(file: str, number: int, movement: Element, bank: str, account: str) -> tuple[str, ...]:
    stamp = STAMP.match(_text(movement, "DTPOSTED"))
    if stamp is None:
        raise DataError(
            "The transaction has no date as YYYYMMDD. Export the statement again.",
            code="not_a_date",
            path=f"{file}:{number}:DTPOSTED",
        )
    day, clock = stamp.group(1), stamp.group(2) or ""
    payee = _text(movement, "PAYEE/NAME")
    name, memo = _text(movement, "NAME") or payee, _text(movement, "MEMO")
    own = _text(movement, "FITID")
    digest = hashlib.blake2b(f"{bank}\x1f{account}\x1f{own}".encode(), digest_size=12).hexdigest() if own else ""
    code = _text(movement, "SIC")
    return (
        digest,
        f"…{account[-4:]}" if account else "",
        day,
        f"{clock[:2]}:{clock[2:4]}:{clock[4:]}" if clock else "",
        name if memo in name else f"{name} {memo}",
        payee,
        _text(movement, "TRNAMT"),
        code if re.fullmatch(r"\d{4}", code) else "",
    )
