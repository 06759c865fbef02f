"""What is told of an account's balance ahead: its path, its lowest point, the odds of a low balance, and why not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
import polars as pl
from numpy.typing import NDArray

from seqmatch.errors import ArgumentError
from seqmatch.estimators.forecasting.cash_path import DRAWS, bands, likely_lowest_day
from seqmatch.estimators.forecasting.low_balance_features import (
    FEWEST_DAYS,
    LOW_DAYS,
    NO_PAY,
    AccountNow,
    floor_features,
    level_features,
    lowest_of,
)
from seqmatch.families.coaching.dataset.account_kinds import Kind, kind_of
from seqmatch.families.coaching.dataset.outlook import account_now, default_floor, movements
from seqmatch.families.coaching.person import Account, Person
from seqmatch.families.coaching.recipe import OutlookModels

FloorBasis = Literal["given", "zero", "own"]
LIKELY = 0.5
"""Odds from which a low balance is warned of."""
SCHEMA = {
    **dict.fromkeys(("user", "account", "kind"), pl.String()),
    **dict.fromkeys(("balance_cents", "floor_cents", "lowest_p10", "lowest_p50", "lowest_p90"), pl.Int64()),
    "lowest_date": pl.Date(),
    "odds_below_floor": pl.Float64(),
    "balance_day30": pl.Int64(),
}


@dataclass(frozen=True, eq=False)
class Outlook:
    """An account's next 90 days as seen at the end of ``today``; all cents.

    Attributes
    ----------
    kind : ``holds``, ``owes`` (a card or a loan: no low balance there) or ``untold`` (no balance: changes only).
    balance_cents : of today; None where nobody tells it, and all that follows is a change from it.
    path : shape (3, 90), p10, p50 and p90 at the end of each day, tomorrow first.
    lowest_cents, lowest_date : p10, p50 and p90 of the lowest point within 30 days, and its most likely day.
    day30_cents : on day 30; today's where a forecast would be no better (``day30_is_today``).
    odds_below_floor : of falling below the floor within 30 days; None where not told.
    floor_basis : ``given``, ``zero`` (the account lives around 0) or ``own`` (it was below on one day in ten).
    next_pay, bills_cents : the next pay day, None where none is expected, and what is due before it (within 30 days).
    """

    user: str | None
    account: str
    today: dt.date
    kind: Kind
    balance_cents: int | None
    path: NDArray[np.int64]
    lowest_cents: tuple[int, int, int]
    lowest_date: dt.date
    day30_cents: int
    day30_is_today: bool
    floor_cents: int | None
    floor_basis: FloorBasis | None
    odds_below_floor: float | None
    next_pay: dt.date | None
    bills_cents: int

    @property
    def warns(self) -> bool:
        """Whether a low balance is likely."""
        return self.odds_below_floor is not None and self.odds_below_floor >= LIKELY


def outlook(
    person: Person,
    account: Account,
    models: OutlookModels,
    floor_cents: int | None = None,
    draws: int = DRAWS,
    seed: int = 0,
) -> Outlook | None:
    """What is ahead on an account of a person; None where its history is shorter than four weeks.

    Parameters
    ----------
    floor_cents : what counts as low. None: 0 where the account lives around 0, else what it was below on one day in
        ten of the last half year.

    Raises
    ------
    ArgumentError : fewer than 20 draws.
    """
    if draws < 20:
        raise ArgumentError("Give at least 20: fewer draws show no band.", path="draws")
    kind = kind_of(person, account)
    now = account_now(person, account) or _changes_only(person, account)
    if len(now.balances) < FEWEST_DAYS:
        return None
    paths = now.paths(draws=draws, seed=seed)
    level = level_features(now, paths)[None]
    base = now.today
    band = models.lowest.band(level, bands(paths)[None] / now.spread)[0]
    low = models.lowest.lowest(level, lowest_of(paths)[None] / now.spread)[0]
    floor, basis, odds = None, None, None
    if kind == "holds":
        floor = float(floor_cents) if floor_cents is not None else default_floor(now)
        basis = _basis(floor_cents, floor)
        odds = float(models.odds.odds(np.hstack([floor_features(now, paths, floor)[None], level]))[0])
    pay_day, _ = now.pay
    return Outlook(
        user=person.user,
        account=account.name,
        today=person.today,
        kind=kind,
        balance_cents=account.balance_cents,
        path=np.rint(base + band * now.spread).astype(np.int64),
        lowest_cents=(_cents(base, low[0], now), _cents(base, low[1], now), _cents(base, low[2], now)),
        lowest_date=person.today + dt.timedelta(days=likely_lowest_day(paths[:, :LOW_DAYS])),
        day30_cents=_cents(base, float(models.lowest.day30(level)[0]), now),
        day30_is_today=not models.lowest.beats_today_,
        floor_cents=None if floor is None else round(floor),
        floor_basis=basis,
        odds_below_floor=odds,
        next_pay=None if pay_day >= NO_PAY else person.today + dt.timedelta(days=pay_day),
        bills_cents=round(now.bills_before_pay),
    )


def _basis(given: int | None, floor: float) -> FloorBasis:
    if given is not None:
        return "given"
    return "zero" if floor == 0 else "own"


def _cents(base: float, change: float, now: AccountNow) -> int:
    return round(base + change * now.spread)


def _changes_only(person: Person, account: Account) -> AccountNow:
    """An account without balance, as if today's were 0."""
    moved = np.cumsum(account.flow[int(np.argmax(account.flow != 0)) :].astype(np.float64))
    return AccountNow(moved - moved[-1], *movements(person, account))


def outlook_frame(
    people: Iterable[Person],
    models: OutlookModels,
    floors: Mapping[tuple[str | None, str], int] | None = None,
) -> pl.DataFrame:
    """The outlook of every account of ``people`` with four weeks of history: SCHEMA, by user and account.

    The odds are null for accounts that owe; for those without balance the lowest point is too.
    """
    rows: list[tuple[object, ...]] = []
    for person in people:
        for name, account in sorted(person.accounts.items()):
            told = outlook(person, account, models, (floors or {}).get((person.user, name)))
            if told is None:
                continue
            known = told.kind != "untold"
            rows.append(
                (
                    told.user,
                    name,
                    told.kind,
                    told.balance_cents,
                    told.floor_cents,
                    *(told.lowest_cents if known else (None, None, None)),
                    told.lowest_date if known else None,
                    told.odds_below_floor,
                    told.day30_cents if known else None,
                )
            )
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")
