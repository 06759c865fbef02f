"""Keeps the words of a transaction that a model may learn; never those of a transfer between people."""

from __future__ import annotations

import polars as pl

_PRINTED = (
    "account ach app automatic bank banking bill bizum brokerage cash checking chequing credit current debit deposit "
    "direct domestic e etfr etransfer external fee foreign friends from fund funds household incoming instant interac "
    "internal international into investment ira joint loan mobile money mortgage online outgoing own p2p pay paym "
    "payment paypal reference rent request returned revolut roth round roundup savings savers saving sending sent sepa "
    "shared standing tax tfr to transfer transfers trf trsf twint venmo via wire wise withdrawal xfer zelle"
)
BANK_WORDS = frozenset(_PRINTED.split())
"""All that is read of a transfer; every other word of one may be a person's name."""


def learnable(features: pl.DataFrame) -> pl.DataFrame:
    """Columns ``text`` and ``payee`` (null where unknown) of each row of features, in their order.

    The text is the normalised description and, where the bank names the payee apart, its words too.
    """
    words = pl.col("norm_desc").str.split(" ")
    bank_words = words.list.eval(pl.element().filter(pl.element().is_in(sorted(BANK_WORDS)))).list.join(" ")
    payee_words = pl.col("merchant").fill_null("").str.split(" ")
    plain = pl.col("norm_desc").str.replace_all("'", "").str.split(" ")
    more = payee_words.list.set_difference(plain).list.len() > 0
    text = pl.concat_str("norm_desc", pl.when(more).then(pl.col("merchant")), separator=" ", ignore_nulls=True)
    transfer = pl.col("channel") == "transfer"
    return features.select(
        pl.when(transfer).then(bank_words).otherwise(text.str.strip_chars()).alias("text"),
        pl.when(~transfer).then(pl.col("merchant")).alias("payee"),
    )
