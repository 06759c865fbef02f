"""Statements as banks print them, through the command line: the right money in the store, or a refusal that helps.

Each case was reported by users of other importers; the rows are invented.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

HEAD = "OFXHEADER:100\nDATA:OFXSGML\nVERSION:102\nENCODING:USASCII\nCHARSET:1252\n\n"


def ofx(*rows: str, currency: str = "USD", account: str = "000777123456") -> str:
    return (
        f"<OFX><CREDITCARDMSGSRSV1><CCSTMTTRNRS><CCSTMTRS><CURDEF>{currency}<CCACCTFROM><ACCTID>{account}</CCACCTFROM>"
        f"<BANKTRANLIST>{''.join(rows)}</BANKTRANLIST></CCSTMTRS></CCSTMTTRNRS></CREDITCARDMSGSRSV1></OFX>"
    )


def row(day: str, amount: str, name: str, own: str = "", kind: str = "DEBIT") -> str:
    fitid = f"<FITID>{own}" if own else ""
    return f"<STMTTRN><TRNTYPE>{kind}<DTPOSTED>{day}<TRNAMT>{amount}{fitid}<NAME>{name}</STMTTRN>"


READ: dict[str, tuple[str | bytes, list[int]]] = {
    "a column of Af and Bij": (
        '"Datum";"Naam";"Tegenrekening";"Af Bij";"Bedrag (EUR)"\n"20260302";"KAAS";"";"Af";"12,35"\n'
        '"20260303";"LOON";"NL00";"Bij";"1850,00"\n',
        [-1235, 185000],
    ),
    "Soll and Haben in letters": (
        "Buchungstag;Text;Betrag;S/H\n02.03.2026;Miete;600,00;S\n13.03.2026;Lohn;1900,00;H\n",
        [-60000, 190000],
    ),
    "directions under no known header": (
        "Date,Description,Amount,Mouvement\n2026-03-02,RENT,600.00,D\n2026-03-13,PAY,1900.00,C\n",
        [-60000, 190000],
    ),
    "a reversal among debits": (
        "Date,Description,Amount,Transaction Type\n2026-02-05,GROCER,61.75,debit\n2026-02-06,PAY,1900.00,credit\n"
        "2026-02-08,REVERSAL GROCER,-61.75,debit\n",
        [-6175, 190000, 6175],
    ),
    "a fee among debits": (
        "Date,Description,Amount,Transaction Type\n2026-03-05,GROCER,40.00,debit\n2026-03-06,PAY,1900.00,credit\n"
        "2026-03-07,MONTHLY,5.00,fee\n",
        [-4000, 190000, -500],
    ),
    "a card turned in all its signs": (
        "Date,Description,Amount,Debit/Credit\n2026-03-05,GROCER,40.00,debit\n2026-03-06,THANK YOU,-90.00,credit\n",
        [-4000, 9000],
    ),
    "a fee beside the amount, and a state": (
        "Type,Date,Description,Amount,Fee,Currency,State,Balance\nPAY,2026-03-02,TRAM,-2.80,0.00,EUR,COMPLETED,97.20\n"
        "ATM,2026-03-04,CASH,-50.00,1.00,EUR,COMPLETED,46.20\nPAY,2026-03-06,HOTEL,-180.00,0.00,EUR,REVERTED,\n"
        "PAY,2026-03-07,BAKERY,-6.10,0.00,EUR,PENDING,\n",
        [-280, -5000, -100],
    ),
    "a fee that the balance shows is inside the amount": (
        "Date,Description,Amount,Fee,Balance\n2026-03-02,TRAM,-2.80,0.00,97.20\n2026-03-04,CASH,-51.00,1.00,46.20\n",
        [-280, -5100],
    ),
    "pending rows under a header that says nothing": (
        "Buchungstag;Verwendungszweck;Betrag;Waehrung;Info\n02.03.2026;Miete;-600,00;EUR;Umsatz gebucht\n"
        "20.03.2026;Kiosk;-4,20;EUR;Umsatz vorgemerkt\n",
        [-60000],
    ),
    "status words of another language": (
        "Buchungsdatum;Status;Verwendungszweck;Betrag\n02.03.2026;Gebucht;Miete;-600,00\n20.03.2026;Vorgemerkt;Kiosk;-4,20\n",
        [-60000],
    ),
    "a beginning balance, totals above and bare quotes": (
        'Description,,Summary Amt.\nBeginning balance as of 03/01/2026,,"1,000.00"\n\n'
        "Date,Description,Amount,Running Bal.\n"
        '03/01/2026,Beginning balance as of 03/01/2026,,"1,000.00"\n03/14/2026,"GROCER #12","-36.10","963.90"\n'
        '03/20/2026,"Zelle payment for "rent share"; Conf# x1","-200.00","763.90"\n',
        [-3610, -20000],
    ),
    "rows of separators only": (
        "Date,Description,Amount\n2026-03-02,RENT,-650.00\n,,\n2026-03-13,PAY,1900.00\n,,\n",
        [-65000, 190000],
    ),
    "a sum below": (
        "Datum;Verwendungszweck;Betrag\n02.03.2026;Miete;-650,00\n13.03.2026;Lohn;1.900,00\nSumme;;1.250,00\n",
        [-65000, 190000],
    ),
    "a short sum below": (
        "Date,Description,Amount\n2026-03-02,RENT,-650.00\n2026-03-13,PAY,1900.00\nTotal,1250.00\n",
        [-65000, 190000],
    ),
    "a disclaimer below": (
        'Date,Description,Amount\n2026-03-02,RENT,-650.00\n\n"For your information. Bank plc, 2026."\n',
        [-65000],
    ),
    "the year first in two digits": (
        "Date,Description,Amount\n26-03-15,LIVS,-120.00\n26-03-28,HYRA,-7000.00\n",
        [-12000, -700000],
    ),
    "two currencies in a header twice": (
        "Buchung;Verwendungszweck;Saldo;Währung;Betrag;Währung\n13.03.2026;Abschlag;1.000,00;EUR;-62,00;EUR\n",
        [-6200],
    ),
    "months in German": (
        "Buchungstag;Verwendungszweck;Betrag\n02. März 2026;BÄCKER;-3,50\n13. Mai 2026;LOHN;1500,00\n",
        [-350, 150000],
    ),
    "months in Spanish": (
        "Fecha;Concepto;Importe\n02 ene 2026;SUPER;-12,50\n13 abr 2026;NOMINA;1500,00\n",
        [-1250, 150000],
    ),
    "French headers with accents": (
        "Date;Libellé;Débit;Crédit\n2 juin 2026;PAIN;3,50;\n13 juil. 2026;SALAIRE;;1500,00\n",
        [-350, 150000],
    ),
    "ids that a purchase and its refund share": (
        "TransferWise ID,Date,Amount,Currency,Description,Running Balance\nCARD-1,02-03-2026,-40.00,EUR,SHOP,60.00\n"
        "CARD-2,13-03-2026,-5.00,EUR,CAFE,55.00\nCARD-2,13-03-2026,5.00,EUR,CAFE refund,60.00\n",
        [-4000, -500, 500],
    ),
    "UTF-16 without its mark": ("Date,Description,Amount\n2026-03-02,RENT,-650.00\n".encode("utf-16-le"), [-65000]),
    "an MT940 statement": (
        ":20:X\n:25:00000000/0000000001\n:28C:00001/001\n:60F:C260301EUR1000,00\n:61:2603020302DR12,00NDDTNONREF\n"
        ":86:005?00LASTSCHRIFT?20GAS\n:62F:C260302EUR988,00\n-\n",
        [-1200],
    ),
    "two QIF accounts with an opening balance and a split": (
        "!Account\nNChecking 1\nTBank\n^\n!Type:Bank \nD1/ 1'26\nT2,500.00\nPOpening Balance\nL[Checking 1]\n^\n"
        "D1/17'26\nT-150.00\nPMarket\nLFood\nSFood\n$-110.00\nS[Savings 1]\n$-40.00\n^\n",
        [-15000],
    ),
    "a QIF of the last century": (
        "!Type:Bank\nD4/ 1' 8\nT-12.00\nPHARDWARE\n^\nD12/31/99\nT-13.00\nPMILLENNIUM\n^\n",
        [-1300, -1200],
    ),
    "a fee under the id of its purchase": (
        HEAD + ofx(row("20260310", "-80.00", "HOTEL", "A7"), row("20260310", "-2.40", "FOREIGN FEE", "A7", "FEE")),
        [-8000, -240],
    ),
    "OFX amounts without sign": (
        HEAD + ofx(row("20260310", "80.00", "HOTEL", "A7"), row("20260311", "90.00", "PAID", "A8", "CREDIT")),
        [-8000, 9000],
    ),
    "a memo in lines and inside itself": (
        HEAD
        + ofx("<STMTTRN><TRNTYPE>DEBIT<DTPOSTED>20260310<TRNAMT>-8.00<NAME>A<BR/>B<MEMO>x<MEMO>y</MEMO></STMTTRN>"),
        [-800],
    ),
    "bank movements of an investment account": (
        HEAD + "<OFX><INVSTMTMSGSRSV1><INVSTMTTRNRS><INVSTMTRS><CURDEF>USD<INVACCTFROM><ACCTID>00099</INVACCTFROM>"
        "<INVTRANLIST>"
        ""
        f"<INVBANKTRAN>{row('20260310', '-62.40', 'GROCER', 'c1')}<SUBACCTFUND>CASH</INVBANKTRAN></INVTRANLIST>"
        "</INVSTMTRS></INVSTMTTRNRS></INVSTMTMSGSRSV1></OFX>",
        [-6240],
    ),
}


@pytest.mark.parametrize("case", READ)
def test_the_right_money_is_stored(bring: Any, stored: Any, case: str) -> None:
    text, amounts = READ[case]
    code, _, error = bring(text)
    assert code == 0, error
    assert sorted(stored()) == sorted(amounts)


REFUSED = {
    "words of direction that nobody knows": (
        "Date,Description,Amount,Direction\n2026-03-02,RENT,600.00,Weg\n2026-03-13,PAY,1900.00,Da\n",
        ('"Weg", "Da"', "row 2"),
        "out=Weg,in=Da",
    ),
    "a neutral direction": (
        "Date,Description,Amount,Direction\n2026-03-02,RENT,600.00,OUT\n2026-03-13,SWAP,100.00,NEUTRAL\n",
        ("row 3", "NEUTRAL"),
        "skip=NEUTRAL",
    ),
    "a state that nobody knows": (
        "Date,Description,Amount,Status\n2026-03-02,RENT,-600.00,Completed\n2026-03-13,PAY,-9.00,Limbo\n",
        ('"Limbo"', "row 3"),
        "skip=Limbo",
    ),
    "two columns called Amount": (
        "Date,Description,Amount,Currency,Amount,Currency\n2026-03-02,OSLO,-250.00,NOK,-21.60,EUR\n",
        ("amount=3", "amount=5"),
        "amount=5",
    ),
    "days that read both ways": (
        "!Type:Bank\nD07/03/2026\nPSEEDS\nT-20.00\n^\n",
        ("2026-07-03", "2026-03-07"),
        "dates=day-first",
    ),
    "a row without an amount": (
        "Date,Description,Amount\n2026-03-02,RENT,-600.00\n2026-03-13,NOTHING,\n",
        ("Row 3", "empty=skip"),
        "empty=skip",
    ),
    "a debit and a credit in one row": (
        "Date,Description,Debit,Credit\n2026-03-02,RENT,600.00,\n2026-03-13,BOTH,5.00,2.00\n",
        ("both=net",),
        "both=net",
    ),
    "a currency that is none": (
        "Date,Description,Amount,Currency\n2026-03-02,RENT,-600.00,EUR\n2026-03-13,TEA,-5.00,Taler\n",
        ('"Taler"', "currency=-"),
        "currency=-",
    ),
    "an amount in a second column, for another currency": (
        "Date,Description,CAD$,USD$\n2026-03-02,COFFEE,-4.50,\n2026-03-03,ABROAD,,-9.99\n",
        ("column 3", "column 4"),
        "amount=4,empty=skip",
    ),
    "a card whose purchases have no minus and whose payments have one": (
        "Date,Description,Amount,Type\n2026-03-02,A,5.00,Sale\n2026-03-04,PAID,-12.00,Payment\n",
        ("sign=turned", "amounts=signed"),
        "sign=turned",
    ),
    "signs that fit in no one way": (
        "Date,Description,Amount,Type\n2026-03-02,A,-600.00,debit\n2026-03-13,B,5.00,debit\n",
        ("amounts=unsigned", "amounts=signed"),
        "amounts=signed",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_unclear_is_refused_with_the_option_that_reads_it(bring: Any, stored: Any, case: str) -> None:
    text, told, remedy = REFUSED[case]
    code, _, error = bring(text)
    assert code == 2 and all(part in error for part in told), error
    assert stored() == []
    assert bring(text, "--mapping", remedy)[0] == 0
    assert len(stored()) >= 1


def test_the_column_that_is_picked_by_number_brings_its_currency(bring: Any, stored: Any) -> None:
    bring(REFUSED["two columns called Amount"][0], "--mapping", "amount=5")
    assert stored("amount_cents", "currency") == [(-2160, "EUR")]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (b"PK\x03\x04", "Excel"),
        ('<?xml version="1.0"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><BkToCstmrStmt>'
         '<Stmt><Ntry><Amt Ccy="EUR">12.00</Amt><CdtDbtInd>DBIT</CdtDbtInd></Ntry></Stmt>'
         "</BkToCstmrStmt></Document>", "no date"),
        ("{1:F01X}{2:I940X}{4:\n:20:X\n:25:NL00\n-}\n", "no booked transaction"),
        ("D01/15/2026\nT-5.00\nPTEST\n^\n", "!Type:Bank"),
        ("<html><body><table><tr><td>1</td></tr></table></body></html>", "HTML"),
        ('{"a": 1}', "JSON"),
        (HEAD + "<OFX><INVSTMTMSGSRSV1><INVSTMTRS><INVTRANLIST><BUYSTOCK><INVBUY></INVBUY></BUYSTOCK></INVTRANLIST>"
         "</INVSTMTRS></INVSTMTMSGSRSV1></OFX>", "investments"),
    ],
    ids=["a zip", "camt without a day", "an empty MT940", "QIF without first line", "a page", "JSON", "investments"],
)  # fmt: skip
def test_other_files_are_refused_by_name(bring: Any, stored: Any, text: str | bytes, told: str) -> None:
    code, _, error = bring(text)
    assert code == 2 and told in error
    assert stored() == []


CLEAN = ofx(row("20260309", "-12.00", "CAFE", "K9"))


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(text, id=name)
        for name, text in {
            "byte-order mark": "\ufeff" + HEAD + CLEAN,
            "a lie about ISO": HEAD.replace("1252", "8859-1") + CLEAN,
            "a blank line first, none after": "\n" + HEAD.rstrip() + "\n" + CLEAN,
            "header in a comment": f"<!-- \n{HEAD}\n-->\n{CLEAN}",
            "lower case": HEAD + CLEAN.replace("STMTTRN", "stmttrn"),
            "one line": HEAD.replace("\n", "") + CLEAN,
            "no charset": HEAD.replace("CHARSET:1252\n", "") + CLEAN,
            "bytes behind the end": HEAD + CLEAN + "\n\0\0junk <STMTTRN>".replace("\0", "#") * 30,
            "OFX 2": '<?xml version="1.0"?><?OFX OFXHEADER="200" VERSION="211"?>' + CLEAN,
        }.items()
    ],
)
def test_headers_of_ofx_do_not_matter(bring: Any, stored: Any, text: str) -> None:
    assert bring(text, name="s.ofx")[0] == 0
    assert stored("amount_cents", "description") == [(-1200, "CAFE")]


@pytest.mark.parametrize("name", ["CAFÉ SÃO JOÃO", "FARMÁCIA ÁGUA"])
@pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
def test_letters_of_ofx_come_out_whatever_its_header_says(bring: Any, stored: Any, name: str, encoding: str) -> None:
    bring((HEAD + ofx(row("20260309", "-12.00", name))).encode(encoding))
    assert stored("description") == [name]


def test_strangers_numbers_are_no_account_of_ones_own(bring: Any, stored: Any) -> None:
    text = (
        '"Date","Payee","Account number","Amount (EUR)"\n"2026-03-02","Haus","DE02120300000000202051","-640.0"\n'
        '"2026-03-03","Cafe","","-4.2"\n"2026-03-05","AG","DE02100500000054540402","2100.0"\n'
    )
    code, told, _ = bring(text, "--account", "n26")
    assert code == 0 and stored("account") == ["n26"] * 3
    (column,) = (one for one in told["quality"]["every_column"] if one["column"] == 3)
    assert column["use"] == "not kept: numbers of others"


def test_currencies_are_kept_apart(bring: Any, stored: Any, seqmatch: Any, tmp_path: Path) -> None:
    wallet = "Date,Description,Amount,Currency\n2026-03-02,Rent,-1200.00,EUR\n2026-03-03,Ramen,-1850,JPY\n"
    code, told, _ = bring(wallet)
    assert code == 0 and told["quality"]["currencies"] == {"EUR": 1, "JPY": 1}
    bring(HEAD + ofx(row("20260302", "-40.00", "TOOLS"), currency="CAD", account="1111"), name="c.ofx")
    assert stored("amount_cents", "currency") == [(-120000, "EUR"), (-4000, "CAD"), (-185000, "JPY")]
    listed = seqmatch("transactions", "list", "--store", tmp_path / "store.sqlite").out
    assert "-1,200.00 EUR" in listed and "-1,850.00 JPY" in listed and "-3,090" not in listed


def test_every_column_of_a_file_is_accounted_for(bring: Any) -> None:
    _, told, _ = bring(READ["a fee beside the amount, and a state"][0])
    uses = [one["use"] for one in told["quality"]["every_column"]]
    assert uses == [
        "looked at: amounts carry their own sign",
        "read as date",
        "read as description",
        "read as amount",
        "fees, as rows of their own",
        "read as currency",
        "read as status",
        "read as balance",
    ]
    assert told["quality"]["left_out"] == {"pending, denied or cancelled": [4, 5]}
