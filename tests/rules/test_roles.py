"""What an account is for, from its name and from its place."""

from __future__ import annotations

import time
from collections import Counter
from pathlib import Path

import pytest

from seqmatch.rules.accounts.lexicon import TABLES
from seqmatch.rules.accounts.roles import entries, role_of, roles_of
from seqmatch.rules.parse import parse_rules
from seqmatch.schemas.rule import Role

_TABLE = [
    (name.strip(), Role(role))
    for role, names in (
        line.split(": ", 1) for line in (Path(__file__).parent / "roles.txt").read_text(encoding="utf-8").splitlines()
    )
    for name in names.split("|")
]
HEAD = "When funds are received: "


def _roles(text: str) -> dict[str, Role]:
    return roles_of(parse_rules(text))


@pytest.mark.parametrize(("name", "role"), _TABLE)
def test_a_name_says_its_role(name: str, role: Role) -> None:
    assert role_of(name) is role


def test_the_table_knows_every_role() -> None:
    assert {role for _, role in _TABLE} == set(Role)


@pytest.mark.parametrize("table", TABLES)
def test_no_language_lists_a_phrase_twice(table: str) -> None:
    times = Counter(phrase for phrase, _, _ in entries(table))
    assert [" ".join(phrase) for phrase, count in times.items() if count > 1] == []


def test_every_phrase_has_words_to_look_for() -> None:
    assert all(phrase for phrase, _, _ in entries())


def test_case_accents_and_spaces_do_not_change_a_role() -> None:
    assert {role_of(name) for name in ("CRÉDITO", "credito", "  Credito ")} == {Role.CREDIT_CARD}


def test_an_unnamed_account_that_splits_all_it_gets_is_a_router() -> None:
    text = f"{HEAD}Funds move from Salary to Qx.\n\n{HEAD}60.00% of incoming funds goes from Qx to Rent; "
    assert _roles(text + "40.00% of incoming funds goes from Qx to Zq.") == {
        "Salary": Role.INCOME,
        "Qx": Role.ROUTER,
        "Rent": Role.HOUSING,
        "Zq": Role.UNKNOWN,
    }


def test_an_unnamed_account_that_passes_everything_to_one_is_no_router() -> None:
    text = f"{HEAD}Funds move from Salary to Qx.\n\n{HEAD}Funds move from Qx to Rent."
    assert _roles(text)["Qx"] is Role.UNKNOWN


def test_an_unnamed_account_where_money_only_starts_is_income() -> None:
    assert _roles(HEAD + "50.00% of incoming funds goes from Qx to Rent.")["Qx"] is Role.INCOME


def test_a_pot_without_a_purpose_says_nothing_of_what_it_pays() -> None:
    text = f"{HEAD}50.00% of incoming funds goes from Savings to Zq; 50.00% of incoming funds goes from Savings to Xq."
    assert _roles(text) == {"Savings": Role.SAVINGS, "Zq": Role.UNKNOWN, "Xq": Role.UNKNOWN}


@pytest.mark.parametrize(
    ("pot", "account", "role"),
    [
        ("Subscriptions", "Qx", Role.SUBSCRIPTIONS),
        ("Bills", "Qx", Role.BILLS),
        ("Bills (Joint)", "Mom", Role.PERSON),
        ("Credit Cards", "Chase", Role.CREDIT_CARD),
        ("Debt Snowball", "Costco 1234", Role.CREDIT_CARD),
        ("Debt Snowball", "Tesla", Role.LOAN),
        ("Debt Snowball", "Verizon", Role.PHONE_INTERNET),
        ("Savings", "Chase", Role.CHECKING),
        ("Utilities", "Gas", Role.UTILITIES),
        ("Car", "Gas", Role.TRANSPORT),
        ("Car", "Maintenance", Role.TRANSPORT),
        ("Miete", "Qx", Role.HOUSING),
    ],
)
def test_the_pot_that_pays_an_account_says_what_its_name_leaves_open(pot: str, account: str, role: Role) -> None:
    assert _roles(f"{HEAD}$10.00 moves from {pot} to {account}.")[account] is role


def test_two_pots_of_different_purposes_say_nothing() -> None:
    assert (
        _roles(f"{HEAD}$1.00 moves from Bills to Qx.\n\n{HEAD}$1.00 moves from Vacation to Qx.")["Qx"] is Role.UNKNOWN
    )


@pytest.mark.parametrize(
    "employer", ["Corner Pizza", "Tesla", "Qx Wellness Center", "Jessica Work", "Starbucks", "Geico"]
)
def test_an_account_nobody_pays_whose_money_is_divided_is_income_whatever_its_name(employer: str) -> None:
    share = f"of incoming funds goes from {employer} to"
    text = f"{HEAD}60.00% {share} Rent; 40.00% {share} Food."
    assert _roles(text)[employer] is Role.INCOME


@pytest.mark.parametrize("pot", ["Fun Money", "Groceries", "Bills", "Debt Snowball", "Joint Checking"])
def test_a_pot_that_says_what_it_is_for_stays_so_although_nobody_pays_it(pot: str) -> None:
    text = f"{HEAD}60.00% of incoming funds goes from {pot} to Qx; 40.00% of incoming funds goes from {pot} to Zq."
    assert _roles(text)[pot] is role_of(pot)


def test_an_employers_name_that_is_paid_is_no_income() -> None:
    assert _roles(f"{HEAD}$10.00 moves from Salary to Corner Pizza.")["Corner Pizza"] is Role.DINING


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("Rücklagen", Role.EMERGENCY_FUND),
        ("Ruecklagen", Role.EMERGENCY_FUND),
        ("RUCKLAGEN", Role.EMERGENCY_FUND),
        ("Unfallversicherung", Role.INSURANCE),
        ("Hundehaftpflichtversicherung", Role.INSURANCE),
        ("l'Épargne", Role.SAVINGS),
        ("Epargne", Role.SAVINGS),
        ("CARTÃO DE CRÉDITO", Role.CREDIT_CARD),
    ],
)
def test_words_of_other_languages_are_read_however_they_are_typed(name: str, role: Role) -> None:
    assert role_of(name) is role


def test_accounts_named_only_in_conditions_have_a_role_too() -> None:
    text = "When Rent balance is at least $1.00 and Qx balance lessThan $2.00: Funds move from Pay to Food."
    assert {name: role for name, role in _roles(text).items() if name in ("Rent", "Qx")} == {
        "Rent": Role.HOUSING,
        "Qx": Role.UNKNOWN,
    }


@pytest.mark.parametrize("name", ["car " * 300_000, "(" * 1_000_000, "é" * 1_000_000, "1/" * 500_000])
def test_a_name_of_any_length_is_read_at_once(name: str) -> None:
    start = time.process_time()
    role_of(name)
    assert time.process_time() - start < 2
