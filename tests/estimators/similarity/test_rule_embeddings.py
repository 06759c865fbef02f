"""Rule embeddings as a part of the similarity: by their weight, and only where both users have rules."""

from __future__ import annotations

import numpy as np
from toy_world import WORLD

from seqmatch.estimators.similarity.pattern_matcher import PatternMatcher
from seqmatch.estimators.similarity.rule_embeddings import RuleEmbeddings

NOTHING = [np.nan, np.nan]
RULES = np.array([[1.0, 0.0], [0.0, 1.0], NOTHING])
LEARNED = np.array([0.5, 0.5, 0.5])


def test_the_joined_similarity_is_the_weighted_mean_of_both() -> None:
    embeddings = RuleEmbeddings().fit(RULES)
    assert embeddings.weight == 0.2
    assert embeddings.similarities(np.array([0.9, 0.1])).round(6).tolist()[:2] == [1.0, -1.0]
    assert embeddings.join(LEARNED, np.array([0.9, 0.1])).round(6).tolist() == [0.6, 0.2, 0.5]


def test_without_weight_nothing_changes() -> None:
    assert RuleEmbeddings(weight=0).fit(RULES).join(LEARNED, RULES[0]).tolist() == LEARNED.tolist()


def test_a_query_without_rules_is_matched_by_the_rest_alone() -> None:
    assert RuleEmbeddings().fit(RULES).join(LEARNED, np.array(NOTHING)).tolist() == LEARNED.tolist()


def test_users_none_of_whom_has_rules_are_matched_by_the_rest_alone() -> None:
    nobody = RuleEmbeddings().fit(np.full((3, 2), np.nan))
    assert nobody.join(LEARNED, RULES[0]).tolist() == LEARNED.tolist()


def test_rules_that_read_like_everybodys_say_nothing() -> None:
    same = RuleEmbeddings(weight=0.5).fit(np.ones((3, 2)))
    assert same.join(LEARNED, np.ones(2)).tolist() == [0.25, 0.25, 0.25]


def test_a_matcher_prefers_those_whose_rules_read_alike_within_the_type_asked_for() -> None:
    matcher = PatternMatcher(np.ones(8), np.zeros(8)).fit(WORLD.table, WORLD.types, seed=1)
    likes = np.random.default_rng(3).normal(size=(len(WORLD.types), 4))
    embeddings = RuleEmbeddings(weight=1.0).fit(likes[matcher.order_])
    wanted = int(np.flatnonzero(WORLD.types == 1)[7])
    found = matcher.similar(
        WORLD.table[0],
        3,
        user_type=1,
        join=lambda similarities, users: embeddings.join(similarities, likes[wanted], users),
    )
    assert found.same_type
    assert matcher.order_[found.groups[0]] == wanted
    assert set(WORLD.types[matcher.order_[found.groups]]) == {1}
    assert found.similarities[0] == np.float32(1.0)
