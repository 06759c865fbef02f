"""What an account's place among the rules says about its role, where its name says too little.

Place names a router, an income, and what a pot that pays for one thing only must be paying for. It overrules words only
where they cannot be right: money that nobody sends and that is divided is income, even from a shop.
"""

from __future__ import annotations

from dataclasses import dataclass

from seqmatch.rules.accounts.lexicons.level import Level
from seqmatch.schemas.rule import ActionForm, Role, RuleSet

_ENTIRE = 10_000  # basis points
_HUB = 3
"""What receives money and sends it on to this many accounts is there to distribute it."""

_PAYS_FOR_ITSELF = frozenset(
    (
        Role.CREDIT_CARD,
        Role.LOAN,
        Role.DEBT_PAYOFF,
        Role.BILLS,
        Role.SUBSCRIPTIONS,
        Role.TAXES,
        Role.RETIREMENT,
        Role.PHONE_INTERNET,
        Role.GIVING,
        Role.TRAVEL,
        Role.CRYPTO,
    )
)
"""Pots whose money goes to more of the same, by what is known of accounts whose names tell."""
_OF_DEBTS = frozenset((Role.CREDIT_CARD, Role.DEBT_PAYOFF))
_EMPLOYERS = frozenset(
    (
        Role.CREDIT_CARD,
        Role.LOAN,
        Role.MORTGAGE,
        Role.INSURANCE,
        Role.HOUSING,
        Role.UTILITIES,
        Role.PHONE_INTERNET,
        Role.SUBSCRIPTIONS,
        Role.GROCERIES,
        Role.DINING,
        Role.TRANSPORT,
        Role.HEALTH,
        Role.CHILDREN_EDUCATION,
        Role.PETS,
        Role.TRAVEL,
        Role.GIVING,
        Role.FUN_MONEY,
        Role.SHOPPING,
        Role.HOME_REPAIR,
        Role.COST_OF_GOODS,
        Role.MARKETING,
        Role.CRYPTO,
        Role.PERSON,
    )
)
"""Roles that a name may say although the account is where pay comes in."""
_COMPANIES = frozenset((Level.BRAND, Level.MERCHANT, Level.BANK))
_GAS = frozenset(("gas",))
_STORE_CARDS = frozenset(("prime", "apple", "store"))
_UPKEEP = frozenset(("maintenance", "repair", "repairs", "upkeep"))


@dataclass(frozen=True, slots=True)
class Reading:
    """What a name says by itself.

    Attributes
    ----------
    role : the role its words say.
    level : how much they say it; None where no word did.
    words : its words, folded.
    levels : the levels of all that was found in it.
    whole : every word of it is one the lexicon knows: ``Fun Money``, not ``Corner Pizza``.
    """

    role: Role
    level: Level | None
    words: frozenset[str]
    levels: frozenset[Level]
    whole: bool


@dataclass(slots=True)
class _Place:
    feeders: dict[str, None]
    onwards: dict[str, None]
    all_goes_on: bool = False
    by_shares: bool = False


def settle_by_place(rules: RuleSet, readings: dict[str, Reading]) -> dict[str, Role]:
    """Every account of ``readings`` -> its role, by its words and its place."""
    places = _places(rules)
    roles = {name: reading.role for name, reading in readings.items()}
    for name, place in places.items():
        reading = readings[name]
        if place.feeders:
            roles[name] = _fed(reading, place, roles)
        else:
            roles[name] = _unfed(reading, place, readings)
    for name, place in places.items():
        feeders = {roles[feeder] for feeder in place.feeders}
        if len(feeders) == 1:
            roles[name] = _paid_by(next(iter(feeders)), readings[name], roles[name], leaf=not place.onwards)
    return roles


def _places(rules: RuleSet) -> dict[str, _Place]:
    places: dict[str, _Place] = {}
    for rule in rules.rules:
        shares: dict[str, int] = {}
        for action in rule.actions:
            source, destination = action.source, action.destination
            start = places.setdefault(source, _Place({}, {}))
            end = places.setdefault(destination, _Place({}, {}))
            if source == destination:
                continue
            end.feeders[source] = None
            start.onwards[destination] = None
            if action.form is ActionForm.REMAINDER:
                start.all_goes_on = True
            elif action.form is ActionForm.PERCENTAGE:
                start.by_shares = True
                if isinstance(action.value, int):
                    shares[source] = shares.get(source, 0) + action.value
                    if shares[source] >= _ENTIRE:
                        start.all_goes_on = True
    return places


def _fed(reading: Reading, place: _Place, roles: dict[str, Role]) -> Role:
    if reading.role is Role.UNKNOWN:
        onwards = len(place.onwards)
        if onwards >= _HUB or (onwards > 1 and place.all_goes_on):
            return Role.ROUTER
    return reading.role


def _unfed(reading: Reading, place: _Place, readings: dict[str, Reading]) -> Role:
    """The role of an account that no rule sends money to."""
    if not place.onwards:
        return reading.role
    passed_on = {readings[name].role for name in place.onwards} <= {Role.INCOME, Role.ROUTER}
    if reading.role is Role.UNKNOWN:
        return Role.INCOME if place.by_shares or passed_on else Role.UNKNOWN
    if reading.level is Level.WEAK and (passed_on or reading.role is Role.OWNERS_PAY):
        return (
            Role.INCOME if reading.role in (Role.OWNERS_PAY, Role.BILLS, Role.SPENDING, Role.PERSON) else reading.role
        )
    if reading.role is Role.CREDIT_CARD and reading.level is Level.BANK:
        return Role.CHECKING  # a bank that is better known for its cards; no card pays out
    divided = place.by_shares and len(place.onwards) > 1
    named_after_a_pot = reading.whole and reading.level not in _COMPANIES
    return Role.INCOME if divided and reading.role in _EMPLOYERS and not named_after_a_pot else reading.role


def _paid_by(pot: Role, reading: Reading, role: Role, *, leaf: bool) -> Role:
    """The role of an account that only pots of the role ``pot`` pay."""
    if role is Role.UNKNOWN:
        return pot if leaf and pot in _PAYS_FOR_ITSELF else role
    if pot in _OF_DEBTS and (reading.level in (Level.MERCHANT, Level.BANK) or reading.words & _STORE_CARDS):
        if role is Role.TRANSPORT:
            return Role.LOAN
        return role if role in (Role.LOAN, Role.INCOME, Role.SAVINGS) else Role.CREDIT_CARD
    if pot in (Role.UTILITIES, Role.HOUSING) and role is Role.TRANSPORT and reading.words & _GAS:
        return Role.UTILITIES
    if pot is Role.TRANSPORT and role is Role.HOME_REPAIR and reading.words & _UPKEEP:
        return Role.TRANSPORT
    return role
