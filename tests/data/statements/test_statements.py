"""OFX and QIF statements become the same table of transactions as a CSV."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from seqmatch.data.statements.statement import TransactionsFile, read_labelled, read_transactions
from seqmatch.errors import DataError

SGML_HEADER = (
    "OFXHEADER:100\nDATA:OFXSGML\nVERSION:102\nSECURITY:NONE\nENCODING:USASCII\nCHARSET:1252\nCOMPRESSION:NONE\n\
OLDFILEUID:NONE\nNEWFILEUID:NONE\n\n"
)
SGML = """<OFX><SIGNONMSGSRSV1><SONRS><STATUS><CODE>0<SEVERITY>INFO</STATUS><DTSERVER>20260331<LANGUAGE>ENG</SONRS>
</SIGNONMSGSRSV1><BANKMSGSRSV1><STMTTRNRS><TRNUID>1<STATUS><CODE>0<SEVERITY>INFO</STATUS><STMTRS><CURDEF>USD
<BANKACCTFROM><BANKID>111<ACCTID>000123456789<ACCTTYPE>CHECKING</BANKACCTFROM>
<BANKTRANLIST><DTSTART>20260301<DTEND>20260331
<STMTTRN><TRNTYPE>DEBIT<DTPOSTED>20260301120000[-5:EST]<TRNAMT>-4.50<FITID>1<SIC>5462<NAME>BAKER &amp; CO<MEMO>SEATTLE
</STMTTRN><STMTTRN><TRNTYPE>CREDIT<DTPOSTED>20260302120000<TRNAMT>+2100.00<FITID>2<NAME>PAYROLL</STMTTRN>
</BANKTRANLIST></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>
"""
XML = """<?xml version="1.0" encoding="UTF-8"?>
<?OFX OFXHEADER="200" VERSION="220" SECURITY="NONE" OLDFILEUID="NONE" NEWFILEUID="NONE"?>
<OFX><CREDITCARDMSGSRSV1><CCSTMTTRNRS><CCSTMTRS><CCACCTFROM><ACCTID>000123456789</ACCTID></CCACCTFROM><BANKTRANLIST>
<STMTTRN><DTPOSTED>20260301</DTPOSTED><TRNAMT>-4,50</TRNAMT><FITID>1</FITID><PAYEE><NAME>BAKER &amp; CO</NAME></PAYEE>
</STMTTRN></BANKTRANLIST></CCSTMTRS></CCSTMTTRNRS></CREDITCARDMSGSRSV1></OFX>
"""
QIF = """!Account
NChecking
TBank
^
!Type:Bank
D3/ 1'26
T-1,004.50
PBAKER & CO
Mcakes
LDining
^
D03/31/2026
U2,100.00
T2,100.00
PPAYROLL
L[Savings]
^
!Type:Cat
NDining
E
^
"""


def read(folder: Path, text: str, name: str = "statement") -> TransactionsFile:
    path = folder / name
    path.write_text(text, "utf-8")
    return read_transactions(path)


class TestOfx:
    def test_a_statement_as_sgml(self, tmp_path: Path) -> None:
        file = read(tmp_path, SGML_HEADER + SGML)
        assert file.frame.drop("transaction_id").rows() == [
            (None, "…6789", dt.date(2026, 3, 1), None, "BAKER & CO SEATTLE", None, -450, "5462", "USD"),
            (None, "…6789", dt.date(2026, 3, 2), None, "PAYROLL", None, 210000, None, "USD"),
        ]
        assert file.quality.format == "OFX"

    def test_a_statement_as_xml_with_a_decimal_comma(self, tmp_path: Path) -> None:
        file = read(tmp_path, XML)
        assert file.frame.select("account", "date", "description", "merchant", "amount_cents").rows() == [
            ("…6789", dt.date(2026, 3, 1), "BAKER & CO", "BAKER & CO", -450)
        ]

    def test_without_its_header_it_is_read_all_the_same(self, tmp_path: Path) -> None:
        assert read(tmp_path, SGML).fingerprint == read(tmp_path, SGML_HEADER + SGML).fingerprint

    def test_no_account_number_is_kept(self, tmp_path: Path) -> None:
        assert "000123456789" not in read(tmp_path, SGML_HEADER + SGML).frame.write_csv()

    def test_numbers_of_two_accounts_do_not_clash(self, tmp_path: Path) -> None:
        other = read(tmp_path, (SGML_HEADER + SGML).replace("000123456789", "000123456780"))
        mine = read(tmp_path, SGML_HEADER + SGML)
        assert not set(mine.frame["transaction_id"]) & set(other.frame["transaction_id"])

    @pytest.mark.parametrize(
        ("text", "code"),
        [
            (SGML_HEADER + SGML.partition("</BANKTRANLIST>")[0], "not_ofx"),
            ("OFXHEADER:100\nnothing", "not_ofx"),
            (SGML.replace("<STMTTRN>", "</STMTTRN>"), "not_ofx"),
            (SGML.replace("<OFX>", "<OFX></STMTTRN></BANKTRANLIST></OFX>"), "not_ofx"),
            ("<OFX></OFX>", "no_rows"),
            (SGML.replace("20260302120000", "soon"), "not_a_date"),
            (SGML.replace("-4.50", "much"), "not_an_amount"),
        ],
    )
    def test_a_broken_statement_is_refused_whole(self, tmp_path: Path, text: str, code: str) -> None:
        with pytest.raises(DataError) as caught:
            read(tmp_path, text)
        assert caught.value.code == code
        assert caught.value.path.startswith(str(tmp_path))


class TestQif:
    def test_a_list_of_transactions(self, tmp_path: Path) -> None:
        file = read(tmp_path, QIF)
        assert file.frame.select("account", "date", "description", "merchant", "amount_cents").rows() == [
            ("Checking", dt.date(2026, 3, 1), "BAKER & CO cakes", "BAKER & CO", -100450),
            ("Checking", dt.date(2026, 3, 31), "PAYROLL", "PAYROLL", 210000),
        ]

    def test_its_categories_are_labels_and_another_account_means_a_transfer(self, tmp_path: Path) -> None:
        read(tmp_path, QIF)
        assert read_labelled(tmp_path / "statement").frame["category"].to_list() == ["Dining", "transfers"]

    @pytest.mark.parametrize(
        ("text", "code"),
        [
            (QIF.replace("!Type:Bank", "!Type:Invst"), "not_transactions"),
            (QIF.partition("^\n!Type:Cat")[0], "not_qif"),
            (QIF.replace("D3/ 1'26", "Dsoon"), "not_a_date"),
            (QIF.replace("PBAKER", "12 BAKER"), "not_qif"),
            ("!Type:Bank\n", "no_rows"),
        ],
    )
    def test_a_broken_list_is_refused_whole(self, tmp_path: Path, text: str, code: str) -> None:
        with pytest.raises(DataError) as caught:
            read(tmp_path, text)
        assert caught.value.code == code
