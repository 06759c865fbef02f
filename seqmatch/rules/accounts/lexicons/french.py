"""French money words in common use (France, Belgium, Switzerland, Quebec)."""

from __future__ import annotations

from seqmatch.rules.accounts.lexicons.level import Level, Table
from seqmatch.schemas.rule import Role

_SPECIFIC: Table = {
    Role.TAXES: """
        impôt, impôts, impôt sur le revenu, impôts sur le revenu, taxe foncière, taxe habitation, taxe, tva,
        fisc, prélèvement à la source, cfe, cotisations sociales, charges sociales, provision impôts""",
    Role.INSURANCE: """
        assurances, assurance auto, assurance voiture, assurance habitation, assurance maladie, assurance santé,
        mutuelle, mutuelle santé, prévoyance, assurance moto, assurance maison, assurance emprunteur""",
    Role.CREDIT_CARD: """
        carte de crédit, cartes de crédit, carte bancaire, carte bleue, cb, carte visa, carte, cartes""",
    Role.MORTGAGE: """
        hypothèque, prêt immobilier, crédit immobilier, crédit immo, prêt immo, prêt maison, crédit maison,
        prêt habitation, prêt hypothécaire, emprunt immobilier, emprunt maison, crédit appartement""",
    Role.LOAN: """
        prêt, prêts, emprunt, emprunts, prêt étudiant, prêt auto, crédit auto, crédit conso,
        crédit à la consommation, crédit voiture, prêt voiture, prêt personnel, mensualités, mensualité,
        découvert, crédit renouvelable, marge de crédit, leasing voiture crédit""",
    Role.PAYROLL: "salaires, paie, masse salariale, salariés, employés, salaires employés, sous traitants",
    Role.OWNERS_PAY: """
        rémunération gérant, rémunération dirigeant, salaire gérant, salaire dirigeant, prélèvement exploitant""",
    Role.PROFIT: "bénéfice, bénéfices, marge bénéficiaire",
    Role.COST_OF_GOODS: """
        marchandises, achats marchandises, fournisseurs, fournisseur, matières premières, matériaux,
        stocks marchandises""",
    Role.MARKETING: "publicité, communication marketing",
    Role.EMERGENCY_FUND: """
        urgence, urgences, fonds urgence, épargne urgence, épargne de précaution, fonds de secours, coup dur,
        coups durs, imprévus, imprévu, matelas de sécurité, épargne de sécurité, précaution""",
    Role.RETIREMENT: """
        retraite, épargne retraite, plan épargne retraite, perp, reer, pilier 3a, 3e pilier,
        prévoyance retraite""",
}

_PURPOSE: Table = {
    Role.HOUSING: """
        loyer, loyers, logement, appartement, charges copropriété, copropriété, charges locatives, propriétaire,
        loyer charges, syndic, déménagement, meubles, femme de ménage, ménage, caution, frais de logement""",
    Role.UTILITIES: """
        électricité, elec gaz, électricité gaz, gaz, eau, chauffage, énergie, facture eau, facture électricité,
        facture gaz, fioul, ordures, ordures ménagères, eau électricité""",
    Role.PHONE_INTERNET: """
        téléphone, portable, forfait mobile, forfait, forfait téléphone, téléphonie, box internet, fibre,
        mobile internet, internet téléphone, cellulaire""",
    Role.SUBSCRIPTIONS: "abonnement, abonnements, adhésion, cotisation, cotisations, redevance tv, presse",
    Role.GROCERIES: """
        alimentation, nourriture, courses alimentaires, courses maison, épicerie, supermarché, marché,
        alimentaire, courses semaine, courses hebdo""",
    Role.DINING: """
        restos, resto, sorties resto, repas, cantine, café, déjeuner, dîner, resto sorties, livraison repas""",
    Role.TRANSPORT: """
        voiture, véhicule, essence, carburant, stationnement, péage, péages, entretien voiture,
        réparation voiture, vélo, moto, transports, transport en commun, carte navigo, pass navigo, permis,
        contrôle technique, auto essence, diesel voiture, leasing voiture, loa, pneus""",
    Role.HEALTH: """
        santé, médecin, médecins, dentiste, pharmacie, médicaments, lunettes, opticien, coiffeur,
        salle de sport, bien être, soins, beauté, hôpital, frais médicaux, kiné, esthéticienne, ostéo, psy""",
    Role.CHILDREN_EDUCATION: """
        enfant, enfants, crèche, garderie, nounou, école, scolarité, études, frais de scolarité,
        pension alimentaire, bébé, baby sitter, argent de poche enfants, université, cantine scolaire,
        formation, activités enfants, reee, couches, assistante maternelle, rentrée scolaire,
        fournitures scolaires""",
    Role.PETS: "animaux, animal, chien, chiens, chats, vétérinaire, croquettes, véto, cheval",
    Role.TRAVEL: """
        voyage, voyages, vacances, billets avion, hôtel, séjour, avion, fonds vacances""",
    Role.GIVING: """
        dons, cadeau, cadeaux, église, dîme, anniversaire, anniversaires, cadeaux de noël, charité, aumône""",
    Role.FUN_MONEY: """
        loisirs, loisir, plaisir, plaisirs, sorties, divertissement, divertissements, cinéma, argent de poche,
        jeux, envies, fête, fêtes, spectacles, se faire plaisir""",
    Role.SHOPPING: "vêtements, vetement, habits, chaussures, fringues, électronique, habillement",
    Role.HOME_REPAIR: """
        travaux, réparation, réparations, rénovation, entretien maison, entretien, bricolage, jardin,
        réparations maison""",
    Role.SINKING_FUND: """
        apport, apport maison, apport immobilier, mise de fonds, dépenses annuelles, frais annuels, gros achats,
        grosses dépenses, mariage, achat maison, achat voiture, projets, projet, nouvelle voiture,
        provision annuelle, provisions""",
}

