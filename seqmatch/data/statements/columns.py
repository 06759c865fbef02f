"""Which column of a bank's file holds what: known headers, or a mapping that says so by hand."""

from __future__ import annotations

import codecs
import json
import os
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from seqmatch.data.files.days import ORDERS, Order
from seqmatch.data.files.money import DECIMALS, Decimal
from seqmatch.data.statements.headers import HEADERS
from seqmatch.data.statements.words import word
from seqmatch.errors import ArgumentError, nearest_name

CHOICES = {
    "dates": ORDERS,
    "decimal": DECIMALS,
    "sign": ("as-is", "turned"),
    "amounts": ("signed", "unsigned"),
    "empty": ("skip",),
    "both": ("net",),
}
"""Options of a mapping that take one of a few values."""
WORDS = ("out", "in", "keep", "skip")
"""Options of a mapping that take words of the file's own, separated by ``|``."""
OPTIONS = (*CHOICES, *WORDS, "encoding")
ABSENT = "-"
AMOUNTS = ("amount", "amount_cents", "debit", "credit")
LABELS = ("category", "source")
PLAINLY_DIRECTION = frozenset(
    (
        "direction",
        "debitcredit",
        "creditdebit",
        "drcr",
        "crdr",
        "creditdebitindicator",
        "afbij",
        "bijaf",
        "dc",
        "cd",
        "dk",
    )
) | {"sh", "sollhaben", "sens", "sign", "debitorcredit", "cdindicator"}
"""Headers that can only mean money in or out: an unknown word below them refuses the file."""
PLAINLY_STATUS = frozenset(("status", "transactionstatus", "paymentstatus", "buchungsstatus", "statut"))
CODES_BEHIND = (
    "eur|euro|euros|euroa|usd|cad|gbp|chf|aud|nzd|pln|czk|sek|nok|dkk|huf|jpy|inr|brl|mxn|zar|sgd|hkd|try|ron"
)
CURRENCY_BEHIND = rf"(\w\.?|\))(?:[\s_]+in)?[\s_]*\(?\b({CODES_BEHIND})\)?$"
SYMBOLS_BEHIND = {"€": "EUR", "£": "GBP", "円": "JPY", "元": "CNY"}


def plain(header: str) -> str:
    """A header without case and accents, without a currency behind it, and without what is neither letter nor digit."""
    bare = unicodedata.normalize(
        "NFKD", header[:100].casefold().replace("ł", "l").replace("ø", "o").replace("ı", "i").strip()
    )
    bare = "".join(letter for letter in bare if not unicodedata.combining(letter))
    bare = re.sub(CURRENCY_BEHIND, r"\1", re.sub(r"\([円元]\)$", "", bare))
    return re.sub(r"[\W_]+", "", bare) or ("+-" if "+" in header else "")


def currency_in(header: str) -> str | None:
    """The currency that a header names behind it, as ``Amount (EUR)`` does; None where it names none."""
    found = re.search(CURRENCY_BEHIND, header[:100].casefold().strip())
    if found is None and (whole := re.fullmatch(r"\W*(cad|usd|eur|euro|gbp|chf)\W*", header.casefold())):
        return _code(whole[1])
    if found:
        return _code(found[2])
    return next((code for symbol, code in SYMBOLS_BEHIND.items() if symbol in header), None)


def _code(printed: str) -> str:
    return "EUR" if printed.startswith("euro") else printed.upper()


KNOWN = {
    name: {plain(header): rank for rank, header in reversed(list(enumerate(headers)))}
    for name, headers in HEADERS.items()
}
"""Field -> plain header -> its rank, the first it has."""


