"""Guesses where an account is held by its name, which decides how long transfers take."""

from __future__ import annotations

import re

from seqmatch.rules.accounts.lexicons.brands import COMPANIES
from seqmatch.rules.accounts.lexicons.level import Level
from seqmatch.rules.accounts.name_words import split_list
from seqmatch.rules.accounts.roles import reading_of
from seqmatch.schemas.rule import Role
from seqmatch.schemas.simulation import AccountPlace

_LONGEST_NAME = 200
_INSIDE = re.compile(r"\b(?:sub)?pods?\b|\b(?:bucket|jar|envelope|port|router)\b", re.IGNORECASE)
"""The platform's own words for what it holds."""
_NUMBERED = re.compile(r"(?:\.{2,}|…|[*x•]{2,}|#)\s?\d{4}\b|(?<![$\d,.])\b(?!(?:19|20)\d\d\b)\d{4}\s*$", re.IGNORECASE)
"""The end of an account number, as banks' accounts are listed; a pod has none."""
_SEVERAL = split_list("""
    cards, ccs, loans, debts, payoff, payoffs, payments, paydown, fund, funds, pot, reserve, holding, tarjetas,
    kreditkarten, kredite, prêts, prets, cartes, emprestimos, cartoes, prestiti, carte""")
"""A pot for several debts, or for paying them, says so in these words."""
_PRODUCTS = split_list("""
    ira, iras, roth, 401k, 403b, 457, 457b, tsp, brokerage, 529, isa, sipp, rrsp, tfsa, pension, annuity, espp,
    individual, rollover, hysa, hisa, certificate, cd, cds, market, yield, share, shares, regular, livret,
    tagesgeld, festgeld""")
"""What only a bank, a broker or a plan outside can hold."""
_DEBTS = frozenset((Role.CREDIT_CARD, Role.LOAN, Role.MORTGAGE))
_INVESTED = frozenset((Role.INVESTMENTS, Role.RETIREMENT, Role.CRYPTO))
_BANKS = frozenset(
    phrase.strip() for text in COMPANIES[Level.BANK].values() for phrase in text.split(",") if " " not in phrase.strip()
) - frozenset(("found", "current", "wise", "stash", "relay", "upgrade", "square", "stripe", "clover", "toast"))
"""Banks that one word names and whose word means little else."""
_COMPANIES = frozenset((Level.BRAND, Level.MERCHANT))
_UNTOLD = frozenset((Role.PERSON, Role.UNKNOWN, Role.SAVINGS))
"""Roles of pods and of accounts outside alike."""


def kind_of_account(name: str, role: Role) -> AccountPlace | None:
    """Where the account is probably held; None where its name could be of one kind as well as of another.

    Parameters
    ----------
    name : as typed.
    role : what it is for, by ``roles_of``, which knows its place among the rules too.
    """
    name = name[:_LONGEST_NAME]
    if _INSIDE.search(name):
        return AccountPlace.POD
    reading = reading_of(name)
    if role in _DEBTS:
        if not _SEVERAL.isdisjoint(reading.words) or reading.role is not role:
            return None
        return AccountPlace.DEBT
    named = Level.BANK in reading.levels or not _BANKS.isdisjoint(reading.words)
    outside = named or _NUMBERED.search(name) is not None or not _PRODUCTS.isdisjoint(reading.words)
    if role in _INVESTED:
        return AccountPlace.INVESTMENT if outside or Level.BRAND in reading.levels else None
    if role is Role.CHECKING:
        return AccountPlace.EXTERNAL if outside or reading.level is Level.CONTAINER else None
    if outside:
        return None if role is Role.INCOME else AccountPlace.EXTERNAL
    if role in _UNTOLD or not _COMPANIES.isdisjoint(reading.levels):
        return None  # a biller's name stands on the pod it debits as often as on its own account
    return AccountPlace.POD
