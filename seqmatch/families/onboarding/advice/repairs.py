"""What goes wrong today, mended with the smallest change: too many shares, bills that run short, idle money."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from seqmatch.families.onboarding.advice import amounts
from seqmatch.families.onboarding.advice.change import Change, fitted_change, role_word
from seqmatch.families.onboarding.advice.draft import WHOLE_PERCENT, Draft, amount_text
from seqmatch.families.onboarding.advice.picture import BILL_ROLES, RESERVES, Kind, Picture
from seqmatch.families.onboarding.advice.room import GIVE_WAY, MARGIN, Fitted, Urgency, fit, givers_of, put, renamed
from seqmatch.families.onboarding.advice.simulation import dollars
from seqmatch.rules.checks.amounts import percent_text, total_of
from seqmatch.rules.checks.outcome import Pile
from seqmatch.rules.reading import ENTIRE
from seqmatch.schemas.reading import Step, StepKind
from seqmatch.schemas.rule import ROLE_TEXT, Fact, Role
from seqmatch.schemas.simulation import MINIMUM_CENTS

_FOR_HOUSE = 0.05
_FOR_RESERVE = 0.10
"""Shares of the income that the house and, beside debts, the reserve get of what piles up elsewhere."""
_STARTER_MONTHS = 6
"""A starter fund that today's rules fill within so many months is there; debts come before more of a reserve."""
_LEAST_PAID = 0.25
"""Share of what an account gets that its rules must pay out, before what is left counts as idle."""
_PROFIT_FIRST_GAP = 5
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
    for tier in GIVE_WAY:
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


def misspelt(draft: Draft, out: str, filled: str) -> Iterator[Change]:
    """Money that goes in under the name ``filled`` and out under ``out``, one letter apart: one name for both."""
    mended = renamed(draft, filled, out)
    line = draft.line_to(filled)
    if line is None:
        return
    yield Change(
        "repair",
        mended.roles.get(out, line.role),
        mended.rules[line.rule].actions[line.action],
        "Write both names of one account the same way",
        f"{dollars(line.cents)} a month goes into an account whose name differs by one letter from the one that"
        " payments are taken from: money piles up in the one, and the payments fail.",
        mended,
        replaces=draft.rules[line.rule].actions[line.action],
    )


