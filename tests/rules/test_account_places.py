"""Where an account is held and of what kind it is, how long money travels, whose it is, which pots are for rewards."""

from __future__ import annotations

from datetime import date

import pytest

from seqmatch.rules.accounts.cashback import is_cashback
from seqmatch.rules.accounts.kinds import kinds_of
from seqmatch.rules.accounts.places import kind_of_account
from seqmatch.rules.accounts.roles import role_of
from seqmatch.rules.accounts.transit import after, before, business_days, is_external
from seqmatch.rules.not_theirs import NotTheirs, not_theirs
from seqmatch.rules.parse import parse_rules
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


def test_the_rules_around_an_account_say_its_kind_where_its_name_could_be_several() -> None:
    head = "When funds are received:"
    rules = parse_rules(
        f"{head} 50.00% of incoming funds goes from Salary to Bills; 9.00% of incoming funds goes from Salary to Water."
        f"\n\n{head} $9.00 moves from Bills to Rent; $5.00 moves from Bills to Visa CC; $5.00 moves from Bills to Mom."
        f"\n\nWhen Electric balance lessThan $5.00: $5.00 moves from Bills to Electric; $5.00 moves from Bills to Amex."
        f"\n\nWhen Amex balance lessThan $5.00 and Jar balance lessThan $5.00: $5.00 moves from Loan to Freelance."
        f"\n\n{head} $4.00 moves from Joint Checking to Mortgage; $4.00 moves from Joint Checking to Vacation."
    )
    assert {name: kind.value for name, kind in kinds_of(rules).items()} == {
        "Salary": "income",
        "Bills": "pod",
        "Water": "pod",  # an envelope, for shares fill it
        "Rent": "payee",
        "Visa CC": "credit_card",
        "Mom": "payee",
        "Electric": "pod",  # a rule looks at its balance
        "Amex": "credit_card",
        "Loan": "pod",  # money leaves it
        "Freelance": "pod",  # a rule fills it
        "Jar": "pod",
        "Joint Checking": "checking",
        "Mortgage": "mortgage",
        "Vacation": "pod",
    }


@pytest.mark.parametrize(
    ("source", "destination", "days", "counts"),
    [
        ("pod", "pod", 0, False),
        ("pod", "external", 1, True),
        ("pod", "debt", 7, True),
        ("external", "pod", 3, True),
        ("external", "external", 3, True),
        ("external", "debt", 7, True),
        ("pod", None, 0, False),
        (None, "external", 0, False),
        (None, None, 0, False),
    ],
)
def test_a_transfer_takes_days_and_counts_once_it_leaves_or_enters_the_platform(
    source: str | None, destination: str | None, days: int, counts: bool
) -> None:
    ends = [None if place is None else AccountPlace(place) for place in (source, destination)]
    assert (business_days(*ends), is_external(*ends)) == (days, counts)


def test_transfers_rest_at_weekends() -> None:
    thursday, friday, monday = date(2026, 1, 8), date(2026, 1, 9), date(2026, 1, 12)
    assert [after(thursday, days) for days in (0, 1, 2)] == [thursday, friday, monday]
    assert [before(monday, days) for days in (0, 1, 2)] == [monday, friday, thursday]


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
        ("VAT and FICA", NotTheirs.SALES_TAX),
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
    [
        "Sequence Rewards",
        "Cashback 1234",
        " rewards ",
        "Cashback",
        "Cash-Back Pod",
        "Sequence Rewards * ($1,426)",
        "My Cash Back",
    ],
)
def test_a_pot_for_rewards_is_known(name: str) -> None:
    assert is_cashback(name)


@pytest.mark.parametrize(
    "name",
    [
        "1234",
        "Cash Back Bills",
        "Rewards Checking",
        "Cashback Debit",
        "Cash Rewards Visa",
        "Rewards Network LLC",
        "Rewarding Work",
        "Salary",
    ],
)
def test_accounts_and_cards_with_rewards_are_no_such_pots(name: str) -> None:
    assert not is_cashback(name)
