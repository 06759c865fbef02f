"""Plans an import row by row, before anything is written; the preview and the import follow the same plan."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import polars as pl
from sqlalchemy import Connection, or_, select

from seqmatch.errors import DataError
from seqmatch.schemas.transaction import STATEMENT_COLUMNS
from seqmatch.store.frames import TRANSACTIONS, read_frame
from seqmatch.store.tables import import_rows, transactions
from seqmatch.store.transactions.matching import DAYS_APART, Matching, match, told_time, words_of

SLICE = 5_000
"""Ids that are asked for in one query."""
USERS_ASKED = 500
"""Users by name in one query; a file of more is compared with everybody's rows of its days."""
HOW = {
    "id": "known by the bank's id",
    "content": "known by day, amount and description",
    "account": "known from an import with another name for the account, or none",
    "description": "known by day and amount, described otherwise there",
    "day": "known by amount and description, a few days apart",
}
"""How a row was known -> in words."""
FILLED = ("account", "time", "merchant", "mcc", "currency")
"""What a row that is known by what it says may add to the stored one, where that tells nothing."""
_columns = transactions.c
ROW = (*(_columns.user_id if name == "user" else _columns[name] for name in STATEMENT_COLUMNS), _columns.bank_id)
ROW_SCHEMA = {**TRANSACTIONS, "bank_id": pl.String}


@dataclass(frozen=True, eq=False)
class ImportPlan:
    """What importing a table of transactions comes to.

    Attributes
    ----------
    rows : one row a transaction of the file, in its order: transaction_id (in the store), what (added, updated or
        known), how (of HOW; null where added).
    write : the rows to be written, with precedence and bank_id.
    before : transaction_id -> the stored row, of those that are updated.
    notes : what to tell a person.
    """

    rows: pl.DataFrame
    write: pl.DataFrame
    before: dict[str, dict[str, Any]]
    notes: list[str] = field(default_factory=list)

    @property
    def counts(self) -> dict[str, int]:
        """``added``, ``updated`` and ``unchanged`` rows."""
        found = dict(self.rows.group_by("what").len().iter_rows())
        return {
            "added": found.get("added", 0),
            "updated": found.get("updated", 0),
            "unchanged": found.get("known", 0),
        }

    @property
    def known(self) -> dict[str, int]:
        """How rows were known, in words -> how many."""
        found = dict(self.rows.drop_nulls("how").group_by("how").len().iter_rows())
        return {said: found[how] for how, said in HOW.items() if how in found}


def plan_import(
    connection: Connection, frame: pl.DataFrame, own: pl.Series, kind: str, *, replace: bool = False, file: str = ""
) -> ImportPlan:
    """Compare ``frame`` with the store; nothing is written.

    Parameters
    ----------
    frame : the columns of STATEMENT_COLUMNS (currency may be left out).
    own : whether each row's name is an id that its file gave it.
    kind : of file, so that ids of two kinds are not taken for each other's.
    replace : what the file says of a known id replaces what is stored, whatever that is.

    Raises
    ------
    DataError : most rows are stored already with the opposite sign.
    """
    if "currency" not in frame.columns:
        frame = frame.with_columns(currency=pl.lit(None, pl.String))
    mine = frame.select(STATEMENT_COLUMNS).with_columns(
        row=pl.int_range(pl.len()),
        bank_id=pl.when(pl.Series(own)).then(pl.lit(f"{kind}:") + pl.col("transaction_id")),
    )
    known = _around(connection, mine)
    found = match(mine, known, replace=replace)
    fresh = mine.join(found.pairs.select("row"), on="row", how="anti")
    _refuse_turned(connection, fresh, known.join(found.pairs, on="transaction_id", how="anti"), file)
    fresh = _named(connection, fresh, found)
    old, write_old, before = _changes(mine, known, found, replace)
    added = fresh.select("row", "transaction_id", what=pl.lit("added"), how=pl.lit(None, pl.String))
    rows = pl.concat([added.cast(old.schema), old]).sort("row").drop("row")
    write = pl.concat([fresh.select(list(ROW_SCHEMA)), write_old.select(list(ROW_SCHEMA))])
    write = write.with_columns(precedence=precedence(write)).sort("transaction_id")
    return ImportPlan(rows, write, before, found.notes)


