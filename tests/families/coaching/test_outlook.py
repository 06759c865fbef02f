"""The balance ahead of synthetic households: what is told of it, and that nothing after today is in it."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

import numpy as np
import polars as pl
import pytest

from seqmatch.data.synthetic.lives.generate import generate_lives
from seqmatch.errors import ArgumentError, InputError
from seqmatch.estimators.forecasting.low_balance_features import level_features, lowest_of
from seqmatch.families.coaching.dataset.outlook import Example, account_now, examples, spaced_days
from seqmatch.families.coaching.dataset.outlook_table import outlook_table
from seqmatch.families.coaching.evaluation.outlook import canary, figures_of, looks_ahead
from seqmatch.families.coaching.person import history, people
from seqmatch.families.coaching.recipe import OutlookModels
from seqmatch.families.coaching.scoring.outlook import outlook, outlook_frame

TODAY = dt.date(2024, 10, 20)


@lru_cache
def lives() -> pl.DataFrame:
    return history(generate_lives(12, 400, seed=3).transactions)


@lru_cache
def found() -> tuple[Example, ...]:
    return tuple(examples(lives(), spaced_days(lives(), 5, 33)))


@lru_cache
def models() -> OutlookModels:
    return OutlookModels.fit(outlook_table(found()))


def test_nothing_after_today_changes_what_is_told() -> None:
    seen = people(lives().filter(pl.col("date") <= TODAY), TODAY)
    whole = people(lives(), TODAY)
    assert outlook_frame(seen, models()).equals(outlook_frame(whole, models()))


def test_a_history_that_knows_the_future_is_noticed() -> None:
    assert not looks_ahead(figures_of(found(), "people", models()))
    early = canary(lives(), spaced_days(lives(), 5, 33))
    assert looks_ahead(figures_of(early, "people", models()))


def test_the_odds_are_far_better_than_the_distance_to_the_floor_on_people_held_out() -> None:
    told = {(one.job, one.rival): one for one in figures_of(found(), "people")}
    ratio = told["low balance within 30 days, Brier, ratio", "ours / gap rule"]
    assert ratio.low <= ratio.value <= ratio.high
    assert ratio.value < 0.9


def test_a_card_owes_and_gets_no_low_balance_and_an_account_without_balance_only_changes() -> None:
    told = outlook_frame(people(lives(), TODAY), models())
    cards = told.filter(pl.col("account").str.ends_with("card"))
    assert set(cards["kind"]) == {"owes"}
    assert cards["odds_below_floor"].null_count() == len(cards)
    checking = told.filter(pl.col("account").str.ends_with("checking"))
    assert set(checking["kind"]) == {"holds"}
    assert checking["odds_below_floor"].is_between(0, 1).all()
    blind = history(lives().with_columns(balance_cents=pl.lit(None, pl.Int64)))
    [person] = [one for one in people(blind, TODAY) if one.user == "user-00001"]
    untold = outlook(person, person.accounts["user-00001-checking"], models())
    assert untold is not None
    assert (untold.kind, untold.odds_below_floor, untold.floor_cents) == ("untold", None, None)
    assert outlook_frame([person], models())["lowest_p50"].null_count() == len(person.accounts)


def test_the_table_holds_what_scoring_promises() -> None:
    told = outlook_frame(people(lives(), TODAY), models())
    assert {"user", "account", "lowest_p10", "lowest_p50", "lowest_p90", "lowest_date", "odds_below_floor"} <= set(
        told.columns
    )
    assert (told["lowest_p10"] <= told["lowest_p50"]).all()
    assert (told["lowest_p50"] <= told["lowest_p90"]).all()
    assert told["lowest_date"].is_between(TODAY + dt.timedelta(days=1), TODAY + dt.timedelta(days=30)).all()


def test_a_floor_is_an_argument_and_a_higher_one_is_never_less_likely() -> None:
    person = people(lives(), TODAY)[0]
    account = next(one for name, one in person.accounts.items() if name.endswith("checking"))
    balance = account.balance_cents
    assert balance is not None
    odds = []
    for floor in (balance - 5_000_000, balance - 50_000, balance + 1_000):
        told = outlook(person, account, models(), floor_cents=floor)
        assert told is not None
        assert (told.floor_cents, told.floor_basis) == (floor, "given")
        odds.append(told.odds_below_floor or 0.0)
    assert odds == sorted(odds)
    assert odds[0] < 0.2 < 0.8 < odds[2]


def test_transfers_between_own_accounts_move_an_account() -> None:
    person = next(one for one in people(lives(), TODAY) if one.frame["own_transfer"].any())
    name = person.frame.filter("own_transfer")["account"][0]
    now = account_now(person, person.accounts[name])
    assert now is not None
    booked = person.frame.filter(pl.col("account") == name).group_by("date").agg(pl.col("amount_cents").sum())
    moved = np.diff(now.balances)
    assert sorted(moved[moved != 0]) == sorted(booked.sort("date")["amount_cents"].to_list()[1:])


def test_too_little_is_refused() -> None:
    person = people(lives(), TODAY)[0]
    account = next(iter(person.accounts.values()))
    with pytest.raises(ArgumentError, match="draws"):
        outlook(person, account, models(), draws=5)
    with pytest.raises(InputError, match="100 are needed"):
        figures_of(found()[:50])
    new = people(lives(), dt.date(2024, 1, 15))[0]
    assert all(outlook(new, one, models()) is None for one in new.accounts.values())


def test_amounts_ahead_are_todays_balance_and_changes_in_the_accounts_own_spread() -> None:
    home = people(lives())[0]
    account = next(one for _, one in sorted(home.accounts.items()) if one.balance_cents and one.flow.any())
    now, told = account_now(home, account), outlook(home, account, models())
    assert now is not None and told is not None
    paths = now.paths()
    level = level_features(now, paths)[None]
    low = models().lowest.lowest(level, lowest_of(paths)[None] / now.spread)[0]
    assert now.spread > 1_000
    assert told.lowest_cents == tuple(round(now.today + change * now.spread) for change in low)
    assert told.day30_cents == round(now.today + models().lowest.day30(level)[0] * now.spread)
