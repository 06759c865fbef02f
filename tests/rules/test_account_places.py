"""Where an account is held, whose money it holds, and which pots are for rewards, by their names."""

from __future__ import annotations

import pytest

from seqmatch.rules.accounts.cashback import is_cashback
from seqmatch.rules.accounts.places import kind_of_account
from seqmatch.rules.accounts.roles import role_of
from seqmatch.rules.not_theirs import NotTheirs, not_theirs
from seqmatch.schemas.rule import Role
from seqmatch.schemas.simulation import AccountPlace

PLACES: dict[AccountPlace | None, str] = {
    AccountPlace.POD: """
        Groceries | Emergency Fund | Bills | Salary | Router | Chase Pod | Vacation | Taxes 25% | Loyer""",
    AccountPlace.EXTERNAL: """
        Chase Checking | EVERYDAY CHECKING ...0001 | Ally Savings | HYSA | Wells Fargo 1234 | Girokonto | Navy Federal |
        Emergency Fund - Ally | Bills (Chase) | Tagesgeld""",
    AccountPlace.DEBT: "Visa Blue | Student Loan | Amex Gold | Kreditkarte | Upstart | BILT VISA ...8215",
    AccountPlace.INVESTMENT: "Robinhood | Roth IRA | Fidelity Brokerage | Coinbase | 401(k)",
    None: """
        Savings | Mom | Qx Zq | Credit Cards | CC Payoff | Netflix | Geico | Investments | Joint | Student Loans |
        Citi Income""",
}


@pytest.mark.parametrize(
    ("name", "place"), [(name.strip(), place) for place, names in PLACES.items() for name in names.split("|")]
)
def test_a_name_suggests_where_the_account_is_held_or_leaves_it_open(name: str, place: AccountPlace | None) -> None:
    assert kind_of_account(name, role_of(name)) is place


def test_a_bank_that_stands_for_its_card_is_a_debt_only_where_its_name_says_so() -> None:
    assert kind_of_account("Chase", Role.CREDIT_CARD) is None


@pytest.mark.parametrize(
    ("name", "whose"),
    [
        ("Tenant Security Deposits", NotTheirs.DEPOSIT),
        ("Mietkautionen", NotTheirs.DEPOSIT),
        ("Sales Tax (8.25%)", NotTheirs.SALES_TAX),
        ("Umsatzsteuer", NotTheirs.SALES_TAX),
        ("Federal Payroll Taxes", NotTheirs.PAYROLL_TAX),
        ("IOLTA", NotTheirs.CLIENT_MONEY),
        ("Client Trust Account", NotTheirs.CLIENT_MONEY),
        ("Smith Trust Account", NotTheirs.CLIENT_MONEY),
        ("Youth Grant (restricted)", NotTheirs.RESTRICTED),
        ("City Grant", NotTheirs.RESTRICTED),
        ("Grant Income", None),
        ("Deposits", None),
        ("Income Tax", None),
        ("Living Trust Account", None),
        ("Payroll", None),
        ("Checking 941", None),
    ],
)
def test_a_name_says_that_the_money_is_not_its_owners(name: str, whose: NotTheirs | None) -> None:
    assert not_theirs(name) is whose


@pytest.mark.parametrize(
    "name",
    ["Sequence Rewards", " rewards ", "Cashback", "Cash-Back Pod", "Sequence Rewards * ($1,426)", "My Cash Back"],
)
def test_a_pot_for_rewards_is_known(name: str) -> None:
    assert is_cashback(name)


@pytest.mark.parametrize(
    "name",
    ["Rewards Checking", "Cashback Debit", "Cash Rewards Visa", "Rewards Network LLC", "Rewarding Work", "Salary"],
)
def test_accounts_and_cards_with_rewards_are_no_such_pots(name: str) -> None:
    assert not is_cashback(name)
