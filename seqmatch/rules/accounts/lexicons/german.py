"""German money words in common use (Germany, Austria, Switzerland)."""

from __future__ import annotations

from seqmatch.rules.accounts.lexicons.level import Level, Table
from seqmatch.schemas.rule import Role

_SPECIFIC: Table = {
    Role.TAXES: """
        steuer, steuern, steuerrücklage, steuerrücklagen, einkommensteuer, einkommenssteuer, umsatzsteuer,
        mehrwertsteuer, mwst, ust, gewerbesteuer, lohnsteuer, kfz steuer, kfzsteuer, grundsteuer, kirchensteuer,
        körperschaftsteuer, steuernachzahlung, steuervorauszahlung, steuerkonto, hundesteuer""",
    Role.INSURANCE: """
        versicherung, versicherungen, kfz versicherung, autoversicherung, krankenversicherung, krankenkasse,
        krankenkassen, haftpflicht, haftpflichtversicherung, hausrat, hausratversicherung, rechtsschutz,
        rechtsschutzversicherung, lebensversicherung, berufsunfähigkeit, berufsunfähigkeitsversicherung,
        zahnzusatzversicherung, pkv, gkv, prämie krankenkasse""",
    Role.CREDIT_CARD: "kreditkarte, kreditkarten, kreditkartenabrechnung, kreditkartenschulden",
    Role.MORTGAGE: """
        hypothek, hypotheken, baufinanzierung, baudarlehen, hauskredit, immobilienkredit, wohnungskredit,
        immobilienfinanzierung, baukredit, hausfinanzierung""",
    Role.LOAN: """
        kredit, kredite, darlehen, autokredit, ratenkredit, studienkredit, bafög, rate kredit, ratenzahlung,
        raten, autofinanzierung, dispokredit, kreditrate, studiendarlehen, leasingrate auto kredit""",
    Role.PAYROLL: """
        löhne, gehälter, lohnkosten, personalkosten, mitarbeitergehälter, lohnnebenkosten, mitarbeiter""",
    Role.OWNERS_PAY: "unternehmerlohn, privatentnahme, privatentnahmen, inhabergehalt, geschäftsführergehalt",
    Role.PROFIT: "gewinn, gewinne, gewinnrücklage",
    Role.COST_OF_GOODS: """
        wareneinkauf, wareneinsatz, material, materialkosten, lieferanten, warenlager, rohstoffe""",
    Role.MARKETING: "werbung, werbekosten, marketingkosten",
    Role.EMERGENCY_FUND: "notgroschen, notfall, notfallfonds, notfallkonto, notfallreserve, notreserve, notfälle",
    Role.RETIREMENT: """
        altersvorsorge, rentenversicherung, riester, rürup, rente, betriebsrente, bav, vorsorge, säule 3a,
        pensionskasse, rentenkasse, private rente""",
}

_PURPOSE: Table = {
    Role.HOUSING: """
        miete, mieten, warmmiete, kaltmiete, nebenkosten, wohnung, hausgeld, wohnen, vermieter, mietkonto,
        miete nebenkosten, wohngeld, umzug, möbel, putzfrau, reinigung, kaution, mietkaution""",
    Role.UTILITIES: """
        strom, stromrechnung, stromkosten, gasrechnung, heizung, heizkosten, heizöl, wasser, abwasser, energie,
        energiekosten, fernwärme, müll, müllabfuhr, müllgebühren, strom gas, strom wasser, stromabschlag,
        pellets""",
    Role.PHONE_INTERNET: """
        handyvertrag, handyrechnung, telefon, telefonrechnung, mobilfunk, festnetz, internetanschluss, dsl,
        glasfaser, kommunikation, handykosten""",
    Role.SUBSCRIPTIONS: """
        abos, abo, abonnement, abonnements, mitgliedschaft, mitgliedschaften, mitgliedsbeitrag,
        mitgliedsbeiträge, rundfunkbeitrag, gez, rundfunk, vereinsbeitrag, zeitung, serafe""",
    Role.GROCERIES: """
        lebensmittel, einkauf, einkäufe, wocheneinkauf, haushaltseinkauf, supermarkt, nahrung, nahrungsmittel,
        essen, essen trinken, drogerie""",
    Role.DINING: """
        restaurantbesuche, essen gehen, ausgehen, auswärts essen, kantine, lieferdienst, mittagessen, kaffee""",
    Role.TRANSPORT: """
        kfz, pkw, fahrzeug, benzin, tanken, sprit, kraftstoff, werkstatt, autoreparatur, bahn, bahncard, öpnv,
        monatskarte, fahrkarten, mobilität, fahrtkosten, fahrrad, motorrad, leasing auto, autoleasing, parken,
        tüv, maut, vignette, reifen""",
    Role.HEALTH: """
        gesundheit, arzt, ärzte, arztkosten, zahnarzt, apotheke, medikamente, fitnessstudio, friseur, frisör,
        pflege, körperpflege, kosmetik, brille, physiotherapie, arztrechnung, sportverein, optiker""",
    Role.CHILDREN_EDUCATION: """
        kinder, kita, kindergarten, kinderbetreuung, krippe, schule, schulgeld, studium, studiengebühren,
        taschengeld kinder, bildung, weiterbildung, nachhilfe, kinderkonto, unterhalt, kindesunterhalt, windeln,
        ausbildung, universität, kindersparen, semesterbeitrag, spielzeug""",
    Role.PETS: """
        haustier, haustiere, hund, katze, hunde, katzen, tierarzt, hundefutter, katzenfutter, pferd, tierfutter""",
    Role.TRAVEL: """
        urlaub, urlaube, urlaubskasse, urlaubskonto, reise, reisen, ferien, flüge, flugtickets, reisekasse,
        reisekonto""",
    Role.GIVING: """
        spende, spenden, geschenk, geschenke, weihnachten, weihnachtsgeschenke, geburtstage, geburtstag, kirche,
        zehnter, kollekte, patenschaft, geschenkekasse, ostern""",
    Role.FUN_MONEY: """
        spaß, spaßkonto, freizeit, vergnügen, unterhaltung, hobbys, kino, konzerte, taschengeld, wünsche, luxus,
        lotto, spaßgeld, freizeitkonto, feiern""",
    Role.SHOPPING: "kleidung, klamotten, schuhe, elektronik, bekleidung",
    Role.HOME_REPAIR: """
        renovierung, reparaturen, reparatur, instandhaltung, instandhaltungsrücklage, sanierung, garten,
        hausreparatur, handwerker""",
    Role.SINKING_FUND: """
        jährliche ausgaben, jahresausgaben, jährliche kosten, jahreskosten, anschaffungen, anschaffung,
        größere anschaffungen, autorücklage, neues auto, hochzeit, eigenkapital, eigenheim, hauskauf, autokauf,
        rücklage auto""",
}

