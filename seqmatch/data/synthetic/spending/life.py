"""Monthly payments without a card at a till: pay, rent, bills, subscriptions, savings, fees."""

from __future__ import annotations

import calendar
import datetime as dt
import math
from collections.abc import Iterator
from random import Random

from seqmatch.data.synthetic.spending.printing import Movement
from seqmatch.data.synthetic.spending.shops import Habits
from seqmatch.data.synthetic.spending.words import EMPLOYERS, FIRST, SUBSCRIPTIONS, SURNAMES

BILLS: tuple[tuple[str, str, str, float, int, float], ...] = (
    (
        "utilities",
        "{0} ELECTRIC;{0} POWER & LIGHT;{0} HYDRO;{0} ENERGY;PG&E WEB ONLINE;CON EDISON",
        "4900",
        0.9,
        9500,
        0.25,
    ),
    ("utilities", "{0} WATER DEPT;{0} GAS CO;CITY OF {0} UTILITIES;WASTE MANAGEMENT", "4900", 0.6, 5500, 0.25),
    ("telecom", "VERIZON WIRELESS;T-MOBILE;AT&T*BILL;ROGERS;BELL CANADA;VODAFONE;{0} MOBILE", "4814", 0.95, 6500, 0.0),
    ("telecom", "COMCAST XFINITY;SPECTRUM;COX COMM;VIRGIN MEDIA;TELUS;{0} FIBER;{0} CABLE", "4899", 0.75, 7500, 0.0),
    (
        "insurance",
        "GEICO *AUTO;STATE FARM INS;PROGRESSIVE INS;ALLSTATE;{0} INSURANCE;{0} MUTUAL ASSURANCE",
        "6300",
        0.8,
        14000,
        0.0,
    ),
    (
        "loans",
        "NAVIENT STUDENT LN;TOYOTA FINANCIAL LOAN;{0} AUTO LOAN PMT;STUDENT LOAN PAYMENT;{0} LENDING",
        "",
        0.45,
        28000,
        0.0,
    ),
    (
        "investments",
        "VANGUARD BUY;FIDELITY INVESTMENTS;ROBINHOOD FUNDS;WEALTHSIMPLE;{0} BROKERAGE;{0} CAPITAL",
        "6211",
        0.35,
        20000,
        0.0,
    ),
)
"""Category, payees ({0} an invented name), code, share of people, median cents, spread from month to month."""
RENT = (
    "{0} PROPERTY MGMT;{0} APARTMENTS;RENT {1} {0};{0} MORTGAGE;WELLS HOME MTG;HOA DUES {0};{0} REALTY;"
    "E-TRANSFER RENT {1}"
)


def monthly_payments(habits: Habits, days: int, start: dt.date, luck: Random) -> list[Movement]:
    """All that is regular in a life, over the same days."""
    made = [*_pay(habits, days, start, luck), *_home(habits, days, start, luck), *_bills(habits, days, start, luck)]
    made += [*_subscriptions(days, start, luck), *_moves(habits, days, start, luck), *_of_the_bank(days, start, luck)]
    return made


def _months(days: int, start: dt.date, day: int) -> Iterator[dt.date]:
    """The given day of each month between the first and the last day."""
    last = start + dt.timedelta(days=days - 1)
    year, month = start.year, start.month
    while (year, month) <= (last.year, last.month):
        date = dt.date(year, month, min(day, calendar.monthrange(year, month)[1]))
        if start <= date <= last:
            yield date
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)


def _cents(median: float, spread: float, luck: Random) -> int:
    return max(100, round(median * math.exp(luck.gauss(0, spread))))


def _named(forms: str, luck: Random) -> str:
    return luck.choice(forms.split(";")).format(luck.choice(SURNAMES.split()), luck.choice(FIRST.split()))


def _bank(date: dt.date, name: str, category: str, cents: int, account: str = "checking") -> Movement:
    return Movement(date=date, seller=name, name=name, category=category, cents=cents, kind="bank", account=account)


def _pay(habits: Habits, days: int, start: dt.date, luck: Random) -> Iterator[Movement]:
    employer = f"{luck.choice(SURNAMES.split())} {luck.choice(EMPLOYERS.split(';'))}"
    form = luck.choice(
        ("{} PAYROLL", "DIRECT DEP {}", "ACH CREDIT {} PAYROLL PPD", "{} SALARY", "{} DIR DEP", "BACS {} WAGES")
    )
    monthly = _cents(420000 * habits.level, 0.3, luck)
    if luck.random() < 0.5:
        first = luck.randint(0, 13)
        dates = [start + dt.timedelta(days=day) for day in range(first, days, 14)]
        each = round(monthly * 12 / 26)
    else:
        dates, each = list(_months(days, start, luck.choice((1, 15, 25, 28, 31)))), monthly
    for date in dates:
        yield _bank(date, form.format(employer), "income", each)
    extra = luck.choice(
        ("INTEREST PAYMENT", "SSA TREAS 310 XXSOC SEC", "DIVIDEND RECEIVED", "CANADA CHILD BENEFIT", "INTEREST EARNED")
    )
    for date in _months(days, start, 28):
        if luck.random() < 0.5:
            yield _bank(date, extra, "income", _cents(900, 0.8, luck), "savings")
    if luck.random() < 0.3:
        for date in _months(days, start, 12):
            if luck.random() < 0.25:
                yield _bank(
                    date,
                    luck.choice(("STRIPE TRANSFER", "UPWORK PAYOUT", "ETSY PAYOUT", "IRS TREAS 310 TAX REF")),
                    "income",
                    _cents(60000, 0.6, luck),
                )


