"""Answers ``check_automations``: what is wrong with given rules, and how usual they are among similar people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from seqmatch.families.onboarding.advice.picture import Picture
from seqmatch.families.onboarding.advice.questions import questions_of
from seqmatch.families.onboarding.advice.simulation import (
    MOST_FINDINGS,
    Assumptions,
    assumed,
    assumptions_of,
    dollars,
    finding_lines,
    question_lines,
    simulation_lines,
    year_of,
)
from seqmatch.families.onboarding.advice.told import picture_answer, picture_lines
from seqmatch.families.onboarding.answers.wording import bounded, cohort_line, cohort_note, shown_rules
from seqmatch.families.onboarding.models import OnboardingModels
from seqmatch.families.onboarding.person import Query, read_query
from seqmatch.families.onboarding.scoring import has_business
from seqmatch.features.users.automations import adoption_table, item_text, trigger_of
from seqmatch.rules.checks.problem import Problem
from seqmatch.rules.render import render_rules
from seqmatch.schemas.answers.onboarding import ActionRead, CheckAnswer, Fit, PatternShare, RuleRead, UnparsedText
from seqmatch.schemas.profile import Profile
from seqmatch.schemas.reading import RuleReading, StepKind
from seqmatch.schemas.rule import Action, ActionForm, Role
from seqmatch.schemas.simulation import AccountPlace
from seqmatch.settings import MIN_SUPPORT

MISSING_FROM = 0.25
"""A pattern that at least this share of similar users has is worth mentioning when it is missing."""
UNUSUAL_BELOW = 0.05
MOST_PATTERNS = 5
MOST_RULES = 60
MOST_UNPARSED = 10
LONGEST_UNPARSED = 2_000


def check_automations(
    models: OnboardingModels,
    rules_text: str,
    profile: Profile | None = None,
    monthly_income_cents: int | None = None,
    amounts: Mapping[str, int] | None = None,
    accounts: Mapping[str, AccountPlace] | None = None,
) -> CheckAnswer:
    """Read, check and simulate rules, and compare them with those of similar users.

    Raises
    ------
    ArgumentError : an income that is not positive.
    RuleTextError : the rules are too long to be one person's.
    """
    profile = profile or Profile()
    assumptions = assumptions_of(profile, monthly_income_cents, amounts, accounts)
    query = read_query(profile, rules_text)
    year = year_of(query.rules, assumptions, _unusual_amounts(models, query, assumptions.income_cents))
    picture = Picture(query, year, query.readings, profile.product_goal)
    findings = year.findings
    return CheckAnswer(
        rules=_rules_read(query, picture.readings),
        unparsed=[
            UnparsedText(line=piece.line, text=piece.text[:LONGEST_UNPARSED], reason=piece.reason)
            for piece in query.rules.unparsed[:MOST_UNPARSED]
        ],
        findings=findings[:MOST_FINDINGS],
        picture=picture_answer(picture),
        questions=questions_of(picture, []),
        simulation=year.summary(),
        fit=_fit(models, query),
        cohort=cohort_note(models),
        notes=_notes(query, len(findings), assumptions),
    )


def _notes(query: Query, findings: int, assumptions: Assumptions) -> list[str]:
    """What the simulation assumes, and what the answer leaves out because there is so much of it."""
    counts = (
        ("rules were read, checked and simulated", len(query.rules.rules), MOST_RULES),
        ("pieces were not read", len(query.rules.unparsed), MOST_UNPARSED),
        ("findings were made, errors before others", findings, MOST_FINDINGS),
    )
    notes = [f"{count} {what}; the first {most} are listed." for what, count, most in counts if count > most]
    if not assumptions.income_known and query.has_rules:
        income = assumed(query.profile, assumptions.income_cents)
        notes.append(f"The simulation assumes {income}; send monthly_income_cents for another.")
    if query.has_rules:
        held = "as told, else by their names" if assumptions.places else "not told, so every transfer is there at once"
        notes.append(f"Where accounts are held: {held}.")
    return notes


TEN_TIMES = 10
"""An amount this many times what the upper quarter of people move is probably a slip."""
SMALL_BILLS = frozenset((Role.SUBSCRIPTIONS, Role.PHONE_INTERNET, Role.UTILITIES, Role.INSURANCE, Role.PETS))
"""What costs everyone about the same: a slip shows long before it is a whole month's income."""
_LEAST_SLIP = 50_000
"""Cents below which such a bill is no slip, however little somebody earns."""


