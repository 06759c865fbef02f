"""The synthetic spending: plausible lives, mixed labels, shops nobody saw before, and all of it from the seed."""

from __future__ import annotations

import datetime as dt
from functools import cache

import polars as pl
import pytest

from seqmatch.data.synthetic.spending.generate import SOURCES, SyntheticSpending, generate_spending
from seqmatch.data.synthetic.spending.words import TRADES
from seqmatch.data.taxonomy.categories import NAMES, by_code
from seqmatch.errors import ArgumentError
from seqmatch.schemas.transaction import FRAME_COLUMNS, Transaction


@cache
def spending() -> SyntheticSpending:
    return generate_spending(users=40, days=180, seed=7)


def test_it_is_a_labelled_table_of_transactions() -> None:
    frame = spending().frame
    assert tuple(frame.columns) == (*FRAME_COLUMNS, "category", "source")
    for row in frame.sample(200, seed=1).select(FRAME_COLUMNS).iter_rows(named=True):
        Transaction(**row)
    assert frame["transaction_id"].n_unique() == len(frame) == len(spending().truth) == len(spending().sellers)
    assert frame["date"].is_sorted()
    assert frame["date"].max() < dt.date(2025, 1, 1) + dt.timedelta(days=180)


def test_the_seed_decides_everything_and_more_people_change_no_one() -> None:
    again = generate_spending(users=40, days=180, seed=7)
    assert again.frame.equals(spending().frame) and again.truth.equals(spending().truth)
    fewer = generate_spending(users=3, days=180, seed=7).frame
    assert spending().frame.filter(pl.col("user").is_in(fewer["user"].unique().to_list())).equals(fewer)
    assert not generate_spending(users=3, days=180, seed=8).frame["description"].equals(fewer["description"])


def test_every_category_happens_and_none_swallows_the_rest() -> None:
    shares = spending().truth.value_counts(normalize=True)
    assert set(shares["category"]) == set(NAMES)
    assert shares["proportion"].max() < 0.25


def test_labels_are_mixed_and_err_as_their_source_does() -> None:
    frame = spending().frame.with_columns(truth=spending().truth)
    for source, (share, wrong) in SOURCES.items():
        given = frame.filter(source=source)
        assert len(given) / len(frame) == pytest.approx(share, abs=0.02)
        assert (given["category"] != given["truth"]).mean() == pytest.approx(wrong, abs=0.012)


def test_a_subscription_is_the_same_amount_every_month() -> None:
    frame = spending().frame.with_columns(seller=spending().sellers)
    paid = frame.filter(pl.col("seller") == "NETFLIX.COM").group_by("user").agg("amount_cents", "date")
    assert len(paid) > 3
    for amounts, days in paid.select("amount_cents", "date").iter_rows():
        assert len(set(amounts)) == 1 and len({(day.year, day.month) for day in days}) == len(days) >= 5


def test_money_comes_in_as_pay_and_refunds_and_goes_out_otherwise() -> None:
    frame = spending().frame.with_columns(truth=spending().truth)
    assert frame.filter(truth="income")["amount_cents"].min() > 0
    assert frame.filter(truth="housing")["amount_cents"].max() < 0
    back = frame.filter((pl.col("amount_cents") > 0) & (pl.col("truth") == "clothing"))
    assert 0.02 < len(back) / len(frame.filter(truth="clothing")) < 0.15
    moved = frame.filter(truth="transfers")
    assert (moved["amount_cents"] > 0).any() and (moved["amount_cents"] < 0).any()


def test_later_people_pay_in_shops_that_earlier_people_never_saw() -> None:
    frame = spending().frame.with_columns(seller=spending().sellers, truth=spending().truth)
    known = frame.filter(pl.col("user") < "user-00020")["seller"].unique().to_list()
    cards = frame.filter((pl.col("user") >= "user-00020") & pl.col("account").str.ends_with("card"))
    unseen = (~cards["seller"].is_in(known)).mean()
    assert isinstance(unseen, float) and 0.1 < unseen < 0.5


def test_some_names_do_not_tell_the_category() -> None:
    frame = spending().frame.with_columns(seller=spending().sellers, truth=spending().truth)
    costco = frame.filter(pl.col("seller") == "COSTCO WHSE")["truth"].value_counts(normalize=True, sort=True)
    assert costco["truth"].to_list() == ["groceries", "shopping"]
    assert 0.6 < costco["proportion"][0] < 0.9


def test_a_code_on_a_shop_is_that_of_its_category() -> None:
    for trade in TRADES:
        for name, code in trade.named(f"{trade.chains},{trade.words}"):
            assert by_code()[code] == trade.category, name


@pytest.mark.parametrize(("users", "days"), [(0, 10), (1, 0), (1, 400_000)])
def test_nonsense_is_refused(users: int, days: int) -> None:
    with pytest.raises(ArgumentError):
        generate_spending(users, days)
