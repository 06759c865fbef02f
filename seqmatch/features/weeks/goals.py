"""Progress towards savings goals, where a person has told any."""

from __future__ import annotations

import polars as pl

GOAL_COLUMNS = {"user": pl.String, "target_cents": pl.Int64, "starts": pl.Date, "deadline": pl.Date}


def goal_states(weeks: pl.DataFrame, goals: pl.DataFrame | None) -> pl.DataFrame:
    """``weeks`` with goal_progress, goal_adherence_13w, goal_pressure and goal_weeks_left.

    What was put aside since a goal began counts towards it, the goals of a person together: no statement says for which
    of them it was. A goal counts from its first day to its deadline.

    Parameters
    ----------
    weeks : columns who, user, week, saved, income_13w; sorted by who and week.
    goals : GOAL_COLUMNS; None or no row of a user: null.
    """
    empty = pl.DataFrame(schema=GOAL_COLUMNS)
    told = (empty if goals is None else goals).select(*GOAL_COLUMNS).drop_nulls(["target_cents", "starts", "deadline"])
    all_saved = weeks.select("user", "who", "week", pl.col("saved").cum_sum().over("who").alias("until"))
    pairs = all_saved.select("user", "who", "week", "until").join(
        told.with_row_index("goal"), on="user", nulls_equal=True
    )
    pairs = pairs.filter((pl.col("week") >= pl.col("starts")) & (pl.col("week") <= pl.col("deadline")))
    begun = (
        told.with_row_index("goal")
        .join(all_saved, on="user", nulls_equal=True)
        .filter(pl.col("week") < pl.col("starts"))
        .sort("week")
        .group_by("goal", "who")
        .agg(pl.col("until").last().alias("before"))
    )
    pairs = pairs.join(begun, on=["goal", "who"], how="left").with_columns(pl.col("before").fill_null(0))
    left = ((pl.col("deadline") - pl.col("week")).dt.total_days() / 7).clip(1)
    whole = ((pl.col("deadline") - pl.col("starts")).dt.total_days() / 7).clip(1)
    by_week = (
        pairs.with_columns(left=left, pace=pl.col("target_cents") / whole)
        .sort("who", "week", "starts", "goal")
        .group_by("who", "week")
        .agg(
            pl.col("target_cents").sum().alias("target"),
            (pl.col("until") - pl.col("before")).max().alias("put_by"),
            pl.col("pace").sum(),
            (pl.col("target_cents") / pl.col("target_cents").sum() / pl.col("left")).sum().alias("a_week"),
            pl.col("left").min().alias("goal_weeks_left"),
        )
    )
    found = weeks.join(by_week, on=["who", "week"], how="left", maintain_order="left")
    progress = (pl.col("put_by") / pl.col("target")).clip(0, 1)
    lately = pl.col("saved").rolling_mean(13, min_samples=1).over("who")
    income = pl.col("income_13w") / 13
    return found.with_columns(
        goal_progress=progress,
        goal_adherence_13w=(lately / pl.col("pace")).clip(0, 3),
        goal_pressure=pl.when(income > 0).then(
            ((1 - progress) * pl.col("target") * pl.col("a_week") / income).clip(0, 3)
        ),
    ).drop("target", "put_by", "pace", "a_week")
