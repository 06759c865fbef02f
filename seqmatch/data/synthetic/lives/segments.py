"""Five ways to live with money: how much is saved and when, and how spending follows payday and the balance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Saving = Literal["on_payday", "what_is_left", "now_and_then"]


@dataclass(frozen=True)
class Segment:
    """How people of one kind behave; shares are of income.

    Attributes
    ----------
    share : of all people.
    saved : of income, put aside.
    saving : when: on payday, at the end of the month from what is left, or when the account is full.
    payday_effect : how much more is spent in the four days after pay, 0 for none.
    weekend_effect : how much more is spent on Saturdays and Sundays.
    impulse : chance a week of an unplanned buy.
    impulse_share : the usual size of such a buy, of a month's income.
    restraint : how far spending falls as checking runs low, 0 (not at all) to 1.
    pays_card : share of the card's bill that is paid, 1 for all of it.
    subscriptions : how many they have on average.
    """

    name: str
    share: float
    saved: float
    saving: Saving
    payday_effect: float
    weekend_effect: float
    impulse: float
    impulse_share: float
    restraint: float
    pays_card: float
    subscriptions: float


SEGMENTS: tuple[Segment, ...] = (
    Segment("conservative_saver", 0.22, 0.18, "on_payday", 0.05, 0.15, 0.02, 0.02, 0.8, 1.0, 1.5),
    Segment("impulse_buyer", 0.22, 0.02, "now_and_then", 0.9, 0.6, 0.30, 0.05, 0.2, 0.35, 4.0),
    Segment("goal_oriented", 0.18, 0.14, "on_payday", 0.15, 0.25, 0.05, 0.03, 0.6, 1.0, 2.5),
    Segment("budget_conscious", 0.23, 0.06, "what_is_left", 0.15, 0.2, 0.05, 0.02, 0.9, 0.9, 1.5),
    Segment("high_spender", 0.15, 0.04, "what_is_left", 0.4, 0.5, 0.18, 0.08, 0.3, 0.7, 4.0),
)
