"""A person's history is cut at a day, in one place."""

from __future__ import annotations

import datetime as dt

import polars as pl

from seqmatch.families.coaching.person import history, people

DAY = dt.date(2026, 3, 2)


def rows(*said: tuple[str, str, int, str, int, int | None]) -> pl.DataFrame:
    """User, account, days after the first, description, cents, balance."""
    return pl.DataFrame(
        [
            (f"t{place}", user, account, DAY + dt.timedelta(days=after), None, text, None, cents, None, None, balance)
            for place, (user, account, after, text, cents, balance) in enumerate(said)
        ],
        schema={
            "transaction_id": pl.String,
            "user": pl.String,
            "account": pl.String,
            "date": pl.Date,
            "time": pl.Time,
            "description": pl.String,
            "merchant": pl.String,
            "amount_cents": pl.Int64,
            "mcc": pl.String,
            "currency": pl.String,
            "balance_cents": pl.Int64,
        },
        orient="row",
    )


ANN = (
    ("ann", "current", 0, "SALARY", 200_000, 250_000),
    ("ann", "current", 3, "TRANSFER TO SAVINGS", -50_000, 200_000),
    ("ann", "savings", 4, "TRANSFER FROM CURRENT", 50_000, None),
    ("ann", "current", 5, "GROCER", -4_000, None),
    ("ann", "current", 9, "LANDLORD", -90_000, None),
)


def test_money_moved_between_own_accounts_is_neither_spent_nor_received() -> None:
    [ann] = people(history(rows(*ANN)))
    assert ann.spent.sum() == 94_000
    assert ann.received.sum() == 200_000


def test_nothing_after_the_day_is_known() -> None:
    cut = DAY + dt.timedelta(days=5)
    [then] = people(history(rows(*ANN)), cut)
    [alone] = people(history(rows(*ANN[:4])), cut)
    assert then.days == 6
    assert then.spent.tolist() == alone.spent.tolist() == [0, 0, 0, 0, 0, 4_000]
    assert then.frame.equals(alone.frame)


def test_the_balance_of_today_is_the_last_one_told_and_what_moved_since() -> None:
    [ann] = people(history(rows(*ANN)))
    current, savings = ann.accounts["current"], ann.accounts["savings"]
    assert current.balance_cents == 106_000
    assert current.balances is not None
    assert current.balances.tolist()[:4] == [250_000, 250_000, 250_000, 200_000]
    assert savings.balance_cents is None


def test_a_balance_told_by_hand_counts_before_the_rows() -> None:
    [ann] = people(history(rows(*ANN)), balances={("ann", "savings"): 75_000})
    assert ann.accounts["savings"].balance_cents == 75_000
    assert ann.accounts["current"].balance_cents == 106_000


def test_the_balance_of_a_day_is_the_one_no_other_row_begins_from() -> None:
    day = (("ann", "current", 0, "SALARY", 41_063, 79_772), ("ann", "current", 0, "CASH", -12_600, 67_172))
    [ann] = people(history(rows(*day)))
    assert ann.accounts["current"].balance_cents == 67_172
    [same] = people(history(rows(*day[::-1])))
    assert same.accounts["current"].balance_cents == 67_172


def test_equal_amounts_by_chance_are_no_transfer() -> None:
    pair = (("bob", "a", 0, "BOOKSHOP", -2_500, None), ("bob", "b", 1, "GIFT FROM AUNT", 2_500, None))
    [bob] = people(history(rows(*pair)))
    assert bob.spent.sum() == bob.received.sum() == 2_500


def test_a_transfer_within_one_account_or_to_somebody_else_is_spent() -> None:
    pair = (("bob", "a", 0, "TRANSFER", -2_500, None), ("eve", "b", 0, "TRANSFER", 2_500, None))
    bob, eve = people(history(rows(*pair)))
    assert (bob.spent.sum(), eve.received.sum()) == (2_500, 2_500)


def test_two_currencies_are_never_added_up() -> None:
    frame = rows(*ANN).with_columns(currency=pl.Series(["EUR", "EUR", "EUR", "USD", "EUR"]))
    euros, dollars = people(history(frame))
    assert (euros.currency, euros.spent.sum()) == ("EUR", 90_000)
    assert (dollars.currency, dollars.spent.sum()) == ("USD", 4_000)


def test_the_leg_that_is_not_booked_yet_makes_no_transfer() -> None:
    whole = history(rows(*ANN))
    before = DAY + dt.timedelta(days=3)
    [then] = people(whole, before)
    [later] = people(whole)
    again = later.as_of(before)
    assert again is not None
    assert then.spent.tolist() == again.spent.tolist() == [0, 0, 0, 50_000]
    assert not then.frame["own_transfer"].any()
    assert not again.frame["own_transfer"].any()


def test_an_earlier_day_of_a_person_is_that_day_looked_at_anew() -> None:
    whole = history(rows(*ANN))
    [later] = people(whole)
    for after in range(10):
        day = DAY + dt.timedelta(days=after)
        [then] = people(whole, day)
        again = later.as_of(day)
        assert again is not None
        assert again.frame.equals(then.frame)
        assert again.spent.tolist() == then.spent.tolist()
        assert again.received.tolist() == then.received.tolist()
        told = {name: one.balance_cents for name, one in again.accounts.items()}
        assert told == {name: one.balance_cents for name, one in then.accounts.items()}


def test_a_leg_may_name_the_other_account_and_nothing_else() -> None:
    pair = (("bob", "giro", 0, "AN CHRISTMAS", -2_500, None), ("bob", "Christmas", 1, "GUTSCHRIFT", 2_500, None))
    [bob] = people(history(rows(*pair)))
    assert bob.spent.sum() == bob.received.sum() == 0
