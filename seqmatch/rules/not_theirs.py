"""Accounts whose money is not their owner's to spend, by name.

Advice takes nothing out of these: deposits of tenants, taxes collected for the state, clients' money, restricted gifts.
"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache

from seqmatch.rules.accounts.name_words import split_phrase, words_of_name

_LONGEST_NAME = 200


class NotTheirs(StrEnum):
    """Whose money an account holds."""

    DEPOSIT = "deposit"
    """Of tenants or customers, to be given back."""
    SALES_TAX = "sales_tax"
    """Collected from customers, owed to the state."""
    PAYROLL_TAX = "payroll_tax"
    """Withheld from employees, owed to the state."""
    CLIENT_MONEY = "client_money"
    """Held in trust for clients or owners."""
    RESTRICTED = "restricted"
    """Given for one purpose only."""


_PHRASES: dict[NotTheirs, str] = {
    NotTheirs.DEPOSIT: """
        security deposit, security deposits, tenant deposit, tenant deposits, tenants deposits, damage deposit,
        damage deposits, rental deposits, rent deposits held, deposits held, deposit held, held deposits,
        tenant security deposit, tenant security, security deposit held, security deposit escrow,
        security deposit account tenants, refundable deposits, pet deposits, last month rent held,
        customer deposits, client deposits held, guest deposits, booking deposits, event deposits, kautionen,
        mietkautionen, mieterkautionen, kautionskonto, cautions locataires, dépôts de garantie,
        dépôt de garantie locataire, cauções, depósitos caução, depósitos de inquilinos, cauzioni,
        depositi cauzionali, deposito cauzionale, depósitos de garantía, fianzas, fianza inquilinos,
        sec deposits, sec dep, security deps""",
    NotTheirs.SALES_TAX: """
        sales tax, sales taxes, sales tax collected, sales use tax, use tax, vat, vat reserve, gst, hst, pst,
        qst, gst hst, gst qst, tva, mwst, mehrwertsteuer, umsatzsteuer, ust, iva, icms, lodging tax,
        occupancy tax, hotel tax, bed tax, tourist tax, transient occupancy tax, kurtaxe, taxe de séjour,
        meals tax, excise tax, fuel tax, liquor tax, cannabis tax, general excise tax, get tax""",
    NotTheirs.PAYROLL_TAX: """
        payroll tax, payroll taxes, payroll tax fund, payroll withholding, payroll withholdings,
        employee withholding, employee withholdings, employment tax, employment taxes, withholding,
        withholdings, form 941, irs 941, 941 taxes, fica, futa, suta, paye, paye nic, lohnsteuer, sozialabgaben,
        sozialversicherungsbeiträge, urssaf, cotisations salariales, inss funcionários, fgts,
        contributi dipendenti, trust fund taxes, state unemployment tax, payroll liabilities, source deductions,
        cpp ei""",
    NotTheirs.CLIENT_MONEY: """
        iolta, client trust, client trust account, client funds, client money, clients money, clients funds,
        attorney trust, lawyer trust, trust accounting, escrow account clients, client escrow, escrow held,
        broker trust, owner funds held, owners funds held, owner trust, property trust, rental trust,
        landlord payouts, host payouts, pass through client, retainers held,
        unearned retainers, unearned fees, held for others, held for clients, treuhand, treuhandkonto,
        fremdgeld, fremdgeldkonto, anderkonto, mandantengelder, compte séquestre, compte carpa, carpa,
        fonds clients, conta de terceiros, dinheiro de clientes, conto clienti, denaro clienti,
        fondos de clientes, cuenta de terceros, ad spend client, client ad spend, custodial client""",
    NotTheirs.RESTRICTED: """
        restricted, restricted fund, restricted funds, restricted grant, restricted grants, restricted gifts,
        grant funds, grants, city grant, state grant, federal grant, county grant, foundation grant,
        program grant, grant money, donor restricted, designated fund, designated funds, designated gifts,
        temporarily restricted, endowment, scholarship fund, church building fund, capital campaign,
        missions fund, benevolence fund, zweckgebunden, fördermittel, fonds dédiés, subvention, subventions,
        verba carimbada, fondi vincolati, fondos restringidos, subvenciones, disaster relief fund""",
}
_TRUST_ACCOUNT = re.compile(r"(?<!living )(?<!family )(?<!revocable )\btrust (?:account|acct)\b", re.IGNORECASE)
"""A lawyer's or a broker's; a family's trust is its own."""
_OWN = frozenset(("income", "revenue", "refund", "prep", "writing", "writer", "loan", "college", "school"))
"""Words that make the money the owner's own after all: grant income, a tax refund."""


def not_theirs(name: str) -> NotTheirs | None:
    """Whose money the account of this name holds, None where nothing says it is not the owner's.

    In doubt it is not: advice that leaves one's own deposit alone does less harm than advice that spends a tenant's.
    """
    return _not_theirs(name[:_LONGEST_NAME])


@lru_cache(maxsize=65536)
def _not_theirs(name: str) -> NotTheirs | None:
    outer, inner = words_of_name(name)
    for words in (outer.words, inner.words):
        if not _OWN.isdisjoint(words):
            return None
    best: tuple[int, NotTheirs] | None = None
    for words in (outer.words, inner.words):
        for at, first in enumerate(words):
            for phrase, kind in _BY_FIRST_WORD.get(first, ()):
                if tuple(words[at : at + len(phrase)]) == phrase and (best is None or len(phrase) > best[0]):
                    best = len(phrase), kind
    if best is None:
        return NotTheirs.CLIENT_MONEY if _TRUST_ACCOUNT.search(name) else None
    return best[1]


def _by_first_word() -> dict[str, list[tuple[tuple[str, ...], NotTheirs]]]:
    table: dict[str, list[tuple[tuple[str, ...], NotTheirs]]] = {}
    for kind, text in _PHRASES.items():
        for phrase in map(split_phrase, text.split(",")):
            table.setdefault(phrase[0], []).append((phrase, kind))
    return table


_BY_FIRST_WORD = _by_first_word()