_GENERAL: Table = {
    Role.OPERATING_EXPENSES: """
        frais généraux, charges exploitation, frais professionnels, frais pro, dépenses pro,
        dépenses professionnelles, comptable, bureau, fournitures, fournitures de bureau, frais entreprise,
        dépenses entreprise, compte pro, honoraires avocat, comptabilité, frais bancaires, avocat""",
    Role.DEBT_PAYOFF: "dette, dettes, remboursement dettes, désendettement, rembourser, crédits à rembourser",
    Role.INVESTMENTS: """
        investissement, investissements, placement, placements, bourse, actions bourse, pea, compte titres,
        assurance vie, portefeuille, immobilier locatif, scpi, celi, patrimoine, cto, investir""",
}

_BROAD: Table = {
    Role.BILLS: """
        facture, factures, charges, charges fixes, frais fixes, dépenses fixes, prélèvements, prélèvement,
        besoins, frais, dépenses courantes, dépenses mensuelles, charges mensuelles, dépenses obligatoires,
        dépenses communes, essentiel""",
    Role.SPENDING: """
        dépenses, dépense, quotidien, vie quotidienne, dépenses quotidiennes, dépenses variables, divers,
        dépenses perso, dépenses personnelles, vie courante, liquide, espèces, achats""",
}

_CONTAINER: Table = {
    Role.EMERGENCY_FUND: "coussin, coussin de sécurité, matelas, réserve, réserves, fonds de réserve",
    Role.SAVINGS: """
        épargne, epargnes, livret a, livret jeune, ldd, ldds, lep, pel, cel, compte épargne, économies,
        économie, compte sur livret, épargner, livret épargne, tirelire, bas de laine""",
    Role.CHECKING: """
        compte courant, compte chèque, compte chèques, compte joint, compte commun, compte principal,
        compte bancaire, compte à vue, compte perso""",
    Role.ROUTER: "répartition, répartiteur, compte pivot, compte de répartition, compte de transit",
}

_EARNED: Table = {
    Role.INCOME: """
        salaire, revenu, revenus, traitement, rémunération, recettes, chiffre affaires, honoraires, allocations,
        allocation, caf, chômage, loyers perçus, revenus locatifs, virement salaire, bourse étudiante, rentrées,
        dividende, ventes, remboursements""",
}

_WEAK: Table = {
    Role.CHECKING: "compte, commun",
    Role.SPENDING: "argent, perso, général",
    Role.BILLS: "paiement, paiements, virement, virements, mensuel, facturation",
    Role.HOUSING: "maison",
    Role.ROUTER: "excédent, surplus compte, reste, trop plein",
    Role.PERSON: """
        maman, mère, père, mari, épouse, fils, fille, parents, grand mère, grand père, mamie, papi, copine,
        copain, conjoint""",
}

FRENCH: dict[Level, Table] = {
    Level.SPECIFIC: _SPECIFIC,
    Level.PURPOSE: _PURPOSE,
    Level.GENERAL: _GENERAL,
    Level.BROAD: _BROAD,
    Level.CONTAINER: _CONTAINER,
    Level.EARNED: _EARNED,
    Level.WEAK: _WEAK,
}
