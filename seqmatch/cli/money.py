"""Reads money as people type it: dollars, with or without sign, separators and cents; programs give whole cents."""

from __future__ import annotations

import re

import typer

_AMOUNT = re.compile(r"\$?\s?(?P<dollars>[0-9]{1,15}|[0-9]{1,3}(?:,[0-9]{3}){1,4})(?:\.(?P<cents>[0-9]{1,2}))?")
MOST_DOLLARS = 10**9
"""More than this a month is a slip of the finger."""


def signed_dollars(typed: str | int) -> int:
    """As :func:`dollars`; a minus before it, or brackets around it, make it negative.

    Raises
    ------
    typer.BadParameter : as :func:`dollars`.

    Example
    -------
    >>> signed_dollars("-1,204.50"), signed_dollars("(20)"), signed_dollars("$7")
    (-120450, -2000, 700)
    """
    if isinstance(typed, int):
        return typed
    text = typed.strip()
    if text.startswith("(") and text.endswith(")"):
        return -dollars(text[1:-1])
    return -dollars(text[1:]) if text[:1] in ("-", "−") else dollars(text)


def dollars(typed: str | int) -> int:
    """``4200``, ``4,200``, ``$4,200`` or ``4200.50`` as whole cents; a default is in cents already.

    Raises
    ------
    typer.BadParameter : it is no amount, or beyond MOST_DOLLARS.
    """
    if isinstance(typed, int):
        return typed
    read = _AMOUNT.fullmatch(typed.strip())
    if read is None:
        raise typer.BadParameter("This is no amount in dollars. Write 4200, $4,200 or 4200.50.")
    whole = int(read["dollars"].replace(",", ""))
    if whole > MOST_DOLLARS:
        raise typer.BadParameter(f"An amount is at most ${MOST_DOLLARS:,}.")
    return whole * 100 + int((read["cents"] or "").ljust(2, "0"))
