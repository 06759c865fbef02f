"""Account names of the synthetic cohort: common words, put together in each user's own manner."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from seqmatch.data.synthetic.people.words import BANKS, HELD_SOMEWHERE, LOOKS, NUMBERS, PLACES, PLAIN, THINGS, WORDS
from seqmatch.schemas.rule import Role

SPACE_SHARE = 0.03
TRANSFER_SHARE = 0.003
EMOJI = {
    Role.HOUSING: "🏠",
    Role.TRANSPORT: "🚗",
    Role.TRAVEL: "🏝️",
    Role.GROCERIES: "🛒",
    Role.PETS: "🐶",
    Role.SAVINGS: "🌱",
    Role.TAXES: "🧾",
    Role.UTILITIES: "💡",
}


@dataclass(frozen=True)
class Manner:
    """How one user names accounts: how often in one word, and what is hung on it.

    Attributes
    ----------
    tail : what the name may end with.
    capitals : ``Title``, ``UPPER`` or ``lower``.
    bank : the user's usual bank.
    one_word, adds : shares of names that are one word, and that something is hung on.
    """

    tail: str
    capitals: str
    bank: str
    one_word: float
    adds: float
    emoji: bool


def manner_of(luck: Random) -> Manner:
    one_word, adds = luck.choices(((0.7, 0.12), (0.25, 0.3), (0.08, 0.8)), (32, 45, 23))[0]
    return Manner(
        one_word=one_word,
        adds=adds,
        tail=luck.choices(("plain", "place", "digits", "percent", "amount", "day"), (34, 22, 20, 8, 10, 6))[0],
        capitals=luck.choices(("Title", "UPPER", "lower"), (86, 9, 5))[0],
        bank=luck.choice(BANKS),
        emoji=luck.random() < 0.06,
    )


def account_name(role: Role, manner: Manner, luck: Random, taken: set[str]) -> str:
    """A new name for an account of this role, unlike those in ``taken``; the name is added to ``taken``."""
    for attempt in range(50):
        name = _compose(role, manner, luck, attempt)
        if name.strip().casefold() not in taken:
            break
    taken.add(name.strip().casefold())
    return name


def _compose(role: Role, manner: Manner, luck: Random, attempt: int) -> str:
    if role in PLAIN and luck.random() < manner.one_word:
        words = luck.choice(PLAIN[role])
    elif role is Role.UNKNOWN:
        words = f"{luck.choice(LOOKS)} {luck.choice(THINGS)}"
    elif role is Role.PERSON:
        words = f"{luck.choice(WORDS[role])} {luck.choice('ABCDEFGHJKLMNPRSTW')}."
    else:
        words = luck.choice(WORDS[role])
        if role in HELD_SOMEWHERE and luck.random() < manner.adds / 2:
            words = f"{manner.bank if luck.random() < 0.5 else luck.choice(BANKS)} {words}"
    tail = manner.tail if luck.random() < manner.adds or attempt else "plain"
    if role is Role.UNKNOWN and tail in ("amount", "day"):
        # A day or an amount a month would say that it is a bill.
        tail = "digits"
    if tail == "plain" and attempt:
        tail = luck.choice(("place", "digits"))
    words = _dressed(words, manner) + _tail(tail, luck)
    if manner.emoji and role in EMOJI:
        words = f"{EMOJI[role]} {words}"
    if luck.random() < TRANSFER_SHARE:
        words = f"Transfer to {words}"
    return words + " " if luck.random() < SPACE_SHARE else words


def _dressed(words: str, manner: Manner) -> str:
    if manner.capitals == "UPPER":
        return words.upper()
    return words.lower() if manner.capitals == "lower" else words


def _tail(tail: str, luck: Random) -> str:
    if tail == "place":
        return luck.choice((" {} {}", ", {} {}")).format(luck.choice(PLACES), luck.choice(NUMBERS))
    if tail == "digits":
        return luck.choice((" -x{}", " [{}]", " no. {}", " #x{}")).format(luck.randrange(1000, 10000))
    if tail == "percent":
        return luck.choice((" [{}%]", " ~ {}%", " = {}%")).format(luck.choice((5, 10, 15, 20, 25, 30, 40, 50)))
    if tail == "amount":
        return luck.choice((" ${}", " - ${}", " (${}/mo)")).format(
            luck.choice((25, 40, 60, 75, 90, 120, 150, 200, 250, 320, 450, 600))
        )
    if tail == "day":
        return luck.choice((" every {}th", " due {}th", " ({}th)")).format(
            luck.choice((4, 5, 6, 7, 8, 9, 10, 12, 14, 15, 16, 18, 20, 25, 28))
        )
    return ""
