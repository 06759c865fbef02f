"""The values an assistant may have to choose from, as resources show them and completions offer them."""

from __future__ import annotations

from seqmatch.schemas.goal import GOAL_TEXT, GOALS, GROUP_OF, SYNONYMS
from seqmatch.schemas.profile import OCCUPATIONS

MAX_COMPLETIONS = 100
"""The protocol's own limit."""


def goals() -> list[dict[str, str]]:
    """Every goal with its group and meaning; ``same_as`` names the newer wording of the same goal."""
    return [
        {"goal": goal, "goal_group": GROUP_OF[goal], "meaning": GOAL_TEXT[goal]}
        | ({"same_as": SYNONYMS[goal]} if goal in SYNONYMS else {})
        for goal in GOALS
    ]


def occupations() -> list[dict[str, str]]:
    """Every occupation with its name in plain words."""
    return [{"occupation": name, "meaning": name.replace("_", " ").capitalize()} for name in OCCUPATIONS]


def matching(typed: str, values: tuple[str, ...]) -> list[str]:
    """The values that begin with what was typed, then those that contain it; case does not matter."""
    wanted = typed.strip().replace(" ", "_").casefold()
    beginning = [value for value in values if value.casefold().startswith(wanted)]
    containing = [value for value in values if wanted in value.casefold() and value not in beginning]
    return (beginning + containing)[:MAX_COMPLETIONS]
