"""A recurring payment."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass
from typing import Any, Literal

Cadence = Literal[
    "weekly",
    "fortnightly",
    "four_weekly",
    "twice_monthly",
    "monthly",
    "two_monthly",
    "quarterly",
    "half_yearly",
    "yearly",
]
TIMES_A_YEAR: dict[Cadence, float] = {
    "weekly": 365.25 / 7,
    "fortnightly": 365.25 / 14,
    "four_weekly": 365.25 / 28,
    "twice_monthly": 24,
    "monthly": 12,
    "two_monthly": 6,
    "quarterly": 4,
    "half_yearly": 2,
    "yearly": 1,
}
Direction = Literal["in", "out"]
Kind = Literal["fixed", "variable"]
Status = Literal["running", "late", "ended"]


@dataclass(frozen=True)
class PriceChange:
    """From which day a fixed amount is another one; cents without sign."""

    date: dt.date
    before_cents: int
    after_cents: int


@dataclass(frozen=True)
class Stream:
    """A payment that comes again.

    Attributes
    ----------
    user, account : whose it is; the account of the last payment; None where the data does not say.
    payee : words that its descriptions share, lower-case.
    direction : ``in`` or ``out``.
    kind : ``fixed`` where it is mostly the same amount as the time before.
    currency : three letters, None where the data does not say; payments of two currencies are two streams.
    amount_cents : without sign; the last one of a fixed payment, the median of the last six of a variable one.
    low_cents, high_cents : range of the last twelve, without sign.
    first, last : days of the first and the last payment.
    next_due : the day the next one is due; of one that is late, the next time; of one that has ended, the first missed.
    status : ``late`` where the next one is overdue, ``ended`` where so much that no more is expected.
    missed : times between the first and the last payment that one was due and none came.
    price_change : the last one; None where there was none or the payment is variable.
    times : payments.
    transaction_ids : of the payments, by day.
    overdue : the day on which a payment was due that has not come; None while it is running.
    """

    user: str | None
    account: str | None
    payee: str
    direction: Direction
    cadence: Cadence
    kind: Kind
    currency: str | None
    amount_cents: int
    low_cents: int
    high_cents: int
    first: dt.date
    last: dt.date
    next_due: dt.date
    status: Status
    missed: int
    price_change: PriceChange | None
    times: int
    transaction_ids: tuple[str, ...]
    overdue: dt.date | None = None

    def to_json(self) -> dict[str, Any]:
        """Plain values; days as YYYY-MM-DD."""
        told = asdict(self)
        for name in ("first", "last", "next_due"):
            told[name] = told[name].isoformat()
        told["overdue"] = None if self.overdue is None else self.overdue.isoformat()
        if self.price_change is not None:
            told["price_change"]["date"] = self.price_change.date.isoformat()
        return {**told, "transaction_ids": list(self.transaction_ids)}
