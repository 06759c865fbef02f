"""Italian money words in common use."""

from __future__ import annotations

from seqmatch.rules.accounts.lexicons.level import Level, Table
from seqmatch.schemas.rule import Role

_SPECIFIC: Table = {
    Role.TAXES: """
        tassa, tasse, imposta, imposte, irpef, imu, tari, f24, inps, iva, bollo auto, bollo, agenzia entrate,
        tasse e imposte, contributi, accantonamento tasse, ritenuta, partita iva tasse""",
    Role.INSURANCE: """
        assicurazione, assicurazioni, assicurazione auto, assicurazione casa, assicurazione vita, rc auto, rca,
        assicurazione sanitaria, polizza, polizze, polizza vita""",
    Role.CREDIT_CARD: "carta di credito, carte di credito, carta, carte, carta revolving, saldo carta",
    Role.MORTGAGE: "mutuo, mutui, mutuo casa, rata mutuo, rate mutuo",
    Role.LOAN: """
        prestito, prestiti, finanziamento, finanziamenti, rata, prestito auto, prestito personale, rata auto,
        cessione del quinto, rate auto, finanziamento auto""",
    Role.PAYROLL: "stipendi, dipendenti, buste paga, stipendi dipendenti, collaboratori, salari",
    Role.OWNERS_PAY: """
        compenso titolare, compenso amministratore, prelievo soci, prelievo titolare, stipendio titolare""",
    Role.PROFIT: "profitto, profitti, utile, utili, guadagno netto",
    Role.COST_OF_GOODS: "merce, merci, fornitori, fornitore, materie prime, materiali, magazzino, acquisto merce",
    Role.MARKETING: "pubblicità, promozione, campagne pubblicitarie",
    Role.EMERGENCY_FUND: """
        emergenza, emergenze, fondo emergenza, fondo emergenze, imprevisti, fondo imprevisti, imprevisto,
        spese impreviste""",
    Role.RETIREMENT: "fondo pensione, pensione integrativa, previdenza, tfr, previdenza complementare, pip",
}

_PURPOSE: Table = {
    Role.HOUSING: """
        affitto, affitti, canone affitto, locazione, spese condominiali, condominio, appartamento,
        padrone di casa, trasloco, mobili, pulizie, donna delle pulizie, colf""",
    Role.UTILITIES: """
        bolletta, bollette, bolletta luce, bolletta gas, bolletta acqua, luce, luce gas, luce e gas, acqua,
        riscaldamento, elettricità, utenze, rifiuti, energia elettrica, gas luce, spazzatura""",
    Role.PHONE_INTERNET: """
        telefono, telefonino, cellulare, ricarica telefono, fibra, telefonia, bolletta telefono,
        bolletta internet, internet casa""",
    Role.SUBSCRIPTIONS: "abbonamento, abbonamenti, canone rai, quota associativa, iscrizioni, iscrizione",
    Role.GROCERIES: """
        spesa, spesa settimanale, alimentari, cibo, spesa alimentare, supermercato, generi alimentari,
        spesa casa, alimentazione""",
    Role.DINING: """
        ristorante, ristoranti, mangiare fora, mangiare fuori, cene, cena, pranzo, pranzi, cene fuori,
        colazione, aperitivi, pizzeria, cena fuori""",
    Role.TRANSPORT: """
        macchina, automobile, benzina, carburante, gasolio, trasporti, trasporto, parcheggio, autostrada,
        pedaggi, manutenzione auto, meccanico, treno, treni, autobus, moto, motorino, bicicletta,
        revisione auto, gomme, abbonamento treno, abbonamento mezzi""",
    Role.HEALTH: """
        salute, medico, medici, dottore, dentista, farmacia, farmaci, medicine, palestra, parrucchiere,
        estetista, visite mediche, spese mediche, occhiali, benessere, psicologo, psicologa, terapia,
        cura personale, barbiere""",
    Role.CHILDREN_EDUCATION: """
        figli, bambini, bambino, bambina, asilo, asilo nido, scuola, università, retta, retta asilo,
        retta scolastica, istruzione, tata, babysitter bimbi, mantenimento, mantenimento figli,
        libri scolastici, libri, mensa scolastica, corsi, formazione, pannolini, bimbi, paghetta figli,
        tasse universitarie""",
    Role.PETS: "animali, animali domestici, cane, cani, gatti, gatto, veterinario, crocchette, cavallo",
    Role.TRAVEL: "viaggio, viaggi, vacanza, vacanze, ferie, fondo viaggi, fondo vacanze, albergo",
    Role.GIVING: """
        decima, decime, offerta, offerte, chiesa, beneficenza, donazione, donazioni, regalo, regali, natale,
        regali natale, compleanni, compleanno, elemosina""",
    Role.FUN_MONEY: """
        divertimento, divertimenti, svago, svaghi, tempo libero, hobby svago, uscite, paghetta, sfizi, feste,
        piaceri, giochi, intrattenimento""",
    Role.SHOPPING: "vestiti, abbigliamento, scarpe, elettronica, vestiario, cosmetici, abiti",
    Role.HOME_REPAIR: """
        ristrutturazione, riparazioni, riparazione, manutenzione casa, lavori casa, manutenzione, giardino,
        idraulico""",
    Role.SINKING_FUND: """
        anticipo casa, spese annuali, acquisti grandi, grandi acquisti, matrimonio, acquisto casa,
        acquisto auto, auto nuova, macchina nuova, casa nuova, progetti""",
}

