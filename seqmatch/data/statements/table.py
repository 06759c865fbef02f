"""The values of a bank's file as the one table of transactions, every row with a name, labels beside it where asked."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import get_args

import polars as pl

from seqmatch.data.statements.accounts import is_counterparty, kept
from seqmatch.data.statements.columns import plain
from seqmatch.data.statements.currency import THREE_DECIMALS, currencies
from seqmatch.data.statements.fees import fees_of
from seqmatch.data.statements.ids import trusted
from seqmatch.data.statements.running import running
from seqmatch.data.statements.values import BankValues
from seqmatch.errors import DataError
from seqmatch.schemas.transaction import MAX_DESCRIPTION, STATEMENT_COLUMNS, LabelSource

MAX_CATEGORY = 60
"""Characters of a category's name."""
SOURCES: tuple[str, ...] = get_args(LabelSource)
NAMED_BY = ("user", "account", "date", "amount_cents", "currency", "description")
"""What a row without an id of its own is named by."""
AVAILABLE = plain("available balance")


@dataclass(frozen=True, eq=False)
class BankTable:
    """The table, and what stands beside it.

    Attributes
    ----------
    frame : the columns of STATEMENT_COLUMNS.
    lines : where each row stood in the file; a fee stands where its transaction does.
    own : whether each row came with an id of its own that names it.
    counts : what was mended, for the report.
    balance : cents the account held after each row, null where nothing tells it.
    ends_day : whether each row's balance is that of the end of its account's day.
    """

    frame: pl.DataFrame
    lines: pl.Series
    own: pl.Series
    counts: dict[str, int]
    balance: pl.Series
    ends_day: pl.Series


def table_of(values: BankValues, account: str | None, space: pl.Series | None) -> BankTable:
    """The table of transactions, all on ``account`` where it is named.

    Parameters
    ----------
    space : what tells the ids of one bank and account from those of another, where the format says it.

    Raises
    ------
    DataError : a value that is none of its kind.
    """
    dates, times = values.dates()
    merchant = values.text("merchant")
    description = values.text("description").fill_null(merchant)
    mcc = values.text("mcc").str.replace(r"\.0$", "").str.zfill(4)
    if "mcc" in values.places:
        values.refuse_where(
            ~mcc.str.contains(r"^\d{4}$"),
            "mcc",
            "not_a_code",
            "A merchant category code has four digits, or is empty. Say mcc=- to leave the column out.",
        )
    accounts = _accounts(values)
    amounts = values.amounts()
    currency = _currencies(values, amounts)
    frame = pl.DataFrame(
        {
            "transaction_id": values.name("transaction_id"),
            "user": values.name("user"),
            "account": accounts if account is None else _called(values, accounts, account),
            "date": dates,
            "time": times,
            "description": description.fill_null("").str.slice(0, MAX_DESCRIPTION).str.strip_chars_end(),
            "merchant": merchant.str.slice(0, MAX_DESCRIPTION).str.strip_chars_end(),
            "amount_cents": amounts,
            "mcc": mcc,
            "currency": currency,
        }
    ).select(STATEMENT_COLUMNS)
    ids, once, told = trusted(frame["transaction_id"], frame.drop("transaction_id"))
    values.notes += told
    frame = frame.with_columns(
        transaction_id=_in_space(ids, space), line=pl.Series(values.records.lines, dtype=pl.Int64)
    )
    fees = _fees(values, amounts) if "fee" in values.places else None
    moved = amounts if fees is None else amounts + fees
    balance, ends_day = _running(values, frame.filter(once), moved.filter(once), once)
    frame = frame.filter(once).with_columns(balance, ends_day)
    if fees is not None:
        frame = _with_fees(frame, fees.filter(once))
    own = frame["transaction_id"].is_not_null()
    counts = {
        "shortened": int((description.str.len_chars() > MAX_DESCRIPTION).sum()),
        "without_description": int((frame["description"] == "").sum()),
        "repeated_rows": len(frame) - frame.select(STATEMENT_COLUMNS[1:]).n_unique(),
        "own_ids": int(own.sum()),
    }
    lines, balance, ends_day = frame["line"], frame["balance_cents"], frame["ends_day"]
    frame = frame.select(STATEMENT_COLUMNS)
    return BankTable(frame.with_columns(transaction_id=named(frame)), lines, own, counts, balance, ends_day)


def named(frame: pl.DataFrame) -> pl.Series:
    """The names of transactions; those without get a digest of what the row says and which of its equals it is."""
    text = frame.select(
        pl.concat_str([pl.col(name).cast(pl.String).fill_null("") for name in NAMED_BY], separator="\x1f").alias(
            "said"
        ),
        free=pl.col("transaction_id").is_null(),
    ).with_columns(which=pl.int_range(pl.len()).over("said", "free"))
    digests = [
        name_of(said, which) if free else None for said, free, which in text.select("said", "free", "which").iter_rows()
    ]
    return frame["transaction_id"].fill_null(pl.Series(digests, dtype=pl.String))


def name_of(said: str, which: int) -> str:
    """The name of the ``which``-th row, from 0, that says ``said``."""
    return hashlib.blake2b(f"{said}\x1f{which}".encode(), digest_size=12).hexdigest()


def _in_space(ids: pl.Series, space: pl.Series | None) -> pl.Series:
    if space is None:
        return ids
    digests = [
        hashlib.blake2b(f"{where}\x1f{own}".encode(), digest_size=12).hexdigest() if own else None
        for where, own in zip(space, ids, strict=True)
    ]
    return pl.Series("transaction_id", digests, dtype=pl.String)


