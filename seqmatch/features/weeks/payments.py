"""What is known of each payment at its own time: purpose, payee, and whether it is pay, planned, a fee or returned."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence

import polars as pl

from seqmatch.features.transactions.own_transfers import legs, says_transfer
from seqmatch.features.weeks.words import FEES, RETURNED, SAVING

Guess = Callable[[pl.DataFrame], Sequence[str | None]]
"""Description, merchant, mcc and amount_cents of payments to a category of the taxonomy each."""
PAY_SHARE = 0.06
"""Of a quarter's income from which money that comes in is pay: a week's pay is 1/13."""
UNUSUAL = 1.5
"""Standard deviations of the logarithm of amounts above the person's own mean from which a buy is large."""
FEWEST = 10
"""Earlier payments on wants that a person's usual amount needs."""
_PERIODS = ((6, 8), (13, 15), (27, 34), (58, 64), (88, 95), (178, 187), (360, 370))


def payments(frame: pl.DataFrame, today: dt.date, purposes: Mapping[str, str], guess: Guess | None) -> pl.DataFrame:
    """The rows until ``today`` with what is known of each.

    ``frame`` may tell ``own_since``, what :func:`seqmatch.features.transactions.own_transfers.legs` found in it.

    Returns
    -------
    ``who`` (a number for user and currency), ``week`` (last day), and for each row ``out`` and ``into`` (cents, own
    transfers apart), ``purpose`` (need, want, saving, transfer, own, income or null), ``payee``, ``pay``, ``fresh``
    (never paid before), ``repeats`` (same amount one period earlier), ``impulse``, ``fee``, ``returned``, ``aside``
    (cents put aside by the words alone, where there is one account).
    """
    rows = frame.filter(pl.col("date") <= today)
    rows = rows.with_columns(known=_known_since(rows, today))
    who = rows.select("user", "currency").unique(maintain_order=True).sort("user", "currency").with_row_index("who")
    rows = rows.join(who, on=["user", "currency"], nulls_equal=True, maintain_order="left")
    rows = rows.with_columns(
        account=pl.col("account").fill_null(""),
        week=pl.lit(today) - pl.duration(days=(pl.lit(today) - pl.col("date")).dt.total_days() // 7 * 7),
        cents=pl.col("amount_cents"),
        payee=_payee(),
    ).sort("who", "date", maintain_order=True)
    rows = rows.with_columns(payee=pl.when(pl.col("payee") != "").then(pl.col("payee").rank("dense")).otherwise(0))
    rows = rows.with_columns(purpose=_purposes(rows, purposes, guess))
    moved = (pl.col("purpose") == "transfer") & says_transfer("description")
    rows = rows.with_columns(is_own=((pl.col("known") <= pl.col("week")) | moved).fill_null(False))
    own = pl.col("is_own")
    alone = pl.col("account") == pl.col("account").first().over("who")
    alone = alone.cast(pl.Int8).cum_min().over("who") == 1
    says_savings = pl.col("description").str.contains(f"(?i){SAVING}")
    rows = rows.with_columns(purpose=pl.when(own).then(pl.lit("own")).otherwise("purpose"))
    rows = rows.with_columns(
        out=pl.when(~own & (pl.col("cents") < 0)).then(-pl.col("cents")).otherwise(0),
        into=pl.when(~own & (pl.col("cents") > 0)).then(pl.col("cents")).otherwise(0),
        aside=pl.when(own & alone & says_savings & pl.col("known").is_null()).then(-pl.col("cents")).otherwise(0),
    )
    rows = rows.with_columns(
        aside=pl.col("aside") + pl.when(pl.col("purpose") == "saving").then(-pl.col("cents")).otherwise(0),
        fee=(pl.col("out") > 0)
        & (pl.col("description").str.contains(f"(?i){FEES}") | (pl.col("category") == "fees").fill_null(False)),
        returned=pl.col("description").str.contains(f"(?i){RETURNED}"),
        fresh=pl.struct("who", "payee").is_first_distinct(),
        repeats=_repeats(rows),
    )
    return _unusual(_pay(rows))


def _known_since(rows: pl.DataFrame, today: dt.date) -> pl.Series:
    """The day from which each row is known to be a leg of an own transfer, where that is known today."""
    if "own_since" not in rows.columns:
        return legs(rows)
    return rows.select(pl.when(pl.col("own_since") <= today).then("own_since"))["own_since"]


def _payee() -> pl.Expr:
    """The first three words of the merchant or the description, lower-case, without numbers."""
    text = pl.coalesce("merchant", "description").str.to_lowercase().str.replace_all(r"[^\p{L}]+", " ")
    return text.str.strip_chars().str.extract(r"^(\S+(?: \S+){0,2})").fill_null("")


def _purposes(rows: pl.DataFrame, purposes: Mapping[str, str], guess: Guess | None) -> pl.Series:
    known = rows["category"].replace_strict(dict(purposes), default=None, return_dtype=pl.String)
    if guess is None or not known.is_null().any():
        return known
    said = ["description", "merchant", "mcc"]
    inward = pl.col("amount_cents") > 0
    asked = rows.filter(known.is_null()).select(*said, "amount_cents").with_columns(inward=inward)
    asked = asked.unique([*said, "inward"], maintain_order=True)
    guessed = pl.Series("guessed", guess(asked), pl.String)
    told = asked.select(*said, "inward").with_columns(
        guessed.replace_strict(dict(purposes), default=None, return_dtype=pl.String)
    )
    found = rows.with_columns(inward=inward).join(
        told, on=[*said, "inward"], how="left", nulls_equal=True, maintain_order="left"
    )
    return known.fill_null(found["guessed"])


def _repeats(rows: pl.DataFrame) -> pl.Series:
    """Whether the same payee took the same amount one period before, and not since."""
    same = ["who", "payee", "cents"]
    found = rows.select(*same, "date").with_row_index("row").sort(*same, "date", "row")
    alike = pl.all_horizontal(pl.col(name) == pl.col(name).shift(1) for name in same)
    gap = pl.when(alike).then((pl.col("date") - pl.col("date").shift(1)).dt.total_days())
    fits = pl.any_horizontal(gap.is_between(least, most) for least, most in _PERIODS).fill_null(False)
    found = found.with_columns(repeats=fits & (pl.col("cents") < 0) & (pl.col("payee") != 0))
    return found.sort("row")["repeats"]


def _pay(rows: pl.DataFrame) -> pl.DataFrame:
    """Whether money that came in is a good part of what came in during the quarter that ends with its day."""
    days = rows.group_by("who", "date", maintain_order=True).agg(pl.col("into").sum().alias("quarter"))
    quarter = days.rolling("date", period="91d", group_by="who").agg(pl.col("quarter").sum())
    rows = rows.join(quarter, on=["who", "date"], how="left", maintain_order="left")
    return rows.with_columns(pay=(pl.col("into") > 0) & (pl.col("into") >= PAY_SHARE * pl.col("quarter")))


def _unusual(rows: pl.DataFrame) -> pl.DataFrame:
    """Buys on wants that do not repeat and are large against the person's own of the quarter before their day."""
    wants = ((pl.col("purpose") == "want").fill_null(False)) & (pl.col("out") > 0)
    log = pl.when(wants).then(pl.col("out").log())
    days = rows.group_by("who", "date", maintain_order=True).agg(
        log.count().alias("n"), log.sum().alias("sum"), log.pow(2).sum().alias("squares")
    )
    before = days.rolling("date", period="91d", closed="left", group_by="who").agg(pl.col("n", "sum", "squares").sum())
    rows = rows.join(before, on=["who", "date"], how="left", maintain_order="left")
    mean = pl.col("sum") / pl.col("n")
    spread = (pl.col("squares") / pl.col("n") - mean.pow(2)).clip(1e-4).sqrt()
    large = (pl.col("n") >= FEWEST) & (log > mean + UNUSUAL * spread)
    return rows.with_columns(impulse=(large & ~pl.col("repeats")).fill_null(False)).drop("n", "sum", "squares")
