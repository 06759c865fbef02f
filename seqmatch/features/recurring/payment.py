"""One payment, as the search for recurring ones sees it."""

from __future__ import annotations

from typing import NamedTuple


class Payment(NamedTuple):
    """One transaction of a payee.

    Attributes
    ----------
    day : ordinal.
    cents : without sign.
    out : whether it was paid, not received.
    till : whether the row says that it was paid by card where something is sold.
    """

    day: int
    cents: int
    transaction_id: str
    account: str | None
    out: bool = True
    till: bool = False
