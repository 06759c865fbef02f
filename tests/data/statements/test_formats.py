"""camt.053, MT940 and workbooks become the same table of transactions as a CSV; what is too large is refused unread."""

from __future__ import annotations

import datetime as dt
import gzip
import io
import zipfile
from pathlib import Path

import pytest

from seqmatch.data.statements.statement import MAX_BYTES, TransactionsFile, read_transactions
from seqmatch.errors import ArgumentError, DataError

CAMT = """<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt>
<Stmt><Acct><Id><IBAN>DE02120300000000202051</IBAN></Id></Acct>{}</Stmt></BkToCstmrStmt></Document>"""
ENTRY = """<Ntry><NtryRef>{ref}</NtryRef><Amt Ccy="EUR">{amount}</Amt>
<CdtDbtInd>{side}</CdtDbtInd><Sts><Cd>{status}</Cd></Sts>
<BookgDt><Dt>2026-03-0{day}</Dt></BookgDt><NtryDtls>{details}</NtryDtls></Ntry>"""
DETAIL = """<TxDtls><Amt Ccy="EUR">{}</Amt><RltdPties><Cdtr><Pty><Nm>{}</Nm></Pty></Cdtr></RltdPties>
<RmtInf><Ustrd>{}</Ustrd></RmtInf></TxDtls>"""


def entry(amount: str, side: str = "DBIT", day: int = 2, status: str = "BOOK", ref: str = "", details: str = "") -> str:
    return ENTRY.format(amount=amount, side=side, day=day, status=status, ref=ref or f"R{amount}", details=details)


def read(folder: Path, content: str | bytes, mapping: str | None = None) -> TransactionsFile:
    path = folder / "statement"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_transactions(path, mapping)


def amounts(file: TransactionsFile) -> list[int]:
    return file.frame["amount_cents"].to_list()


class TestCamt:
    def test_booked_entries_with_their_side_and_pending_ones_counted(self, tmp_path: Path) -> None:
        entries = (
            entry("12.30", details=DETAIL.format("12.30", "Stromwerk", "Abschlag")),
            entry("1900", "CRDT", 3),
            entry("5", status="PDNG"),
        )
        file = read(tmp_path, CAMT.format("".join(entries)))
        assert file.frame.select("account", "date", "description", "merchant", "amount_cents", "currency").rows() == [
            ("…2051", dt.date(2026, 3, 2), "Abschlag", "Stromwerk", -1230, "EUR"),
            ("…2051", dt.date(2026, 3, 3), "", None, 190000, "EUR"),
        ]
        assert file.quality.left_out == {"pending, denied or cancelled": (3,)}

    def test_a_batch_becomes_its_transactions_only_where_they_add_up_to_it(self, tmp_path: Path) -> None:
        parts = DETAIL.format("7.00", "A", "one") + DETAIL.format("5.00", "B", "two")
        assert amounts(read(tmp_path, CAMT.format(entry("12.00", details=parts)))) == [-700, -500]
        assert amounts(read(tmp_path, CAMT.format(entry("13.00", details=parts)))) == [-1300]
        without = parts.replace('<Amt Ccy="EUR">7.00</Amt>', "").replace('<Amt Ccy="EUR">5.00</Amt>', "")
        assert amounts(read(tmp_path, CAMT.format(entry("12.00", details=without)))) == [-1200]

    @pytest.mark.parametrize(
        "text",
        [
            CAMT.format(entry("12.00", "DEBIT")),
            CAMT.format(entry("-12.00")),
            CAMT.format(entry("12.00"))[:-20],
            CAMT.format(entry("12.00")).replace("?>", '?><!DOCTYPE x [<!ENTITY a "aaaa">]>'),
        ],
        ids=["side", "sign", "cut off", "entities"],
    )
    def test_what_is_no_entry_refuses_the_file(self, tmp_path: Path, text: str) -> None:
        with pytest.raises(DataError) as caught:
            read(tmp_path, text)
        assert caught.value.code == "not_camt"


