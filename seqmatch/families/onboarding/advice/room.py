"""Where money for something new comes from: what nobody has asked for, what piles up, and what can best give way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import IntEnum

from seqmatch.families.onboarding.advice.draft import STEP_CENTS, WHOLE_PERCENT, Draft, Line
from seqmatch.families.onboarding.advice.picture import RESERVES, Kind, Picture
from seqmatch.families.onboarding.advice.words import says_wages
from seqmatch.rules.reading import DEBTS, ENTIRE
from seqmatch.schemas.reading import StepKind
from seqmatch.schemas.rule import Action, ActionForm, Role

_TREATS = frozenset((Role.FUN_MONEY, Role.DINING, Role.SHOPPING, Role.TRAVEL, Role.CRYPTO))
_LIVING = frozenset((Role.SPENDING, Role.CHECKING, Role.UNKNOWN, Role.PERSON))
_LATER = frozenset((Role.SAVINGS, Role.SINKING_FUND, Role.INVESTMENTS, Role.RETIREMENT, Role.GIVING, Role.HOME_REPAIR))
_NEVER = frozenset((*DEBTS, Role.TAXES, Role.PAYROLL, Role.COST_OF_GOODS, Role.INSURANCE, Role.HOUSING, Role.HEALTH))
_COSTS = frozenset((Role.OPERATING_EXPENSES, Role.MARKETING, Role.BILLS))
_ENOUGH_SAVED = 0.3
"""Share of the income above which a reserve takes more than it needs for long."""
_NUMBERED = (StepKind.DIVISION, StepKind.FIXED)
GIVE_WAY = (
    (Role.FUN_MONEY, Role.DINING, Role.SHOPPING, Role.TRAVEL, Role.CRYPTO),
    (Role.SPENDING, Role.CHECKING, Role.UNKNOWN, Role.PERSON),
    (Role.SINKING_FUND, Role.TRANSPORT, Role.INVESTMENTS, Role.RETIREMENT, Role.GIVING, Role.SAVINGS),
)
"""Roles that give way where rules ask for more than there is, in this order."""
MARGIN = 1.05
"""An account that pays others gets what its payments come to and this much, so that a cent more does not fail."""


class Urgency(IntEnum):
    """How deep a need may cut."""

    NORMAL = 0
    """Into treats and everyday money."""
    URGENT = 1
    """Into what is saved for later, too."""
    FIRST = 2
    """Into everything that nobody else waits for."""


@dataclass(frozen=True, slots=True)
class Giver:
    """A line that can give way, by how many cents a month at most."""

    line: Line
    most: int


@dataclass(frozen=True)
class Fitted:
    """A draft with room made.

    Attributes
    ----------
    draft : the rules now.
    action : what was added or raised, as it stands in the rules.
    before : the action as it stood, None where it is new.
    cents : what it moves in a month more than before.
    shrunk : lines that gave way, as they were -> what they are now (None: what is left).
    """

    draft: Draft
    action: Action
    before: Action | None
    cents: int
    shrunk: tuple[tuple[Line, Action | None], ...] = ()


def givers_of(
    picture: Picture, draft: Draft, wanted_by: Role, *, urgency: Urgency, spared: frozenset[Role] = frozenset()
) -> list[Giver]:
    """Lines of the hub that can give way, those that can best do so first.

    Treats give way before everyday money, everyday money before saving, and saving only where it is urgent. Taxes,
    payroll, bills, debts and what belongs to others never do, nor does what was just raised (``spared``). A line never
    gives more than its part of what it got before anything was changed.
    """
    ranked: list[tuple[int, int, Giver]] = []
    for line in draft.lines:
        account = picture.accounts.get(line.destination)
        if line.role is wanted_by or line.role in spared or line.cents <= 0:
            continue
        if picture.kind is not Kind.PERSONAL and says_wages(line.destination):
            continue
        if account is not None and (account.held_for or account.overdue or (account.pays and line.role not in _LIVING)):
            continue  # a pot that pays others gives way only where money piles up in it
        kept = _idle(picture, draft, line) or _kept_share(picture, line.role, urgency)
        if kept is not None:
            rank, share = kept
            today = picture.given.get((draft.hub, line.destination), line.cents)
            pays = account.pays if account is not None else 0
            most = line.cents - max(int(share * today), int(pays * MARGIN))
            if most > 0:
                ranked.append((rank, -line.cents, Giver(line, most)))
    return [giver for _, _, giver in sorted(ranked, key=lambda entry: entry[:2])]


def _idle(picture: Picture, draft: Draft, line: Line) -> tuple[int, float] | None:
    """How a saving gives way that takes more of the income than a reserve needs; None for any other line."""
    enough = int(_ENOUGH_SAVED * picture.income_cents)
    given = picture.given.get((draft.hub, line.destination), 0)
    return (1, enough / given) if line.role in RESERVES and given > enough else None


def _kept_share(picture: Picture, role: Role, urgency: Urgency) -> tuple[int, float] | None:
    """In which order a line gives way, and the share of it that stays; None for what never gives way."""
    if role in _TREATS or (role is Role.GIVING and picture.overdue):
        return 0, 0.25 if picture.overdue else 0.45
    if role in _LIVING:
        return 1, 0.6
    if picture.kind is not Kind.PERSONAL:
        if role is Role.OWNERS_PAY:
            return 2, 0.4
        if role in _COSTS:
            return 3, 0.85
    if role in _NEVER:
        return None
    if role in _LATER:
        return (4, 0.5) if urgency >= Urgency.URGENT else None
    return (5, 0.85) if urgency is Urgency.FIRST or picture.kind is Kind.NONPROFIT else None


def fit(
    picture: Picture,
    draft: Draft,
    account: str,
    role: Role,
    wanted: int,
    *,
    urgency: Urgency = Urgency.NORMAL,
    least: float = 0.3,
    spared: frozenset[Role] = frozenset(),
    leaves: int = 0,
) -> Fitted | None:
    """``wanted`` cents a month more for ``account``, out of the hub; None where less than ``least`` of it is found.

    A line that feeds the account already is raised, otherwise one is added. Where there is not room for
    both, ``leaves`` cents a month of what can give way are left for something else.
    """
    own = draft.line_to(account)
    if own is not None and (own.kind not in _NUMBERED or own.value <= 0):
        return None  # it gets what is left, what the person chose, or an amount that nobody can read
    found = min(wanted, _free_cents(picture, draft))
    values: dict[tuple[int, int], int] = {}
    shrunk: list[Line] = []
    givers = givers_of(picture, draft, role, urgency=urgency, spared=spared)
    leaves = max(0, leaves - max(0, sum(giver.most for giver in givers) - (wanted - found)))
    for giver in givers:
        missing = wanted - found
        if missing <= 0:
            break
        line = giver.line
        most = max(0, giver.most - leaves)
        leaves -= giver.most - most
        if line.kind is StepKind.REST and most:
            found += min(missing, most)
            shrunk.append(line)
        elif line.kind in _NUMBERED:
            unit, step = _unit(draft, line)
            steps = min(round(missing / unit) or 1, int(most // unit), line.value // step - 1) if unit else 0
            if steps > 0:
                found += int(steps * unit)
                values[line.at] = line.value - steps * step
                shrunk.append(line)
    if found < wanted * least or found < STEP_CENTS:
        return None
    return put(draft.with_values(values), account, found, shrunk, draft)


def put(
    draft: Draft, account: str, cents: int, shrunk: Sequence[Line] = (), measured: Draft | None = None
) -> Fitted | None:
    """``cents`` a month more for ``account`` in ``draft``, where ``shrunk`` lines, as they were, have made room for it.

    None where the money cannot be given as a whole percentage or a round amount. ``measured`` is the draft before room
    was made, whose year is known already: what its divisions share stays the same.
    """
    measured = measured or draft
    own = measured.line_to(account)
    from_shares = all(line.kind is not StepKind.FIXED for line in shrunk)
    room = _room_in_division(measured, draft)
    base = _base(measured)
    if own is not None and own.kind is StepKind.DIVISION and (from_shares or room * base >= cents * ENTIRE):
        unit, step = _unit(measured, own)
        if not unit:
            return None
        value = own.value + min(round(cents / unit) * step, room // step * step)
        cents = int((value - own.value) / step * unit)
        rule, place = own.rule, own.action
        changed = draft.with_values({own.at: value})
    elif own is not None and own.kind is StepKind.FIXED:
        cents = cents // STEP_CENTS * STEP_CENTS
        value = own.value + cents
        rule, place = own.rule, own.action
        changed = draft.with_values({own.at: value})
    else:
        own = None
        by_share = from_shares and _shares(measured)
        if by_share:
            value = min(round(cents * 100 / base), room // WHOLE_PERCENT) * WHOLE_PERCENT if base else 0
            cents = value * base // ENTIRE
        else:
            value = cents = cents // STEP_CENTS * STEP_CENTS
        if value <= 0:
            return None
        form = ActionForm.PERCENTAGE if by_share else ActionForm.FIXED
        at, place = _place_for(measured, by_share)
        changed = draft.with_action(Action(form, _source(draft), account, value), at, place)
        rule = len(changed.rules) - 1 if at is None else at
    action = changed.rules[rule].actions[place]
    was = None if own is None else draft.rules[rule].actions[place]
    if was is not None and was.value == action.value:
        return None
    now = [(line, _now(changed, line)) for line in shrunk]
    return Fitted(changed, action, was, cents, tuple(now))


def _now(draft: Draft, line: Line) -> Action | None:
    """The action of ``line`` in the changed draft; None for the rest, which has no number."""
    if line.kind is StepKind.REST:
        return None
    actions = draft.rules[line.rule].actions
    return next((a for a in actions if a.destination.strip() == line.destination and a.form == line.kind.value), None)


def _shares(draft: Draft) -> bool:
    """Whether the hub's money is shared by percentages, so that what is new is a percentage too."""
    kinds = {line.kind for line in draft.lines}
    return StepKind.DIVISION in kinds or StepKind.FIXED not in kinds


