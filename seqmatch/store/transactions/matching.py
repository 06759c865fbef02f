"""Finds which rows of a statement are stored already: by the bank's id, else by content, never by position.

Passes from the surest to the least sure, each over what the earlier ones left; every row is paired with at most one. A
pass that is not sure by itself (an account named later, another description, another day) counts only where it explains
most of what file and store share.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import polars as pl

DAYS_APART = 5
"""Days between two tellings of one booking, as between made and posted."""
MOST = 0.6
NEARLY_ALL = 0.8
"""Shares of the rows that file and store share, from which a doubtful pass counts."""
SAID = ("user", "date", "amount_cents", "words")
NUMBERED = "…"
"""How an account begins that is called by the last digits of its number; any other name is a person's."""


@dataclass
class Matching:
    """Rows of the file and of the store that are one.

    Attributes
    ----------
    pairs : row (place in the file), transaction_id (in the store), how.
    distrusted : accounts of the file whose ids stand for other rows in the store.
    notes : what to tell a person.
    """

    pairs: pl.DataFrame
    distrusted: list[str | None] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def words_of() -> pl.Expr:
    """A description without case and what is neither letter nor digit, so that formats agree on it."""
    return pl.col("description").str.to_lowercase().str.replace_all(r"[^\pL\pN]+", " ").str.strip_chars()


def told_time() -> pl.Expr:
    """Times that tell two rows apart; those of a whole hour often stand for none."""
    whole = (pl.col("time").dt.minute() == 0) & (pl.col("time").dt.second() == 0)
    return pl.when(~whole).then(pl.col("time")).alias("time")


def match(file: pl.DataFrame, store: pl.DataFrame, *, replace: bool = False) -> Matching:
    """Pair the rows of ``file`` with those of ``store``.

    Parameters
    ----------
    file : row, transaction_id, bank_id (null where the file names no row) and the columns of a table of transactions.
    store : the same without row, around the days and ids of the file.
    replace : ids decide alone, whatever else the rows say.
    """
    pass_over = Matching(pl.DataFrame(schema={"row": pl.Int64, "transaction_id": pl.String, "how": pl.String}))
    if store.is_empty() or file.is_empty():
        return pass_over
    mine, theirs = (rows.with_columns(words_of().alias("words"), told_time()) for rows in (file, store))
    found = _Passes(mine, theirs, pass_over)
    found.by_id(replace)
    found.by_content()
    found.by_content_under_other_ids()
    found.across_accounts()
    found.described_otherwise()
    found.on_another_day()
    return found.result


