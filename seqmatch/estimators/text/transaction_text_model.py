"""Predicts a category from a transaction's words and amount: linear over n-grams, one against the rest.

The half of the categoriser that needs no earlier transaction of the same payee. Its scores are not probabilities.
"""

from __future__ import annotations

import re
import warnings
from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from seqmatch.estimators.privacy.shared_terms import TermSupport, shared_labels, shared_term_labels
from seqmatch.estimators.state import Floats
from seqmatch.features.ngrams import NGrams

AMOUNT_EDGES = np.array([500, 1000, 2000, 3500, 5000, 10000, 20000, 50000, 100000, 300000], dtype=np.float64)
"""Cents, of amounts without sign; refunds have bins of their own."""
FLATTEN = 0.25
"""A text seen n times weighs n to this power: frequent payees lead, but do not rule."""
HALF_LIFE = 365.0
"""Days after which a label weighs half: payees change what they sell, and who codes them changes their mind."""

LONGEST_NUMBER = 6
"""Characters of a number of which only the form is read."""
_DIGIT = re.compile(r"\d")


def _common_numbers(texts: NDArray[np.str_]) -> frozenset[str]:
    """Words with digits in more than one transaction."""
    printed, often = np.unique(texts, return_counts=True)
    count: Counter[str] = Counter()
    for text, times in zip(printed.tolist(), often.tolist(), strict=True):
        if _DIGIT.search(text):
            count.update({word: times for word in set(text.split()) if _DIGIT.search(word)})
    return frozenset(word for word, times in count.items() if times > 1)


def amount_bins(cents: Floats) -> NDArray[np.intp]:
    """Bin of each amount, shape (n,)."""
    size = np.searchsorted(AMOUNT_EDGES, np.abs(cents), side="right")
    return size + (len(AMOUNT_EDGES) + 1) * (np.asarray(cents) > 0)


