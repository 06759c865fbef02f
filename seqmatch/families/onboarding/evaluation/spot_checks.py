"""Twenty matches for a person to judge, with the reasons, on cards that identify nobody.

Everything a card says of the person asked for holds, together, for at least MIN_SUPPORT of the users learned from.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from seqmatch.families.onboarding.answers.match import match_user
from seqmatch.families.onboarding.dataset import OnboardingData
from seqmatch.families.onboarding.models import OnboardingModels
from seqmatch.families.onboarding.person import read_query
from seqmatch.families.onboarding.recipe import ARCHETYPE_COLUMNS
from seqmatch.features.users.facts import SHARED_FACTS, facts_held
from seqmatch.features.users.table import FEATURES
from seqmatch.schemas.goal import GOAL_GROUPS, GROUP_OF
from seqmatch.settings import MIN_SUPPORT

CHECKS = 20
MATCHED = 5
FIRST_FACTS = 3
"""Facts told before the goal may narrow those who share them."""
MOST_FACTS = 6
_GOAL_FACTS = {i: fact.text for i, fact in enumerate(SHARED_FACTS) if FEATURES[fact.feature].subject == "goal"}


@dataclass(frozen=True)
class _Learned:
    """The users learned from: shape (n_users, n_facts), which facts hold for each, and shape (n_users,), archetypes."""

    facts: NDArray[np.bool_]
    archetypes: NDArray[np.intp]


def spot_checks(
    models: OnboardingModels, learned: OnboardingData, asked: OnboardingData, rule_texts: list[str], seed: int
) -> list[dict[str, Any]]:
    """One card per person checked, every other one as a new user without rules.

    Parameters
    ----------
    models : learned from ``learned``, which has none of the users of ``asked``.
    rule_texts : of the users of ``asked``.
    """
    facts = facts_held(models.matcher.neighbours_.coarse(learned.table))
    everyone = _Learned(facts, models.archetypes.assign(learned.table[:, ARCHETYPE_COLUMNS]))
    return [
        _card(models, everyone, asked, user, rule_texts[user] if number % 2 == 0 else None)
        for number, user in enumerate(_chosen(asked, seed))
    ]


def _chosen(asked: OnboardingData, seed: int) -> list[int]:
    """People of every user type and goal group in turn, so that the common ones do not fill the page."""
    rng = np.random.default_rng(seed)
    kinds: dict[tuple[int, str], list[int]] = {}
    for user in rng.permutation(len(asked)).tolist():
        goal = asked.goals[user]
        kinds.setdefault((int(asked.types[user]), GROUP_OF[goal] if goal else ""), []).append(user)
    waiting = sorted(kinds.items(), key=lambda kind: (-len(kind[1]), kind[0]))
    chosen: list[int] = []
    while len(chosen) < min(CHECKS, len(asked)):
        chosen += [users.pop() for _, users in waiting if users]
    return chosen[:CHECKS]


def _card(
    models: OnboardingModels, learned: _Learned, asked: OnboardingData, user: int, rules_text: str | None
) -> dict[str, Any]:
    profile = asked.profiles[user].model_copy(update={"product_goal": None})
    query = read_query(profile, rules_text)
    answer = match_user(models, profile, rules_text, k=MATCHED)
    assert answer.goal is not None
    held = facts_held(models.matcher.neighbours_.coarse(query.row))
    facts, together = _told(learned, held, np.ones(len(learned.facts), dtype=bool), FIRST_FACTS)
    group = GROUP_OF[goal] if (goal := asked.goals[user]) else None
    together, told_goal = _narrowed(together, _states(learned, group))
    more, together = _told(learned, held, together, MOST_FACTS - len(facts), facts)
    facts += more
    _, told_archetype = _narrowed(together, learned.archetypes == answer.archetype.cluster_id)
    places = {ref: index for index, ref in enumerate(models.groups.refs)}
    matched = [places[found.user_ref] for found in answer.similar_users]
    return {
        "rules_known": query.has_rules,
        "facts": [SHARED_FACTS[i].text for i in facts],
        "stated_group": group if told_goal else None,
        "archetype": answer.archetype.name if told_archetype else None,
        "matches": [
            {
                "size": found.size,
                "similarity": round(found.similarity, 2),
                "because": [SHARED_FACTS[i].text for i in facts if models.groups.facts[place, i]],
            }
            for found, place in zip(answer.similar_users, matched, strict=True)
        ],
        "matched_groups": _groups(models, matched),
        "patterns": [{"pattern": found.pattern, "share": found.share} for found in answer.common_patterns[:3]],
        "predicted": [
            {"goal": chance.goal, "goal_group": chance.goal_group, "probability": chance.probability}
            for chance in answer.goal.top_goals[:3]
        ],
        "confident": answer.goal.confident,
    }


def _narrowed(together: NDArray[np.bool_], those: NDArray[np.bool_]) -> tuple[NDArray[np.bool_], bool]:
    """``together`` that are also ``those``, and True, while at least MIN_SUPPORT are; else as before, and False."""
    narrowed = together & those
    return (narrowed, True) if np.count_nonzero(narrowed) >= MIN_SUPPORT else (together, False)


def _states(learned: _Learned, group: str | None) -> NDArray[np.bool_]:
    """Who of the users learned from states a goal of ``group``; nobody where no fact tells."""
    fact = next((i for i, text in _GOAL_FACTS.items() if text == f"a goal about {group}"), None)
    return np.zeros(len(learned.facts), dtype=bool) if fact is None else learned.facts[:, fact]


def _told(
    learned: _Learned,
    held: NDArray[np.bool_],
    together: NDArray[np.bool_],
    most: int,
    but: Sequence[int] = (),
) -> tuple[list[int], NDArray[np.bool_]]:
    """Facts of the person that at least MIN_SUPPORT of ``together`` hold with all before, and who these are.

    Who the person is comes first, then what about a third of all users share: rarer facts leave no room for a second.
    """
    told: list[int] = []
    share = learned.facts.mean(axis=0)
    for fact in sorted(
        np.flatnonzero(held).tolist(), key=lambda i: (SHARED_FACTS[i].feature > 3, abs(share[i] - 1 / 3), i)
    ):
        if len(told) == most:
            break
        if fact in _GOAL_FACTS or fact in but:
            continue
        together, fits = _narrowed(together, learned.facts[:, fact])
        if fits:
            told.append(fact)
    return told, together


def _groups(models: OnboardingModels, matched: list[int]) -> dict[str, float]:
    """Share of each goal group among the goals stated in those matched, the most frequent first."""
    shares = models.groups.goals[matched].mean(axis=0)
    stated = {group: round(float(share), 2) for group, share in zip(GOAL_GROUPS, shares, strict=True) if share > 0}
    return dict(sorted(stated.items(), key=lambda pair: (-pair[1], pair[0])))
