"""A bank's file of transactions (CSV of any columns, OFX, QIF, each also gzipped) as the one table of transactions.

All of a file is read or none of it: a value that cannot be read refuses the file with row and column.
"""

from __future__ import annotations

import gzip
import hashlib
import os
import zlib
from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from seqmatch.data.files.csv_file import read_bytes
from seqmatch.data.files.records import PLAIN_NAME
from seqmatch.data.statements.columns import ABSENT, AMOUNTS, HEADERS, LABELS, BankMapping, mapping_of, read_mapping
from seqmatch.data.statements.csv import read_bank_csv
from seqmatch.data.statements.quality import TransactionsQuality
from seqmatch.data.statements.table import table_of, with_labels
from seqmatch.data.statements.values import BankValues
from seqmatch.errors import DataError, nearest_name

MAX_BYTES = 1 << 30
"""A file that unpacks to more than this is refused."""
FINGERPRINT_VERSION = "seqmatch transactions 1"


@dataclass(frozen=True, eq=False, repr=False)
class TransactionsFile:
    """All transactions of a file, in its order.

    Attributes
    ----------
    frame : one row a transaction, the columns of FRAME_COLUMNS; a labelled file adds ``category`` and ``source``.
    quality : how the file was read, and what it is worth.
    fingerprint : SHA-256 of the content, whatever the order of rows.
    """

    frame: pl.DataFrame
    quality: TransactionsQuality
    fingerprint: str

    def __len__(self) -> int:
        return len(self.frame)

    def __repr__(self) -> str:
        return f"TransactionsFile({len(self):,} transactions, {self.quality.format}, {self.fingerprint[:12]})"


Said = BankMapping | Mapping[str, str] | str | None
"""A mapping as such, as pairs, or as the text of ``--mapping``."""


def read_transactions(
    path: str | os.PathLike[str], mapping: Said = None, account: str | None = None
) -> TransactionsFile:
    """Read a file of transactions.

    Rows without a name of their own get one made of what they say, so that the same row of another export has the same
    name; equal rows of one file are told apart by their number.

    Parameters
    ----------
    account : of the rows that name none; equal rows of two accounts are two transactions.

    Raises
    ------
    DataError : a file that cannot be read, a column that is missing, or a value that is none of its kind.
    ArgumentError : a mapping nobody understands.
    """
    return _read(path, mapping, account, labelled=False)


def read_labelled(path: str | os.PathLike[str], mapping: Said = None, account: str | None = None) -> TransactionsFile:
    """Read transactions with their categories; rows without one are left out and counted.

    The source of a label is ``human``, ``rule`` or ``import``, the last where the file has no such column.

    Raises
    ------
    DataError : as :func:`read_transactions`; no column of categories, no row that has one, or a source unknown.
    ArgumentError : a mapping nobody understands.
    """
    return _read(path, mapping, account, labelled=True)


def _read(path: str | os.PathLike[str], said: Said, account: str | None, *, labelled: bool) -> TransactionsFile:
    file = os.fspath(path)
    mapping = _mapping(said)
    data = _unpacked(file, read_bytes(file))
    told: dict[str, str | int]
    head = data[:1000].lstrip(b"\xef\xbb\xbf \r\n\t").upper()
    if head.startswith((b"OFXHEADER", b"<?OFX", b"<OFX")) or (head.startswith(b"<?XML") and b"<OFX" in head):
        from seqmatch.data.statements.ofx import read_ofx

        records, told = read_ofx(file, data), {"format": "OFX"}
    elif head.startswith((b"!TYPE:", b"!ACCOUNT", b"!OPTION", b"!CLEAR")):
        from seqmatch.data.statements.qif import read_qif

        records, told = read_qif(file, data), {"format": "QIF"}
    else:
        csv = read_bank_csv(file, data, mapping)
        records = csv.records
        told = {"format": "CSV", "encoding": csv.encoding, "separator": csv.separator, "lines_above": csv.above}
    places = _places(file, records.header, mapping, labelled)
    if not records.lines:
        raise DataError("The file holds no transaction. Export it again.", code="no_rows", path=file)
    values = BankValues(records, places, mapping)
    frame, counts = table_of(values, account)
    if labelled:
        frame = with_labels(values, frame)
    read = {name: values.column(name) for name in HEADERS if name in places and (labelled or name not in LABELS)}
    quality = TransactionsQuality(
        rows=len(records.lines),
        columns=read,
        dates=values.order,
        decimal=values.decimal,
        first=str(frame["date"].min()),
        last=str(frame["date"].max()),
        money_out=int((frame["amount_cents"] < 0).sum()),
        money_in=int((frame["amount_cents"] > 0).sum()),
        unlabelled=len(records.lines) - len(frame),
        **counts,  # type: ignore[arg-type]
        **told,  # type: ignore[arg-type]
    )
    return TransactionsFile(frame, quality, fingerprint_of(frame))


def fingerprint_of(frame: pl.DataFrame) -> str:
    """SHA-256 of a table of transactions, whatever the order of its rows."""
    text = frame.sort(frame.columns).write_csv()
    return hashlib.sha256(f"{FINGERPRINT_VERSION}\n{text}".encode()).hexdigest()


def _mapping(said: Said) -> BankMapping:
    if said is None:
        return BankMapping()
    if isinstance(said, BankMapping):
        return said
    return read_mapping(said) if isinstance(said, str) else mapping_of(said)


def _unpacked(file: str, data: bytes) -> bytes:
    if data.startswith(b"\x1f\x8b"):
        try:
            with gzip.open(file) as packed:
                data = packed.read(MAX_BYTES + 1)
        except (OSError, EOFError, zlib.error):
            raise DataError("The gzip archive is damaged. Pack it again.", code="damaged_archive", path=file) from None
    if len(data) > MAX_BYTES:
        raise DataError(f"The file holds more than {MAX_BYTES >> 20:,} MiB. Cut it.", code="too_large", path=file)
    return data


def _places(file: str, header: tuple[str, ...], mapping: BankMapping, labelled: bool) -> dict[str, int]:
    found = mapping.places(header)
    line = f"{file}:1"
    for name, column in mapping.columns.items():
        if name not in found and column != ABSENT:
            raise DataError(
                f"The mapping names a column for {name} that the file has not.",
                code="missing_column",
                path=line,
                allowed=[column for column in header if PLAIN_NAME.fullmatch(column)][:20],
            )
    wanted = {"date": ("date",), "amount": AMOUNTS, "category": ("category",)}
    for name, any_of in wanted.items():
        if not any(one in found for one in any_of) and (labelled or name != "category"):
            near = [found_near for known in HEADERS[name] if (found_near := nearest_name(known, header))]
            raise DataError(
                f"No column is known to hold the {name}. Say which in the mapping: {name}=COLUMN, or its number where "
                "the file has no header.",
                code="missing_column",
                path=f"{line}:{name}",
                nearest=near[0] if near and PLAIN_NAME.fullmatch(near[0]) else None,
            )
    if "description" not in found and "merchant" not in found:
        raise DataError(
            "No column is known to hold the description. Say which in the mapping: description=COLUMN.",
            code="missing_column",
            path=f"{line}:description",
        )
    return found
