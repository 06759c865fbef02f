"""What similar people speak for: evidence beside a need, and what many of them have where needs have nothing to say."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from seqmatch.estimators.intervals import wilson_interval
from seqmatch.families.onboarding.advice.change import Change, fitted_change, role_word
from seqmatch.families.onboarding.advice.draft import Draft
from seqmatch.families.onboarding.advice.picture import Kind, Picture
from seqmatch.families.onboarding.advice.room import fit
from seqmatch.families.onboarding.scoring import Ranking
from seqmatch.schemas.answers.onboarding import Evidence
from seqmatch.schemas.goal import canonical_goal
from seqmatch.schemas.reading import StepKind
from seqmatch.schemas.rule import ROLE_TEXT, ActionForm, Role

THIN = 20
"""Fewer adopters among the similar users than this speak for nothing."""
_TREATS = frozenset((Role.FUN_MONEY, Role.DINING, Role.SHOPPING, Role.TRAVEL))
_OFFERED: dict[Kind, frozenset[Role]] = {
    Kind.PERSONAL: frozenset((Role.GROCERIES, Role.TRANSPORT, Role.HEALTH, Role.GIVING, Role.INSURANCE)) | _TREATS,
    Kind.BUSINESS: frozenset((Role.PROFIT, Role.OPERATING_EXPENSES)),
    Kind.NONPROFIT: frozenset(),
    Kind.LANDLORD: frozenset(),
}
"""What may be offered on similar people's account alone: no debt, rent, tax or payroll, no account for no purpose."""
_SOBER_GOALS = frozenset(("PAY_OFF_DEBT", "STOP_PAYING_LATE_FEES", "SAVE_FOR_TAXES", "MAXIMIZE_MY_SAVINGS"))


def item_of(ranking: Ranking, role: Role, form: ActionForm) -> int | None:
    """The automation of that role and form among those that can be scored; what is left is no payment to a debt."""
    for index, item in enumerate(ranking.models.items):
        if item.destination is role and item.kind.value == form.value:
            return index
    return None


def evidence_of(ranking: Ranking, index: int) -> Evidence | None:
    """How many similar people have it, beside all people; None where fewer than MIN_SUPPORT of them do."""
    support = ranking.support
    adopters, of = int(support.adopters[index]), support.of
    if not adopters:
        return None
    base = float(ranking.models.item_support[index]) / ranking.models.cohort["size"]
    low, high = wilson_interval(adopters, of)
    return Evidence(
        adopters=adopters,
        of=of,
        share=round(adopters / of, 4),
        base_share=round(base, 4),
        lift=round(adopters / of / base, 2) if base else 0.0,
        share_ci95=(round(low, 4), round(high, 4)),
    )


def speaks_for(evidence: Evidence) -> bool:
    """Whether similar people have it at least as often as all people, and enough of them to say so."""
    return evidence.lift >= 1.0 and evidence.adopters >= THIN


def peer_changes(ranking: Ranking, picture: Picture, draft: Draft, changes: list[Change]) -> Iterator[Change]:
    """What similar people have clearly more often than others, best first, where the person has no account for it."""
    offered = _OFFERED[picture.kind]
    goal = None if picture.goal is None else canonical_goal(picture.goal)
    if goal in _SOBER_GOALS or picture.debts or picture.overdue or picture.query.profile.user_type == "ADVISOR":
        offered -= _TREATS
    taken = {change.role for change in changes}
    for index in ranking.order:
        item = ranking.models.items[index]
        role = item.destination
        if role not in offered or role in taken or item.kind is not StepKind.DIVISION or picture.has(role):
            continue
        evidence = evidence_of(ranking, index)
        percent = _usual_percent(ranking.models.terms[index])
        if (
            evidence is None
            or not speaks_for(evidence)
            or evidence.share_ci95[0] < evidence.base_share
            or percent is None
        ):
            continue
        fitted = fit(picture, draft, ROLE_TEXT[role], role, int(percent / 100 * picture.income_cents))
        if fitted is not None:
            why = (
                f"{evidence.share:.0%} of similar people keep money for {role_word(role)} apart,"
                f" {evidence.base_share:.0%} of"
                f" all people; they usually send it {percent:g}%."
            )
            yield fitted_change(role, fitted, why)


def _usual_percent(terms: dict[str, Any]) -> float | None:
    """The middle of what people choose, in steps of five from ten percent on."""
    quartiles = terms.get("percent_quartiles")
    if quartiles is None:
        return None
    percent = float(quartiles[1])
    return 5.0 * round(percent / 5) if percent >= 10 else float(max(1, round(percent)))
