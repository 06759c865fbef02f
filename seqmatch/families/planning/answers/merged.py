"""A person's rules of today with the chain at their end, and what stands in its way."""

from __future__ import annotations

from collections.abc import Sequence

from seqmatch.errors import RuleTextError
from seqmatch.families.planning.scoring.chain import Goal
from seqmatch.families.planning.scoring.timeline import Run
from seqmatch.rules.account_names import same_account
from seqmatch.rules.checks.check import check_rules
from seqmatch.rules.parse import parse_rules
from seqmatch.rules.render import render_rules
from seqmatch.schemas.rule import ActionForm, Rule

_ALL = (ActionForm.REMAINDER, ActionForm.OVERFLOW)


def readable(rules_text: str | None) -> tuple[Rule, ...]:
    """The rules of a text.

    Raises
    ------
    RuleTextError : a line that is no rule; a plan must not lose one.
    """
    if not rules_text:
        return ()
    read = parse_rules(rules_text)
    if read.unparsed:
        raise RuleTextError(
            f"Line {read.unparsed[0].line} is no rule. Mend it first: check_automations says how.",
            code="invalid_value",
            path="rules_text",
        )
    return read.rules


def conflicts_of(
    own: Sequence[Rule],
    chained: Sequence[Rule],
    account: str,
    goals: Sequence[Goal],
    alone: Run,
    merged: Run,
    today: Run,
) -> list[str]:
    """Sentences about what the two do to each other; rules by their numbers, never accounts by their names."""
    if not own:
        return []
    pots, source = {same_account(goal.pot) for goal in goals}, same_account(account)
    said = []
    for number, rule in enumerate(own, 1):
        sources = {same_account(one.source): one.form for one in rule.actions}
        if source in sources and sources[source] in _ALL:
            said.append(
                f"Rule {number} takes all that is left on the pay account, so less or nothing reaches the chain."
            )
        if pots & sources.keys():
            said.append(f"Rule {number} takes money out of a goal's pot.")
        if pots & {same_account(one.destination) for one in rule.actions}:
            said.append(f"Rule {number} fills a goal's pot, too; delete it when the goal's deadline has passed.")
    before = {(one.code, one.message) for one in check_rules(parse_rules(render_rules(own)))}
    both = check_rules(parse_rules(render_rules([*own, *chained])))
    said += [one.message for one in both if one.severity != "info" and (one.code, one.message) not in before]
    lost = sum(a is not None and b is None for a, b in zip(alone.full, merged.full, strict=True))
    if lost:
        said.append(f"With these rules {lost} of the goals are not full in time that the chain alone would fill.")
    if len(merged.failures) > len(today.failures):
        said.append(f"{len(merged.failures) - len(today.failures)} more steps of rules fail than today.")
    if merged.failed_payments > today.failed_payments:
        said.append(f"{merged.failed_payments - today.failed_payments} more payments fail than today.")
    return said
