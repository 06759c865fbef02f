"""Actions that get in each other's way within one rule."""

from __future__ import annotations

from collections.abc import Iterator

from seqmatch.rules.checks.problem import Problem, listed
from seqmatch.rules.triggers import same_account
from seqmatch.schemas.rule import Action, ActionForm, RuleSet


def check_actions(rules: RuleSet) -> Iterator[Problem]:
    """Codes ``self_transfer``, ``remainder_not_last``, ``duplicate_action`` and ``several_sources``."""
    for number, rule in enumerate(rules.rules, 1):
        back: list[int] = []
        repeated: list[int] = []
        seen: set[tuple[ActionForm, str, str, object]] = set()
        swept: dict[str, int] = {}
        after: dict[str, list[int]] = {}
        sources: set[str] = set()
        for position, action in enumerate(rule.actions, 1):
            source, destination = same_account(action.source), same_account(action.destination)
            sources.add(source)
            if source == destination:
                back.append(position)
                continue
            key = (action.form, source, destination, action.value)
            if key in seen:
                repeated.append(position)
            seen.add(key)
            if source in swept:
                after.setdefault(source, []).append(position)
            elif _takes_all(action):
                swept[source] = position
        if back:
            yield Problem("self_transfer", number, {"actions": listed("action", back)})
        if repeated:
            yield Problem("duplicate_action", number, {"actions": listed("action", repeated)})
        for source, positions in after.items():
            said = {"sweep": f"action {swept[source]}", "actions": listed("action", positions)}
            yield Problem("remainder_not_last", number, said)
        if len(sources) > 1:
            yield Problem("several_sources", number)


def _takes_all(action: Action) -> bool:
    """Whether nothing is left in the source afterwards."""
    return action.form is ActionForm.REMAINDER or (action.form is ActionForm.OVERFLOW and action.value == 0)