class TestMt940:
    TEXT = (
        ":20:A\n:25:10050000/0123456789\n:28C:1/1\n:60F:C260301EUR100,00\n"
        ":61:2603020302D12,50NMSCNONREF\n:86:005?20GAS?32WERK\n"
        ":61:2603030303C1900,NMSCNONREF\n:86:LOHN\n:62F:C260303EUR1987,50\n"
    )

    def test_movements_between_balances_in_one_statement_or_several(self, tmp_path: Path) -> None:
        file = read(tmp_path, self.TEXT)
        assert file.frame.select("account", "date", "description", "amount_cents", "currency").rows() == [
            ("…6789", dt.date(2026, 3, 2), "GAS", -1250, "EUR"),
            ("…6789", dt.date(2026, 3, 3), "LOHN", 190000, "EUR"),
        ]
        later = self.TEXT.replace("2603", "2604")
        assert amounts(read(tmp_path, f"{self.TEXT}-\n{later}-\n")) == [-1250, 190000] * 2

    def test_movements_that_do_not_lead_to_the_closing_balance_are_refused(self, tmp_path: Path) -> None:
        for wrong in (self.TEXT.replace("1987,50", "1987,60"), self.TEXT.replace("D12,50", "C12,50")):
            with pytest.raises(DataError) as caught:
                read(tmp_path, wrong)
            assert caught.value.code == "balances_do_not_fit"


def workbook(rows: list[list[str | float]]) -> bytes:
    """The smallest workbook: one sheet, text inline."""

    def cell(value: str | float) -> str:
        return f'<c t="inlineStr"><is><t>{value}</t></is></c>' if isinstance(value, str) else f"<c><v>{value}</v></c>"

    kinds = "http://schemas.openxmlformats.org"
    main = f'xmlns="{kinds}/spreadsheetml/2006/main"'
    rel = f"{kinds}/officeDocument/2006/relationships"
    sheet = "".join(f"<row>{''.join(map(cell, row))}</row>" for row in rows)
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{kinds}/package/2006/content-types"><Default Extension="xml" '
        'ContentType="application/xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{kinds}/package/2006/relationships"><Relationship Id="r1" '
        f'Type="{rel}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook {main} xmlns:r="{rel}"><sheets><sheet name="A" sheetId="1" r:id="r1"/></sheets>'
        "</workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{kinds}/package/2006/relationships">'
        f'<Relationship Id="r1" Type="{rel}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f"<worksheet {main}><sheetData>{sheet}</sheetData></worksheet>",
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, '<?xml version="1.0"?>' + text)
    return packed.getvalue()


def test_a_workbook_is_read_like_a_csv(tmp_path: Path) -> None:
    rows: list[list[str | float]] = [
        ["Account", "12345"],
        ["Date", "Description", "Amount", "Type"],
        ["2026-03-02", "RENT", 650.1, "debit"],
        ["2026-03-13", "PAY", 1900, "credit"],
        ["Total", "", 1249.9, ""],
    ]
    file = read(tmp_path, workbook(rows))
    assert amounts(file) == [-65010, 190000]
    assert (file.quality.format, dict(file.quality.left_out)) == ("XLSX", {"totals": (5,)})


def test_a_file_of_a_gigabyte_is_refused_before_it_is_read(tmp_path: Path) -> None:
    large = tmp_path / "large.csv"
    with large.open("wb") as file:
        file.truncate(1 << 30)
    packed = tmp_path / "large.csv.gz"
    packed.write_bytes(gzip.compress(b"\n" * (MAX_BYTES + 10), 1))
    for path in (large, packed):
        with pytest.raises(DataError, match="parts may overlap") as caught:
            read_transactions(path)
        assert caught.value.code == "too_large"


@pytest.mark.parametrize(("encoding", "name"), [("cp1250", "ŽELEZÁŘSTVÍ"), ("cp852", "ŁÓDŹ"), ("utf-16-be", "CAFÉ")])
def test_an_encoding_that_nothing_tells_can_be_said(tmp_path: Path, encoding: str, name: str) -> None:
    text = f"Date,Description,Amount\n2026-03-02,{name},-1\n".encode(encoding)
    assert read(tmp_path, text, f"encoding={encoding}").frame["description"].to_list() == [name]


def test_an_encoding_that_nobody_knows_is_named(tmp_path: Path) -> None:
    with pytest.raises(ArgumentError, match="cp1250"):
        read(tmp_path, "Date,Description,Amount\n2026-03-02,A,-1\n", "encoding=klingon")
    with pytest.raises(DataError, match="encoding=cp1250"):
        read(tmp_path, "Date,Description,Amount\n2026-03-02,É,-1\n".encode("cp1252"), "encoding=utf-8")
