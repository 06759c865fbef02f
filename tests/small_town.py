"""A small town whose shops sell what they are called."""

from __future__ import annotations

import datetime as dt
from random import Random
from typing import Any

import polars as pl

from seqmatch.schemas.transaction import FRAME_COLUMNS

TRADES = {
    "groceries": ("market", "grocer", "bakery", "foods"),
    "fuel": ("petrol", "gas station", "fuels"),
    "health": ("pharmacy", "dental", "clinic"),
}
OWNERS = ("anders", "bellini", "castro", "duval", "eriksen", "farouk", "gupta", "hansen", "ito", "jensen")
TYPES: dict[str, Any] = {
    **dict.fromkeys((*FRAME_COLUMNS, "category", "source"), pl.String),
    "date": pl.Date,
    "time": pl.Time,
    "amount_cents": pl.Int64,
}


def town(rows: int = 600, people: int = 12, seed: int = 5) -> pl.DataFrame:
    """Labelled transactions; ``people`` 0 leaves out whose they are."""
    luck = Random(seed)
    told = []
    for number in range(rows):
        category = luck.choice(list(TRADES))
        shop = f"{luck.choice(OWNERS)} {luck.choice(TRADES[category])} #{luck.randint(1, 9)}"
        told.append(
            {
                **dict.fromkeys(FRAME_COLUMNS),
                "transaction_id": f"t{number:05d}",
                "user": f"person {luck.randrange(people)}" if people else None,
                "date": dt.date(2025, 1, 1) + dt.timedelta(luck.randrange(300)),
                "description": shop.upper(),
                "amount_cents": -luck.randint(300, 9000),
                "category": category,
                "source": luck.choice(["human", "rule", "import"]),
            }
        )
    return pl.DataFrame(told, schema=TYPES)
