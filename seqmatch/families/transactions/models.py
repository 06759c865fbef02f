"""The transactions models in memory, made from a version's files."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from seqmatch.lifecycle.versions.artifact import Version, unpack
from seqmatch.lifecycle.versions.family import Family

if TYPE_CHECKING:
    from seqmatch.estimators.text.transaction_categoriser import TransactionCategoriser


@dataclass(frozen=True)
class TransactionModels:
    """The transactions family, ready to answer.

    Attributes
    ----------
    version : name of the version.
    categoriser : the fitted estimator.
    cohort : size, provenance and categories of what it learned from.
    metrics : what was measured in training, beside baselines.
    card : the model card, Markdown.
    """

    version: str
    categoriser: TransactionCategoriser
    cohort: dict[str, Any]
    metrics: dict[str, Any]
    card: str

    @cached_property
    def known_words(self) -> frozenset[str]:
        """Single words of letters that are shared widely enough to identify no one."""
        return frozenset(word for word in self.categoriser.learned_.text.ngrams_.words if word.isalpha())


def _load(version: Version) -> TransactionModels:
    from seqmatch.estimators.text.transaction_categoriser import TransactionCategoriser

    return TransactionModels(
        version=version.name,
        categoriser=TransactionCategoriser.from_state(unpack("transaction_categoriser", version.files)),
        cohort=json.loads(version.files["cohort.json"]),
        metrics=json.loads(version.files["metrics.json"]),
        card=version.files["card.md"].decode(),
    )


TRANSACTIONS = Family("transactions", _load, has_heuristic=True)
