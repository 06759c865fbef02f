"""Where money for something new comes from: what nobody has asked for, what piles up, and what can best give way."""

from __future__ import annotations

from dataclasses import dataclass

from seqmatch.answers.advice.draft import STEP_CENTS, WHOLE_PERCENT, Draft, Line
from seqmatch.answers.advice.picture import Kind, Picture
from seqmatch.schemas.reading import StepKind
from seqmatch.schemas.rule import Action, ActionForm, Role

_TREATS = frozenset((Role.FUN_MONEY, Role.DINING, Role.SHOPPING, Role.TRAVEL, Role.CRYPTO))
_LIVING = frozenset((Role.SPENDING, Role.CHECKING, Role.UNKNOWN))
_LATER = frozenset((Role.SAVINGS, Role.SINKING_FUND, Role.INVESTMENTS, Role.RETIREMENT, Role.GIVING, Role.HOME_REPAIR))
_FIRM = frozenset((Role.OPERATING_EXPENSES, Role.MARKETING, Role.COST_OF_GOODS))
_FULL = 10_000


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
    cents : what it moves in a month, about.
    shrunk : lines that gave way, as they were -> what they are now.
    """

    draft: Draft
    action: Action
    cents: int
    shrunk: tuple[tuple[Line, Action | None], ...] = ()


def givers_of(picture: Picture, draft: Draft, wanted_by: Role, *, urgent: bool) -> list[Giver]:
    """Lines of the hub that can give way, those that can best do so first.

    Treats give way before everyday money, everyday money before saving, and saving only where it is urgent. Taxes,
    payroll, bills, debts and what belongs to others never do.
    """
    ranked: list[tuple[int, int, Giver]] = []
    strict = bool(picture.overdue)
    for line in draft.lines:
        account = picture.accounts.get(line.destination)
        if line.role is wanted_by or line.cents <= 0 or (account is not None and (account.held_for or account.overdue)):
            continue
        kept = _kept_share(picture, line.role, urgent=urgent, strict=strict)
        if kept is not None:
            rank, share = kept
            ranked.append((rank, -line.cents, Giver(line, int(line.cents * (1 - share)))))
    return [giver for _, _, giver in sorted(ranked, key=lambda entry: entry[:2])]


def _kept_share(picture: Picture, role: Role, *, urgent: bool, strict: bool) -> tuple[int, float] | None:
    """In which order a line gives way, and the share of it that stays; None for what never gives way."""
    if role in _TREATS:
        return 0, 0.25 if strict else 0.45
    if role in _LIVING:
        return 1, 0.6
    if picture.kind is not Kind.PERSONAL:
        if role is Role.OWNERS_PAY:
            return 2, 0.5
        if role in _FIRM or (picture.kind is Kind.NONPROFIT and role not in (Role.PAYROLL, Role.TAXES, Role.HOUSING)):
            return 3, 0.9
    if role in _LATER and urgent:
        return 4, 0.5
    return None


def fit(
    picture: Picture, draft: Draft, account: str, role: Role, wanted: int, *, urgent: bool = False, least: float = 0.4
) -> Fitted | None:
    """``wanted`` cents a month for ``account``, out of the hub; None where less than ``least`` of it can be found.

    A line that feeds the account already is raised, otherwise one is added.
    """
    own = draft.line_to(account)
    if own is not None and own.kind in (StepKind.REST, StepKind.PAYMENT, StepKind.OVERFLOW):
        return None  # it gets what is left, or what the person chose
    by_share = _by_share(draft, own)
    unit = _unit(draft, by_share)
    if unit <= 0:
        return None
    steps = max(1, round(wanted / unit))
    free = _free_steps(draft, by_share, unit)
    found = min(steps, free)
    values: dict[tuple[int, int], int] = {}
    shrunk: list[Line] = []
    for giver in givers_of(picture, draft, role, urgent=urgent):
        if found >= steps:
            break
        if giver.line.kind is StepKind.REST:
            given = min(steps - found, int(giver.most // unit))
            if given > 0 and _has_room_for_rest(draft, by_share, found + given):
                found += given
                shrunk.append(giver.line)
        elif (giver.line.kind is StepKind.DIVISION) is by_share and giver.line.kind in (
            StepKind.DIVISION,
            StepKind.FIXED,
        ):
            step = WHOLE_PERCENT if by_share else STEP_CENTS
            given = min(steps - found, int(giver.most // unit), giver.line.value // step - 1)
            if given > 0:
                found += given
                values[giver.line.at] = giver.line.value - given * step
                shrunk.append(giver.line)
    if found < max(1, steps * least):
        return None
    value = found * (WHOLE_PERCENT if by_share else STEP_CENTS)
    if own is not None:
        changed = draft.with_values({**values, own.at: own.value + value})
        action = changed.rules[own.rule].actions[own.action]
    else:
        form = ActionForm.PERCENTAGE if by_share else ActionForm.FIXED
        action = Action(form, _source(draft), account, value)
        rule, place = _place_for(draft, by_share)
        changed = draft.with_values(values).with_action(action, rule, place)
    now = [(line, _now(changed, line)) for line in shrunk]
    return Fitted(changed, action, int(found * unit), tuple(now))


def _now(draft: Draft, line: Line) -> Action | None:
    """The action of ``line`` in the changed draft; None for the rest, which has no number."""
    for action in draft.rules[line.rule].actions:
        if action.destination.strip() == line.destination and line.kind is not StepKind.REST:
            return action
    return None


def _by_share(draft: Draft, own: Line | None) -> bool:
    """Whether the hub's money is shared by percentages, so that what is new is a percentage too."""
    if own is not None:
        return own.kind is StepKind.DIVISION
    kinds = {line.kind for line in draft.lines}
    return StepKind.DIVISION in kinds or StepKind.FIXED not in kinds