def precedence(frame: pl.DataFrame) -> pl.Series:
    """A number by which one of two tellings stays: its day, how much it says, a digest of it; 22, 3 and 38 bits."""
    said = frame.select(pl.col(STATEMENT_COLUMNS).exclude("transaction_id", "currency"))
    text = said.select(
        pl.concat_str(
            [pl.col(name).to_physical().cast(pl.String).fill_null("\0") for name in said.columns], separator="\x1f"
        )
    ).to_series()
    digests = pl.Series(
        "digest",
        [int.from_bytes(hashlib.blake2b(row.encode(), digest_size=8).digest()) >> 26 for row in text],
        dtype=pl.Int64,
    )
    return (
        said.with_columns(digests)
        .select(
            precedence=(pl.col("date").to_physical().cast(pl.Int64) + dt.date(1970, 1, 1).toordinal()) * 2**41
            + pl.sum_horizontal(
                pl.col(name).is_not_null().cast(pl.Int64) for name in ("user", "account", "time", "merchant", "mcc")
            )
            * 2**38
            + pl.col("digest")
        )
        .to_series()
    )


def slices(ids: Sequence[str] | pl.Series, size: int = SLICE) -> Iterator[list[str]]:
    """``ids`` in lists of at most ``size``."""
    for start in range(0, len(ids), size):
        yield list(ids[start : start + size])


def _around(connection: Connection, mine: pl.DataFrame) -> pl.DataFrame:
    """The rows of the store with the ids of the file, or of its users within a few days of it."""
    parts = [pl.DataFrame(schema=ROW_SCHEMA)]
    named = mine.filter(pl.col("bank_id").is_not_null())
    for some in slices(named["transaction_id"]):
        parts.append(read_frame(connection, select(*ROW).where(_columns.transaction_id.in_(some)), ROW_SCHEMA))
    for some in slices(named["bank_id"]):
        parts.append(read_frame(connection, select(*ROW).where(_columns.bank_id.in_(some)), ROW_SCHEMA))
    if len(mine):
        margin = dt.timedelta(days=DAYS_APART + 2)
        first, last = mine["date"].min(), mine["date"].max()
        query = select(*ROW).where(_columns.date.between(first - margin, last + margin))  # type: ignore[operator]
        users = mine["user"].unique().to_list()
        if len(users) <= USERS_ASKED:
            whose = [_columns.user_id.in_([user for user in users if user is not None])]
            query = query.where(or_(*whose, _columns.user_id.is_(None)) if None in users else or_(*whose))
        parts.append(read_frame(connection, query, ROW_SCHEMA))
    return pl.concat(parts).unique("transaction_id", maintain_order=True)


def _named(connection: Connection, fresh: pl.DataFrame, found: Matching) -> pl.DataFrame:
    """New rows under names that nobody has; an id that restarts here names its row no longer."""
    restarted = pl.col("account").is_in(found.distrusted, nulls_equal=True) & pl.col("bank_id").is_not_null()
    said = pl.concat_str(
        [
            pl.col(name).cast(pl.String).fill_null("")
            for name in ("user", "account", "date", "amount_cents", "description")
        ],
        separator="\x1f",
    )
    fresh = fresh.with_columns(
        transaction_id=pl.when(restarted).then(said).otherwise("transaction_id"),
        bank_id=pl.when(~restarted).then("bank_id"),
        digested=restarted,
    )
    names: list[str] = []
    used: set[str] = set()
    proposed = [
        _digest(name) if digested else name for name, digested in fresh.select("transaction_id", "digested").iter_rows()
    ]
    taken = set()
    anything = connection.scalar(select(_columns.transaction_id).limit(1)) is not None
    for some in slices(proposed if anything else []):
        taken |= set(connection.scalars(select(_columns.transaction_id).where(_columns.transaction_id.in_(some))))
    for name in proposed:
        one, number = name, 0
        while one in used or one in taken:
            number += 1
            one = _digest(f"{name}\x1f{number}")
            if connection.scalar(select(_columns.transaction_id).where(_columns.transaction_id == one)):
                taken.add(one)
        used.add(one)
        names.append(one)
    return fresh.with_columns(transaction_id=pl.Series(names, dtype=pl.String)).drop("digested")


