"""Answers ``suggest_automations``: what the person needs first, then what similar people do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from seqmatch.errors import ArgumentError, nearest_name
from seqmatch.families.onboarding.advice.change import Change, role_word
from seqmatch.families.onboarding.advice.draft import Draft, amount_text
from seqmatch.families.onboarding.advice.peers import evidence_of, item_of, peer_changes, speaks_for
from seqmatch.families.onboarding.advice.picture import Picture, picture_of
from seqmatch.families.onboarding.advice.plain_goal import PlainGoal, plain_goal
from seqmatch.families.onboarding.advice.plan_changes import changed_lines, holds, plan_of
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
from seqmatch.families.onboarding.answers.goal import named_goal
from seqmatch.families.onboarding.answers.wording import bounded, cohort_line, cohort_note, shown_rules, unread_note
from seqmatch.families.onboarding.models import OnboardingModels
from seqmatch.families.onboarding.person import Query, read_query
from seqmatch.families.onboarding.scoring import Ranking
from seqmatch.features.users.automations import trigger_of
from seqmatch.rules.parse import parse_rules
from seqmatch.rules.render import render_rules
from seqmatch.schemas.answers.onboarding import PatternRef, Plan, PlanChange, SuggestAnswer, Suggestion
from seqmatch.schemas.goal import GOAL_TEXT, GOALS
from seqmatch.schemas.profile import Profile
from seqmatch.schemas.rule import ROLE_TEXT, Action, ActionForm, Role, Rule
from seqmatch.schemas.simulation import AccountPlace

MOST_SUGGESTIONS = 20
USUAL_SUGGESTIONS = 5
"""Needs come first; what similar people have fills up to this many."""


def suggest_automations(
    models: OnboardingModels,
    profile: Profile,
    rules_text: str | None = None,
    *,
    goal: str | None = None,
    monthly_income_cents: int | None = None,
    amounts: Mapping[str, int] | None = None,
    accounts: Mapping[str, AccountPlace] | None = None,
    limit: int = USUAL_SUGGESTIONS,
) -> SuggestAnswer:
    """Suggest up to ``limit`` changes of the person's rules, the most urgent first, and one plan that holds them all.

    The plan and every amount in it are the same whatever ``limit`` is.

    Parameters
    ----------
    amounts : account -> cents a month of payments whose amount is not in the text, and of bills.
    accounts : account -> where it is held.

    Raises
    ------
    ArgumentError : unknown goal, limit outside 1 to 20, or an income that is not positive.
    RuleTextError : the rules are too long to be one person's.
    """
    _refuse(goal, limit)
    assumptions = assumptions_of(profile, monthly_income_cents, amounts, accounts)
    query = read_query(profile, rules_text)
    stated = goal or profile.product_goal
    picture = picture_of(query, assumptions, stated)
    plain = plain_goal(picture) if stated is None else None
    served = stated or (plain.goal if plain else named_goal(models, query))
    picture = replace(picture, goal=served)
    ranking = Ranking(models, query, served)
    draft, changes = plan_of(picture)
    if _has_room(changes):
        offered = peer_changes(ranking, picture, draft, changes)
        fitting = next((change for change in offered if holds(picture, draft, change)), None)
        if fitting is not None:
            draft, changes = fitting.draft, [*changes, fitting]
    return SuggestAnswer(
        goal=served,
        suggestions=[_suggestion(ranking, picture, change, rank) for rank, change in enumerate(changes[:limit], 1)],
        questions=questions_of(picture, changes),
        plan=_plan(picture, draft, changes),
        cohort=cohort_note(models),
        notes=_notes(query, served, stated, plain, assumptions),
    )


def _has_room(changes: list[Change]) -> bool:
    return len(changes) < USUAL_SUGGESTIONS and not any(change.kind == "repair" for change in changes)


def _refuse(goal: str | None, limit: int) -> None:
    if goal is not None and goal not in GOALS:
        raise ArgumentError("Unknown goal.", path="goal", nearest=nearest_name(goal, GOALS), allowed=GOALS)
    if not 1 <= limit <= MOST_SUGGESTIONS:
        raise ArgumentError(
            f"Must be a whole number from 1 to {MOST_SUGGESTIONS}.", path="limit", example='{"limit": 5}'
        )


def _suggestion(ranking: Ranking, picture: Picture, change: Change, rank: int) -> Suggestion:
    action = change.action
    rule = Rule((), (_as_told(action),)) if change.number is None else change.draft.rules[change.number]
    value = action.value if isinstance(action.value, int) else None
    index = item_of(ranking, change.role, action.form)
    evidence = None if index is None or not _gives_more(change) else evidence_of(ranking, index)
    if evidence is not None and not speaks_for(evidence):
        evidence = None
    return Suggestion(
        rank=rank,
        kind=change.kind,
        title=change.title,
        reason=change.reason,
        rule_text=render_rules([rule]),
        replaces=_replaced(change),
        pattern=PatternRef(
            trigger=trigger_of(rule).value,
            action=action.form.value,
            source_role=picture.roles.get(action.source.strip(), Role.INCOME).value,
            destination_role=change.role.value,
        ),
        percent=value / 100 if action.form is ActionForm.PERCENTAGE and value is not None else None,
        amount_cents=value if action.form in (ActionForm.FIXED, ActionForm.OVERFLOW) else None,
        basis="need" if evidence is None else "both",
        evidence=evidence,
        because=ranking.because(index) if evidence is not None and index is not None else [],
        caution=change.caution,
    )


def _replaced(change: Change) -> str | None:
    """What stood there before: the whole rule, or the one action; None where it is new."""
    if change.was is not None:
        return render_rules([change.was])
    return None if change.replaces is None else render_rules([Rule((), (_as_told(change.replaces),))])


def _gives_more(change: Change) -> bool:
    """Whether more money goes there than before, so that what similar people do can speak for it."""
    before, now = change.replaces, change.action
    if change.kind == "repair" or before is None:
        return change.kind == "add"
    return _number(now) > _number(before) > 0


def _as_told(action: Action) -> Action:
    """The action as its rule text alone can tell it: from a plain word where `` to `` blurs the name of the source."""
    rule = Rule((), (action,))
    if parse_rules(render_rules([rule])).rules == (rule,):
        return action
    return replace(action, source=ROLE_TEXT[Role.INCOME])


def _plan(picture: Picture, draft: Draft, changes: list[Change]) -> Plan:
    rules_text = render_rules(draft.rules)
    year = year_of(parse_rules(rules_text), draft.assumptions)  # what whoever reads the text will check
    has_rules = picture.query.has_rules
    return Plan(
        rules_text=rules_text,
        changes=_plan_changes(picture, draft, changes),
        findings=year.findings[:MOST_FINDINGS],
        simulation=year.summary(),
        before=picture.year.summary() if has_rules else None,
        notes=_plan_notes(picture, draft),
    )


def _plan_changes(picture: Picture, draft: Draft, changes: list[Change]) -> list[PlanChange]:
    """Every action that is new or different, with why."""
    why = {change.role: change.reason for change in reversed(changes)}
    for change in changes:
        for line, _ in change.shrunk:
            why.setdefault(line.role, f"To make room for {role_word(change.role)}.")
    whole = {change.number + 1: change for change in changes if change.number is not None}
    told = [PlanChange(rule=number, what=change.title, why=change.reason) for number, change in whole.items()]
    for number, before, now in changed_lines(picture.query.rules, draft):
        if number in whole:
            continue
        role = draft.roles.get(now.destination.strip(), Role.UNKNOWN)
        if before is not None and before.destination != now.destination:
            what = f"{role_word(role).capitalize()}: under the name that payments are taken from"
        elif before is None:
            what = f"New: {amount_text(now)} to {role_word(role)}"
        else:
            verb = "raised" if _number(now) > _number(before) else "lowered"
            what = f"{role_word(role).capitalize()}: {verb} from {amount_text(before)} to {amount_text(now)}"
        told.append(PlanChange(rule=number, what=what, why=why.get(role, "What is left is for living.")))
    return sorted(told, key=lambda change: change.rule)


def _number(action: Action) -> int:
    return action.value if isinstance(action.value, int) else 0


def _plan_notes(picture: Picture, draft: Draft) -> list[str]:
    """What keeps going wrong, and when the reserve is full."""
    notes = []
    before, after = picture.year.run, draft.run
    if before is not None and after is not None and picture.query.has_rules:
        notes.append(
            f"In twelve months {_times(len(before.failures))} today, {_times(len(after.failures))} with the plan."
        )
    reserve = [name for name, role in draft.roles.items() if role in (Role.EMERGENCY_FUND, Role.SAVINGS)]
    held = sum(after.balances.get(name, 0) for name in reserve) if after is not None else 0
    if held and picture.essentials_cents:
        months = held / picture.essentials_cents
        notes.append(
            f"After a year the reserve holds {dollars(held)}, about {months:.1f} months of essentials"
            f" ({dollars(picture.essentials_cents)} a month, as far as they are known)."
        )
    return notes


def _times(count: int) -> str:
    return "no move fails" if not count else f"{count} move{'s' if count > 1 else ''} fail"


def _notes(
    query: Query, served: str | None, stated: str | None, plain: PlainGoal | None, assumptions: Assumptions
) -> list[str]:
    notes = unread_note(query)
    if served is None:
        notes.append("The goal is not known and was not guessed; the suggestions rest on what everybody needs.")
    elif plain is not None:
        notes.append(f"Nobody stated a goal, but {plain.why} So the plan serves: {GOAL_TEXT[served]}. Confirm it.")
    elif stated is None:
        notes.append(f"The goal was predicted, not stated: {GOAL_TEXT[served]}. Confirm it.")
    if not assumptions.income_known:
        notes.append(
            f"Amounts assume {assumed(query.profile, assumptions.income_cents)}; send"
            " monthly_income_cents to scale them."
        )
    notes.append("Amounts are rules of thumb from public guidance, not tax, legal or investment advice.")
    return notes


def suggest_text(answer: SuggestAnswer) -> str:
    """The suggestions and the plan in words, complete on their own."""
    lines: list[str] = []
    for s in answer.suggestions:
        lines += [f"{s.rank}. {s.title}", f"   {shown_rules(s.rule_text)}", f"   {s.reason}"]
        if s.evidence is not None:
            e = s.evidence
            lines.append(
                f"   {e.adopters} of {e.of} similar users do this ({e.share:.0%}, 95% interval {e.share_ci95[0]:.0%}"
                f" to "
                f"{e.share_ci95[1]:.0%}), {e.base_share:.0%} of all users; {e.lift:.1f} x."
            )
            if s.because:
                lines.append(f"   More usual for: {', '.join(s.because)}.")
        if s.caution:
            lines.append(f"   Caution: {s.caution}")
    if not answer.suggestions:
        wrong = any(finding.severity != "info" for finding in answer.plan.findings)
        lines.append(
            "Nothing is added: mend first what the findings below name, with the person."
            if wrong
            else "Nothing to suggest: what this person needs is in their rules already."
        )
    if answer.questions:
        lines += ["", "Ask first:", *question_lines(answer.questions)]
    if answer.plan.rules_text:
        lines += ["", "One plan, checked and simulated:"]
        lines += [f"   {line}" for line in bounded(shown_rules(answer.plan.rules_text).split("\n\n"))]
        lines += [f"   Rule {change.rule}: {change.what}." for change in answer.plan.changes]
        lines += finding_lines(answer.plan.findings)
        lines += simulation_lines(answer.plan.simulation)
        lines += [f"Plan: {note}" for note in answer.plan.notes]
    lines += ["", f"Goal: {answer.goal or 'not known'}."]
    lines += [f"Note: {note}" for note in answer.notes]
    lines += ["Nothing was created or moved: these are proposals to decide on.", cohort_line(answer.cohort)]
    return "\n".join(lines)
