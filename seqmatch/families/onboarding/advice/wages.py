"""Wages that somebody told: they come before the owner's pay, whole, and what payroll gets beyond them is idle."""

from __future__ import annotations

from collections.abc import Iterator

from seqmatch.families.onboarding.advice.change import Change, role_word
from seqmatch.families.onboarding.advice.draft import WHOLE_PERCENT, Draft, amount_text
from seqmatch.families.onboarding.advice.picture import Kind, Picture
from seqmatch.families.onboarding.advice.repairs import short_pot
from seqmatch.families.onboarding.advice.simulation import dollars
from seqmatch.rules.checks.outcome import Pile
from seqmatch.schemas.reading import StepKind
from seqmatch.schemas.rule import Role

_OWNER_KEEPS = 0.4
"""Share of the owner's pay that stays, whatever wages come to."""


def payrolls(picture: Picture) -> list[str]:
    """Accounts for wages of a firm or a non-profit that no rule pays on, so that only a person knows what they pay."""
    if picture.kind not in (Kind.BUSINESS, Kind.NONPROFIT):
        return []
    return [name for name in picture.of(Role.PAYROLL) if not picture.accounts[name].pays]


def short_wages(picture: Picture, draft: Draft) -> Iterator[Change]:
    """Payroll that gets less than the wages come to: a share is raised, and of a rest the owner's pay leaves more."""
    for name in payrolls(picture):
        needed = picture.year.assumptions.amounts.get(name, 0)
        line = draft.line_to(name)
        if line is not None and line.kind is StepKind.REST and needed > line.cents:
            yield from _from_owner(draft, needed, line.cents)
        else:
            yield from short_pot(picture, draft, name, needed)


def _from_owner(draft: Draft, needed: int, gets: int) -> Iterator[Change]:
    owner = next((line for line in draft.lines if line.role is Role.OWNERS_PAY), None)
    if owner is None or owner.kind is not StepKind.DIVISION:
        return
    points = -(-(needed - gets) * 100 // max(1, draft.divided[owner.at]))
    value = owner.value - points * WHOLE_PERCENT
    if value < _OWNER_KEEPS * owner.value:
        return
    lowered = draft.with_values({owner.at: value})
    action = lowered.rules[owner.rule].actions[owner.action]
    yield Change(
        "repair",
        Role.OWNERS_PAY,
        action,
        f"Lower {role_word(Role.OWNERS_PAY)} from {amount_text(owner)} to {amount_text(action)}",
        f"Wages come to {dollars(needed)} a month and get what is left, {dollars(gets)}: they come before the owner's"
        " pay.",
        lowered,
        replaces=draft.rules[owner.rule].actions[owner.action],
    )


def idle_wages(picture: Picture) -> list[Pile]:
    """Payroll that gets clearly more than the wages come to."""
    told = picture.year.assumptions.amounts
    return [
        Pile(name, picture.accounts[name].gets, told[name], 0)
        for name in payrolls(picture)
        if 0 < told.get(name, 0) < 0.85 * picture.accounts[name].gets
    ]
