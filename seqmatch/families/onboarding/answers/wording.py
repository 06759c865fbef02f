"""Wording that several answers share: unreadable text, provenance, and names typed by the caller."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from seqmatch.families.onboarding.models import OnboardingModels
from seqmatch.families.onboarding.person import Query
from seqmatch.rules.parse import parse_rules
from seqmatch.rules.render import render_rules
from seqmatch.schemas.answers.shared import CohortNote
from seqmatch.schemas.rule import Rule

Detail = Literal["concise", "full"]


def unread_note(query: Query) -> list[str]:
    """What the reader should know about rules that could not be read."""
    if not query.rules.unparsed:
        return []
    lines = ", ".join(str(piece.line) for piece in query.rules.unparsed[:5])
    more = len(query.rules.unparsed) - 5
    return [
        f"{len(query.rules.unparsed)} piece(s) of the rules text could not be read and were left out "
        f"(line {lines}{f' and {more} more' if more > 0 else ''})."
    ]


LONGEST_SHOWN_NAME = 60


def shown_name(name: str) -> str:
    """An account name as text may show it: no control characters, cut at LONGEST_SHOWN_NAME."""
    plain = name if name.isprintable() else "".join(character for character in name if character.isprintable())
    return plain if len(plain) <= LONGEST_SHOWN_NAME else f"{plain[: LONGEST_SHOWN_NAME - 1]}…"


def shown_rules(rules_text: str) -> str:
    """Rule text for people to read: the same rules with account names cut to what a line bears."""
    return render_rules([_shown_rule(rule) for rule in parse_rules(rules_text).rules])


def _shown_rule(rule: Rule) -> Rule:
    names = [name for action in rule.actions for name in (action.source, action.destination)]
    names += [condition.account for condition in rule.conditions if condition.account is not None]
    if all(name == shown_name(name) for name in names):
        return rule
    return replace(
        rule,
        conditions=tuple(replace(c, account=c.account and shown_name(c.account)) for c in rule.conditions),
        actions=tuple(
            replace(a, source=shown_name(a.source), destination=shown_name(a.destination)) for a in rule.actions
        ),
    )


MOST_SHOWN = 8_000
"""Characters of rules that text shows; the longest rules known have 22,000."""


def bounded(rules: list[str], most: int = MOST_SHOWN) -> list[str]:
    """The first of ``rules``, one a line, up to ``most`` characters, then how many more there are."""
    shown: list[str] = []
    for rule in rules:
        if most <= 0:
            return [*shown, f"… and {len(rules) - len(shown)} more rule(s)."]
        shown.append(rule if len(rule) <= most else f"{rule[:most]}…")
        most -= len(rule)
    return shown


def cohort_note(models: OnboardingModels) -> CohortNote:
    return CohortNote(size=models.cohort["size"], provenance=models.cohort["provenance"])


def cohort_line(note: CohortNote) -> str:
    """Whom the answer is learned from, in words."""
    whose = "generated (synthetic) people" if note.provenance == "synthetic" else "of the operator's own users"
    return f"Learned from {note.size:,} {whose}."
