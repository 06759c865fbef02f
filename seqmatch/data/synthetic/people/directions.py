"""How a goal would change someone's money; written by hand, for the ``exam`` preset only.

Effects are log-odds for patterns and log-ratios for facts. A group's directions hold for all its goals; a goal adds its
own. Pattern keys are a role (any form), a form in capitals (any role), or ``role FORM`` for one pattern.
"""

from __future__ import annotations

from seqmatch.data.synthetic.people.tables import ACCOUNT_BINS, ACTION_BINS, PORT_BINS, bin_names
from seqmatch.schemas.goal import GROUP_OF

Directions = dict[str, dict[str, float]]

STRENGTH = 1.7
"""Scales the directions of patterns: enough for a good learner with 1,400 labelled users to meet the seed's targets."""

_SMALL = {
    "actions": dict.fromkeys(bin_names(ACTION_BINS)[:5], 1.0),
    "ports": dict.fromkeys(bin_names(PORT_BINS)[:2], 1.0),
    "accounts": dict.fromkeys(bin_names(ACCOUNT_BINS)[:5], 1.0),
}
_LARGE = {
    "actions": dict.fromkeys(bin_names(ACTION_BINS)[8:], 1.0),
    "ports": dict.fromkeys(bin_names(PORT_BINS)[3:], 1.0),
    "accounts": dict.fromkeys(bin_names(ACCOUNT_BINS)[9:], 1.0),
}
_MANY = dict.fromkeys(bin_names(ACCOUNT_BINS)[8:], 0.9)

_GROUPS: dict[str, dict[str, float]] = {
    "debt": {"debt_payoff": 3.0, "credit_card": 2.6, "loan": 2.6, "savings": -1.2, "investments": -1.5, "bills": -0.8},
    "budget": {
        "groceries": 2.6,
        "dining": 2.4,
        "spending": 2.4,
        "fun_money": 2.4,
        "shopping": 2.0,
        "credit_card": -1.2,
    },
    "savings": {"savings": 2.2, "emergency_fund": 3.0, "sinking_fund": 2.4, "credit_card": -1.6, "loan": -1.4},
    "business": {"operating_expenses": 3.0, "owners_pay": 2.4, "payroll": 2.2, "marketing": 1.8, "cost_of_goods": 2.0},
    "tracking": {"router": 2.8, "checking": 2.6, "unknown": 1.4, "taxes": -1.4, "credit_card": -1.6, "savings": -0.8},
    "automation": {"bills": 2.6, "utilities": 1.6, "checking": -1.0, "debt_payoff": -1.5, "spending": -0.8},
    "other": {"credit_card": 1.2, "subscriptions": 2.4, "bills": 0.8, "person": 1.5},
}

_GROUP_FACTS: dict[str, Directions] = {
    "debt": {"annual_income": {"BETWEEN_25K_AND_50K": 0.9, "BETWEEN_50K_AND_100K": 0.6}, "accounts": _MANY},
    "budget": {"age_group": {"25-35": 0.6}, "ports": dict.fromkeys(bin_names(PORT_BINS)[2:5], 0.8)},
    "savings": {"age_group": {"36-44": 0.8}, "accounts": dict.fromkeys(bin_names(ACCOUNT_BINS)[4:8], 0.7)},
    "business": {"subscription": {"Business": 1.0}, "ports": dict.fromkeys(bin_names(PORT_BINS)[4:], 1.0)},
    "tracking": {"debit_card_spender": {"true": -0.9}},
    "automation": {"debit_card_spender": {"true": 0.9}, "ports": dict.fromkeys(bin_names(PORT_BINS)[1:2], 0.9)},
}

