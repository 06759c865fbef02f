"""What a category says before it is kept: drafts of recommendations, and what is missing for more."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from seqmatch.schemas.recommendation import Priority


@dataclass(frozen=True)
class Draft:
    """A recommendation before it is kept.

    Attributes
    ----------
    key : what it is about, in its category: once answered, the same is not asked again, whatever its figures.
    family : whose models it rests on.
    confidence : probability that a model gives it; None where none does.
    """

    key: str
    title: str
    description: str
    priority: Priority
    family: str
    evidence: tuple[str, ...] = ()
    actions: tuple[str, ...] = ()
    confidence: float | None = None
    rule_text: str | None = None
    caution: str | None = None

    def body(self) -> dict[str, Any]:
        """What is sealed: all that is text."""
        told = asdict(self)
        for name in ("priority", "family", "confidence"):
            del told[name]
        return {**told, "evidence": list(self.evidence), "actions": list(self.actions)}


@dataclass(frozen=True)
class Part:
    """One category. Where it can say nothing for want of data, ``needs`` says what would let it."""

    summary: tuple[str, ...] = ()
    drafts: tuple[Draft, ...] = ()
    needs: tuple[str, ...] = ()
    unsure: tuple[str, ...] = ()


def sentence(title: str) -> str:
    """A title with its full stop; a question has its mark already."""
    return title if title.endswith(("?", ".")) else f"{title}."
