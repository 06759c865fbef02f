"""A user's rules as plain sentences between roles, and what an encoder of sentences makes of them.

Not for what is typed: no account's name and no amount is in a sentence, so an encoder sees one of a few thousand that
anyone could list beforehand.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from seqmatch.errors import ArgumentError
from seqmatch.rules.accounts.roles import roles_of
from seqmatch.rules.moves import moves_of
from seqmatch.schemas.reading import StepKind
from seqmatch.schemas.rule import ROLE_TEXT, RuleSet

_KIND_TEXT = {
    StepKind.FIXED: "a fixed amount from {} goes to {}",
    StepKind.DIVISION: "a percentage of {} goes to {}",
    StepKind.OVERFLOW: "everything above a threshold in {} goes to {}",
    StepKind.REST: "whatever is left in {} goes to {}",
    StepKind.PAYMENT: "{} pays or tops up {}",
}


class Encoder(Protocol):
    """Whatever turns sentences into vectors, as a sentence-transformers model does."""

    def encode(self, sentences: list[str], /) -> Any:
        """An array of shape (n_sentences, n_dimensions)."""
        ...


def rule_sentences(rules: RuleSet) -> tuple[str, ...]:
    """Each different action in words, sorted, for example ``a percentage of income goes to taxes``."""
    roles = roles_of(rules)
    words = {name: ROLE_TEXT[role].lower() for name, role in roles.items()}
    moves = moves_of(rules, roles)
    return tuple(sorted({_KIND_TEXT[kind].format(words[a.source], words[a.destination]) for a, kind in moves}))


def rule_vectors(encoder: Encoder, users: Sequence[RuleSet]) -> NDArray[np.float64]:
    """The mean direction of each user's sentences, shape (n_users, n_dimensions), NaN for a user without rules.

    Raises
    ------
    ArgumentError : the encoder does not return one vector of finite numbers for each sentence.
    """
    told = [rule_sentences(rules) for rules in users]
    place = {sentence: index for index, sentence in enumerate(sorted({s for own in told for s in own}))}
    encoded = np.asarray(encoder.encode(list(place)) if place else np.zeros((0, 1)), dtype=np.float64)
    if encoded.ndim != 2 or len(encoded) != len(place) or not np.isfinite(encoded).all():
        raise ArgumentError(
            f"The encoder returned an array of shape {encoded.shape} for {len(place)} sentences. Use one whose "
            "`encode(list of texts)` returns finite numbers of shape (n_texts, n_dimensions).",
            path="encoder",
        )
    length = np.linalg.norm(encoded, axis=1, keepdims=True)
    directions = encoded / np.where(length > 0, length, 1)
    vectors = np.full((len(told), encoded.shape[1]), np.nan)
    for row, own in zip(vectors, told, strict=True):
        if own:
            row[:] = directions[[place[sentence] for sentence in own]].mean(axis=0)
    return vectors
