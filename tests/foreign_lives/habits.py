"""Spending that is no contract: habits that look like bills, and everything else that is bought.

A choice, said aloud: whatever a person must decide anew each time is a HABIT here, equal amounts and even
spacing notwithstanding. So the weekly lottery ticket, the Tuesday class paid at the door, workday parking, the prepaid
phone top-up about every 30 days and Friday's cash are habits. A lottery club by direct debit is a contract (``bills``).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from random import Random

from . import words
from .bankdays import DAY, is_open
from .household import LEVEL, Event, Household


@dataclass(frozen=True, slots=True)
class Habit:
    """A habit before a household takes it up.

    ``when`` is ``weekday:N``, ``workday``, ``every:N:jitter`` or ``rate:per_day``. ``sigma`` is the standard deviation
    of log amounts; 0 means equal amounts, -1 a menu of three prices, -2 round banknotes.
    """

    name: str
    category: str
    words: str
    share: float
    when: str
    chance: float
    cents: tuple[int, int]
    sigma: float
    mcc: str
    scales: bool = False
    places: int = 1


HABITS = (
    Habit("saturday_grocer", "groceries", "groceries", 0.75, "weekday:5", 0.92, (6000, 14000), 0.28, "5411", True, 2),
    Habit("other_groceries", "groceries", "groceries", 0.95, "rate:0.2", 1.0, (1500, 4200), 0.55, "5411", True, 4),
    Habit("friday_takeaway", "takeaway", "takeaway", 0.5, "weekday:4", 0.75, (1800, 4500), 0.22, "5812", True, 2),
    Habit("lottery_ticket", "lottery", "kiosk", 0.25, "weekday:{w}", 0.94, (300, 1500), 0.0, "7995"),
    Habit("commuter_fuel", "fuel", "fuel", 0.55, "every:9:2", 1.0, (3500, 6500), 0.1, "5541", False, 2),
    Habit("workday_coffee", "coffee", "coffee", 0.4, "workday", 0.8, (290, 560), -1.0, "5814"),
    Habit("workday_parking", "parking", "parking", 0.15, "workday", 0.7, (400, 1200), 0.0, "7523"),
    Habit("tuesday_class", "leisure", "leisure", 0.2, "weekday:1", 0.82, (900, 1800), 0.0, "7997"),
    Habit("prepaid_topup", "mobile", "mobile", 0.2, "every:30:5", 1.0, (1000, 2500), 0.0, "4814"),
    Habit("friday_cash", "cash", "", 0.3, "weekday:4", 0.6, (4000, 10000), 0.0, "6011"),
    Habit("haircut", "personal care", "hair", 0.5, "every:42:8", 1.0, (1800, 6000), -1.0, "7230"),
    Habit("odd_cash", "cash", "", 0.6, "rate:0.04", 1.0, (2000, 8000), -2.0, "6011"),
    Habit("restaurant", "restaurant", "restaurant", 0.8, "rate:0.09", 1.0, (2500, 6500), 0.5, "5812", True, 6),
    Habit("shopping", "shopping", "shopping", 0.97, "rate:0.14", 1.0, (2200, 5000), 0.8, "5311", True, 8),
    Habit("transit", "transit", "transit", 0.4, "rate:0.25", 1.0, (180, 420), -1.0, "4111"),
    Habit("pharmacy", "health", "health", 0.7, "rate:0.04", 1.0, (800, 3500), 0.6, "5912", False, 2),
    Habit("leisure", "leisure", "leisure", 0.7, "rate:0.05", 1.0, (1200, 3500), 0.4, "7832", True, 3),
)
PER_DAY = {"weekday": 1 / 7, "workday": 5 / 7}


def often(habit: Habit) -> float:
    """Expected purchases a day."""
    form, _, rest = habit.when.partition(":")
    if form == "rate":
        return float(rest)
    return habit.chance * (1 / int(rest.split(":")[0]) if form == "every" else PER_DAY[form])


def days(habit: Habit, home: Household, rng: Random) -> Iterator[date]:
    """Days of a habit over the whole run; nobody is at home during holidays."""
    form, _, rest = habit.when.partition(":")
    day = home.first
    weekday = rng.randint(2, 5) if rest == "{w}" else int(rest) if form == "weekday" else -1
    while day <= home.until:
        if form == "every":
            every, jitter = map(int, rest.split(":"))
            day += DAY * (every + rng.randint(-jitter, jitter))
            hit = True
        elif form == "rate":
            day += DAY * int(rng.expovariate(float(rest)) + 1)
            hit = True
        else:
            day += DAY
            hit = day.weekday() == weekday if form == "weekday" else is_open(home.country, day)
            hit = hit and rng.random() < habit.chance
        if hit and day not in home.away:
            yield day


def price(habit: Habit, usual: int, menu: list[int], day: date, rng: Random) -> int:
    """Cents of one purchase."""
    if habit.sigma == 0:
        return usual
    if habit.sigma == -1:
        return rng.choices(menu, (6, 3, 1))[0]
    if habit.sigma == -2:
        return max(1, round(usual * rng.choice((0.5, 1, 1, 2)) / 2000)) * 2000
    more = 1.3 if day.month == 12 and habit.category in ("shopping", "groceries", "restaurant") else 1.0
    return max(95, round(usual * more * rng.lognormvariate(-(habit.sigma**2) / 2, habit.sigma)))


def habits(home: Household, rng: Random, spare: int) -> None:
    """Plan habits so that they use about ``spare`` cents a month."""
    chosen = [h for h in HABITS if rng.random() < h.share * (0.35 if "sparse" in home.traits else 1.0)]
    level = LEVEL[home.country]
    usual = {h.name: rng.uniform(*h.cents) * level for h in chosen}
    cost = {h.name: usual[h.name] * often(h) * 30.44 for h in chosen}
    plain = sum(cost[h.name] for h in chosen if not h.scales)
    free = sum(cost[h.name] for h in chosen if h.scales) or 1.0
    scale = min(4.0, max(0.35, (spare - plain) / free))
    for habit in chosen:
        cents = usual[habit.name] * (scale if habit.scales else 1.0)
        if plain > spare * 0.6 and not habit.scales and habit.sigma != 0:
            cents *= 0.7
        whole = round(cents / 2000) * 2000 or 2000 if habit.category == "cash" else round(cents / 50) * 50 or 50
        menu = [whole, whole + 60, whole * 2 + 30]
        shops = [words.payee(rng, home.country, habit.words) for _ in range(habit.places)] if habit.words else [""]
        stores = [str(rng.randrange(10**6, 10**7)) for _ in shops]
        dearer = home.first + DAY * rng.randint(100, 900)
        for day in days(habit, home, rng):
            usual_now = whole if habit.sigma <= 0 else cents
            if habit.sigma <= 0 and day >= dearer and habit.category != "cash":
                usual_now = whole + 50
                menu = [usual_now, usual_now + 60, usual_now * 2 + 30]
            amount = price(habit, round(usual_now), menu, day, rng)
            place = 0 if rng.random() < 0.7 else rng.randrange(len(shops))
            ref = stores[place] if rng.random() < 0.85 else str(rng.randrange(10**6, 10**7))  # another branch
            channel = "atm" if habit.category == "cash" else "card"
            if habit.name == "shopping" and rng.random() < 0.4:
                channel = "online"
            event = Event(
                home.main, channel, shops[place], -amount, habit.category, habit.name, True, ref, habit.mcc, day
            )
            home.add(day, event)
