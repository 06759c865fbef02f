"""Reads an account's role from its name and, where that says too little, from its place among the rules.

Not for identifying people or institutions: a role is all that leaves here. What is doubtful stays UNKNOWN, because a
wrong role does more harm than none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from seqmatch.rules.accounts import lexicon
from seqmatch.rules.accounts.first_names import FIRST_NAMES
from seqmatch.rules.accounts.lexicons.german import GERMAN_ENDINGS
from seqmatch.rules.accounts.lexicons.level import Level
from seqmatch.rules.accounts.name_words import Words, split_list, split_phrase, without_umlauts, words_of_name
from seqmatch.rules.accounts.role_places import Reading, settle_by_place
from seqmatch.schemas.rule import Role, RuleSet

LONGEST_NAME = 200
"""Characters of a name that are read; what comes after them never names the account."""

_RECURRING = re.compile(
    r"\$[0-9,]{1,9}\.[0-9]{2}\b|[0-9]\s?/(?:unit/)?\s?(?:mo|mth|month|yr|year|wk|week|pay|paycheck)\b"
    r"|(?<![0-9])(?:[12]?1st|2?2nd|2?3rd|[12]?[04-9]th|1[123]th|30th|31st)\b(?!\s*(?:ave|st\b|street|rd|road|year|month|bank))",
    re.IGNORECASE,
)
"""A price (``$15.99``, ``15/month``) or a day of the month in an account's name: something is due then."""

_ACCOUNT = re.compile(r"\b(?:account|accounts|acct|accts)\b", re.IGNORECASE)
"""A name that says it is an account, and no more: one to keep money in."""
_COUNT = re.compile(r"\d+(?:st|nd|rd|th|k)?\Z")
"""A number behind a name, such as the end of an account number or a day."""

_PREPOSITIONS = frozenset(("from", "of", "for", "on", "to"))
_KINDS_OF_ACCOUNT = frozenset((Role.CHECKING, Role.SAVINGS, Role.INVESTMENTS))
_LAST_NAMES_IT = frozenset((Level.SPECIFIC, Level.PURPOSE, Level.GENERAL, Level.CONTAINER))
"""Levels on which English compounds are read: the last noun is the thing, those before only say which."""
_SETTLED = frozenset((Role.PROFIT, Role.TAXES, Role.OWNERS_PAY))
"""Shares of income: ``Profit Income`` is still profit."""
_OWNERS = frozenset((Role.PETS, Role.CHILDREN_EDUCATION))
"""Whose things they are says more than what they are: cat food, kids' shoes."""
_AS_MUCH = {Level.BRAND: Level.SPECIFIC, Level.MERCHANT: Level.PURPOSE, Level.BROAD: Level.GENERAL}
"""In a list (bills, debt) the first thing names the account; these levels count as much as those."""


@dataclass(frozen=True, slots=True)
class _Match:
    start: int
    end: int
    part: int
    level: Level
    role: Role


def role_of(name: str) -> Role:
    """The role that the words of ``name`` say, UNKNOWN where they say none."""
    return _reading_of(name[:LONGEST_NAME]).role


def roles_of(rules: RuleSet) -> dict[str, Role]:
    """Every account named in ``rules`` -> its role, by words first, by place where words say too little."""
    return dict(_roles_of(rules))


@lru_cache(maxsize=64)
def _roles_of(rules: RuleSet) -> dict[str, Role]:
    readings: dict[str, Reading] = {}
    for rule in rules.rules:
        for action in rule.actions:
            for name in (action.destination, action.source):
                if name not in readings:
                    readings[name] = _reading_of(name[:LONGEST_NAME])
        for condition in rule.conditions:
            if condition.account is not None and condition.account not in readings:
                readings[condition.account] = _reading_of(condition.account[:LONGEST_NAME])
    return settle_by_place(rules, readings)


def words_of(rules: RuleSet) -> frozenset[str]:
    """The words of the lexicon in the names of the accounts that money moves between.

    Never a person's name, nor a word that says nothing by itself.
    """
    names = {name for action in rules.actions for name in (action.source, action.destination)}
    return frozenset[str]().union(*(_words_of(name[:LONGEST_NAME]) for name in names))


