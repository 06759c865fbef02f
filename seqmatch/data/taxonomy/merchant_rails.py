"""What banks themselves print: how money moved and what for. It is read before the payee.

A cash machine in a supermarket is no shopping (LNK TESCO), a payment to a person called Baker buys no bread (FPO),
interest that was charged is no income, and rent is rent however it is paid.
"""

from __future__ import annotations

CASH = (
    "lnk, atm, atm withdrawal, cash withdrawal, cash machine, cashpoint, cash point, cash advance, abm, abm "
    "withdrawal, atm withdraw, cash wdl, withdrawal atm, over the counter withdrawal, counter withdrawal, cash "
    "deposit, atm deposit, cash at post office, cash at counter, geldautomat, bargeldauszahlung, bargeldabhebung, "
    "bargeldabhebg, barauszahlung, bargeld, auszahlung automat, ga nr, gaa, bancomat bezug, bankomat, "
    "bankomatbehebung, bezug bancomat, behebung, bareinzahlung, retrait, retrait dab, retrait gab, retrait especes, "
    "dab, versement especes, cajero, cajero automatico, reintegro, disposicion efectivo, retirada de efectivo, "
    "retirada efectivo, retirada cajero, efectivo, disp cajero, levantamento, levant, lev atm, prelievo, "
    "prelevamento, prelievo bancomat, prelievo contante, contante, bancomat prelievo, versamento contanti, "
    "geldautomaat, geldopname, geldmaat, geld opnemen, opname geldautomaat, gea, kasopname, wyplata, wyplata z "
    "bankomatu, wyplata gotowki, bankomat wyplata, gotowka, wplatomat, uttag, kontantuttag, bankomat uttag, "
    "kontantuttak, haevning"
)

LATER = (
    "klarna, clearpay, afterpay, affirm, sezzle, interest free, pay in 3, pay in 4, 3 interest free, 4 interest "
    "free, scalapay, paypal pay in 3, paypal pay in 4, riverty, aplazame, sequra, paypo, in3, paiement en 3 fois, "
    "paiement en 4 fois, 3x oney, 4x oney, ratenkauf, kauf auf raten, laybuy, zilch, zip pay"
)
"""Who lends the price of a purchase: what is paid back is a loan, whoever sold."""

FEES = (
    "atm fee, atm surcharge, foreign transaction fee, foreign trans fee, foreign exch fee, intl transaction fee, "
    "international transaction fee, non sterling transaction fee, non sterling, cash advance fee, balance transfer "
    "fee, transfer fee, transaction fee, atm fee with, withdrawal fee, overdraft fee, overdraft, od fee, nsf, nsf "
    "fee, returned item, returned item fee, unpaid item, late fee, late payment fee, returned payment fee, service "
    "fee, service charge, bank charge, bank fee, account fee, account maintenance, maintenance fee, monthly "
    "maintenance, maintenance charge, monthly account fee, monthly fee, monthly plan fee, annual fee, annual "
    "membership fee, card fee, replacement card, wire fee, wire transfer fee, stop payment, paper statement fee, "
    "finance charge, interest charge, interest charged, purchase interest, cash advance interest, debit interest, "
    "overdraft interest, od interest, arranged overdraft, unarranged overdraft, unarranged, daily od, inactivity "
    "fee, premium plan fee, plan fee, metal plan, fx fee, conversion fee, currency conversion, minimum balance fee, "
    "sollzinsen, entgelt, entgeltabschluss, kontofuehrung, kontofuhrung, kontofuehrungsgebuehr, kontofuhrungsgebuhr, "
    "kontoabschluss, abschluss, grundpreis, bankgebuehr, bankgebuhr, gebuehr, gebuhr, kartenentgelt, kartenpreis, "
    "kartengebuehr, kartengebuhr, jahresgebuehr, auslandseinsatzentgelt, auslandsentgelt, waehrungsumrechnung, "
    "ueberziehungszinsen, uberziehungszinsen, dispozinsen, mahngebuehr, spesen, depotgebuehr, depotentgelt, "
    "cotisation carte, cotisation visa, cotisation mastercard, cotisation bancaire, cotisation jazz, cotisation "
    "mensuelle carte, cotisation compte, frais, frais bancaires, frais tenue de compte, frais de tenue de compte, "
    "frais virement, frais carte, agios, interets debiteur, commission intervention, commission d intervention, "
    "commission, tenue de compte, frais paiement etranger, frais rejet, forfait bancaire, offre groupee, comision, "
    "comisiones, com mantenimiento, comision mantenimiento, gastos, gastos bancarios, cuota tarjeta, cuota anual "
    "tarjeta, cuota mantenimiento, intereses deudores, descubierto, interes de descubierto, liquidacion intereses "
    "deudor, com disposicion, comissao, comissoes, despesas manutencao, anuidade cartao, imposto selo comissao, "
    "commissione, commissioni, canone, canone mensile, canone conto, canone carta, spese, spese tenuta conto, spese "
    "di gestione, spese bancarie, interessi passivi, interessi debitori, competenze, costo bonifico, kosten "
    "betaalpakket, kosten, betaalpakket, pakketkosten, kosten rekening, kosten bankpas, bankkosten, debetrente, "
    "kosten creditcard, provisie, wisselkoersopslag, transactiekosten, bijdrage betaalrekening, oplata, oplata za "
    "prowadzenie, prowadzenie rachunku, oplata za karte, prowizja, odsetki debetowe, oplata za konto, oplata "
    "miesieczna, oplata za przelew, oplata za wyplate, avgift, kortavgift, kontoavgift, arsavgift, valutapaslag, "
    "overtrekksrente, gebyr, aviavgift"
)

