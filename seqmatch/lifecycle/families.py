"""The families there are."""

from __future__ import annotations

from typing import Any

from seqmatch.lifecycle.family import Family
from seqmatch.lifecycle.onboarding.models import ONBOARDING
from seqmatch.lifecycle.transactions.models import TRANSACTIONS

FAMILIES: dict[str, Family[Any]] = {family.name: family for family in (ONBOARDING, TRANSACTIONS)}
