"""Things that happen once: a fortnight abroad, December, broken cars, windfalls, gifts, disputed payments."""

from __future__ import annotations

from datetime import date
from random import Random

from . import words
from .bankdays import DAY
from .household import LEVEL, Event, Household


def holidays(home: Household, rng: Random) -> None:
    """A fortnight (or a week) abroad in most summers; booked months before. Fills ``home.away`` first."""
    if home.archetype in ("benefits_parent", "student") or "sparse" in home.traits or rng.random() < 0.3:
        return
    for year in range(home.first.year, home.until.year + 1):
        start, length = date(year, rng.randint(6, 9), rng.randint(1, 28)), rng.choice((7, 14, 14))
        if rng.random() < 0.2:
            continue
        budget = home.income * rng.uniform(0.2, 0.5)
        lean = any(since <= start < until for since, until in home.lean)
        if lean:
            continue
        agent = words.abroad(rng) + " Travel"
        booking = Event(home.main, "online", agent, -round(budget * 0.5), "travel", "holiday", True, mcc="4722")
        home.add(start - DAY * rng.randint(30, 120), booking)
        for offset in range(length):
            day = start + DAY * offset
            home.away.add(day)
            for _ in range(rng.choice((0, 1, 1, 2))):
                cents = max(250, round(budget * 0.5 / length * rng.lognormvariate(-0.1, 0.6)))
                event = Event(
                    home.main, "abroad", words.abroad(rng), -cents, "travel", "holiday", True, "3310045", "5812", day
                )
                event.town = "ES"
                home.add(day, event)


def december(home: Household, rng: Random) -> None:
    """Presents between the end of November and Christmas."""
    for year in range(home.first.year, home.until.year + 1):
        for _ in range(rng.randint(2, 9)):
            day = date(year, 11, 24) + DAY * rng.randint(0, 29)
            cents = max(900, round(home.income * 0.015 * rng.lognormvariate(0, 0.6)))
            payee = words.payee(rng, home.country, "shopping")
            home.add(day, Event(home.main, "card", payee, -cents, "gifts", "december", True, "6120044", "5945", day))


def shocks(home: Household, rng: Random) -> None:
    """Rare large rows, both ways, and money between friends."""
    level = LEVEL[home.country]
    day = home.first
    while (day := day + DAY * (1 + int(rng.expovariate(1 / 140)))) <= home.until:
        what, low, high = rng.choice((("garage", 25000, 120000), ("health", 15000, 90000), ("shopping", 40000, 130000)))
        cents = round(rng.uniform(low, high) * level * min(1.0, home.income / 250000))
        payee = words.payee(rng, home.country, what)
        home.add(
            day,
            Event(
                home.main,
                "card",
                payee,
                -cents,
                {"garage": "car repair"}.get(what, what),
                "shock",
                False,
                purchased=day,
            ),
        )
    day = home.first
    while (day := day + DAY * (1 + int(rng.expovariate(1 / 200)))) <= home.until:
        name, category = rng.choice((("Tax Refund", "tax refund"), (words.person(rng, home.country), "gift received")))
        cents = round(rng.uniform(5000, 60000) * level)
        home.add(day, Event(home.main, "in", name, cents, category, "windfall"))
    friends = [words.person(rng, home.country) for _ in range(3)]
    rate = rng.choice((0, 1 / 60, 1 / 20))
    day = home.first
    while rate and (day := day + DAY * (1 + int(rng.expovariate(rate)))) <= home.until:
        sign = rng.choice((-1, -1, 1))
        cents = sign * rng.choice((500, 1000, 1500, 2000, 2500, rng.randint(300, 6000)))
        channel = "transfer" if sign < 0 else "in"
        home.add(day, Event(home.main, channel, rng.choice(friends), cents, "friends", "friends", sign < 0))


def episodes(home: Household, rng: Random) -> None:
    """All of them."""
    december(home, rng)
    shocks(home, rng)