INCOME = (
    "payroll, salary, wage, direct dep, dir dep, direct deposit, salaris, salario, paycheck, paycheque, pay period, "
    "net pay, bonus payment, commission payment, gusto, adp payroll, adp, paychex, paylocity, expenses "
    "reimbursement, ssa treas, social security, ssi, soc sec, pension, annuity, va benefit, unemployment, ui "
    "benefit, edd, child tax credit, irs treas, tax ref, tax refund, tax credit, child benefit, universal credit, "
    "state pension, dwp, hmrc child benefit, benefit, canada child benefit, canada pro, ccb, gst hst, gst credit, "
    "gst hst credit, canada pension, cpp, old age security, oas, employment insurance, ontario trillium, trillium, "
    "interest payment, interest earned, interest paid, interest credit, interest, gross interest, net interest, "
    "credit interest, savings interest, dividend, div payment, cash back, cashback, cashback reward, rewards "
    "redemption, referral bonus, account bonus, welcome bonus, stripe transfer, stripe payout, upwork, etsy payout, "
    "airbnb payout, uber payout, shopify payout, ebay payout, paypal payout, payout, square deposit, remote deposit, "
    "mobile deposit, check deposit, cheque deposit, mobile check deposit, atm check deposit, grant, scholarship, "
    "stipend, alimony, child support, maintenance grant, winnings, earnings, royalties, lohn, gehalt, lohn gehalt, "
    "lohnzahlung, gehaltszahlung, bezuege, bezuge, besoldung, verguetung, honorar, rente, rentenzahlung, "
    "altersrente, deutsche rentenversicherung, rentenservice, renten service, rentenversicherung, kindergeld, "
    "elterngeld, familienkasse, arbeitslosengeld, buergergeld, jobcenter, bundesagentur fuer arbeit, wohngeld, "
    "bafoeg auszahlung, krankengeld, zinsen, habenzinsen, zinsgutschrift, dividende, ausschuettung, "
    "steuererstattung, ams arbeitslosengeld, familienbeihilfe, ahv rente, salaire, paie, paye, traitement, "
    "remuneration, virement salaire, honoraires, pension retraite, retraite, carsat, agirc arrco, cnav, caf, "
    "allocation, allocations familiale, pole emploi, france travail, rsa, apl, prime d activite, indemnite, "
    "indemnites journaliere, interets, interets crediteurs, interets livret, loon, salarisbetaling, loonbetaling, "
    "nettoloon, vakantiegeld, aow, pensioen, abp pensioen, uitkering, uwv, svb, kinderbijslag, toeslag, toeslagen, "
    "zorgtoeslag, huurtoeslag, kinderopvangtoeslag, kindgebonden budget, rente spaarrekening, creditrente, "
    "spaarrente, dividenduitkering, nomina, pago nomina, abono nomina, haberes, sueldo, pension inss, pension "
    "jubilacion, prestacion, prestacion desempleo, sepe, inss, subsidio, abono intereses, intereses, dividendo, "
    "honorarios, vencimento, ordenado, reforma, abono de familia, juros, stipendio, stipendi, accredito stipendio, "
    "emolumenti, emolumento, pensione, pensione inps, inps, assegno unico, naspi, bonifico stipendio, tredicesima, "
    "interessi, interessi attivi, cedola, dividendi, rimborso irpef, rimborso 730, wynagrodzenie, pensja, wyplata "
    "wynagrodzenia, premia, emerytura, renta, zasilek, zus emerytura, rodzina 800, 800 plus, 500 plus, swiadczenie, "
    "odsetki, dywidenda, kapitalizacja odsetek, zwrot podatku, lon, loen, lonn, pension utbetalning, barnbidrag, "
    "forsakringskassan, ranta, utdelning, csn utbetalning, barnetrygd, skattepengene"
)
"""Reasons for money to come in; on money that leaves they say nothing."""

