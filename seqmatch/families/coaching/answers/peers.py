"""Where a person of the store stands among others: from everybody's latest weekly state, kept by an operator."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import polars as pl

from seqmatch.errors import ArgumentError
from seqmatch.families.coaching.answers.whose import person_in_store
from seqmatch.families.coaching.dataset.weeks import weeks_of
from seqmatch.families.coaching.scoring.health import FEWEST_WEEKS
from seqmatch.families.coaching.scoring.peers import latest_states, positions_of
from seqmatch.features.weeks.payments import Guess
from seqmatch.schemas.answers.coaching import PeerTold
from seqmatch.store.coaching.weekly_states import STATE_COLUMNS, replace_states, states_of

if TYPE_CHECKING:
    from seqmatch.store.engine import Store

ACTIVE_DAYS = 28
"""Whoever has no transaction in so many days before is none of the others."""
VALID_DAYS = 35
"""For so long after it a weekly state still says where people stand."""
AT_ONCE = 200
FIGURES = {
    "savings_rate_13w": "share of income kept",
    "want_share_13w": "share of spending that goes on wants",
    "buffer_weeks": "weeks of spending held",
    "spend_volatility_13w": "how much spending varies from week to week",
    "weekend_share_13w": "share of wants bought on weekends",
}


def keep_states(store: Store, today: dt.date | None = None, guess: Guess | None = None) -> tuple[int, dt.date]:
    """Work out the latest week of everybody in the store, in place of those kept before; how many, and as of when.

    Parameters
    ----------
    today : None: the day of the store's last transaction.

    Raises
    ------
    ArgumentError : the store has no transaction until then.
    StoreError : the store cannot be reached; the states are as they were.
    """
    from seqmatch.store.transactions.transactions import first_and_last_day, users_between

    days = first_and_last_day(store)
    if days is None or (today is not None and today < days[0]):
        until = "" if today is None else " until that day"
        raise ArgumentError(
            f"The store has no transactions{until}. Import some: `seqmatch transactions import FILE`.",
            path="--as-of" if today is not None else "--store",
        )
    today = today or days[1]
    users = [one.user for one in users_between(store, today - dt.timedelta(days=ACTIVE_DAYS), today)]
    tables = []
    for start in range(0, len(users), AT_ONCE):
        some = [person_in_store(store, user, today).person for user in users[start : start + AT_ONCE]]
        weeks = weeks_of(some, guess)
        known = weeks.filter(pl.col("weeks_known").max().over("user") >= FEWEST_WEEKS)
        tables.append(latest_states(known).select(STATE_COLUMNS))
    states = pl.concat(tables, how="vertical_relaxed")
    replace_states(store, states)
    return len(states), today


def peers_of(store: Store, user: str | None, currency: str | None, today: dt.date) -> list[PeerTold]:
    """Where a user stands among at least 25 others; empty where there are fewer or the states are of another time.

    The user's own figures are the kept ones too, so that no balance told by hand can be moved to read off another's.

    Raises
    ------
    StoreError : the store cannot be reached.
    """
    states = states_of(store, currency, today - dt.timedelta(days=VALID_DAYS), today)
    return [
        PeerTold(figure=FIGURES[one.name], above=one.below, among=one.among, of=one.of)
        for one in positions_of(states, user, currency)
    ]
