"""What an account is for, read from the words of its name and, where they say nothing, from its place among the rules.

Not for identifying people or institutions: a role is all that leaves here. What is doubtful stays UNKNOWN, because a
wrong role does more harm than none.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from seqmatch.rules.accounts import lexicon
from seqmatch.rules.accounts.first_names import FIRST_NAMES
from seqmatch.schemas.rule import ActionForm, Role, RuleSet

LONGEST_NAME = 200
"""Characters of a name that are read; what comes after them never names the account."""
_ENTIRE = 10_000  # basis points
_HUB = 3
"""What receives money and sends it on to this many accounts is there to distribute it."""

_PARENTHESIS = {"(": True, "[": True, ")": False, "]": False}
_TOKEN = re.compile(r"[^\W_]+|[()\[\]☂-➿⚡₿🀀-🫿]")
_ACCENTS = re.compile(r"[\u0300-\u036f]")
_PREPOSITIONS = frozenset(("from", "of", "for", "on", "to"))

_RECURRING = re.compile(
    r"\$[0-9,]{1,9}\.[0-9]{2}\b|[0-9]k?\s?/(?:unit/)?\s?(?:mo|mth|month|yr|year)\b"  # $15.99, 15/month
    r"|(?<![0-9])(?:[12]?1st|2?2nd|2?3rd|[12]?[04-9]th|1[123]th|30th|31st)\b(?!\s*(?:ave|st\b|street|rd|road|year|month|bank))",
    re.IGNORECASE,
)
"""A price per month or a day of the month in an account's name: something is due then."""

_ACCOUNT = re.compile(r"\b(?:account|accounts|acct|accts)\b", re.IGNORECASE)
"""A name that says it is an account, and no more: one to keep money in."""

Entry = tuple[int, Role]
"""A level (1 says most) and a role."""


def role_of(name: str) -> Role:
    """The role that the words of ``name`` say, UNKNOWN where they say none."""
    return _role_of(name[:LONGEST_NAME])


@lru_cache(maxsize=65536)
def _role_of(name: str) -> Role:
    outer, inner = _tokens(name)
    best = _best(outer)
    if inner and (best is None or best[0] > _LAST_PURPOSE):
        # What stands in parentheses explains a name that says no purpose, and only remarks on one that does.
        remark = _best(inner)
        if remark is not None and (best is None or remark[0] < best[0]):
            best = remark
    if best is None:
        if _RECURRING.search(name):
            return Role.BILLS
        return Role.CHECKING if _ACCOUNT.search(name) else Role.UNKNOWN
    return best[1]


def roles_of(rules: RuleSet) -> dict[str, Role]:
    """Every account named in ``rules`` -> its role, by words first, by place in the graph where words say nothing."""
    roles: dict[str, Role] = {}
    destinations_of: dict[str, set[str]] = {}
    all_goes_on: set[str] = set()
    receives: set[str] = set()
    fed: set[str] = set()
    for rule in rules.rules:
        shares: dict[str, int] = {}
        for action in rule.actions:
            source, destination = action.source, action.destination
            if destination not in roles:
                roles[destination] = _role_of(destination[:LONGEST_NAME])
            role = roles.get(source)
            if role is None:
                role = roles[source] = _role_of(source[:LONGEST_NAME])
            fed.add(destination)
            if role is Role.UNKNOWN:
                destinations_of.setdefault(source, set()).add(destination)
                if action.form is ActionForm.REMAINDER:
                    all_goes_on.add(source)
                elif action.form is ActionForm.PERCENTAGE:
                    receives.add(source)
                    if isinstance(action.value, int):
                        shares[source] = shares.get(source, 0) + action.value
                        if shares[source] >= _ENTIRE:
                            all_goes_on.add(source)
        for condition in rule.conditions:
            if condition.account is not None and condition.account not in roles:
                roles[condition.account] = role_of(condition.account)
    for name, destinations in destinations_of.items():
        if name in fed:
            onwards = len(destinations - {name})
            if onwards >= _HUB or (onwards > 1 and name in all_goes_on):
                roles[name] = Role.ROUTER
        elif name in receives:
            roles[name] = Role.INCOME
    return roles


