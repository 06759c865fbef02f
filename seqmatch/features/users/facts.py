"""Facts in words: what a feature value says about someone, and the yes/no facts two users can share."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from seqmatch.features.users.profile import PROFILE_FEATURES, WORK_FIELDS
from seqmatch.features.users.rules import ROLE_FEATURES
from seqmatch.features.users.table import FEATURES, INDEX
from seqmatch.schemas.rule import ROLE_TEXT, Role

_INCOME_TEXT = ("up to $10K", "$10K to $25K", "$25K to $50K", "$50K to $100K", "$100K to $250K", "over $250K")
_TYPE_TEXT = ("an individual", "a business", "an advisor")
_AGE_TEXT = ("18-24", "25-35", "36-44", "45-54", "55-64", "65+")
_SUBSCRIPTION_TEXT = ("Starter", "Pro", "Business", "Growth")


@dataclass(frozen=True, slots=True)
class SharedFact:
    """Something two users can have in common: a feature within ``low`` to ``high``.

    Attributes
    ----------
    feature : column of the feature table.
    low, high : the closed range of (coarse) values for which the fact holds.
    text : the fact in words.
    """

    feature: int
    low: float
    high: float
    text: str


def _level(name: str, texts: tuple[str, ...], form: str) -> list[SharedFact]:
    return [SharedFact(INDEX[name], level, level, form.format(text)) for level, text in enumerate(texts)]


def _yes(name: str, text: str) -> SharedFact:
    return SharedFact(INDEX[name], 1.0, 1.0, text)


SHARED_FACTS: tuple[SharedFact, ...] = (
    *_level("user_type", _TYPE_TEXT, "{}"),
    *_level("income_level", _INCOME_TEXT, "income {}"),
    *_level("age_level", _AGE_TEXT, "aged {}"),
    *_level("subscription_level", _SUBSCRIPTION_TEXT, "{} plan"),
    _yes("debit_card_spender", "spends by debit card"),
    SharedFact(INDEX["activated_ports_norm"], 0.0, 0.0, "no income source set up yet"),
    SharedFact(INDEX["activated_ports_norm"], 0.1, 0.1, "one income source"),
    SharedFact(INDEX["activated_ports_norm"], 0.19, 0.41, "a few income sources"),
    SharedFact(INDEX["activated_ports_norm"], 0.49, 1.0, "many income sources"),
    SharedFact(INDEX["accounts_connected_norm"], 0.0, 0.0, "few connected accounts"),
    SharedFact(INDEX["accounts_connected_norm"], 0.25, 1.0, "many connected accounts"),
    *(_yes(f"works_in_{field.replace(' ', '_')}", f"works in {field}") for field in WORK_FIELDS),
    _yes("has_percentage", "splits income by percentage"),
    _yes("has_fixed_amount", "moves fixed amounts"),
    _yes("has_overflow", "moves what exceeds a threshold"),
    _yes("has_remainder", "sweeps what is left"),
    _yes("has_payment", "pays what is due without a stated amount"),
    _yes("divides_the_rest", "pays bills first and divides the rest"),
    _yes("has_router_pattern", "routes income through one account"),
    SharedFact(INDEX["condition_share"], 0.01, 1.0, "rules with conditions"),
    _yes("multiple_liabilities", "pays several debts"),
    *(
        SharedFact(INDEX[feature.name], 0.01, math.inf, f"sends money to {ROLE_TEXT[Role(feature.name[3:])].lower()}")
        for feature in ROLE_FEATURES
    ),
    *(_yes(feature.name, f"a goal about {feature.name[8:]}") for feature in FEATURES if feature.subject == "goal"),
)

FACT_FEATURES = np.array([fact.feature for fact in SHARED_FACTS])
"""The column of the feature table that each fact is about, shape (n_facts,)."""
_LOW = np.array([fact.low for fact in SHARED_FACTS]) - 1e-6
_HIGH = np.array([fact.high for fact in SHARED_FACTS]) + 1e-6


def facts_held(rows: NDArray[np.float32] | NDArray[np.float64]) -> NDArray[np.bool_]:
    """Which of :data:`SHARED_FACTS` hold, shape (..., n_facts), for coarse rows of shape (..., n_features)."""
    values = rows[..., FACT_FEATURES]
    held: NDArray[np.bool_] = (values >= _LOW) & (values <= _HIGH)
    return held


def _counted(count: int, most: int, noun: str) -> str:
    return f"{count}{'+' if count >= most else ''} {noun}{'' if count == 1 else 's'}"


def value_text(feature: int, value: float) -> str:
    """A known value of a feature in words, for example ``income $50K to $100K`` or ``no overflow rules``."""
    about = FEATURES[feature]
    named = {"income_level": _INCOME_TEXT, "age_level": _AGE_TEXT, "subscription_level": _SUBSCRIPTION_TEXT}
    if about.name == "user_type":
        return f"being {_TYPE_TEXT[round(value)]}"
    if about.name in named:
        label = {"income_level": "income {}", "age_level": "aged {}", "subscription_level": "{} plan"}[about.name]
        return label.format(named[about.name][round(value)])
    if about.name == "activated_ports_norm":
        return _counted(round(value * 10), 10, "income source")
    if about.name == "accounts_connected_norm":
        return _counted(round(value * 100), 100, "connected account")
    if about.name == "complexity_score":
        return "income sources and accounts combined"
    if about.unit == "yes/no":
        return about.description if value > 0.5 else f"no {about.description.removeprefix('a ')}"
    if about.unit == "log count":
        return f"{about.description}: {round(math.expm1(value))}"
    if about.unit == "log dollars":
        return f"{about.description} about ${round(math.expm1(value), -1):,.0f}"
    return f"{about.description} {value:.0%}"


def plain_value(feature: int, values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Feature values on a scale a person reads: counts for log counts, dollars for log dollars, the rest as it is."""
    return np.expm1(values) if FEATURES[feature].unit.startswith("log") else values


PROFILE_FIELD_FEATURES: dict[str, tuple[int, ...]] = {
    "annual_income": (INDEX["income_level"],),
    "occupation": tuple(i for i, f in enumerate(PROFILE_FEATURES) if f.name.startswith("works_in_")),
    "subscription": (INDEX["subscription_level"],),
    "user_type": (INDEX["user_type"], INDEX["is_business"]),
    "debit_card_spender": (INDEX["debit_card_spender"],),
    "activated_ports": (INDEX["activated_ports_norm"], INDEX["complexity_score"]),
    "accounts_connected": (INDEX["accounts_connected_norm"], INDEX["complexity_score"]),
    "age_group": (INDEX["age_level"],),
}
"""Profile field -> the features that are missing when it is."""
