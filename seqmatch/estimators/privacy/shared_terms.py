"""Keeps only words, parts of words and payees that enough people share.

Where the data knows at least 5 people, a term needs 5 of them, and 5 transactions on 3 different days. Where it knows
fewer, it is one household's or one organisation's, whose own model it then is: words stay, since rare words are most of
what tells of payees never met, and a whole payee still needs 5 transactions on 3 days.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from seqmatch.settings import MIN_SUPPORT

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

MIN_DAYS = 3


class TermSupport:
    """Transactions, days and people behind each of a list of texts.

    Parameters
    ----------
    groups : shape (n,), which text each transaction has, numbered from 0.
    days, people : shape (n,), any numbering; people below 0 are unknown.
    """

    def __init__(self, groups: NDArray[np.intp], days: NDArray[np.int64], people: NDArray[np.int64]) -> None:
        self.n_groups = int(groups.max()) + 1
        self._transactions = np.bincount(groups, minlength=self.n_groups)
        self._days = _incidence(groups, days, self.n_groups, MIN_DAYS)
        known = people >= 0
        self.n_people = len(np.unique(people[known]))
        self._people = _incidence(groups[known], people[known], self.n_groups, MIN_SUPPORT)

    def enough(self, held: Any) -> NDArray[np.bool_]:
        """Whether each term is held by enough people; every term where fewer people than that are known of.

        ``held`` is sparse, shape (n_groups, n_terms), true where a text holds the term.
        """
        terms = (held != 0).astype(np.int64).T.tocsr()
        if self.n_people < MIN_SUPPORT:
            return np.ones(terms.shape[0], dtype=bool)
        return self._often(terms) & (_distinct(terms @ self._people) >= MIN_SUPPORT)

    def _often(self, terms: Any) -> NDArray[np.bool_]:
        often: NDArray[np.bool_] = (terms @ self._transactions >= MIN_SUPPORT) & (
            _distinct(terms @ self._days) >= MIN_DAYS
        )
        return often

    def groups(self) -> NDArray[np.bool_]:
        """Whether each text as a whole has enough behind it, shape (n_groups,)."""
        from scipy.sparse import identity

        each = identity(self.n_groups, dtype=np.int64, format="csr")
        return self._often(each) & self.enough(each)


def _distinct(counts: Any) -> NDArray[np.int64]:
    distinct: NDArray[np.int64] = np.diff(counts.tocsr().indptr)
    return distinct


def _incidence(groups: NDArray[np.intp], values: NDArray[np.int64], n_groups: int, most: int) -> csr_matrix:
    """Groups × values, at most ``most`` values a group: more say nothing new, since so many are enough."""
    from scipy.sparse import csr_matrix

    if not len(groups):
        return csr_matrix((n_groups, 1), dtype=np.int64)
    distinct, codes = np.unique(values, return_inverse=True)
    pairs = np.unique(groups.astype(np.int64) * len(distinct) + codes)
    group, value = pairs // len(distinct), pairs % len(distinct)
    rank = np.arange(len(group)) - np.searchsorted(group, group)
    kept = rank < most
    ones = np.ones(int(kept.sum()), dtype=np.int64)
    return csr_matrix((ones, (group[kept], value[kept])), shape=(n_groups, len(distinct)))


def shared_labels(
    groups: NDArray[np.intp], labels: NDArray[np.intp], people: NDArray[np.int64], least: int = MIN_SUPPORT
) -> NDArray[np.bool_]:
    """Whether at least ``least`` people gave each transaction's label to its group, shape (n,).

    All of them where fewer people than that are known of. A label that one person alone gives to a shop of many would
    tell of them.

    Examples
    --------
    >>> shop, people = np.zeros(7, dtype=int), np.arange(7)
    >>> shared_labels(shop, np.array([0, 0, 0, 0, 0, 0, 1]), people).tolist()
    [True, True, True, True, True, True, False]
    """
    known = people >= 0
    if len(np.unique(people[known])) < least:
        return np.ones(len(groups), dtype=bool)
    pair = groups.astype(np.int64) * (int(labels.max()) + 1) + labels
    given = np.unique(np.column_stack([pair[known], people[known]]), axis=0)[:, 0]
    pairs, count = np.unique(given, return_counts=True)
    shared: NDArray[np.bool_] = np.isin(pair, pairs[count >= least])
    return shared


def shared_term_labels(
    held: Any, groups: NDArray[np.intp], labels: NDArray[np.intp], people: NDArray[np.int64], n_classes: int
) -> NDArray[np.bool_]:
    """Whether MIN_SUPPORT people gave each label to texts that hold each term, shape (n_terms, n_classes).

    All of them where fewer people than that are known of.

    Parameters
    ----------
    held : sparse, shape (n_groups, n_terms), not 0 where a text holds the term.
    groups : shape (n,), which text each transaction has.
    """
    known = people >= 0
    terms = (held != 0).astype(np.int64).T.tocsr()
    if len(np.unique(people[known])) < MIN_SUPPORT:
        return np.ones((terms.shape[0], n_classes), dtype=bool)
    shared = np.zeros((terms.shape[0], n_classes), dtype=bool)
    for label in np.unique(labels[known]):
        of = known & (labels == label)
        holders = _incidence(groups[of], people[of], terms.shape[1], MIN_SUPPORT)
        shared[:, label] = _distinct(terms @ holders) >= MIN_SUPPORT
    return shared
