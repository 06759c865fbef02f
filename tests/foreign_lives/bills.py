"""Contracts that take money: a table of kinds, and how one is drawn, put up, renamed, skipped, cancelled."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from random import Random

from . import words
from .bankdays import DAY
from .contracts import PER_MONTH, Contract, Rule, rising
from .household import LEVEL, Household
from .incomes import pick


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of bill: its share of households, cents a month before the price level, cadences and channels."""

    name: str
    share: float
    monthly: tuple[int, int]
    cadences: tuple[tuple[str, int], ...]
    channels: tuple[tuple[str, int], ...]
    spread: float = 0.0
    season: float = 0.0
    rise: float = 0.5
    by: tuple[float, float] = (0.02, 0.12)
    ends: float = 0.12
    mcc: str = ""


DD, CARD = (("dd", 1),), (("online", 1),)
KINDS = (
    Kind("electricity", 0.85, (5500, 15000), (("monthly", 80), ("two_monthly", 8), ("quarterly", 12)), DD, 0.1, 0.25),
    Kind("gas", 0.45, (4000, 11000), (("monthly", 85), ("quarterly", 15)), DD, 0.12, 0.6),
    Kind(
        "water",
        0.55,
        (2500, 6000),
        (("monthly", 35), ("two_monthly", 25), ("quarterly", 25), ("half_yearly", 15)),
        DD,
        0.06,
    ),
    Kind("internet", 0.8, (2800, 7000), (("monthly", 1),), (("dd", 3), ("online", 1)), by=(0.03, 0.2), ends=0.18),
    Kind("mobile", 0.75, (1000, 6500), (("monthly", 90), ("four_weekly", 10)), (("dd", 2), ("online", 1)), ends=0.15),
    Kind(
        "insurance", 0.75, (3000, 13000), (("monthly", 60), ("quarterly", 8), ("half_yearly", 17), ("yearly", 15)), DD
    ),
    Kind(
        "insurance",
        0.4,
        (700, 2500),
        (("monthly", 40), ("quarterly", 10), ("yearly", 50)),
        DD,
        rise=0.8,
        by=(0.03, 0.25),
    ),
    Kind("streaming", 0.75, (599, 1999), (("monthly", 92), ("yearly", 8)), CARD, ends=0.3, mcc="4899"),
    Kind("streaming", 0.45, (499, 1499), (("monthly", 1),), CARD, ends=0.35, mcc="5815"),
    Kind("software", 0.4, (199, 1299), (("monthly", 60), ("yearly", 40)), CARD, ends=0.3, mcc="5817"),
    Kind("software", 0.2, (150, 400), (("yearly", 1),), CARD, rise=0.8, by=(0.05, 0.4), mcc="4816"),
    Kind(
        "gym",
        0.35,
        (1900, 6000),
        (("monthly", 75), ("fortnightly", 10), ("four_weekly", 10), ("weekly", 5)),
        (("dd", 2), ("online", 1)),
        ends=0.4,
    ),
    Kind(
        "childcare",
        0.12,
        (30000, 70000),
        (("weekly", 50), ("monthly", 35), ("fortnightly", 15)),
        (("transfer", 1), ("dd", 1)),
        ends=0.2,
    ),
    Kind(
        "membership",
        0.3,
        (500, 1500),
        (("yearly", 70), ("half_yearly", 10), ("quarterly", 20)),
        (("dd", 1), ("online", 1)),
    ),
    Kind(
        "charity",
        0.25,
        (500, 2500),
        (("monthly", 90), ("quarterly", 10)),
        (("dd", 2), ("regular", 1)),
        rise=0.1,
        ends=0.2,
    ),
    Kind("lottery_club", 0.08, (400, 1200), (("monthly", 70), ("four_weekly", 15), ("weekly", 15)), DD, rise=0.1),
    Kind(
        "tax",
        0.5,
        (3000, 14000),
        (("quarterly", 40), ("half_yearly", 30), ("yearly", 30)),
        DD,
        rise=0.9,
        by=(0.01, 0.06),
        ends=0.0,
    ),
)


def rule(rng: Random, cadence: str, start: date, channel: str) -> Rule:
    """A due rule: subscriptions on cards fall on any day, banks move the rest to the next working day."""
    day = rng.choice((1, 1, 1, 2, 3, 5, 10, 15, 15, 20, 25, 28, 28, 30, rng.randint(1, 31)))
    if channel == "online":
        day = rng.randint(1, 31)
    return Rule(cadence, start, day=day, second=15, move="none" if channel == "online" else "next")


def begin(home: Household, rng: Random, ends: float) -> tuple[date, date | None]:
    """First day and end of a contract: most are older than the history, some begin or end within it."""
    span = (home.cut - home.first).days
    start = home.first - DAY * rng.randint(20, 1400)
    if rng.random() < 0.22:
        start = home.first + DAY * rng.randint(0, span)
    end = None
    if rng.random() < ends * min(1.0, 0.15 + span / 600):
        end = max(start, home.first) + DAY * rng.randint(35, max(36, (home.until - max(start, home.first)).days))
    return start, end


