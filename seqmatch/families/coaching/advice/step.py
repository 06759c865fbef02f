"""A step: one thing to do, why, and the rule that would do it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from seqmatch.rules.plain_text import plain
from seqmatch.schemas.rule import Rule

StepKind = Literal[
    "cover_low_balance",
    "check_lapsed_bill",
    "stop_fees",
    "stop_card_interest",
    "spend_less",
    "set_aside_for_bill",
    "save_on_payday",
    "review_price_rise",
    "use_idle_money",
    "tell_more",
    "nothing",
]

NO_ADVICE: tuple[StepKind, ...] = ("tell_more", "nothing")
"""Steps that nobody can keep or decline, so that nothing is learned from them."""
LONGEST_ABOUT = 64


@dataclass(frozen=True)
class Step:
    """One thing to do.

    Attributes
    ----------
    kind : what sort of step; a person who said no to one is not offered it again for the same subject.
    about : what tells it from another step of its kind, as a payee; '' where there is one only.
    title : in the imperative.
    why : facts, each a sentence.
    rule : the rule that does it; None where a person has to act.
    yearly_cents : roughly what it saves or sets aside in a year.
    caution : what could be wrong with it; '' where nothing.
    """

    kind: StepKind
    about: str
    title: str
    why: tuple[str, ...]
    rule: Rule | None = None
    yearly_cents: int = 0
    caution: str = ""

    @property
    def key(self) -> str:
        """By which a "no" is remembered; on one line, so that it can be sent back as it is."""
        return f"{self.kind}:{plain(self.about, LONGEST_ABOUT)}" if self.about else self.kind
