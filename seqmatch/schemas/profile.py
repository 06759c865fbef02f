"""A profile: nine optional facts known when a person starts. Missing means missing."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

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
    """A person's onboarding profile. :func:`seqmatch.schemas.profile_reading.parse_profile` reads one and explains."""

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
        values = self.__dict__
        return {name: values[name] for name in FIELDS if values[name] is not None}


FIELDS = tuple(Profile.model_fields)
