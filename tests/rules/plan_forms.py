"""What rules are once another form has held them: the same, but for spellings that mean the same."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from seqmatch.schemas.rule import Action, ActionForm, Condition, Operator, Rule, RuleSet

Place = tuple[int, int | None]
"""Rule and action, from 1; None is the whole rule."""


def actions_held(rules: RuleSet, left_out: Iterable[Place]) -> int:
    """How many actions are left of the rules without what a conversion lists as left out."""
    gone = set(left_out)
    return sum(
        (number, None) not in gone and (number, place) not in gone
        for number, rule in enumerate(rules.rules, 1)
        for place, _ in enumerate(rule.actions, 1)
    )


def with_sweeps(rules: RuleSet, sweeps: Iterable[Place]) -> RuleSet:
    """The rules with those shares that a conversion holds as sweeps."""
    at = set(sweeps)
    return replace(
        rules,
        rules=tuple(
            replace(
                rule,
                actions=tuple(
                    replace(action, form=ActionForm.REMAINDER, value=None) if (number, place) in at else action
                    for place, action in enumerate(rule.actions, 1)
                ),
            )
            for number, rule in enumerate(rules.rules, 1)
        ),
    )


def meaning(rules: Iterable[Rule]) -> list[Rule]:
    """Rules without what makes no difference: spaces around names, doubt about them, the wording of an operator."""
    return [Rule(tuple(map(_condition, rule.conditions)), tuple(map(_action, rule.actions))) for rule in rules]


def _action(action: Action) -> Action:
    return replace(action, source=action.source.strip(), destination=action.destination.strip(), ambiguous=False)


def _condition(condition: Condition) -> Condition:
    operator = condition.operator
    return replace(
        condition,
        operator=Operator.GREATER_THAN_OR_EQUAL if operator is Operator.AT_LEAST else operator,
        account=None if condition.account is None else condition.account.strip(),
    )
