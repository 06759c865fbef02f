"""Statements that overlap are added once, in whatever order and under whatever name; an import can be undone."""

from __future__ import annotations

import itertools
import json
from pathlib import Path
from typing import Any

import pytest
from statements import rows_of

from seqmatch.store.engine import Store
from seqmatch.store.tables import import_rows, imports, transaction_labels, transactions

HEAD = "Date,Description,Amount\n"
MARCH = HEAD + "2026-03-02,RENT,-800.00\n2026-03-02,GYM,-25.00\n2026-03-13,PAY,1900.00\n2026-03-20,BOOKS,-31.10\n"


def ofx(*rows: str, account: str = "000777123456") -> str:
    return (
        f"<OFX><CREDITCARDMSGSRSV1><CCSTMTTRNRS><CCSTMTRS><CURDEF>USD<CCACCTFROM><ACCTID>{account}</CCACCTFROM>"
        f"<BANKTRANLIST>{''.join(rows)}</BANKTRANLIST></CCSTMTRS></CCSTMTTRNRS></CREDITCARDMSGSRSV1></OFX>"
    )


def row(day: str, amount: str, name: str, own: str = "") -> str:
    fitid = f"<FITID>{own}" if own else ""
    return f"<STMTTRN><TRNTYPE>DEBIT<DTPOSTED>{day}<TRNAMT>{amount}{fitid}<NAME>{name}</STMTTRN>"


@pytest.fixture
def bring(seqmatch: Any, store: Store, store_address: str, tmp_path: Path) -> Any:
    def run(text: str, *options: str) -> Any:
        path = tmp_path / "statement"
        path.write_text(text)
        ran = seqmatch("transactions", "import", path, *options, "--json", "--store", store_address)
        return json.loads(ran.out) if ran.code == 0 else ran.err

    return run


@pytest.fixture
def undo(seqmatch: Any, store_address: str) -> Any:
    def run(name: str, *options: str) -> Any:
        ran = seqmatch("transactions", "undo", name, *options, "--json", "--store", store_address)
        return json.loads(ran.out) if ran.code == 0 else ran.err

    return run


def amounts(store: Store) -> list[int]:
    return sorted(one["amount_cents"] for one in rows_of(store, transactions))


WHOLE = [-80000, -3110, -2500, 190000]
OTHERWISE: dict[str, tuple[str, tuple[str, ...]]] = {
    "the same again": (MARCH, ()),
    "with an account": (MARCH, ("--account", "checking")),
    "another order": (HEAD + "\n".join(reversed(MARCH.splitlines()[1:])), ()),
    "another separator and date": (
        "Datum;Betrag;Verwendungszweck\n02.03.2026;-800,00;RENT\n02.03.2026;-25,00;GYM\n13.03.2026;1.900,00;PAY\n"
        "20.03.2026;-31,10;BOOKS\n",
        (),
    ),
    "times beside the days": (
        HEAD + "2026-03-02 12:00:00,RENT,-800.00\n2026-03-02 12:00:00,GYM,-25.00\n2026-03-13 07:31:09,PAY,1900.00\n"
        "2026-03-20 18:41:07,BOOKS,-31.10\n",
        (),
    ),
    "another column of descriptions": (
        "Date,Payee,Reference,Amount\n2026-03-02,x,HOUSE 4,-800.00\n2026-03-02,x,CLUB,-25.00\n"
        "2026-03-13,x,ACME,1900.00\n"
        "2026-03-20,x,READER,-31.10\n",
        ("--mapping", "description=Reference"),
    ),
    "another column of days": (
        HEAD + "2026-03-03,RENT,-800.00\n2026-03-03,GYM,-25.00\n2026-03-14,PAY,1900.00\n2026-03-20,BOOKS,-31.10\n",
        (),
    ),
    "as OFX with ids": (
        ofx(
            row("20260302", "-800.00", "RENT", "f81"),
            row("20260302", "-25.00", "GYM", "f82"),
            row("20260313", "1900.00", "PAY", "f93"),
            row("20260320", "-31.10", "BOOKS", "f97"),
        ),
        (),
    ),
}


@pytest.mark.parametrize("name", OTHERWISE)
def test_one_statement_told_twice_is_stored_once_in_either_order(
    bring: Any, undo: Any, store: Store, name: str
) -> None:
    text, options = OTHERWISE[name]
    for first, second in (((MARCH, ()), (text, options)), ((text, options), (MARCH, ()))):
        one = bring(first[0], *first[1])
        two = bring(second[0], *second[1])
        assert (one["added"], two["added"]) == (4, 0), two["notes"]
        assert amounts(store) == WHOLE
        undo(one["import"])
        assert amounts(store) == WHOLE, "the other import tells them still"
        undo(two["import"])
        assert amounts(store) == [] and rows_of(store, imports) == rows_of(store, import_rows) == []


def test_a_longer_export_knows_the_rows_of_a_shorter_one(bring: Any, store: Store) -> None:
    days = MARCH.splitlines(keepends=True)[1:]
    for parts in itertools.permutations([days[:2], days[1:], days]):
        for part in parts:
            bring(HEAD + "".join(part))
        assert amounts(store) == WHOLE


def test_two_real_taps_of_a_day_stay_two_however_they_are_told(bring: Any, store: Store) -> None:
    tap = "2026-03-02,METRO,-2.90\n"
    bring(HEAD + tap)
    assert bring(HEAD + tap + tap)["added"] == 1
    assert bring(HEAD + tap)["added"] == 0
    assert amounts(store) == [-290, -290]
    bring(ofx(row("20260405", "-2.90", "METRO", "a11"), row("20260406", "-9.00", "TAXI", "a12")))
    bring(ofx(row("20260405", "-2.90", "METRO", "a14"), row("20260406", "-9.00", "TAXI", "a12")))
    assert amounts(store) == [-900, -290, -290, -290, -290]