def _unusual_amounts(models: OnboardingModels, query: Query, income_cents: int) -> Iterator[Problem]:
    """Code ``amount_ten_times_usual``: fixed amounts far above what people usually move, beside their income."""
    usual = {
        item.destination: terms["income_ratio_quartiles"][2]
        for item, terms in zip(models.items, models.terms, strict=True)
        if item.form.value == ActionForm.FIXED.value and terms.get("income_ratio_quartiles")
    }
    for number, rule in enumerate(query.rules.rules, 1):
        for position, action in enumerate(rule.actions, 1):
            most = usual.get(query.roles[action.destination])
            if action.form is not ActionForm.FIXED or not isinstance(action.value, int) or not most:
                continue
            is_small = query.roles[action.destination] in SMALL_BILLS
            least = _LEAST_SLIP if is_small else income_cents
            if action.value > max(TEN_TIMES * most * income_cents, least):
                said = {"action": str(position), "amount": dollars(action.value)}
                yield Problem("amount_ten_times_usual", number, said, action.destination.strip(), action.value)


def _rules_read(query: Query, readings: Sequence[RuleReading]) -> list[RuleRead]:
    kinds = {(r.number, part.action): step.kind for r in readings for step in r.steps for part in step.parts}
    return [
        RuleRead(
            number=number,
            rule_text=render_rules([rule]),
            trigger=trigger_of(rule).value,
            actions=[_action_read(query, action, kinds[number, at]) for at, action in enumerate(rule.actions, 1)],
        )
        for number, rule in enumerate(query.rules.rules[:MOST_RULES], 1)
    ]


def _action_read(query: Query, action: Action, kind: StepKind) -> ActionRead:
    number = action.value if isinstance(action.value, int) else None
    is_split = action.form is ActionForm.PERCENTAGE
    return ActionRead(
        form=kind.value,
        source_role=query.roles[action.source].value,
        destination_role=query.roles[action.destination].value,
        percent=number / 100 if is_split and number is not None else None,
        amount_cents=None if is_split else number,
    )


def _fit(models: OnboardingModels, query: Query) -> Fit | None:
    owned = adoption_table([query.uses], models.items)[0]
    if not owned.any():
        return None
    similar = models.recommender.nearest(models.matcher.neighbours_.similarities(query.row))
    sizes = models.groups.sizes[similar]
    shares = sizes @ models.recommender.adoption_[similar].astype(np.float64) / sizes.sum()
    told_shares = np.where(np.rint(shares * sizes.sum()) < MIN_SUPPORT, 0, shares)
    theirs = models.imagined[similar]
    usual = theirs @ shares / np.maximum(theirs.sum(axis=2), 1)
    mine = float(shares[owned].mean())
    code = -1 if query.user_type is None else query.user_type
    advisable = ~models.recommender.never_
    if not has_business(code, owned, models.items):
        advisable &= ~models.recommender.business_only_
    missing = [i for i in np.argsort(-shares, kind="stable").tolist() if not owned[i] and advisable[i]]
    unusual = [i for i in np.argsort(shares, kind="stable").tolist() if owned[i] and shares[i] < UNUSUAL_BELOW]
    enough = models.item_support > 0

    def told(chosen: list[int]) -> list[PatternShare]:
        return [
            PatternShare(pattern=item_text(models.items[i]), share=round(float(told_shares[i]), 4))
            for i in chosen
            if enough[i]
        ][:MOST_PATTERNS]

    return Fit(
        score=round(float(sizes @ (usual < mine).mean(axis=1) / sizes.sum()), 4),
        missing_patterns=told([i for i in missing if shares[i] >= MISSING_FROM]),
        unusual_patterns=told(unusual),
    )


def check_text(answer: CheckAnswer) -> str:
    """The check in words, complete on its own."""
    lines = bounded([f"{rule.number}. {shown_rules(rule.rule_text)}" for rule in answer.rules]) or ["No rule was read."]
    lines += [f"Line {piece.line} was not read: {piece.reason}" for piece in answer.unparsed]
    lines += ["", *(finding_lines(answer.findings) or ["No finding: nothing speaks against these rules."])]
    if pictured := picture_lines(answer.picture):
        lines += ["", *pictured]
    if answer.questions:
        lines += ["", "Ask first:", *question_lines(answer.questions)]
    lines += ["", *simulation_lines(answer.simulation)]
    if answer.fit is not None:
        lines += ["", f"{answer.fit.score:.0%} of similar users have a less usual set of rules (50% is typical)."]
        if answer.fit.missing_patterns:
            told = "; ".join(f"{p.pattern} ({p.share:.0%} of them)" for p in answer.fit.missing_patterns)
            lines.append(f"Similar users also have: {told}.")
        if answer.fit.unusual_patterns:
            told = "; ".join(f"{p.pattern} ({p.share:.0%})" for p in answer.fit.unusual_patterns)
            lines.append(f"Hardly any similar user has: {told}.")
    lines += ["", *(f"Note: {note}" for note in answer.notes)]
    return "\n".join([*lines, "Nothing was created or moved.", cohort_line(answer.cohort)])
