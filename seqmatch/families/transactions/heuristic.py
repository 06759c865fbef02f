"""The heuristic that categorises where no model answers, from the lists in ``data/taxonomy``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

import polars as pl

from seqmatch.data.taxonomy.categories import NAMES, by_code
from seqmatch.data.taxonomy.merchant_brands import BRANDS, COMMON
from seqmatch.data.taxonomy.merchant_rails import FIRM_IN, FIRM_OUT, MOVED, PRINTED, WEAK_IN, WEAK_OUT
from seqmatch.data.taxonomy.merchant_words import BASE_IN, BASE_OUT, FIRST_WORDS, RIGHT, WORDS
from seqmatch.estimators.text.merchant_heuristic import Lexicon, MerchantEvidence, MerchantHeuristic


@cache
def heuristic() -> MerchantHeuristic:
    """The heuristic over the taxonomy."""
    lexicon = Lexicon(
        by_code(),
        BRANDS,
        WORDS,
        FIRST_WORDS,
        COMMON,
        FIRM_OUT,
        FIRM_IN,
        MOVED,
        WEAK_OUT,
        WEAK_IN,
        re.compile(PRINTED, re.IGNORECASE),
    )
    return MerchantHeuristic(lexicon, RIGHT, _over_all(BASE_OUT), _over_all(BASE_IN))


def candidates(transactions: pl.DataFrame, k: int = 3) -> list[list[tuple[str, float]]]:
    """The likeliest categories of each transaction with their probabilities, at least one, the likeliest first.

    Parameters
    ----------
    transactions : the columns ``description``, ``merchant``, ``mcc`` and ``amount_cents``.
    """
    amounts = transactions["amount_cents"].to_list()
    return heuristic().candidates(_texts(transactions), transactions["mcc"].to_list(), amounts, k)


def evidence(transactions: pl.DataFrame) -> list[MerchantEvidence]:
    """What the first candidate of each transaction rests on."""
    amounts = transactions["amount_cents"].to_list()
    return heuristic().evidence(_texts(transactions), transactions["mcc"].to_list(), amounts)


def because(transactions: pl.DataFrame) -> list[tuple[str, ...]]:
    """What the first candidate of each transaction rests on: words of our lists, nothing else of the statement."""
    said = {
        "code": "merchant category code {}",
        "brand": "the name {}",
        "word": "the word {}",
        "words": "words of several categories",
        "rail": "what the bank prints: {}",
        "weak": "what the bank prints: {}",
        "part": "a word that holds {}",
        "start": "the start of the word {}",
        "none": "nothing but how common the category is",
    }
    return [(said[one.kind].format(one.what),) for one in evidence(transactions)]


def _texts(transactions: pl.DataFrame) -> list[str]:
    """The merchant's name, where the bank tells it, behind the description."""
    said = pl.concat_str(["description", "merchant"], separator=" ", ignore_nulls=True)
    texts: list[str] = transactions.select(said).to_series().to_list()
    return texts


def _over_all(base: Mapping[str, float]) -> dict[str, float]:
    """Shares of all categories, those not listed in equal parts; sums to 1."""
    rest = (1 - sum(base.values())) / (len(NAMES) - len(base))
    return {name: base.get(name, rest) for name in NAMES}
