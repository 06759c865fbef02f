"""Invented payee names of three regions (four languages of bank print). Any likeness to a real business is chance."""

from __future__ import annotations

from random import Random

FRONT = {
    "us": "Juniper,Ridgeline,Blue Heron,Old Mill,Cottonwood,Tri County,Silver Creek,Great Basin,Pinehurst,Redstone,"
    "Lakeshore,Bayview,Harvest,Summit,Prairie,Copperfield,Magnolia,Eastgate,Windmill,Granite,Kestrel,Sagebrush",
    "uk": "Marlowe,Thornbury,Pennine,Oakhurst,Fenwick,Hollybank,Severnside,Larkfield,Highmoor,Brambly,Kingsmere,"
    "Wharfdale,Ashdown,Cobble,Heather Lane,Millgate,Rosebank,Tidewell,Westerby,Yarrow,Dunmore,Castlegate",
    "de": "Lindenau,Bergheim,Nordtal,Auental,Seeblick,Kirchberg,Moorfeld,Rosenhof,Steinbach,Waldsee,Hafenstein,"
    "Sonnfeld,Birkenau,Altmarkt,Eichgrund,Falkenried,Talblick,Muehlbach,Weserhof,Gruental",
    "nl": "De Linde,Waterland,Oosterhof,Noordkade,Zonneveld,De Molen,Kanaalstraat,Duinzicht,Polderhuis,Vlietzicht,"
    "De Brink,Havenrijk,Rietveen,Groenewoud,Het Anker,Zuiderpark,Amstelhoek,De Eik",
}
BACK = {
    "us": {
        "employer": "Logistics Inc,Medical Group,Unified Schools,Manufacturing,Foods LLC,Staffing,Systems Corp",
        "rent": "Apartments,Property Mgmt,Residential,Realty",
        "mortgage": "Home Loans,Mortgage Svc",
        "electricity": "Power & Light,Electric Coop,Energy",
        "gas": "Natural Gas,Gas Co",
        "water": "Water Dist,Water & Sewer,Utilities",
        "internet": "Broadband,Cable,Fiber",
        "mobile": "Wireless,Mobile",
        "insurance": "Mutual Ins,Insurance,Casualty",
        "streaming": "TV+,Stream,Play,Music",
        "software": "Cloud,Backup,Apps,Domains",
        "gym": "Fitness,Athletic Club,Gym",
        "childcare": "Daycare,Learning Center",
        "loan": "Auto Finance,Student Loans,Lending",
        "tax": "Treasurer,City Tax",
        "membership": "Auto Club,Wholesale Club,Zoo Assoc",
        "charity": "Food Bank,Relief Fund,Animal Rescue",
        "lottery_club": "Lottery Club",
        "groceries": "Market,Foods,Grocery,Supermkt",
        "takeaway": "Pizza,Wok,Taqueria,Wings",
        "restaurant": "Grill,Diner,Bistro,Tavern",
        "coffee": "Coffee,Espresso,Donuts",
        "fuel": "Gas Mart,Fuel Stop,Petroleum",
        "shopping": "Outfitters,Home Store,Electronics,Books,Toys",
        "health": "Pharmacy,Dental,Urgent Care",
        "kiosk": "Lotto Mart,Corner Store",
        "leisure": "Yoga,Climbing,Bowling,Cinema",
        "transit": "Metro,Transit",
        "parking": "Parking,Garage",
        "hair": "Barbers,Salon",
        "garage": "Auto Repair,Tire & Brake",
        "gig": "Rides,Courier,Tasks",
        "benefit": "State Unemploy,Child Supp,Soc Benefits",
        "pension": "Retirement Sys,Pension Fund",
    },
    "uk": {
        "employer": "Logistics Ltd,Hospital Trust,Academy Trust,Engineering Ltd,Foods plc,Staffing,Systems Ltd",
        "rent": "Lettings,Housing Assoc,Estates",
        "mortgage": "Bldg Society,Home Loans",
        "electricity": "Energy,Power,Electric",
        "gas": "Gas,Heat",
        "water": "Water,Water Serv",
        "internet": "Broadband,Fibre,Telecom",
        "mobile": "Mobile,Cellular",
        "insurance": "Insurance,Assurance,Cover Direct",
        "streaming": "TV,Stream,Player,Music",
        "software": "Cloud,Backup,Apps,Domains",
        "gym": "Gyms,Leisure Centre,Fitness",
        "childcare": "Nursery,Childminding",
        "loan": "Motor Finance,Loans,Credit Union",
        "tax": "Borough Council,District Council",
        "membership": "Motoring Club,Heritage Soc,Union",
        "charity": "Hospice,Lifeboat Fund,Cat Shelter",
        "lottery_club": "Society Lottery",
        "groceries": "Stores,S/mkts,Foodhall,Co-op",
        "takeaway": "Fish Bar,Kebab,Pizza,Tandoori",
        "restaurant": "Arms,Kitchen,Brasserie",
        "coffee": "Coffee,Bakes,Tea Room",
        "fuel": "PFS,Service Stn,Fuels",
        "shopping": "Clothing,Homeware,Electricals,Books,Toys",
        "health": "Chemist,Dental,Opticians",
        "kiosk": "News,Convenience",
        "leisure": "Yoga,Swim,Cinema,Bowl",
        "transit": "Buses,Trains,Tram",
        "parking": "Car Parks,Council Parking",
        "hair": "Barbers,Hair",
        "garage": "Motors,Tyres",
        "gig": "Cars,Couriers,Tasks",
        "benefit": "Universal Benefit,Child Ben,Jobseekers",
        "pension": "Pensions,State Pens",
    },
    "de": {
        "employer": "Logistik GmbH,Klinikum,Maschinenbau AG,Handel GmbH,Zeitarbeit",
        "rent": "Wohnbau,Hausverwaltung,Immobilien",
        "mortgage": "Bausparkasse,Baufinanz",
        "electricity": "Stadtwerke,Strom GmbH,Energie",
        "gas": "Gasversorgung,Waerme",
        "water": "Wasserverband,Wasserwerk",
        "internet": "Telekommunikation,Kabelnetz",
        "mobile": "Mobilfunk,Mobil",
        "insurance": "Versicherung,Krankenkasse,Haftpflicht",
        "streaming": "TV,Stream,Musik",
        "software": "Cloud,Webhosting,Apps",
        "gym": "Fitness,Sportstudio",
        "childcare": "Kita,Kindergarten",
        "loan": "Kreditbank,Autobank",
        "tax": "Stadtkasse,Rundfunkgebuehr",
        "membership": "Automobilclub,Sportverein,Gewerkschaft",
        "charity": "Tierheim,Kinderhilfe",
        "lottery_club": "Soziallotterie",
        "groceries": "Markt,Frischemarkt,Discount,Biomarkt",
        "takeaway": "Pizza,Doener,Asia Imbiss",
        "restaurant": "Gasthof,Bistro,Ratskeller",
        "coffee": "Baeckerei,Cafe",
        "fuel": "Tankstelle,Tank",
        "shopping": "Mode,Baumarkt,Elektro,Buch,Spielwaren",
        "health": "Apotheke,Zahnarzt,Optik",
        "kiosk": "Lotto Kiosk,Tabak",
        "leisure": "Yoga,Hallenbad,Kino",
        "transit": "Verkehrsbetriebe,Bahn",
        "parking": "Parkhaus",
        "hair": "Friseur",
        "garage": "Autohaus,Reifen",
        "gig": "Kurier,Fahrdienst",
        "benefit": "Arbeitsagentur,Familienkasse,Jobcenter",
        "pension": "Rentenservice,Pensionskasse",
    },
}
BACK["nl"] = {
    **BACK["de"],
    "employer": "Logistiek BV,Ziekenhuis,Onderwijs,Techniek BV,Uitzend",
    "rent": "Woningstichting,Verhuur",
    "mortgage": "Hypotheken",
    "electricity": "Energie,Stroom",
    "water": "Waterbedrijf",
    "internet": "Internet,Glasvezel",
    "mobile": "Mobiel",
    "insurance": "Verzekeringen,Zorgverzekeraar",
    "childcare": "Kinderopvang",
    "tax": "Gemeente,Waterschap",
    "membership": "Sportvereniging,Vakbond,Museumpas",
    "charity": "Dierenopvang,Goede Doelen",
    "lottery_club": "Buurtloterij",
    "groceries": "Supermarkt,Versmarkt",
    "takeaway": "Pizzeria,Snackbar,Bezorgdienst",
    "restaurant": "Eetcafe,Grand Cafe",
    "coffee": "Koffie,Bakker",
    "fuel": "Tankstation",
    "shopping": "Mode,Bouwmarkt,Elektronica,Boekhandel,Speelgoed",
    "health": "Apotheek,Tandarts,Drogist",
    "kiosk": "Tabak Lotto,Kiosk",
    "transit": "Vervoer,Spoor",
    "parking": "Parkeren",
    "hair": "Kapper",
    "benefit": "Uitkering,Kinderbijslag,Toeslagen",
    "pension": "Pensioenfonds,Ouderdomspensioen",
}
CITY = {
    "us": "Fairmont OH,Dayville TX,Mesa Alta AZ,Rockport ME,Lynnfield WA,Harlow GA",
    "uk": "Norbridge,Leamstead,Eastwick,Harrowby,Saltford,Kirkhaven",
    "de": "Neustadt,Altenau,Burgheim,Seehausen,Marktdorf",
    "nl": "Oudewater,Steenwijk,Heemdorp,Zandvoorde,Rijnhoek",
}
PEOPLE = {
    "us": "J Harmon,Dana Whitlock,R Castellano,Mei Tran,T Okafor",
    "uk": "Mr P Hadley,S Ainsworth,K Oyelaran,Mrs D Pryce,A Malik",
    "de": "Jana Petersen,H. Vogt,Familie Brandt,Cem Aydin,Ute Lang",
    "nl": "J. de Wit,Fam. Bakker,S. van Dam,M. El Idrissi,Anouk Smit",
}
ABROAD = "Taverna Azul,Playa Mercado,Hotel Miramar,Museo Centro,Lido Bar,Ristorante Conca,Supermercado Sol,Taxi Porto"
_LISTS = {key: value.split(",") for key, value in {**FRONT, "abroad": ABROAD}.items()}


def payee(rng: Random, country: str, what: str) -> str:
    """Invent a payee of a line of business (a key of ``BACK``)."""
    front, back = rng.choice(_LISTS[country]), rng.choice(BACK[country][what].split(","))
    if country in ("de", "nl") and rng.random() < 0.5:
        return f"{back} {front}"
    return f"{front} {back}"


def city(rng: Random, country: str) -> str:
    """Invent the town a person lives in."""
    return rng.choice(CITY[country].split(","))


def person(rng: Random, country: str) -> str:
    """A private person who is paid or pays."""
    return rng.choice(PEOPLE[country].split(","))


def abroad(rng: Random) -> str:
    """A merchant of a holiday."""
    return rng.choice(_LISTS["abroad"])
