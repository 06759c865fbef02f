"""Settles an account's role by its place among the rules, where its name says too little.

Place names a router, an income, and what is paid by pots of one purpose only. It overrules words where they cannot be
right (what nobody pays and what is divided is income, even from a shop) or are of two meanings (``Gas``, ``Chase``).
"""

from __future__ import annotations

from dataclasses import dataclass

from seqmatch.rules.accounts.lexicons.level import Level
from seqmatch.schemas.rule import ActionForm, Role, RuleSet

_ENTIRE = 10_000  # basis points
_HUB = 3
"""What receives money and sends it on to this many accounts is there to distribute it."""

_PURPOSES = frozenset(Role) - frozenset(
    (
        Role.INCOME,
        Role.ROUTER,
        Role.CHECKING,
        Role.SAVINGS,
        Role.EMERGENCY_FUND,
        Role.SINKING_FUND,
        Role.PAYROLL,
        Role.OWNERS_PAY,
        Role.PROFIT,
        Role.OPERATING_EXPENSES,
        Role.COST_OF_GOODS,
        Role.MARKETING,
        Role.SPENDING,
        Role.PERSON,
        Role.UNKNOWN,
    )
)
"""Pots that say what their money is for, wherever it goes from there; the others pay for anything."""
_OF_DEBTS = frozenset((Role.CREDIT_CARD, Role.DEBT_PAYOFF))
_ISSUERS = frozenset((Role.CHECKING, Role.INVESTMENTS, Role.SHOPPING, Role.GROCERIES, Role.HOME_REPAIR, Role.TRAVEL))
"""Banks, brokers, shops and airlines have cards."""
_DEBTS = frozenset((Role.CREDIT_CARD, Role.LOAN, Role.MORTGAGE))
_EMPLOYERS = frozenset(
    (
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
_VAGUE = frozenset((Role.BILLS, Role.SPENDING, Role.PERSON))
"""What words such as ``payment`` or ``cash`` say, which an income may be called too."""
_COMPANIES = frozenset((Level.BRAND, Level.MERCHANT, Level.BANK))
_GAS = frozenset(("gas",))
_STORE_CARDS = frozenset(("prime", "apple"))
_UPKEEP = frozenset(("maintenance", "repair", "repairs", "upkeep"))
_WAGES = frozenset(("nómina", "nomina", "payroll"))
"""Pay where it comes in, wages where it goes and stays."""


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
    by_own_place = dict(roles)
    for name, place in places.items():
        feeders = {by_own_place[feeder] for feeder in place.feeders}
        if len(feeders) == 1:
            roles[name] = _paid_by(next(iter(feeders)), readings[name], roles[name], leaf=not place.onwards)
    return roles


def _places(rules: RuleSet) -> dict[str, _Place]:
    places: dict[str, _Place] = {}
    for rule in rules.rules:
        shares: dict[str, int] = {}
        for action in rule.actions:
            source, destination = action.source, action.destination
            for name in (source, destination):
                if name not in places:
                    places[name] = _Place({}, {})
            start, end = places[source], places[destination]
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
    if reading.role is Role.INCOME and not place.onwards and reading.words & _WAGES:
        return Role.PAYROLL
    return reading.role


def _unfed(reading: Reading, place: _Place, readings: dict[str, Reading]) -> Role:
    """The role of an account that no rule sends money to."""
    if not place.onwards:
        return reading.role
    passed_on = {readings[name].role for name in place.onwards} <= {Role.INCOME, Role.ROUTER}
    if reading.role is Role.UNKNOWN:
        return Role.INCOME if place.by_shares or passed_on else Role.UNKNOWN
    if reading.level is Level.WEAK and (reading.role is Role.OWNERS_PAY or (passed_on and reading.role in _VAGUE)):
        return Role.INCOME
    if reading.role is Role.CREDIT_CARD and reading.level is Level.BANK:
        return Role.CHECKING  # a bank that is better known for its cards; no card pays out
    if reading.level in _COMPANIES and (reading.role in _EMPLOYERS or reading.role in _DEBTS):
        return Role.INCOME if place.by_shares or passed_on else reading.role
    divided = place.by_shares and len(place.onwards) > 1
    return Role.INCOME if divided and reading.role in _EMPLOYERS and not reading.whole else reading.role


def _paid_by(pot: Role, reading: Reading, role: Role, *, leaf: bool) -> Role:
    """The role of an account that only pots of the role ``pot`` pay."""
    if role is Role.UNKNOWN:
        return pot if leaf and pot in _PURPOSES else role
    if pot in _OF_DEBTS and reading.level in _COMPANIES:
        if role is Role.TRANSPORT:
            return Role.LOAN
        return Role.CREDIT_CARD if role in _ISSUERS or reading.words & _STORE_CARDS else role
    if pot in (Role.UTILITIES, Role.HOUSING) and role is Role.TRANSPORT and reading.words & _GAS:
        return Role.UTILITIES
    if pot is Role.TRANSPORT and role is Role.HOME_REPAIR and reading.words & _UPKEEP:
        return Role.TRANSPORT
    return role
