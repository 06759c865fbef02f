"""Pay and bills as they are agreed: how often, how much, how they change, and when they end."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass
from random import Random

from seqmatch.data.synthetic.lives.due import a_month, business_day, due_days
from seqmatch.data.synthetic.lives.segments import Segment
from seqmatch.data.synthetic.spending.words import EMPLOYERS, SUBSCRIPTIONS, SURNAMES
from seqmatch.schemas.stream import Cadence, Direction

FOREVER = dt.date(9999, 1, 1)


@dataclass(frozen=True)
class Agreement:
    """Something that is paid or received again and again.

    Attributes
    ----------
    payee : the words by which a statement names the other side; no other agreement of the person has them.
    printed : the description on the statement.
    cents : at the beginning, without sign.
    spread : of the logarithm of the amount from one time to the next; 0 for a fixed amount.
    season : how much more is due in January than on average, less in July: heating.
    shift : payments on a weekend move to the day after (1), before (-1) or stay (0).
    skips : chance that a time is left out.
    changes : day -> what the amount is multiplied with from then on.
    starts, ends : first and last day it can be due; ``ends`` is the day of the cancellation.
    trial : the first time costs a nominal 1.00, the price comes after.
    regular : whether it keeps to its cadence; side income does not.
    """

    payee: str
    printed: str
    category: str
    direction: Direction
    cadence: Cadence
    anchor: dt.date
    cents: int
    account: str = "checking"
    spread: float = 0.0
    season: float = 0.0
    shift: int = 0
    skips: float = 0.0
    changes: tuple[tuple[dt.date, float], ...] = ()
    starts: dt.date = dt.date.min
    ends: dt.date = FOREVER
    trial: bool = False
    regular: bool = True

    def price(self, day: dt.date) -> int:
        """Cents agreed on a day."""
        factor = math.prod(factor for when, factor in self.changes if when <= day)
        return max(1, round(self.cents * factor))

    def due(self, first: dt.date, last: dt.date) -> list[dt.date]:
        """The days between two (inclusive) at which it is due, before weekends move it."""
        found: list[dt.date] = []
        for day in due_days(self.cadence, self.anchor, max(first, self.starts)):
            if day > min(last, self.ends):
                return found
            found.append(day)
        return found

    def paid_on(self, day: dt.date) -> dt.date:
        return business_day(day, self.shift) if self.shift else day

    def drawn(self, day: dt.date, luck: Random) -> int | None:
        """Cents that come due on a day; None where this time is left out."""
        if luck.random() < self.skips:
            return None
        if self.trial and (day - self.starts).days < 5:
            return 100
        month = 1 + self.season * math.cos(2 * math.pi * (day.timetuple().tm_yday - 15) / 365)
        return max(1, round(self.price(day) * month * math.exp(luck.gauss(0, self.spread))))


@dataclass(frozen=True)
class Bill:
    """A kind of bill that many people have."""

    category: str
    payees: str
    share: float
    median: float
    cadences: tuple[tuple[Cadence, float], ...]
    spread: float = 0.0
    season: float = 0.0
    by_card: float = 0.0
    yearly_rise: tuple[float, float] = (0.0, 0.0)
    """Chance a year that the price changes, and by how much on average."""


MONTHLY: tuple[tuple[Cadence, float], ...] = (("monthly", 1.0),)
BILLS: tuple[Bill, ...] = (
    Bill("utilities", "{0} ELECTRIC;{0} POWER & LIGHT;{0} ENERGY;STADTWERKE {0}", 0.9, 9_000, MONTHLY, 0.12, 0.3),
    Bill("utilities", "{0} GAS CO;{0} HEATING OIL", 0.4, 6_000, MONTHLY, 0.15, 0.5),
    Bill("utilities", "{0} WATER DEPT;CITY OF {0} WATER", 0.5, 8_500, (("quarterly", 0.6), ("two_monthly", 0.4)), 0.15),
    Bill("telecom", "{0} MOBILE;{0} WIRELESS", 0.95, 5_500, MONTHLY, by_card=0.3, yearly_rise=(0.35, 0.08)),
    Bill("telecom", "{0} FIBER;{0} CABLE;{0} BROADBAND", 0.8, 6_000, MONTHLY, by_card=0.2, yearly_rise=(0.5, 0.12)),
    Bill(
        "insurance",
        "{0} INSURANCE;{0} MUTUAL ASSURANCE",
        0.85,
        11_000,
        (("monthly", 0.6), ("quarterly", 0.12), ("half_yearly", 0.14), ("yearly", 0.14)),
        yearly_rise=(0.7, 0.08),
    ),
    Bill("insurance", "{0} LIFE ASSUR;{0} HOME INS", 0.35, 4_000, (("monthly", 0.6), ("yearly", 0.4))),
    Bill("loans", "{0} AUTO LOAN;{0} CAR FINANCE", 0.4, 32_000, MONTHLY),
    Bill("loans", "STUDENT LOAN {0};{0} LENDING", 0.35, 21_000, MONTHLY),
    Bill("health", "{0} DENTAL PLAN;{0} HEALTH PLAN", 0.25, 5_000, MONTHLY, yearly_rise=(0.6, 0.06)),
    Bill("childcare", "{0} NURSERY;{0} DAYCARE;{0} MUSIC SCHOOL", 0.2, 24_000, (("weekly", 0.4), ("monthly", 0.6))),
    Bill(
        "taxes and government",
        "{0} COUNTY TAX;CITY OF {0} PROPERTY TAX",
        0.25,
        90_000,
        (("half_yearly", 0.6), ("quarterly", 0.4)),
    ),
    Bill("donations", "{0} FOUNDATION;{0} RELIEF", 0.2, 2_500, MONTHLY, by_card=0.4),
    Bill("sport and hobbies", "{0} TENNIS CLUB;{0} YOGA", 0.2, 4_500, (("monthly", 0.7), ("yearly", 0.3)), by_card=0.5),
)
RENT = Bill("housing", "{0} PROPERTY MGMT;{0} APARTMENTS;RENT {0};{0} MORTGAGE;{0} REALTY", 1.0, 0, MONTHLY)
PAY_CADENCES: tuple[tuple[Cadence, float], ...] = (
    ("fortnightly", 0.42),
    ("monthly", 0.28),
    ("twice_monthly", 0.15),
    ("weekly", 0.15),
)


class Names:
    """Payees of one person, none of them twice."""

    def __init__(self, luck: Random) -> None:
        self._luck = luck
        self._surnames = SURNAMES.split()
        luck.shuffle(self._surnames)

    def named(self, forms: str) -> str:
        return self._luck.choice(forms.split(";")).format(self._surnames.pop())


def _chosen(cadences: tuple[tuple[Cadence, float], ...], luck: Random) -> Cadence:
    return luck.choices([cadence for cadence, _ in cadences], [share for _, share in cadences])[0]


def _lognormal(median: float, spread: float, luck: Random) -> int:
    return max(100, round(median * math.exp(luck.gauss(0, spread))))


def _some_day(first: dt.date, last: dt.date, luck: Random) -> dt.date:
    return first + dt.timedelta(days=luck.randrange(max(1, (last - first).days)))


def pay_of(names: Names, monthly_cents: int, first: dt.date, last: dt.date, luck: Random) -> list[Agreement]:
    """A main job, perhaps another one after it, and perhaps something beside it that comes as it likes."""
    cadence = _chosen(PAY_CADENCES, luck)
    changes_job = luck.random() < 0.12
    until = _some_day(first + dt.timedelta(days=120), last, luck) if changes_job else FOREVER
    jobs = [_job(names, cadence, monthly_cents, first, last, luck, ends=until)]
    if changes_job:
        gap = luck.choice((7, 14, 21, 45))
        again = until + dt.timedelta(days=gap)
        cents = round(monthly_cents * luck.choice((0.85, 1.0, 1.1, 1.2)))
        jobs.append(_job(names, _chosen(PAY_CADENCES, luck), cents, first, last, luck, starts=again))
    if luck.random() < 0.2:
        payee = names.named("{0} STUDIO PAYOUT;TRANSFER FROM {0};{0} MARKETPLACE PAYOUT")
        cents = _lognormal(0.08 * monthly_cents, 0.3, luck)
        anchor = first + dt.timedelta(days=luck.randrange(28))
        jobs.append(
            Agreement(payee, payee, "income", "in", "weekly", anchor, cents, spread=0.7, skips=0.65, regular=False)
        )
    return jobs


def _job(
    names: Names,
    cadence: Cadence,
    monthly_cents: int,
    first: dt.date,
    last: dt.date,
    luck: Random,
    starts: dt.date = dt.date.min,
    ends: dt.date = FOREVER,
) -> Agreement:
    payee = names.named("{0} " + luck.choice(EMPLOYERS.split(";")))
    form = luck.choice(("{} PAYROLL", "DIRECT DEP {}", "{} SALARY", "BACS {} WAGES", "GEHALT {}"))
    day = luck.choice((1, 15, 25, 27, 28, 31)) if cadence in ("monthly", "twice_monthly") else luck.randint(1, 28)
    anchor = (
        dt.date(2024, 1, 5 + 7 * luck.randrange(2)) if cadence in ("weekly", "fortnightly") else dt.date(2024, 1, day)
    )
    raises = tuple((dt.date(year, 4, 1), 1 + luck.uniform(0.01, 0.05)) for year in range(first.year, last.year + 1))
    return Agreement(
        payee=payee,
        printed=form.format(payee),
        category="income",
        direction="in",
        cadence=cadence,
        anchor=anchor,
        cents=round(monthly_cents / a_month(cadence)),
        spread=0.12 if luck.random() < (0.6 if cadence == "weekly" else 0.15) else 0.0,
        shift=-1,
        skips=0.0,
        changes=raises if luck.random() < 0.5 else (),
        starts=starts,
        ends=ends,
    )


def bills_of(
    names: Names, segment: Segment, monthly_cents: int, first: dt.date, last: dt.date, luck: Random
) -> list[Agreement]:
    """Rent or a mortgage, bills of all cadences, and subscriptions, some of which begin, end or change their price."""
    level = (monthly_cents / 400_000) ** 0.5
    rent = round(monthly_cents * luck.uniform(0.2, 0.36))
    payee = names.named(RENT.payees)
    rise = tuple((dt.date(year, luck.randint(1, 12), 1), 1.03) for year in range(first.year + 1, last.year + 1))
    shift = luck.choice((0, 1))
    home = dt.date(2024, 1, luck.choice((1, 1, 1, 3, 5, 28)))
    found = [Agreement(payee, payee, RENT.category, "out", "monthly", home, rent, shift=shift, changes=rise)]
    for bill in BILLS:
        if luck.random() < bill.share:
            found.append(_bill(names, bill, level, first, last, luck))
    wanted = min(len(SUBSCRIPTIONS), round(luck.expovariate(1 / segment.subscriptions)))
    found += [_subscription(which, first, last, luck) for which in luck.sample(SUBSCRIPTIONS, wanted)]
    return found


def _bill(names: Names, bill: Bill, level: float, first: dt.date, last: dt.date, luck: Random) -> Agreement:
    payee = names.named(bill.payees)
    cadence = _chosen(bill.cadences, luck)
    by_card = luck.random() < bill.by_card
    cents = _lognormal(bill.median * level, 0.4, luck)
    if cadence in ("weekly", "half_yearly", "yearly") and bill.category != "taxes and government":
        cents = round(cents / a_month(cadence))
    form = luck.choice(("{}", "{} AUTOPAY", "DIRECT DEBIT {}", "ACH DEBIT {}", "{} WEB PMT"))
    chance, size = bill.yearly_rise
    changes = tuple(
        (_some_day(dt.date(year, 1, 1), dt.date(year, 12, 31), luck), 1 + luck.uniform(0.5, 1.5) * size)
        for year in range(first.year, last.year + 1)
        if luck.random() < chance
    )
    return Agreement(
        payee=payee,
        printed=payee if by_card else form.format(payee),
        category=bill.category,
        direction="out",
        cadence=cadence,
        anchor=dt.date(2024, luck.randint(1, 12), luck.randint(1, 28)),
        cents=cents,
        account="card" if by_card else "checking",
        spread=bill.spread,
        season=bill.season,
        shift=0 if by_card else luck.choice((0, 1, 1)),
        skips=0.02 if bill.spread else 0.0,
        changes=changes,
        ends=_some_day(first + dt.timedelta(days=150), last, luck) if luck.random() < 0.08 else FOREVER,
    )


def _subscription(
    which: tuple[str, str, str, tuple[int, ...]], first: dt.date, last: dt.date, luck: Random
) -> Agreement:
    name, category, _, prices = which
    cadence: Cadence = luck.choices(("monthly", "yearly"), (0.85, 0.15))[0]
    cents = luck.choice(prices) * (10 if cadence == "yearly" else 1)
    begins = _some_day(first, last, luck) if luck.random() < 0.3 else dt.date.min
    anchor = begins if begins > dt.date.min else dt.date(2024, luck.randint(1, 12), luck.randint(1, 28))
    rise = ((_some_day(first + dt.timedelta(days=90), last, luck), luck.choice((1.1, 1.15, 1.2, 1.3))),)
    ends = FOREVER
    if luck.random() < 0.25:
        since = max(first, begins) + dt.timedelta(days=100)
        ends = _some_day(since, last, luck) if since < last else FOREVER
    return Agreement(
        payee=name,
        printed=name,
        category=category,
        direction="out",
        cadence=cadence,
        anchor=anchor,
        cents=cents,
        account="card",
        changes=rise if luck.random() < 0.3 else (),
        starts=begins,
        ends=ends,
        trial=begins > dt.date.min and cadence == "monthly" and luck.random() < 0.5,
    )
