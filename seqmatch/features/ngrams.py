"""TF-IDF of short texts, over words, pairs of words and parts of words."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

WORDS = (1, 2)
PARTS = (2, 5)
"""Letters of a part; it stays within a word, whose ends it knows."""


class NGrams:
    """Text to a sparse row: a block of words and pairs, and one of parts, each of length one.

    Parameters
    ----------
    words, parts : terms of the two blocks, sorted.
    idf : shape (n_words + n_parts,), how telling each is: 1 + log((1 + texts) / (1 + texts that hold it)).
    """

    def __init__(self, words: Sequence[str], parts: Sequence[str], idf: NDArray[np.float64]) -> None:
        self.words = tuple(words)
        self.parts = tuple(parts)
        self.idf = np.asarray(idf, dtype=np.float64)
        self._counters = [_counter(vocabulary, kind) for kind, vocabulary in (("words", words), ("parts", parts))]

    @classmethod
    def of(cls, texts: Sequence[str], may_be_kept: Any) -> NGrams:
        """The terms of different ``texts`` that ``may_be_kept`` allows, a function of a sparse matrix texts × terms."""
        kept: list[list[str]] = []
        idf = []
        for kind in ("words", "parts"):
            counter = _counter(None, kind)
            try:
                held = counter.fit_transform(texts)
            except ValueError:  # no text holds a letter
                kept.append([])
                continue
            held.data[:] = 1
            allowed = may_be_kept(held)
            kept.append(list(counter.get_feature_names_out()[allowed]))
            often = np.asarray(held.sum(axis=0)).ravel()[allowed]
            idf.append(1 + np.log((1 + len(texts)) / (1 + often)))
        return cls(kept[0], kept[1], np.concatenate([*idf, np.empty(0)]))

    def __len__(self) -> int:
        return len(self.words) + len(self.parts)

    def matrix(self, texts: Sequence[str]) -> csr_matrix:
        """Shape (n_texts, n_terms); a text without a known term is a row of zeros."""
        from scipy.sparse import csr_matrix, hstack
        from sklearn.preprocessing import normalize

        blocks, start = [], 0
        for counter, size in zip(self._counters, (len(self.words), len(self.parts)), strict=True):
            if not size:
                continue
            counts = counter.transform(texts).astype(np.float64)
            counts.data = (1 + np.log(counts.data)) * self.idf[start + counts.indices]
            blocks.append(normalize(counts, copy=False))
            start += size
        return hstack(blocks).tocsr() if blocks else csr_matrix((len(texts), 0))

    def words_of(self, text: str) -> list[tuple[str, list[tuple[int, float]]]]:
        """Each word and pair of a text with the known terms that come of it and its share in each of them.

        The shares of a term sum to 1 over the text, so that what a term contributes can be laid to words.
        """
        place = {word: i for i, word in enumerate(self.words)}
        part_place = {part: len(self.words) + i for i, part in enumerate(self.parts)}
        split = text.split()
        said = [*split, *(" ".join(pair) for pair in pairwise(split))]
        sources: list[tuple[str, list[int]]] = []
        for unit in said:
            found = [place[unit]] if unit in place else []
            if " " not in unit:
                found += [part_place[part] for part in _parts(unit) if part in part_place]
            sources.append((unit, found))
        total: dict[int, int] = {}
        for _, found in sources:
            for term in found:
                total[term] = total.get(term, 0) + 1
        return [(unit, [(term, 1 / total[term]) for term in found]) for unit, found in sources if found]


def _counter(vocabulary: Sequence[str] | None, kind: str) -> Any:
    from sklearn.feature_extraction.text import CountVectorizer

    known = None if vocabulary is None else {term: i for i, term in enumerate(vocabulary)}
    if kind == "words":
        return CountVectorizer(ngram_range=WORDS, token_pattern=r"\S+", lowercase=False, vocabulary=known or None)
    return CountVectorizer(ngram_range=PARTS, analyzer="char_wb", lowercase=False, vocabulary=known or None)


def _parts(word: str) -> list[str]:
    return list(_counter(None, "parts").build_analyzer()(word))
