"""A weekly state tells what was known at the end of its week."""

from __future__ import annotations

import datetime as dt
from collections import Counter

import polars as pl
import pytest

from seqmatch.data.synthetic.lives.generate import generate_lives
from seqmatch.data.taxonomy.categories import NAMES as CATEGORIES
from seqmatch.data.taxonomy.purposes import PURPOSES
from seqmatch.features.weeks import NAMES, WEEK_FEATURES, weekly_states
from seqmatch.features.weeks.canary import ahead, leaking

MONDAY = dt.date(2026, 1, 5)
SUNDAY = dt.date(2026, 5, 3)
COLUMNS = {
    "user": pl.String,
    "currency": pl.String,
    "account": pl.String,
    "date": pl.Date,
    "time": pl.Time,
    "description": pl.String,
    "merchant": pl.String,
    "mcc": pl.String,
    "amount_cents": pl.Int64,
    "category": pl.String,
    "balance_cents": pl.Int64,
}


def rows(*said: tuple[str, int, str, int, str | None], user: str = "ann", balance: int | None = None) -> pl.DataFrame:
    """Account, day, text, cents, category."""
    told = [
        (user, "EUR", account, MONDAY + dt.timedelta(days=day), None, text, None, None, cents, category, balance)
        for account, day, text, cents, category in said
    ]
    return pl.DataFrame(told, schema=COLUMNS, orient="row").sort("date", maintain_order=True)


def months_of(*said: tuple[str, int, str, int, str | None]) -> pl.DataFrame:
    """The same every 28 days, five times; a sweet on the first day so that the history begins there."""
    every = [
        (account, day + 28 * time, text, cents, kind) for time in range(5) for account, day, text, cents, kind in said
    ]
    return rows(("a", 0, "KIOSK", -100, "shopping"), *every)


def states(frame: pl.DataFrame, today: dt.date = SUNDAY, **more: object) -> pl.DataFrame:
    return weekly_states(frame, today, PURPOSES, **more)  # type: ignore[arg-type]


def last(frame: pl.DataFrame, **more: object) -> dict[str, float]:
    return states(frame, **more).row(-1, named=True)


PAY = ("a", 1, "ACME PAYROLL", 200_000, "income")
RENT = ("a", 2, "RENT ELM ST", -80_000, "housing")
SHOE = ("a", 3, "SHOE BARN", -20_000, "clothing")


def test_every_dimension_has_one_name_a_unit_and_a_meaning() -> None:
    assert len(WEEK_FEATURES) >= 35
    assert [name for name, times in Counter(NAMES).items() if times > 1] == []
    assert all(feature.meaning and feature.meaning[0].islower() for feature in WEEK_FEATURES)


def test_every_category_of_the_taxonomy_is_for_something() -> None:
    assert tuple(PURPOSES) == CATEGORIES


def test_needs_wants_and_the_savings_rate_come_from_categories() -> None:
    state = last(months_of(PAY, RENT, SHOE))
    assert (state["income_4w"], state["spend_4w"]) == (200_000, 100_000)
    assert state["savings_rate_13w"] == pytest.approx(0.5, abs=0.01)
    assert state["need_share_13w"] == pytest.approx(0.8, abs=0.01)


def test_money_moved_to_savings_is_put_aside_and_not_spent() -> None:
    out = ("a", 4, "TRANSFER TO SAVINGS", -30_000, "transfers")
    into = ("b", 4, "TRANSFER FROM CURRENT", 30_000, "transfers")
    state = last(months_of(PAY, RENT, out, into))
    assert state["spend_4w"] == 80_000
    assert state["saved_share_13w"] == pytest.approx(0.15, abs=0.01)


def test_a_card_bill_that_is_paid_is_no_saving() -> None:
    buys = ("card", 3, "SHOE BARN", -30_000, "clothing")
    out = ("a", 4, "CREDIT CARD PAYMENT", -30_000, "transfers")
    into = ("card", 4, "PAYMENT THANK YOU", 30_000, "transfers")
    state = last(months_of(PAY, buys, out, into))
    assert state["spend_4w"] == 30_000
    assert state["saved_share_13w"] == 0


def test_a_payment_of_no_known_category_is_judged_by_the_function_handed_in() -> None:
    nameless = months_of(PAY, ("a", 2, "RENT ELM ST", -80_000, "Ledger 17"))
    asked: list[pl.DataFrame] = []

    def guess(frame: pl.DataFrame) -> list[str | None]:
        asked.append(frame)
        return ["housing" if "RENT" in text else None for text in frame["description"]]

    assert last(nameless)["need_share_13w"] == 0
    assert last(nameless, guess=guess)["need_share_13w"] > 0.9
    assert [frame["description"].to_list() for frame in asked] == [["RENT ELM ST"]]


