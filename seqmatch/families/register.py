"""The families there are."""

from __future__ import annotations

from typing import Any

from seqmatch.families.onboarding.models import ONBOARDING
from seqmatch.families.transactions.models import TRANSACTIONS
from seqmatch.lifecycle.versions.family import Family

FAMILIES: dict[str, Family[Any]] = {family.name: family for family in (ONBOARDING, TRANSACTIONS)}
