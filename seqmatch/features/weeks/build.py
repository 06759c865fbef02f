"""Weekly state vectors of many people at once."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping

import polars as pl

from seqmatch.features.weeks.balances import balances
from seqmatch.features.weeks.bills import missed_bills
from seqmatch.features.weeks.catalog import KEYS, NAMES
from seqmatch.features.weeks.days import day_habits
from seqmatch.features.weeks.goals import goal_states
from seqmatch.features.weeks.payments import Guess, payments
from seqmatch.features.weeks.peers import compared, positions
from seqmatch.features.weeks.windows import ago, correlation_13w, mean_13w, ratio, spread_13w, sum_4w, sum_13w

LOW_DAYS = 2.0
"""Days of mean spending below which a balance is low."""
MOST_DAYS = 366


def weekly_states(
    frame: pl.DataFrame,
    today: dt.date,
    purposes: Mapping[str, str],
    guess: Guess | None = None,
    goals: pl.DataFrame | None = None,
    peers: bool = True,
) -> pl.DataFrame:
    """The state of everybody at the end of each whole week of their history, the last one ending ``today``.

    Parameters
    ----------
    frame : user, currency, account, date, time, description, merchant, mcc, amount_cents, category, balance_cents; rows
        keep their order within a day. Rows after ``today`` are left out.
    purposes : category to need, want, saving, income or transfer.
    guess : categories of payments whose own leads to no purpose; None leaves them without.
    goals : see :data:`seqmatch.features.weeks.goals.GOAL_COLUMNS`.
    peers : whether the people of ``frame`` are each other's peers. If not, the columns of peers hold what is compared,
        for :func:`seqmatch.features.weeks.peers.positions` to compare once everybody is there.

    Returns
    -------
    KEYS and the columns of the catalogue, by user, currency and week.
    """
    rows = payments(frame, today, purposes, guess)
    names = rows.group_by("who", maintain_order=True).agg(pl.col("user", "currency", "date").first())
    grid = _grid(names, today)
    weeks = grid.join(_sums(rows), on=["who", "week"], how="left", maintain_order="left")
    weeks = weeks.with_columns(pl.col("^(income|spend.*|aside|payments|payees|n_.*|c_.*)$").fill_null(0))
    for part in (balances(rows, grid), day_habits(rows, grid), missed_bills(rows, grid)):
        weeks = weeks.join(part, on=["who", "week"], how="left", maintain_order="left")
    weeks = weeks.join(names.select("who", "user", "currency"), on="who", how="left", maintain_order="left")
    weeks = weeks.with_columns(saved=pl.col("aside") + pl.col("moved_aside").fill_null(0))
    weeks = _flows(weeks)
    weeks = _stability(weeks)
    weeks = _held(weeks)
    weeks = goal_states(weeks, goals)
    weeks = _habits(weeks)
    weeks = _times(weeks, rows)
    weeks = compared(weeks)
    weeks = _stress(positions(weeks) if peers else weeks)
    found = weeks.select(*KEYS, *(pl.col(name).cast(pl.Float64).fill_nan(None) for name in NAMES))
    return found.sort("user", "currency", "week")


def _grid(names: pl.DataFrame, today: dt.date) -> pl.DataFrame:
    whole = ((pl.lit(today) - pl.col("date")).dt.total_days() + 1) // 7
    grid = names.select("who", ago=pl.int_ranges(0, whole)).explode("ago").drop_nulls("ago")
    return grid.select("who", week=pl.lit(today) - pl.duration(days=7 * pl.col("ago"))).sort("who", "week")


def _sums(rows: pl.DataFrame) -> pl.DataFrame:
    want = (pl.col("purpose") == "want").fill_null(False)
    saving = (pl.col("purpose") == "saving").fill_null(False)
    spent = pl.when(saving).then(0).otherwise(pl.col("out"))
    out = pl.col("out")
    sums = rows.group_by("who", "week").agg(
        pl.col("into").filter(~saving).sum().alias("income"),
        spent.sum().alias("spend"),
        out.filter(pl.col("purpose") == "need").sum().alias("spend_need"),
        out.filter(want).sum().alias("spend_want"),
        pl.col("aside").sum(),
        (out > 0).sum().alias("payments"),
        pl.col("payee").filter(out > 0).n_unique().alias("payees"),
        out.filter(pl.col("impulse")).sum().alias("c_impulse"),
        (pl.col("impulse") & (out > 0)).sum().alias("n_impulse"),
        out.filter(want & pl.col("fresh")).sum().alias("c_fresh"),
        out.filter(pl.col("repeats")).sum().alias("c_repeats"),
        (want & (out > 0)).sum().alias("n_want"),
        out.filter("fee").sum().alias("c_fees"),
        pl.col("returned").sum().alias("n_returned"),
    )
    of_category = (
        rows.filter(pl.col("out") > 0)
        .group_by("who", "week", "category")
        .agg(out.sum())
        .sort("who", "week", "category")
    )
    share = pl.col("out") / pl.col("out").sum()
    spread = of_category.group_by("who", "week", maintain_order=True).agg(
        (-(share * share.log())).sum().alias("entropy")
    )
    return sums.join(spread, on=["who", "week"], how="left")


def _flows(weeks: pl.DataFrame) -> pl.DataFrame:
    weeks = weeks.with_columns(
        income_4w=sum_4w("income"),
        spend_4w=sum_4w("spend"),
        income_13w=sum_13w("income"),
        spend_13w=sum_13w("spend"),
        want_13w=sum_13w("spend_want"),
    )
    return weeks.with_columns(
        savings_rate_13w=ratio(pl.col("income_13w") - pl.col("spend_13w"), pl.col("income_13w")).clip(-2, 1),
        saved_share_13w=ratio(sum_13w("saved"), pl.col("income_13w")).clip(-1, 1),
        need_share_13w=ratio(sum_13w("spend_need"), pl.col("spend_13w")),
        want_share_13w=ratio(pl.col("want_13w"), pl.col("spend_13w")),
        usual=mean_13w("spend"),
    )


def _stability(weeks: pl.DataFrame) -> pl.DataFrame:
    lately = pl.col("spend_4w") / 4
    earlier = pl.col("spend").rolling_mean(9, min_samples=4).shift(4).over("who")
    median = pl.col("spend").rolling_median(8, min_samples=4).shift(1).over("who")
    few = 0.05 * pl.col("usual") + 1
    return weeks.with_columns(
        income_volatility_13w=ratio(spread_13w("income_4w"), mean_13w("income_4w")),
        spend_volatility_13w=ratio(spread_13w("spend"), pl.col("usual")),
        spend_trend_13w=((lately + few) / (earlier + few)).log(),
        spend_against_usual=((pl.col("spend") + few) / (median + few)).log(),
    )


def _held(weeks: pl.DataFrame) -> pl.DataFrame:
    net = pl.col("balance") - pl.col("debt")
    income = pl.col("income").rolling_mean(13, min_samples=4).over("who")
    return weeks.with_columns(
        buffer_weeks=ratio(pl.col("balance"), pl.col("usual")).clip(0, 104),
        balance_change_4w=ratio(net - ago(net, 4), 4 * pl.col("usual")).clip(-10, 10),
        balance_volatility_13w=ratio(spread_13w("lowest_balance"), pl.col("usual")).clip(0, 50),
        debt_months=ratio(pl.col("debt"), income * 13 / 3).clip(0, 24),
        debt_change_4w=ratio(pl.col("debt") - ago(pl.col("debt"), 4), 4 * income).clip(-5, 5),
    )


def _habits(weeks: pl.DataFrame) -> pl.DataFrame:
    after_days, after = sum_13w("after_days"), sum_13w("after")
    days = 7 * pl.col("after_days").is_not_null().cast(pl.Int64).rolling_sum(13, min_samples=4).over("who")
    few = 0.02 * pl.col("want_13w") + 1
    on, off = (after + few) / (after_days + 0.4), (pl.col("want_13w") - after + few) / (days - after_days + 0.4)
    paid = (after_days >= 4) & (days - after_days >= 4)
    held = ago(pl.col("lowest_balance"), 1)
    return weeks.with_columns(
        category_spread_13w=mean_13w("entropy"),
        weekend_share_13w=ratio(sum_13w("weekend"), pl.col("want_13w")),
        payday_effect_13w=pl.when(paid & (pl.col("want_13w") > 0)).then((on / off).log().clip(-4, 4)),
        impulse_share_13w=ratio(sum_13w("c_impulse"), pl.col("want_13w")),
        impulse_buys_13w=mean_13w("n_impulse"),
        new_payee_share_13w=ratio(sum_13w("c_fresh"), pl.col("want_13w")),
        recurring_share_13w=ratio(sum_13w("c_repeats"), pl.col("spend_13w")),
        saving_weeks_13w=(pl.col("saved") > 0).cast(pl.Float64).rolling_mean(13, min_samples=4).over("who"),
        restraint_13w=correlation_13w(pl.col("spend_want"), held),
        typical_payment_13w=ratio(pl.col("want_13w"), sum_13w("n_want")),
    )


def _times(weeks: pl.DataFrame, rows: pl.DataFrame) -> pl.DataFrame:
    turn = 2 * math.pi * pl.col("week").dt.ordinal_day() / 365.25
    weeks = weeks.with_columns(
        season_sin=turn.sin(),
        season_cos=turn.cos(),
        weeks_known=pl.int_range(1, pl.len() + 1).over("who").clip(None, 260),
        days_since_pay=(pl.col("week") - pl.col("last_pay")).dt.total_days().clip(0, MOST_DAYS),
        last_saving=pl.when(pl.col("saved") > 0).then("week").forward_fill().over("who"),
    )
    weeks = weeks.with_columns(
        days_since_saving=(pl.col("week") - pl.col("last_saving")).dt.total_days().clip(0, MOST_DAYS)
    )
    for name, happened in (("days_since_large", pl.col("impulse")), ("days_since_stress", _stressed())):
        days = rows.filter(happened).select("who", pl.col("date").alias("then")).unique().sort("then")
        weeks = weeks.sort("week").join_asof(days, left_on="week", right_on="then", by="who", check_sortedness=False)
        since = (pl.col("week") - pl.col("then")).dt.total_days().clip(0, MOST_DAYS)
        weeks = weeks.with_columns(since.alias(name)).drop("then")
    return weeks.sort("who", "week")


def _stressed() -> pl.Expr:
    return pl.col("fee") | pl.col("returned")


def _stress(weeks: pl.DataFrame) -> pl.DataFrame:
    low = pl.col("lowest_balance") < LOW_DAYS / 7 * pl.col("usual")
    weeks = weeks.with_columns(
        low_balance=low.cast(pl.Float64),
        fees_4w=sum_4w("c_fees", 1),
        returned_13w=pl.col("n_returned").rolling_sum(13, min_samples=1).over("who"),
    )
    lately = pl.col("n_returned").rolling_sum(4, min_samples=1).over("who") > 0
    flags = (low.fill_null(False), pl.col("fees_4w") > 0, lately, pl.col("missed_bills") > 0)
    return weeks.with_columns(
        low_balance_weeks_13w=mean_13w("low_balance"),
        stress_flags=pl.sum_horizontal(flag.cast(pl.Int64) for flag in flags),
    )
