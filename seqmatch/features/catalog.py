"""A feature: a named, described number with a unit and, where the matcher uses it, a weight."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Subject = Literal["profile", "rules", "roles", "goal"]


@dataclass(frozen=True, slots=True)
class Feature:
    """One column of the feature table.

    Attributes
    ----------
    name : unique identifier.
    description : what it measures, completing "the user has / the user's rules have …".
    unit : ``level``, ``yes/no``, ``count``, ``share`` or ``log …``.
    subject : what it is read from; missing (NaN) when that is unknown.
    weight : its weight in the pattern matcher; the seed's where the seed has the feature.
    """

    name: str
    description: str
    unit: str
    subject: Subject
    weight: float = 1.0

    @property
    def step(self) -> float:
        """The grid that stored values are rounded to, so that no row tells an exact amount; 0 is none."""
        return _STEPS.get(self.unit, 0.0)


_STEPS = {"log count": 0.25, "log dollars": 1.0, "share": 0.1}
