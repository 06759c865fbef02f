"""Which column of a bank's file holds what: known headers, or a mapping that says so by hand."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from seqmatch.data.files.days import ORDERS, Order
from seqmatch.data.files.money import DECIMALS, Decimal
from seqmatch.errors import ArgumentError, nearest_name

HEADERS: dict[str, tuple[str, ...]] = {
    "transaction_id": ("transaction id", "txn id", "fitid", "id"),
    "user": ("user", "user id", "customer", "customer id"),
    "account": ("account", "account name", "account number", "account no", "card", "card no", "card number", "iban"),
    "date": (
        *("date", "transaction date", "trans date", "trans. date", "date of transaction", "started date"),
        *("posted date", "posting date", "post date", "date posted", "booking date", "completed date"),
        *("effective date", "value date", "buchungstag", "datum", "fecha", "data"),
    ),
    "time": ("time", "transaction time", "time of day"),
    "description": (
        *("original description", "description", "transaction description", "description 1", "details"),
        *("transaction details", "narrative", "particulars", "memo", "payee", "name", "merchant", "merchant name"),
        *("reference", "verwendungszweck", "libelle", "concepto", "omschrijving"),
    ),
    "merchant": ("merchant", "merchant name", "payee", "name", "counterparty", "counterparty name"),
    "amount": (
        *("amount", "transaction amount", "cad", "usd", "billing amount", "gross", "value", "betrag", "umsatz"),
        *("montant", "importe", "bedrag"),
    ),
    "amount_cents": ("amount cents",),
    "debit": (
        *("debit", "debit amount", "debits", "amount debit", "withdrawal", "withdrawals", "withdrawal amount"),
        *("money out", "paid out", "outflow"),
    ),
    "credit": (
        *("credit", "credit amount", "credits", "amount credit", "deposit", "deposits", "deposit amount"),
        *("money in", "paid in", "inflow"),
    ),
    "direction": ("transaction type", "debit/credit", "credit/debit", "dr/cr", "cr/dr", "credit debit indicator"),
    "mcc": ("mcc", "merchant category code", "mcc code"),
    "category": ("category", "label"),
    "source": ("label source", "source"),
}
"""Field -> the headers it is known by, the preferred first; case, blanks, ``_`` and the like do not count."""

OPTIONS = {"dates": ORDERS, "decimal": DECIMALS, "sign": ("as-is", "turned")}
ABSENT = "-"
AMOUNTS = ("amount", "amount_cents", "debit", "credit")
LABELS = ("category", "source")


def plain(header: str) -> str:
    """A header without case, without a currency behind it, and without what is neither letter nor digit."""
    header = re.sub(r"(\w)[\s_]*\(?\b(?:eur|usd|cad|gbp|chf|aud|nzd)\)?$", r"\1", header[:100].casefold().strip())
    return re.sub(r"[\W_]+", "", header)


KNOWN = {name: {plain(header): rank for rank, header in enumerate(headers)} for name, headers in HEADERS.items()}


@dataclass(frozen=True)
class BankMapping:
    """How to read a bank's file, as far as it does not say itself.

    Parameters
    ----------
    columns : field of :data:`HEADERS` -> its header, or its number from 1 in a file without headers, or ``-`` for none.
    dates : the order of day and month; None to tell it from the file.
    decimal : what stands before the cents; None to tell it from the file.
    sign : ``turned`` where the file prints money out as positive, as card statements do.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    dates: Order | None = None
    decimal: Decimal | None = None
    sign: str = "as-is"

    @property
    def by_number(self) -> bool:
        """Whether the file has no header: every column is named by its number."""
        named = [column for column in self.columns.values() if column != ABSENT]
        return bool(named) and all(column.isdecimal() for column in named)

    def places(self, header: Sequence[str]) -> dict[str, int]:
        """Field -> the place of its column, from 0, for every field the header has."""
        names = [plain(name) for name in header]
        found: dict[str, int] = {}
        for name, known in KNOWN.items():
            if (said := self.columns.get(name)) is not None:
                at = int(said) - 1 if self.by_number and said != ABSENT else _at(names, plain(said))
                if said != ABSENT and 0 <= at < len(header):
                    found[name] = at
            elif not self.by_number and (ranked := [(known[n], at) for at, n in enumerate(names) if n in known]):
                found[name] = min(ranked)[1]
        if found.get("merchant") == found.get("description"):
            found.pop("merchant", None)
        if {"debit", "credit"} <= found.keys() and "amount" not in self.columns:
            found.pop("amount", None)
        return found


def _at(names: Sequence[str], wanted: str) -> int:
    return names.index(wanted) if wanted in names else -1


def read_mapping(said: str) -> BankMapping:
    """A mapping as ``date=Posted,amount=Betrag,dates=day-first`` or the path of a JSON object of such pairs.

    Raises
    ------
    ArgumentError : a key nobody knows, a value that is not allowed, or a file that cannot be read as such an object.
    """
    if said.endswith(".json"):
        return mapping_of(_pairs_of_file(said))
    pairs: dict[str, str] = {}
    for part in said.split(","):
        name, equals, value = part.partition("=")
        if not equals or not name.strip() or not value.strip():
            raise ArgumentError(
                "Every part is a field, = and a column, separated by commas.",
                path="mapping",
                example="date=Posted Date,amount=Betrag,dates=day-first",
            )
        pairs[name.strip().lower()] = value.strip()
    return mapping_of(pairs)


def mapping_of(pairs: Mapping[str, str]) -> BankMapping:
    """The mapping of fields to columns and of options to values.

    Raises
    ------
    ArgumentError : a key nobody knows, or a value that is not allowed.
    """
    for name, value in pairs.items():
        if name in OPTIONS and value not in OPTIONS[name]:
            raise ArgumentError("This value is not known.", path=f"mapping.{name}", allowed=OPTIONS[name])
        if name not in OPTIONS and name not in HEADERS:
            keys = (*HEADERS, *OPTIONS)
            raise ArgumentError(
                "The mapping names a field that nobody knows.",
                path="mapping",
                allowed=keys,
                nearest=nearest_name(name, keys),
            )
    columns = {name: value for name, value in pairs.items() if name in HEADERS}
    return BankMapping(columns, **{name: value for name, value in pairs.items() if name in OPTIONS})  # type: ignore[arg-type]


def _pairs_of_file(path: str | os.PathLike[str]) -> dict[str, str]:
    try:
        read = json.loads(Path(path).read_text("utf-8"))
    except (OSError, UnicodeDecodeError, json.JSONDecodeError, RecursionError):
        read = None
    if not isinstance(read, dict) or not all(isinstance(value, str | int) for value in read.values()):
        raise ArgumentError(
            "This is no readable file with one JSON object of fields and columns.",
            path=os.fspath(path),
            example='{"date": "Posted Date", "amount": "Betrag", "dates": "day-first"}',
        )
    return {str(name): str(value) for name, value in read.items()}
