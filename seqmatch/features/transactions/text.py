"""Normalises statement text: case, store numbers, dates and card-network prefixes are removed."""

from __future__ import annotations

import polars as pl

MAX_TOKENS = 20
MERCHANT_TOKENS = 3
"""Words of a description that name the merchant; towns and branches follow them."""

_STOP = "a an and at by de der des die du el for from in la le les of on or the to und von with"
_LEGAL = "ag bv co corp corporation gmbh inc incorporated kg limited llc llp ltd ltee nv oy plc pty sa sarl srl"
STOP_WORDS = frozenset(_STOP.split())
CORPORATE = frozenset(_LEGAL.split())
"""Legal forms; they say nothing of what is sold."""

_NETWORK = (
    r"^\s*(?:(?:pos|debit|visa|mastercard|interac|card|contactless|recurring|online)\s+"
    r"(?:(?:card|debit)\s+)?(?:purchase|payment|purch|pmt)(?:\s+authori[sz]ed\s+on)?\b|checkcard\b|pos\b)[\s:\-#*]*"
)
_RESELLER = r"^\s*(?:sq|tst|sp|pp|pypl|paypal|zettle|izettle|sumup|stripe|ec|fs|wpy|gpay|ggl|py|in|ckout)\s*\*\s*"
"""Square, Toast, PayPal and others print themselves before the shop."""


def normalised(column: str) -> pl.Expr:
    """A description in lower-case words: letters of any alphabet, digits and apostrophes; other signs part words."""
    return (
        pl.col(column)
        .str.normalize("NFKC")
        .str.to_lowercase()
        .str.replace_all(r"[’`´]", "'")
        .str.replace_all(r"[^\p{L}\p{M}\p{N}']+", " ")
        .str.strip_chars()
    )


def without_network(column: str) -> pl.Expr:
    """A description without what the card network, the bank or a reseller prints before the shop."""
    return pl.col(column).str.to_lowercase().str.replace(_NETWORK, "").str.replace(_RESELLER, "")


def tokens(column: str) -> pl.Expr:
    """The telling words of a text, at most :data:`MAX_TOKENS`, in order; a list of strings.

    Store numbers, dates, single letters, stop words and legal forms are left out; an apostrophe joins (``frills``).
    """
    passed = [*sorted(STOP_WORDS), *sorted(CORPORATE)]
    letters = pl.col(column).str.replace_all(r"['’`´]", "").str.replace_all(r"[^\p{L}\p{M}]+", " ").str.strip_chars()
    word = pl.element()
    return (
        letters.str.split(" ")
        .list.eval(word.filter((word.str.len_chars() > 1) & ~word.is_in(passed)))
        .list.head(MAX_TOKENS)
    )


def merchant(column: str) -> pl.Expr:
    """Who was paid, by the first words of ``column`` (tokens); null where there is none."""
    return pl.col(column).list.head(MERCHANT_TOKENS).list.join(" ").replace("", None)
