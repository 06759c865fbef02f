"""Statements of further banks, products and languages: the right money in the store, or a refusal that reads them."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import pytest

READ: dict[str, tuple[str | bytes, list[int]]] = {
    "a card that calls purchases so, and prints them without a minus": (
        "Date,Description,Amount,Type\n2026-03-02,A,45.10,Purchase\n2026-03-13,PAID,-200.00,Payment\n"
        "2026-03-15,A,-5.10,Credit\n",
        [-4510, 510, 20000],
    ),
    "Hungarian words of direction under a Hungarian header": (
        "Dátum,Közlemény,Összeg,Irány\n2026.03.02,BOLT,45.10,Terhelés\n2026.03.13,BÉR,2500.00,Jóváírás\n",
        [-4510, 250000],
    ),
    "a month of nothing but debits under a header that says nothing": (
        "Date,Text,Amount,Zz\n2026-03-02,A,45.10,Debit\n2026-03-13,B,5.00,Debit\n",
        [-4510, -500],
    ),
    "debits with a minus, and one reversal without": (
        "Date,Description,Debit,Credit\n2026-03-02,SHOP,-45.10,0.00\n2026-03-03,REVERSAL SHOP,45.10,0.00\n"
        "2026-03-04,PAY,0.00,1500.00\n",
        [-4510, 4510, 150000],
    ),
    "rows that are not booked yet, told where the day should stand": (
        "Buchungstag;Wertstellung (Valuta);Vorgang;Buchungstext;Umsatz in EUR;\noffen;--;Lastschrift;REWE;-12,00;\n"
        "05.03.2026;05.03.2026;Lastschrift;STROM;-55,20;\nAlter Kontostand;0,00 EUR;\n",
        [-5520],
    ),
    "a reservation in Swedish": (
        "Bokföringsdag;Belopp;Rubrik;Saldo;Valuta\n2026/03/02;-120,00;LIVS;880,00;SEK\nReserverat;-55,00;KORT;;SEK\n",
        [-12000],
    ),
    "Norwegian sides": ("Dato;Forklaring;Ut fra konto;Inn på konto\n02.03.2026;BUTIKK;45,10;\n", [-4510]),
    "Finnish headers": ("Kirjauspäivä;Määrä EUROA;Selitys;Saaja/Maksaja\n02.03.2026;-45,10;OSTO;KAUPPA\n", [-4510]),
    "Russian headers and states": (
        "Дата операции;Описание;Сумма операции;Валюта операции;Статус\n02.03.2026;МАГАЗИН;-450,10;RUB;OK\n"
        "03.03.2026;КАФЕ;-100,00;RUB;FAILED\n",
        [-45010],
    ),
    "sides in Swiss francs, named in their headers": (
        "Datum;Avisierungstext;Gutschrift in CHF;Lastschrift in CHF\n02.03.2026;LADEN;;-45.1\n13.03.2026;FIRMA;1500;\n",
        [-4510, 150000],
    ),
    "a minus set apart from its number": (
        "Date;Text;Amount\n2026-03-02;A;-\u00a01,20\n2026-03-03;B;−45,10\n",
        [-4510, -120],
    ),
    "days as Excel counts them": ("Date,Description,Amount\n46083,SHOP,-45.10\n46084,PAY,1500.00\n", [-4510, 150000]),
    "no header, as Wells Fargo writes": (
        '"03/02/2026","-45.10","*","","PURCHASE 03/01 GROCER"\n"03/15/2026","-900.00","*","1021","CHECK"\n',
        [-90000, -4510],
    ),
    "an OFX row that the bank corrects": (
        "<OFX><STMTRS><CURDEF>USD<BANKTRANLIST><STMTTRN><TRNTYPE>DEBIT<DTPOSTED>20260302<TRNAMT>-3.00<FITID>A1<NAME>TEA"
        "</STMTTRN><STMTTRN><TRNTYPE>DEBIT<DTPOSTED>20260302<TRNAMT>-30.00<FITID>A2<NAME>TEA<CORRECTFITID>A1"
        "<CORRECTACTION>REPLACE</STMTTRN></BANKTRANLIST></STMTRS></OFX>",
        [-3000],
    ),
    "MT940 in the envelope of SWIFT, with a debit taken back": (
        "{1:F01TESTNL2AXXXX0000000000}{2:I940TESTNL2AXXXN}{4:\n:20:X\n:25:NL00TEST0001234567EUR\n:28C:1\n"
        ":60F:C260301EUR1000,00\n:61:2603020302D45,10NTRFEREF\n:86:/CNTP/NL00TEST/TESTNL2A/KAAS///REMI/USTD//ETEN/\n"
        ":61:2603040304RD45,10NTRFNONREF\n:86:STORNO\n:62F:C260304EUR1000,00\n-}\n",
        [-4510, 4510],
    ),
    "MT942 without balances, with a credit taken back": (
        ":20:X\n:25:1234567890\n:28C:1\n:34F:EURD0,\n:61:260302C5,00NMSCNONREF\n:86:IN\n:61:260303RC5,00NMSCNONREF\n"
        ":86:TAKEN BACK\n",
        [-500, 500],
    ),
    "letters that a header of both names": (
        "Ημερομηνία;Περιγραφή;Ποσό;Χ/Π\n02/03/2026;ΑΓΟΡΑ;45,10;Χ\n28/03/2026;ΜΙΣΘΟΣ;1.500,00;Π\n",
        [-4510, 150000],
    ),
    "balances with amounts between the rows, and a shop called like one": (
        "Date,Description,Amount\n2026-03-02,NEW BALANCE TORONTO,-45.10\n2026-03-31,Closing balance,54.90\n"
        "2026-04-01,Opening balance as of 1 April,54.90\n2026-04-02,NEW BALANCE,-80.00\n2026-04-30,PAY,10.00\n",
        [-8000, -4510, 1000],
    ),
    "states of Revolut in German": (
        "Typ,Produkt,Datum des Beginns,Datum des Abschlusses,Beschreibung,Betrag,Gebühr,Währung,Status,Kontostand\n"
        "Geldautomat,Aktuell,2026-03-04 18:01:10,2026-03-05 03:11:09,Geld,-50.00,1.00,EUR,ABGESCHLOSSEN,46.20\n"
        "Kartenzahlung,Aktuell,2026-03-06 11:40:00,,Hotel,-180.00,0.00,EUR,RÜCKGÄNGIG,\n",
        [-5000, -100],
    ),
    "both sides of a transfer in one row": (
        "ID,Status,Direction,Created on,Source amount (after fees),Source currency,Target name,"
        "Target amount (after fees),Target currency\nT1,COMPLETED,IN,2026-03-03 10:00:00,1900.00,GBP,A,2200.00,EUR\n"
        "B2,COMPLETED,NEUTRAL,2026-03-04 09:00:00,99.50,EUR,A,108.00,USD\n",
        [-9950, 10800, 220000],
    ),
}


@pytest.mark.parametrize("case", READ)
def test_the_right_money_is_stored(bring: Any, stored: Any, case: str) -> None:
    text, amounts = READ[case]
    code, _, error = bring(text)
    assert code == 0, error
    assert sorted(stored()) == sorted(amounts)
    assert bring(text)[1]["added"] == 0


REFUSED = {
    "a card that prints payments towards it with a minus": (
        "Date,Description,Amount\n2026-03-02,GROCER,45.10\n2026-03-13,INTERNET PAYMENT - THANK YOU,-200.00\n"
        "2026-03-20,DINER,30.00\n",
        ("csv:3", "most rows without one"),
        "sign=turned",
        [-4510, -3000, 20000],
    ),
    "amounts without a minus by which the balance falls": (
        "Date,Description,Amount,Balance\n2026-03-02,RENT,600.00,400.00\n2026-03-03,TEA,5.00,395.00\n",
        ("balance falls", "direction=COLUMN"),
        "sign=turned",
        [-60000, -500],
    ),
    "no header and no bank that is known by its rows": (
        "02/03/2026;RSHOP MERCADO;-45,10\n13/03/2026;SALARIO;1500,00\n",
        ("no header", "date=1,description=2,amount=3"),
        "date=1,description=2,amount=3",
        [-4510, 150000],
    ),
    "no header, and two columns of money": (
        "2026-03-02,GROCER,45.10,\n2026-03-13,PAY,,1500.00\n",
        ("date=1,description=2,debit=3,credit=4",),
        "date=1,description=2,debit=3,credit=4",
        [-4510, 150000],
    ),
    "as many debits with a minus as without": (
        "Date,Description,Debit,Credit\n2026-03-02,A,-5.00,\n2026-03-03,B,7.00,\n",
        ("amounts=unsigned", "amounts=signed"),
        "amounts=signed",
        [-500, 700],
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_unclear_is_refused_and_its_remedy_stores_the_right_money(bring: Any, stored: Any, case: str) -> None:
    text, told, remedy, amounts = REFUSED[case]
    code, _, error = bring(text)
    assert code == 2 and all(part.lower() in error.lower() for part in told), error
    assert stored() == []
    assert bring(text, "--mapping", remedy)[0] == 0
    assert sorted(stored()) == sorted(amounts)


def test_each_side_of_a_transfer_keeps_its_currency(bring: Any, stored: Any) -> None:
    bring(READ["both sides of a transfer in one row"][0])
    assert stored("amount_cents", "currency") == [(220000, "EUR"), (-9950, "EUR"), (10800, "USD")]


def test_a_billed_amount_has_the_billed_currency(bring: Any, stored: Any) -> None:
    text = "Posting Date,Description,Billed amount,Billed currency,Foreign amount,Foreign currency\n"
    bring(text + "2026-03-02,HOTEL,-92.00,EUR,-100.00,USD\n", "--mapping", "amount=Billed amount")
    assert stored("amount_cents", "currency") == [(-9200, "EUR")]


def test_strangers_account_numbers_stay_out_of_names(bring: Any, stored: Any) -> None:
    bring(
        ":20:X\n:25:10000000/0123456789\n:28C:1\n:60F:C260228EUR100,00\n:61:2603020302DR84,00NDDTNONREF\n"
        ":86:105?00LAST?20SVWZ+Abschlag?30TESTDE?31DE00123456?32Stadtwerke\n:62F:C260302EUR16,00\n-\n"
    )
    assert stored("merchant", "description") == [("Stadtwerke", "Abschlag")]


ONE_ACCOUNT = "Account,Date,Description,Amount\nDE00 1234 5678 90,2026-03-02,RENT,-600.00\n"


def test_the_account_of_a_file_is_called_as_one_says(bring: Any, stored: Any) -> None:
    assert bring(ONE_ACCOUNT, "--account", "giro")[0] == 0
    assert stored("account") == ["giro"]


def test_one_name_for_several_accounts_is_refused(bring: Any, stored: Any) -> None:
    text = ONE_ACCOUNT + "Savings,2026-03-02,INTEREST,6.00\n"
    code, _, error = bring(text, "--account", "giro")
    assert code == 2 and "2 accounts" in error and "account=-" in error
    assert bring(text, "--account", "giro", "--mapping", "account=-")[0] == 0
    assert stored("account") == ["giro", "giro"]


def test_looking_at_an_import_makes_no_store(bring: Any, tmp_path: Path) -> None:
    code, told, _ = bring(ONE_ACCOUNT, "--dry-run")
    assert (code, told["added"]) == (0, 1)
    assert not (tmp_path / "store.sqlite").exists()
    bring(ONE_ACCOUNT)
    assert bring(ONE_ACCOUNT, "--dry-run")[1]["unchanged"] == 1
    with sqlite3.connect(tmp_path / "store.sqlite") as store:
        assert store.execute("SELECT count(*) FROM imports").fetchone() == (1,)


def test_a_column_that_may_tell_money_in_from_money_out_is_pointed_out(bring: Any, stored: Any) -> None:
    text = "Date,Description,Amount,Zz\n2026-03-02,SHOP,45.10,Weg\n2026-03-09,TEA,5.00,Weg\n2026-03-13,PAY,1500.00,Da\n"
    _, told, _ = bring(text)
    assert any("say direction=4,out=WORD,in=WORD" in note for note in told["quality"]["notes"])
    code, _, error = bring(text, "--mapping", "direction=4,out=Weg,in=Da")
    assert code == 2 and "seqmatch transactions undo" in error
