"""Answers ``record_feedback``: keeps what a person made of a suggestion, as a label where it names a category."""

from __future__ import annotations

from typing import Literal

import polars as pl

from seqmatch.errors import ArgumentError
from seqmatch.lifecycle.monitor.metrics import count_feedback
from seqmatch.schemas.answers.transactions import FeedbackAnswer
from seqmatch.store.coaching.recommendations import settle
from seqmatch.store.engine import Store
from seqmatch.store.suggestions.events import Feedback, SuggestionEvent, find_event, hash_of_unit, record_feedback
from seqmatch.store.transactions.labels import set_labels
from seqmatch.store.transactions.transactions import unknown_transactions

Action = Literal["accept", "reject", "correct"]
COACHING = "coaching"
"""The family whose advice has an outcome of its own: a step is kept or dismissed."""


def give_feedback(
    store: Store, event_id: str, action: Action, category: str | None = None, user: str | None = None
) -> FeedbackAnswer:
    """Keep feedback on an answer. Of a transaction the store knows, an accepted or corrected category becomes a label.

    The last word about an answer counts.

    Parameters
    ----------
    user : the one the caller is bound to: answers to others do not exist for it, and no transaction of others is
        labelled; None: bound to none.

    Raises
    ------
    ArgumentError : no answer has this name, or a correction does not say what is right.
    StoreError : the store cannot be reached; nothing was kept.
    """
    event = find_event(store, event_id)
    if event is None or (user is not None and event.unit_hash != hash_of_unit(user)):
        raise ArgumentError(
            "No answer has this event_id. Send one that categorize_transactions or coach returned.",
            code="unknown_event",
            path="event_id",
        )
    if action == "correct" and category is None:
        raise ArgumentError("A correction says which category is right.", code="missing_argument", path="category")
    if action != "correct" and category is not None:
        raise ArgumentError(
            "Only a correction names a category.",
            path="category",
            example='{"action": "correct", "category": "dining"}',
        )
    if event.family == COACHING and action == "correct":
        raise ArgumentError("Advice is accepted or rejected.", path="action", allowed=("accept", "reject"))
    said = Feedback(event.family, event.subject, action, event_id, category)
    record_feedback(store, [said])
    count_feedback(event.family, event.mode, event.source, action)
    if event.family == COACHING:
        settle(store, event_id, "kept" if action == "accept" else "dismissed")
        return FeedbackAnswer(recorded=True, event_id=event_id, action=action)
    right = category if action == "correct" else _suggested(event) if action == "accept" else None
    labelled = right is not None and _label(store, event, right, user)
    return FeedbackAnswer(recorded=True, event_id=event_id, action=action, labelled=labelled)


def _suggested(event: SuggestionEvent) -> str | None:
    first = event.candidates[0] if event.candidates else {}
    category = first.get("category")
    return category if isinstance(category, str) else None


def _label(store: Store, event: SuggestionEvent, category: str, user: str | None) -> bool:
    """Whether the transaction is known to the store, as one of ``user``'s, and carries the label now."""
    if unknown_transactions(store, pl.Series([event.subject]), user).any():
        return False
    label = {"transaction_id": [event.subject], "category": [category], "source": ["human"]}
    set_labels(store, pl.DataFrame(label))
    return True


def feedback_text(answer: FeedbackAnswer) -> str:
    """The answer in words."""
    learned = " It became a label that the next training learns from." if answer.labelled else ""
    return f"Recorded: {answer.action} for {answer.event_id}.{learned}"
