"""Reads a profile from what a caller sent: other names and other words where they can mean one thing only.

What is refused is refused with what belongs there; values are other people's data and are not repeated.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from seqmatch.errors import ProfileError, nearest_name
from seqmatch.schemas.profile import (
    AGE_GROUPS,
    CHOICES,
    COUNTS,
    CSV_COLUMNS,
    FIELDS,
    INCOME_BANDS,
    MAX_COUNT,
    Profile,
)
from seqmatch.schemas.wording import (
    age_group,
    goal_of_words,
    income_band,
    nearest_goal,
    occupation_of,
    says_nothing,
    user_type_of,
    yearly_dollars,
)


def is_free_text_goal(goal: str) -> bool:
    """Whether a stated goal is the form's free text (``OTHER-"…"``): a goal, but none the models know."""
    return goal.strip().upper().startswith("OTHER")


def parse_profile(data: object, path: str = "profile") -> Profile:
    """Read a profile from what a caller sent.

    Parameters
    ----------
    data : a mapping of field names (or CSV column names) to values; None, ``""`` and ``"null"`` are missing. Incomes,
        ages, jobs and goals may be in other words, where these can mean one value only.
    path : what to call the input in messages.

    Raises
    ------
    ProfileError : not a mapping, an unknown field, or a value outside its choices. Values are not repeated in messages.
    """
    if isinstance(data, Profile):
        return data
    if not isinstance(data, Mapping):
        raise ProfileError("A profile is an object of fields.", path=path, example='{"user_type": "INDIVIDUAL"}')
    values: dict[str, Any] = {}
    for key, value in data.items():
        field = _field_of(key, data, path)
        if field in values:
            raise ProfileError("The field is given twice.", code="duplicate_field", path=f"{path}.{field}")
        values[field] = _read(field, value, f"{path}.{field}")
    return Profile.model_construct(**values)


NEAREST_BY_MEANING = {
    "goal": "product_goal",
    "goals": "product_goal",
    "financial_goal": "product_goal",
    "income": "annual_income",
    "salary": "annual_income",
}
"""What fields may be called elsewhere, where it may also be something else: offered, not taken."""
OTHER_NAMES = {
    "yearly_income": "annual_income",
    "annual_salary": "annual_income",
    "income_band": "annual_income",
    "annual_income_dollars": "annual_income",
    "age": "age_group",
    "age_range": "age_group",
    "job": "occupation",
    "job_title": "occupation",
    "profession": "occupation",
    "employment": "occupation",
    "type": "user_type",
    "account_type": "user_type",
    "plan": "subscription",
    "subscription_plan": "subscription",
    "tier": "subscription",
    "debit_card": "debit_card_spender",
    "uses_debit_card": "debit_card_spender",
    "has_debit_card": "debit_card_spender",
    "accounts": "accounts_connected",
    "num_accounts": "accounts_connected",
    "number_of_accounts": "accounts_connected",
    "connected_accounts": "accounts_connected",
    "ports": "activated_ports",
    "income_sources": "activated_ports",
}
"""What fields are called elsewhere and nothing else is: by meaning, where spelling would lead astray."""

NEAR = 0.8
"""How alike two names of fields are, from 0 to 1, where one is a misspelling of the other."""
LONGEST_NAME = 80
PLAIN_NAME = re.compile(r"[A-Za-z]\w{0,39}", re.ASCII)
MOST_MONTHLY = 20_000
"""Dollars; an income below, of no stated period, may be a month's."""
YEARLY_DOLLARS = {"monthly_income": 12.0, "monthly_income_cents": 0.12, "annual_income_cents": 0.01}
"""Names of incomes that are no dollars a year, and what they are multiplied by to be."""


def spelled_as(name: str, known: Sequence[str]) -> str | None:
    """The known name that differs from ``name`` in case and underscores at most, or None."""
    if name in known:
        return name
    bare = _bare(name)
    return next((one for one in known if _bare(one) == bare), None)


def _bare(name: str) -> str:
    return re.sub(r"[\s_-]", "", name[:LONGEST_NAME]).casefold()


def _field_of(key: object, sent: Mapping[Any, object], path: str) -> str:
    nearest = None
    if isinstance(key, str):
        column = CSV_COLUMNS.get(key)
        field = column or spelled_as(key, FIELDS)
        if field is not None:
            return field
        word = key.strip().casefold().replace("-", "_").replace(" ", "_")
        if word in YEARLY_DOLLARS:
            raise _income_elsewhere(YEARLY_DOLLARS[word], sent[key], f"{path}.{word}")
        if word in OTHER_NAMES:
            return OTHER_NAMES[word]
        nearest = NEAREST_BY_MEANING.get(word) or nearest_name(key, [*FIELDS, *CSV_COLUMNS], NEAR)
        nearest = CSV_COLUMNS.get(nearest, nearest) if nearest else None
        if (
            word in NEAREST_BY_MEANING
            and nearest == "annual_income"
            and (twice := _of_some_period(sent[key], f"{path}.{word}"))
        ):
            raise twice
    raise ProfileError(
        "Unknown field." if nearest else _unknown_fields(sent),
        code="unknown_field",
        path=f"{path}.{nearest}" if nearest else path,
        nearest=nearest,
        allowed=FIELDS,
    )


