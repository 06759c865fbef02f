"""The profile as numbers: the seed's nine features with the same meaning, and the field of work.

Difference from the seed: a missing fact is NaN, where the seed invents a value (middle income, 25-35 years, one port).
"""

from __future__ import annotations

import math

from seqmatch.features.catalog import Feature
from seqmatch.schemas.goal import GOAL_GROUPS, GROUP_OF
from seqmatch.schemas.profile import AGE_GROUPS, INCOME_BANDS, SUBSCRIPTIONS, USER_TYPES, Profile

NAN = math.nan

WORK_FIELDS: dict[str, tuple[str, ...]] = {
    "management": ("EXECUTIVE_OR_MANAGER", "LAWYER"),
    "finance and analysis": ("BUSINESS_ANALYST_ACCOUNTANT_OR_FINANCIAL_ADVISOR",),
    "engineering and science": ("ARCHITECT_OR_ENGINEER", "SCIENTIST_OR_TECHNOLOGIST"),
    "trades and production": (
        "CONSTRUCTION_MECHANIC_OR_MAINTENANCE_WORKER",
        "MANUFACTURING_OR_PRODUCTION_WORKER",
        "FARMER_FISHERMAN_FORESTER",
        "JANITOR_HOUSEKEEPER_LANDSCAPER",
        "PILOT_DRIVER_OPERATOR",
    ),
    "health": ("DOCTOR", "NURSE_HEALTHCARE_TECHNICIAN_OR_HEALTHCARE_SUPPORT"),
    "public and social service": ("EDUCATOR", "COMMUNITY_AND_SOCIAL_SERVICES_WORKER", "MILITARY_OR_PUBLIC_SAFETY"),
    "sales": ("SALES_REPRESENTATIVE_BROKER_AGENT",),
    "arts and media": ("ENTERTAINMENT_SPORTS_ARTS_OR_MEDIA",),
    "personal and food service": (
        "PERSONAL_CARE_OR_SERVICE_WORKER",
        "FOOD_SERVICE_WORKER",
        "HOSPITALITY_OFFICE_OR_ADMINISTRATIVE_SUPPORT_WORKER",
    ),
    "the gig economy": ("GIG_WORKER",),
    "study and household": ("STUDENT", "HOUSEHOLD_MANAGER"),
}
FIELD_OF = {occupation: field for field, occupations in WORK_FIELDS.items() for occupation in occupations}

PROFILE_FEATURES = (
    Feature("income_level", "yearly income band", "level 0 to 5", "profile", 1.5),
    Feature("user_type", "kind of account: individual 0, business 1, advisor 2", "level", "profile", 2.0),
    Feature("is_business", "a business account", "yes/no", "profile", 2.0),
    Feature("debit_card_spender", "spending by debit card", "yes/no", "profile", 0.5),
    Feature("activated_ports_norm", "income sources set up, 10 and more is 1", "share", "profile", 1.0),
    Feature("accounts_connected_norm", "connected accounts, 100 and more is 1", "share", "profile", 1.0),
    Feature("age_level", "age group", "level 0 to 5", "profile", 0.5),
    Feature("subscription_level", "subscription", "level 0 to 3", "profile", 0.5),
    Feature("complexity_score", "income sources times connected accounts", "share", "profile", 1.5),
    *(
        Feature(f"works_in_{field.replace(' ', '_')}", f"work in {field}", "yes/no", "profile", 0.25)
        for field in WORK_FIELDS
    ),
)

GOAL_FEATURES = tuple(
    Feature(f"goal_is_{group}", f"a stated goal about {group}", "yes/no", "goal", 4.5)
    for group in GOAL_GROUPS
    if group != "other"
)

_INCOME = {band: float(level) for level, band in enumerate(INCOME_BANDS)}
_TYPE = {name: float(level) for level, name in enumerate(USER_TYPES)}
_AGE = {name: float(level) for level, name in enumerate(AGE_GROUPS)}
_SUBSCRIPTION = {name: float(level) for level, name in enumerate(SUBSCRIPTIONS)}
_NO_FIELD = [NAN] * len(WORK_FIELDS)
_FIELD_ROWS = {field: [float(field == other) for other in WORK_FIELDS] for field in WORK_FIELDS}
_NO_GOAL = [NAN] * len(GOAL_FEATURES)


def profile_values(profile: Profile) -> list[float]:
    """The values of :data:`PROFILE_FEATURES`, NaN where the fact is missing."""
    ports = NAN if profile.activated_ports is None else min(profile.activated_ports / 10, 1.0)
    accounts = NAN if profile.accounts_connected is None else min(profile.accounts_connected / 100, 1.0)
    values = [
        _INCOME.get(profile.annual_income or "", NAN),
        _TYPE.get(profile.user_type or "", NAN),
        NAN if profile.user_type is None else float(profile.user_type == "BUSINESS"),
        NAN if profile.debit_card_spender is None else float(profile.debit_card_spender),
        ports,
        accounts,
        _AGE.get(profile.age_group or "", NAN),
        _SUBSCRIPTION.get(profile.subscription or "", NAN),
        ports * accounts,
    ]
    return values + (_NO_FIELD if profile.occupation is None else _FIELD_ROWS[FIELD_OF[profile.occupation]])


def goal_values(goal: str | None) -> list[float]:
    """The values of :data:`GOAL_FEATURES`; all NaN when no goal is stated."""
    if goal is None:
        return _NO_GOAL
    group = GROUP_OF[goal]
    return [float(feature.name == f"goal_is_{group}") for feature in GOAL_FEATURES]
