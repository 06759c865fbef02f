"""Baselines: the base rates, the seed's own recipe, and a plain linear model."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
from numpy.typing import NDArray

from seqmatch.schemas.profile import AGE_GROUPS, INCOME_BANDS, SUBSCRIPTIONS, USER_TYPES, Profile

_DEBT = ("credit", "loan", "debt", "card", "payment")
_BUSINESS = ("opex", "payroll", "tax", "profit", "operating", "cogs")
_SAVINGS = ("savings", "save", "emergency", "reserve")
_BUDGET = ("budget", "needs", "wants", "groceries", "bills")


def seed_features(profile: Profile, text: str) -> list[float]:
    """The first recipe's 9 profile and 22 rule features: values made up where missing, rules read by substrings."""
    lower = text.lower()

    def level(value: str | None, values: tuple[str, ...], otherwise: int) -> float:
        return float(values.index(value)) if value in values else float(otherwise)

    def has(words: tuple[str, ...]) -> float:
        return float(any(word in lower for word in words))

    def count(pattern: str, where: str) -> float:
        return float(len(re.findall(pattern, where)))

    ports = min((1 if profile.activated_ports is None else profile.activated_ports) / 10, 1)
    accounts = min((5 if profile.accounts_connected is None else profile.accounts_connected) / 100, 1)
    return [
        level(profile.annual_income, INCOME_BANDS, 3),
        level(profile.user_type, USER_TYPES, 0),
        float(profile.user_type == "BUSINESS"),
        float(profile.debit_card_spender or False),
        ports,
        accounts,
        level(profile.age_group, AGE_GROUPS, 1),
        level(profile.subscription, SUBSCRIPTIONS, 0),
        ports * accounts,
        float(text.count("When funds are received")),
        count("balance is at least", lower),
        count(r"when.*\d{1,2}(?:st|nd|rd|th)", lower),
        float("%" in text),
        float(bool(re.search(r"\$[\d,]+\.\d{2} moves", text))),
        float("Anything above" in text),
        float("Funds move from" in text and "%" not in text),
        float(text.count("When ")),
        float(len(set(re.findall(r"to ([^.;\n]+)", text)))),
        float(len(set(re.findall(r"from ([^.;\n]+)", text)))),
        float(text.count("moves") + text.count("goes")),
        has(_DEBT),
        has(_BUSINESS),
        has(_SAVINGS),
        has(_BUDGET),
        count("credit card|loan|debt|liability", lower),
        float(count("credit card|loan|cc |card", lower) > 1),
        has(("router", "sweep", "hub")),
        float("pod" in lower),
        count(r"\d+\.?\d*%", text),
        float("100.00%" in text or "100%" in text),
        count(r"\$[\d,]+\.\d{2}", text),
    ]


def seed_goal_model(table: NDArray[np.float64], labels: NDArray[np.intp], seed: int) -> Any:
    """The first recipe's goal classifier: 200 rounds of balanced LightGBM, uncalibrated."""
    from lightgbm import LGBMClassifier

    return LGBMClassifier(
        n_estimators=200,
        learning_rate=0.05,
        num_leaves=31,
        max_depth=6,
        class_weight="balanced",
        random_state=seed,
        n_jobs=1,
        deterministic=True,
        force_row_wise=True,
        verbose=-1,
    ).fit(table, labels)


def linear_goal_model(table: NDArray[np.float64], labels: NDArray[np.intp]) -> Any:
    """Regularised multinomial logistic regression on standardised features, the mean where one is missing."""
    from sklearn.impute import SimpleImputer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    model = make_pipeline(
        SimpleImputer(keep_empty_features=True), StandardScaler(), LogisticRegression(C=0.01, max_iter=500)
    )
    return model.fit(table, labels)
