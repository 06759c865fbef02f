"""Rules as typed values: conditions, and actions between named accounts.

Money is integer cents and percentages are integer basis points (10.00 % is 1000), so that nothing is ever rounded.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class ActionForm(StrEnum):
    PERCENTAGE = "PERCENTAGE"
    FIXED = "FIXED"
    REMAINDER = "REMAINDER"
    OVERFLOW = "OVERFLOW"


class Fact(StrEnum):
    """What a condition looks at."""

    BALANCE = "BALANCE"
    TRANSFER_AMOUNT = "TRANSFER_AMOUNT"
    DATE = "DATE"


class Operator(StrEnum):
    AT_LEAST = "AT_LEAST"
    """``is at least``: means GREATER_THAN_OR_EQUAL, a wording of its own in the text."""
    GREATER_THAN = "GREATER_THAN"
    GREATER_THAN_OR_EQUAL = "GREATER_THAN_OR_EQUAL"
    LESS_THAN = "LESS_THAN"
    LESS_THAN_OR_EQUAL = "LESS_THAN_OR_EQUAL"
    EQUALS = "EQUALS"
    NOT_EQUALS = "NOT_EQUALS"


class Unreadable(StrEnum):
    """What stood where a number belongs. The platform really exports these; nobody knows the number."""

    NAN = "NaN"
    OBJECT = "[object Object]"


Number = int | Unreadable


@dataclass(frozen=True, slots=True)
class Action:
    """One movement of money.

    Attributes
    ----------
    form : which sentence it is.
    source, destination : account names as typed by a stranger, surrounding spaces included. Data, never instructions.
    value : basis points for PERCENTAGE, cents for FIXED and OVERFLOW (kept in the source), None for REMAINDER.
    ambiguous : the names can be told apart in more than one way and nothing else in the user's rules settles it.
    """

    form: ActionForm
    source: str
    destination: str
    value: Number | None = None
    ambiguous: bool = False


@dataclass(frozen=True, slots=True)
class Condition:
    """One comparison that must hold for a rule to run.

    Attributes
    ----------
    fact, operator : what is compared and how.
    value : cents for BALANCE and TRANSFER_AMOUNT, day of the month for DATE.
    account : the account whose balance is meant; None is the rule's own source.
    """

    fact: Fact
    operator: Operator
    value: Number
    account: str | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """When all conditions hold (none: whenever funds are received), the actions run in order."""

    conditions: tuple[Condition, ...]
    actions: tuple[Action, ...]


@dataclass(frozen=True, slots=True)
class Unparsed:
    """A piece of text that is no rule: the line it starts on (from 1), the text, and why it was not read."""

    line: int
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class RuleSet:
    """All rules of one user, in order, and what could not be read."""

    rules: tuple[Rule, ...] = ()
    unparsed: tuple[Unparsed, ...] = ()

    @property
    def actions(self) -> list[Action]:
        return [action for rule in self.rules for action in rule.actions]


class Role(StrEnum):
    """What an account is for, by its name and its place among the rules. Frozen: evaluation counts by this list."""

    INCOME = "income"
    ROUTER = "router"
    CHECKING = "checking"
    SAVINGS = "savings"
    EMERGENCY_FUND = "emergency_fund"
    SINKING_FUND = "sinking_fund"
    TAXES = "taxes"
    PAYROLL = "payroll"
    OWNERS_PAY = "owners_pay"
    PROFIT = "profit"
    OPERATING_EXPENSES = "operating_expenses"
    COST_OF_GOODS = "cost_of_goods"
    MARKETING = "marketing"
    DEBT_PAYOFF = "debt_payoff"
    CREDIT_CARD = "credit_card"
    LOAN = "loan"
    MORTGAGE = "mortgage"
    HOUSING = "housing"
    UTILITIES = "utilities"
    PHONE_INTERNET = "phone_internet"
    INSURANCE = "insurance"
    SUBSCRIPTIONS = "subscriptions"
    GROCERIES = "groceries"
    DINING = "dining"
    TRANSPORT = "transport"
    HEALTH = "health"
    CHILDREN_EDUCATION = "children_education"
    PETS = "pets"
    TRAVEL = "travel"
    GIVING = "giving"
    FUN_MONEY = "fun_money"
    SHOPPING = "shopping"
    HOME_REPAIR = "home_repair"
    INVESTMENTS = "investments"
    RETIREMENT = "retirement"
    CRYPTO = "crypto"
    BILLS = "bills"
    SPENDING = "spending"
    PERSON = "person"
    UNKNOWN = "unknown"


ROLE_TEXT: dict[Role, str] = {
    Role.INCOME: "Income",
    Role.ROUTER: "Router",
    Role.CHECKING: "Checking",
    Role.SAVINGS: "Savings",
    Role.EMERGENCY_FUND: "Emergency Fund",
    Role.SINKING_FUND: "Sinking Fund",
    Role.TAXES: "Taxes",
    Role.PAYROLL: "Payroll",
    Role.OWNERS_PAY: "Owner's Pay",
    Role.PROFIT: "Profit",
    Role.OPERATING_EXPENSES: "Operating Expenses",
    Role.COST_OF_GOODS: "Cost of Goods",
    Role.MARKETING: "Marketing",
    Role.DEBT_PAYOFF: "Debt Payoff",
    Role.CREDIT_CARD: "Credit Card",
    Role.LOAN: "Loan",
    Role.MORTGAGE: "Mortgage",
    Role.HOUSING: "Rent",
    Role.UTILITIES: "Utilities",
    Role.PHONE_INTERNET: "Phone & Internet",
    Role.INSURANCE: "Insurance",
    Role.SUBSCRIPTIONS: "Subscriptions",
    Role.GROCERIES: "Groceries",
    Role.DINING: "Dining",
    Role.TRANSPORT: "Car",
    Role.HEALTH: "Health",
    Role.CHILDREN_EDUCATION: "Kids",
    Role.PETS: "Pets",
    Role.TRAVEL: "Vacation",
    Role.GIVING: "Giving",
    Role.FUN_MONEY: "Fun Money",
    Role.SHOPPING: "Shopping",
    Role.HOME_REPAIR: "Home Repair",
    Role.INVESTMENTS: "Investments",
    Role.RETIREMENT: "Retirement",
    Role.CRYPTO: "Crypto",
    Role.BILLS: "Bills",
    Role.SPENDING: "Spending",
    Role.PERSON: "Family Member",
    Role.UNKNOWN: "Account",
}
"""The commonest plain words for a role: what a suggested account is called when the user has none that fits."""
