"""The seven categories, each from the families' own answers. What is not known is asked for, never made up."""

from __future__ import annotations

from collections.abc import Callable

from seqmatch.families.coaching.advice.news import money
from seqmatch.families.coaching.advice.step import NO_ADVICE
from seqmatch.families.coaching.advice.wording import quoted
from seqmatch.schemas.recommendation import Category, Priority
from seqmatch.server.review.goals import goal_optimization
from seqmatch.server.review.parts import Draft, Part
from seqmatch.server.review.whose import Whose

LIKELY_LOW, WORTH_TELLING = 0.5, 0.2
"""Odds of an overdraft within 30 days from which it is urgent, and from which it is told."""
LOW = "Low is what it was below on about one day in ten, or zero where it lives around zero."
URGENT_STEPS = ("cover_low_balance", "stop_fees")
DEAR_CENTS = 10_000
"""A price rise that costs so much more a year is of medium priority."""


def portfolio_rebalancing(whose: Whose) -> Part:
    return Part(
        needs=(
            "The store keeps no holdings. Send lots and targets to rebalance_portfolio, or run `seqmatch planning "
            "rebalance FILE`.",
        )
    )


def risk_assessment(whose: Whose) -> Part:
    """How near the accounts come to zero. It knows nothing of how much risk the person would bear in investing."""
    forecast = whose.forecast
    drafts, summary, known = [], [], False
    for one in forecast.accounts:
        if one.balance_cents is None or one.lowest is None or one.odds_below_floor is None:
            continue
        name, low = quoted(one.account), one.lowest
        known = True
        lowest = (
            f"{name}: the lowest of 30 days is about {money(low.p50)} ({money(low.p10)} to {money(low.p90)}), most "
            f"likely on {one.lowest_date}."
        )
        if one.odds_below_floor < WORTH_TELLING:
            summary.append(lowest)
            continue
        short = max(0, (one.floor_cents or 0) - low.p10)
        bills = [
            f"Due {bill.date}: {quoted(bill.payee)} {money(-bill.amount_cents)}." for bill in forecast.bills_before_pay
        ]
        drafts.append(
            Draft(
                key=f"low_balance:{one.account}",
                title=f"{name} may fall below {money(one.floor_cents or 0)} within 30 days",
                description=lowest,
                priority="high" if one.odds_below_floor >= LIKELY_LOW else "medium",
                family="coaching",
                evidence=(f"Odds: {one.odds_below_floor:.0%}.", LOW, *bills[:3]),
                actions=(f"Have {money(short)} more there by {one.lowest_date}, or put a payment off.",),
                confidence=round(one.odds_below_floor, 4),
            )
        )
    needs = (
        [] if known else ["No balance is known. Import statements that tell it, or `seqmatch transactions balance`."]
    )
    return Part(
        tuple(summary),
        tuple(drafts),
        tuple(needs),
        (
            *forecast.unsure,
            "How much risk the person would bear in investing was not asked and is not guessed: assess_risk asks.",
        ),
    )


def behavioral_insights(whose: Whose) -> Part:
    review = whose.review
    drafts = []
    for one in review.changes:
        if one.what == "price up" and one.yearly_cents > 0:
            urgency: Priority = "medium" if one.yearly_cents >= DEAR_CENTS else "low"
            fact = f"Since {one.date} it costs {money(one.yearly_cents)} more a year."
            ask = "Ask for the old price, or look for another offer."
            drafts.append(_about(f"price:{one.payee}", f"{quoted(one.payee)} has become dearer", fact, ask, urgency))
        elif one.what == "late":
            fact = f"It was due on {one.date}."
            ask = "Check whether it was meant to stop."
            drafts.append(_about(f"late:{one.payee}", f"{quoted(one.payee)} is late", fact, ask, "medium"))
    for odd in review.unusual:
        fact = f"{money(odd.amount_cents)} on {odd.date}, usually {money(odd.usual_cents)}."
        title = f"An unusual payment for {quoted(odd.of)}"
        drafts.append(_about(f"unusual:{odd.of}:{odd.date}", title, fact, "Check that it is yours.", "low"))
    summary = [
        f"Spending on {one.habit} is {one.ratio:.1f} times what chance would put there." for one in review.habits
    ]
    if review.season:
        summary.append("By season: " + ", ".join(f"{name} {ratio:.1f}" for name, ratio in review.season.items()) + ".")
    return Part(tuple(summary or ["No habit stands out beyond chance."]), tuple(drafts), unsure=tuple(review.unsure))


