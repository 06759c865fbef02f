"""Six named households, invented, whose answers a person can guess: the toy world of tests, docs, skill and demo.

Between them they cover the user types, stated and unstated goals, with and without rules, and every action form.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Household:
    """One invented household.

    Attributes
    ----------
    name : key in EXAMPLES.
    title : who they are, a few words.
    story : what an onboarding chat would hear, two or three sentences.
    profile : fields of Profile, the unknown ones left out.
    rules_text : their automations in the rule language, ``""`` for none.
    monthly_income_cents : what arrives in a typical month, in cents.
    """

    name: str
    title: str
    story: str
    profile: dict[str, object]
    rules_text: str
    monthly_income_cents: int


MAYA = Household(
    name="maya_freelancer",
    title="Maya, freelance designer",
    story=(
        "Maya designs brands for small companies. Some months bring two invoices, some none, and last April the tax "
        "bill came as a shock. She wants taxes set aside before she can spend them."
    ),
    profile={
        "annual_income": "BETWEEN_50K_AND_100K",
        "occupation": "GIG_WORKER",
        "product_goal": "SAVE_FOR_TAXES",
        "subscription": "Pro",
        "user_type": "BUSINESS",
        "debit_card_spender": True,
        "activated_ports": 2,
        "accounts_connected": 7,
        "age_group": "25-35",
    },
    rules_text="""\
When funds are received: 25.00% of incoming funds goes from Client Payments to Tax Savings; \
10.00% of incoming funds goes from Client Payments to Slow Month Buffer; \
65.00% of incoming funds goes from Client Payments to Everyday Checking.

When Everyday Checking balance is at least $2,500.00: \
Anything above $2,500.00 moves from Everyday Checking to Slow Month Buffer.

When date equal 1: $1,450.00 moves from Everyday Checking to Rent.""",
    monthly_income_cents=580_000,
)

OKAFOR = Household(
    name="okafor_family",
    title="The Okafors, two paychecks and two children",
    story=(
        "Ngozi is a nurse and Daniel drives for a delivery firm; both are paid into one hub. Bills come first, then "
        "the children, then the credit card they are slowly clearing. They never said what their goal is."
    ),
    profile={
        "annual_income": "BETWEEN_50K_AND_100K",
        "occupation": "NURSE_HEALTHCARE_TECHNICIAN_OR_HEALTHCARE_SUPPORT",
        "subscription": "Pro",
        "user_type": "INDIVIDUAL",
        "debit_card_spender": True,
        "activated_ports": 2,
        "accounts_connected": 14,
        "age_group": "36-44",
    },
    rules_text="""\
When funds are received: Funds move from Ngozi Paycheck to Family Hub.

When funds are received: Funds move from Daniel Paycheck to Family Hub.

When funds are received: 55.00% of incoming funds goes from Family Hub to Bills; \
15.00% of incoming funds goes from Family Hub to Groceries; \
10.00% of incoming funds goes from Family Hub to Kids; \
10.00% of incoming funds goes from Family Hub to Family Card Payoff; \
5.00% of incoming funds goes from Family Hub to Emergency Fund; \
5.00% of incoming funds goes from Family Hub to 🌴 Trip to Lagos.

When Bills balance is at least $3,000.00 and date equal 1: $2,150.00 moves from Bills to Mortgage; \
$265.00 moves from Bills to Electric & Water; \
$140.00 moves from Bills to Phone & Internet; \
$310.00 moves from Bills to Car Insurance.

When funds are received: 60.00% of incoming funds goes from Kids to Daycare; \
40.00% of incoming funds goes from Kids to College Fund.

When funds are received: Funds move from Family Card Payoff to Family Visa Card.

When 🌴 Trip to Lagos balance is at least $3,000.00: \
Anything above $3,000.00 moves from 🌴 Trip to Lagos to Emergency Fund.""",
    monthly_income_cents=820_000,
)

RIVERA = Household(
    name="rivera_bakery",
    title="Rivera's bakery, run by Profit First",
    story=(
        "Elena Rivera bakes for a corner shop and three cafés. Every sale is split at once, profit first, so that "
        "payroll and flour are paid for and she pays herself on time."
    ),
    profile={
        "annual_income": "OVER_250K",
        "occupation": "FOOD_SERVICE_WORKER",
        "product_goal": "PROFIT_FIRST",
        "subscription": "Business",
        "user_type": "BUSINESS",
        "debit_card_spender": False,
        "activated_ports": 3,
        "accounts_connected": 16,
        "age_group": "45-54",
    },
    rules_text="""\
