"""Words by which people name their accounts, in every language read. Data only; ``roles`` reads it.

A name may hold several: ``Chase Tax Savings (Q1)``. Levels decide which of them counts. A phrase is found before the
words in it, so that ``credit karma`` is no credit. Case, accents, apostrophes and words such as ``account`` do not
count. A phrase that two tables hold belongs to the first.
"""

from __future__ import annotations

from seqmatch.rules.accounts.lexicons.brands import COMPANIES
from seqmatch.rules.accounts.lexicons.english import ENGLISH
from seqmatch.rules.accounts.lexicons.french import FRENCH
from seqmatch.rules.accounts.lexicons.german import GERMAN
from seqmatch.rules.accounts.lexicons.italian import ITALIAN
from seqmatch.rules.accounts.lexicons.level import Level, Table
from seqmatch.rules.accounts.lexicons.portuguese import PORTUGUESE
from seqmatch.rules.accounts.lexicons.spanish import SPANISH

TABLES: dict[str, dict[Level, Table]] = {
    "English": ENGLISH,
    "companies": COMPANIES,
    "Spanish": SPANISH,
    "German": GERMAN,
    "French": FRENCH,
    "Portuguese": PORTUGUESE,
    "Italian": ITALIAN,
}

NEUTRAL = """
    capital group, human capital, credit score, business growth, apple pay, google pay, family trust,
    american, zelle, home federal, holding llc, holdings llc, holding inc, holdings inc, holdings corp,
    holding company, food service, green light capital, living trust, trust fund, power of attorney,
    truck stop, pet project, home base, post tax, pre tax, after tax, cash plus, non spending, pool table,
    mercury insurance agency, current balance, new balance, minimum balance, us, saving grace,
    total balance, trust, health net bank, main street bank, day 1, phase 1, tax free,
    credit union savings bank, home equity bank, light house, power house, powerhouse, new life, fun house,
    first class, post tithe, post tithing, after tithe, after tithing, pre tithe, pre tithing"""
"""Names of institutions that hold every kind of account, and phrases whose words mislead: no role by themselves."""

NOISE = """
    and, the, my, our, account, accounts, acct, accts, acc, pod, pods, subpod, bucket, jar, envelope, a, y,
    new, port, ports, und, der, die, das, mein, meine, unser, unsere, für, et, le, la, les, du, des, mon,
    ma, mes, notre, nos, pour, de, el, los, las, mi, mis, para, do, da, dos, das, meu, minha, di, del,
    della, dei, delle, il, lo, gli, mio, mia, nostro, per"""
"""Words that do not change what a name means; they are not looked at."""

LISTING = "and, y, und, et, plus"
"""Words that join two things, neither of which explains the other."""

NEEDS_A_PRICE = "ai, app, hq, io"
"""Words of services that are paid by the month; companies and people bear them too, so a price has to stand beside."""

COMPANY = "llc, inc, corp, ltd, gmbh, ug, sarl, sas, ltda, srl, llp, pllc, enterprises, holdings"
"""A company's name is nobody's bill, whatever numbers stand in it."""
