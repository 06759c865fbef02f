"""What accounts held is read from statements and from the running balance beside rows, where it adds up."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from seqmatch.data.statements.statement import TransactionsFile, read_labelled, read_transactions

HEAD = "Date,Description,Amount,Balance\n"
MARCH = dt.date(2026, 3, 1)


def read(folder: Path, content: str, mapping: str | None = None, account: str | None = None) -> TransactionsFile:
    path = folder / "statement"
    path.write_text(content)
    return read_transactions(path, mapping, account)


def told(file: TransactionsFile) -> list[tuple[str | None, str, int, str]]:
    rows = file.balances.sort("account", "date").select("account", "date", "balance_cents", "source").rows()
    return [(account, str(date), cents, source) for account, date, cents, source in rows]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=st.lists(
        st.tuples(st.sampled_from("AB"), st.integers(0, 6), st.integers(1, 9_999), st.booleans()),
        min_size=4,
        max_size=25,
    ),
    opening=st.integers(-5_000, 5_000),
    days_down=st.booleans(),
    rows_down=st.booleans(),
)
def test_whatever_the_order_of_the_file_a_day_ends_with_the_row_that_the_bank_booked_last(
    tmp_path: Path, rows: list[tuple[str, int, int, bool]], opening: int, days_down: bool, rows_down: bool
) -> None:
    held = {"A": opening, "B": 2 * opening}
    printed: list[tuple[int, str]] = []
    ends: dict[tuple[str | None, str], int] = {}
    after: list[int] = []
    for number, (account, day, size, inward) in enumerate(sorted(rows, key=lambda row: row[1])):
        cents = size * 1_000 + number if inward else -(size * 1_000 + number)  # no two rows cancel out by chance
        held[account] += cents
        date = str(MARCH + dt.timedelta(days=day))
        ends[account, date] = held[account]
        after.append(held[account])
        amounts = f"{cents / 100:.2f},{held[account] / 100:.2f}"
        printed.append((day, f"{account},{date},SHOP {number},{amounts}\n"))
    order = sorted(range(len(printed)), key=lambda at: (printed[at][0], -at if rows_down != days_down else at))
    if days_down:
        order.reverse()
    file = read(tmp_path, "Account,Date,Description,Amount,Balance\n" + "".join(printed[at][1] for at in order))
    assert file.balance_cents.to_list() == [after[at] for at in order]
    assert told(file) == [(account, date, cents, "row") for (account, date), cents in sorted(ends.items())]
    assert not any("not kept" in note for note in file.quality.notes)


@pytest.mark.parametrize(
    ("rows", "kept", "note"),
    [
        (
            "2026-03-02,a,-2,98\n2026-03-03,b,-3,5\n2026-03-04,c,-4,91\n2026-03-05,d,-1,90\n",
            [9_800, None, 9_100, 9_000],
            "Balance: 1 balances do not add up",
        ),
        (
            "2026-03-02,a,-2,5\n2026-03-03,b,-3,5\n2026-03-04,c,-4,5\n",
            [None, None, None],
            "Balance: 3 balances do not add up",
        ),
        ("2026-03-02,a,-2,98\n2026-03-03,b,-3,\n2026-03-04,c,-4,91\n", [9_800, None, 9_100], ""),
        ("2026-03-02,a,-2,98\n", [9_800], ""),
        ("2026-03-02,a,-2,102\n2026-03-03,b,-3,105\n2026-03-04,c,50,55\n", [-10_200, -10_500, -5_500], "owed"),
    ],
    ids=["one is wrong", "no balance at all", "one is empty", "a lone one", "what is owed, without a minus"],
)
def test_a_balance_that_does_not_add_up_is_not_kept_and_told(
    tmp_path: Path, rows: str, kept: list[int | None], note: str
) -> None:
    file = read(tmp_path, HEAD + rows)
    assert file.balance_cents.to_list() == kept
    assert file.balances["balance_cents"].to_list() == [cents for cents in kept if cents is not None]
    assert [one for one in file.quality.notes if note in one] or not (note or file.quality.notes)


def test_where_the_rows_of_a_day_stand_in_no_order_of_the_banks_its_end_is_found_by_adding_up(tmp_path: Path) -> None:
    rows = ""
    for month in (1, 2, 3):
        opening = 100 + 47 * (month - 1)
        rows += f"2026-0{month}-05,SHOP,-3,{opening - 3}\n2026-0{month}-28,FEE,-10,{opening + 47}\n"
        rows += f"2026-0{month}-28,PAY,90,{opening + 87}\n2026-0{month}-28,RENT,-30,{opening + 57}\n"
    file = read(tmp_path, HEAD + rows)
    ends = [(date, cents) for _, date, cents, _ in told(file)]
    assert ends == [
        ("2026-01-05", 9_700), ("2026-01-28", 14_700),
        ("2026-02-05", 14_400), ("2026-02-28", 19_400),
        ("2026-03-05", 19_100), ("2026-03-28", 24_100),
    ]  # fmt: skip


def test_a_balance_stands_behind_the_fee_of_its_row(tmp_path: Path) -> None:
    rows = "2026-03-02,a,-2,0.50,97.50\n2026-03-03,b,-3,0,94.50\n2026-03-03,c,-3,1.00,90.50\n"
    file = read(tmp_path, "Date,Description,Amount,Fee,Balance\n" + rows)
    assert file.balance_cents.to_list() == [None, 9_750, 9_450, None, 9_050]
    assert told(file) == [(None, "2026-03-02", 9_750, "row"), (None, "2026-03-03", 9_050, "row")]


def test_days_that_a_later_booking_reaches_back_to_have_no_balance(tmp_path: Path) -> None:
    rows = "2026-03-02,a,-2,98\n2026-03-05,b,-3,95\n2026-03-04,c,-4,91\n2026-03-06,d,-1,90\n"
    file = read(tmp_path, HEAD + rows)
    assert file.balance_cents.to_list() == [9_800, 9_500, 9_100, 9_000]
    assert [date for _, date, *_ in told(file)] == ["2026-03-02", "2026-03-06"]


def test_an_account_without_balances_stands_beside_one_that_has_them(tmp_path: Path) -> None:
    rows = "A,2026-03-02,a,-2,98\nB,2026-03-02,b,-3,\nA,2026-03-03,c,-4,94\n"
    file = read(tmp_path, "Account,Date,Description,Amount,Balance\n" + rows)
    assert file.balance_cents.to_list() == [9_800, None, 9_400]


def test_what_is_available_is_no_balance(tmp_path: Path) -> None:
    file = read(tmp_path, "Date,Description,Amount,Available Balance\n2026-03-02,a,-2,98\n2026-03-03,b,-3,95\n")
    assert file.balances.is_empty() and file.balance_cents.null_count() == 2
    assert any("available" in note for note in file.quality.notes)


def test_whole_cents_beside_whole_cents(tmp_path: Path) -> None:
    text = "date,description,amount_cents,balance_cents\n2026-03-02,a,-200,9800\n2026-03-03,b,-300,9500\n"
    assert read(tmp_path, text).balance_cents.to_list() == [9_800, 9_500]


def test_names_and_fingerprint_of_rows_do_not_depend_on_balances(tmp_path: Path) -> None:
    rows = [("2026-03-02,a,-2", ",98"), ("2026-03-03,b,-3", ",95")]
    without = read(tmp_path, "Date,Description,Amount\n" + "".join(f"{row}\n" for row, _ in rows))
    beside = read(tmp_path, HEAD + "".join(f"{row}{balance}\n" for row, balance in rows))
    assert beside.frame.equals(without.frame) and beside.fingerprint == without.fingerprint
    assert without.balances.is_empty() and not beside.balances.is_empty()


def test_a_labelled_file_leaves_rows_out_and_tells_no_balance(tmp_path: Path) -> None:
    path = tmp_path / "labelled.csv"
    path.write_text("Date,Description,Amount,Balance,Category\n2026-03-02,a,-2,98,food\n2026-03-03,b,-3,95,\n")
    file = read_labelled(path)
    assert (len(file), file.balance_cents.to_list(), len(file.balances)) == (1, [None], 0)


OFX = """OFXHEADER:100
<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>USD<BANKACCTFROM><BANKID>1<ACCTID>123456789</BANKACCTFROM>
<BANKTRANLIST><STMTTRN><TRNTYPE>DEBIT<DTPOSTED>20260302<TRNAMT>-5.00<FITID>A1<NAME>X</STMTTRN></BANKTRANLIST>
<LEDGERBAL><BALAMT>{}<DTASOF>20260331120000[0:GMT]</LEDGERBAL>
<AVAILBAL><BALAMT>9.00<DTASOF>20260331</AVAILBAL></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>"""


@pytest.mark.parametrize("printed", ["-1234.50", "-1,234.50", "-1234,50"])
def test_ofx_tells_the_ledger_balance_and_not_the_available_one(tmp_path: Path, printed: str) -> None:
    file = read(tmp_path, OFX.format(printed))
    assert told(file) == [("…6789", "2026-03-31", -123_450, "statement")]
    assert told(read(tmp_path, OFX.format(printed), account="joint"))[0][0] == "joint"
    assert file.balances["row"].to_list() == [0] and file.balances["currency"].to_list() == ["USD"]


def test_an_ofx_balance_that_cannot_be_read_or_whose_sign_nobody_knows_is_not_kept_and_told(tmp_path: Path) -> None:
    for amount, mapping in (("n/a", None), ("5.00", "sign=turned")):
        file = read(tmp_path, OFX.format(amount), mapping)
        assert file.balances.is_empty() and any("not kept" in note for note in file.quality.notes)


CAMT = """<?xml version="1.0"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><Stmt>
<Acct><Id><IBAN>DE02120300000000202051</IBAN></Id></Acct>{}<Ntry><Amt Ccy="EUR">12.30</Amt><CdtDbtInd>DBIT</CdtDbtInd>
<Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>2026-03-02</Dt></BookgDt></Ntry></Stmt></BkToCstmrStmt></Document>"""
BALANCE = (
    "<Bal><Tp><CdOrPrtry><Cd>{}</Cd></CdOrPrtry></Tp><Amt Ccy='EUR'>{}</Amt><CdtDbtInd>{}</CdtDbtInd>"
    "<Dt><Dt>{}</Dt></Dt></Bal>"
)


def test_camt_tells_the_booked_balances_where_its_entries_lead_from_one_to_the_other(tmp_path: Path) -> None:
    opening = BALANCE.format("OPBD", "10", "CRDT", "2026-03-02")
    closing = BALANCE.format("CLBD", "2.3", "DBIT", "2026-03-03")
    available = BALANCE.format("CLAV", "500", "CRDT", "2026-03-03")
    file = read(tmp_path, CAMT.format(opening + closing + available))
    assert told(file) == [("…2051", "2026-03-01", 1_000, "statement"), ("…2051", "2026-03-03", -230, "statement")]
    wrong = read(tmp_path, CAMT.format(opening + closing.replace("2.3", "2.4")))
    assert wrong.balances.is_empty() and any("do not lead" in note for note in wrong.quality.notes)


@pytest.mark.parametrize(("opened", "day"), [("260227", "2026-02-27"), ("260302", "2026-03-01")])
def test_mt940_tells_what_there_was_before_the_first_movement_and_at_the_end(
    tmp_path: Path, opened: str, day: str
) -> None:
    text = (
        f":20:A\n:25:10050000/0123456789\n:28C:1/1\n:60F:C{opened}EUR100,00\n"
        ":61:2603020302D112,50NMSCNONREF\n:86:GAS\n:62F:D260303EUR12,50\n"
    )
    assert told(read(tmp_path, text)) == [
        ("…6789", day, 10_000, "statement"),
        ("…6789", "2026-03-03", -1_250, "statement"),
    ]
