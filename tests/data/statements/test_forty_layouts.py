"""A known ledger, written in forty layouts of our making, comes back as the same ledger or is refused."""

from __future__ import annotations

import datetime as dt
import random
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from statements import rows_of

from seqmatch.data.statements.statement import TransactionsFile, read_transactions
from seqmatch.errors import DataError
from seqmatch.store.engine import open_store
from seqmatch.store.tables import transactions
from seqmatch.store.transactions.imports import run_import

Ledger = list[tuple[dt.date, str, int]]
NAMES = ("RENT EXAMPLE", "CAFÉ OLÉ", "SHOP; 12, LTD", 'THE "INN"', "PAY ACME", "ŽITO", "GYM")
ledgers = st.lists(
    st.tuples(
        st.dates(dt.date(2025, 11, 1), dt.date(2026, 4, 30)),
        st.sampled_from(NAMES),
        st.integers(-900_000, 900_000).filter(bool),
    ),
    min_size=1,
    max_size=14,
)


def layout(number: int) -> dict[str, Any]:
    """One of forty ways to print a ledger, the same for the same number."""
    draw = random.Random(number)
    return {
        "separator": draw.choice(",;\t|"),
        "encoding": draw.choice(("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1250")),
        "decimal": draw.choice(("point", "comma")),
        "grouped": draw.random() < 0.5,
        "date": draw.choice(
            ("%Y-%m-%d", "%d.%m.%Y", "%m/%d/%Y", "%d/%m/%Y", "%d/%m/%y", "%y-%m-%d", "%d %b %Y", "%Y%m%d")
        ),
        "direction": ("signed", "behind", "words", "Af Bij", "S/H", "two columns", "two columns, minus", "in brackets")[
            number % 8
        ],
        "newest_first": draw.random() < 0.5,
        "above": draw.choice((0, 1, 4)),
        "total_below": draw.random() < 0.4,
        "blank_rows": draw.random() < 0.3,
        "currency": draw.choice((None, "EUR")),
    }


def printed(cents: int, how: dict[str, Any]) -> str:
    text = f"{cents // 100:,}.{cents % 100:02d}" if how["grouped"] else f"{cents // 100}.{cents % 100:02d}"
    return text if how["decimal"] == "point" else text.translate(str.maketrans(",.", ".,"))


def money(cents: int, how: dict[str, Any]) -> list[str]:
    text, out = printed(abs(cents), how), cents < 0
    match how["direction"]:
        case "signed":
            return [f"-{text}" if out else text]
        case "behind":
            return [f"{text}-" if out else text]
        case "in brackets":
            return [f"({text})" if out else text]
        case "words":
            return [text, "debit" if out else "credit"]
        case "Af Bij":
            return [text, "Af" if out else "Bij"]
        case "S/H":
            return [text, "S" if out else "H"]
        case "two columns":
            return [text, ""] if out else ["", text]
        case _:
            return [f"-{text}", ""] if out else ["", text]


HEADERS = {"words": ["Amount", "Transaction Type"], "Af Bij": ["Bedrag", "Af Bij"], "S/H": ["Betrag", "S/H"]}


def written(ledger: Ledger, how: dict[str, Any]) -> bytes:
    separator = how["separator"]
    sides = ["Debit", "Credit"] if "two columns" in how["direction"] else ["Amount"]
    header = ["Date", "Description", *HEADERS.get(how["direction"], sides)]
    rows = [[day.strftime(how["date"]), name, *money(cents, how)] for day, name, cents in ledger]
    if how["currency"]:
        header, rows = [*header, "Currency"], [[*row, how["currency"]] for row in rows]
    if how["newest_first"]:
        rows.reverse()
    if how["blank_rows"]:
        rows.insert(len(rows) // 2, [""] * len(header))
    if how["total_below"]:
        rows.append(["Total", "", *[printed(123456, how)] * (len(header) - 2)])

    def cell(text: str) -> str:
        quoted = any(mark in text for mark in f'{separator}"')
        return '"' + text.replace('"', '""') + '"' if quoted else text

    lines = ["Account statement"] * how["above"] + [separator.join(map(cell, row)) for row in (header, *rows)]
    return ("\n".join(lines) + "\n").encode(how["encoding"])


def said(file: TransactionsFile) -> list[tuple[Any, ...]]:
    return sorted(file.frame.select("date", "description", "amount_cents").rows())


@pytest.mark.parametrize("number", range(40))
@given(ledger=ledgers)
@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_the_same_ledger_comes_back_or_the_file_is_refused(tmp_path: Path, number: int, ledger: Ledger) -> None:
    how = layout(number)
    path = tmp_path / "ledger.csv"
    path.write_bytes(written(ledger, how))
    mapping = "encoding=cp1250" if how["encoding"] == "cp1250" else None
    try:
        read = read_transactions(path, mapping)
    except DataError as refused:
        remedy = {"ambiguous_dates": f"dates={_order(how['date'])}", "ambiguous_amounts": f"decimal={how['decimal']}"}
        assert refused.code in remedy, (refused, how)
        options = [one for one in (mapping, *remedy.values()) if one]
        read = read_transactions(path, ",".join(options))
    assert said(read) == sorted(ledger), how
    currency = {"EUR"} if how["currency"] else {None}
    assert set(read.frame["currency"].to_list()) == currency


def _order(form: str) -> str:
    return {"%m": "month-first", "%d": "day-first", "%y": "year-first"}.get(form[:2], "iso")


@given(ledger=ledgers, cuts=st.tuples(st.integers(0, 14), st.integers(0, 14)), numbers=st.permutations(range(3)))
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_exports_that_overlap_fill_a_store_with_the_ledger_whatever_their_layout(
    tmp_path_factory: pytest.TempPathFactory, ledger: Ledger, cuts: tuple[int, int], numbers: list[int]
) -> None:
    """Whole days each, as banks export them; the layouts are such as need no word about dates or decimals."""
    folder = tmp_path_factory.mktemp("overlaps")
    ledger = sorted(set(ledger))
    days = sorted({day for day, _, _ in ledger})
    first, last = sorted((days[min(cuts[0], len(days) - 1)], days[min(cuts[1], len(days) - 1)]))
    parts = [[one for one in ledger if one[0] <= last], [one for one in ledger if one[0] >= first], ledger]
    with open_store(str(folder / "store")) as store:
        for number, part in zip(numbers, parts, strict=True):
            how = {**layout(number), "date": "%Y-%m-%d", "encoding": "utf-8"}
            path = folder / f"{number}.csv"
            path.write_bytes(written(part, how))
            read = read_transactions(path, f"decimal={how['decimal']}")
            run_import(store, read.frame, read.own, "csv")
        found = sorted((row["date"], row["description"], row["amount_cents"]) for row in rows_of(store, transactions))
    assert found == ledger
