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


def test_first_names_are_of_no_language_and_german_is_typed_without_umlauts_too() -> None:
    by_table = {table: {phrase for phrase, _, _ in entries(table)} for table in TABLES}
    assert not any(("jessica",) in phrases for phrases in by_table.values())
    assert ("jessica",) in {phrase for phrase, _, _ in entries()}
    assert {("jahrliche", "kosten"), ("jaehrliche", "kosten")} <= by_table["German"]
    assert not any(("jaehrliche", "kosten") in by_table[table] for table in by_table if table != "German")


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


@pytest.mark.parametrize(
    ("moves", "role"),
    [
        ("$1.00 moves from Qx to Rent; $1.00 moves from Qx to Food; $1.00 moves from Qx to Zq", Role.ROUTER),
        ("$1.00 moves from Qx to Rent; $1.00 moves from Qx to Food", Role.UNKNOWN),
        ("$1.00 moves from Qx to Rent; Funds move from Qx to Food", Role.ROUTER),
        (
            "60.00% of incoming funds goes from Qx to Rent; 39.99% of incoming funds goes from Qx to Food",
            Role.UNKNOWN,
        ),
        ("Funds move from Qx to Qx; $1.00 moves from Qx to Rent; Funds move from Qx to Food", Role.ROUTER),
        ("$1.00 moves from Qx to Rent; $1.00 moves from Qx to Rent; $1.00 moves from Qx to Food", Role.UNKNOWN),
    ],
)
def test_an_unnamed_account_that_is_paid_is_a_router_where_it_gives_to_three_or_all_to_two(
    moves: str, role: Role
) -> None:
    assert _roles(f"{HEAD}Funds move from Salary to Qx.\n\n{HEAD}{moves}.")["Qx"] is role


@pytest.mark.parametrize(
    ("text", "name", "role"),
    [
        ("$1.00 moves from Bills to Nómina", "Nómina", Role.PAYROLL),
        ("$1.00 moves from Bills to Salary", "Salary", Role.INCOME),
        ("$1.00 moves from Bills to Nómina; $1.00 moves from Nómina to Rent", "Nómina", Role.INCOME),
        ("$1.00 moves from Bills to Rent; $1.00 moves from Rent to Nómina", "Rent", Role.HOUSING),
        ("$1.00 moves from Qx to Salary", "Qx", Role.INCOME),
        ("$1.00 moves from Qx to Salary; $1.00 moves from Qx to Router", "Qx", Role.INCOME),
        ("$1.00 moves from Qx to Salary; $1.00 moves from Qx to Food", "Qx", Role.UNKNOWN),
        ("$1.00 moves from Pay to Rent", "Pay", Role.INCOME),
        ("$1.00 moves from Owner's Pay to Rent", "Owner's Pay", Role.OWNERS_PAY),
        ("$1.00 moves from Cash to Router", "Cash", Role.INCOME),
        ("$1.00 moves from Cash to Rent", "Cash", Role.SPENDING),
        ("$1.00 moves from Bills to Router", "Bills", Role.BILLS),
        ("$1.00 moves from Tax Money to Router", "Tax Money", Role.TAXES),
        ("$1.00 moves from Discover to Rent", "Discover", Role.CHECKING),
        ("$1.00 moves from Discover Card to Rent", "Discover Card", Role.CREDIT_CARD),
        ("9.00% of incoming funds goes from Corner Pizza to Rent", "Corner Pizza", Role.DINING),
        ("$1.00 moves from Corner Pizza to Rent; $1.00 moves from Corner Pizza to Food", "Corner Pizza", Role.DINING),
        ("$1.00 moves from Utilities to Car", "Car", Role.TRANSPORT),
        ("$1.00 moves from Car to Home Depot", "Home Depot", Role.HOME_REPAIR),
        ("$1.00 moves from Bills to Maintenance", "Maintenance", Role.HOME_REPAIR),
    ],
)
def test_a_place_overrules_words_only_where_they_can_mean_both(text: str, name: str, role: Role) -> None:
    assert _roles(f"{HEAD}{text}.")[name] is role


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
