"""Answers ``match_user``: similar users, what they automate, and the archetype."""

from __future__ import annotations

from dataclasses import dataclass

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
from seqmatch.features.users.facts import FACT_FEATURES, SHARED_FACTS, facts_held
from seqmatch.schemas.answers.onboarding import ArchetypeRef, CommonPattern, MatchAnswer, SimilarUser
from seqmatch.schemas.profile import Profile
from seqmatch.settings import MIN_SUPPORT

MOST_SIMILAR = 50
TIE = 1e-4
"""Similarities nearer to each other than this are told as the same; where more than half of the groups have the highest
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
    """Find the ``k`` groups of users most like someone, what they have in common and what they automate.

    Raises
    ------
    ArgumentError : k outside 1 to 50.
    RuleTextError : the rules are too long to be one person's.
    """
    if not 1 <= k <= MOST_SIMILAR:
        raise ArgumentError(f"Must be a whole number from 1 to {MOST_SIMILAR}.", path="k", example='{"k": 10}')
    query = read_query(profile, rules_text)
    near = resemblance(models, query, k, same_user_type)
    return MatchAnswer(
        similar_users=[] if near.nothing_tells else _similar_users(models, query, near.found, _FACTS[detail]),
        common_patterns=_common_patterns(models, near.found.groups, _PATTERNS[detail]),
        archetype=ArchetypeRef(cluster_id=near.archetype, name=models.cards[near.archetype]["name"]),
        goal=goal_of(models, query) if profile.product_goal is None else None,
        cohort=cohort_note(models),
        notes=_notes(models, query, near, same_user_type),
    )


@dataclass(frozen=True)
class Resemblance:
    """The groups most like someone, and their archetype.

    Attributes
    ----------
    found : the groups told, or all that fit equally well where nothing tells them apart.
    alike : how many groups fit as well as the first.
    nothing_tells : whether too little is known of the person to name a group.
    """

    found: Neighbours
    alike: int
    nothing_tells: bool
    archetype: int


def resemblance(models: OnboardingModels, query: Query, k: int = 10, same_user_type: bool = True) -> Resemblance:
    """Whom someone resembles, without the reasons."""
    everyone = models.matcher.similar(query.row, len(models.groups), query.user_type if same_user_type else None)
    alike = int(np.count_nonzero(everyone.similarities >= everyone.similarities[0] - TIE))
    nothing_tells = 2 * alike > max(2, len(everyone.groups))
    archetype = archetype_of(models, query, voters_of(models, everyone) if same_user_type else None)
    return Resemblance(everyone.first(alike if nothing_tells else k), alike, nothing_tells, archetype)


def told_similarity(similarity: float) -> float:
    """A similarity as answers give it."""
    return round(max(0.0, similarity), 4)


def _similar_users(models: OnboardingModels, query: Query, found: Neighbours, most_facts: int) -> list[SimilarUser]:
    neighbours = models.matcher.neighbours_
    ours = facts_held(neighbours.coarse(query.row))
    weights = neighbours.contributions(query.row, found.groups)
    reasons = _weightiest(ours & models.groups.facts[found.groups], weights, most_facts)
    told = zip(found.groups.tolist(), found.similarities.tolist(), reasons, strict=True)
    return [
        SimilarUser(
            user_ref=models.groups.refs[group],
            size=int(models.groups.sizes[group]),
            similarity=told_similarity(similarity),
            because=[SHARED_FACTS[fact].text for fact in facts],
        )
        for group, similarity, facts in told
    ]


def _weightiest(shared: NDArray[np.bool_], weights: NDArray[np.float32], most: int) -> list[list[int]]:
    """Of each group the ``shared`` facts, shape (n_groups, n_facts), that weigh most in the similarity, in that order.

    Parameters
    ----------
    weights : shape (n_groups, n_features).
    """
    order = np.argsort(np.where(shared, -weights[:, FACT_FEATURES], np.inf), axis=1, kind="stable")[:, :most]
    counts = shared.sum(axis=1).tolist()
    return [facts[:count] for facts, count in zip(order.tolist(), counts, strict=True)]


def _common_patterns(models: OnboardingModels, groups: NDArray[np.intp], most: int) -> list[CommonPattern]:
    sizes = models.groups.sizes[groups]
    adopters = sizes @ models.recommender.adoption_[groups].astype(np.float64)
    shares = adopters / sizes.sum()
    support = models.item_support
    enough = np.flatnonzero(np.rint(adopters) >= MIN_SUPPORT)
    shown = enough[np.argsort(-shares[enough], kind="stable")][:most].tolist()
    return [
        CommonPattern(pattern=item_text(models.items[i]), share=round(float(shares[i]), 4), support=int(support[i]))
        for i in shown
    ]


def _notes(models: OnboardingModels, query: Query, near: Resemblance, same_user_type: bool) -> list[str]:
    notes, found, alike = unread_note(query), near.found, near.alike
    if near.nothing_tells:
        what = "what little is known of this person" if query.profile.known() or query.has_rules else "nothing known"
        people = int(models.groups.sizes[found.groups].sum())
        notes.append(
            f"Nothing to match on yet: with {what}, {people} users fit equally well, so no group is named. The patterns"
            f" are what all {people} have. Ask for more of the profile, or for their rules."
        )
    elif alike > len(found.groups):
        notes.append(f"{alike} groups fit equally well; those named are no nearer than the others.")
    if same_user_type and not found.same_type:
        notes.append(
            "The user type is not known, so users of every type were compared."
            if query.user_type is None
            else "Too few users of this type, so users of every type were compared."
        )
    facts = len([name for name in query.profile.known() if name != "product_goal"])
    if facts < 3 and not query.has_rules and not near.nothing_tells:
        notes.append(f"Only {facts} profile fact(s) known and no rules: the similarities rest on little.")
    return notes


def match_text(answer: MatchAnswer) -> str:
    """The match in words, complete on its own."""
    lines = [f"Archetype {answer.archetype.cluster_id}: {answer.archetype.name}."]
    if answer.similar_users:
        lines += ["", "Most similar users, in groups:"]
    for group in answer.similar_users:
        why = f": {', '.join(group.because)}" if group.because else ""
        lines.append(f"- {group.size} people like this ({group.user_ref}, {group.similarity:.2f}){why}")
    people = sum(group.size for group in answer.similar_users)
    whose = f"these {people} people" if answer.similar_users else "all who fit equally well"
    lines += ["", f"What {whose} automate:"]
    lines += [f"- {p.pattern}: {p.share:.0%} of them ({p.support} users in all)" for p in answer.common_patterns]
    if not answer.common_patterns:
        lines.append("- nothing that enough users have in common")
    if answer.goal is not None:
        lines += ["", goal_text(answer.goal)]
    lines += ["", *(f"Note: {note}" for note in answer.notes), cohort_line(answer.cohort)]
    return "\n".join(lines)
