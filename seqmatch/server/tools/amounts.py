"""Amounts in arguments: cents where the name says cents, else dollars; absurd ones are refused.

``monthly_income_cents: 420000`` and ``monthly_income: 4200`` are the same. Models mix the two up, and a plan for 42
dollars a month helps nobody: what is hardly meant is refused with both readings.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from seqmatch.errors import ArgumentError
from seqmatch.schemas.profile_reading import whole_number_in

CENTS = "_cents"
DOLLARS = ("", "_dollars", "_usd")
MOST_DOLLARS = 100_000
"""A month, of a sum that is given in dollars; more may be cents by mistake, and is asked for in cents."""
LEAST_CENTS = 10_000
"""A month, of a sum that is given in cents; less is dollars by mistake."""
_AMOUNT = re.compile(r"(-?)\$?\s*(\d{1,12}(?:\.\d{1,2})?|\d{1,3}(?:,\d{3}){1,3}(?:\.\d{1,2})?)\s*(k?)", re.IGNORECASE)

Reader = Callable[[object, str], Any]


class _Dollars(int):
    """Cents that were told in dollars, so that they are not doubted."""


@dataclass(frozen=True)
class DollarRange:
    """What sums in dollars can be.

    Attributes
    ----------
    least, most : dollars; beyond ``most`` they may be cents by mistake and are asked for in cents.
    period : said after an amount, as " a month".
    """

    least: float
    most: float
    period: str


A_MONTH = DollarRange(0.01, MOST_DOLLARS, " a month")


def in_dollars(names: Sequence[str], sent: Mapping[str, object], what: DollarRange = A_MONTH) -> dict[str, object]:
    """What was sent, with every sum in dollars under the name it has in cents.

    Parameters
    ----------
    names : those that are read; one that ends in ``_cents`` has the same name without it for dollars.
    what : what the sums can be.

    Raises
    ------
    ArgumentError : a sum is given in both, is none, or is cents by all appearance.
    """
    told = dict(sent)
    for name in names:
        if not name.endswith(CENTS):
            continue
        for ending in DOLLARS:
            other = name.removesuffix(CENTS) + ending
            if other not in told or other in names:
                continue
            value = told.pop(other)
            if value is None or value == "" or value == "null":
                continue
            if told.get(name) not in (None, "", "null"):
                raise ArgumentError(
                    f"This sum is given twice. Leave out {other} or {name}.", code="invalid_value", path=name
                )
            told[name] = _cents_of(value, other, name, what)
    return told


def _cents_of(value: object, path: str, name: str, what: DollarRange = A_MONTH) -> int:
    dollars = _dollars(value)
    if dollars is None or dollars < what.least:
        raise ArgumentError("Must be a sum of dollars, such as 4200.", code="invalid_value", path=path, example="4200")
    if abs(dollars) > what.most:
        raise ArgumentError(
            f"Read as dollars this is ${dollars:,.2f}{what.period}: if so, send {name} {dollars * 100:.0f}. "
            f"If it is cents, that is ${dollars / 100:,.2f}: then send {name} {dollars:.0f}.",
            code="invalid_value",
            path=path,
            example=f'{{"{name}": {dollars:.0f}}}',
        )
    return _Dollars(dollars * 100)


def _dollars(value: object) -> Decimal | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, str):
        found = _AMOUNT.fullmatch(value.strip())
        return Decimal(found[1] + found[2].replace(",", "")) * (1000 if found[3] else 1) if found else None
    if isinstance(value, int | float) and abs(value) < 1e15:
        try:
            return round(Decimal(str(value)), 2)
        except InvalidOperation:
            return None
    return None


def monthly_cents(most: int, example: int) -> Reader:
    """A reader of a month's sum in cents, at most ``most``.

    Raises
    ------
    ArgumentError : no whole number, or so few cents that dollars are meant.
    """

    def read(value: object, path: str) -> int:
        if isinstance(value, str) and value.strip().startswith("$"):
            value = _cents_of(value, path, path)
        cents = whole_number_in(value)
        if cents is None or not 1 <= cents <= most:
            raise ArgumentError(
                f"Must be a whole number of cents from {LEAST_CENTS} to {most}.",
                code="invalid_value",
                path=path,
                example=str(example),
            )
        if cents < LEAST_CENTS and not isinstance(value, _Dollars):
            plain = path.removesuffix(CENTS)
            raise ArgumentError(
                f"Read as cents this is ${cents / 100:,.2f} a month: if so, send {plain} {cents / 100:g}. "
                f"If ${cents:,} is meant, send {path} {cents * 100}.",
                code="invalid_value",
                path=path,
                example=f'{{"{path}": {cents * 100}}}',
            )
        return cents

    return read
