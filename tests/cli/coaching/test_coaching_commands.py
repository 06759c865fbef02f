"""``seqmatch recurring|forecast|coach|review``: the answers of the tools, for a bank's file or a user of the store."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

COMMANDS = ("recurring", "forecast", "coach", "review")


def stored(seqmatch: Any, file: Path, store: str, user: str | None = None) -> None:
    """Import a bank's file, of a user where one is named."""
    if user is not None:
        head, *rows = file.read_text().splitlines()
        file = file.with_name(f"{user}.csv")
        file.write_text("\n".join([f"User,{head}", *(f"{user},{row}" for row in rows)]) + "\n")
    ran = seqmatch("transactions", "import", file, "--store", store)
    assert ran.code == 0, ran.err


@pytest.fixture
def store(tmp_path: Path) -> str:
    return str(tmp_path / "store.sqlite")


@pytest.mark.parametrize("command", COMMANDS)
def test_a_banks_file_is_answered_in_words_and_as_json(seqmatch: Any, bank: Path, command: str) -> None:
    words = seqmatch(command, bank)
    told = json.loads(seqmatch(command, bank, "--json").out)
    assert (words.code, words.err) == (0, "")
    assert told["basis"]["as_of"] == "2026-03-31" and told["basis"]["transactions"] > 90
    assert all(one in words.out for one in told.get("unsure", []))


def test_each_answer_says_what_this_household_shows(seqmatch: Any, bank: Path) -> None:
    assert "in “acme payroll”: 3,000.00 monthly, next 2026-04-01." in seqmatch("recurring", bank).out
    ahead = seqmatch("forecast", bank, "--balance", "-1250.00", "--days", 14)
    assert "Next pay: “acme payroll” 3,000.00 on 2026-04-01." in ahead.out and "-1,250.00 today" in ahead.out
    assert "learned from generated people" in ahead.out  # with the default models, and how narrow their bands are
    first = seqmatch("coach", bank)
    assert "Check whether “city insurance” was meant to stop" in first.out
    step = json.loads(seqmatch("coach", bank, "--json").out)["next_step"]["step"]
    assert "city insurance" not in seqmatch("coach", bank, "--declined", step).out
    assert "Financial health of the last quarter" in seqmatch("review", bank).out
    assert "budget all, 5,000.00 a month: kept in" in seqmatch("review", bank, "--budget", "all=5000").out


@pytest.mark.parametrize("command", COMMANDS)
def test_an_earlier_day_knows_nothing_of_what_came_later(seqmatch: Any, bank: Path, command: str) -> None:
    told = json.loads(seqmatch(command, bank, "--as-of", "2025-12-31", "--json").out)
    assert told["basis"]["as_of"] == "2025-12-31"
    assert "2026-03" not in json.dumps(told.get("streams", "")) or command == "forecast"


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--as-of", "31.12.2025"), "--as-of"),
        (("--as-of", "2020-01-01"), "Give a day from 2025-07-01 on"),
        (("--user", "nobody"), "no transactions of this user"),
        (("--store", "other.sqlite"), "not both"),
    ],
)
def test_a_mistake_is_one_line(seqmatch: Any, bank: Path, command: str, options: tuple[str, ...], said: str) -> None:
    ran = seqmatch(command, bank, *options)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err and len(ran.err.splitlines()) == 1


@pytest.mark.parametrize("typed", ["Checking", "=5", "Checking=five"])
def test_a_balance_that_is_none_is_refused(seqmatch: Any, bank: Path, typed: str) -> None:
    ran = seqmatch("forecast", bank, "--balance", typed)
    assert (ran.code, ran.out) == (2, "") and "--balance" in ran.err


def test_the_only_user_of_a_store_needs_no_name_not_even_one_who_has_none(
    seqmatch: Any, bank: Path, store: str
) -> None:
    stored(seqmatch, bank, store)
    for command in COMMANDS:
        of_store = json.loads(seqmatch(command, "--store", store, "--json").out)
        of_file = json.loads(seqmatch(command, bank, "--json").out)
        assert of_store["basis"] == of_file["basis"]


def test_of_several_users_one_is_named(seqmatch: Any, bank: Path, store: str) -> None:
    stored(seqmatch, bank, store, "ann")
    stored(seqmatch, bank, store, "ben")
    ran = seqmatch("coach", "--store", store)
    assert (ran.code, ran.out) == (2, "") and "2 users" in ran.err
    assert seqmatch("coach", "--store", store, "--user", "ben").code == 0


def payees(seqmatch: Any, store: str, *options: str) -> list[str]:
    ran = seqmatch("recurring", "--store", store, "--user", "ann", *options, "--json")
    return [one["payee"] for one in json.loads(ran.out)["streams"]]


def test_a_dismissed_payment_is_not_listed_again_until_it_is_confirmed(seqmatch: Any, bank: Path, store: str) -> None:
    stored(seqmatch, bank, store, "ann")
    assert "city insurance" in payees(seqmatch, store)
    assert "city insurance" not in payees(seqmatch, store, "--dismiss", "City  Insurance")
    assert "city insurance" not in payees(seqmatch, store)
    assert "city insurance" not in seqmatch("coach", "--store", store, "--user", "ann").out
    assert "city insurance" in payees(seqmatch, store, "--confirm", "city insurance")


def test_a_confirmed_payment_stays_where_the_rows_do_not_show_it(seqmatch: Any, bank: Path, store: str) -> None:
    stored(seqmatch, bank, store, "ann")
    early = ("--as-of", "2025-07-20")
    assert "north realty rent" not in payees(seqmatch, store, *early)
    payees(seqmatch, store, "--confirm", "north realty rent")
    assert "north realty rent" in payees(seqmatch, store, *early)
    assert payees(seqmatch, store).count("north realty rent") == 1


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--dismiss", "nobody at all"), "--dismiss"),
        (("--confirm", "rent", "--dismiss", "rent"), "not both"),
        (("--confirm", ""), "--confirm"),
    ],
)
def test_an_answer_about_nothing_is_refused(
    seqmatch: Any, bank: Path, store: str, options: tuple[str, ...], said: str
) -> None:
    stored(seqmatch, bank, store, "ann")
    ran = seqmatch("recurring", "--store", store, "--user", "ann", *options)
    assert (ran.code, ran.out) == (2, "") and said in ran.err


def test_an_answer_about_a_file_is_refused(seqmatch: Any, bank: Path) -> None:
    ran = seqmatch("recurring", bank, "--dismiss", "rent")
    assert (ran.code, ran.out) == (2, "") and "users of the store" in ran.err