def bill(home: Household, rng: Random, kind: Kind, payee: str = "") -> Contract:
    """Draw one bill of a kind."""
    channel, cadence = pick(rng, kind.channels), pick(rng, kind.cadences)
    start, end = begin(home, rng, kind.ends)
    squeeze = min(1.0, home.income / (330000 * LEVEL[home.country])) ** 0.7
    cents = round(rng.uniform(*kind.monthly) * LEVEL[home.country] * squeeze / PER_MONTH[cadence])
    if channel == "online":
        cents = cents // 100 * 100 + 99
    fixed = kind.spread == 0 or rng.random() < 0.35  # budget plans make utilities flat
    due = rule(rng, cadence, start, channel)
    if kind.name == "tax" and home.country == "uk":
        due = Rule("monthly", start, day=due.day, off=(2, 3))  # ten instalments a year
    prices = rising(rng, start, home.until, cents, kind.rise, kind.by)
    account = "card" if channel == "online" and "card" in home.accounts and rng.random() < 0.6 else home.main
    contract = Contract(
        "",
        "bill",
        kind.name,
        payee or words.payee(rng, home.country, kind.name),
        account,
        -1,
        due,
        prices,
        channel,
        start,
        end,
    )
    contract.mcc = kind.mcc if channel == "online" else ""
    if not fixed:
        contract.spread, contract.season = kind.spread, kind.season
    if rng.random() < 0.15:
        contract.skip = rng.uniform(0.03, 0.1)
    if channel != "online" and rng.random() < 0.15:
        contract.lag = rng.randint(1, 3)
    if kind.name in ("streaming", "software", "gym") and start >= home.first and rng.random() < 0.5:
        contract.trial = rng.choice((0, 0, 100, 99))  # a trial of nothing prints no row
    if rng.random() < 0.1:
        contract.renamed_on = home.first + DAY * rng.randint(0, (home.cut - home.first).days)
        contract.payee_later = words.payee(rng, home.country, kind.name)
        if rng.random() < 0.5:
            contract.payee_later = contract.payee.split()[0] + " " + contract.payee_later.split()[-1] + " Group"
    return home.sign(contract, rng)


def housing(home: Household, rng: Random) -> None:
    """Rent by transfer, standing order or cheque, or a mortgage; students and pensioners may have neither."""
    if home.archetype in ("student", "pensioner") and rng.random() < 0.5:
        return
    start, end = home.first - DAY * rng.randint(20, 1500), None
    share = min(rng.uniform(0.2, 0.36), 0.5)
    cents = round(home.income * share / 500) * 500
    if rng.random() < 0.3 and home.archetype not in ("student", "benefits_parent"):
        due = Rule("monthly", start, day=rng.choice((1, 1, 3, 15, 28)))
        prices = rising(rng, start, home.until, cents + rng.randint(0, 499), 0.3, (-0.05, 0.15))
        name = words.payee(rng, home.country, "mortgage")
        home.sign(Contract("", "bill", "mortgage", name, home.main, -1, due, prices, "dd", start), rng)
        return
    channel = pick(rng, (("standing", 4), ("transfer", 3), ("cheque", 3 if home.country == "us" else 0), ("dd", 2)))
    name = words.payee(rng, home.country, "rent") if rng.random() < 0.6 else words.person(rng, home.country)
    cadence = "monthly" if home.country != "uk" or rng.random() < 0.85 else rng.choice(("weekly", "four_weekly"))
    cents = round(cents / PER_MONTH[cadence] / 100) * 100
    due = Rule(cadence, start, day=rng.choice((1, 1, 1, 3, 28, 31)))
    prices = rising(rng, start, home.until, cents, 0.7, (0.02, 0.08))
    contract = Contract("", "bill", "rent", name, home.main, -1, due, prices, channel, start, end)
    contract.lag = rng.randint(2, 5) if channel in ("cheque", "transfer") else 0
    home.sign(contract, rng)
    if rng.random() < 0.12 and (home.cut - home.first).days > 200:  # moves house: another landlord, another rent
        contract.end = home.first + DAY * rng.randint(90, (home.cut - home.first).days - 40)
        dearer = [(contract.end, round(contract.price(contract.end) * rng.uniform(0.9, 1.25) / 100) * 100)]
        due = Rule("monthly", contract.end, day=1)
        name = words.payee(rng, home.country, "rent")
        home.sign(Contract("", "bill", "rent", name, home.main, -1, due, dearer, "standing", contract.end), rng)


def loans(home: Household, rng: Random) -> None:
    """Loans with a last instalment, often smaller than the others."""
    for _ in range(rng.choices((0, 1, 2), (55, 35, 10))[0]):
        start = home.first - DAY * rng.randint(0, 900)
        cents = round(home.income * rng.uniform(0.02, 0.07))
        due = Rule("monthly", start, day=rng.choice((1, 5, 15, 28)))
        name = words.payee(rng, home.country, "loan")
        contract = Contract("", "loan", "loan", name, home.main, -1, due, [(start, cents)], "dd", start)
        contract.end = start + DAY * round(30.44 * rng.choice((12, 24, 24, 36, 36, 48, 60)))
        contract.last_amount = round(cents * rng.uniform(0.2, 1.0))
        home.sign(contract, rng)


def bills(home: Household, rng: Random) -> None:
    """All contracts of a household that take money."""
    housing(home, rng)
    for kind in KINDS:
        poor = home.archetype in ("student", "benefits_parent") and kind.name in (
            "tax",
            "insurance",
            "childcare",
            "water",
        )
        if "sparse" not in home.traits and rng.random() < kind.share * (0.3 if poor else 1.0):
            first = bill(home, rng, kind)
            if kind.name in ("insurance", "mobile") and rng.random() < 0.2:
                bill(home, rng, kind, first.payee)  # a second contract with the same payee
    loans(home, rng)
    if rng.random() < 0.12:
        child = words.person(rng, home.country)
        due = Rule("weekly", home.first - DAY * rng.randint(0, 200) - DAY * home.first.weekday(), move="next")
        home.sign(
            Contract(
                "",
                "bill",
                "allowance",
                child,
                home.main,
                -1,
                due,
                [(due.anchor, rng.choice((500, 1000, 2000)))],
                "regular",
                due.anchor,
            ),
            rng,
        )
