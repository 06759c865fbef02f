"""Whether the ids of a file name its rows: numbers of rows do not, nor does an id that several rows share."""

from __future__ import annotations

import polars as pl

ROW_NUMBERS = "ids are numbers of rows, which mean other rows in another export: rows are told apart by what they say"
SHARED = "ids stand for several rows each: rows are told apart by what they say"


def trusted(ids: pl.Series, said: pl.DataFrame) -> tuple[pl.Series, pl.Series, list[str]]:
    """The ids that name a row (null elsewhere), which rows to keep, and what to tell.

    Parameters
    ----------
    ids : as the file gives them, null where it gives none.
    said : what the rows say otherwise, shape (n_rows, …); rows alike in it and in their id are one row printed twice.
    """
    every = pl.Series([True] * len(ids))
    given = ids.drop_nulls()
    if not len(given):
        return ids, every, []
    if _count_up(given):
        return pl.Series(ids.name, [None] * len(ids), dtype=pl.String), every, [ROW_NUMBERS]
    if given.n_unique() == len(given):
        return ids, every, []
    table = said.with_columns(own=ids)
    again = ids.is_not_null() & ~table.select(pl.struct(pl.all()).is_first_distinct()).to_series()
    if ids.filter(~again).drop_nulls().is_duplicated().any():
        shared = ids.is_duplicated() & ids.is_not_null()
        note = f"{int(shared.sum()):,} {SHARED}"
        return pl.select(pl.when(~shared).then(ids)).to_series().alias(ids.name), every, [note]
    return ids, ~again, [f"{int(again.sum()):,} rows were printed twice under one id, and count once"]


def _count_up(given: pl.Series) -> bool:
    """Whether ids are 0, 1, 2 … or 1, 2, 3 … in the order of the file, up or down."""
    if not given.str.contains(r"^\d{1,7}$").all():
        return False
    numbers = given.cast(pl.Int64)
    steps = numbers.diff().drop_nulls()
    return min(int(numbers[0]), int(numbers[-1])) <= 1 and bool((steps == 1).all() or (steps == -1).all())