def _base(draft: Draft) -> int:
    """Cents a month that the hub's widest division shares."""
    return max(draft.divided.values(), default=draft.income_at_hub or draft.assumptions.income_cents)


def _unit(draft: Draft, line: Line) -> tuple[float, int]:
    """Cents a month of one step of a line, and the step: one percent of what is divided, or five dollars."""
    if line.kind is StepKind.FIXED:
        runs = line.cents / line.value if line.value else 1
        return STEP_CENTS * (runs or 1), STEP_CENTS
    return draft.divided.get(line.at, 0) / 100, WHOLE_PERCENT


def _widest(draft: Draft) -> list[Line]:
    """The lines of the hub's widest division, in order; none where the hub has no division."""
    base = _base(draft)
    return [line for line in draft.lines if line.kind is StepKind.DIVISION and draft.divided.get(line.at, 0) == base]


def _room_in_division(measured: Draft, draft: Draft) -> int:
    """Basis points that the hub's widest division, measured on one draft, does not give away in another."""
    given = [draft.rules[line.rule].actions[line.action].value for line in _widest(measured)]
    return ENTIRE - sum(value for value in given if isinstance(value, int))


def _free_cents(picture: Picture, draft: Draft) -> int:
    """Cents a month that nobody has asked for: what stays in the hub; in a newcomer's plan also the rest."""
    if not picture.query.has_rules:
        given = sum(line.cents for line in draft.lines if line.kind is not StepKind.REST)
        return max(0, picture.income_cents - given)
    if any(line.kind is StepKind.REST for line in draft.lines):
        return 0
    return int(draft.free_cents * 0.95)


def _place_for(draft: Draft, by_share: bool) -> tuple[int | None, int]:
    """Where a new line of the hub goes: at the end of its division, before it, or before what takes the rest."""
    lines = draft.lines
    if not lines:
        return None, 0
    if by_share:
        shares = _widest(draft)
        return (shares[-1].rule, shares[-1].action + 1) if shares else (lines[0].rule, 0)
    later = [line for line in lines if line.kind is not StepKind.FIXED]
    return (later[0].rule, later[0].action) if later else (lines[-1].rule, lines[-1].action + 1)


def _source(draft: Draft) -> str:
    """The hub as the rules spell it."""
    for rule in draft.rules:
        for action in rule.actions:
            if action.source.strip() == draft.hub:
                return action.source
    return draft.hub


def renamed(draft: Draft, name: str, to: str) -> Draft:
    """The draft with one account under another name wherever money goes to it."""
    rules = tuple(
        replace(
            rule,
            actions=tuple(replace(a, destination=to) if a.destination.strip() == name else a for a in rule.actions),
        )
        for rule in draft.rules
    )
    return replace(draft, rules=rules)
