"""Lists every action of a rule set with the kind of step it belongs to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from seqmatch.rules.reading import read_rules
from seqmatch.schemas.reading import RuleReading, StepKind
from seqmatch.schemas.rule import Action, Role, RuleSet


def moves_of(
    rules: RuleSet, roles: Mapping[str, Role] | None = None, readings: Sequence[RuleReading] | None = None
) -> Iterator[tuple[Action, StepKind]]:
    """Each action as typed and the kind of the step that it belongs to.

    Parameters
    ----------
    roles, readings : account name as typed -> role, and what :func:`read_rules` says, where they are known already.

    Examples
    --------
    >>> from seqmatch.rules.parse import parse_rules
    >>> text = "When funds are received: Funds move from Pay to Rent; Funds move from Pay to Savings."
    >>> [kind.name for _, kind in moves_of(parse_rules(text))]
    ['PAYMENT', 'REST']
    """
    for reading in read_rules(rules, roles) if readings is None else readings:
        actions = rules.rules[reading.number - 1].actions
        for step in reading.steps:
            for part in step.parts:
                yield actions[part.action - 1], step.kind
