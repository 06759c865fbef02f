"""The headers that banks print above each field, in the languages of the lexicon: a table of words."""

from __future__ import annotations


def _listed(headers: str) -> tuple[str, ...]:
    return tuple(" ".join(header.split()) for header in headers.split(","))


HEADERS: dict[str, tuple[str, ...]] = {
    "transaction_id": _listed("transaction id, txn id, fitid, id, transferwise id, transaction hash, unique id"),
    "user": _listed("user, user id, customer, customer id"),
    "account": _listed(
        """
        account, account name, account number, account no, card, card no, card number, iban, auftragskonto,
        rekening, konto, kontonummer, compte, cuenta, conto, account #, account id, iban/bban,
        accountnum, счет, hesap
        """
    ),
    "date": _listed(
        """
        date, transaction date, trans date, trans. date, date of transaction, started date, posted date, posting
        date, post date, date posted, booking date, completed date, effective date, datum, fecha, data,
        buchungstag, buchungsdatum, buchung, date operation, date de l'operation, fecha operacion, fecha de
        operacion, data operazione, data contabile, boekdatum, transactiedatum, data transakcji, data operacji,
        datum transakce, datum zauctovani, bokforingsdag, bokforingsdatum, dato, bogforingsdato, bokfort dato,
        fecha transaccion, konyveles datuma, datetime, date time, date & time, created, created on, created at,
        date de comptabilisation, value date, valuta, valutadatum, wertstellung, date valeur, fecha valor, data
        valuta, timestamp, dateop, kirjauspaiva, maksupaiva,
        дата, дата операции, дата проводки, islem tarihi, tarih, 日付, 取引日, 交易时间, ημερομηνια, dateval, arvopaiva,
        datum des beginns, date de debut, fecha de inicio, data di inizio, startdatum, data mov., data movimento,
        fecha mov., ημερομηνια συναλλαγης
        """
    ),
    "time": _listed("time, transaction time, time of day, uhrzeit, heure, hora, ora, tijd"),
    "description": _listed(
        """
        original description, description, name / description, transaction description, description 1, details,
        transaction details,
        narrative, particulars, memo, payee, name, merchant, merchant name, reference, verwendungszweck,
        libelle, concepto, omschrijving, naam / omschrijving, descripcion, descrizione, causale, descricao,
        opis, opis operacji, tytul, popis, beskrivning, beskrivelse, tekst, text, bezeichnung, buchungstext,
        naam, libelle operation, motif, movimiento, mededelingen, transaction, payment reference,
        auftraggeber/empfanger, payee name, counterparty, partner name, kozlemeny, meddelande, rubrik,
        forklaring, beneficiary, note, notes, narration, avisierungstext, omschrijving-1,
        beschreibung, beschreibung1, selitys, selite, viesti, описание, назначение, назначение
        платежа, aciklama, 摘要,
        内容, 商品, περιγραφη,
        historico, lancamento, descriere, detalii, movimento, αιτιολογια
        """
    ),
    "merchant": _listed(
        """
        merchant, merchant name, payee, name, counterparty, counterparty name, auftraggeber/empfanger,
        beneficiary, empfanger, beguenstigter/zahlungspflichtiger, partner name, payee name,
        zahlungsempfanger*in, beneficiaire, beneficiario, naam tegenpartij, target name, begunstigter
        / auftraggeber, begunstigter/auftraggeber, saaja/maksaja, nadawca/odbiorca, контрагент,
        nazev protiuctu, 交易对方
        """
    ),
    "amount": _listed(
        """
        amount, transaction amount, billing amount, gross, value, betrag, umsatz, montant, importe, bedrag,
        importo, valor, kwota, castka, belopp, belob, osszeg, amount (total), suma, cad, usd, amount gbp, amount
        eur, amount usd, betrag in eur, gross amount, net amount, net, kwota operacji, euro, maara, objem, сумма,
        сумма операции, tutar, 金額, 金额, ποσο, brutto, netto,
        suma tranzactiei, vrednost, iznos, сума
        """
    ),
    "amount_cents": _listed("amount cents"),
    "debit": _listed(
        """
        debit, debit amount, debits, amount debit, withdrawal, withdrawals, withdrawal amount, money out, paid
        out, outflow, soll, belastung, belastungen, cargo, cargos, uscite, addebiti, debet, retiros, ausgang,
        ausgaben, debito, dare, lastschrift, depenses, af, obciazenia, out, ut fra konto, ut av konto,
        ut, расход, списание, 出金金額, 支出, borc, 支払金額
        """
    ),
    "credit": _listed(
        """
        credit, credit amount, credits, amount credit, deposit, deposits, deposit amount, money in, paid in,
        inflow, haben, gutschrift, gutschriften, abono, abonos, entrate, accrediti, kredit, ingresos, eingang,
        einnahmen, credito, avere, recettes, bij, uznania, in, inn pa konto, inn, приход, зачисление,
        入金金額, 収入, alacak, お預り金額
        """
    ),
    "direction": _listed(
        """
        direction, debit/credit, credit/debit, dr/cr, cr/dr, credit debit indicator, af bij, af/bij, bij/af,
        d/c, c/d, d/k, s/h, soll/haben, sens, sign, +/-, debit or credit, debit credit, transaction type, type,
        typ, art, kind, movement type, dc, cd indicator, indicator, irany, smer, richting,
        segno, sentido, suunta, riktning, retning, kierunek, balance impact, auswirkung auf guthaben, 收/支,
        χ/π, tipo movimento, tipo de movimento
        """
    ),
    "status": _listed(
        """
        status, state, transaction status, payment status, statut, etat, estado, stato, buchungsstatus, stav,
        situacao, pending, is pending, статус, tila, durum, 交易状态
        """
    ),
    "currency": _listed(
        """
        currency, currency code, ccy, transaction currency, account currency, wahrung, waehrung, devise, moneda,
        divisa, valuta, munt, waluta, mena, moeda, penznem, source currency, iso currency, валюта,
        валюта операции, para birimi, valuutta, 通貨
        """
    ),
    "fee": _listed(
        """
        fee, fees, transaction fee, fee amount, gebuhr, gebuhren, frais, comision, commission,
        prowizja, gebuhr, provision, комиссия
        """
    ),
    "balance": _listed(
        """
        balance, running bal., running balance, saldo, solde, kontostand, balance after, available balance,
        saldo na mutatie, ending balance, zustatek, saldo po operacji, nuovo saldo, closing balance,
        остаток, bakiye, saldo na trn, 残高, balance cents
        """
    ),
    "mcc": _listed("mcc, merchant category code, mcc code"),
    "category": _listed("category, label"),
    "source": _listed("label source, source"),
}
"""Field -> the headers it is known by, the preferred first; case, accents, blanks, ``_`` and the like do not
count."""