def _accounts(values: BankValues) -> pl.Series:
    if "account" not in values.places:
        return values.name("account")
    header = values.records.header[values.places["account"]]
    raw = values.text("account")
    if is_counterparty(header, raw, values.mapping):
        values.notes.append(
            f"{values.column('account')}: the numbers of those who paid or were paid, not one's own account; not kept"
        )
        values.uses["account"] = "not kept: numbers of others"
        return pl.Series("account", [None] * len(raw), dtype=pl.String)
    names = raw.replace_strict(
        {name: kept(name) for name in raw.drop_nulls().unique()}, default=None, return_dtype=pl.String
    )
    values.refuse_where(
        names.str.len_chars() > 64,
        "account",
        "too_long",
        "An account is called by at most 64 characters. Say account=- in the mapping, and --account to name it.",
    )
    return names


def _called(values: BankValues, accounts: pl.Series, account: str) -> pl.Series:
    """The one account of the file under another name."""
    told = accounts.drop_nulls().unique(maintain_order=True)
    if len(told) > 1:
        other = accounts.is_not_null() & (accounts != told[0])
        values.refuse_where(
            other,
            "account",
            "several_accounts",
            f"The file holds {len(told):,} accounts, and --account names one. Leave it out to keep them apart, or say "
            "account=- in the mapping to put all rows on the one.",
        )
    return pl.Series("account", [account] * len(accounts), dtype=pl.String)


def _currencies(values: BankValues, amounts: pl.Series) -> pl.Series:
    place = values.places.get("currency")
    column = values.column("currency") if place is not None else "currency"
    found = currencies(values.records, place, column, values.money_places, values.mapping, values.notes)
    values.refuse_where(
        found.is_in(list(THREE_DECIMALS)),
        "currency" if place is not None else values.money_field(),
        "three_decimals",
        "Currencies of three decimals cannot be kept to the last of them. Leave this account out.",
    )
    return found


def _running(values: BankValues, frame: pl.DataFrame, moved: pl.Series, once: pl.Series) -> tuple[pl.Series, pl.Series]:
    """The balance after each row, null where nothing tells it, and whether the row is the last of its day."""
    none = pl.Series("balance_cents", [None] * len(frame), dtype=pl.Int64)
    nowhere = pl.Series("ends_day", [False] * len(frame), dtype=pl.Boolean)
    if "balance" not in values.places:
        return none, nowhere
    column = values.column("balance")
    if plain(values.records.header[values.places["balance"]]) == AVAILABLE:
        values.notes.append(f"{column}: what is available may count credit in; not kept as a balance")
        return none, nowhere
    found = running(frame, moved, values.money("balance", strict=False).filter(once))
    if found.dropped:
        values.notes.append(
            f"{column}: {found.dropped:,} balances do not add up with the amounts beside them and were not kept"
        )
    if found.owed:
        values.notes.append(f"{column}: what is owed stands there without a minus; kept as below zero")
    return found.cents, found.ends_day.alias("ends_day")


def _fees(values: BankValues, amounts: pl.Series) -> pl.Series | None:
    """The fee of each row, where fees become rows of their own."""
    balance = values.money("balance", strict=False) if "balance" in values.places else None
    header = values.records.header[values.money_places[0]] if values.money_places else ""
    fees, told = fees_of(values.money("fee"), amounts, balance, header)
    values.notes.append(f"{values.column('fee')}: {told}")
    values.uses["fee"] = "fees, as rows of their own" if fees is not None else f"looked at: {told}"
    return fees


def _with_fees(frame: pl.DataFrame, fees: pl.Series) -> pl.DataFrame:
    """The rows with those of fees behind them; the balance printed beside a row with a fee is that behind the fee."""
    charged = frame.with_columns(amount_cents=fees).filter(fees != 0)
    charged = charged.with_columns(
        transaction_id=pl.col("transaction_id") + ":fee",
        description=("Fee: " + pl.col("description")).str.slice(0, MAX_DESCRIPTION).str.strip_chars_end(),
        mcc=pl.lit(None, pl.String),
    )
    without = pl.lit(None, pl.Int64), pl.lit(False)
    frame = frame.with_columns(
        pl.when(fees == 0).then(name).otherwise(none).alias(name)
        for name, none in zip(("balance_cents", "ends_day"), without, strict=True)
    )
    return pl.concat([frame, charged]).sort("line", maintain_order=True)


def with_labels(values: BankValues, table: BankTable) -> tuple[pl.DataFrame, pl.Series, pl.Series]:
    """The frame with category and source, rows without a category left out; with lines and ownership of those kept."""
    category = values.text("category")
    values.refuse_where(
        category.str.len_chars() > MAX_CATEGORY,
        "category",
        "too_long",
        f"A category has at most {MAX_CATEGORY} characters.",
    )
    source = values.text("source").str.to_lowercase()
    if "source" in values.places:
        values.refuse_where(
            ~source.is_in(SOURCES),
            "source",
            "not_a_source",
            "The source of a label is human, rule or import. Say source=- in the mapping to leave the column aside.",
        )
    said = pl.DataFrame(
        {
            "line": pl.Series(values.records.lines, dtype=pl.Int64),
            "category": category,
            "source": source.fill_null("import"),
        }
    )
    said = said.unique("line", keep="first", maintain_order=True)
    frame = table.frame.with_columns(line=table.lines, own=table.own).join(
        said, on="line", how="left", maintain_order="left"
    )
    fee = pl.col("description").str.starts_with("Fee: ") & pl.col("line").is_duplicated()
    frame = frame.filter(pl.col("category").is_not_null() & ~fee)
    if frame.is_empty():
        raise DataError(
            "No row has a category. Name the column that holds them, as category=COLUMN in the mapping.",
            code="no_labels",
            path=f"{values.records.file}:1:category",
        )
    return frame.drop("line", "own"), frame["line"], frame["own"]
