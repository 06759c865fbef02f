"""How banks print a payment: prefixes of card networks, numbers of shops, cities, truncation."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from random import Random

from seqmatch.data.synthetic.spending.words import PREFIXES


@dataclass(frozen=True)
class Movement:
    """Money that moved, before a bank prints it; ``cents`` are negative where it left.

    Attributes
    ----------
    seller : who was paid or paid, in full.
    name : the part of the statement that names them.
    kind : ``card`` (with shop and city), ``online`` or ``bank``, which is printed as it stands.
    returns : the chance that a payment comes back.
    """

    date: dt.date
    seller: str
    name: str
    category: str
    cents: int
    kind: str
    mcc: str = ""
    account: str = "card"
    city: str = ""
    shop: str = ""
    prefix: str = ""
    returns: float = 0.0

    def refunded(self, date: dt.date, luck: Random) -> Movement:
        """The same payment coming back, whole or in part."""
        part = 1.0 if luck.random() < 0.7 else luck.uniform(0.2, 0.9)
        name = luck.choice((self.name, f"{self.name} REFUND", f"RETURN {self.name}"))
        return replace(self, date=date, name=name, cents=max(1, round(-self.cents * part)), returns=0.0)


@dataclass(frozen=True)
class Bank:
    """A bank's manner.

    Attributes
    ----------
    style : ``plain``, ``short`` (22 characters of the card network), ``pos``, ``checkcard``, ``title``.
    tells_codes, tells_times, tells_merchants : whether its files have merchant category codes, times, merchants' names.
    """

    style: str
    tells_codes: bool
    tells_times: bool
    tells_merchants: bool

    def printed(self, movement: Movement, luck: Random) -> str:
        """The description on the statement."""
        if movement.kind == "bank":
            return movement.name.title() if self.style == "title" else movement.name
        name = f"{movement.prefix}{movement.name}"
        place = "" if movement.kind == "online" else movement.city
        if movement.kind == "online" and luck.random() < 0.3:
            place = f"{luck.randint(200, 999)}-{luck.randint(200, 999)}-{luck.randint(1000, 9999)}"
        shop = f" {movement.shop}" if movement.shop else ""
        if self.style == "short":
            return f"{name}{shop}"[:22].strip()
        if self.style == "pos":
            return f"POS PURCHASE - {name}{shop} {place}".strip()[:60].strip()
        if self.style == "checkcard":
            stamp = f"{movement.date:%m%d}"
            return f"CHECKCARD {stamp} {name}{shop} {place} {luck.randrange(10**11, 10**12)}".strip()
        if self.style == "title":
            return f"{name}{shop}, {place.title()}".strip(" ,") if place else f"{name}{shop}".title()
        return f"{name}{shop} {place}".strip()

    def merchant(self, movement: Movement) -> str | None:
        """The merchant's name, where the bank tells it."""
        return movement.seller.title() if self.tells_merchants and movement.kind != "bank" else None

    def time(self, movement: Movement, luck: Random) -> dt.time | None:
        """When a card was used, where the bank tells it."""
        hour = min(23, max(0, round(luck.gauss(19.5 if movement.category == "dining" else 14.5, 3.5))))
        minute = luck.randrange(60)
        return dt.time(hour, minute) if self.tells_times and movement.kind != "bank" else None


def bank_of(luck: Random) -> Bank:
    """A person's bank."""
    return Bank(
        style=luck.choices(("plain", "short", "pos", "checkcard", "title"), (35, 25, 15, 15, 10))[0],
        tells_codes=luck.random() < 0.25,
        tells_times=luck.random() < 0.3,
        tells_merchants=luck.random() < 0.2,
    )


def shop_number(luck: Random) -> str:
    """How a chain numbers a shop, as terminals print it."""
    number = luck.randint(1, 9999)
    forms = (f"#{number}", f"#{number:05d}", f"{number}", f"STORE {number}", f"T-{number:04d}", f"{number:03d}", "")
    return luck.choice(forms)


def terminal_prefix(luck: Random) -> str:
    """What the payment firm of a small shop puts before its name, often nothing."""
    return luck.choice(PREFIXES) if luck.random() < 0.4 else ""
