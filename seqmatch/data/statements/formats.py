"""What kind of file a statement is, told from its bytes; kinds that are not read are named with a way on."""

from __future__ import annotations

import re
from typing import Literal

from seqmatch.errors import DataError

Kind = Literal["ofx", "camt", "mt940", "qif", "xlsx", "csv"]
WAY_ON = "Download the transactions as CSV, OFX, QIF, camt.053, MT940 or XLSX and import that."
NOT_READ: tuple[tuple[bytes, str], ...] = (
    (b"PAR1", "a Parquet file"),
    (b"SQLite format 3\x00", "an SQLite database"),
    (b"%PDF", "a PDF"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"Rar!", "a RAR archive"),
    (b"BZh", "a bzip2 archive"),
)


def kind_of(file: str, data: bytes) -> Kind:
    """The kind of file that ``data`` is.

    Raises
    ------
    DataError : a kind that is not read, named.
    """
    head = data[:4096].removeprefix(b"\xef\xbb\xbf")
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        head = head.decode("utf-16", "replace").encode()
    start = head.lstrip().upper()
    if b"<OFX" in head.upper() or start.startswith((b"OFXHEADER", b"<?OFX")):
        return "ofx"
    if re.search(rb"<(?:\w+:)?Document\b", head) and re.search(rb"camt\.05[234]|BkToCstmr", head):
        return "camt"
    if start.startswith((b":20:", b"{1:")) or re.search(rb"^:20:.*\n:2[158]", head, re.MULTILINE):
        return "mt940"
    if start.startswith((b"!TYPE:", b"!ACCOUNT", b"!OPTION", b"!CLEAR")):
        return "qif"
    if head.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        return "xlsx"
    _refuse(file, head, start)
    return "csv"


def _refuse(file: str, head: bytes, start: bytes) -> None:
    what = next((what for first, what in NOT_READ if head.startswith(first)), None)
    if what is None and start.startswith((b"{", b"[")):
        what = "JSON"
    if what is None and start.startswith(b"<"):
        what = "an HTML page" if b"<HTML" in start or b"<!DOCTYPE HTML" in start or b"<TABLE" in start else "XML"
    if what:
        raise DataError(f"This is {what}, not a statement that can be read. {WAY_ON}", code="not_csv", path=file)
    if re.match(rb"D[^\r\n]{6,12}\r?\n(?:[A-Z$%][^\r\n]*\r?\n){1,9}\^", head.lstrip()):
        raise DataError(
            "This is QIF without its first line, which says what kind of account it is. Write !Type:Bank (or "
            "!Type:CCard "
            "for a card) above all other lines.",
            code="not_qif",
            path=file,
        )
