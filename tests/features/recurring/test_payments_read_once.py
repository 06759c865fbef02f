"""Payments read once show, as of any day, what the rows up to that day show by themselves."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest

from seqmatch.data.synthetic.lives.generate import generate_lives
from seqmatch.features.recurring import Payments, recurring


@pytest.mark.parametrize("back", [0, 1, 9, 33, 120, 330])
def test_later_rows_change_nothing_of_an_earlier_day(back: int) -> None:
    frame = generate_lives(4, days=400, seed=12).transactions
    last = frame["date"].max()
    assert isinstance(last, dt.date)
    payments, day = Payments(frame), last - dt.timedelta(days=back)
    payments.recurring(last)  # what was found for a later day is no longer asked for
    found = payments.recurring(day)
    assert found == recurring(frame.filter(pl.col("date") <= day), day)
    assert len(found) > 20 or back > 300
