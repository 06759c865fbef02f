"""``--payments FILE``: bills as CSV or JSON, with dates and amounts as people write them."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, get_args

import typer

from seqmatch.cli.money import dollars
from seqmatch.cli.onboarding.ask import _text
from seqmatch.errors import ArgumentError, nearest_name

if TYPE_CHECKING:
    from seqmatch.rules.simulation.bills import Bill
    from seqmatch.schemas.rule import RuleSet

FIELDS = ("account", "amount", "date", "cadence", "until", "name")
NEEDED = FIELDS[:3]
EXAMPLE = "account,amount,date,cadence,until,name"


def read_bills(file: Path, rules: RuleSet) -> list[Bill]:
    """The bills of a CSV with a header, or of a JSON array of objects, all on accounts that ``rules`` name.

    ``amount`` is in dollars, ``date`` the (first) day it is due, ``cadence`` how often it comes again (left out: once),
    ``until`` the last day, ``name`` what it is for.

    Raises
    ------
    ArgumentError : a file that is neither, or a row that cannot be read, by its number.
    """
    from seqmatch.rules.account_names import accounts_of, same_account
    from seqmatch.rules.checks.check import LONGEST_NAME
    from seqmatch.rules.plain_text import plain

    text = _text(file)
    rows = list(_json_rows(file, text) if text.lstrip().startswith(("[", "{")) else _csv_rows(file, text))
    if not rows:
        _refuse(file, "There is no payment in here.", example=EXAMPLE)
    known = dict.fromkeys(name for rule in rules.rules for name in accounts_of(rule))
    for number, row in rows:
        account = same_account(row["account"])
        if account and account not in known:
            near = nearest_name(account, list(known))
            _refuse(file, "The rules name no such account.", number, nearest=near and plain(near, LONGEST_NAME))
    return [_bill(file, number, row) for number, row in rows]


def _csv_rows(file: Path, text: str) -> Iterator[tuple[int, dict[str, str]]]:
    reader = csv.DictReader(io.StringIO(text, newline=""), restkey="", strict=True)
    try:
        header = [(name or "").strip().lower() for name in reader.fieldnames or ()]
        _refuse_header(file, header)
        reader.fieldnames = header
        for row in reader:
            if "" in row:
                _refuse(file, "This row has more fields than the header.", reader.line_num)
            yield reader.line_num, {name: (value or "").strip() for name, value in row.items()}
    except csv.Error:
        _refuse(file, "This is no CSV: its quotes do not fit.", reader.line_num)


def _json_rows(file: Path, text: str) -> Iterator[tuple[int, dict[str, str]]]:
    try:
        read: Any = json.loads(text)
    except (ValueError, RecursionError):
        read = None
    if not isinstance(read, list) or not all(isinstance(one, dict) for one in read):
        _refuse(
            file,
            "This is no JSON array of objects.",
            example='[{"account": "Checking", "amount": "900", "date": "2026-01-01", "cadence": "monthly"}]',
        )
    for number, one in enumerate(read, 1):
        _refuse_header(file, list(one), number)
        if any(isinstance(value, dict | list | bool) for value in one.values()):
            _refuse(file, "Every value is text or a number.", number)
        yield number, {name: "" if value is None else str(value).strip() for name, value in one.items()}


def _refuse_header(file: Path, header: list[str], number: int | None = None) -> None:
    for name in header:
        if name not in FIELDS:
            near = nearest_name(name, FIELDS)
            _refuse(file, "A field is not known.", number, nearest=near, allowed=FIELDS)
    if len(set(header)) < len(header):
        _refuse(file, "The header names a field twice.", number)
    for name in NEEDED:
        if name not in header:
            _refuse(file, f"The field {name} is missing.", number, example=EXAMPLE)


def _bill(file: Path, number: int, row: Mapping[str, str]) -> Bill:
    from seqmatch.rules.simulation.bills import Bill
    from seqmatch.schemas.stream import Cadence

    if not row["account"]:
        _refuse(file, "The account is missing.", number)
    try:
        cents = dollars(row["amount"])
    except typer.BadParameter as error:
        _refuse(file, error.message, number)
    if not cents:
        _refuse(file, "A payment is more than nothing.", number)
    cadence = row.get("cadence") or None
    if cadence is not None and cadence not in get_args(Cadence):
        near = nearest_name(cadence, get_args(Cadence))
        _refuse(file, "How often it comes again is not known.", number, nearest=near, allowed=get_args(Cadence))
    last = row.get("until") or None
    first_day, last_day = _day(file, number, row["date"]), None if last is None else _day(file, number, last)
    return Bill(row["account"], cents, first_day, cadence, last_day, row.get("name", ""))  # type: ignore[arg-type]


def _day(file: Path, number: int, text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        _refuse(file, "Must be a day, YYYY-MM-DD.", number, example="2026-01-31")


def _refuse(file: Path, message: str, number: int | None = None, **hints: Any) -> NoReturn:
    place = f"{file}" if number is None else f"{file}:{number}"
    raise ArgumentError(message, path=place, **hints)