def reading_of(name: str) -> Reading:
    """The role that the words of ``name`` say and how they say it."""
    return _reading_of(name[:LONGEST_NAME])


@lru_cache(maxsize=65536)
def _words_of(name: str) -> frozenset[str]:
    return _WORDS & _reading_of(name).words


@lru_cache(maxsize=65536)
def _reading_of(name: str) -> Reading:
    outer, inner = words_of_name(name)
    named = _matches(outer)
    best = _best(named, outer)
    remarks = _matches(inner)
    remark = _best(remarks, inner)
    if remark is not None and _explains(remark, remarks, best):
        best = remark
    words = frozenset(outer.words) | frozenset(inner.words)
    due = _RECURRING.search(name) is not None and words.isdisjoint(_COMPANY)
    read = sum(match.end - match.start for match in named)
    whole = best is not None and read >= sum(_COUNT.match(word) is None for word in outer.words)
    levels = frozenset(match.level for match in (*named, *remarks))

    def reading(role: Role, level: Level | None) -> Reading:
        return Reading(role, level, words, levels, whole)

    if best is None:
        if due:
            return reading(Role.BILLS if words.isdisjoint(_PRICED) else Role.SUBSCRIPTIONS, None)
        return reading(Role.CHECKING if _ACCOUNT.search(name) else Role.UNKNOWN, None)
    if due and best.role is Role.OWNERS_PAY and best.level is Level.WEAK:
        return reading(Role.BILLS, Level.WEAK)  # "$90/pay" is a price per pay day
    if due and best.role is Role.CHECKING and best.level >= Level.BANK:
        # What is due at a bank on a day is its card; of a joint or main account only bills are due.
        role = Role.CREDIT_CARD if best.level is Level.BANK else Role.BILLS
        return reading(role, Level.WEAK)
    return reading(best.role, best.level)


def _explains(remark: _Match, remarks: list[_Match], best: _Match | None) -> bool:
    """Whether what stands in brackets says more than the name before them.

    It explains a name that says no purpose, and only remarks on one that does. ``Bills (rent, water)`` are still bills.
    """
    if best is None:
        return True
    if best.level in (Level.HEAD, Level.SPECIFIC, Level.PURPOSE, Level.GENERAL):
        return False
    if best.level is Level.BRAND:
        return remark.level is Level.SPECIFIC or remark.role in _KINDS_OF_ACCOUNT
    if best.level is Level.BROAD:
        said = {match.role for match in remarks if match.level <= Level.GENERAL}
        return said == {remark.role}
    return remark.level < best.level or (best.level is Level.CONTAINER and remark.level is Level.CONTAINER)


def _matches(name: Words) -> list[_Match]:
    """The phrases of the lexicon in ``name``, from the left, a longer one before those in it."""
    words = name.words
    found: list[_Match] = []
    at = 0
    while at < len(words):
        left = len(words) - at
        for length in _LENGTHS.get(words[at], ()):
            if length <= left and (entry := _PHRASES.get(tuple(words[at : at + length]))) is not None:
                break
        else:
            length, entry = 1, _joined_word(words[at])
        if entry is not None:
            found.append(_Match(at, at + length, name.parts[at], *entry))
        at += length
    return found


def _joined_word(word: str) -> tuple[Level, Role] | None:
    """What a German compound ends in, where that is in the lexicon."""
    if len(word) < _SHORTEST_JOINED or not word.endswith(_ENDINGS):
        return None
    return next(_PHRASES[meaning,] for ending, meaning in GERMAN_ENDINGS.items() if word.endswith(ending))


