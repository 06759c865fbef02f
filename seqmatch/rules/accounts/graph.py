"""The graph of who pays whom: circles, and how far each account stands from the income.

All walks are iterative and linear in accounts and payments, whatever a stranger's rules look like.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

Edge = tuple[str, str]
"""Source and destination."""


def accounts_of(edges: Iterable[Edge]) -> list[str]:
    """Every account once, in order of first appearance."""
    return list(dict.fromkeys(name for edge in edges for name in edge))


def back_edges(edges: Sequence[Edge]) -> set[Edge]:
    """Payments that lead back to an account the money has already passed; without them there is no cycle.

    The walk starts from the accounts that nobody pays, then from the others in order of appearance, so that the same
    edges in the same order always break at the same places and income stays at the beginning.
    """
    onwards: dict[str, list[str]] = {name: [] for name in accounts_of(edges)}
    fed = set()
    for source, destination in dict.fromkeys(edges):
        onwards[source].append(destination)
        fed.add(destination)
    found: set[Edge] = set()
    done: set[str] = set()
    for start in [*(name for name in onwards if name not in fed), *onwards]:
        if start in done:
            continue
        path = {start}
        walk = [(start, iter(onwards[start]))]
        while walk:
            name, rest = walk[-1]
            for following in rest:
                if following in path:
                    found.add((name, following))
                elif following not in done:
                    path.add(following)
                    walk.append((following, iter(onwards[following])))
                    break
            else:
                walk.pop()
                path.discard(name)
                done.add(name)
    return found


def columns_of(edges: Sequence[Edge]) -> dict[str, int]:
    """Account -> the number of payments on the longest way to it, from 0; ``edges`` must hold no cycle."""
    onwards: dict[str, list[str]] = {name: [] for name in accounts_of(edges)}
    waiting = dict.fromkeys(onwards, 0)
    for source, destination in dict.fromkeys(edges):
        onwards[source].append(destination)
        waiting[destination] += 1
    column = dict.fromkeys(onwards, 0)
    ready = [name for name, count in waiting.items() if not count]
    for name in ready:
        for following in onwards[name]:
            column[following] = max(column[following], column[name] + 1)
            waiting[following] -= 1
            if not waiting[following]:
                ready.append(following)
    return column
