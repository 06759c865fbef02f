"""Percentages of synthetic rules: of everything, of a part, or several in a row."""

from __future__ import annotations

from random import Random
from typing import Any

ENTIRE = 10_000
"""Basis points of the whole."""
PART_BINS = ("2", "3-5", "6+")
"""Numbers of percentages in a row that add up alike."""


def part_bin(number: int) -> str:
    """The bin of a number of percentages, from 2."""
    return PART_BINS[0] if number == 2 else PART_BINS[1] if number <= 5 else PART_BINS[2]


class Percentages:
    """Draws the percentages of a rule.

    Parameters
    ----------
    sentences : the table of that name.
    """

    def __init__(self, sentences: dict[str, Any], luck: Random) -> None:
        common = sentences["percentages"]["common"]
        self._common, self._weights = [int(value) for value in common], list(common.values())
        self._alone_is_all: float = sentences["percentages"]["alone_is_all"]
        self._divisions: dict[str, Any] = sentences["divisions"]
        self._luck = luck

    def draw(self, number: int, later: bool) -> list[int]:
        """Basis points of ``number`` percentages in a row.

        Parameters
        ----------
        later : other steps of the rule come first, so that mostly all they leave is shared out.
        """
        if number == 0:
            return []
        if later and self._luck.random() < self._divisions["later_is_all"]:
            ways = self._ways(number)
            whole, several = ways.get("whole", 1.0), ways.get("several", 0.0)
            return self._several(number) if self._luck.random() * (whole + several) < several else self.whole(number)
        if later:
            return self._part(number)
        if number == 1:
            return [ENTIRE] if self._luck.random() < self._alone_is_all else self._pick(1)
        ways = self._ways(number)
        way = self._luck.choices(list(ways), list(ways.values()))[0]
        if way == "over":
            return self._pick(number)
        return {"whole": self.whole, "under": self._part, "several": self._several}[way](number)

    def whole(self, number: int) -> list[int]:
        """One division of everything."""
        if number == 1:
            return [ENTIRE]
        for _ in range(20):
            drawn = self._pick(number - 1)
            if sum(drawn) < ENTIRE:
                drawn.append(ENTIRE - sum(drawn))
                self._luck.shuffle(drawn)
                return drawn
        return self._cut(number, ENTIRE)

    def each_case(self, number: int) -> list[int]:
        """Two divisions of everything, one for each of two cases; ``number`` is at least 2."""
        first = self._luck.randint(1, number - 1)
        return self.whole(first) + self.whole(number - first)

    def _several(self, number: int) -> list[int]:
        """A division of everything that comes last, and before it a part or another of everything."""
        if number == 1:
            return [ENTIRE]
        sizes = self._divisions["closing"]
        last = min(int(self._luck.choices(list(sizes), list(sizes.values()))[0]), number - 1)
        before = number - last
        part = self._luck.random() < self._divisions["part_before"]
        return (self._part(before) if part else self.whole(before)) + self.whole(last)

    def _part(self, number: int) -> list[int]:
        """One division that leaves something."""
        for _ in range(20):
            drawn = self._pick(number)
            if sum(drawn) < ENTIRE:
                return drawn
        return self._cut(number, self._luck.randrange(5_000, ENTIRE, 500))

    def _cut(self, number: int, total: int) -> list[int]:
        step = 500 if number <= total // 1_000 else 100 if number <= total // 200 else 10
        cuts = sorted(self._luck.sample(range(step, total, step), number - 1))
        return [high - low for low, high in zip([0, *cuts], [*cuts, total], strict=True)]

    def _ways(self, number: int) -> dict[str, float]:
        ways: dict[str, float] = self._divisions["ways"][part_bin(number)]
        return ways

    def _pick(self, number: int) -> list[int]:
        return self._luck.choices(self._common, self._weights, k=number)
