"""``detect_changes``: changes of a life that transactions may show, as questions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from seqmatch.families.planning.answers.outlook import outlook_text, outlook_told
from seqmatch.families.planning.models import PlanningModels
from seqmatch.families.planning.person import Person
from seqmatch.families.planning.scoring.detected import LATELY, Detected, detect
from seqmatch.rules.plain_text import plain
from seqmatch.schemas.answers.planning_changes import ChangeAsked, ChangesAnswer, ChangesBasis

MOST_ASKED, LONGEST_NAME = 6, 60
"""A friend asks a few things at a time."""
LONG_ENOUGH = 240
"""Days of history from which a payee counts as new."""


def changes_for(models: PlanningModels, person: Person, household: Mapping[str, Any] | None = None) -> ChangesAnswer:
    """The questions about a person; with what they said of their ``household`` also what is published about such."""
    found = detect(person)
    days = (person.today - person.first).days + 1
    unsure = [
        "These are guesses from words and amounts of the rows: ask, and take the answer.",
        "A change that pays or costs nothing, or that is paid from an account which is not here, does not show.",
    ]
    if days < LONG_ENOUGH:
        unsure.append(f"There are {days} days of history; what is new shows from {LONG_ENOUGH} on.")
    if any(one.stream is None for one in found):
        unsure.append("Spending is compared with the weeks before it; under two years a season looks like a change.")
    if person.left_out:
        unsure.append(f"{person.left_out:,} transactions in other currencies are left out.")
    return ChangesAnswer(
        changes=[_asked(one) for one in found[:MOST_ASKED]],
        more=max(0, len(found) - MOST_ASKED),
        unsure=unsure,
        outlook=None if household is None else outlook_told(household, person.currency),
        basis=ChangesBasis(transactions=person.transactions, first=person.first, as_of=person.today, days=LATELY),
        version=models.version,
    )


def _asked(one: Detected) -> ChangeAsked:
    payee = None if one.stream is None else plain(one.stream.payee, LONGEST_NAME) or None
    return ChangeAsked(
        kind=one.kind,
        question=_question(one, "it" if payee is None else f"“{payee}”"),
        payee=payee,
        since=one.since,
        before_cents=one.before or None,
        after_cents=one.after or None,
        yearly_cents=one.yearly,
        seen=one.times,
        if_so=_NEXT[one.kind],
    )


def _question(one: Detected, payee: str) -> str:
    before, after = _money(one.before), _money(one.after)
    often = "" if one.stream is None else f" {one.stream.cadence.replace('_', ' ')}"
    since = f"since {one.since}"
    said = {
        "pay_up": f"Pay from {payee} went from about {before} to {after}{often} {since}. Is that a raise that stays?",
        "pay_down": f"Pay from {payee} went from about {before} to {after}{often} {since}. Will it stay so?",
        "pay_stopped": f"Pay from {payee} was due on {one.since} and has not come. Is it late, or has it ended?",
        "new_pay": f"{payee} has paid {after}{often} {since}. Is that new, regular income?",
        "new_job": f"Pay now comes from {payee}, about {after} a month instead of {before}, {since}. Another job?",
        "rent_up": f"{payee} takes {after}{often} instead of {before} {since}. Has the rent or mortgage gone up?",
        "rent_down": f"{payee} takes {after}{often} instead of {before} {since}. Has the rent or mortgage gone down?",
        "new_rent": f"{payee} has taken {after}{often} {since}. Is that a new rent or mortgage?",
        "moved": f"{payee} takes about {after} a month {since}, and another housing payment of {before} has ended. "
        "Have they moved?",
        "new_childcare": f"{payee} has taken {after}{often} {since}. Is that childcare, and how long will it last?",
        "childcare_ended": f"{payee}, {before}{often}, was due on {one.since} and has not been paid. Has it ended?",
        "bill_up": f"{payee} takes {after}{often} instead of {before} {since}. Did they know, and is it worth it?",
        "bill_down": f"{payee} takes {after}{often} instead of {before} {since}. Does that stay?",
        "new_bill": f"{payee} has taken {after}{often} {since}. Is that a new bill that stays?",
        "bill_ended": f"{payee}, {before}{often}, was due on {one.since} and has not been paid. Did they end it?",
        "spending_up": f"Everyday spending was about {after} in four weeks lately, {before} before. Is there a reason "
        "for it, and does it last?",
        "spending_down": f"Everyday spending was about {after} in four weeks lately, {before} before. Does it last, or "
        "is it paid from elsewhere?",
    }
    return said[one.kind]


_NEXT = {
    "pay_up": "plan_goals again: more is free. Decide where it goes before it is spent.",
    "pay_down": "what_if with kind pay shows whether it holds; then plan_goals again.",
    "pay_stopped": "what_if with kind lost_job shows how long the money lasts.",
    "new_pay": "plan_goals again with it, if it stays.",
    "new_job": "Rules that wait for the old pay need the new one; check_automations says which.",
    "rent_up": "Rules that put the rent aside need the new amount; what_if shows whether it holds.",
    "rent_down": "Rules that put the rent aside need the new amount.",
    "new_rent": "A rule that puts it aside on payday; what_if with kind new_bill shows whether it holds.",
    "moved": "Old bills may still run; rules for the rent need the new payee and amount.",
    "new_childcare": "A rule that puts it aside on payday; ask whether benefits or a workplace help with it.",
    "childcare_ended": "What is free now can go to a goal; plan_goals again.",
    "bill_up": "A rule that pays or puts it aside needs the new amount.",
    "bill_down": "A rule that pays or puts it aside needs the new amount.",
    "new_bill": "A rule that puts it aside on payday.",
    "bill_ended": "Delete rules for it; what is free now can go to a goal.",
    "spending_up": "review_money shows where it goes.",
    "spending_down": "plan_goals again, if it lasts.",
}


def changes_text(answer: ChangesAnswer) -> str:
    """The answer as text, complete without the structure."""
    if not answer.changes:
        lines = [f"Nothing of the last {answer.basis.days} days looks like a change worth asking about."]
    else:
        lines = ["Ask the person; nothing of this is certain:"]
    for place, one in enumerate(answer.changes, 1):
        worth = "more" if one.yearly_cents > 0 else "less"
        lines.append(
            f"{place}. {one.question} ({_money(abs(one.yearly_cents))} a year {worth} for them.) If so: {one.if_so}"
        )
    if answer.more:
        lines.append(f"{answer.more} smaller ones are not listed.")
    if answer.outlook is not None:
        lines += outlook_text(answer.outlook)
    return "\n".join([*lines, *(f"Unsure: {one}" for one in answer.unsure)])


def _money(cents: int) -> str:
    return f"{'-' if cents < 0 else ''}${abs(cents) / 100:,.2f}"
