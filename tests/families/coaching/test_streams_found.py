"""What is found of the payments that truly come again, on households that another hand generated (synthetic)."""

from __future__ import annotations

import datetime as dt
from functools import cache

import polars as pl
from foreign_lives import generate

from seqmatch.data.synthetic.lives.generate import generate_lives
from seqmatch.families.coaching.evaluation.streams import Share, stream_figures
from seqmatch.families.coaching.person import history, people

START = dt.date(2023, 1, 1)
BILLS = ("bill", "income", "loan")


def truth_of(streams: pl.DataFrame) -> pl.DataFrame:
    """The bills, pay and loans of the foreign truth; an end counts once a payment has been missed."""
    return streams.filter(pl.col("kind").is_in(BILLS)).with_columns(noticeable=pl.col("missed_due").is_not_null())


@cache
def foreign() -> dict[str, dict[str, Share]]:
    made = generate(24, 640, 4242, START)
    shown = made.transactions.drop("stream", "habit", "pair", "retry", "category")
    return stream_figures(
        people(history(shown), START + dt.timedelta(days=639)), made.transactions, truth_of(made.streams)
    )


def test_most_of_what_comes_again_is_found_and_little_else() -> None:
    ours, rule = foreign()["ours"], foreign()["baseline"]
    assert ours["precision"].value > 0.85
    assert ours["recall"].value > 0.92
    assert ours["recall"].value > rule["recall"].value + 0.1


def test_an_end_is_noticed_and_what_runs_is_rarely_called_ended() -> None:
    ours = foreign()["ours"]
    assert ours["stopped_noticed"].value > 0.85
    assert ours["running_called_stopped"].value < 0.05


def test_the_next_day_is_known() -> None:
    assert foreign()["ours"]["next_within_2_days"].value > 0.9


def test_a_detector_that_finds_nothing_true_is_told_so() -> None:
    made = generate_lives(6, 400, 3)
    truth = made.streams.rename({"times": "payments"}).with_columns(noticeable=True)
    everybody = people(history(made.transactions.drop("stream")))
    right = stream_figures(everybody, made.transactions, truth)["ours"]
    wrong = stream_figures(everybody, made.transactions.with_columns(stream=pl.col("stream").reverse()), truth)["ours"]
    assert right["precision"].value > 0.75
    assert wrong["precision"].value < 0.2