When funds are received: Funds move from Shop Sales to Income Router.

When funds are received: Funds move from Wholesale Income to Income Router.

When funds are received: 5.00% of incoming funds goes from Income Router to Profit; \
30.00% of incoming funds goes from Income Router to Payroll; \
25.00% of incoming funds goes from Income Router to Cost of Goods; \
15.00% of incoming funds goes from Income Router to Taxes; \
10.00% of incoming funds goes from Income Router to Owner's Pay; \
15.00% of incoming funds goes from Income Router to Operating Expenses.

When date equal 1: $2,800.00 moves from Operating Expenses to Bakery Rent; \
$640.00 moves from Operating Expenses to Utilities; \
$190.00 moves from Operating Expenses to Bakery Insurance.

When Profit balance is at least $6,000.00: Anything above $6,000.00 moves from Profit to Oven Loan.""",
    monthly_income_cents=3_800_000,
)

SAM = Household(
    name="sam_student",
    title="Sam, student",
    story=(
        "Sam opened the app between two lectures and skipped most questions. There is a weekend job in a bookshop, "
        "and nothing is automated yet."
    ),
    profile={"subscription": "Starter", "user_type": "INDIVIDUAL", "age_group": "18-24"},
    rules_text="",
    monthly_income_cents=90_000,
)

LINDQVIST = Household(
    name="lindqvist_debt",
    title="Karin Lindqvist, paying off three cards",
    story=(
        "Karin teaches at a primary school. Rent, groceries and the minimum on three credit cards leave her account "
        "on payday; whatever is left goes to the smallest card first."
    ),
    profile={
        "annual_income": "BETWEEN_50K_AND_100K",
        "occupation": "EDUCATOR",
        "product_goal": "PAY_OFF_DEBT",
        "subscription": "Pro",
        "user_type": "INDIVIDUAL",
        "debit_card_spender": False,
        "activated_ports": 1,
        "accounts_connected": 9,
        "age_group": "36-44",
    },
    rules_text="""\
When funds are received: $1,350.00 moves from Paycheck to Rent; \
$650.00 moves from Paycheck to Groceries; \
$150.00 moves from Paycheck to Emergency Fund; \
$120.00 moves from Paycheck to Karin's Visa Card; \
$95.00 moves from Paycheck to Karin's Mastercard; \
$75.00 moves from Paycheck to Store Credit Card; \
Funds move from Paycheck to Debt Payoff.

When Debt Payoff balance is at least $500.00: $500.00 moves from Debt Payoff to Store Credit Card.""",
    monthly_income_cents=460_000,
)

TRAN = Household(
    name="tran_advisor",
    title="Minh Tran, financial adviser",
    story=(
        "Minh advises thirty families and is trying the product before recommending it. Clients keep asking how to "
        "invest without thinking of it every month. No rule is set up yet."
    ),
    profile={
        "annual_income": "BETWEEN_100K_AND_250K",
        "occupation": "BUSINESS_ANALYST_ACCOUNTANT_OR_FINANCIAL_ADVISOR",
        "product_goal": "AUTOMATE_MY_INVESTMENTS",
        "subscription": "Growth",
        "user_type": "ADVISOR",
        "debit_card_spender": False,
        "activated_ports": 0,
        "accounts_connected": 3,
        "age_group": "45-54",
    },
    rules_text="",
    monthly_income_cents=1_400_000,
)

EXAMPLES: dict[str, Household] = {
    household.name: household for household in (MAYA, OKAFOR, RIVERA, SAM, LINDQVIST, TRAN)
}
"""The households by name."""

INES = Household(
    name="ines_translator",
    title="Inés, translator, with nothing kept for taxes",
    story=(
        "Inés translates contracts. Her clients withhold nothing, every dollar that comes in is spoken for, and each "
        "April she pays the tax bill by card."
    ),
    profile={"user_type": "BUSINESS", "occupation": "GIG_WORKER", "annual_income": "BETWEEN_50K_AND_100K"},
    rules_text="""\
When funds are received: 60.00% of incoming funds goes from Invoices to Everyday Checking; \
25.00% of incoming funds goes from Invoices to Flat and Bills; \
15.00% of incoming funds goes from Invoices to Travel.""",
    monthly_income_cents=600_000,
)
PEOPLE = {**EXAMPLES, INES.name: INES}
"""Everyone the demo can play: the named households, and one that only the demo needs."""
