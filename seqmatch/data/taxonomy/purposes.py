"""What money of a category is for: a need, a want, saving, income, or only moved.

One line per category of the taxonomy. A need is what a household cannot leave out next month without harm; the line
between needs and wants is a convention, and people may draw it elsewhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

Purpose = Literal["need", "want", "saving", "income", "transfer"]

PURPOSES: Mapping[str, Purpose] = MappingProxyType(
    {
        "income": "income",
        "transfers": "transfer",
        "cash": "want",
        "fees": "need",
        "loans": "need",
        "investments": "saving",
        "insurance": "need",
        "housing": "need",
        "utilities": "need",
        "telecom": "need",
        "home improvement": "want",
        "furnishing": "want",
        "groceries": "need",
        "dining": "want",
        "transit": "need",
        "fuel": "need",
        "auto": "need",
        "travel": "want",
        "shopping": "want",
        "clothing": "want",
        "electronics": "want",
        "books": "want",
        "health": "need",
        "personal care": "want",
        "childcare": "need",
        "education": "need",
        "entertainment": "want",
        "sport and hobbies": "want",
        "pets": "need",
        "donations": "want",
        "taxes and government": "need",
        "business services": "want",
    }
)
"""Category -> purpose, in the order of the taxonomy."""
