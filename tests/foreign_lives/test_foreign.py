"""The second generator keeps its promises: the books add up and the truth is what the rows say (all rows synthetic)."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import polars as pl
import pytest

from foreign_lives import Foreign, generate
from foreign_lives.__main__ import write
from foreign_lives.bankdays import is_open
from foreign_lives.habits import HABITS

START = date(2023, 3, 1)
DAYS = 640
CUT = START + timedelta(days=DAYS - 1)


@pytest.fixture(scope="module")
def lives() -> Foreign:
    """Seventy households of seed 5."""
    return generate(70, DAYS, 5, START)


@pytest.fixture(scope="module")
def rows(lives: Foreign) -> pl.DataFrame:
    """History and future in one frame."""
    return pl.concat([lives.transactions, lives.future])


def test_balances_add_up_to_the_cent_on_every_row(lives: Foreign, rows: pl.DataFrame) -> None:
    key = ["user", "account"]
    running = rows.join(lives.accounts, on=key).with_columns(
        sum=pl.col("opening_cents") + pl.col("amount_cents").cum_sum().over(key)
    )
    told = running.filter("tells_balance")
    assert told.height > 1000
    assert told.filter(pl.col("balance_cents") != pl.col("sum")).is_empty()
    assert told["balance_cents"].null_count() == 0
    assert running.filter(~pl.col("tells_balance"))["balance_cents"].count() == 0
    moved = lives.transactions.group_by(key).agg(pl.col("amount_cents").sum())
    closing = lives.accounts.join(moved, on=key, how="left").with_columns(pl.col("amount_cents").fill_null(0))
    assert closing.filter(pl.col("opening_cents") + pl.col("amount_cents") != pl.col("closing_cents")).is_empty()


def test_every_own_transfer_shows_both_legs_on_the_same_or_the_next_working_day(
    lives: Foreign, rows: pl.DataFrame
) -> None:
    legs = rows.filter(pl.col("pair").is_not_null())
    late = lives.accounts.join(lives.people, on="user").filter(pl.col("visible_from") > pl.col("first"))
    pairs = (
        legs.join(late, on="user", how="anti")
        .group_by("pair")
        .agg(
            pl.len(),
            pl.col("amount_cents").sum(),
            pl.col("account").n_unique().alias("accounts"),
            pl.col("date").min().alias("first"),
            (pl.col("date").max() - pl.col("date").min()).dt.total_days().alias("days"),
        )
    )
    pairs = pairs.filter(pl.col("first") < CUT + timedelta(days=80))  # later ones may arrive beyond what is shown
    assert pairs.height > 300
    assert pairs.filter((pl.col("amount_cents") != 0) | (pl.col("accounts") != 2)).is_empty()
    assert pairs.filter(pl.col("len") != 2).is_empty()
    assert pairs["days"].max() <= 5
    assert 0.05 < (pairs["days"] > 0).mean() < 0.8


def test_streams_say_what_their_rows_say(lives: Foreign) -> None:
    listed = lives.streams.explode("transaction_ids").rename({"transaction_ids": "transaction_id"})
    joined = listed.join(lives.transactions, on="transaction_id", suffix="_row")
    assert joined.height == listed.height == lives.transactions["stream"].count()
    assert joined.filter(pl.col("stream") != pl.col("stream_row")).is_empty()
    assert joined.filter((pl.col("direction") == "in") != (pl.col("amount_cents_row") > 0)).is_empty()
    spans = joined.group_by("stream").agg(
        pl.col("date").min().alias("from"),
        pl.col("date").max().alias("to"),
        pl.len(),
        pl.col("amount_cents_row").last(),
    )
    told = lives.streams.join(spans, on="stream")
    assert told.filter(
        (pl.col("first") != pl.col("from")) | (pl.col("last") != pl.col("to")) | (pl.col("payments") != pl.col("len"))
    ).is_empty()
    fixed = told.filter(pl.col("amount_kind") == "fixed")
    assert fixed.filter(pl.col("amount_cents") != pl.col("amount_cents_row").abs()).is_empty()


def test_the_next_due_date_is_the_first_payment_of_the_future(lives: Foreign) -> None:
    first = lives.future.filter(pl.col("stream").is_not_null() & ~pl.col("retry"))
    first = first.group_by("stream").agg(pl.col("date").min().alias("next"), pl.col("amount_cents").abs().first())
    told = lives.streams.join(first, on="stream", how="left", suffix="_next")
    soon = told.filter(pl.col("next").is_not_null())
    assert soon.height > 300
    assert soon.filter(
        (pl.col("next") != pl.col("next_due")) | (pl.col("amount_cents_next") != pl.col("next_amount_cents"))
    ).is_empty()
    ended = told.filter(pl.col("status") == "ended")
    assert ended["next_due"].count() == 0
    assert ended.filter(pl.col("next").is_not_null()).is_empty()
    assert ended.filter(pl.col("ended_on").is_null() | (pl.col("ended_on") > CUT)).is_empty()
    running = told.filter(pl.col("status") == "running")
    assert running["next_due"].null_count() / running.height < 0.03
    assert running["next_due"].min() > CUT


def test_prices_that_changed_are_seen_in_the_rows(lives: Foreign) -> None:
    fixed = lives.streams.filter(pl.col("kind").is_in(["bill", "income"]) & (pl.col("amount_kind") == "fixed"))
    rows = lives.transactions.join(fixed, on="stream").filter(pl.col("amount_cents").abs() > 100)  # trials aside
    seen = rows.group_by("stream", "price_changed").agg(pl.col("amount_cents").n_unique())
    assert seen.filter(pl.col("price_changed") != (pl.col("amount_cents") > 1)).height <= 0.02 * seen.height


def test_the_bank_prints_the_payee_and_its_new_name_after_a_change(lives: Foreign) -> None:
    named = lives.streams.filter(pl.col("channel").is_in(["dd", "online", "credit", "in", "standing", "transfer"]))
    texts = lives.transactions.group_by("stream").agg(
        pl.col("description").first().alias("old"), pl.col("description").last().alias("new")
    )
    rows = named.join(texts, on="stream").select("payee_before", "payee", "old", "new").rows()

    def names(payee: str, text: str) -> bool:
        return payee.replace(" ", "").lower()[:9] in text.replace(" ", "").lower()

    assert len(rows) > 400
    assert all(names(payee, new) and names(before or payee, old) for before, payee, old, new in rows)
    assert all(before != payee for before, payee, _, _ in rows)


def test_fixed_monthly_payments_come_about_a_month_apart(lives: Foreign) -> None:
    rows = lives.transactions.join(lives.streams.filter(kind="bill", cadence="monthly"), on="stream")
    gaps = rows.filter(~pl.col("retry")).select(pl.col("date").diff().over("stream").dt.total_days()).drop_nulls()
    assert (gaps["date"].is_between(24, 36)).mean() > 0.95


def test_the_future_follows_the_history(lives: Foreign) -> None:
    assert lives.transactions["date"].max() == CUT
    assert lives.future["date"].min() == CUT + timedelta(days=1)
    assert lives.future["date"].max() == CUT + timedelta(days=90)
    assert lives.future.schema == lives.transactions.schema
    assert set(lives.future["transaction_id"]).isdisjoint(lives.transactions["transaction_id"])


def test_same_seed_same_lives_and_more_people_change_nothing(lives: Foreign) -> None:
    few = generate(6, DAYS, 5, START)
    users = few.people["user"].to_list()
    for name in ("transactions", "streams", "future", "people", "goals", "accounts"):
        assert getattr(lives, name).filter(pl.col("user").is_in(users)).equals(getattr(few, name)), name
    other = generate(6, DAYS, 6, START)
    assert not other.transactions["amount_cents"].equals(few.transactions["amount_cents"])
    assert not other.people["income_cents"].equals(few.people["income_cents"])


def test_no_habit_is_ever_a_stream(lives: Foreign, rows: pl.DataFrame) -> None:
    assert rows.filter(pl.col("habit").is_not_null() & pl.col("stream").is_not_null()).is_empty()
    assert {habit.name for habit in HABITS} <= set(rows["habit"].drop_nulls())
    tickets = rows.filter(habit="lottery_ticket").with_columns(
        pl.col("date").diff().over("user").dt.total_days().alias("gap")
    )
    assert tickets["gap"].drop_nulls().mode().to_list() == [7]
    assert (tickets.group_by("user").agg(pl.col("amount_cents").n_unique())["amount_cents"] <= 2).all()


def test_every_kind_of_contract_and_mishap_is_there(lives: Foreign, rows: pl.DataFrame) -> None:
    streams = lives.streams
    out = set(streams.filter(direction="out")["cadence"])
    assert out == {
        "weekly",
        "fortnightly",
        "four_weekly",
        "monthly",
        "two_monthly",
        "quarterly",
        "half_yearly",
        "yearly",
    }
    pay = set(streams.filter(category="salary")["cadence"])
    assert pay >= {"weekly", "fortnightly", "twice_monthly", "monthly"}
    assert 0.08 < (streams["status"] == "ended").mean() < 0.3
    assert 0.15 < streams["price_changed"].mean() < 0.6
    assert 0.15 < (streams["amount_kind"] == "variable").mean() < 0.5
    assert streams["payee_before"].count() >= 5
    assert streams.filter(kind="loan", status="ended").height >= 3
    twice = streams.filter(kind="bill").group_by("user", "payee").agg(pl.len()).filter(pl.col("len") > 1)
    assert twice.height >= 3
    seen = set(rows["category"])
    assert seen >= {
        "returned payment",
        "refund",
        "chargeback",
        "fees",
        "card interest",
        "unemployment",
        "gig income",
        "travel",
    }
    lengths = lives.people.select((pl.col("last") - pl.col("first")).dt.total_days() + 1).to_series()
    assert 0.03 < (lengths <= 75).mean() < 0.25
    assert 0.5 < (lengths == DAYS).mean() < 0.9


def test_a_card_bill_in_full_pays_what_the_card_owed(lives: Foreign) -> None:
    cards = lives.accounts.filter((pl.col("account") == "card") & (pl.col("opening_cents") == 0))
    rows = lives.transactions.join(cards, on=["user", "account"])
    paid = rows.filter(pl.col("category") == "card payment").group_by("user").agg(pl.col("amount_cents").sum())
    spent = rows.filter(pl.col("category") != "card payment").group_by("user").agg(pl.col("amount_cents").sum())
    both = paid.join(spent, on="user", suffix="_spent")
    assert both.height > 5
    assert both.filter(pl.col("amount_cents") > -pl.col("amount_cents_spent") * 1.3).is_empty()


def test_goals_and_floors_can_go_either_way(lives: Foreign) -> None:
    assert 0.15 < lives.goals["met"].mean() < 0.7
    met = lives.goals.filter("met")
    assert met.filter(
        (pl.col("reached_on") > pl.col("deadline")) | (pl.col("reached_on") < pl.col("starts"))
    ).is_empty()
    floors = lives.people.filter(pl.col("floor_cents").is_not_null())
    assert 0.1 < floors["below_floor_on"].is_not_null().mean() < 0.6
    low = floors.filter(pl.col("below_floor_on").is_not_null())
    assert low.filter(pl.col("lowest_30_cents") >= pl.col("floor_cents")).is_empty()


def test_direct_debits_and_pay_are_booked_on_working_days(lives: Foreign, rows: pl.DataFrame) -> None:
    banked = rows.join(lives.streams.filter(pl.col("channel").is_in(["dd", "credit"])).select("stream"), on="stream")
    banked = banked.join(lives.people.select("user", "country"), on="user")
    days = banked.select("country", "date").unique().rows()
    assert len(days) > 200
    assert all(is_open(country, day) for country, day in days)


def test_the_writer_keeps_truth_out_of_what_a_model_reads(tmp_path: Path) -> None:
    write(generate(3, 90, 2, START), tmp_path)
    read = pl.read_csv(tmp_path / "transactions.csv")
    assert read.columns == ["user", "account", "date", "amount", "description", "balance"]
    assert pl.read_csv(tmp_path / "truth_rows.csv").height == read.height
    assert {path.stem for path in tmp_path.iterdir()} >= {
        "truth_streams",
        "truth_people",
        "truth_goals",
        "truth_accounts",
        "truth_future",
    }


def test_too_few_days_are_refused() -> None:
    with pytest.raises(ValueError, match="days 10"):
        generate(1, 10, 1, START)
