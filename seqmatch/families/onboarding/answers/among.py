"""Which single users of an operator's own files are most like a person. For operators: no tool answers it.

Learned from the files each time, so that no version need hold a single user.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from seqmatch.data.users.cohort import Cohort
from seqmatch.errors import ArgumentError
from seqmatch.families.onboarding import recipe
from seqmatch.families.onboarding.answers.match import MOST_SIMILAR
from seqmatch.families.onboarding.dataset import onboarding_data
from seqmatch.families.onboarding.person import read_query
from seqmatch.features.users.facts import SHARED_FACTS, facts_held
from seqmatch.lifecycle.threads import one_thread
from seqmatch.schemas.profile import Profile

MOST_FACTS = 3


def match_among(
    cohort: Cohort, profile: Profile, rules_text: str | None, k: int, same_user_type: bool, seed: int
) -> dict[str, Any]:
    """``{similar_users: [{organization_id, similarity, because}], compared, same_user_type}``, most similar first.

    Raises
    ------
    ArgumentError : k outside 1 to 50.
    TrainingError : too few users with rules to learn from.
    RuleTextError : the rules are too long to be one person's.
    """
    if not 1 <= k <= MOST_SIMILAR:
        raise ArgumentError(f"Must be a whole number from 1 to {MOST_SIMILAR}.", path="k", example="-k 10")
    query = read_query(profile, rules_text)
    data = onboarding_data(cohort)
    with one_thread():
        matcher = recipe.fit_matcher(data, seed, least=1)
        found = matcher.similar(query.row, k, query.user_type if same_user_type else None)
    users = matcher.order_[found.groups]
    neighbours = matcher.neighbours_
    shared = facts_held(neighbours.coarse(query.row)) & facts_held(neighbours.coarse(data.table[users]))
    weights = neighbours.contributions(query.row, found.groups)
    return {
        "similar_users": [
            {
                "organization_id": cohort.user_ids[data.rows[user]],
                "similarity": round(max(0.0, float(similarity)), 4),
                "because": [
                    SHARED_FACTS[fact].text
                    for fact in sorted(np.flatnonzero(facts).tolist(), key=lambda i: -weight[SHARED_FACTS[i].feature])
                ][:MOST_FACTS],
            }
            for user, similarity, facts, weight in zip(users, found.similarities, shared, weights, strict=True)
        ],
        "compared": len(data),
        "same_user_type": found.same_type,
    }


def among_text(found: dict[str, Any]) -> str:
    """The users in words, complete on its own."""
    lines = [
        f"- {user['organization_id']} ({user['similarity']:.2f}): {', '.join(user['because']) or 'nothing told'}"
        for user in found["similar_users"]
    ]
    whom = " of the same user type" if found["same_user_type"] else ""
    return "\n".join(
        [f"Most similar users{whom}, of {found['compared']:,} in your files:", *lines, "Not for anyone outside."]
    )
