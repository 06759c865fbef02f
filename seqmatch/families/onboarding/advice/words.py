"""Words in account names that tell what an account's role does not: what is behind, whose money comes in, how."""

from __future__ import annotations

import re

_OVERDUE = re.compile(
    r"\b(?:arrears?|past[\s-]?due|over[\s-]?due|back[\s-]?(?:rent|taxes|pay(?:ments?)?)|catch(?:ing)?[\s-]?up|behind"
    r"|delinquen\w+|collections?|rückst\w+|mahnung\w*|mietschulden|arriérés?|impayés?|loyers? en retard"
    r"|atrasad[oa]s?|atrasos?|en mora|vencid[oa]s?|arretrat[oi])\b",
    re.IGNORECASE,
)
_DONATIONS = re.compile(
    r"\b(?:donations?|donors?|grants?|offerings?|tithes received|fund[\s-]?rais\w+|pledges?|membership dues|gifts"
    r" received"
    r"|spenden\w*|fördermittel|dons|subventions?|doações|donativos?|donaciones|ofertas|donazioni|offerte)\b",
    re.IGNORECASE,
)
_RENTS = re.compile(
    r"\b(?:rents|rental (?:income|revenue|receipts|deposits?)|rent (?:income|received|roll|collected)|tenants?|unit"
    r" \w+ rents?"
    r"|airbnb|vrbo|mieteinnahmen|mieteingänge|loyers (?:reçus|perçus)|revenus locatifs|aluguéis|aluguel recebido"
    r"|alquileres|rentas|affitti)\b",
    re.IGNORECASE,
)
_OWN_WORK = re.compile(
    r"\b(?:invoices?|clients?|freelanc\w+|1099|gigs?|contract(?:s|ing)?|commissions?|side"
    r" hustle|uber|lyft|doordash|instacart"
    r"|grubhub|etsy|shopify|stripe|square|upwork|fiverr|patreon|youtube|twitch|substack|onlyfans|takings|sales|tips"
    r"|honorare?|rechnungen|kunden|factures|honoraires|clientes|facturas|faturas|recibos verdes|fatture|clienti"
    r"|royalties|commissioni)\b",
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