def words_of(rules: RuleSet) -> frozenset[str]:
    """The words of the lexicon in the names of the accounts that money moves between.

    Never a person's name, nor a word that says nothing by itself.
    """
    names = {name for action in rules.actions for name in (action.source, action.destination)}
    return frozenset[str]().union(*(_words_of(name[:LONGEST_NAME]) for name in names))


@lru_cache(maxsize=65536)
def _words_of(name: str) -> frozenset[str]:
    outer, inner = _tokens(name)
    return _WORDS.intersection(outer).union(_WORDS.intersection(inner))


def _tokens(name: str) -> tuple[list[str], list[str]]:
    """The words of a name outside and inside parentheses, folded, without noise."""
    text = name.casefold().replace("'", "")
    if not text.isascii():
        text = _ACCENTS.sub("", unicodedata.normalize("NFKD", text.replace("’", "")))
    if "(k)" in text:
        text = text.replace("(k)", "k")  # a retirement plan, not a remark
    if "+" in text:
        text = text.replace("+", " plus ")
    outer: list[str] = []
    inner: list[str] = []
    words = outer
    for token in _TOKEN.findall(text):
        if token in _PARENTHESIS:
            words = inner if _PARENTHESIS[token] else outer
        elif token not in _NOISE:
            words.append(token)
    return outer, inner


def _best(words: list[str]) -> Entry | None:
    """The entry that says most among ``words``; the longer phrase, then the earlier one, where two say as much."""
    best: Entry | None = None
    best_length = 0
    at = 0
    end = len(words)
    while at < end:
        phrases = _PHRASES.get(words[at])
        length = 1
        if phrases is not None:
            for phrase, entry in phrases:
                length = len(phrase)
                if length == 1 or tuple(words[at : at + length]) == phrase:
                    level, role = entry
                    if level == _EARNED and at + length == end and _PREPOSITIONS.isdisjoint(words):
                        level = 1  # the last noun names the thing: rental income is income
                    if best is None or level < best[0] or (level == best[0] and length > best_length):
                        best, best_length = (level, role), length
                    break
            else:
                length = 1
        at += length
    return best if best is None or best[1] is not Role.UNKNOWN else None


def _entries() -> Iterator[tuple[tuple[str, ...], Entry]]:
    levels = (lexicon.SPECIFIC, lexicon.PURPOSE, lexicon.GENERAL, lexicon.CONTAINER, lexicon.EARNED, lexicon.WEAK)
    for level, table in enumerate(levels, 1):
        for role, text in table.items():
            for phrase in text.split(","):
                yield tuple(_split(phrase)), (level, role)
    for name in FIRST_NAMES.split():
        yield (name,), (len(levels) + 1, Role.PERSON)
    for phrase in lexicon.NEUTRAL.split(","):
        yield tuple(_split(phrase)), (len(levels) + 2, Role.UNKNOWN)


def _split(phrase: str) -> list[str]:
    outer, inner = _tokens(phrase.strip())
    return outer + inner


def _phrases() -> dict[str, list[tuple[tuple[str, ...], Entry]]]:
    """First word -> the phrases that start with it, the longest first; a phrase listed twice keeps its first entry."""
    found: dict[tuple[str, ...], Entry] = {}
    for phrase, entry in _entries():
        if phrase:
            found.setdefault(phrase, entry)
    table: dict[str, list[tuple[tuple[str, ...], Entry]]] = {}
    for phrase in sorted(found, key=len, reverse=True):
        table.setdefault(phrase[0], []).append((phrase, found[phrase]))
    return table


_LAST_PURPOSE = 3
_EARNED = 5
_PERSONAL = 7
"""The level of first names."""
_NOISE = frozenset(word.strip() for word in lexicon.NOISE.split(","))
_PHRASES = _phrases()
_WORDS = frozenset(
    word
    for phrase, (level, _) in _entries()
    if level != _PERSONAL
    for word in phrase
    if word not in _PREPOSITIONS and (len(word) > 1 or not word.isascii())
) - frozenset(FIRST_NAMES.split())