CHARGED = (
    "interest, interest payment, interest paid, interest adjustment, zinsen, zinsbelastung, interets, interes, "
    "intereses, interessi, rente, odsetki, juros, ranta, debit int, int charge"
)
"""What is interest when it leaves: a fee."""

PURPOSES: dict[str, str] = {
    "housing": (
        "rent, rent payment, mortgage loan, mortgage loan pmt, mortgage loan payment, house rent, flat rent, rental "
        "payment, rent share, mortgage, mtg, mtge, mortgage payment, home loan, hypotheek, hypothek, hypothekenzins, "
        "hypotheekrente, miete, kaltmiete, warmmiete, wohnungsmiete, mietzahlung, miete wohnung, mietzins, "
        "baufinanzierung, immobilienkredit, immobiliendarlehen, loyer, loyer et charges, pret immobilier, pret immo, "
        "credit immobilier, echeance pret immobilier, alquiler, renta piso, alquiler piso, arrendamiento, hipoteca, "
        "cuota hipoteca, prestamo hipotecario, arriendo, renda, renda casa, credito habitacao, affitto, canone di "
        "locazione, canone locazione, locazione, mutuo, rata mutuo, mutuo casa, huur, huur woning, huurbetaling, "
        "kale huur, hypotheekbetaling, czynsz, wynajem, najem, kredyt hipoteczny, rata kredytu hipotecznego, hyra, "
        "hyresavi, husleie, husleje, bolan, boliglan"
    ),
    "taxes and government": (
        "council tax, property tax, self assessment, income tax, vehicle tax, road tax, tv licence, kfz steuer, "
        "einkommensteuer, rundfunkbeitrag, grundsteuer, impot revenu, impot sur le revenu, taxe fonciere, "
        "prelevement impot, imposta di bollo, imposta bollo, bollo, podatek, wegenbelasting"
    ),
    "loans": (
        "student loan, student loan payment, auto loan, auto loan pmt, car loan, car payment, personal loan, "
        "personal loan payment, loan repayment, loan payment, loan pmt, autokredit, ratenkredit, kreditrate, "
        "darlehensrate, darlehen rate, pret auto, pret personnel, pret conso, credit conso, pret etudiant, prestamo "
        "personal, cuota prestamo, prestamo coche, rata prestito, prestito personale, finanziamento auto, aflossing "
        "lening, persoonlijke lening, rata kredytu gotowkowego, kredyt gotowkowy, billan"
    ),
    "childcare": (
        "nursery fees, childcare, childcare vouchers, tax free childcare, kinderbetreuung, kitabeitrag, kita "
        "gebuehr, kinderopvang"
    ),
    "education": (
        "tuition fee, school fees, studiengebuehr, semesterbeitrag, frais de scolarite, frais scolarite, "
        "collegegeld, matricula, tasse universitarie, czesne"
    ),
    "donations": "spende, donation, donativo, donazione, darowizna, donatie",
    "investments": (
        "sparplan, fondssparplan, wertpapierkauf, wertpapierabrechnung, ira contribution, pension contribution, "
        "401k, sipp contribution, bausparen, assurance vie versement, versement assurance vie"
    ),
}
"""What a payment is for, in so many words; whoever is paid, and however."""

