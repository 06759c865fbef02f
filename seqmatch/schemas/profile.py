"""What is known about a person when they start: nine fields, every one optional. Missing means missing."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from seqmatch.errors import ProfileError, nearest_name
from seqmatch.schemas.goal import GOALS

INCOME_BANDS = (
    "UP_TO_10K",
    "BETWEEN_10K_AND_25K",
    "BETWEEN_25K_AND_50K",
    "BETWEEN_50K_AND_100K",
    "BETWEEN_100K_AND_250K",
    "OVER_250K",
)
INCOME_MONTHLY_CENTS = dict(zip(INCOME_BANDS, (60_000, 145_000, 312_500, 625_000, 1_350_000, 2_700_000), strict=True))
"""A typical month's income within each band, in cents, where a person states the band only."""
SUBSCRIPTIONS = ("Starter", "Pro", "Business", "Growth")
USER_TYPES = ("INDIVIDUAL", "BUSINESS", "ADVISOR")
AGE_GROUPS = ("18-24", "25-35", "36-44", "45-54", "55-64", "65+")
OCCUPATIONS = (
    "ARCHITECT_OR_ENGINEER",
    "BUSINESS_ANALYST_ACCOUNTANT_OR_FINANCIAL_ADVISOR",
    "COMMUNITY_AND_SOCIAL_SERVICES_WORKER",
    "CONSTRUCTION_MECHANIC_OR_MAINTENANCE_WORKER",
    "DOCTOR",
    "EDUCATOR",
    "ENTERTAINMENT_SPORTS_ARTS_OR_MEDIA",
    "EXECUTIVE_OR_MANAGER",
    "FARMER_FISHERMAN_FORESTER",
    "FOOD_SERVICE_WORKER",
    "GIG_WORKER",
    "HOSPITALITY_OFFICE_OR_ADMINISTRATIVE_SUPPORT_WORKER",
    "HOUSEHOLD_MANAGER",
    "JANITOR_HOUSEKEEPER_LANDSCAPER",
    "LAWYER",
    "MANUFACTURING_OR_PRODUCTION_WORKER",
    "MILITARY_OR_PUBLIC_SAFETY",
    "NURSE_HEALTHCARE_TECHNICIAN_OR_HEALTHCARE_SUPPORT",
    "PERSONAL_CARE_OR_SERVICE_WORKER",
    "PILOT_DRIVER_OPERATOR",
    "SALES_REPRESENTATIVE_BROKER_AGENT",
    "SCIENTIST_OR_TECHNOLOGIST",
    "STUDENT",
)
MAX_COUNT = 100_000
"""No one connects more accounts than this; a larger number is a mistake."""

CSV_COLUMNS = {
    "ANNUALINCOME": "annual_income",
    "OCCUPATION": "occupation",
    "PRODUCTGOAL": "product_goal",
    "CURRENT_SUBSCRIPTION_NAME": "subscription",
    "USER_TYPE": "user_type",
    "DEBIT_CARD_SPENDER": "debit_card_spender",
    "ACTIVATED_PORTS": "activated_ports",
    "ACCOUNTS_CONNECTED": "accounts_connected",
    "AGE_GROUP": "age_group",
}
"""Column of the profiles CSV -> field of Profile; the columns are accepted as names of the fields everywhere."""

CHOICES: dict[str, tuple[str, ...]] = {
    "annual_income": INCOME_BANDS,
    "occupation": OCCUPATIONS,
    "product_goal": GOALS,
    "subscription": SUBSCRIPTIONS,
    "user_type": USER_TYPES,
    "age_group": AGE_GROUPS,
}
COUNTS = ("activated_ports", "accounts_connected")

IncomeBand = Literal[
    "UP_TO_10K",
    "BETWEEN_10K_AND_25K",
    "BETWEEN_25K_AND_50K",
    "BETWEEN_50K_AND_100K",
    "BETWEEN_100K_AND_250K",
    "OVER_250K",
]
Count = Annotated[int, Field(ge=0, le=MAX_COUNT)]


