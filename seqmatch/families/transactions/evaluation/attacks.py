"""Attacks on the categoriser by someone who has a person's statement: people learned from beside strangers."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from seqmatch.estimators.text.transaction_categoriser import TransactionCategoriser
from seqmatch.families.transactions.dataset import TransactionsData
from seqmatch.families.transactions.recipe import categoriser
from seqmatch.lifecycle.measuring.attacks import Attack, found_out, told_apart, too_few
from seqmatch.lifecycle.threads import one_thread

Floats = NDArray[np.float64]
MIN_PEOPLE = 20
"""Half of fewer people are too few: nothing is shared by enough of them, and chance alone moves an area by 0.26."""
LEAST = 1e-6
INTRODUCTION = (
    "A model of the same recipe, learned from a random half of the people, attacked by someone who has a person's "
    "statement and its categories: of the half learned from (members) and of the other (strangers). A version is "
    "refused where a measure is above its limit by more than so many attacks make by chance."
)


def attacked(data: TransactionsData, provenance: str, seed: int) -> tuple[Attack, ...]:
    """What attacks find out about a model learned from half of the people; none where they are too few.

    Transactions of nobody known are left out.
    """
    person = data.known.people
    people = np.unique(person[person >= 0])
    if len(people) < MIN_PEOPLE:
        return ()
    order = np.random.default_rng(seed).permutation(people)
    members, strangers = np.array_split(order, 2)
    rows = np.flatnonzero(np.isin(person, members))
    if len(np.unique(data.known.labels[rows])) < 2:
        return ()
    with one_thread():
        model = categoriser(provenance, seed).fit(data.movements.subset(rows), data.known.subset(rows), data.classes)
        return attacks(model, data, members, strangers)


def attacks(
    model: TransactionCategoriser, data: TransactionsData, members: NDArray[np.int64], strangers: NDArray[np.int64]
) -> tuple[Attack, ...]:
    """Every attack on ``model``, which learned from ``members``; people are numbers of ``data.known.people``."""
    asked = np.flatnonzero(np.isin(data.known.people, np.concatenate([members, strangers])))
    movements, known = data.movements.subset(asked), data.known.subset(asked)
    said = model.predict_proba(movements)
    true = said[np.arange(len(asked)), known.labels]
    own, own_text = (_own(keys, known.people) for keys in (movements.merchants, movements.texts))
    margins, _ = model.learned_.text.margins(movements.texts)
    facts = {
        "sure": np.log(np.maximum(true, LEAST)),
        "surest": said.max(axis=1),
        "words": model.learned_.text.familiar(movements.texts),
        "weights": _ahead(margins, known.labels),
        "right": (said.argmax(axis=1) == known.labels).astype(np.float64),
    }

    def both(fact: str, rows: NDArray[np.bool_] | None = None) -> tuple[Floats, Floats]:
        chosen = np.ones(len(asked), dtype=bool) if rows is None else rows
        ours, theirs = (_of_each(facts[fact][chosen], known.people[chosen], side) for side in (members, strangers))
        return ours, theirs

    made = [
        told_apart("membership, by how likely the true categories are called", *both("sure")),
        told_apart("membership, by how sure the answers are", *both("surest")),
        told_apart("membership, by the words that the file knows", *both("words")),
        told_apart("membership, by the weights of words in the file", *both("weights")),
    ]
    alone = both("weights", own_text)
    if min(len(side) for side in alone) > 1:
        made.append(told_apart("membership, by those weights, of texts that only this person has", *alone))
    alone = both("sure", own)
    if min(len(side) for side in alone) > 1:
        made.append(told_apart("membership, by payees that only this person has", *alone))
        common = float(np.bincount(known.labels).max() / len(known.labels))
        made.append(found_out("category of payees that only this person has", common, *both("right", own)))
    return tuple(made)


def unmeasured(people: int) -> str:
    """Why nothing was attacked, and what a figure would have been worth."""
    if people < 2:
        return "Not measured: whose the transactions are is not known, so there is nobody to tell from strangers."
    return too_few(people)


def _own(keys: NDArray[np.str_], people: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Whether each transaction's payee (or text) is nobody else's, shape (n,); False where none is known."""
    each, place = np.unique(keys, return_inverse=True)
    pairs = np.unique(np.column_stack([place, people]), axis=0)
    own: NDArray[np.bool_] = (np.bincount(pairs[:, 0], minlength=len(each)) == 1)[place] & (keys != "")
    return own


def _ahead(margins: Floats, labels: NDArray[np.intp]) -> Floats:
    """How far the true category's margin is ahead of the best other's, shape (n,)."""
    rows = np.arange(len(labels))
    others = margins.copy()
    others[rows, labels] = -np.inf
    ahead: Floats = margins[rows, labels] - others.max(axis=1)
    return ahead


def _of_each(values: Floats, people: NDArray[np.int64], side: NDArray[np.int64]) -> Floats:
    """Mean of each person of ``side`` who has any, shape (n_people_with_any,)."""
    place = np.searchsorted(np.sort(side), people).clip(max=len(side) - 1)
    mine = np.sort(side)[place] == people
    count = np.bincount(place[mine], minlength=len(side))
    total = np.bincount(place[mine], weights=values[mine], minlength=len(side))
    means: Floats = total[count > 0] / count[count > 0]
    return means