def _digest(text: str) -> str:
    return hashlib.blake2b(text.encode(), digest_size=12).hexdigest()


def _changes(
    mine: pl.DataFrame, known: pl.DataFrame, found: Matching, replace: bool
) -> tuple[pl.DataFrame, pl.DataFrame, dict[str, dict[str, Any]]]:
    """Which known rows tell more than is stored: what each row came to, the rows to write, and how those were."""
    both = (
        found.pairs.rename({"transaction_id": "stored"})
        .join(mine, on="row", how="inner")
        .join(
            known.rename({name: f"{name}_s" for name in known.columns}), left_on="stored", right_on="transaction_id_s"
        )
    )
    stored = both.select(
        "row", "stored", "how", *(pl.col(f"{name}_s").alias(name) for name in ROW_SCHEMA if name != "transaction_id")
    )
    stored = stored.rename({"stored": "transaction_id"})
    by_id = pl.col("how") == "id"
    keep = ("user", "account", "currency")
    told = both.select(
        "row",
        "how",
        transaction_id="stored",
        **{
            name: pl.when(by_id)
            .then(pl.coalesce(name, f"{name}_s") if name in keep else pl.col(name))
            .otherwise(pl.coalesce(f"{name}_s", _fill(name)) if name in FILLED else pl.col(f"{name}_s"))
            for name in STATEMENT_COLUMNS
            if name != "transaction_id"
        },
        bank_id=pl.coalesce("bank_id_s", "bank_id"),
    )
    newer, older = precedence(told), precedence(stored)
    facts = [name for name in STATEMENT_COLUMNS if name != "transaction_id"]
    differs = told.select(pl.struct(facts)).to_series() != stored.select(pl.struct(facts)).to_series()
    fills = told["how"] != "id"
    fills |= told["currency"].is_not_null() & stored["currency"].is_null()
    wins = differs & ((newer > older) | fills | pl.Series([replace] * len(told), dtype=pl.Boolean))
    rows = told.select(
        "row", "transaction_id", what=pl.when(wins).then(pl.lit("updated")).otherwise(pl.lit("known")), how="how"
    )
    named = ~wins & stored["bank_id"].is_null() & told["bank_id"].is_not_null()
    write = pl.concat(
        [told.filter(wins), stored.with_columns(bank_id=told["bank_id"]).filter(named).select(told.columns)]
    )
    before = {
        row["transaction_id"]: {name: _plain(row[name]) for name in (*STATEMENT_COLUMNS, "bank_id")}
        for row in stored.filter(wins).iter_rows(named=True)
    }
    return rows, write, before


def _fill(name: str) -> pl.Expr:
    return told_time() if name == "time" else pl.col(name)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, dt.date | dt.time) else value


def _refuse_turned(connection: Connection, fresh: pl.DataFrame, known: pl.DataFrame, file: str) -> None:
    """A file read with the other sign the second time would be stored once as income and once as spending."""
    keys = ["user", "date", "amount_cents", "words"]
    mine = fresh.filter(pl.col("amount_cents") != 0).with_columns(
        words=words_of(), amount_cents=-pl.col("amount_cents")
    )
    turned = mine.join(known.with_columns(words=words_of()), on=keys, how="inner", nulls_equal=True, suffix="_s")
    count = turned["row"].n_unique()
    if count < 2 or count < 0.5 * len(fresh):
        turned = mine.join(known, on=keys[:3], how="inner", nulls_equal=True, suffix="_s")
        count = turned["row"].n_unique()
        if count < 2 or count < 0.8 * len(fresh):
            return
    one = turned["transaction_id_s"][0]
    last = connection.scalar(select(import_rows.c.import_id).where(import_rows.c.transaction_id == one))
    undo = f"seqmatch transactions undo {last}" if last else "a store of its own (--store) for this file"
    raise DataError(
        f"{count:,} of the new rows are stored already with the opposite sign: the file was read otherwise before. Say "
        f"sign=turned (or leave it out) if this reading is wrong; if the stored one is, use {undo} first.",
        code="opposite_signs",
        path=file,
    )