_GENERAL: Table = {
    Role.OPERATING_EXPENSES: """
        spese aziendali, spese operative, costi operativi, spese ufficio, ufficio, commercialista,
        spese generali, costi aziendali, spese azienda, cancelleria, avvocato""",
    Role.DEBT_PAYOFF: """
        debito, debiti, pagamento debiti, ripagare debiti, estinzione debiti, estinguere debiti,
        rimborso debiti""",
    Role.INVESTMENTS: """
        investimento, investimenti, azioni, borsa, titoli, btp, obbligazioni, pac, fondi comuni,
        piano di accumulo, investire, immobili, portafoglio titoli""",
}

_BROAD: Table = {
    Role.BILLS: """
        spese fisse, costi fissi, fisse, necessità, bisogni, spese di casa, spese mensili, essenziali,
        spese comuni, spese necessarie, addebiti, spese domestiche, fattura, fatture""",
    Role.SPENDING: """
        spese, spese personali, spese variabili, spese quotidiane, quotidiano, varie, spese varie, contanti,
        tutti i giorni, acquisti, spese extra""",
}

_CONTAINER: Table = {
    Role.EMERGENCY_FUND: "cuscinetto, riserva, riserve",
    Role.SAVINGS: """
        risparmio, risparmi, conto deposito, conto risparmio, risparmiare, salvadanaio, libretto,
        libretto postale, accantonamento, accantonamenti""",
    Role.CHECKING: """
        conto corrente, conto principale, conto cointestato, conto comune, conto bancario, conto stipendio""",
    Role.ROUTER: "distribuzione, conto di transito, smistamento, ripartizione",
}

_EARNED: Table = {
    Role.INCOME: """
        stipendio, entrate, entrata, reddito, redditi, ricavi, incassi, incasso, fatturato, guadagni,
        busta paga, salario netto, paga, tredicesima, compensi, rimborso, rimborsi, vendite, bonifico stipendio,
        pensione""",
}

_WEAK: Table = {
    Role.CHECKING: "conto, cointestato",
    Role.SPENDING: "soldi, personale, generale, altro",
    Role.BILLS: "pagamento, pagamenti, bonifico, mensile",
    Role.ROUTER: "eccedenza, avanzo, resto",
    Role.HOUSING: "casa",
    Role.PERSON: """
        mamma, papà, marito, moglie, figlio, figlia, nonna, nonno, genitori, fratello, sorella, fidanzata,
        fidanzato""",
}

ITALIAN: dict[Level, Table] = {
    Level.SPECIFIC: _SPECIFIC,
    Level.PURPOSE: _PURPOSE,
    Level.GENERAL: _GENERAL,
    Level.BROAD: _BROAD,
    Level.CONTAINER: _CONTAINER,
    Level.EARNED: _EARNED,
    Level.WEAK: _WEAK,
}