_GOALS: dict[str, Directions] = {
    "DEBT_PAYMENT": {
        "patterns": {"loan": 1.4, "FIXED": 2.0, "credit_card FIXED": 0.8, "PERCENTAGE": -1.0, "mortgage": 1.0},
        "debit_card_spender": {"true": -1.0},
        "subscription": {"Starter": 1.5},
    },
    "PAY_OFF_DEBT": {
        "patterns": {
            "debt_payoff": 0.8,
            "PERCENTAGE": 1.0,
            "REMAINDER": 0.5,
            "FIXED": -1.2,
            "credit_card PERCENTAGE": 0.8,
        },
        "debit_card_spender": {"true": 1.0},
        "subscription": {"Pro": 1.2},
    },
    "AUTOMATE_MY_BUDGETING": {
        "patterns": {"fun_money": 1.0, "spending": 1.0, "PERCENTAGE": 0.8, "bills": 0.6, "housing": -0.6},
        "debit_card_spender": {"true": 1.4},
        "age_group": {"18-24": 1.2, "25-35": 0.9},
    },
    "ORGANIZE_FINANCING": {
        "patterns": {
            "housing": 1.8,
            "insurance": 1.4,
            "transport": 1.4,
            "REMAINDER": 0.9,
            "fun_money": -0.9,
            "spending": -0.9,
        },
        "debit_card_spender": {"true": -1.4},
        "age_group": {"45-54": 1.2, "55-64": 1.2},
    },
    "MAXIMIZE_SAVINGS": {
        "patterns": {"savings": 1.0, "emergency_fund": 0.5, "OVERFLOW": 1.2, "sinking_fund": -1.0, "travel": -0.6},
        "subscription": {"Starter": 1.5},
    },
    "MAXIMIZE_MY_SAVINGS": {
        "patterns": {
            "sinking_fund": 1.8,
            "travel": 2.0,
            "children_education": 1.5,
            "home_repair": 1.2,
            "PERCENTAGE": 0.6,
        },
        "subscription": {"Pro": 1.2},
        "annual_income": {"BETWEEN_100K_AND_250K": 0.8, "OVER_250K": 0.8},
    },
    "SAVE_FOR_TAXES": {
        "patterns": {"taxes": 4.0, "PERCENTAGE": 0.8, "emergency_fund": -1.6, "sinking_fund": -1.4, "savings": -0.8},
        "occupation": {"GIG_WORKER": 1.2, "SALES_REPRESENTATIVE_BROKER_AGENT": 1.0},
    },
    "PROFIT_FIRST": {
        "patterns": {"profit": 3.6, "owners_pay": 1.4, "taxes": 1.4, "PERCENTAGE": 1.0, "marketing": -1.0},
        "subscription": {"Business": 0.9},
    },
    "OPTIMIZE_CASH_FLOW": {
        "patterns": {"OVERFLOW": 2.4, "REMAINDER": 1.6, "checking": 1.0, "profit": -1.4, "PERCENTAGE": -0.9},
        "annual_income": {"OVER_250K": 0.9},
    },
    "MANAGE_BUSINESS_PAYMENTS": {
        "patterns": {
            "payroll": 1.6,
            "cost_of_goods": 1.8,
            "person": 1.6,
            "FIXED": 1.4,
            "profit": -1.6,
            "owners_pay": -1.0,
        },
        "subscription": {"Business": 1.4},
    },
    "VISUALIZE_AND_TRACK_FINANCES": {"patterns": {"checking": 0.9, "router": -1.2, "REMAINDER": 0.8}, **_SMALL},
    "MAINTAIN_CONTROL": {"patterns": {"router": 1.2, "bills": 0.8, "OVERFLOW": 1.6, "checking": -1.4}, **_LARGE},
    "AUTOMATE_MY_BILLS": {
        "patterns": {
            "utilities": 1.6,
            "phone_internet": 2.4,
            "insurance": 2.0,
            "mortgage": 1.4,
            "FIXED": 1.8,
            "investments": -1.5,
        },
        "actions": dict.fromkeys(bin_names(ACTION_BINS)[7:], 1.0),
    },
    "AUTOMATE_MY_INVESTMENTS": {
        "patterns": {
            "investments": 4.2,
            "retirement": 3.6,
            "crypto": 3.0,
            "bills": -3.0,
            "utilities": -2.4,
            "savings": 0.4,
        },
        "annual_income": {"BETWEEN_100K_AND_250K": 0.8, "OVER_250K": 1.2},
    },
    "MAXIMIZE_BANK_REWARDS": {
        "patterns": {
            "credit_card": 2.0,
            "credit_card REMAINDER": 1.2,
            "subscriptions": 1.0,
            "dining": 1.5,
            "travel": 1.6,
            "person": -1.5,
        },
        "annual_income": {"OVER_250K": 1.0},
    },
    "STOP_PAYING_LATE_FEES": {
        "patterns": {
            "phone_internet": 2.0,
            "subscriptions": 1.2,
            "FIXED": 1.8,
            "housing": 1.8,
            "transport": 1.4,
            "credit_card": -0.6,
        },
        "annual_income": {"UP_TO_10K": 1.2, "BETWEEN_10K_AND_25K": 1.4, "BETWEEN_25K_AND_50K": 1.0},
    },
}


def direction_of(goal: str, field: str, value: str) -> float:
    """The hand-written effect of ``goal`` on one value of a fact, or on one pattern (``field`` is ``patterns``)."""
    directions = _GOALS[goal].get(field, {})
    if field != "patterns":
        of_group = _GROUP_FACTS.get(GROUP_OF[goal], {}).get(field, {})
        return directions.get(value, 0.0) + of_group.get(value, 0.0)
    role, form = value.split(" ")
    group = _GROUPS[GROUP_OF[goal]]
    return STRENGTH * (group.get(role, 0.0) + sum(directions.get(key, 0.0) for key in (role, form, value)))
