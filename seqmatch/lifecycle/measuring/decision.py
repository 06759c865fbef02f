"""Decides from contests between champion and challenger whether to promote, and says why.

A metric is better or worse only where the 95 % interval of the difference says so; everything else is a tie. The
challenger is promoted where it won a contest on its main metric and is worse on nothing in any contest that counts;
a tie keeps the champion. Where the champion has an advantage (it learned from these very rows) losing to it proves
nothing, but a win in spite of it counts.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from seqmatch.errors import ArtifactError, ModelsMissing
from seqmatch.lifecycle.measuring.comparison import Comparison
from seqmatch.lifecycle.versions.artifact import Version, read_version
from seqmatch.lifecycle.versions.registry import live_version

Outcome = Literal["promoted", "kept"]


@dataclass(frozen=True)
class Contest:
    """Champion and challenger on the same rows.

    Attributes
    ----------
    kind : on which rows, in words.
    main : the metric that wins it; the others are guarded.
    advantage : whether the champion learned from these very rows.
    """

    kind: str
    comparisons: tuple[Comparison, ...]
    main: str
    advantage: bool = False

    @property
    def won(self) -> bool:
        return any(c.metric == self.main and c.verdict == "better" for c in self.comparisons)

    @property
    def worse(self) -> tuple[Comparison, ...]:
        """What the challenger is worse at beyond noise; never anything where the champion has an advantage."""
        return () if self.advantage else tuple(c for c in self.comparisons if c.verdict == "worse")

    def to_json(self) -> dict[str, Any]:
        return {"contest": self.kind, "comparisons": [comparison.to_json() for comparison in self.comparisons]}


@dataclass(frozen=True)
class Decision:
    """What was decided and why.

    Attributes
    ----------
    version : the version that is live now; None where there is none.
    challenger, champion : names of the versions compared; no champion where none was live or readable.
    why : sentences, the deciding ones first.
    over_base_rates : the challenger against always answering the base rates; None where nothing was compared.
    """

    outcome: Outcome
    version: str | None
    challenger: str
    champion: str | None
    why: tuple[str, ...]
    over_base_rates: Comparison | None = None
    contests: tuple[Contest, ...] = field(default=())

    def to_json(self) -> dict[str, Any]:
        return {
            "decision": self.outcome,
            "why": list(self.why),
            "version": self.version,
            "challenger": self.challenger,
            "champion": self.champion,
            "over_base_rates": None if self.over_base_rates is None else self.over_base_rates.to_json(),
            "contests": [contest.to_json() for contest in self.contests],
        }


def decided(
    champion: Version | None,
    challenger: str,
    gain: Comparison,
    in_words: Callable[[Comparison, bool], str],
    contested: Callable[[], tuple[tuple[str, ...], tuple[Contest, ...], tuple[str, ...]]],
    main: str,
    beyond_noise: bool = False,
) -> Decision:
    """Decide about a challenger: against the base rates where there is no champion, else by contests.

    Parameters
    ----------
    challenger : name of the version that would be published.
    gain : the challenger against always answering the base rates.
    in_words : ``gain`` and whether it is enough, as a sentence.
    contested : holds the contests; gives why nothing should be learned from the data, if so, the contests, and notes.
    main : the main metric in words.
    beyond_noise : whether a first version has to gain more than chance may give.
    """
    if champion is None:
        better = gain.verdict == "better" if beyond_noise else gain.gain > 0
        why = f"There are no live models here that this release can read. {in_words(gain, better)}"
        outcome: Outcome = "promoted" if better else "kept"
        return Decision(outcome, challenger if better else None, challenger, None, (why,), gain)
    refused, contests, notes = contested()
    outcome, reasons = judged(contests, refused, main)
    live = challenger if outcome == "promoted" else champion.name
    return Decision(outcome, live, challenger, champion.name, (*reasons, *notes), gain, contests)


def same_again(champion: Version | None, challenger: str) -> Decision | None:
    """The decision where training gave the champion itself again; None where it gave another version."""
    if champion is None or champion.name != challenger:
        return None
    same = "The same data, seed and recipe gave the same version again: there is nothing to compare."
    return Decision("kept", challenger, challenger, challenger, (same,))


def judged(contests: tuple[Contest, ...], refused: tuple[str, ...], main: str) -> tuple[Outcome, tuple[str, ...]]:
    """The outcome and why.

    Parameters
    ----------
    refused : why nothing should be learned from the data, if so.
    main : the main metric in words.
    """
    worse = tuple(
        f"Worse beyond noise ({contest.kind}): {comparison.in_words()}"
        for contest in contests
        for comparison in contest.worse
    )
    won = tuple(
        f"Better beyond noise ({contest.kind}): {comparison.in_words()}"
        for contest in contests
        if contest.won
        for comparison in contest.comparisons
        if comparison.metric == contest.main
    )
    if refused or worse:
        return "kept", (*refused, *worse)
    if won:
        return "promoted", (*won, "No guarded metric is worse beyond noise.")
    return "kept", (f"The challenger is not better beyond noise on {main}; a tie keeps the champion.",)


def champion_of(family: Path) -> Version | None:
    """The live version of a family's folder; None where there is none or where this release cannot read it.

    Raises
    ------
    ArtifactError : it is damaged.
    """
    try:
        return read_version(live_version(family))
    except ModelsMissing:
        return None
    except ArtifactError as error:
        if error.code == "artifact_outdated":
            return None
        raise
