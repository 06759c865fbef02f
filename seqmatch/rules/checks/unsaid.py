"""Checks what could not be read, and what the text of a rule leaves open."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from seqmatch.rules.checks.problem import Problem, listed
from seqmatch.schemas.reading import RuleReading, Unsaid
from seqmatch.schemas.rule import ActionForm, RuleSet


def check_unsaid(rules: RuleSet, readings: Sequence[RuleReading]) -> Iterator[Problem]:
    """Codes ``unparsed``, ``unreadable_amount``, ``unreadable_condition``, and those of :class:`Unsaid`."""
    for piece in rules.unparsed:
        yield Problem("unparsed", None, {"line": str(piece.line)})
    for number, rule in enumerate(rules.rules, 1):
        unreadable = [
            position
            for position, action in enumerate(rule.actions, 1)
            if action.form is not ActionForm.REMAINDER and not isinstance(action.value, int)
        ]
        if unreadable:
            yield Problem("unreadable_amount", number, {"actions": listed("action", unreadable)})
        unknown = [at for at, condition in enumerate(rule.conditions, 1) if not isinstance(condition.value, int)]
        if unknown:
            yield Problem("unreadable_condition", number, {"conditions": listed("condition", unknown)})
    together: dict[str, list[int]] = {}
    for reading in readings:
        for note in reading.notes:
            if note.what is not Unsaid.SCHEDULE:
                said = {"actions": listed("action", note.actions)} if note.actions else {}
                yield Problem(note.what.value, reading.number, said)
        if not rules.rules[reading.number - 1].conditions:
            together.setdefault(reading.account, []).append(reading.number)
    for account, numbers in together.items():
        if len(numbers) > 1:
            said = {"rules": listed("rule", numbers).capitalize()}
            yield Problem(Unsaid.SCHEDULE.value, numbers[1], said, account)
