"""Words for goals: those that can mean one goal only, and those that come nearest to one."""

from __future__ import annotations

GOAL_WORDS: dict[str, tuple[str, ...]] = {
    "PAY_OFF_DEBT": (
        "pay off debt", "pay off debts", "pay off my debt", "pay off my debts", "pay down debt", "pay down my debt",
        "pay off all debt", "get out of debt", "become debt free", "debt free", "debt payoff", "reduce debt",
        "reduce my debt", "eliminate debt", "clear my debt", "pay off credit cards", "pay off credit card",
        "pay off credit card debt", "pay off my credit card", "pay off my credit cards", "pay off loans",
        "pay off student loans", "pay off my student loans", "pay off my loans", "debt reduction", "debt repayment",
    ),
    "AUTOMATE_MY_BUDGETING": (
        "budget", "budgeting", "automate budgeting", "automate my budget", "automate a budget", "stick to a budget",
        "make a budget", "keep a budget", "envelope budgeting", "zero based budget",
    ),
    "ORGANIZE_FINANCING": (
        "organize finances", "organise finances", "organize my finances", "organise my finances", "organize my money",
        "organise my money", "get organized", "get organised", "organize financing", "organise financing",
    ),
    "MAXIMIZE_MY_SAVINGS": (
        "save money", "save more", "save more money", "save as much as possible", "maximize savings",
        "maximise savings", "maximise my savings", "increase savings", "increase my savings", "grow savings",
        "grow my savings", "build savings", "build my savings", "saving", "savings",
    ),
    "SAVE_FOR_TAXES": (
        "save for taxes", "save for tax", "set aside taxes", "set aside tax", "set aside money for taxes",
        "set money aside for taxes", "put money aside for taxes", "tax savings", "tax reserve", "taxes",
    ),
    "PROFIT_FIRST": ("profit first", "run profit first"),
    "OPTIMIZE_CASH_FLOW": (
        "cash flow", "cashflow", "optimise cash flow", "optimize cashflow", "improve cash flow", "manage cash flow",
    ),
    "MANAGE_BUSINESS_PAYMENTS": (
        "business payments", "manage business payments", "pay vendors", "pay suppliers", "vendor payments",
        "supplier payments", "accounts payable", "run payroll", "payroll", "pay contractors", "pay employees",
    ),
    "VISUALIZE_AND_TRACK_FINANCES": (
        "track finances", "track my finances", "track spending", "track my spending", "track expenses",
        "track my expenses", "see my finances", "visualize finances", "visualise finances", "visualize my finances",
        "visualise and track finances", "see where my money goes", "know where my money goes", "expense tracking",
    ),
    "MAINTAIN_CONTROL": ("stay in control", "maintain control", "keep control", "take control", "control my money"),
    "AUTOMATE_MY_BILLS": (
        "automate bills", "bills", "pay bills", "pay my bills", "pay bills automatically", "bill payments",
        "bill payment", "bill pay", "autopay", "automate bill payments", "pay bills on time", "pay my bills on time",
    ),
    "AUTOMATE_MY_INVESTMENTS": (
        "invest", "investing", "investments", "automate investments", "automate investing", "automate my investing",
        "invest more", "invest automatically", "invest regularly",
    ),
    "MAXIMIZE_BANK_REWARDS": (
        "rewards", "bank rewards", "credit card rewards", "card rewards", "maximise bank rewards", "maximize rewards",
        "cashback", "cash back", "bank bonuses", "earn points",
    ),
    "STOP_PAYING_LATE_FEES": (
        "late fees", "late fee", "avoid late fees", "stop late fees", "no more late fees", "avoid overdraft fees",
        "overdraft fees", "avoid fees", "stop paying fees",
    ),
}  # fmt: skip

APPROXIMATE_GOALS: dict[str, tuple[str, ...]] = {
    "PAY_OFF_DEBT": (
        "debt", "debts", "loan", "loans", "student loan", "student loans", "owe", "borrowed", "credit card balance",
        "mortgage", "car loan",
    ),
    "AUTOMATE_MY_BUDGETING": ("spend less", "spending less", "overspending", "stop overspending", "live within"),
    "ORGANIZE_FINANCING": ("organize", "organise", "organized", "organised", "sort out"),
    "MAXIMIZE_MY_SAVINGS": (
        "save", "save for", "save up", "saving for", "saving up", "put aside", "set aside", "emergency fund",
        "rainy day", "down payment", "deposit", "house", "home", "car", "wedding", "vacation", "holiday", "trip",
        "travel", "college", "education", "nest egg", "safety net",
    ),
    "SAVE_FOR_TAXES": ("tax", "irs", "quarterly taxes", "estimated taxes"),
    "PROFIT_FIRST": ("profit", "profits", "owner s pay"),
    "OPTIMIZE_CASH_FLOW": ("liquidity", "working capital", "runway", "smooth income", "irregular income"),
    "MANAGE_BUSINESS_PAYMENTS": ("vendors", "suppliers", "invoices", "contractors", "employees"),
    "VISUALIZE_AND_TRACK_FINANCES": ("track", "tracking", "visualize", "visualise", "overview", "dashboard", "see"),
    "MAINTAIN_CONTROL": ("control", "discipline", "peace of mind"),
    "AUTOMATE_MY_BILLS": ("bill", "rent", "utilities", "subscriptions", "pay on time"),
    "AUTOMATE_MY_INVESTMENTS": (
        "stocks", "etf", "etfs", "index funds", "brokerage", "retire", "retirement", "wealth", "build wealth",
        "financial independence", "401k", "ira", "crypto",
    ),
    "MAXIMIZE_BANK_REWARDS": ("points", "miles", "bonus", "bonuses", "interest rate", "perks"),
    "STOP_PAYING_LATE_FEES": ("fees", "overdraft", "overdrafts", "penalties", "late"),
}  # fmt: skip
