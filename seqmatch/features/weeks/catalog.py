"""The dimensions of a weekly state: name, unit, meaning, kind.

Every value is known at the end of its week. Windows end with the week; 13 weeks are a quarter. Null means unknown, NaN
in a matrix: no balance is told, no goal is set, the history is too short.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Unit = Literal["cents", "share", "log ratio", "count", "days", "weeks", "yes/no", "nats", "position 0 to 1", "-1 to 1"]
Kind = Literal["flow", "stability", "balance", "goal", "habit", "time", "peers", "stress"]


@dataclass(frozen=True, slots=True)
class WeekFeature:
    """One dimension of a weekly state."""

    name: str
    unit: Unit
    kind: Kind
    meaning: str


def _of(kind: Kind, *said: tuple[str, Unit, str]) -> tuple[WeekFeature, ...]:
    return tuple(WeekFeature(name, unit, kind, meaning) for name, unit, meaning in said)


FLOWS = _of(
    "flow",
    ("income", "cents", "money that came in during the week, own transfers apart, refunds included"),
    ("spend", "cents", "money that left during the week, own transfers and saving apart"),
    ("spend_need", "cents", "spending on needs during the week"),
    ("spend_want", "cents", "spending on wants during the week"),
    ("saved", "cents", "money put aside during the week less money taken back from savings"),
    ("income_4w", "cents", "income of the last 4 weeks"),
    ("spend_4w", "cents", "spending of the last 4 weeks"),
    ("savings_rate_13w", "share", "share of 13 weeks' income that was not spent, from -2 to 1"),
    ("saved_share_13w", "share", "share of 13 weeks' income that was put aside, from -1 to 1"),
    ("need_share_13w", "share", "share of 13 weeks' spending that went on needs"),
    ("want_share_13w", "share", "share of 13 weeks' spending that went on wants"),
)
STABILITY = _of(
    "stability",
    ("income_volatility_13w", "share", "standard deviation of the 4-week income over its mean, 13 weeks"),
    ("spend_volatility_13w", "share", "standard deviation of the weekly spending over its mean, 13 weeks"),
    ("spend_trend_13w", "log ratio", "weekly spending of the last 4 weeks against the 9 before"),
    ("spend_against_usual", "log ratio", "the week's spending against the median of the 8 weeks before"),
)
BALANCES = _of(
    "balance",
    ("balance", "cents", "sum of the accounts that are not overdrawn or debts, at the end of the week"),
    ("lowest_balance", "cents", "lowest end-of-day balance of the week on the account that income comes to"),
    ("buffer_weeks", "weeks", "balance over the mean weekly spending of 13 weeks, at most 104"),
    ("balance_change_4w", "share", "change of all balances over 4 weeks, as a share of 4 weeks' mean spending"),
    ("balance_volatility_13w", "share", "standard deviation of the lowest balance over mean weekly spending, 13 weeks"),
    ("debt", "cents", "sum owed on overdrawn accounts and cards at the end of the week"),
    ("debt_months", "share", "debt over a month's income by the last 13 weeks, at most 24"),
    ("debt_change_4w", "share", "change of the debt over 4 weeks, as a share of 4 weeks' mean income"),
)
GOALS = _of(
    "goal",
    ("goal_progress", "share", "saved towards the person's goals since they began, of their targets, at most 1"),
    ("goal_adherence_13w", "share", "share of the last 13 weeks' needed pace that was put aside, from 0 to 3"),
    ("goal_pressure", "share", "what the goals still need a week over weekly income of 13 weeks, at most 3"),
    ("goal_weeks_left", "weeks", "until the next goal's deadline"),
)
HABITS = _of(
    "habit",
    ("payments", "count", "payments out during the week"),
    ("payees", "count", "different payees of the week"),
    ("category_spread_13w", "nats", "entropy of a week's spending over categories, mean of 13 weeks"),
    ("weekend_share_13w", "share", "share of 13 weeks' spending on wants that fell on a Saturday or Sunday"),
    ("payday_effect_13w", "log ratio", "daily spending on wants in the 4 days from pay against other days, 13 weeks"),
    ("impulse_share_13w", "share", "share of 13 weeks' spending on wants in unplanned large buys"),
    ("impulse_buys_13w", "count", "unplanned large buys a week, mean of 13 weeks"),
    ("new_payee_share_13w", "share", "share of 13 weeks' spending on wants at payees never paid before"),
    ("recurring_share_13w", "share", "share of 13 weeks' spending that repeats an amount one period later"),
    ("saving_weeks_13w", "share", "share of 13 weeks in which money was put aside"),
    ("restraint_13w", "-1 to 1", "correlation of a week's spending on wants with the balance before it, 13 weeks"),
    ("typical_payment_13w", "cents", "mean payment on wants, 13 weeks"),
)
TIMES = _of(
    "time",
    ("season_sin", "-1 to 1", "sine of the day of the year at the end of the week"),
    ("season_cos", "-1 to 1", "cosine of the day of the year at the end of the week"),
    ("weeks_known", "weeks", "whole weeks of history, at most 260"),
    ("days_since_pay", "days", "since the last pay, at most 366"),
    ("days_since_large", "days", "since the last unplanned large buy, at most 366"),
    ("days_since_saving", "days", "since money was last put aside, at most 366"),
    ("days_since_stress", "days", "since the last fee or returned payment, at most 366"),
)
PEERS = _of(
    "peers",
    ("peers_income", "position 0 to 1", "share of people who had less income over 4 weeks, same week and currency"),
    ("peers_spend", "position 0 to 1", "share of people who spent a smaller part of 4 weeks' income, same week"),
    ("peers_saving", "position 0 to 1", "share of people with a lower 13-week savings rate, same week and currency"),
)
STRESS = _of(
    "stress",
    ("low_balance", "yes/no", "lowest balance of the week below 2 days of mean spending"),
    ("low_balance_weeks_13w", "share", "share of 13 weeks with a low balance"),
    ("fees_4w", "cents", "fees and interest charged over 4 weeks"),
    ("returned_13w", "count", "payments returned unpaid over 13 weeks"),
    (
        "missed_bills",
        "count",
        "bills overdue at the end of the week by half their period, none later than two and a half",
    ),
    ("stress_flags", "count", "of: low balance, fees in 4 weeks, a returned payment in 4 weeks, a missed bill"),
)
WEEK_FEATURES: tuple[WeekFeature, ...] = (
    *FLOWS,
    *STABILITY,
    *BALANCES,
    *GOALS,
    *HABITS,
    *TIMES,
    *PEERS,
    *STRESS,
)
NAMES: tuple[str, ...] = tuple(feature.name for feature in WEEK_FEATURES)
KEYS = ("user", "currency", "week")
"""Whose state it is; ``week`` is the last day of the week."""
