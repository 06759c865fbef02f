"""What could not be read: whole pieces, numbers, and names that can be told apart in two ways."""

from __future__ import annotations

from collections.abc import Iterator

from seqmatch.rules.checks.problem import Problem, listed
from seqmatch.schemas.rule import ActionForm, RuleSet


def check_reading(rules: RuleSet) -> Iterator[Problem]:
    """Codes ``unparsed``, ``unreadable_amount``, ``unreadable_condition`` and ``ambiguous_names``."""
    for piece in rules.unparsed:
        yield Problem("unparsed", None, {"line": str(piece.line)})
    for number, rule in enumerate(rules.rules, 1):
        unreadable: list[int] = []
        ambiguous: list[int] = []
        for position, action in enumerate(rule.actions, 1):
            if action.form is not ActionForm.REMAINDER and not isinstance(action.value, int):
                unreadable.append(position)
            if action.ambiguous:
                ambiguous.append(position)
        if unreadable:
            yield Problem("unreadable_amount", number, {"actions": listed("action", unreadable)})
        if ambiguous:
            yield Problem("ambiguous_names", number, {"actions": listed("action", ambiguous)})
        if rule.conditions:
            unknown = [at for at, condition in enumerate(rule.conditions, 1) if not isinstance(condition.value, int)]
            if unknown:
                yield Problem("unreadable_condition", number, {"conditions": listed("condition", unknown)})
