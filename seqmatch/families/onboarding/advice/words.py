"""Words in account names that tell what an account's role does not: what is behind, whose money comes in, how."""

from __future__ import annotations

import re

_OVERDUE = re.compile(
    r"\b(?:arrears?|past[\s-]?due|over[\s-]?due|back[\s-]?(?:rent|taxes|pay(?:ments?)?)|catch(?:ing)?[\s-]?up|behind"
    r"|delinquen\w+|(?:in|debt) collections?|rückst\w+|mahnung\w*|mietschulden|arriérés?|impayés?|loyers? en retard"
    r"|atrasad[oa]s?|atrasos?|en mora|vencid[oa]s?|arretrat[oi])\b",
    re.IGNORECASE,
)
_DONATIONS = re.compile(
    r"\b(?:donations?|donors?|grants?|offerings?|collections?|zakat|sadaqah?|tzedakah?|alms|tithes received"
    r"|fund[\s-]?rais\w+|pledges?|membership dues|gifts received|spenden\w*|kollekte|fördermittel|dons|quête"
    r"|subventions?|doações|donativos?|donaciones|ofertas|donazioni|offerte)\b",
    re.IGNORECASE,
)
_RENTS = re.compile(
    r"\b(?:rents|rental (?:income|revenue|receipts|deposits?)|rent (?:income|received|roll|collected)|tenants?"
    r"|unit \w+ rents?|airbnb|vrbo|mieteinnahmen|mieteingänge|mieterträge|mieten|loyers|revenus locatifs|aluguéis"
    r"|aluguel recebido|alquileres|rentas|affitti|canoni)\b",
    re.IGNORECASE,
)
_OWN_WORK = re.compile(
    r"\b(?:invoices?|clients?|freelanc\w+|1099|gigs?|contract(?:s|ing)?|commissions?|side hustle|uber|lyft|doordash"
    r"|instacart|grubhub|etsy|shopify|stripe|square|upwork|fiverr|patreon|youtube|twitch|substack|onlyfans|takings|sales"
    r"|tips|royalties|session fees|retainers?|honorare?|rechnungen|kunden|factures|honoraires|clientes|facturas|faturas"
    r"|recibos verdes|fatture|clienti|commissioni)\b",
    re.IGNORECASE,
)
_PAY = re.compile(
    r"\b(?:pay[\s-]?checks?|paycheques?|salar(?:y|ies)|payroll|wages?|w-?2|employer|direct deposit|gehalt|lohn|salaire"
    r"|salário|ordenado|sueldo|nómina|stipendio)\b",
    re.IGNORECASE,
)
_WAGES = re.compile(
    r"\b(?:salar(?:y|ies)|wages?|payroll|staff|crew|employees?|löhne|gehälter|salaires|salários|sueldos|nóminas?|stipendi)\b",
    re.IGNORECASE,
)


def says_overdue(name: str) -> bool:
    """Whether the account is for something that should have been paid already."""
    return _OVERDUE.search(name[:200]) is not None


def says_donations(name: str) -> bool:
    """Whether gifts and grants come in there."""
    return _DONATIONS.search(name[:200]) is not None


def says_rents(name: str) -> bool:
    """Whether tenants' rents come in there."""
    return _RENTS.search(name[:200]) is not None


def says_own_work(name: str) -> bool:
    """Whether what comes in there is for work of one's own, from which nobody withholds tax."""
    return _OWN_WORK.search(name[:200]) is not None


def says_wages(name: str) -> bool:
    """Whether people who work for somebody are paid from there."""
    return _WAGES.search(name[:200]) is not None


def says_pay(name: str) -> bool:
    """Whether an employer pays in there, who withholds tax."""
    return _PAY.search(name[:200]) is not None
