"""What goes wrong today, mended with the smallest change: shares above 100 %, bills that run short, money that piles up."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from seqmatch.answers.advice import amounts
from seqmatch.answers.advice.change import Change, raised, role_word
from seqmatch.answers.advice.draft import WHOLE_PERCENT, Draft, amount_text
from seqmatch.answers.advice.picture import RESERVES, Kind, Picture
from seqmatch.answers.advice.room import Fitted, fit, givers_of
from seqmatch.answers.simulation import dollars
from seqmatch.rules.checks.amounts import percent_text, total_of
from seqmatch.rules.reading import ENTIRE
from seqmatch.schemas.reading import Step, StepKind
from seqmatch.schemas.rule import ActionForm, Role
from seqmatch.schemas.simulation import MINIMUM_CENTS

_GIVE_WAY = (
    (Role.FUN_MONEY, Role.DINING, Role.SHOPPING, Role.TRAVEL, Role.CRYPTO),
    (Role.SPENDING, Role.CHECKING, Role.UNKNOWN, Role.PERSON),
    (Role.SINKING_FUND, Role.TRANSPORT, Role.INVESTMENTS, Role.RETIREMENT, Role.GIVING, Role.SAVINGS),
)
"""Roles that give way where shares come to more than all, in this order; then all others in proportion."""
_MARGIN = 1.05
"""A bills account gets what its payments come to and this much, so that a cent more does not make it fail."""
_PROFIT_FIRST_GAP = 10
_PROFIT_FIRST_STEP = 15
"""Points below the target that are worth a change, and the most points it changes by at once."""


def overfull(draft: Draft) -> Iterator[Change]:
    """Divisions of more than 100 %, lowered to 100."""
    for reading in draft.readings:
        for step in reading.steps if reading.settled else ():
            if step.kind is StepKind.DIVISION and total_of(step) > ENTIRE:
                yield _lowered(draft, reading.number - 1, step)
                return  # the others after this one is mended


def _lowered(draft: Draft, rule: int, step: Step) -> Change:
    total = total_of(step)
    excess = total - ENTIRE
    values = {part.action - 1: part.value for part in step.parts if isinstance(part.value, int)}
    now = dict(values)
    for tier in _GIVE_WAY:
        for part in step.parts:
            place = part.action - 1
            if excess > 0 and place in now and draft.roles.get(part.destination) in tier:
                given = min(excess, now[place] // 2)
                now[place] -= given
                excess -= given
    if excess > 0:
        left = sum(now.values())
        now = {place: value * ENTIRE // left for place, value in now.items()}
    before = draft.rules[rule].actions
    mended = draft.with_values({(rule, place): value for place, value in now.items() if value != values[place]})
    lowered = [place for place in now if now[place] != values[place]]
    largest = max(lowered, key=lambda place: values[place] - now[place])
    action = replace(before[largest], value=now[largest])
    told = ", ".join(
        f"{role_word(draft.roles.get(before[place].destination.strip(), Role.UNKNOWN))} from"
        f" {values[place] / 100:g}% to {now[place] / 100:g}%"
        for place in lowered
    )
    role = draft.roles.get(before[largest].destination.strip(), Role.UNKNOWN)
    return Change(
        "repair",
        role,
        action,
        f"Lower the shares from {percent_text(total)} to 100 %",
        f"The shares of rule {rule + 1} come to {total / 100:g}% of what arrives, so the last ones fail every time."
        f" The plan lowers {told}.",
        mended,
        replaces=before[largest],
    )


def impossible(draft: Draft) -> Draft:
    """The draft without amounts of nothing, and with amounts below the least that can be moved raised to it."""
    values: dict[tuple[int, int], int] = {}
    for index, rule in enumerate(draft.rules):
        for place, action in enumerate(rule.actions):
            if not isinstance(action.value, int) or action.form is ActionForm.REMAINDER:
                continue
            if action.value < 0 or (action.value == 0 and action.form is not ActionForm.OVERFLOW):
                values[index, place] = 0
            elif action.form is ActionForm.FIXED and action.value < MINIMUM_CENTS:
                values[index, place] = MINIMUM_CENTS
    return draft.with_values(values) if values else draft


def short_pots(picture: Picture, draft: Draft) -> Iterator[Change]:
    """Accounts whose payments come to more than they get: their line of the hub is raised to what is due."""
    for account, needed in picture.short.items():
        line = draft.line_to(account)
        gets = draft.received[account]
        if line is None or needed <= gets or line.kind not in (StepKind.DIVISION, StepKind.FIXED):
            continue
        before = draft.rules[line.rule].actions[line.action]
        fitted = _raise_to(picture, draft, account, line.role, needed - gets)
        if fitted is None:
            continue
        day = min((o.day for o in picture.obligations if o.source == account and o.day), default=None)
        due = f" from day {day} on" if day else ""
        why = (
            f"The {role_word(line.role)} account pays {dollars(needed)} a month{due} and gets {dollars(gets)}: it runs short"
            f" by {dollars(needed - gets)} a month, and payments fail."
        )
        yield raised(line.role, before, fitted, why, "repair")


def _raise_to(picture: Picture, draft: Draft, account: str, role: Role, missing: int) -> Fitted | None:
    """Room for all of ``missing``, rounded up."""
    line = draft.line_to(account)
    step = 500 if line is None or line.kind is StepKind.FIXED else max(1, draft.divided.get(line.at, 0) // 100)
    wanted = -(-missing // step) * step
    return fit(picture, draft, account, role, wanted, urgent=True, least=1.0)


def arrears(picture: Picture, draft: Draft) -> Iterator[Change]:
    """What is overdue gets more, out of treats and everyday money."""
    for account in picture.overdue:
        line = draft.line_to(account)
        if line is None or line.kind not in (StepKind.DIVISION, StepKind.FIXED):
            continue
        treats = sum(giver.most for giver in givers_of(picture, draft, line.role, urgent=False)[:1])
        wanted = max(treats, picture.income_cents // 20)
        fitted = fit(picture, draft, account, line.role, wanted, least=0.2) or _by_giving_up(picture, draft, account)
        if fitted is not None:
            before = draft.rules[line.rule].actions[line.action]
            why = (
                f"What is overdue comes before anything that can wait: {dollars(line.cents + fitted.cents)} a month instead of"
                f" {dollars(line.cents)} catches up sooner. Ask the landlord or the company for a payment plan in writing."
            )
            yield raised(line.role, before, fitted, why)
            return


def _by_giving_up(picture: Picture, draft: Draft, account: str) -> Fitted | None:
    """A fixed amount raised by what one percentage gives up."""
    line = draft.line_to(account)
    givers = [g for g in givers_of(picture, draft, Role.UNKNOWN, urgent=False) if g.line.kind is StepKind.DIVISION]
    if line is None or line.kind is not StepKind.FIXED or not givers:
        return None
    giver = givers[0]
    base = draft.divided.get(giver.line.at, 0)
    points = int(giver.most * 100 // base) if base else 0
    if points < 1:
        return None
    cents = points * base // 100 // 500 * 500
    values = {giver.line.at: giver.line.value - points * WHOLE_PERCENT, line.at: line.value + cents}
    changed = draft.with_values(values)
    now = changed.rules[giver.line.rule].actions[giver.line.action]
    action = changed.rules[line.rule].actions[line.action]
    return Fitted(changed, action, cents, ((giver.line, now),))


def piles(picture: Picture, draft: Draft) -> Iterator[Change]:
    """Money that piles up without a purpose: the account gets what it pays, the rest goes to a reserve or a debt."""
    for pile in picture.piles:
        line = draft.line_to(pile.account)
        target = _target_of_surplus(picture, draft)
        if line is None or line.kind not in (StepKind.DIVISION, StepKind.FIXED) or target is None:
            continue
        by_share = line.kind is StepKind.DIVISION
        unit = draft.divided.get(line.at, 0) / 100 if by_share else 500
        step = WHOLE_PERCENT if by_share else 500
        if not unit:
            continue
        keep = int(-(-(pile.pays * _MARGIN) // unit)) * step
        surplus = line.value - keep
        account, role = target
        own = draft.line_to(account)
        if surplus < step or (own is not None and (own.kind is StepKind.DIVISION) is not by_share):
            continue
        says = (
            f"The {role_word(line.role)} account gets {dollars(pile.gets)} a month and pays {dollars(pile.pays)}:"
            f" {dollars(pile.kept)} a month sits there without a purpose, more than the bills need."
        )
        lowered = draft.with_values({line.at: keep})
        before = draft.rules[line.rule].actions[line.action]
        action = lowered.rules[line.rule].actions[line.action]
        yield Change(
            "change",
            line.role,
            action,
            f"Lower {role_word(line.role)} from {amount_text(before)} to {amount_text(action)}",
            says,
            lowered,
            replaces=before,
            caution="If bills are also paid from there by card or by hand, tell what they come to first.",
        )
        fitted = fit(picture, lowered, account, role, int(surplus / step * unit), least=0.5)
        if fitted is not None:
            why = f"What the {role_word(line.role)} account does not need, {dollars(fitted.cents)} a month, does more here."
            if own is None:
                from seqmatch.answers.advice.change import added

                yield added(role, fitted, why)
            else:
                yield raised(role, draft.rules[own.rule].actions[own.action], fitted, why)
        return


def _target_of_surplus(picture: Picture, draft: Draft) -> tuple[str, Role] | None:
    """Where money without a purpose does most: what is overdue, a reserve, then a debt; None where nothing takes more."""
    lines = {line.destination: line for line in draft.lines if line.kind in (StepKind.DIVISION, StepKind.FIXED)}
    wanted = [name for name in picture.overdue if name in lines]
    if (
        picture.kind is Kind.PERSONAL
        and picture.has(Role.MORTGAGE)
        and not picture.has(Role.HOME_REPAIR, Role.SINKING_FUND)
    ):
        return "Home Repair", Role.HOME_REPAIR
    wanted += [name for role in RESERVES for name in lines if lines[name].role is role]
    wanted += [name for name in picture.debts if name in lines]
    if wanted:
        return wanted[0], lines[wanted[0]].role
    return None if picture.has(*RESERVES) else ("Emergency Fund", Role.EMERGENCY_FUND)


def profit_first(picture: Picture, draft: Draft) -> Iterator[Change]:
    """Profit First shares far from their targets, moved a few points."""
    if picture.kind is not Kind.BUSINESS:
        return
    lines = {line.role: line for line in draft.lines if line.kind is StepKind.DIVISION}
    own = (Role.PROFIT, Role.OWNERS_PAY, Role.TAXES, Role.OPERATING_EXPENSES)
    if not all(role in lines for role in own):
        return
    targets = amounts.profit_first(picture)
    target = dict(zip(own, (targets.profit, targets.owners_pay, targets.taxes, targets.costs), strict=True))
    over = {role: lines[role].value / 100 - 100 * target[role] for role in own}
    if over[Role.OWNERS_PAY] > -_PROFIT_FIRST_GAP:
        return
    wanted = min(-over[Role.OWNERS_PAY], _PROFIT_FIRST_STEP)
    values: dict[tuple[int, int], int] = {}
    shrunk = []
    for role, share in ((Role.PROFIT, 2 / 3), (Role.OPERATING_EXPENSES, 1.0)):
        given = int(min(max(0, over[role]), wanted * share))
        if given:
            values[lines[role].at] = lines[role].value - given * WHOLE_PERCENT
            wanted -= given
            shrunk.append(lines[role])
    line = lines[Role.OWNERS_PAY]
    points = sum(lines[s.role].value - values[s.at] for s in shrunk)
    if not points:
        return
    changed = draft.with_values({**values, line.at: line.value + points})
    action = changed.rules[line.rule].actions[line.action]
    fitted = Fitted(
        changed,
        action,
        points * draft.divided.get(line.at, 0) // ENTIRE,
        tuple((s, changed.rules[s.rule].actions[s.action]) for s in shrunk),
    )
    why = (
        f"Owner's pay is at {line.value / 100:g}%, far below the Profit First target of {targets.owners_pay:.0%} at"
        f" {dollars(picture.annual_cents)} a year ({targets.text()}). Targets are reached a few points a quarter."
    )
    yield raised(Role.OWNERS_PAY, draft.rules[line.rule].actions[line.action], fitted, why)