_GENERAL: Table = {
    Role.OPERATING_EXPENSES: """
        betriebsausgaben, betriebskosten, geschäftsausgaben, bürokosten, büro, büromaterial, geschäft,
        geschäftskonto, firmenausgaben, steuerberater, buchhaltung, buchhalter, büromiete, anwalt, gewerbe,
        firmenkonto""",
    Role.DEBT_PAYOFF: """
        schulden, schuldenabbau, schuldentilgung, tilgung, rückzahlung, verbindlichkeiten, schuldenfrei""",
    Role.INVESTMENTS: """
        investieren, investition, investitionen, anlage, anlagen, geldanlage, aktien, depot, wertpapiere,
        sparplan, etf sparplan, wertpapierdepot, aktiendepot, vermögensaufbau, vermögen, fonds, aktiensparplan,
        anleihen, immobilien, bausparer, bausparvertrag""",
}

_BROAD: Table = {
    Role.BILLS: """
        rechnung, rechnungen, fixkosten, feste kosten, feste ausgaben, laufende kosten, monatliche kosten,
        grundbedürfnisse, haushalt, haushaltskasse, haushaltskonto, lebenshaltung, lebenshaltungskosten,
        gebühren, notwendiges, daueraufträge, lebensunterhalt, verträge, gemeinsame kosten""",
    Role.SPENDING: """
        ausgaben, alltag, alltagskonto, sonstiges, variable kosten, variable ausgaben, diverses, bargeld,
        konsum""",
}

_CONTAINER: Table = {
    Role.EMERGENCY_FUND: "puffer, polster, reserve konto, liquiditätsreserve, rücklage, rücklagen",
    Role.SAVINGS: """
        sparen, sparkonto, ersparnisse, erspartes, tagesgeld, tagesgeldkonto, festgeld, sparbuch, sparziel,
        sparziele, sparschwein""",
    Role.CHECKING: """
        girokonto, giro, gehaltskonto, lohnkonto, gemeinschaftskonto, hauptkonto, privatkonto, referenzkonto""",
    Role.ROUTER: """
        verteilerkonto, verteiler, sammelkonto, verrechnungskonto, eingangskonto, durchlaufkonto, verteilung""",
}

_EARNED: Table = {
    Role.INCOME: """
        gehalt, lohn, einkommen, einnahmen, einkünfte, nettolohn, nettogehalt, bezüge, umsatz, umsätze, honorar,
        honorare, kindergeld, elterngeld, mieteinnahmen, nebeneinkommen, arbeitslosengeld, zahltag,
        gehaltseingang, rückerstattung, erlöse, arbeitgeber""",
}

_WEAK: Table = {
    Role.CHECKING: "konto, gemeinsames konto",
    Role.SPENDING: "geld, allgemein, privat, persönlich",
    Role.BILLS: "zahlung, zahlungen, monatlich, lastschrift, lastschriften, dauerauftrag, überweisung",
    Role.HOUSING: "haus",
    Role.ROUTER: "überschuss, überlauf",
    Role.PERSON: """
        mutter, vater, oma, opa, ehemann, ehefrau, sohn, tochter, eltern, bruder, schwester, freundin, freund""",
}

GERMAN: dict[Level, Table] = {
    Level.SPECIFIC: _SPECIFIC,
    Level.PURPOSE: _PURPOSE,
    Level.GENERAL: _GENERAL,
    Level.BROAD: _BROAD,
    Level.CONTAINER: _CONTAINER,
    Level.EARNED: _EARNED,
    Level.WEAK: _WEAK,
}

GERMAN_ENDINGS = {
    "versicherung": "versicherung",
    "versicherungen": "versicherung",
    "steuer": "steuer",
    "steuern": "steuer",
    "kredit": "kredit",
    "darlehen": "darlehen",
    "miete": "miete",
    "strom": "strom",
    "reparatur": "reparatur",
    "reparaturen": "reparatur",
    "urlaub": "urlaub",
    "reise": "reise",
    "gehalt": "gehalt",
    "einnahmen": "einnahmen",
    "schulden": "schulden",
    "kosten": "rechnung",
    "rechnung": "rechnung",
    "rechnungen": "rechnung",
    "ausgaben": "ausgaben",
    "rucklage": "rucklage",
    "rucklagen": "rucklage",
    "ersparnisse": "ersparnisse",
    "geschenke": "geschenke",
    "konto": "konto",
}
"""German joins words: an unknown word that ends so means what the ending means (``Motorradversicherung``)."""
