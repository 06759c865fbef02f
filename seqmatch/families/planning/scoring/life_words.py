"""Words of payees that say what a payment is for: rent, childcare, a move, a baby, a benefit, a loan, interest."""

from __future__ import annotations

import re
from typing import Literal

About = Literal["housing", "childcare", "moving", "baby", "benefits", "debt", "interest"]
_WORDS: dict[About, str] = {
    "housing": (
        r"rent|rents|rental|apartments?|property (mgmt|management)|realty|lettings?|landlord|mortgage|hypothek|miete|"
        r"loyer|alquiler|affitto|huur|wohnbau|hausverwaltung|housing"
    ),
    "childcare": (
        r"nursery|day ?care|childcare|child care|creche|kindergarten|kita|preschool|after ?school|childminder|"
        r"kinderopvang|guarderia|montessori"
    ),
    "moving": r"removals?|movers|moving|u haul|uhaul|umzug|storage|man and van|van hire|relocation",
    "baby": r"baby|mothercare|maternity|midwife|pampers|obstetric\w*|hebamme",
    "benefits": r"unemployment|jobseekers?|arbeitsagentur|dwp|universal credit|edd|kindergeld|child benefit|pension",
    "interest": r"interest|returned|fees?|overdraft|zinsen|cashback|dividends?",
    "debt": r"loans?|lending|finance|credit card|kredit|student loan|overdraft",
}
_READ = {about: re.compile(rf"(?i)\b(?:{words})\b") for about, words in _WORDS.items()}


def says(about: About, payee: str) -> bool:
    """Whether the words of a payee are about it."""
    return _READ[about].search(payee) is not None
