"""How often each answer to each profile question is given: the answers that ask_next weighs."""

from __future__ import annotations

from collections import Counter
from typing import Any

from seqmatch.families.onboarding.dataset import OnboardingData
from seqmatch.features.users.profile import FIELD_OF
from seqmatch.schemas.profile import Profile
from seqmatch.settings import MIN_SUPPORT

_PORTS = ((0, 0), (1, 1), (2, 2), (3, 5), (6, 10**9))
_ACCOUNTS = ((0, 4), (5, 12), (13, 25), (26, 60), (61, 10**9))


def field_answers(data: OnboardingData) -> dict[str, list[list[Any]]]:
    """For each field, ``[value, share]`` pairs: one representative value per group of at least MIN_SUPPORT users."""
    answers: dict[str, list[list[Any]]] = {}
    for field in Profile.model_fields:
        if field == "product_goal":
            continue
        counts = Counter(_representative(field, getattr(profile, field)) for profile in data.profiles)
        counts.pop(None, None)
        kept = {value: count for value, count in counts.items() if count >= MIN_SUPPORT}
        total = sum(kept.values())
        answers[field] = [[v, round(n / total, 4)] for v, n in sorted(kept.items(), key=lambda p: (-p[1], str(p[0])))]
    return answers


def _representative(field: str, value: Any) -> Any:
    if value is None:
        return None
    if field == "occupation":
        return next(occupation for occupation, work in FIELD_OF.items() if work == FIELD_OF[value])
    if field in ("activated_ports", "accounts_connected"):
        ranges = _PORTS if field == "activated_ports" else _ACCOUNTS
        low, high = next(((low, high) for low, high in ranges if low <= value <= high), (value, value))
        return min((low + high) // 2, low + 15)
    return value
