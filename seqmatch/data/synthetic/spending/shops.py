"""Where a person pays by card: chains, the shops of their city, and shops no one else visits."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass
from functools import cache
from random import Random

from seqmatch.data.synthetic.spending.printing import Movement, shop_number, terminal_prefix
from seqmatch.data.synthetic.spending.words import (
    ADJECTIVES,
    CITIES,
    FIRST,
    MIXED,
    MIXED_CENTS,
    MIXED_MCC,
    MIXED_VISITS,
    SURNAMES,
    THINGS,
    TRADES,
    Trade,
)

DAYS_A_MONTH = 30.44
LOCALS_A_TRADE = 9
MUTE = 0.35
"""Share of local shops whose name says nothing of what they sell."""
MISLEADING = 0.06
"""Share of local shops called after what others sell: a lock clinic, a bar association."""
ONCE = 0.12
"""Share of payments to a shop that no one else visits."""
CHAIN = 0.6
FAVOURITES = 3


@dataclass(frozen=True)
class Shop:
    """A shop as its terminal names it."""

    seller: str
    trade: Trade
    mcc: str
    number: str = ""
    prefix: str = ""


@dataclass(frozen=True)
class Habits:
    """What a person buys, where and how often.

    Attributes
    ----------
    weights : share of payments of each trade, the mixed sellers last.
    favourites : per trade, the shops most payments go to.
    level : how much they spend, 1 for a usual person.
    """

    city: str
    payments_a_day: float
    weights: tuple[float, ...]
    favourites: tuple[tuple[Shop, ...], ...]
    level: float
    seed: int

    def payment(self, date: dt.date, luck: Random) -> Movement:
        """One payment by card."""
        at = luck.choices(range(len(self.weights)), self.weights)[0]
        if at == len(TRADES):
            return self._mixed(date, luck)
        trade = TRADES[at]
        shop = self._shop(trade, at, luck)
        cents = max(99, round(trade.cents * self.level * math.exp(luck.gauss(0, trade.spread))))
        if luck.random() < 0.35:
            cents = max(100, round(cents, -2) - luck.choice((0, 1, 5)))
        return Movement(
            date=date,
            seller=shop.seller,
            name=shop.seller,
            category=trade.category,
            cents=-cents,
            kind="online" if luck.random() < trade.online else "card",
            mcc=shop.mcc,
            city=self.city,
            shop=shop.number,
            prefix=shop.prefix,
            returns=trade.returns,
        )

    def _shop(self, trade: Trade, at: int, luck: Random) -> Shop:
        if luck.random() < ONCE:
            return local_shop(trade, luck)
        if luck.random() < 0.7:
            return luck.choice(self.favourites[at])
        return _any_shop(trade, self.city, self.seed, luck)

    def _mixed(self, date: dt.date, luck: Random) -> Movement:
        seller, odds = luck.choice(MIXED)
        category = luck.choices([name for name, _ in odds], [share for _, share in odds])[0]
        online = seller.startswith(("AMZN", "AMAZON", "PAYPAL", "APPLE"))
        code = f"*{''.join(luck.choices('ABCDEFGHJKLMNPQRSTUVWXYZ0123456789', k=9))}" if seller == "AMZN MKTP" else ""
        return Movement(
            date=date,
            seller=seller,
            name=f"{seller} US{code}" if code else seller,
            category=category,
            cents=-max(99, round(MIXED_CENTS * self.level * math.exp(luck.gauss(0, 0.9)))),
            kind="online" if online else "card",
            mcc=MIXED_MCC.get(seller, ""),
            city=self.city,
            shop="" if online else shop_number(luck),
            returns=0.04,
        )


def habits_of(luck: Random, seed: int) -> Habits:
    """The habits of a person; the shops of a city are the same for all of its people."""
    city = luck.choice(CITIES.split(";"))
    favourites = tuple(
        tuple(_any_shop(trade, city, seed, luck) for _ in range(luck.randint(1, FAVOURITES))) for trade in TRADES
    )
    wishes = [trade.visits * math.exp(luck.gauss(0, 0.7)) for trade in TRADES]
    wishes.append(MIXED_VISITS * math.exp(luck.gauss(0, 0.5)))
    return Habits(
        city=city,
        payments_a_day=sum(wishes) / DAYS_A_MONTH,
        weights=tuple(wish / sum(wishes) for wish in wishes),
        favourites=favourites,
        level=math.exp(luck.gauss(0, 0.35)),
        seed=seed,
    )


def _any_shop(trade: Trade, city: str, seed: int, luck: Random) -> Shop:
    if luck.random() < CHAIN:
        name, code = luck.choice(trade.named(trade.chains))
        return Shop(name, trade, code, shop_number(luck))
    return luck.choice(_locals(trade, city, seed))


@cache
def _locals(trade: Trade, city: str, seed: int) -> tuple[Shop, ...]:
    luck = Random(f"shops {seed} {city} {trade.category}")
    return tuple(local_shop(trade, luck) for _ in range(LOCALS_A_TRADE))


def local_shop(trade: Trade, luck: Random) -> Shop:
    """A shop of a name of its own; most say what they sell."""
    word, code = luck.choice(trade.named(trade.words))
    surname, first = luck.choice(SURNAMES.split()), luck.choice(FIRST.split())
    adjective, thing = luck.choice(ADJECTIVES.split()), luck.choice(THINGS.split())
    if luck.random() < MISLEADING:
        other = luck.choice(TRADES)
        word, _ = luck.choice(other.named(other.words))
    if luck.random() < MUTE:
        forms = [
            f"{adjective} {thing}",
            f"{surname} & SONS",
            f"THE {thing}",
            f"{surname} {thing}",
            f"{first} {surname}",
        ]
    else:
        forms = [f"{surname} {word}", f"{surname} S {word}", f"{first} S {word}", f"THE {adjective} {thing} {word}"]
        forms += [
            f"{adjective} {thing} {word}",
            f"{thing} {word}",
            f"{adjective} {word}",
            f"{word} {luck.randint(1, 99)}",
        ]
    seller = luck.choice(forms)
    return Shop(seller, trade, code, prefix=terminal_prefix(luck))