class Profile(BaseModel):
    """A person's onboarding profile. Build it with :func:`parse_profile`, which explains what it refuses."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    annual_income: Annotated[IncomeBand | None, Field(description="US dollars a year.")] = None
    occupation: Annotated[
        str | None, Field(description="Such as EDUCATOR or GIG_WORKER; all are in seqmatch://occupations.")
    ] = None
    product_goal: Annotated[
        str | None,
        Field(description="Their stated goal, such as PAY_OFF_DEBT; all are in seqmatch://goals."),
    ] = None
    subscription: Literal["Starter", "Pro", "Business", "Growth"] | None = None
    user_type: Annotated[
        Literal["INDIVIDUAL", "BUSINESS", "ADVISOR"] | None, Field(description="The fact that matters most.")
    ] = None
    debit_card_spender: bool | None = None
    activated_ports: Annotated[Count | None, Field(description="Income sources set up.")] = None
    accounts_connected: Annotated[Count | None, Field(description="Bank, card and loan accounts.")] = None
    age_group: Literal["18-24", "25-35", "36-44", "45-54", "55-64", "65+"] | None = None

    def known(self) -> dict[str, Any]:
        """The fields that are known, in declaration order."""
        return {name: value for name, value in self if value is not None}


FIELDS = tuple(Profile.model_fields)


def is_free_text_goal(goal: str) -> bool:
    """Whether a stated goal is the form's free text (``OTHER-"…"``): a goal, but none the models know."""
    return goal.strip().upper().startswith("OTHER")


def parse_profile(data: object, path: str = "profile") -> Profile:
    """Read a profile from what a caller sent.

    Parameters
    ----------
    data : a mapping of field names (or CSV column names) to values; None and ``""`` are missing.
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
        field = _field_of(key, path)
        if field in values:
            raise ProfileError("The field is given twice.", code="duplicate_field", path=f"{path}.{field}")
        values[field] = _read(field, value, f"{path}.{field}")
    return Profile.model_construct(**values)


def _field_of(key: object, path: str) -> str:
    if isinstance(key, str):
        if key in FIELDS:
            return key
        if key in CSV_COLUMNS:
            return CSV_COLUMNS[key]
        nearest = nearest_name(key, [*FIELDS, *CSV_COLUMNS])
        nearest = CSV_COLUMNS.get(nearest, nearest) if nearest else None
    else:
        nearest = None
    raise ProfileError(
        "Unknown field.",
        code="unknown_field",
        path=f"{path}.{nearest}" if nearest else path,
        nearest=nearest,
        allowed=FIELDS,
    )


def _read(field: str, value: object, path: str) -> Any:
    if value is None or value == "":
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
    raise ProfileError(
        "Not one of the values it can have.",
        code="invalid_value",
        path=path,
        nearest=nearest_name(value, choices) if isinstance(value, str) else None,
        allowed=choices,
        example=f'{{"{field}": "{choices[0]}"}}',
    )


def _read_bool(value: object, path: str) -> bool:
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value.strip().casefold() in ("true", "false"):
        return value.strip().casefold() == "true"
    raise ProfileError("Must be true or false.", code="invalid_value", path=path, allowed=("true", "false"))


def _read_count(value: object, path: str) -> int:
    number: float | None = None
    if isinstance(value, int | float) and not isinstance(value, bool):
        number = value
    elif isinstance(value, str) and value.strip().isascii() and value.strip().isdigit() and len(value) < 20:
        number = int(value)
    if number is None or not math.isfinite(number) or number != int(number) or not 0 <= number <= MAX_COUNT:
        raise ProfileError(
            f"Must be a whole number from 0 to {MAX_COUNT}.", code="invalid_value", path=path, example="3"
        )
    return int(number)
