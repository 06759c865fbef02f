"""Reads the columns of a bank's file as dates, times, cents and clean text; an unreadable value rejects the file."""

from __future__ import annotations

import datetime as dt
from typing import NoReturn

import polars as pl

from seqmatch.data.files.days import ORDERS, Order, orders_of, readings, split_time, time_of
from seqmatch.data.files.money import DECIMALS, Decimal, cents
from seqmatch.data.files.records import PLAIN_NAME, Records
from seqmatch.data.statements.columns import BankMapping, plain
from seqmatch.data.statements.rows import shown
from seqmatch.data.statements.signs import Directions, found_by_content, maybe_directions
from seqmatch.data.statements.unsigned import refuse_doubtful
from seqmatch.data.statements.words import REVERSALS, word
from seqmatch.errors import DataError
from seqmatch.schemas.transaction import MAX_AMOUNT_CENTS

LONGEST_DATE = 40
NUMBERED_DAY = r"^[2-7]\d{4}(\.\d+)?$"
EXCEL_DAY_OF_1970 = 25_569
"""A cell that a workbook does not call a day counts days from the end of 1899: of 1 January 1970 it holds this."""
MAX_NAME = 64
"""Characters of an account, a user, a transaction's own name."""


class BankValues:
    """The values of ``records`` by field; ``places`` says which column is which, from 0."""

    def __init__(self, records: Records, places: dict[str, int], mapping: BankMapping) -> None:
        self.records, self.places, self.mapping = records, places, mapping
        self.order: Order | None = None
        self.decimal: Decimal | None = None
        self.notes: list[str] = []
        self.uses: dict[str, str] = {}

    def column(self, name: str) -> str:
        """The column of a field as messages and reports call it; a header that is no plain name goes by number."""
        at = self.places[name]
        header = self.records.header[at]
        return header if PLAIN_NAME.fullmatch(header) or header == str(at + 1) else f"column {at + 1}"

    def text(self, name: str) -> pl.Series:
        """The values without control characters and doubled blanks, null where nothing is left."""
        if name not in self.places:
            return pl.Series(name, [None] * len(self.records.lines), dtype=pl.String)
        return clean(self._raw(name))

    def name(self, name: str) -> pl.Series:
        """As :meth:`text`; a value longer than a name may be is refused."""
        values = self.text(name)
        if name in self.places:
            self.refuse_where(
                values.str.len_chars() > MAX_NAME,
                name,
                "too_long",
                f"A name here has at most {MAX_NAME} characters. Say {name}=- in the mapping to leave the column out.",
            )
        return values

    def dates(self) -> tuple[pl.Series, pl.Series]:
        """Dates, and the times printed beside them (null where none is)."""
        raw = self._raw("date")
        self._refuse_value(
            raw.is_null(),
            "date",
            "empty_value",
            raw,
            "has no date. Say empty=skip to pass over rows without amount, or date=COLUMN for another column",
        )
        if raw.str.contains(NUMBERED_DAY).all():
            raw = (raw.str.head(5).cast(pl.Int32) - EXCEL_DAY_OF_1970).cast(pl.Date).cast(pl.String)
            self.notes.append(f"{self.column('date')}: numbers, read as Excel counts days")
        distinct = raw.unique()
        apart = {text: split_time(text) if len(text) <= LONGEST_DATE else ("", "") for text in distinct}
        orders = orders_of({day for day, _ in apart.values()}, self.mapping.dates)
        if len(orders) > 1:
            ways = ", ".join(f"dates={order} ({days[apart[raw[0]][0]]})" for order, days in orders.items())
            self._refuse(
                "ambiguous_dates",
                f"Every date reads in several ways, the first row's as {ways}. Say in the mapping which is right.",
                "date",
            )
        if not orders:
            self._refuse_dates(raw, apart)
        (self.order, days), *_ = orders.items()
        dates = raw.replace_strict({text: days[day] for text, (day, _) in apart.items()}, return_dtype=pl.Date)
        own = {text: time for text, (_, time) in apart.items() if time}
        if "time" in self.places:
            return dates, self._times("time", self._raw("time"))
        return dates, self._times("date", raw.replace_strict(own, default=None, return_dtype=pl.String))

    def amounts(self) -> pl.Series:
        """Signed cents, money out negative, Int64."""
        if "amount_cents" in self.places and "amount" not in self.mapping.columns:
            amount = self._whole_cents()
        else:
            amount = self._read_money()
        self.refuse_where(
            amount.abs() > MAX_AMOUNT_CENTS, self.money_field(), "too_large", "No transaction is as large as this."
        )
        return (-amount if self.mapping.sign == "turned" else amount).alias("amount_cents")

    def money(self, name: str, *, strict: bool = True) -> pl.Series:
        """Cents of a further column of money, as printed; null where it is empty or, unless ``strict``, no amount.

        Raises
        ------
        DataError : a value that is no amount.
        """
        raw = self._raw(name)
        if plain(self.records.header[self.places[name]]).endswith("cents"):
            return raw.cast(pl.Int64, strict=False)
        read = cents(raw, self.decimal or "point")
        if strict:
            wrong = raw.is_not_null() & read.is_null()
            self._refuse_value(wrong, name, "not_an_amount", raw, f"holds no amount. Say {name}=- to leave it out")
        return read

    @property
    def money_places(self) -> list[int]:
        """The columns that amounts are read from."""
        names = ["amount"] if "amount" in self.places else ["debit", "credit"]
        return [self.places[name] for name in names if name in self.places]

    def refuse_where(self, wrong: pl.Series, name: str, code: str, message: str) -> None:
        self.records.refuse_where(wrong, self.column(name), code, message)

    def _raw(self, name: str) -> pl.Series:
        values = pl.Series(name, self.records.columns[self.places[name]], dtype=pl.String)
        return values.str.strip_chars().replace("", None)

    def _times(self, name: str, texts: pl.Series) -> pl.Series:
        """Times of day; a file that prints one and the same on every row (midnight, mostly) tells none."""
        read = {text: time_of(text) if len(text) <= LONGEST_DATE else None for text in texts.drop_nulls().unique()}
        times = texts.replace_strict(read, default=None, return_dtype=pl.Time)
        self.refuse_where(
            texts.is_not_null() & times.is_null(),
            name,
            "not_a_time",
            "This is no time of day. Say time=- in the mapping to leave the column out.",
        )
        told = times.drop_nulls().n_unique() > 1 or (len(times) == 1 and times[0] != dt.time(0))
        return times if told else pl.Series(name, [None] * len(times), dtype=pl.Time)

    def _refuse_dates(self, raw: pl.Series, apart: dict[str, tuple[str, str]]) -> NoReturn:
        tried = ORDERS if self.mapping.dates is None else ("iso", self.mapping.dates)
        reading = {text: readings(day) for text, (day, _) in apart.items()}
        fitting = {order: [text for text, found in reading.items() if order in found] for order in tried}
        best = max(tried, key=lambda order: len(fitting[order]))
        wrong = ~raw.is_in(fitting[best])
        if fitting[best] and self.mapping.dates is None and not any(reading.values()):
            best = "iso"
        others = f" in the order of the other rows ({best})" if fitting[best] else ""
        self._refuse_value(
            wrong,
            "date",
            "not_a_date",
            raw,
            f"has a date that cannot be read{others}. Say dates={'|'.join(ORDERS)} where the order is another, or "
            "date=COLUMN where another column holds the dates",
        )
        raise AssertionError("no date was at fault")

    def money_field(self) -> str:
        """The first of the fields that amounts are read from."""
        return next(name for name in ("amount", "amount_cents", "debit", "credit") if name in self.places)

    def _whole_cents(self) -> pl.Series:
        raw = self._raw("amount_cents")
        self._refuse_empty(raw, "amount_cents")
        self.refuse_where(
            ~raw.str.contains(r"^-?\d{1,14}$"), "amount_cents", "not_an_amount", "Write whole cents in digits (-1250)."
        )
        return raw.cast(pl.Int64, strict=False)

    def _read_money(self) -> pl.Series:
        names: list[str] = [name for name in ("amount", "debit", "credit") if name in self.places]
        if "amount" in names:
            names = ["amount"]
        texts = {name: self._raw(name) for name in names}
        self.decimal = self._decimal(texts)
        read = {name: cents(text, self.decimal) for name, text in texts.items()}
        for name in names:
            self._refuse_value(
                texts[name].is_not_null() & read[name].is_null(),
                name,
                "not_an_amount",
                texts[name],
                f"holds no amount of at most two decimals, with a decimal {self.decimal}. Say decimal=point or "
                f"decimal=comma, or {name}=COLUMN for another column",
            )
        if names == ["amount"]:
            self._refuse_value(
                texts["amount"].is_null(),
                "amount",
                "empty_value",
                texts["amount"],
                "has no amount. Say empty=skip in the mapping to pass over rows without one",
            )
            return self._directed(read["amount"])
        return self._two_sided(texts, read)

    def _decimal(self, texts: dict[str, pl.Series]) -> Decimal:
        every = pl.concat([text.drop_nulls() for text in texts.values()])
        if self.mapping.decimal is not None:
            return self.mapping.decimal
        point, comma = (cents(every, decimal) for decimal in DECIMALS)
        if point.null_count() or comma.null_count():
            return "comma" if comma.null_count() < point.null_count() else "point"
        if not point.equals(comma):
            self._refuse(
                "ambiguous_amounts",
                "Every amount reads with a decimal point and with a decimal comma. Say decimal=point or decimal=comma "
                "in the mapping.",
                next(iter(texts)),
            )
        return "point"

    def _directed(self, amount: pl.Series) -> pl.Series:
        """Amounts that a column of their own calls money in or out."""
        place = self.places.get("direction")
        if place is None and not (amount < 0).any() and self.mapping.columns.get("direction") != "-":
            place = found_by_content(self.records, set(self.places.values()))
            if place is not None:
                self.places["direction"] = place
        if place is None or not any(self.records.columns[place]):
            return self._undirected(amount)
        column = self.column("direction")
        judged = Directions(self.records, place, column, self.mapping).judge(amount, self._description())
        self.notes.append(f"{column}: {judged.told}")
        self.uses["direction"] = "money in or out" if judged.used else "looked at: amounts carry their own sign"
        return judged.amounts if judged.used else self._undirected(judged.amounts)

    def _undirected(self, amount: pl.Series) -> pl.Series:
        """Amounts as they stand, unless something else in the file says that money out has no minus there."""
        if self.mapping.sign is None and self.mapping.amounts is None:
            balance = self.money("balance", strict=False) if "balance" in self.places else None
            refuse_doubtful(self, amount, balance, self._description())
            if len(amount) > 1 and (amount > 0).all() and "direction" not in self.mapping.columns:
                self.notes += maybe_directions(self.records, set(self.places.values()))
        return amount

    def _description(self) -> pl.Series:
        return self.text("description").fill_null(self.text("merchant"))

    def _two_sided(self, texts: dict[str, pl.Series], read: dict[str, pl.Series]) -> pl.Series:
        names = list(read)
        sides = [self._upright(read[name], name) * (-1 if name == "debit" else 1) for name in names]
        both = (sides[0].fill_null(0) != 0) & (sides[-1].fill_null(0) != 0) if len(names) == 2 else None
        if both is not None and self.mapping.both != "net":
            self.refuse_where(
                both,
                "debit",
                "two_amounts",
                "The row has a debit and a credit. Say both=net in the mapping to take credit less debit.",
            )
        nothing = pl.select(pl.all_horizontal(*(text.is_null() for text in texts.values()))).to_series()
        self.refuse_where(
            nothing,
            names[0],
            "empty_amount",
            "The row has no amount. Say empty=skip in the mapping to pass over rows without one.",
        )
        total: pl.Series = sides[0].fill_null(0)
        return total if len(sides) == 1 else total + sides[1].fill_null(0)

    def _upright(self, amounts: pl.Series, name: str) -> pl.Series:
        """A column of debits (or credits) in which the minus is the rule says it twice: without the minus.

        The fewer rows, with the other sign, are reversals. Where both are as many, descriptions tell, or nobody.
        """
        minus, plus = amounts < 0, amounts > 0
        if self.mapping.amounts is not None or not minus.any():
            return -amounts if self.mapping.amounts == "signed" else amounts
        lead = int(minus.sum()) - int(plus.sum())
        if lead == 0:
            back = [bool(REVERSALS.search(word(text or ""))) for text in self._description()]
            turned = pl.Series(back, dtype=pl.Boolean)
            lead = int((turned & plus).sum()) - int((turned & minus).sum())
        if lead == 0:
            self.refuse_where(
                minus,
                name,
                "unclear_signs",
                "As many amounts of this column carry a minus as not. Say amounts=unsigned in the mapping where a "
                "minus turns a row round, or amounts=signed where the rows without one are turned round.",
            )
        if minus.any() and plus.any():
            kind = "without a minus" if lead > 0 else "with a minus"
            self.notes.append(f"{self.column(name)}: the rows {kind} are the fewer and were read as turned round")
        return -amounts if lead > 0 else amounts

    def _refuse_empty(self, values: pl.Series, name: str) -> None:
        self.refuse_where(
            values.is_null(), name, "empty_value", f"This is empty. Say {name}=- to leave the column out."
        )

    def _refuse_value(self, wrong: pl.Series, name: str, code: str, raw: pl.Series, message: str) -> None:
        """Refuse the first row where ``wrong``, with its number and value before the message."""
        places = wrong.fill_null(False).arg_true()
        if len(places):
            row, value = self.records.lines[places[0]], raw[int(places[0])]
            what = f"Row {row} ({shown(value)})" if value else f"Row {row}"
            self.refuse_where(wrong, name, code, f"{what} {message}.")

    def _refuse(self, code: str, message: str, name: str) -> NoReturn:
        raise DataError(message, code=code, path=f"{self.records.file}:{self.records.lines[0]}:{self.column(name)}")


def clean(values: pl.Series) -> pl.Series:
    """Text without control, formatting and unassigned characters, blanks single; null where nothing is left."""
    text = values.str.replace_all(r"[\p{Cc}\p{Zl}\p{Zp}]", " ").str.replace_all(r"\p{C}", "")
    text = text.str.replace_all(r"\s+", " ").str.strip_chars()
    return text.replace("", None)