class _Passes:
    def __init__(self, file: pl.DataFrame, store: pl.DataFrame, result: Matching) -> None:
        self.file, self.store, self.result = file, store, result
        self.related: list[tuple[str | None, str | None]] = [
            (account, account) for account in file["account"].unique().to_list()
        ]

    @property
    def left(self) -> pl.DataFrame:
        return self.file.join(self.result.pairs.select("row"), on="row", how="anti")

    @property
    def known(self) -> pl.DataFrame:
        return self.store.join(self.result.pairs.select("transaction_id"), on="transaction_id", how="anti")

    def take(self, pairs: pl.DataFrame, how: str) -> None:
        new = pairs.select("row", "transaction_id", how=pl.lit(how))
        self.result.pairs = pl.concat([self.result.pairs, new.cast(self.result.pairs.schema)])

    def by_id(self, replace: bool) -> None:
        named = self.file.filter(pl.col("bank_id").is_not_null())
        other = self.store.rename({name: f"{name}_s" for name in self.store.columns})
        by_name = named.join(other, left_on="transaction_id", right_on="transaction_id_s", how="inner", coalesce=False)
        by_bank = named.join(other, left_on="bank_id", right_on="bank_id_s", how="inner", coalesce=False)
        both = pl.concat([by_name.select(sorted(by_name.columns)), by_bank.select(sorted(by_name.columns))])
        both = both.filter(
            pl.col("user").eq_missing(pl.col("user_s")), *(_same_or_null(name) for name in ("account", "currency"))
        )
        both = both.unique("row", keep="first", maintain_order=True).unique("transaction_id_s", maintain_order=True)
        if both.is_empty():
            return
        alike = pl.Series([similar(*texts) for texts in both.select("words", "words_s").iter_rows()], dtype=pl.Boolean)
        apart = (both["date"] - both["date_s"]).dt.total_days().abs()
        amounts = both["amount_cents"] == both["amount_cents_s"]
        sides = both["amount_cents"].sign() == both["amount_cents_s"].sign()
        one = (amounts & (apart == 0)) | (amounts & (apart <= DAYS_APART) & alike) | ((apart == 0) & alike & sides)
        if replace:
            one = pl.Series([True] * len(both))
        self.result.distrusted = both.filter(~one)["account"].unique().to_list()
        trusted = both.filter(one & ~both["account"].is_in(self.result.distrusted, nulls_equal=True))
        self.take(trusted.select("row", transaction_id="transaction_id_s"), "id")
        if self.result.distrusted:
            count = int((~one).sum())
            self.result.notes.append(
                f"{count:,} ids stand for other transactions in the store: ids of this file are used anew for other "
                "rows, so "
                "rows are told apart by what they say"
            )
            away = pl.col("account").is_in(self.result.distrusted, nulls_equal=True)
            self.file = self.file.with_columns(bank_id=pl.when(~away).then("bank_id"))

    def by_content(self) -> None:
        """The same account, day, amount and words; not where both have an id of the same kind, which then differ."""
        for mine, theirs in self._spaces():
            self.take(_paired(mine, theirs, (*SAID, "account")), "content")

    def by_content_under_other_ids(self) -> None:
        """Ids that the bank makes anew for each download: most of what is shared is known, none of it by its id."""
        for account, _ in self.related:
            mine, theirs = _of(self.left, account), _of(self.known, account)
            pairs = _paired(mine, theirs, (*SAID, "account"))
            by_id = len(self._matched(account, account).filter(pl.col("how") == "id"))
            shared = len(_within(mine, theirs))
            if len(pairs) > max(1, by_id) and len(pairs) >= MOST * shared:
                self.take(pairs, "content")
                self.result.notes.append(f"{len(pairs):,} rows are known by what they say, though under other ids")
            elif len(pairs):
                self.result.notes.append(
                    f"{len(pairs):,} rows say the same as stored ones under other ids of the bank: added, as others"
                )

    def across_accounts(self) -> None:
        """The same statement, with its account named now or then, or by its number here and by a name there."""
        accounts = itertools.product(self.file["account"].unique().to_list(), self.store["account"].unique().to_list())
        for mine_is, theirs_is in accounts:
            if mine_is == theirs_is or not (
                mine_is is None or theirs_is is None or mine_is.startswith(NUMBERED) != theirs_is.startswith(NUMBERED)
            ):
                continue
            mine, theirs = _of(self.left, mine_is), _of(self.known, theirs_is)
            pairs = _paired(mine, theirs, SAID)
            loose = len(_paired(mine, theirs, SAID[:3]))
            shared = len(_within(_of(self.file, mine_is), _of(self.store, theirs_is)))
            unnamed = mine_is is None or theirs_is is None
            least, share = (1, MOST) if unnamed else (2, NEARLY_ALL)
            sure = len(pairs) >= least and len(pairs) >= share * shared
            if shared and (sure or (loose >= 2 and loose >= NEARLY_ALL * shared)):
                self.take(pairs, "account")
                self.related.append((mine_is, theirs_is))

    def described_otherwise(self) -> None:
        """The same day and amount in other words, where that explains nearly all that file and store share."""
        for mine_is, theirs_is in self.related:
            parts: list[pl.DataFrame] = []
            for mine, theirs in self._spaces():
                for earlier in parts:
                    mine = mine.join(earlier.select("row"), on="row", how="anti")
                parts.append(_paired(_of(mine, mine_is), _of(theirs, theirs_is), SAID[:3]))
            pairs = pl.concat(parts)
            known = len(self._matched(mine_is, theirs_is)) + len(pairs)
            shared = len(_within(_of(self.file, mine_is), _of(self.store, theirs_is)))
            if len(pairs) and known >= 2 and known >= NEARLY_ALL * shared:
                self.take(pairs, "description")

    def on_another_day(self) -> None:
        """The same amount and words within a few days, as where another column of dates was read."""
        for mine_is, theirs_is in self.related:
            mine, theirs = _of(self.left, mine_is), _of(self.known, theirs_is)
            every = _of(self.file, mine_is)
            stored = _of(self.store, theirs_is)
            near = _within(every, stored, DAYS_APART)
            if _within(every, stored).is_empty() or len(near) < max(2, MOST * len(every)):
                continue
            pairs = _near(mine, theirs)
            if len(pairs) >= 2 and len(pairs) >= NEARLY_ALL * len(mine) and mine["amount_cents"].n_unique() > 1:
                self.take(pairs, "day")

    def _spaces(self) -> Iterator[tuple[pl.DataFrame, pl.DataFrame]]:
        """What may be one although ids do not say so: one of the two has none, or theirs come from another format."""
        kinds = [None, *self.store["bank_id"].str.extract(r"^(\w+):", 1).unique().drop_nulls().sort().to_list()]
        for kind in kinds:
            theirs = self.known
            of_kind = theirs["bank_id"].str.extract(r"^(\w+):", 1)
            mine = self.left
            mine_kind = mine["bank_id"].str.extract(r"^(\w+):", 1)
            theirs = theirs.filter(of_kind.eq_missing(pl.Series([kind], dtype=pl.String)))
            if kind is not None:
                mine = mine.filter(mine_kind.ne_missing(pl.Series([kind], dtype=pl.String)))
            yield mine, theirs

    def _matched(self, mine_is: str | None, theirs_is: str | None) -> pl.DataFrame:
        rows = _of(self.file, mine_is).select("row")
        ids = _of(self.store, theirs_is).select("transaction_id")
        return self.result.pairs.join(rows, on="row", how="semi").join(ids, on="transaction_id", how="semi")