PEOPLE = (
    "zelle, venmo, cash app, cashapp, fpo, fpi, interac, interac e transfer, e transfer, etransfer, e tfr, e "
    "transfer sent, apple cash, paypal friend, paypal instant transfer, popmoney, google pay p2p, paym, bizum, "
    "twint, tikkie, lydia, paylib, wero, kwitt, giropay kwitt, swish, mobilepay, vipps, blik przelew, blik na "
    "telefon, przelew na telefon, blik p2p, satispay invio, mbway, mb way, payconiq p2p, betaalverzoek, monzo me, "
    "payme, splitwise, osko, payid, wero paiement, pumpkin"
)
"""Rails from person to person."""

OWN = (
    "credit card payment, card payment thank you, payment thank you, epayment, autopay payment received, crd "
    "autopay, credit crd autopay, card autopay, payment received thank you, payment received, thank you for your "
    "payment, online payment thank you, directpay full balance, bill payment credit card, cc payment, card bill "
    "payment, credit card bill, amex epayment, american express epayment, barclaycard payment, capital one mobile "
    "pmt, capital one crcardpmt, crcardpmt, discover e payment, citi card online, citi autopay, applecard gsbank, "
    "synchrony bank payment, barclaycard, american express payment, amex payment, mbna payment, to savings, from "
    "savings, transfer to savings, transfer from savings, savings transfer, online transfer, internal transfer, "
    "account transfer, transfer to checking, transfer from checking, transfer to chequing, balance transfer, wire "
    "transfer, own account, between accounts, round up, roundup, savings pot, to pot, pot transfer, vault, top up, "
    "topup, account top up, add money, money added, load, umbuchung, uebertrag, ubertrag, umbuchung tagesgeld, auf "
    "tagesgeld, tagesgeld, tagesgeldkonto, sparen, sparrate, sparkonto, kontoumbuchung, eigenuebertrag, "
    "kreditkartenabrechnung, kreditkarten abrechnung, kreditkartenausgleich, ausgleich kreditkarte, abrechnung "
    "kreditkarte, abr mastercard, virement interne, vir interne, virement vers livret, vers livret, livret a, "
    "livret, ldds, epargne, vir epargne, virement epargne, compte a compte, releve carte, debit differe, "
    "alimentation compte, releve differe carte, traspaso, traspaso interno, traspaso a cuenta, cuenta ahorro, hucha, "
    "liquidacion tarjeta, liquidacion tarjeta credito, recibo tarjeta, pago tarjeta de credito, recarga tarjeta "
    "prepago, poupanca, conta poupanca, transferencia entre contas, giroconto, ricarica postepay, ricarica carta, "
    "ricarica prepagata, addebito carta di credito, saldo carta di credito, estratto conto carta, conto deposito, "
    "salvadanaio, spaarrekening, naar spaarrekening, oranje spaarrekening, internetsparen, naar sparen, afrekening "
    "creditcard, creditcard afrekening, icscards, international card services, eigen rekening, przelew wlasny, "
    "przelew wewnetrzny, lokata, konto oszczednosciowe, splata karty, splata karty kredytowej, na cel, skarbonka, "
    "zasilenie, overforing sparkonto, sparkonto overforing, eget konto, kortfaktura"
)
"""Rails between accounts of one's own."""

TRANSFERS = (
    "transfer, xfer, tfr, trf, trsf, wire, faster payment, fp, bacs, chaps, sent to, sent from, received from, "
    "payment to, payment from, money transfer, remittance, standing order, sto, bill payment, check, cheque, chq, "
    "cheque paid, payment, ueberweisung, uberweisung, sepa ueberweisung, echtzeitueberweisung, echtzeituberweisung, "
    "online ueberweisung, dauerauftrag, gutschrift, zahlungseingang, ueberw, virement, vir, vir sepa, vir inst, "
    "virement instantane, virement recu, virement emis, virement permanent, cheque emis, remise cheque, "
    "transferencia, transf, transf inmediata, transferencia inmediata, transferencia recibida, transferencia "
    "emitida, trf recebida, trf emitida, transferencia a favor, bonifico, bonifico a favore, bonifico disposto, "
    "bonifico da, bonifico istantaneo, bonif, postagiro, assegno, overboeking, overschrijving, periodieke "
    "overboeking, naar rekening, eigen overboeking, przelew, przelew wychodzacy, przelew przychodzacy, przelew "
    "natychmiastowy, przelew ekspresowy, zlecenie stale, przelew krajowy, przelew sepa, overforing, insattning, "
    "betalning"
)
"""How money moved where nothing else is known: to somebody, or to oneself."""

