"""Goals, in the two wordings of the same onboarding question."""

from __future__ import annotations

GOAL_GROUPS: dict[str, tuple[str, ...]] = {
    "debt": ("DEBT_PAYMENT", "PAY_OFF_DEBT"),
    "budget": ("AUTOMATE_MY_BUDGETING", "ORGANIZE_FINANCING"),
    "savings": ("MAXIMIZE_SAVINGS", "MAXIMIZE_MY_SAVINGS", "SAVE_FOR_TAXES"),
    "business": ("PROFIT_FIRST", "OPTIMIZE_CASH_FLOW", "MANAGE_BUSINESS_PAYMENTS"),
    "tracking": ("VISUALIZE_AND_TRACK_FINANCES", "MAINTAIN_CONTROL"),
    "automation": ("AUTOMATE_MY_BILLS", "AUTOMATE_MY_INVESTMENTS"),
    "other": ("MAXIMIZE_BANK_REWARDS", "STOP_PAYING_LATE_FEES"),
}

GOALS: tuple[str, ...] = tuple(goal for goals in GOAL_GROUPS.values() for goal in goals)
GOAL_INDEX: dict[str, int] = {goal: index for index, goal in enumerate(GOALS)}
GROUP_OF: dict[str, str] = {goal: group for group, goals in GOAL_GROUPS.items() for goal in goals}

SYNONYMS: dict[str, str] = {"DEBT_PAYMENT": "PAY_OFF_DEBT", "MAXIMIZE_SAVINGS": "MAXIMIZE_MY_SAVINGS"}
"""A goal of the older wording -> the same goal in the newer one."""

GOAL_TEXT: dict[str, str] = {
    "DEBT_PAYMENT": "pay down debt",
    "PAY_OFF_DEBT": "pay off debt",
    "AUTOMATE_MY_BUDGETING": "automate a budget",
    "ORGANIZE_FINANCING": "organise their finances",
    "MAXIMIZE_SAVINGS": "save as much as possible",
    "MAXIMIZE_MY_SAVINGS": "save as much as possible",
    "SAVE_FOR_TAXES": "set money aside for taxes",
    "PROFIT_FIRST": "run Profit First",
    "OPTIMIZE_CASH_FLOW": "optimise cash flow",
    "MANAGE_BUSINESS_PAYMENTS": "manage business payments",
    "VISUALIZE_AND_TRACK_FINANCES": "see and track their finances",
    "MAINTAIN_CONTROL": "stay in control of their money",
    "AUTOMATE_MY_BILLS": "automate bills",
    "AUTOMATE_MY_INVESTMENTS": "automate investing",
    "MAXIMIZE_BANK_REWARDS": "get the most from bank rewards",
    "STOP_PAYING_LATE_FEES": "stop paying late fees",
}


def canonical_goal(goal: str) -> str:
    """The newer wording of ``goal``."""
    return SYNONYMS.get(goal, goal)


def same_goal(one: str, other: str) -> bool:
    """Whether two goals are the same in either wording."""
    return canonical_goal(one) == canonical_goal(other)
