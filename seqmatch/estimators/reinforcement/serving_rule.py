"""Whether a learned policy may serve: only where it beats every rival, by every way of measuring."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Difference:
    """The policy's value less a rival's, per person, with its 95 % interval."""

    rival: str
    measured_by: str
    value: float
    low: float
    high: float

    @property
    def beaten(self) -> bool:
        """The whole interval lies above 0."""
        return self.low > 0


@dataclass(frozen=True)
class ServingRule:
    """The decision and why.

    Attributes
    ----------
    serves : every rival is beaten by every measure.
    falls_short : the differences that stand against it.
    """

    serves: bool
    falls_short: tuple[Difference, ...]

    def sentence(self, name: str) -> str:
        """For a report: what serves, or by how much the policy does not."""
        if self.serves:
            return f"{name} serves: it beats every rival by every measure."
        short = "; ".join(
            f"{one.rival} by {one.measured_by}: {one.value:+.2f} ({one.low:+.2f} to {one.high:+.2f})"
            for one in self.falls_short
        )
        return f"{name} does not serve. It does not beat {short}."


def serving_rule(differences: list[Difference]) -> ServingRule:
    """The decision by all ``differences`` of one policy.

    Examples
    --------
    >>> ahead, level = Difference("cloning", "simulator", 0.4, 0.1, 0.7), Difference("cloning", "FQE", 0.1, -0.2, 0.4)
    >>> serving_rule([ahead, level]).sentence("CQL")
    'CQL does not serve. It does not beat cloning by FQE: +0.10 (-0.20 to +0.40).'
    """
    short = tuple(one for one in differences if not one.beaten)
    return ServingRule(bool(differences) and not short, short)