COMPANIES = "ltd, limited, inc, llc, corp, gmbh, ag, plc, sarl, sas, srl, spa, sl, bv, nv, ab, oy, kg, pty, sp z"
"""Legal forms: who pays in and is one is likelier an employer than a friend."""

PRINTED = (
    r"^\s*(?:"
    r"(?:pos|debit|visa|recurring|contactless|mastercard|maestro)?\s*(?:debit\s+)?(?:card\s+)?(?:purchase|purch)"
    r"(?:\s+authori[sz]ed\s+on)?\b[\s\d/:\-#]*"
    r"|(?:debit\s+|visa\s+|contactless\s+|online\s+)?card\s+(?:payment|pymt)(?:\s+to)?\b[\s:\-]*"
    r"|checkcard\s*\d*|direct\s+debit(?:\s+to)?\b[\s:\-]*|d/?d\s+(?=\w{3})"
    r"|sepa[\s\-]*(?:lastschrift|basislastschrift|direct debit)\w*[\s:\-]*"
    r"|(?:basis|folge)lastschrift[\s:\-]*|lastschrift(?:einzug)?[\s:\-]*|kartenzahlung[\s:\-]*"
    r"|girocard[\s:\-]*|ec[\s\-]kartenzahlung[\s:\-]*"
    r"|(?:paiement|achat|facture)\s+(?:par\s+)?(?:carte|cb)\b[\s\d/:\-x]*|carte\s+\d[\d/\s]*|cb\s+(?=\w)"
    r"|prlv(?:\s+sepa)?\b[\s:\-]*|prelevement(?:\s+sepa)?\b[\s:\-]*"
    r"|compra\s+(?:con\s+)?(?:tarj\w*\.?|en|internet)?\s*[\dx*.\s]*"
    r"|pago\s+(?:con\s+|en\s+)?(?:tarjeta|tarj)\b[\s\dx*.]*|adeudo(?:\s+recibo)?\b[\s:\-]*|recibo\s+(?=\w)|cargo\s+(?=\w)"
    r"|pagamento\s+(?:pos|carta|con carta|tramite pos)?\s*[\s\d/:\-x*]*"
    r"|addebito\s+(?:diretto|sdd|sepa)?\s*|sdd\s+(?=\w)|acquisto\s+(?:pos|carta)?\s*"
    r"|bea\b[\s,\d.:]*(?:betaalpas)?[\s,]*|betaalautomaat\s*[\d:.\s]*|ideal\s+(?=\w)|incasso\s+(?=\w)"
    r"|sepa incasso[\w\s]*?:?\s+"
    r"|platnosc\s+(?:karta)?[\s\d:/.\-x*]*|zakup\s+(?:przy uzyciu karty)?\s*|kortkop\s*|kortkjop\s*|varekjop\s*"
    r""
    r"|(?:sqc?|tst|sp|pp|ppl|pypl|paypal|i?zettle|sum(?:up)?|stripe|ec|fs|fsp|wpy|gpay|ggl|py|in|ckout|nyx|crv|lsp|eb|ls|cke|ev|dd|smp)"
    r"\s?\*\s*|paypal\s+(?=\w)|(?:sumup|zettle|sp)\s+)"
)
"""What card networks, banks and payment firms print before the name of a shop."""

FIRM_IN: dict[str, str] = {
    "cash": CASH,
    "income": INCOME,
    **PURPOSES,
    "loans": f"{LATER}, {PURPOSES['loans']}",
    "fees": FEES,
}
FIRM_OUT: dict[str, str] = {
    "cash": CASH,
    **PURPOSES,
    "loans": f"{LATER}, {PURPOSES['loans']}",
    "fees": f"{FEES}, {CHARGED}",
}
MOVED: dict[str, str] = {"transfers": f"{PEOPLE}, {OWN}"}
WEAK_OUT: dict[str, str] = {"transfers": TRANSFERS, "fees": "fee, charge, charges, gebuehren, kosten en provisie"}
WEAK_IN: dict[str, str] = {"income": COMPANIES, "transfers": TRANSFERS}
