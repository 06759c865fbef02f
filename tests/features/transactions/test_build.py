"""Features of transactions: what each is made of, and that nothing later enters any of them."""

from __future__ import annotations

import datetime as dt
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seqmatch.features.transactions import FEATURE_COLUMNS, build
from seqmatch.features.transactions.learnable import learnable
from seqmatch.schemas.transaction import FRAME_COLUMNS

TYPES: dict[str, Any] = {
    **dict.fromkeys(FRAME_COLUMNS, pl.String),
    "date": pl.Date,
    "time": pl.Time,
    "amount_cents": pl.Int64,
}


def frame(*rows: dict[str, Any]) -> pl.DataFrame:
    usual = {"date": dt.date(2026, 3, 2), "description": "METRO #12", "amount_cents": -1250, "user": "ana"}
    filled = [{**dict.fromkeys(FRAME_COLUMNS), **usual, "transaction_id": str(i), **row} for i, row in enumerate(rows)]
    return pl.DataFrame(filled, schema=TYPES)


def test_a_transaction_becomes_its_features() -> None:
    built = build(
        frame(
            {
                "date": dt.date(2026, 2, 28),
                "time": dt.time(18, 5),
                "description": "SQ *BOYD'S DECORATING CO #0042  TORONTO",
                "amount_cents": -7999,
                "mcc": "5231",
            }
        )
    )
    assert built.columns == list(FEATURE_COLUMNS)
    assert built.row(0, named=True) == {
        "transaction_id": "0",
        "ts_month": dt.date(2026, 2, 1),
        "amount": -7999,
        "abs_amount": 7999,
        "merchant": "boyds decorating toronto",
        "mcc": "5231",
        "channel": "online",
        "hour_of_day": 18,
        "dow": 5,
        "is_weekend": True,
        "is_subscription": False,
        "norm_desc": "sq boyd's decorating co 0042 toronto",
        "tokens": ["boyds", "decorating", "toronto"],
    }


@pytest.mark.parametrize(
    ("description", "channel"),
    [
        ("ATM WITHDRAWAL 0042", "atm"),
        ("MONTHLY SERVICE CHARGE", "fee"),
        ("INTERAC E-TRANSFER SENT JANE", "transfer"),
        ("ZELLE TO JANE", "transfer"),
        ("ACME PAYROLL DIRECT DEP", "ach"),
        ("AMAZON.COM ORDER", "online"),
        ("CDN TIRE STORE #00264", "pos"),
        ("BAKER STREET", "other"),
        ("", "other"),
    ],
)
def test_the_channel_is_told_by_the_words(description: str, channel: str) -> None:
    assert build(frame({"description": description}))["channel"].item() == channel


def test_a_merchant_code_means_a_card() -> None:
    assert build(frame({"description": "BAKER STREET", "mcc": "5462"}))["channel"].item() == "pos"


def test_the_same_amount_a_month_later_is_a_subscription_and_the_first_one_is_not_yet() -> None:
    months = [dt.date(2026, month, 3) for month in (1, 2, 3)]
    rows = [{"date": day, "description": "PRECISE PARKLINK", "amount_cents": -999} for day in months]
    assert build(frame(*rows))["is_subscription"].to_list() == [False, True, True]


@pytest.mark.parametrize(
    "other",
    [{"user": "ben"}, {"amount_cents": -998}, {"description": "OTHER SHOP"}, {"amount_cents": 999}],
    ids=["another person's", "another amount", "another payee", "money in"],
)
def test_what_differs_does_not_recur(other: dict[str, Any]) -> None:
    first = {"date": dt.date(2026, 1, 3), "description": "PRECISE PARKLINK", "amount_cents": -999}
    assert build(frame(first, {**first, "date": dt.date(2026, 2, 3), **other}))["is_subscription"].to_list() == [
        False,
        False,
    ]


TEXTS = st.sampled_from(["NETFLIX", "METRO #12", "PRECISE PARKLINK", "ZELLE TO JANE", "ACME PAYROLL", "", "日本 食堂"])
MOVES = st.lists(
    st.tuples(st.integers(0, 400), TEXTS, st.sampled_from([-999, -1000, 250_000]), st.sampled_from(["ana", None])),
    min_size=2,
    max_size=25,
)


@settings(deadline=None, max_examples=40)
@given(moves=MOVES, cut=st.integers(0, 400), later=TEXTS)
def test_changing_everything_later_changes_nothing_earlier(
    moves: list[tuple[int, str, int, str | None]], cut: int, later: str
) -> None:
    start = dt.date(2025, 1, 1)
    rows = [
        {"date": start + dt.timedelta(days), "description": text, "amount_cents": cents, "user": user}
        for days, text, cents, user in moves
    ]
    changed = [
        row
        if days <= cut
        else {**row, "date": row["date"] + dt.timedelta(3), "description": later, "amount_cents": -999}
        for row, (days, *_) in zip(rows, moves, strict=True)
    ]
    earlier = pl.Series([days <= cut for days, *_ in moves])
    assert build(frame(*rows)).filter(earlier).equals(build(frame(*changed)).filter(earlier))


def test_of_a_transfer_only_the_banks_words_are_learned() -> None:
    built = build(
        frame(
            {"description": "ZELLE PAYMENT TO JANE QUILLFEATHER"},
            {"description": "INTERAC E-TRANSFER SENT", "merchant": "Jane Quillfeather"},
            {"description": "POS PURCHASE", "merchant": "Quill & Feather Books"},
        )
    )
    assert learnable(built).rows() == [
        ("zelle payment to", None),
        ("interac e transfer sent", None),
        ("pos purchase quill feather books", "quill feather books"),
    ]