def test_what_nobody_told_is_null_and_not_zero() -> None:
    state = last(months_of(PAY, RENT, SHOE))
    unknown = {"balance", "lowest_balance", "buffer_weeks", "debt", "low_balance", "goal_progress", "peers_spend"}
    assert {name for name in unknown if state[name] is not None} == set()


def test_a_bill_that_stays_away_is_missed_and_later_forgotten() -> None:
    gym = [("a", 2 + 28 * time, "OAK GYM", -4_000, "sport and hobbies") for time in range(3)]
    weeks = states(rows(("a", 0, "KIOSK", -100, "shopping"), *gym, ("a", 180, "KIOSK", -100, "shopping")))
    missed = dict(zip(weeks["week"], weeks["missed_bills"], strict=True))
    last_paid = MONDAY + dt.timedelta(days=58)
    assert max(missed[week] for week in missed if week < last_paid + dt.timedelta(days=40)) == 0
    assert max(missed.values()) == 1
    assert list(missed.values())[-1] == 1
    later = states(rows(("a", 0, "KIOSK", -100, "shopping"), *gym), SUNDAY + dt.timedelta(days=70))
    assert later["missed_bills"][-1] == 0


def test_a_goal_counts_what_was_put_aside_since_it_began() -> None:
    out = ("a", 4, "TRANSFER TO SAVINGS", -30_000, "transfers")
    into = ("b", 4, "TRANSFER FROM CURRENT", 30_000, "transfers")
    goal = pl.DataFrame({"user": "ann", "target_cents": 160_000, "starts": dt.date(2026, 2, 1), "deadline": SUNDAY})
    state = last(months_of(PAY, RENT, out, into), goals=goal)
    assert state["goal_progress"] == pytest.approx(0.75)
    assert state["goal_weeks_left"] == 1


def test_two_currencies_and_two_people_are_states_of_their_own() -> None:
    mine = months_of(PAY, RENT)
    dollars = mine.with_columns(currency=pl.lit("USD"))
    hers = mine.with_columns(user=pl.lit("eve"))
    found = states(pl.concat([mine, dollars, hers]))
    assert found.group_by("user", "currency").len()["len"].to_list() == [17, 17, 17]
    alone = states(mine)
    assert found.filter(pl.col("user").eq("ann") & pl.col("currency").eq("EUR")).equals(alone)


def last_day(frame: pl.DataFrame) -> dt.date:
    day = frame["date"].max()
    assert isinstance(day, dt.date)
    return day


@pytest.fixture(scope="module")
def lives() -> tuple[pl.DataFrame, pl.DataFrame]:
    """Twenty-seven synthetic people over eleven months, and their goals."""
    made = generate_lives(27, 330, seed=5)
    goals = made.people.select(
        "user", target_cents="goal_target_cents", starts="goal_starts", deadline="goal_deadline"
    ).drop_nulls()
    frame = made.transactions.with_columns(currency=pl.lit(None, pl.String))
    return frame, goals


def test_no_feature_knows_what_comes_after_its_week(lives: tuple[pl.DataFrame, pl.DataFrame]) -> None:
    frame, goals = lives
    today = last_day(frame)
    for weeks in (1, 9, 30):
        cut = today - dt.timedelta(days=7 * weeks)
        assert leaking(lambda some, day: states(some, day, goals=goals), frame, cut, today) == []


def test_the_check_fires_in_every_feature_that_looks_a_week_ahead(lives: tuple[pl.DataFrame, pl.DataFrame]) -> None:
    frame, goals = lives
    today = last_day(frame)
    knowing = ahead(lambda some, day: states(some, day, goals=goals))
    assert leaking(knowing, frame, today - dt.timedelta(days=70), today) == list(NAMES)
    found = {
        name
        for weeks in (5, 10, 20, 25)
        for name in leaking(knowing, frame, today - dt.timedelta(days=7 * weeks), today, told=True)
    }
    assert set(NAMES) - found == {"season_sin", "season_cos", "weeks_known", "goal_weeks_left"}


@pytest.mark.parametrize("seed", range(3))
def test_rows_added_later_never_change_an_earlier_week(lives: tuple[pl.DataFrame, pl.DataFrame], seed: int) -> None:
    frame, goals = lives
    today = last_day(frame)
    cut = today - dt.timedelta(days=28)
    before = frame.filter(pl.col("date") <= cut)
    strange = frame.filter(pl.col("date") > cut).with_columns(
        pl.col("amount_cents").shuffle(seed) * 7,
        pl.col("user").shuffle(seed),
        pl.col("description").shuffle(seed + 1),
        pl.col("balance_cents").shuffle(seed + 2),
    )
    one = states(before, today, goals=goals).filter(pl.col("week") <= cut)
    other = states(pl.concat([before, strange]), today, goals=goals).filter(pl.col("week") <= cut)
    assert one.equals(other)