def _unit(draft: Draft, by_share: bool) -> float:
    """Cents a month of one step: of one percent of what is divided, or of five dollars."""
    if not by_share:
        return STEP_CENTS
    bases = list(draft.divided.values())
    return (max(bases) if bases else draft.income_at_hub or draft.assumptions.income_cents) / 100


def _free_steps(draft: Draft, by_share: bool, unit: float) -> int:
    """Steps that nobody has asked for: what stays in the hub, with a little left free."""
    if any(line.kind is StepKind.REST for line in draft.lines):
        return 0
    if not by_share:
        return int(draft.free_cents * 0.9 // unit)
    given = sum(line.value for line in draft.lines if line.kind is StepKind.DIVISION)
    return max(0, min((_FULL - given) // WHOLE_PERCENT, int(draft.free_cents // unit)))


def _has_room_for_rest(draft: Draft, by_share: bool, steps: int) -> bool:
    given = sum(line.value for line in draft.lines if line.kind is StepKind.DIVISION)
    return not by_share or given + steps * WHOLE_PERCENT < _FULL


def _place_for(draft: Draft, by_share: bool) -> tuple[int | None, int]:
    """Where a new line of the hub goes: at the end of its division, else before what takes the rest."""
    lines = draft.lines
    if not lines:
        return None, 0
    if by_share and (shares := [line for line in lines if line.kind is StepKind.DIVISION]):
        base = max(draft.divided.get(line.at, 0) for line in shares)
        last = [line for line in shares if draft.divided.get(line.at, 0) == base][-1]
        return last.rule, last.action + 1
    ends = [line for line in lines if line.kind in (StepKind.REST, StepKind.OVERFLOW, StepKind.PAYMENT)]
    if by_share:
        return lines[0].rule, 0
    return (ends[0].rule, ends[0].action) if ends else (lines[-1].rule, lines[-1].action + 1)


def _source(draft: Draft) -> str:
    """The hub as the rules spell it."""
    for rule in draft.rules:
        for action in rule.actions:
            if action.source.strip() == draft.hub:
                return action.source
    return draft.hub