def test_ids_that_restart_with_each_download_swallow_nothing(bring: Any, store: Store) -> None:
    bring(ofx(row("20260203", "-4.50", "COFFEE", "1"), row("20260204", "-30.00", "TRANSIT", "2")))
    bring(ofx(row("20260303", "-5.25", "COFFEE", "1"), row("20260305", "-30.00", "PHARMACY", "2")))
    assert amounts(store) == [-3000, -3000, -525, -450]
    for number, month in (("701", "04"), ("701", "05"), ("701", "06")):
        bring(
            ofx(row(f"2026{month}01", "-800.00", "RENT", number), row(f"2026{month}04", f"-{month}.00", "TEA", "702"))
        )
    assert amounts(store).count(-80000) == 3 and len(amounts(store)) == 10


def test_ids_made_anew_for_each_download_double_nothing(bring: Any, store: Store) -> None:
    rows = (("20260203", "-4.50", "COFFEE"), ("20260204", "-30.00", "TRANSIT"), ("20260205", "-7.00", "LUNCH"))
    for number in (0, 10, 20):
        told = bring(ofx(*(row(*one, f"z{number + place}") for place, one in enumerate(rows))))
    assert told["added"] == 0 and amounts(store) == [-3000, -700, -450]


def test_a_booking_that_settles_on_another_day_or_with_a_tip_is_the_same_by_its_id(bring: Any, store: Store) -> None:
    first = (row("20260310", "-50.00", "BISTRO", "q1"), row("20260310", "-20.00", "TAXI", "q2"))
    bring(ofx(*first))
    told = bring(ofx(row("20260312", "-50.00", "BISTRO 0412", "q1"), row("20260310", "-23.00", "TAXI", "q2")))
    assert (told["added"], amounts(store)[0]) == (0, -5000) and len(amounts(store)) == 2


def test_equal_rows_of_two_named_accounts_are_two(bring: Any, store: Store) -> None:
    for account in ("checking", "joint", "checking"):
        bring(MARCH, "--account", account)
    assert amounts(store) == sorted(2 * WHOLE)


def test_a_file_read_with_the_other_sign_is_refused_with_the_import_to_undo(
    bring: Any, undo: Any, store: Store
) -> None:
    first = bring(MARCH)["import"]
    error = bring(MARCH, "--mapping", "sign=turned")
    assert f"seqmatch transactions undo {first}" in error and amounts(store) == WHOLE
    undo(first)
    bring(MARCH, "--mapping", "sign=turned")
    assert amounts(store) == sorted(-one for one in WHOLE)


def test_looking_first_says_what_would_be_and_writes_nothing(bring: Any, seqmatch: Any, store: Store) -> None:
    bring(HEAD + "2026-03-02,RENT,-800.00\n")
    looked = bring(MARCH + ",,\n", "--dry-run")
    assert (looked["import"], looked["added"], looked["unchanged"], amounts(store)) == (None, 3, 1, [-80000])
    done = bring(MARCH + ",,\n")
    assert looked["rows"] == done["rows"] and looked["quality"] == done["quality"]
    assert [(one["line"], one["what"]) for one in done["rows"]] == [
        (2, "known"),
        (3, "added"),
        (4, "added"),
        (5, "added"),
    ]
    assert {one["transaction_id"] for one in done["rows"]} == {
        one["transaction_id"] for one in rows_of(store, transactions)
    }
    assert done["quality"]["left_out"] == {"blank rows": [6]}


def test_the_ids_that_import_prints_are_those_that_label_takes_and_the_label_stays(
    bring: Any, undo: Any, seqmatch: Any, store: Store, store_address: str
) -> None:
    first = bring(MARCH)
    (rent,) = (one["transaction_id"] for one in first["rows"] if one["line"] == 2)
    one = ("transactions", "label", "--transaction", rent, "--category", "housing", "--store", store_address)
    assert seqmatch(*one).code == 0
    second = bring(MARCH, "--account", "checking")
    bring(OTHERWISE["another column of descriptions"][0], "--mapping", "description=Reference")
    assert [one["transaction_id"] for one in rows_of(store, transaction_labels)] == [rent]
    listed = json.loads(
        seqmatch("transactions", "list", "--category", "housing", "--json", "--store", store_address).out
    )
    assert [(one["transaction_id"], one["description"]) for one in listed["transactions"]] == [(rent, "RENT")]
    undo(first["import"])
    undo(second["import"])
    assert amounts(store) == WHOLE


def test_undoing_asks_before_it_takes_a_persons_label(
    bring: Any, undo: Any, seqmatch: Any, store: Store, store_address: str
) -> None:
    done = bring(MARCH)
    rent = done["rows"][0]["transaction_id"]
    seqmatch("transactions", "label", "--transaction", rent, "--category", "housing", "--store", store_address)
    assert "A person labelled 1 of the transactions" in undo(done["import"]) and amounts(store) == WHOLE
    assert undo(done["import"], "--with-labels")["removed"] == 4 and amounts(store) == []
    assert "no such import" in undo(done["import"])


def test_undoing_brings_back_what_an_import_changed(bring: Any, undo: Any, store: Store) -> None:
    bring(MARCH)
    before = rows_of(store, transactions)
    second = bring(MARCH, "--account", "checking")["import"]
    third = bring(OTHERWISE["as OFX with ids"][0])["import"]
    assert {one["currency"] for one in rows_of(store, transactions)} == {"USD"}
    undo(second)
    undo(third)
    facts = ("transaction_id", "account", "currency", "date", "amount_cents", "description", "time")
    now = rows_of(store, transactions)
    assert [[one[name] for name in facts] for one in now] == [[one[name] for name in facts] for one in before]
