"""A review says what every family knows, asks for what it does not, and remembers what the person answered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from people_of_store import GOAL, LAST, make_store

from seqmatch.lifecycle.serving.host import ModelHost
from seqmatch.rules.parse import parse_rules
from seqmatch.schemas.answers.review import RecommendationTold, ReviewTold
from seqmatch.schemas.recommendation import CATEGORIES
from seqmatch.server.review.compose import review_of
from seqmatch.server.review.text import review_in_words
from seqmatch.server.review.whose import Whose
from seqmatch.store.engine import Store, open_store
from seqmatch.store.records.audit import audit_of
from seqmatch.store.records.recommendations import answer_record


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("review")


@pytest.fixture(scope="module")
def held(home: Path) -> Iterator[Store]:
    with open_store(make_store(home)) as store:
        yield store


@pytest.fixture(scope="module")
def ana(host: ModelHost, held: Store) -> Whose:
    return Whose(host, held, "ana")


@pytest.fixture(scope="module")
def review(ana: Whose, held: Store) -> ReviewTold:
    return review_of(ana, held, "a test")


def all_of(review: ReviewTold) -> list[RecommendationTold]:
    return [one for category in review.categories for one in category.recommendations]


def test_it_covers_every_category_with_evidence_or_says_what_is_missing(review: ReviewTold) -> None:
    assert [one.category for one in review.categories] == list(CATEGORIES)
    assert review.as_of == LAST
    assert review.models.keys() == {"coaching", "planning"}
    assert all(one.recommendations or one.summary or one.needs for one in review.categories)
    assert all(one.evidence and one.actionable_items for one in all_of(review))
    lacking = {one.category for one in review.categories if one.state == "needs_data"}
    assert "portfolio_rebalancing" in lacking and "goal_optimization" not in lacking


def test_it_finds_what_happened_in_the_history(review: ReviewTold) -> None:
    titles = " / ".join(one.title for one in all_of(review))
    assert "“streambox” has become dearer" in titles
    assert "ironworks gym" in titles
    assert any(one.model_name == "planning" for one in all_of(review))


def test_rules_it_proposes_can_be_read(review: ReviewTold) -> None:
    rules = [one.rule_text for one in all_of(review) if one.rule_text]
    assert rules and all(not parse_rules(text).unparsed for text in rules)


def test_the_most_urgent_come_first_and_the_text_tells_all_of_it(review: ReviewTold) -> None:
    urgency = [one.priority for one in review.prioritized_actions]
    assert urgency == sorted(urgency, key=("high", "medium", "low").index)
    text = review_in_words(review)
    assert all(one.recommendation_id in text and one.title in text for one in all_of(review))
    assert text.splitlines()[0] == f"As of {LAST}."


def test_asking_again_says_the_same_under_the_same_names(ana: Whose, held: Store, review: ReviewTold) -> None:
    assert review_of(ana, held, "another") == review


def test_what_was_declined_is_not_offered_again_though_its_figures_change(
    ana: Whose, held: Store, review: ReviewTold
) -> None:
    before = len(audit_of(held, "ana", 10_000))
    first = review.prioritized_actions[0]
    answer_record(held, "ana", first.recommendation_id, "dismissed", "a test", "no")
    later = review_of(ana, held, "a test", at=dt.datetime.now(dt.UTC) + dt.timedelta(days=3))
    assert first.recommendation_id not in {one.recommendation_id for one in later.prioritized_actions}
    assert {one.status for one in all_of(later) if one.recommendation_id == first.recommendation_id} == {"dismissed"}
    assert len(audit_of(held, "ana", 10_000)) == before + 1 + len(all_of(later))


def test_one_category_is_asked_alone_and_leaves_the_others_standing(ana: Whose, held: Store) -> None:
    alone = review_of(ana, held, "a test", ["behavioral_insights"])
    assert [one.category for one in alone.categories] == ["behavioral_insights"]
    again = review_of(ana, held, "a test")
    assert {one.status for one in all_of(again)} <= {"active", "dismissed"}


def test_nothing_it_says_is_readable_in_the_file(held: Store, home: Path, review: ReviewTold) -> None:
    held.compact()
    file = b"".join(one.read_bytes() for one in home.glob("store.sqlite*"))
    assert b"NORTH REALTY" in file  # transactions themselves are not sealed
    assert [word for word in (GOAL, "has become dearer", 'actions":') if word.encode() in file] == []