def _best(found: list[_Match], name: Words) -> _Match | None:
    """The match that names the account; None where none says a role."""
    if not found:
        return None
    found = [_headed(match, found, name) for match in found]
    lists: dict[int, list[_Match]] = {}
    for match in found:
        lists.setdefault(match.part, []).append(match)
    bests = [_best_of_part(part) for part in lists.values()]
    if name.listing:
        best = min(bests, key=lambda match: _AS_MUCH.get(match.level, match.level))
    else:
        best = min(bests, key=lambda match: match.level)
    if best.level in (Level.BRAND, Level.MERCHANT):
        # A company's name with an account of another kind: the kind names it.
        best = next((match for match in reversed(found) if _is_kind(match, best)), best)
    return None if best.role is Role.UNKNOWN else best


def _is_kind(match: _Match, company: _Match) -> bool:
    if company.level is Level.MERCHANT:
        return match.role is Role.CHECKING and match.level is Level.CONTAINER  # one saves for a shop, too
    return match.role in _KINDS_OF_ACCOUNT and match.level in (Level.CONTAINER, Level.GENERAL)


def _headed(match: _Match, found: list[_Match], name: Words) -> _Match:
    """``match`` as HEAD if it is income that a name ends in: rental income is income."""
    if match.level is not Level.EARNED or match.role is not Role.INCOME or match is not found[-1]:
        return match
    behind = name.words[match.end :]
    if not all(_COUNT.match(word) for word in behind) or not _PREPOSITIONS.isdisjoint(name.words):
        return match
    share = any(other.role in _SETTLED and other.level is Level.SPECIFIC for other in found)
    level = Level.SPECIFIC if name.listing or share else Level.HEAD
    return _Match(match.start, match.end, match.part, level, match.role)


def _best_of_part(found: list[_Match]) -> _Match:
    level = min(match.level for match in found)
    level_found = [match for match in found if match.level is level]
    if level in _LAST_NAMES_IT:
        first, last = level_found[0], level_found[-1]
        if last.role is Role.ROUTER and (checking := [match for match in level_found if match.role is Role.CHECKING]):
            return checking[0]  # a checking account that distributes
        return first if first.role in _OWNERS or last.role is Role.INCOME else last
    return max(level_found, key=lambda match: match.end - match.start)  # the first of the longest


def entries(tables: str | None = None) -> Iterator[tuple[tuple[str, ...], Level, Role]]:
    """Every phrase with its level and role, of one table or of all, first names and neutral ones last."""
    for title, levels in lexicon.TABLES.items():
        if tables in (None, title):
            for level, table in levels.items():
                for role, text in table.items():
                    for phrase in text.split(","):
                        yield split_phrase(phrase), level, role
                        if title == "German" and (typed := without_umlauts(phrase)) != phrase:
                            yield split_phrase(typed), level, role
    if tables is None:
        for name in FIRST_NAMES.split():
            yield (name,), Level.PERSON, Role.PERSON
        for phrase in lexicon.NEUTRAL.split(","):
            yield split_phrase(phrase), Level.NEUTRAL, Role.UNKNOWN


def _phrases() -> dict[tuple[str, ...], tuple[Level, Role]]:
    """Phrase -> its level and role; one listed twice keeps its first entry."""
    found: dict[tuple[str, ...], tuple[Level, Role]] = {}
    for phrase, level, role in entries():
        if phrase:
            found.setdefault(phrase, (level, role))
    return found


def _lengths() -> dict[str, list[int]]:
    """First word -> how many words the phrases have that start with it, the most first."""
    lengths: dict[str, set[int]] = {}
    for phrase in _PHRASES:
        lengths.setdefault(phrase[0], set()).add(len(phrase))
    return {word: sorted(found, reverse=True) for word, found in lengths.items()}


_SHORTEST_JOINED = 7
_PRICED = split_list(lexicon.NEEDS_A_PRICE)
_COMPANY = split_list(lexicon.COMPANY)
_ENDINGS = tuple(GERMAN_ENDINGS)
_PHRASES = _phrases()
_LENGTHS = _lengths()
_WORDS = frozenset(
    word
    for phrase, level, _ in entries()
    if level is not Level.PERSON
    for word in phrase
    if word not in _PREPOSITIONS and (len(word) > 1 or not word.isascii())
) - frozenset(FIRST_NAMES.split())