def _home(habits: Habits, days: int, start: dt.date, luck: Random) -> Iterator[Movement]:
    payee, cents = _named(RENT, luck), _cents(145000 * habits.level, 0.25, luck)
    for date in _months(days, start, luck.choice((1, 1, 1, 3, 5))):
        yield _bank(date, payee, "housing", -cents)


def _bills(habits: Habits, days: int, start: dt.date, luck: Random) -> Iterator[Movement]:
    for category, payees, code, share, median, spread in BILLS:
        if luck.random() >= share:
            continue
        payee, usual = _named(payees, luck), _cents(median, 0.4, luck)
        by_card = bool(code) and luck.random() < 0.4
        form = luck.choice(("{}", "{} BILL PAYMT", "ACH DEBIT {}", "{} AUTOPAY", "DIRECT DEBIT {}", "{} WEB PMT"))
        for date in _months(days, start, luck.randint(2, 27)):
            cents = -_cents(usual, spread, luck)
            if by_card:
                yield Movement(date, payee, payee, category, cents, "online", mcc=code)
            else:
                yield _bank(date, form.format(payee), category, cents)


def _subscriptions(days: int, start: dt.date, luck: Random) -> Iterator[Movement]:
    for name, category, code, prices in luck.sample(SUBSCRIPTIONS, luck.randint(1, 5)):
        cents = -luck.choice(prices)
        for date in _months(days, start, luck.randint(1, 31)):
            yield Movement(date, name, name, category, cents, "online", mcc=code)


def _moves(habits: Habits, days: int, start: dt.date, luck: Random) -> Iterator[Movement]:
    """Savings, the card's own bill (on both accounts) and money between people."""
    digits = luck.randint(1000, 9999)
    saved = _cents(25000 * habits.level, 0.5, luck)
    saves, day, due = luck.random() < 0.7, luck.randint(2, 27), luck.randint(2, 27)
    for date in _months(days, start, day):
        if saves:
            yield _bank(date, f"ONLINE TRANSFER TO SAV ...{digits}", "transfers", -saved)
            yield _bank(date, f"ONLINE TRANSFER FROM CHK ...{digits + 1}", "transfers", saved, "savings")
    for date in _months(days, start, due):
        bill = _cents(110000 * habits.level, 0.4, luck)
        yield _bank(
            date, luck.choice(("CREDIT CARD PAYMENT", "AMEX EPAYMENT", "CHASE CREDIT CRD AUTOPAY")), "transfers", -bill
        )
        yield _bank(date, luck.choice(("PAYMENT THANK YOU", "AUTOPAY PAYMENT RECEIVED")), "transfers", bill, "card")
    forms = (
        "ZELLE TO {}",
        "ZELLE FROM {}",
        "VENMO PAYMENT {}",
        "INTERAC E-TRANSFER {}",
        "PAYPAL TRANSFER {}",
        "CASH APP*{}",
        "FPS {}",
    )
    for day in range(days):
        if luck.random() < 0.06:
            form = luck.choice(forms)
            paid = _cents(4500, 0.8, luck) * (1 if "FROM" in form or luck.random() < 0.25 else -1)
            yield _bank(start + dt.timedelta(days=day), form.format(luck.choice(FIRST.split())), "transfers", paid)


def _of_the_bank(days: int, start: dt.date, luck: Random) -> Iterator[Movement]:
    """Cash, fees and interest."""
    for day in range(days):
        date = start + dt.timedelta(days=day)
        if luck.random() < 0.05:
            place = luck.choice(
                ("ATM WITHDRAWAL {:06d}", "CASH WITHDRAWAL ATM {:04d}", "NON-BANK ATM {:05d}", "CASH ADVANCE {:03d}")
            )
            yield _bank(date, place.format(luck.randint(1, 999)), "cash", -2000 * luck.randint(1, 10))
            if luck.random() < 0.2:
                yield _bank(
                    date, luck.choice(("ATM FEE", "NON-NETWORK ATM FEE")), "fees", -luck.choice((250, 300, 350))
                )
    fees = (
        "MONTHLY SERVICE FEE",
        "OVERDRAFT FEE",
        "INTEREST CHARGE ON PURCHASES",
        "FOREIGN TRANSACTION FEE",
        "LATE FEE",
        "ACCOUNT MAINTENANCE",
    )
    for date in _months(days, start, 30):
        if luck.random() < 0.5:
            yield _bank(date, luck.choice(fees), "fees", -_cents(1500, 0.5, luck))
