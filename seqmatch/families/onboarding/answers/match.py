"""Answers ``match_user``: similar users, what they automate, and the archetype."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from seqmatch.errors import ArgumentError
from seqmatch.estimators.similarity.pattern_matcher import Neighbours
from seqmatch.families.onboarding.answers.cluster import archetype_of, voters_of
from seqmatch.families.onboarding.answers.goal import goal_of, goal_text
from seqmatch.families.onboarding.answers.wording import Detail, cohort_line, cohort_note, unread_note
from seqmatch.families.onboarding.models import OnboardingModels
from seqmatch.families.onboarding.person import Query, read_query
from seqmatch.features.users.automations import item_text
from seqmatch.features.users.facts import SHARED_FACTS, facts_held
from seqmatch.schemas.answers.onboarding import ArchetypeRef, CommonPattern, MatchAnswer, SimilarUser
from seqmatch.schemas.profile import Profile
from seqmatch.settings import MIN_SUPPORT

MOST_SIMILAR = 50
TIE = 1e-4
"""Similarities nearer to each other than this are told as the same; where more than MOST_SIMILAR users have the highest
one, nothing tells them apart and none is named."""
_FACTS = {"concise": 3, "full": 8}
_PATTERNS = {"concise": 8, "full": 25}


def match_user(
    models: OnboardingModels,
    profile: Profile,
    rules_text: str | None = None,
    *,
    k: int = 10,
    same_user_type: bool = True,
    detail: Detail = "concise",
) -> MatchAnswer:
    """Find the ``k`` users most like someone, what they have in common and what they automate.

    Raises
    ------
    ArgumentError : k outside 1 to 50.
    RuleTextError : the rules are too long to be one person's.
    """
    if not 1 <= k <= MOST_SIMILAR:
        raise ArgumentError(f"Must be a whole number from 1 to {MOST_SIMILAR}.", path="k", example='{"k": 10}')
    query = read_query(profile, rules_text)
    everyone = models.matcher.similar(query.row, len(models.user_refs), query.user_type if same_user_type else None)
    alike = int(np.count_nonzero(everyone.similarities >= everyone.similarities[0] - TIE))
    nothing_tells = alike > MOST_SIMILAR
    found = everyone.first(alike if nothing_tells else k)
    archetype = archetype_of(models, query, voters_of(everyone) if same_user_type else None)
    return MatchAnswer(
        similar_users=[] if nothing_tells else _similar_users(models, query, found, _FACTS[detail]),
        common_patterns=_common_patterns(models, found.users, _PATTERNS[detail]),
        archetype=ArchetypeRef(cluster_id=archetype, name=models.cards[archetype]["name"]),
        goal=goal_of(models, query) if profile.product_goal is None else None,
        cohort=cohort_note(models),
        notes=_notes(query, found, same_user_type, alike),
    )


def _similar_users(models: OnboardingModels, query: Query, found: Neighbours, most_facts: int) -> list[SimilarUser]:
    neighbours = models.matcher.neighbours_
    ours = facts_held(neighbours.coarse(query.row))
    weights = neighbours.contributions(query.row, found.users)
    return [
        SimilarUser(
            user_ref=models.user_refs[user],
            similarity=round(max(0.0, float(similarity)), 4),
            because=[SHARED_FACTS[i].text for i in _shared(models, ours & models.facts[user], weight, most_facts)],
        )
        for user, similarity, weight in zip(found.users, found.similarities, weights, strict=True)
    ]


def _shared(models: OnboardingModels, shared: NDArray[np.bool_], weight: NDArray[np.float32], most: int) -> list[int]:
    """The ``shared`` facts that weigh most, as many as at least MIN_SUPPORT users hold together."""
    together = np.ones(len(models.facts), dtype=bool)
    told: list[int] = []
    for fact in sorted(np.flatnonzero(shared).tolist(), key=lambda i: (-weight[SHARED_FACTS[i].feature], i)):
        narrowed = together & models.facts[:, fact]
        if np.count_nonzero(narrowed) >= MIN_SUPPORT:
            together = narrowed
            told.append(fact)
            if len(told) == most:
                break
    return told


def _common_patterns(models: OnboardingModels, users: NDArray[np.intp], most: int) -> list[CommonPattern]:
    shares = models.recommender.adoption_[users].mean(axis=0)
    support = models.item_support
    shown = [i for i in np.argsort(-shares, kind="stable").tolist() if shares[i] > 0 and support[i] >= MIN_SUPPORT]
    return [
        CommonPattern(pattern=item_text(models.items[i]), share=round(float(shares[i]), 4), support=int(support[i]))
        for i in shown[:most]
    ]


def _notes(query: Query, found: Neighbours, same_user_type: bool, alike: int) -> list[str]:
    notes = unread_note(query)
    if alike > MOST_SIMILAR:
        what = "what little is known of this person" if query.profile.known() or query.has_rules else "nothing known"
        notes.append(
            f"Nothing to match on yet: with {what}, {alike} users fit equally well, so none is named. The patterns "
            f"are what all {alike} have. Ask for more of the profile, or for their rules."
        )
    elif alike > len(found.users):
        notes.append(f"{alike} users fit equally well; those named are no nearer than the others.")
    if same_user_type and not found.same_type:
        notes.append(
            "The user type is not known, so users of every type were compared."
            if query.user_type is None
            else "Too few users of this type, so users of every type were compared."
        )
    facts = len([name for name in query.profile.known() if name != "product_goal"])
    if facts < 3 and not query.has_rules and alike <= MOST_SIMILAR:
        notes.append(f"Only {facts} profile fact(s) known and no rules: the similarities rest on little.")
    return notes


def match_text(answer: MatchAnswer) -> str:
    """The match in words, complete on its own."""
    lines = [f"Archetype {answer.archetype.cluster_id}: {answer.archetype.name}."]
    if answer.similar_users:
        lines += ["", "Most similar users:"]
    for user in answer.similar_users:
        why = f": {', '.join(user.because)}" if user.because else ""
        lines.append(f"- {user.user_ref} ({user.similarity:.2f}){why}")
    whose = f"these {len(answer.similar_users)}" if answer.similar_users else "all who fit equally well"
    lines += ["", f"What {whose} automate:"]
    lines += [f"- {p.pattern}: {p.share:.0%} of them ({p.support} users in all)" for p in answer.common_patterns]
    if not answer.common_patterns:
        lines.append("- nothing that enough users have in common")
    if answer.goal is not None:
        lines += ["", goal_text(answer.goal)]
    lines += ["", *(f"Note: {note}" for note in answer.notes), cohort_line(answer.cohort)]
    return "\n".join(lines)