@dataclass(frozen=True)
class BankMapping:
    """How to read a bank's file, as far as it does not say itself.

    Parameters
    ----------
    columns : field of :data:`HEADERS` -> its header, or its number from 1, or ``-`` for none.
    dates : the order of day and month; None to tell it from the file.
    decimal : what stands before the cents; None to tell it from the file.
    sign : ``turned`` where the file prints money out as positive, as card statements do; ``as-is`` where it does not;
        None to refuse a file that looks like either.
    amounts : ``unsigned`` where a column of directions decides, ``signed`` where the amount's own sign does.
    empty : ``skip`` to pass over rows without an amount.
    both : ``net`` to take credit less debit where a row has both.
    encoding : of the text; None to tell it from the file.
    currency : of the rows whose currency the file does not say.
    words : option of :data:`WORDS` -> words of the file, as :func:`seqmatch.data.statements.words.word` writes them.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    dates: Order | None = None
    decimal: Decimal | None = None
    sign: str | None = None
    amounts: str | None = None
    empty: str | None = None
    both: str | None = None
    encoding: str | None = None
    currency: str | None = None
    words: Mapping[str, frozenset[str]] = field(default_factory=dict)

    @property
    def by_number(self) -> bool:
        """Whether every column is named by its number, so that a file needs no header."""
        named = [column for column in self.columns.values() if column != ABSENT]
        return bool(named) and all(column.isdecimal() for column in named)

    def places(self, header: Sequence[str]) -> dict[str, int]:
        """Field -> the place of its column, from 0, for every field the header has."""
        names = [plain(name) for name in header]
        found: dict[str, int] = {}
        for name, known in KNOWN.items():
            if (said := self.columns.get(name)) is not None:
                at = _at(names, said)
                if said != ABSENT and 0 <= at < len(header):
                    found[name] = at
            elif ranked := [(known[n], at) for at, n in enumerate(names) if n in known]:
                found[name] = min(ranked)[1]
        letters = [at for at, name in enumerate(header) if re.fullmatch(r"\s*\w ?/ ?\w\s*", name)]
        if letters and "direction" not in found and "direction" not in self.columns:
            found["direction"] = letters[0]
        if found.get("merchant") == found.get("description"):
            found.pop("merchant", None)
        if {"debit", "credit"} <= found.keys() and "amount" not in self.columns:
            found.pop("amount", None)
        elif "amount" in found:  # a lone column called "out" beside an amount is no side of it
            found = {name: at for name, at in found.items() if name not in ("debit", "credit") or name in self.columns}
        self._drop_shared(found)
        if "currency" in found and "amount" in found and "currency" not in self.columns:
            same = [at for at, name in enumerate(names) if name == names[found["currency"]]]
            found["currency"] = min((at for at in same if at > found["amount"]), default=same[0])
        if "amount" in found and "currency" not in self.columns:
            _its_own_currency(header, found)
        return found

    def _drop_shared(self, found: dict[str, int]) -> None:
        """A column is read as one thing: the first of these fields, or the one that the mapping names."""
        for first, second in (("date", "currency"), ("direction", "debit"), ("direction", "credit")):
            if first in found and found.get(second) == found[first]:
                del found[first if second in self.columns and first not in self.columns else second]

    def takes(self, option: str, said: str) -> bool:
        """Whether the mapping lists a word of the file under ``out``, ``in``, ``keep`` or ``skip``."""
        return said in self.words.get(option, frozenset())


def _its_own_currency(header: Sequence[str], found: dict[str, int]) -> None:
    """Take "Billed currency" beside "Billed amount": a file with two currencies names each like its amount."""
    which = plain(header[found["amount"]].split("(")[0]).partition("amount")[0]
    if which:
        found.update((("currency", at) for at, name in enumerate(header) if plain(name) == f"{which}currency"))


def _at(names: Sequence[str], said: str) -> int:
    wanted = plain(said)
    if wanted in names and wanted:
        return names.index(wanted)
    return int(said) - 1 if said.isdecimal() and len(said) < 5 else -1


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
    columns, options, words = {}, {}, {}
    for name, value in pairs.items():
        if name in CHOICES:
            if value not in CHOICES[name]:
                raise ArgumentError("This value is not known.", path=f"mapping.{name}", allowed=CHOICES[name])
            options[name] = value
        elif name in WORDS:
            words[name] = frozenset(word(one) for one in value.split("|") if one.strip())
        elif name == "encoding":
            options[name] = _encoding(value)
        elif name == "currency" and re.fullmatch(r"[A-Z]{3}", value):
            options[name] = value
        elif name in HEADERS:
            columns[name] = value
        else:
            keys = (*HEADERS, *OPTIONS)
            raise ArgumentError(
                "The mapping names a field that nobody knows.",
                path="mapping",
                allowed=keys,
                nearest=nearest_name(name, keys),
            )
    return BankMapping(columns, words=words, **options)  # type: ignore[arg-type]


def _encoding(name: str) -> str:
    try:
        b"\0\0\0\0".decode(name)
        return codecs.lookup(name).name
    except (LookupError, ValueError, UnicodeError):
        raise ArgumentError(
            "No such encoding is known.",
            path="mapping.encoding",
            allowed=("utf-8", "utf-16-le", "cp1252", "cp1250", "cp1251", "cp437", "cp850", "cp852", "iso-8859-2"),
        ) from None


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
