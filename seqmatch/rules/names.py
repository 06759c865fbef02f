"""Finds where one account name ends and the next begins, when both may hold `` to ``.

A person's other rules know the names: ``Day to Day to Rent`` is from ``Day to Day`` if that name occurs elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from seqmatch.rules.sentence_forms import TO

Reading = tuple[str, str]
"""A source and a destination."""

MOST_READINGS = 16
"""With more readings than this no evidence is weighed: the text is hostile, and time stays linear in its length."""
ROUNDS = 4
"""A settled name may settle further ones; longer chains do not occur."""


def readings(text: str) -> list[Reading]:
    """Every source and destination that ``text`` can mean, from the left, at most one more than are weighed."""
    found: list[Reading] = []
    at = text.find(TO)
    while at >= 0 and len(found) <= MOST_READINGS:
        source, destination = text[:at], text[at + len(TO) :]
        if not destination or destination.isspace():
            break
        if source and not source.isspace():
            found.append((source, destination))
        at = text.find(TO, at + 1)  # not past the whole word: in "A to to B" the two share a space
    return found


def settle(texts: Mapping[str, Sequence[Reading]], names: Iterable[str]) -> dict[str, tuple[str, str, bool]]:
    """For each text its source, its destination, and whether that is still ambiguous.

    Parameters
    ----------
    texts : what follows `` from `` in an action -> its readings, at least one.
    names : account names of the same user that are beyond doubt.
    """
    known = set(names)
    settled = {text: (*found[0], False) for text, found in texts.items() if len(found) == 1}
    for source, destination, _ in settled.values():
        known.update((source, destination))
    waiting = {text: found for text, found in texts.items() if 1 < len(found) <= MOST_READINGS}
    for _ in range(ROUNDS):
        trusted = known | _on_both_sides(waiting)
        fresh = {text: best for text, found in waiting.items() if (best := _best(found, trusted))}
        if not fresh:
            break
        for text, best in fresh.items():
            settled[text] = (*best, False)
            known.update(best)
            del waiting[text]
    for text, found in texts.items():
        if text not in settled:
            # Where the answer is known, the first `` to `` is right about as often as the last: a fixed choice.
            settled[text] = (*found[0], True)
    return settled


def _best(found: Sequence[Reading], known: set[str]) -> Reading | None:
    """The one reading with the most known names; None when two are level, or none holds a known name."""
    scores = [(source in known) + (destination in known) for source, destination in found]
    top = max(scores)
    return found[scores.index(top)] if top and scores.count(top) == 1 else None


def _on_both_sides(waiting: Mapping[str, Sequence[Reading]]) -> set[str]:
    """Names that one text can send from and another can send to: such a coincidence is an account's name."""
    sent_from: dict[str, str | None] = {}
    sent_to: dict[str, str | None] = {}
    for text, found in waiting.items():
        for source, destination in found:
            # The text that holds the name, or None for several: a text must not bear witness for itself.
            sent_from[source] = text if sent_from.get(source, text) == text else None
            sent_to[destination] = text if sent_to.get(destination, text) == text else None
    return {
        name
        for name in sent_from.keys() & sent_to.keys()
        if sent_from[name] is None or sent_from[name] != sent_to[name]
    }