def _unknown_fields(sent: Mapping[Any, object]) -> str:
    """Names the fields that are none of ours, as far as their names are plain words."""
    known = {*FIELDS, *CSV_COLUMNS, *OTHER_NAMES, *NEAREST_BY_MEANING, *YEARLY_DOLLARS}
    plain = [key for key in sent if isinstance(key, str) and PLAIN_NAME.fullmatch(key) and key not in known]
    plain = [key for key in plain if spelled_as(key, FIELDS) is None and not nearest_name(key, FIELDS, NEAR)]
    if not plain:
        return "There is an unknown field, whose name is not a plain word. Leave it out."
    if len(plain) == 1:
        return f"There is an unknown field named {plain[0]}. Leave it out."
    return f"There are unknown fields named {', '.join(plain[:10])}. Leave them out."


def _of_some_period(value: object, path: str) -> ProfileError | None:
    """The refusal of an income that may as well be a month's as a year's; None where it is hardly a month's."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value < MOST_MONTHLY:
        return None
    return ProfileError(
        f"A profile holds income in dollars a year, as annual_income: send {value * 12:.0f} if this is a month's, "
        f"{value:.0f} if it is a year's.",
        code="unknown_field",
        path=path,
        example=f'{{"annual_income": {value * 12:.0f}}}',
    )


def _income_elsewhere(times: float, value: object, path: str) -> ProfileError:
    dollars = value * times if isinstance(value, int | float) and abs(value) < 1e12 else 0
    return ProfileError(
        "A profile holds income in dollars a year, as annual_income.",
        code="unknown_field",
        path=path,
        example=f'{{"annual_income": {dollars if dollars >= 1_000 else 50_400:.0f}}}',
    )


def _read(field: str, value: object, path: str) -> Any:
    if says_nothing(value):
        return None
    if field == "debit_card_spender":
        return _read_bool(value, path)
    if field in COUNTS:
        return _read_count(value, path)
    choices = CHOICES[field]
    if isinstance(value, str):
        if field == "product_goal" and is_free_text_goal(value):
            return None
        wanted = value.strip().replace(" ", "_").casefold()
        for choice in choices:
            if choice.casefold() == wanted:
                return choice
    meant = _meaning(field, value)
    if meant is None:
        raise _none_of(field, value, path)
    return meant


def _meaning(field: str, value: object) -> str | None:
    """The choice that ``value`` stands for in other words, where it can stand for one only."""
    if field == "annual_income":
        return income_band(value, INCOME_BANDS)
    if field == "age_group":
        return age_group(value, AGE_GROUPS)
    by_words = {"occupation": occupation_of, "product_goal": goal_of_words, "user_type": user_type_of}.get(field)
    return by_words(value) if by_words and isinstance(value, str) else None


def _none_of(field: str, value: object, path: str) -> ProfileError:
    choices = CHOICES[field]
    nearest, told = None, "Not one of the values it can have."
    if field == "annual_income":
        nearest, told = _thousands(value), _income_refusal(value)
    elif isinstance(value, str):
        nearest = (nearest_goal(value) if field == "product_goal" else None) or nearest_name(value, choices)
    if nearest is None:
        told += " Where none fits, leave the field out."
    return ProfileError(
        told,
        code="invalid_value",
        path=path,
        nearest=nearest,
        allowed=choices,
        example=f'{{"{field}": "{nearest or choices[0]}"}}',
    )


def _thousands(value: object) -> str | None:
    """The band of a range that makes sense in thousands only, such as "50-100"."""
    low, high = yearly_dollars(value) or (0, 0)
    return income_band(f"{low:.0f}k to {high:.0f}k", INCOME_BANDS) if 0 < low < high < 1_000 else None


def _income_refusal(value: object) -> str:
    """What is wrong with an income: no amount, one that is hardly yearly dollars, or a range across bands."""
    amounts = yearly_dollars(value)
    if amounts is None:
        return "Not one of the values it can have, nor dollars a year."
    low, high = amounts
    if 0 < low < high < 1_000:
        return f"Read as dollars a year this is ${low:,.0f} to ${high:,.0f}, which nobody can mean."
    if low == high and low < 1_000:
        return (
            f"Read as dollars a year this is ${low:,.0f}. If ${low * 1_000:,.0f} is meant, send that; "
            f"if it is for a month, send ${low * 12:,.0f}."
        )
    if low == high:
        return f"Read as dollars a year this is ${low:,.0f}. If it is cents, send ${low / 100:,.0f}."
    return "This range lies in more than one of the values it can have: send the one that holds its middle."


def _read_bool(value: object, path: str) -> bool:
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value.strip().casefold() in ("true", "false", "yes", "no"):
        return value.strip().casefold() in ("true", "yes")
    raise ProfileError("Must be true or false.", code="invalid_value", path=path, allowed=("true", "false"))


def _read_count(value: object, path: str) -> int:
    number = whole_number_in(value)
    if number is None or not 0 <= number <= MAX_COUNT:
        raise ProfileError(
            f"Must be a whole number from 0 to {MAX_COUNT}.", code="invalid_value", path=path, example="3"
        )
    return number


def whole_number_in(value: object) -> int | None:
    """The whole number that ``value`` is or spells, of whatever length; None where it is none."""
    if isinstance(value, str) and len(value) < 20 and value.strip().isascii() and value.strip().isdigit():
        return int(value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return int(value) if isinstance(value, int) or value.is_integer() else None
