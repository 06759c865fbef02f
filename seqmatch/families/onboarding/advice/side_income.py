"""Income beside a job from which nobody withholds tax: a side business, a room that is let."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from seqmatch.families.onboarding.advice import amounts, words
from seqmatch.families.onboarding.advice.change import Change, fitted_change
from seqmatch.families.onboarding.advice.draft import Draft
from seqmatch.families.onboarding.advice.picture import Kind, Picture
from seqmatch.families.onboarding.advice.room import Urgency, fit
from seqmatch.families.onboarding.advice.simulation import dollars
from seqmatch.schemas.rule import ROLE_TEXT, Role


def side_incomes(picture: Picture) -> list[str]:
    """Where money comes in untaxed, beside pay that is taxed already."""
    if picture.kind is not Kind.PERSONAL or picture.nobody_withholds or len(picture.incomes) < 2:
        return []
    return [name for name in picture.incomes if _is_untaxed(name) and not words.says_pay(name)]


def _is_untaxed(name: str) -> bool:
    return words.says_own_work(name) or words.says_rents(name)


def taxes_set_aside(picture: Picture, draft: Draft) -> Iterator[Change]:
    """Tax on what comes in beside the job, out of that income and of no other."""
    if picture.has(Role.TAXES):
        return
    for name in side_incomes(picture):
        gets = picture.accounts[name].gets
        wanted = int(amounts.tax_rate(picture.annual_cents) * gets)
        side = replace(draft, hub=name)
        fitted = fit(picture, side, ROLE_TEXT[Role.TAXES], Role.TAXES, wanted, urgency=Urgency.FIRST)
        if fitted is not None:
            why = (
                f"An employer withholds tax from pay; nobody does from what comes in beside it, {dollars(gets)} a month"
                f" here: {dollars(fitted.cents)} of it is kept for the estimated payments on 15 April, 15 June,"
                " 15 September and 15 January."
            )
            kept = replace(fitted, draft=replace(fitted.draft, hub=draft.hub))
            yield fitted_change(Role.TAXES, kept, why)
            return  # the account is there now; other side income is the person's to add
