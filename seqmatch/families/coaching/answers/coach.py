"""``coach``: the one next step, why, and the rule that does it."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping

from seqmatch.families.coaching.advice.checked import checked
from seqmatch.families.coaching.advice.news import money
from seqmatch.families.coaching.advice.situation import Situation, situation_of
from seqmatch.families.coaching.advice.step import NO_ADVICE, Step
from seqmatch.families.coaching.advice.steps import steps_of
from seqmatch.families.coaching.answers.recurring import basis_of
from seqmatch.families.coaching.answers.whose import Told
from seqmatch.families.coaching.dataset.weeks import weeks_of
from seqmatch.families.coaching.models import CoachingModels
from seqmatch.families.coaching.scoring.segments import segment_of
from seqmatch.schemas.answers.coaching import CoachAnswer, NextStep
from seqmatch.schemas.strategy import NAMED, Segment, Strategy

MOST_NEXT = 3
FEWEST_DAYS = 14


def coach(
    told: Told,
    strategy: Strategy = "balanced",
    propensity: float = 1.0,
    *,
    segment: Segment | None = None,
    odds: Mapping[str, float] | None = None,
    declined: Collection[str] = (),
) -> CoachAnswer:
    """The first step of the strategy that the person has not declined.

    Parameters
    ----------
    segment : the person's; None where it is unknown.
    odds : account -> odds that it is overdrawn within 30 days.
    declined : names of steps (``step``) that the person said no to.
    """
    situation = situation_of(told.person)
    found = [one for one in steps_of(situation, strategy, segment, odds) if one.key not in declined]
    unsure = list(told.unsure)
    if not found:
        found = [Step("nothing", "", "Nothing else needs doing now", ("The other steps were answered already.",))]
    if all(one.balance_cents is None for one in told.person.accounts.values()):
        unsure.append("No balance is known, so a low balance ahead cannot be seen. Ask what is on the account today.")
    return CoachAnswer(
        next_step=_told(found[0], situation, unsure),
        then=[one.title for one in found[1 : 1 + MOST_NEXT]],
        strategy=strategy,
        segment=segment,
        propensity=round(propensity, 4),
        unsure=unsure,
        basis=basis_of(told.person),
    )


def segment_now(models: CoachingModels, told: Told) -> Segment | None:
    """The segment a person belongs to; None where the history is too short or matches none."""
    if models.segments is None or told.person.days < FEWEST_DAYS:
        return None
    found = segment_of(models.segments, weeks_of([told.person], told.guess))
    return None if found is None else NAMED.get(found.segment)


def _told(step: Step, situation: Situation, unsure: list[str]) -> NextStep:
    """The step with its rule, where the rule can be read, has no error and never fails."""
    outcome = checked(step.rule, situation) if step.rule is not None else None
    if step.rule is not None and outcome is None:
        unsure.append("No rule is offered for this step: with these account names or amounts it would not run.")
    return NextStep(
        step=step.key,
        kind=step.kind,
        title=step.title,
        why=list(step.why),
        rule_text=outcome.rule_text if outcome is not None else None,
        moves_cents=outcome.moved_cents if outcome is not None else None,
        yearly_cents=step.yearly_cents,
        caution=step.caution or None,
    )


def coach_text(answer: CoachAnswer, how: str | None = None) -> str:
    """The answer in words.

    Parameters
    ----------
    how : the sentence that says how a step is answered; None: by `declined` of the tool.
    """
    step = answer.next_step
    lines = [f"Next step: {step.title}.", *(f"- {fact}" for fact in step.why)]
    if step.rule_text is not None:
        lines.append(f"Rule: {step.rule_text}")
        lines.append(f"Simulated with the pay expected: it moves {money(step.moves_cents or 0)} in three months.")
    if step.caution is not None:
        lines.append(f"Caution: {step.caution}")
    if answer.then:
        lines.append(f"After that: {'; '.join(answer.then)}.")
    if step.kind not in NO_ADVICE:
        named = json.dumps([step.step], ensure_ascii=False)
        lines.append(how or f"If the person says no, send declined: {named} with the next call.")
    return "\n".join([*lines, *(f"Unsure: {one}" for one in answer.unsure)])