def similar(one: str, other: str) -> bool:
    """Whether two descriptions share a word of three letters or more, or one of them is empty."""
    if not one or not other or one == other:
        return True
    words = [set(re.findall(r"[^\W\d_]{3,}", text)) for text in (one, other)]
    return bool(words[0] & words[1])


def _same_or_null(name: str) -> pl.Expr:
    mine, theirs = pl.col(name), pl.col(f"{name}_s")
    return mine.is_null() | theirs.is_null() | (mine == theirs)


def _of(rows: pl.DataFrame, account: str | None) -> pl.DataFrame:
    return rows.filter(pl.col("account").eq_missing(pl.lit(account, pl.String)))


def _within(mine: pl.DataFrame, theirs: pl.DataFrame, margin: int = 0) -> pl.DataFrame:
    """The rows on days that the other side covers, give or take ``margin`` days."""
    if theirs.is_empty():
        return mine.clear()
    days = pl.duration(days=margin)
    first, last = (pl.lit(day, pl.Date) for day in (theirs["date"].min(), theirs["date"].max()))
    return mine.filter(pl.col("date").is_between(first - days, last + days))


def _paired(mine: pl.DataFrame, theirs: pl.DataFrame, keys: tuple[str, ...]) -> pl.DataFrame:
    """Pairs of rows that agree in ``keys``, the first with the first: equal rows as often as both sides have them.

    Currencies may be untold on one side, never differ; times likewise, save by whole hours, as zones do.
    """
    parts = [pl.DataFrame(schema={"row": pl.Int64, "transaction_id": pl.String})]
    whole_hours = [pl.col("time").dt.minute().alias("minute"), pl.col("time").dt.second().alias("second")]
    for currency, time in itertools.product(("same", "mine", "theirs"), ("same", "mine", "theirs", "zone")):
        if mine.is_empty() or theirs.is_empty():
            break
        left, right, on = mine, theirs, [*keys]
        if currency == "same":
            on.append("currency")
        else:
            left, right = _one_null("currency", left, right, currency)
        if time == "same":
            on.append("time")
        elif time == "zone":
            left = left.filter(pl.col("time").is_not_null()).with_columns(whole_hours)
            right = right.filter(pl.col("time").is_not_null()).with_columns(whole_hours)
            on += ["minute", "second"]
        else:
            left, right = _one_null("time", left, right, time)
        if left.is_empty() or right.is_empty():
            continue
        left = left.sort("time", "mcc", "merchant", "row", nulls_last=True).with_columns(
            which=pl.int_range(pl.len()).over(on)
        )
        right = right.sort("time", "mcc", "merchant", "transaction_id", nulls_last=True).with_columns(
            which=pl.int_range(pl.len()).over(on)
        )
        found = left.select("row", *on, "which").join(
            right.select("transaction_id", *on, "which"), on=[*on, "which"], how="inner", nulls_equal=True
        )
        parts.append(found.select("row", "transaction_id"))
        mine = mine.join(found.select("row"), on="row", how="anti")
        theirs = theirs.join(found.select("transaction_id"), on="transaction_id", how="anti")
    return pl.concat(parts)


def _one_null(name: str, mine: pl.DataFrame, theirs: pl.DataFrame, side: str) -> tuple[pl.DataFrame, pl.DataFrame]:
    empty, told = pl.col(name).is_null(), pl.col(name).is_not_null()
    return (mine.filter(empty), theirs.filter(told)) if side == "mine" else (mine.filter(told), theirs.filter(empty))


def _near(mine: pl.DataFrame, theirs: pl.DataFrame) -> pl.DataFrame:
    keys = ["user", "amount_cents", "words"]
    left = mine.sort("date", "row").with_columns(which=pl.int_range(pl.len()).over(keys))
    right = theirs.sort("date", "transaction_id").with_columns(which=pl.int_range(pl.len()).over(keys))
    both = left.join(right, on=[*keys, "which"], how="inner", nulls_equal=True, suffix="_s")
    near = (pl.col("date") - pl.col("date_s")).dt.total_days().abs() <= DAYS_APART
    return both.filter(near & _same_or_null("currency")).select("row", transaction_id="transaction_id_s")