def _about(key: str, title: str, fact: str, action: str, priority: Priority) -> Draft:
    return Draft(key, title, fact, priority, "coaching", (fact,), (action,))


def peer_insights(whose: Whose) -> Part:
    segment = whose.review.segment
    summary = []
    if segment is not None:
        border = f", on the border to {segment.between}" if segment.between else ""
        summary.append(f"Most like: {segment.segment}{border}. {segment.persona}")
    needs, drafts = [], []
    if whose.profile is None and whose.rules_text is None:
        needs.append("Neither profile nor rules are known here. Send them to suggest_automations, or --profile FILE.")
    else:
        for one in whose.suggestions.suggestions:
            if one.evidence is None:
                continue
            fact = f"{one.evidence.adopters:,} of {one.evidence.of:,} people alike have this."
            drafts.append(
                Draft(
                    key=f"{one.pattern.action}:{one.pattern.destination_role}",
                    title=one.title,
                    description=one.reason,
                    priority="low",
                    family="onboarding",
                    evidence=(fact,),
                    actions=("Add the rule, or change today's to it.",),
                    rule_text=one.rule_text,
                    caution=one.caution,
                )
            )
    return Part(tuple(summary), tuple(drafts), tuple(needs), tuple(whose.review.unsure))


def savings_strategy(whose: Whose) -> Part:
    """The coach's one next step."""
    answer = whose.next_step
    step = answer.next_step
    summary = [f"After that: {'; '.join(answer.then)}."] if answer.then else []
    if step.kind in NO_ADVICE:
        return Part((f"{step.title}.", *summary), unsure=tuple(answer.unsure), needs=())
    draft = Draft(
        key=step.step,
        title=step.title,
        description=step.why[0] if step.why else step.title,
        priority="high" if step.kind in URGENT_STEPS else "medium",
        family="coaching",
        evidence=tuple(step.why),
        actions=(
            step.title + ".",
            *(["Add the rule; it was simulated with the pay expected."] if step.rule_text else []),
        ),
        rule_text=step.rule_text,
        caution=step.caution,
    )
    return Part(tuple(summary), (draft,), unsure=tuple(answer.unsure))


def life_planning(whose: Whose) -> Part:
    """Changes of a life that the transactions may show, as questions. Nothing here predicts weddings or children."""
    answer = whose.changes
    drafts = []
    for one in answer.changes:
        before, after = (None if cents is None else money(cents) for cents in (one.before_cents, one.after_cents))
        fact = f"Since {one.since}: {after or 'nothing'}, before {before or 'nothing'}."
        drafts.append(
            Draft(
                key=f"{one.kind}:{one.payee}:{one.since}",
                title=one.question,
                description=fact,
                priority="medium" if one.yearly_cents < 0 else "low",
                family="planning",
                evidence=(fact,),
                actions=(one.if_so,),
            )
        )
    summary = () if drafts else ("No change of a life shows in the transactions.",)
    return Part(summary, tuple(drafts), unsure=(*answer.unsure, "Events of life are not predicted."))


OF_CATEGORY: dict[Category, Callable[[Whose], Part]] = {
    "goal_optimization": goal_optimization,
    "portfolio_rebalancing": portfolio_rebalancing,
    "risk_assessment": risk_assessment,
    "behavioral_insights": behavioral_insights,
    "peer_insights": peer_insights,
    "savings_strategy": savings_strategy,
    "life_planning": life_planning,
}