def short_pot(picture: Picture, draft: Draft, account: str, needed: int) -> Iterator[Change]:
    """An account whose payments come to ``needed`` cents a month, more than it gets: its line of the hub is raised."""
    line = draft.line_to(account)
    gets = draft.received[account]
    if line is None or needed <= gets or line.kind not in (StepKind.DIVISION, StepKind.FIXED):
        return
    step = 500 if line.kind is StepKind.FIXED else max(1, draft.divided.get(line.at, 0) // 100)
    wanted = -(-(needed - gets) // step) * step
    fitted = fit(picture, draft, account, line.role, wanted, urgency=Urgency.FIRST, least=1.0)
    if fitted is None:
        return
    word = pot_word(picture, account)
    day = min((o.day for o in picture.obligations if o.source == account and o.day), default=None)
    due = f" from day {day} on" if day else ""
    why = (
        f"The {word} account pays {dollars(needed)} a month{due} and gets {dollars(gets)}: it runs short"
        f" by {dollars(needed - gets)} a month, and payments fail."
    )
    yield fitted_change(pot_role(picture, account), fitted, why, "repair", word)


def arrears(picture: Picture, draft: Draft) -> Iterator[Change]:
    """What is overdue gets more, out of treats and everyday money."""
    for account in picture.overdue:
        line = draft.line_to(account)
        if line is None or line.kind not in (StepKind.DIVISION, StepKind.FIXED):
            continue
        agreed = picture.year.assumptions.amounts.get(account)
        treats = [giver.most for giver in givers_of(picture, draft, line.role, urgency=Urgency.NORMAL)]
        usual = max(treats[0] if treats else 0, picture.income_cents // 20)
        wanted = usual if agreed is None else agreed - line.cents
        if wanted <= 0:
            continue
        fitted = fit(picture, draft, account, line.role, wanted, urgency=Urgency.URGENT, least=0.2)
        if fitted is not None:
            why = (
                f"What is overdue comes before anything that can wait: {dollars(line.cents + fitted.cents)} a month"
                f" instead of {dollars(line.cents)} catches up sooner. Ask for a payment plan in writing."
            )
            yield fitted_change(line.role, fitted, why, word="what is overdue")
            return


def piles(picture: Picture, draft: Draft, found: list[Pile]) -> Iterator[Change]:
    """Money that piles up without a purpose: the account gets what it pays, the rest goes to a reserve or a debt."""
    for pile in found:
        line = draft.line_to(pile.account)
        targets = _targets_of_surplus(picture, draft)
        if line is None or line.kind not in (StepKind.DIVISION, StepKind.FIXED) or not targets:
            continue
        if picture.roles.get(pile.account) is Role.DEBT_PAYOFF or pile.pays < _LEAST_PAID * pile.gets:
            continue  # what else is paid from there is not in the rules
        by_share = line.kind is StepKind.DIVISION
        unit = draft.divided.get(line.at, 0) / 100 if by_share else 500
        step = WHOLE_PERCENT if by_share else 500
        needed = max(pile.pays, _waited_for(draft, pile.account))
        keep = int(-(-(needed * MARGIN) // unit)) * step if unit else line.value
        surplus = int((line.value - keep) / step * unit)
        if surplus < MINIMUM_CENTS:
            continue
        word = pot_word(picture, pile.account)
        says = (
            f"The {word} account gets {dollars(pile.gets)} a month and pays {dollars(pile.pays)}:"
            f" {dollars(pile.kept)} a month sits there without a purpose, more than its payments need."
        )
        lowered = draft.with_values({line.at: keep})
        before = draft.rules[line.rule].actions[line.action]
        action = lowered.rules[line.rule].actions[line.action]
        yield Change(
            "change",
            pot_role(picture, pile.account),
            action,
            f"Lower {word} from {amount_text(before)} to {amount_text(action)}",
            says,
            lowered,
            replaces=before,
            caution="If more is paid from there by card or by hand, tell what it comes to first.",
        )
        left = surplus
        for account, role, most in targets:
            given = min(left, most)
            fitted = put(lowered, account, given, [line]) if given >= MINIMUM_CENTS else None
            if fitted is not None:
                why = f"Of what the {word} account does not need, {dollars(given)} a month {_does(role)}."
                yield fitted_change(role, replace(fitted, shrunk=()), why)
                left, lowered = left - given, fitted.draft
        return


def _waited_for(draft: Draft, account: str) -> int:
    """The highest balance that rules wait for in ``account``, in cents: with less they would not run in time."""
    return max(
        (
            condition.value
            for rule in draft.rules
            for condition in rule.conditions
            if condition.fact is Fact.BALANCE
            and isinstance(condition.value, int)
            and (condition.account or rule.actions[0].source).strip() == account
        ),
        default=0,
    )


def _does(role: Role) -> str:
    """What money without a purpose does in an account for this."""
    if role in RESERVES:
        return "builds the reserve towards three to six months of essentials"
    if role is Role.HOME_REPAIR:
        return "is kept for the roof before it leaks"
    return "pays a debt sooner, on top of its minimum"


def pot_role(picture: Picture, account: str) -> Role:
    """What an account is for that pays bills: the bills, whatever the first word of its name says."""
    role = picture.roles.get(account, Role.UNKNOWN)
    return Role.BILLS if role in BILL_ROLES and account in picture.needs_of_pots else role


def pot_word(picture: Picture, account: str) -> str:
    return role_word(pot_role(picture, account))


def _targets_of_surplus(picture: Picture, draft: Draft) -> list[tuple[str, Role, int]]:
    """Where money without a purpose does most, and how many cents a month at most; the last takes what is left.

    What is overdue, the house where nothing is kept for it, a starter fund, a debt, a full reserve.
    """
    lines = {line.destination: line for line in draft.lines if line.kind in (StepKind.DIVISION, StepKind.FIXED)}
    everything = draft.assumptions.income_cents
    found = [(name, lines[name].role, everything) for name in picture.overdue if name in lines]
    keeps_for_house = picture.has(Role.HOME_REPAIR, Role.SINKING_FUND)
    if picture.kind is Kind.PERSONAL and picture.has(Role.MORTGAGE) and not keeps_for_house:
        found.append((ROLE_TEXT[Role.HOME_REPAIR], Role.HOME_REPAIR, int(_FOR_HOUSE * everything)))
    reserves = [name for role in RESERVES for name in lines if lines[name].role is role]
    if not reserves and not picture.has(*RESERVES):
        reserves = [ROLE_TEXT[Role.EMERGENCY_FUND]]
    kept = [
        (name, lines[name].role if name in lines else Role.EMERGENCY_FUND, int(_FOR_RESERVE * everything))
        for name in reserves[:1]
    ]
    owed = [(name, lines[name].role, everything) for name in picture.debts if name in lines][:1]
    if not owed:
        return found + [(name, role, everything) for name, role, _ in kept]
    saved = sum(lines[name].cents for name, _, _ in kept if name in lines)
    has_starter = saved * _STARTER_MONTHS >= amounts.starter_fund(picture)
    return found + (owed + kept if has_starter else kept + owed)


def profit_first(picture: Picture, draft: Draft) -> Iterator[Change]:
    """Profit First shares far from their targets, moved a few points: tax before profit, profit before the owner."""
    lines = {line.role: line for line in draft.lines if line.kind is StepKind.DIVISION}
    own = (Role.TAXES, Role.PROFIT, Role.OWNERS_PAY, Role.OPERATING_EXPENSES)
    if picture.kind is not Kind.BUSINESS or not all(role in lines for role in own):
        return
    targets = amounts.profit_first(picture)
    target = dict(zip(own, (targets.taxes, targets.profit, targets.owners_pay, targets.costs), strict=True))
    over = {role: lines[role].value // WHOLE_PERCENT - round(100 * target[role]) for role in own}
    left = _PROFIT_FIRST_STEP
    for role in (Role.TAXES, Role.PROFIT, Role.OWNERS_PAY):
        lines = {line.role: line for line in draft.lines if line.kind is StepKind.DIVISION}
        wanted = min(-over[role], left)
        if over[role] > -_PROFIT_FIRST_GAP or wanted <= 0:
            continue
        values: dict[tuple[int, int], int] = {}
        shrunk = []
        found = 0
        for giver in sorted(own, key=lambda other: -over[other]):
            given = min(max(0, over[giver]), wanted - found, -(-2 * wanted // 3))
            if given > 0:
                values[lines[giver].at] = lines[giver].value - given * WHOLE_PERCENT
                over[giver] -= given
                found += given
                shrunk.append(lines[giver])
        if not found:
            return
        line = lines[role]
        before = draft.rules[line.rule].actions[line.action]
        draft = draft.with_values({**values, line.at: line.value + found * WHOLE_PERCENT})
        actions = draft.rules[line.rule].actions
        gave = tuple((other, actions[other.action]) for other in shrunk)
        fitted = Fitted(draft, actions[line.action], before, found * draft.divided.get(line.at, 0) // 100, gave)
        left -= found
        why = (
            f"{role_word(role).capitalize()} is at {line.value / 100:g}%, far below the Profit First target of"
            f" {target[role]:.0%} at {dollars(picture.annual_cents)} a year ({targets.text()}). Targets are reached"
            " a few points a quarter."
        )
        yield fitted_change(role, fitted, why)
