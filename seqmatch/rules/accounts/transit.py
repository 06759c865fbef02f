"""How many days money is on its way between two kinds of account, by the platform's public help (November 2026).

The slow end of each range is taken, because a plan that only works on a good day does not work. Business days are
Monday to Friday; bank holidays are not known here.
"""

from __future__ import annotations

from datetime import date, timedelta

from seqmatch.schemas.simulation import AccountPlace

_WITHIN = AccountPlace.POD
OUTWARD_DAYS = 1
"""Business days from a pod to an outside account: the same day before 3 pm, else the next."""
PULL_DAYS = 3
"""Business days from an outside account to anywhere: 2 to 3."""
DEBT_DAYS = 7
"""Business days until the provider of a debt is paid: 2 to 7."""


def business_days(source: AccountPlace | None, destination: AccountPlace | None) -> int:
    """Business days a transfer takes at most; 0 where it is at once, or where one of the places is not known."""
    if source is None or destination is None or (source is _WITHIN and destination is _WITHIN):
        return 0
    if destination is AccountPlace.DEBT:
        return DEBT_DAYS
    return OUTWARD_DAYS if source is _WITHIN else PULL_DAYS


def is_external(source: AccountPlace | None, destination: AccountPlace | None) -> bool:
    """Whether a transfer counts against the platform's monthly limit."""
    return not (source is _WITHIN and destination is _WITHIN) and source is not None and destination is not None


def after(day: date, days: int) -> date:
    """``days`` business days after ``day``; ``day`` itself for 0."""
    while days:
        day += timedelta(days=1)
        days -= day.weekday() < 5
    return day


def before(day: date, days: int) -> date:
    """The last day on which a transfer of ``days`` business days can start to be there on ``day``."""
    while days:
        day -= timedelta(days=1)
        days -= day.weekday() < 5
    return day