class TransactionTextModel:
    """Linear support vector machines over n-grams, and how usual an amount is in each category.

    Attributes
    ----------
    ngrams_ : the terms.
    numbers_ : words with digits that are read as such (the numbers of shops). Of others, references that differ each
        time, only the form is read: ``4711x`` is ``0000x``.
    coef_, intercept_ : shapes (n_terms, n_classes) and (n_classes,).
    amounts_ : shape (n_bins, n_classes), log of how much more usual an amount is in a category than at large.
    """

    ngrams_: NGrams
    numbers_: frozenset[str]
    coef_: Floats
    intercept_: Floats
    amounts_: Floats

    def __init__(self, c: float = 0.5) -> None:
        self.c = c

    def fit(
        self,
        texts: NDArray[np.str_],
        cents: Floats,
        labels: NDArray[np.intp],
        weights: Floats,
        n_classes: int,
        days: NDArray[np.int64],
        people: NDArray[np.int64],
    ) -> TransactionTextModel:
        """Learn from transactions; all shapes (n,). Classes that do not occur are never scored above others."""
        from sklearn.svm import LinearSVC

        self.numbers_ = _common_numbers(texts)
        unique, group = self._distinct(texts)
        self.ngrams_ = NGrams.of(unique, TermSupport(group, days, people).enough)
        self.numbers_ &= frozenset(self.ngrams_.words)
        unique, group = self._distinct(texts)
        # Only what MIN_SUPPORT people call a text is learned: the rest would leave its own weights in the file.
        told = shared_labels(group, labels, people)
        weight = np.zeros((len(unique), n_classes))
        aged = weights * 0.5 ** ((days.max() - days) / HALF_LIFE)
        np.add.at(weight, (group[told], labels[told]), aged[told])
        row, label = np.nonzero(weight)
        matrix = self.ngrams_.matrix(unique)[row]
        self.coef_ = np.zeros((len(self.ngrams_), n_classes), dtype=np.float32)
        self.intercept_ = np.full(n_classes, -2.0, dtype=np.float32)
        present = np.unique(label)
        if len(present) > 1 and matrix.shape[1]:
            model = LinearSVC(C=self.c, random_state=0, tol=1e-3, max_iter=500)
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # not converged: the last digits of the margins only
                model.fit(matrix, label, sample_weight=weight[row, label] ** FLATTEN)
            coef, intercept = model.coef_, model.intercept_
            if len(present) == 2:
                coef, intercept = np.vstack([-coef, coef]), np.concatenate([-intercept, intercept])
            # A term speaks for a category only where enough people gave the category to texts that hold it.
            shared = shared_term_labels(self.ngrams_.matrix(unique), group, labels, people, n_classes)[:, present]
            self.coef_[:, present] = np.where(shared, coef.T, np.minimum(coef.T, 0))
            self.intercept_[present] = intercept
        else:
            self.intercept_[present] = 0.0
        often = np.bincount(group)[group]
        self.amounts_ = self._amounts(amount_bins(cents), labels, often, n_classes)
        return self

    @classmethod
    def rebuilt(
        cls,
        c: float,
        words: Sequence[str],
        parts: Sequence[str],
        idf: Floats,
        coef: Floats,
        intercept: Floats,
        amounts: Floats,
    ) -> TransactionTextModel:
        """The model that was learned, from what was kept of it."""
        model = cls(c)
        model.ngrams_ = NGrams(words, parts, np.asarray(idf, dtype=np.float64))
        model.numbers_ = frozenset(word for word in words if " " not in word and _DIGIT.search(word))
        model.coef_, model.intercept_, model.amounts_ = coef, intercept, amounts
        return model

    def contributions(self, text: str, first: int, second: int) -> list[tuple[str, float]]:
        """What each word and pair of words adds to the margin of class ``first`` over ``second``.

        They add up to the difference of the two margins but for that of the intercepts.
        """
        text = self._read(text)
        row = self.ngrams_.matrix([text])
        value = dict(zip(row.indices.tolist(), row.data.tolist(), strict=True))
        tilt = (self.coef_[:, first].astype(np.float64)) - self.coef_[:, second]
        return [
            (word, float(sum(share * value[term] * tilt[term] for term, share in terms)))
            for word, terms in self.ngrams_.words_of(text)
        ]

    def _amounts(
        self, bins: NDArray[np.intp], labels: NDArray[np.intp], often: NDArray[np.intp], n_classes: int
    ) -> Floats:
        """Every payee counts by the square root of how often it occurs."""
        n_bins = 2 * (len(AMOUNT_EDGES) + 1)
        count = np.zeros((n_bins, n_classes))
        np.add.at(count, (bins, labels), often.astype(np.float64) ** -0.5)
        at_large = (count.sum(axis=1) + 1) / (count.sum() + n_bins)
        inside = (count + 20 * at_large[:, None]) / (count.sum(axis=0) + 20)
        ratio: Floats = np.log(inside / at_large[:, None]).astype(np.float32)
        return ratio

    def _read(self, text: str) -> str:
        if not _DIGIT.search(text):
            return text
        return " ".join(
            _DIGIT.sub("0", word)[:LONGEST_NUMBER] if _DIGIT.search(word) and word not in self.numbers_ else word
            for word in text.split()
        )

    def _distinct(self, texts: NDArray[np.str_]) -> tuple[list[str], NDArray[np.intp]]:
        """The different texts, without numbers that tell nothing, and which of them each transaction has."""
        printed, place = np.unique(texts, return_inverse=True)
        unique, group = np.unique(
            np.array([self._read(str(text)) for text in printed], dtype=np.str_), return_inverse=True
        )
        return [str(text) for text in unique], group[place]

    def margins(self, texts: NDArray[np.str_]) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
        """Signed distances from each category's plane, (n, n_classes), and which texts hold no known term, (n,)."""
        unique, group = self._distinct(texts)
        matrix = self.ngrams_.matrix(unique)
        margins = np.asarray(matrix @ self.coef_.astype(np.float64), dtype=np.float64) + self.intercept_
        found: NDArray[np.float64] = margins.astype(np.float64)[group]
        return found, (matrix.getnnz(axis=1) == 0)[group]

    def familiar(self, texts: NDArray[np.str_]) -> NDArray[np.float64]:
        """Share of the words of each text that are known as such, 0 to 1, shape (n,); 0 where there is none."""
        unique, group = self._distinct(texts)
        known = frozenset(self.ngrams_.words)
        words = [text.split() for text in unique]
        share = np.array([sum(word in known for word in said) / max(len(said), 1) for said in words])
        found: NDArray[np.float64] = share.astype(np.float64)[group]
        return found

    def amount_evidence(self, cents: Floats) -> NDArray[np.float64]:
        """Log-ratios by amount, shape (n, n_classes)."""
        evidence: NDArray[np.float64] = self.amounts_[amount_bins(cents)].astype(np.float64)
        return evidence

    def knows(self, words: Sequence[str]) -> NDArray[np.bool_]:
        """Whether each word is a term, shape (n,)."""
        known = frozenset(self.ngrams_.words)
        return np.array([word in known for word in words], dtype=bool)
