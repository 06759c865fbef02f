"""Seven questions about what a person would bear, in words of our own, and how answers are read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from seqmatch.schemas.answers.planning_risk import Level

CHOICES = "abcd"
"""From the most careful to the most daring."""
ENOUGH = 5
LOW, HIGH = 1.9, 3.1
"""Means of answers (1 to 4) up to which they are low, and from which they are high."""
CONTRADICT = 1.25
"""Standard deviation of answers from which they contradict each other."""


@dataclass(frozen=True)
class Asked:
    """A question; ``choices`` from the most careful to the most daring."""

    id: str
    question: str
    choices: tuple[str, str, str, str]


QUESTIONS = (
    Asked(
        "fall",
        "Within three months your investments lose a fifth of their value, and nobody can say why. What do you do?",
        ("Sell everything", "Sell a part", "Wait", "Buy more"),
    ),
    Asked(
        "sleep",
        "You have 10,000 invested. How much may it be down after a bad year before you lose sleep?",
        ("Nothing", "Up to 500", "Up to 1,500", "3,000 or more"),
    ),
    Asked(
        "range",
        "For 10,000 you may pick one of four years. Which?",
        (
            "It surely ends at 10,200",
            "It ends between 9,800 and 10,700",
            "It ends between 9,000 and 11,600",
            "It ends between 7,500 and 13,500",
        ),
    ),
    Asked(
        "past",
        "When something you owned fell in value, how was that for you?",
        ("I have never owned such a thing", "It worried me every day", "I got used to it", "It did not trouble me"),
    ),
    Asked(
        "regret",
        "Which would you regret for longer?",
        (
            "Losing 500 I could have kept",
            "Losing 1,000, a little more than missing a gain of 1,000",
            "Missing a gain of 1,000, a little more than losing 1,000",
            "Missing a gain of 2,000",
        ),
    ),
    Asked(
        "windfall",
        "Two months' pay comes unexpectedly, and nothing has to be paid. Where does it go?",
        ("To an account", "Mostly to an account", "Mostly into funds or shares", "All of it into funds or shares"),
    ),
    Asked(
        "friend",
        "How would somebody who knows you well describe how you decide about money?",
        ("Plays it safe", "Thinks twice", "Takes a chance that adds up", "Takes chances"),
    ),
)


@dataclass(frozen=True)
class Stated:
    """How answers read.

    Attributes
    ----------
    level : None where too few are answered or they contradict each other.
    mean, spread : of answers as 1 to 4; 0 without any.
    contradicts : whether that is why there is no level.
    """

    level: Level | None
    mean: float
    spread: float
    contradicts: bool


def read(answers: Mapping[str, str]) -> Stated:
    """The level that the answers state, by question; a letter each."""
    points = np.array([CHOICES.index(letter) + 1 for letter in answers.values()], float)
    if not len(points):
        return Stated(None, 0.0, 0.0, False)
    mean, spread = float(points.mean()), float(points.std())
    if len(points) < ENOUGH:
        return Stated(None, mean, spread, False)
    if spread >= CONTRADICT:
        return Stated(None, mean, spread, True)
    return Stated("low" if mean <= LOW else "high" if mean >= HIGH else "medium", mean, spread, False)
