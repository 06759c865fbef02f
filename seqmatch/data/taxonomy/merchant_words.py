"""Words on statements that tell what a payment was for, when no model answers: brands first, then words of trades.

Written down once from common knowledge, not learned and not drawn from the synthetic spending; ``brands`` name one
seller, ``words`` any that is called so. A word that several trades use stands where it is right most often.
"""

from __future__ import annotations

RIGHT = {"code": 0.92, "brand": 0.88, "word": 0.7, "words": 0.45, "start": 0.5}
"""How often each kind of evidence is right. Fixed, and for words set well below what synthetic spending shows (0.98):
its shops are called after what they sell, while in life a lock clinic, a bar association and a school of fish exist."""
BASE_OUT = {
    "dining": 0.2,
    "shopping": 0.15,
    "groceries": 0.12,
    "transit": 0.06,
    "fuel": 0.06,
    "entertainment": 0.04,
    "clothing": 0.04,
    "electronics": 0.04,
    "transfers": 0.03,
    "health": 0.03,
    "home improvement": 0.03,
}
"""Share of categories among payments that no list knows, rounded from synthetic spending; all others share the rest."""
BASE_IN = {"transfers": 0.35, "income": 0.25, "shopping": 0.12, "clothing": 0.08}
"""The same for money that comes in."""

BRANDS: dict[str, str] = {
    "groceries": "costco, whole foods, wholefds, trader joe, safeway, kroger, aldi, lidl, publix, wegmans, "
    "heb, h e b, tesco, sainsbury, waitrose, morrisons, asda, carrefour, loblaws, nofrills, no "
    "frills, sobeys, freshco, sprouts, albertsons, food basics, farm boy, longos, rcss, real "
    "cdn superstore, instacart, ralphs, meijer, lcbo, rewe, edeka, walmart supercenter, wm "
    "supercenter, wal mart, walmart, sams club, 7 eleven, mac s convenience",
    "dining": "starbucks, mcdonald, chipotle, subway, dunkin, tim hortons, domino, pizza hut, taco bell, "
    "wendy, burger king, chick fil a, panera, cheesecake factory, olive garden, applebee, five "
    "guys, shake shack, kfc, popeyes, pret a manger, nando, costa, greggs, doordash, uber eats, "
    "ubereats, grubhub, skip the dishes, deliveroo, panda express, sonic, arby, second cup, "
    "swiss chalet, wingstop, jack in the box, peet",
    "transit": "uber, lyft, amtrak, mta, clipper, tfl, presto, ttc, metrolinx, greyhound, bolt, freenow, "
    "lime ride, bird, parkmobile, spothero, ezpass, e zpass, fastrak, impark, indigo park, via "
    "rail, trainline, deutsche bahn, citibike",
    "fuel": "shell, chevron, exxon, exxonmobil, mobil, bp, texaco, arco, valero, sunoco, esso, "
    "petrocan, petro canada, marathon petro, citgo, phillips, conoco, chargepoint, "
    "supercharger, quiktrip, ultramar, husky, costco gas, costco gasoline, cdn tire gasbar, "
    "circle k, speedway",
    "auto": "jiffy lube, autozone, o reilly auto, napa, firestone, discount tire, midas, pep boys, "
    "halfords, kal tire, kwik fit, valvoline, carmax, cdn tire service, canadian tire auto",
    "travel": "delta air, united air, american air, southwest, southwes, jetblue, air canada, air can, "
    "westjet, ryanair, easyjet, lufthansa, british airways, airbnb, expedia, booking com, "
    "hotels com, marriott, hilton, hyatt, sheraton, westin, holiday inn, best western, hertz, "
    "avis, enterprise rent, national car, budget rent, motel, priceline, vrbo",
    "shopping": "amazon, amzn, target, ebay, etsy, dollar tree, dollar general, dollarama, macy, kohl, "
    "nordstrom, marshalls, tj maxx, ross store, big lots, temu, aliexpress, hudson s bay, john "
    "lewis, sears, jcpenney, qvc, hallmark",
    "clothing": "old navy, gap, h m, zara, uniqlo, nike, adidas, foot locker, dsw, j crew, lululemon, "
    "primark, shein, patagonia, levi, asos, winners, banana republic, mark s work wearhouse, "
    "victoria s secret, urban outfitters",
    "electronics": "best buy, apple com bill, apple store, newegg, micro center, microsoft, adobe, github, "
    "dropbox, cdw, dell, lenovo, bestbuy, google cloud, b h photo, radioshack, icloud, openai, "
    "godaddy, zoom us",
    "books": "barnes noble, audible, kindle, indigo, chapters, waterstones, staples, office depot, "
    "nytimes, wsj, corporate express",
    "health": "cvs, walgreens, rite aid, shoppers drug, boots, rexall, kaiser, quest diagnostics, "
    "labcorp, lenscrafters, specsavers, warby parker, aspen dental, pharmasave",
    "personal care": "sephora, ulta, great clips, supercuts, sally beauty, massage envy, body shop, sport clips",
    "childcare": "kindercare, bright horizons, care com",
    "education": "coursera, udemy, duolingo, chegg, kumon, pearson",
    "entertainment": "netflix, spotify, hulu, disney plus, disneyplus, hbo, youtubepremium, youtube, amc "
    "theatre, amc, regal, cineplex, steam, steampowered, playstation, nintendo, xbox, "
    "ticketmaster, stubhub, eventbrite, dave buster, twitch",
    "sport and hobbies": "rei, dicks sporting, decathlon, michaels store, hobby lobby, lego, sport chek, planet "
    "fitness, 24 hour fitness, peloton, equinox, la fitness, gamestop, toys r us, fabricland, "
    "goodlife, strava, joann",
    "pets": "petsmart, petco, chewy, banfield, pet valu, rover com",
    "donations": "red cross, unicef, wikimedia, salvation army, gofundme, oxfam, ymca, patreon, united way",
    "home improvement": "home depot, lowe, menards, ace hardware, rona, sherwin williams, harbor freight, b q, true "
    "value, screwfix, canadian tire, cdn tire, home hardware, tractor supply, fastenal, "
    "grainger",
    "furnishing": "ikea, wayfair, crate barrel, williams sonoma, pottery barn, homegoods, bed bath, ashley "
    "homestore, container store, homesense, la z boy",
    "business services": "fedex, ups, ups store, dhl, purolator, vistaprint, google ads, facebk, docusign, "
    "legalzoom, public storage, mailchimp, h r block, wework, linkedin",
    "taxes and government": "usps, dmv, irs usataxpymt, canada post, cra arc, hmrc, serviceontario, teranet, mto rus, "
    "franchise tax",
    "telecom": "verizon, t mobile, at t, att, comcast, xfinity, spectrum, rogers, bell canada, telus, "
    "vodafone, virgin media, cox comm, fido, sprint, orange, bell mobility, bell tv",
    "utilities": "pg e, con edison, coned, hydro one, enbridge, duke energy, national grid, toronto hydro, "
    "british gas, edf",
    "insurance": "geico, state farm, progressive, allstate, aviva, intact, liberty mutual, usaa, sun life, "
    "manulife, axa",
    "loans": "navient, toyota financial, sallie mae, nelnet, sofi, ford credit, affirm, klarna, mohela",
    "investments": "vanguard, fidelity, robinhood, wealthsimple, schwab, etrade, questrade, coinbase, acorns, "
    "betterment",
    "transfers": "zelle, venmo, cash app, interac, e transfer, e tfr, western union, wise, paypal transfer, "
    "paypal inst xfer",
    "income": "ssa treas, gusto, adp payroll, stripe transfer, upwork, canada child benefit, canada pro, etsy payout",
}
WORDS: dict[str, str] = {
    "groceries": "grocery, groceries, supermarket, market, food mart, foods, bakery, butcher, deli, produce, "
    "fruit, liquor, wine, meat, cheese, organic, convenience, superstore, halal, patisserie, "
    "fishmonger, farm shop, fresh, dairy",
    "dining": "restaurant, lunch, dinner, coffee, cafe, pizza, pizzeria, grill, bistro, kitchen, diner, "
    "tavern, bar, pub, sushi, ramen, taqueria, taco, bbq, burger, noodle, steakhouse, "
    "trattoria, brewery, brewing, tea, catering, bagel, sandwich, eatery, espresso, roaster, "
    "thai, pho, curry, brasserie, cantina, ice cream, donut, wing, chicken, shawarma, falafel, "
    "creperie, dim sum, juice",
    "transit": "taxi, cab, parking, toll, transit, bus, train, railway, rail, metro transit, metro rail, "
    "shuttle, limousine, limo, ferry, subway fare, fare, scooter, tramway",
    "fuel": "gas, fuel, gasoline, petroleum, petrol, gas bar, gasbar, service station, truck stop, oil, charging",
    "auto": "auto, automotive, tire, tyre, car wash, motor, brake, muffler, transmission, towing, "
    "collision, body shop, detailing, garage, motorcycle, autobody, oil change",
    "travel": "hotel, inn, motel, resort, airline, airlines, airways, travel, tour, lodge, suites, "
    "cruise, hostel, car rental, rent a car, flight, airport, guest house, campground",
    "shopping": "gift, variety, thrift, florist, flower, jeweler, jewellery, jewelry, antique, department "
    "store, general store, emporium, souvenir, dollar, outlet, mall, bazaar, marketplace, smoke "
    "shop, tobacco",
    "clothing": "clothing, apparel, shoe, boutique, fashion, menswear, tailor, denim, bridal, footwear, "
    "uniform, wear, lingerie, knitwear, hats, childrenswear, leather",
    "electronics": "electronic, computer, software, camera, phone repair, audio, video, tech, technology, "
    "hosting, cellular, wireless accessory, data, digital",
    "books": "book, bookstore, bookshop, stationery, office supply, publication, magazine, newspaper, "
    "press, comic, paper",
    "health": "pharmacy, pharmacie, drug, drugs, dental, dentist, clinic, medical, hospital, optical, "
    "optometry, doctor, physio, physiotherapy, chiropractic, dermatology, orthodontic, "
    "pediatric, health, eye care, laboratory, counselling, podiatry, ambulance, therapy",
    "personal care": "salon, barber, hair, nail, spa, beauty, cosmetic, dry cleaning, cleaner, laundromat, "
    "laundry, massage, tattoo, brow, lash, wax",
    "childcare": "daycare, day care, nursery school, preschool, montessori, kindergarten, child care, summer "
    "camp, after school, playgroup, nursery, babysitter, little learners",
    "education": "school, university, college, academy, tuition, tutoring, lesson, education, course, "
    "institute, training, driving school, schulich, osgoode",
    "entertainment": "cinema, theatre, theater, movie, museum, arcade, zoo, concert, game, casino, ticket, "
    "amusement, aquarium, comedy, escape room, record, lottery, festival, gallery, admission",
    "sport and hobbies": "gym, fitness, yoga, sport, bicycle, bike, golf, climbing, toy, craft, bowling, tennis, "
    "ski, hobby, martial art, swim, fishing, pilates, marine, art supply, karate, athletic, "
    "fabric",
    "pets": "pet, veterinary, vet, animal hospital, dog, kennel, grooming, aquatic, feed",
    "donations": "donation, foundation, church, charity, food bank, ministry, synagogue, mosque, humane "
    "society, temple, trust, alumni, society, association, club dues, membership, rotary",
    "home improvement": "hardware, lumber, plumbing, paint, garden, electric supply, roofing, landscaping, "
    "landscape, building supply, hvac, contractor, glass, pool, flooring, lawn, tool, heating, "
    "fastener, supply, home centre, mirror",
    "furnishing": "furniture, appliance, carpet, mattress, lighting, decor, kitchenware, curtain, rug, "
    "upholstery, cabinet, linen, furnishing, blinds",
    "business services": "law office, legal, accounting, printing, storage, courier, consulting, notary, "
    "advertising, moving, security, equipment rental, architect, shipping, coworking, cpa, "
    "attorney",
    "taxes and government": "tax, county clerk, city hall, court, fine, passport, licensing, license, licence, state "
    "park, treasurer, post office, municipal, ministry of, government, revenue, permit, postage",
    "telecom": "mobile, wireless, internet, cable, telecom, fiber, fibre, broadband, telephone, satellite",
    "utilities": "electric, power, energy, water, hydro, utility, sewer, gas co, waste, power light, heating oil",
    "insurance": "insurance, ins, assurance, insur, premium, mutual assurance",
    "loans": "loan, student ln, lending, loan pmt, loan payment, financing, credit union loan",
    "investments": "brokerage, investment, investing, capital, securities, ira contribution, mutual fund",
    "housing": "rent, mortgage, mtg, apartment, property mgmt, property management, realty, hoa, landlord, "
    "lease, condo, rent payment, strata",
    "transfers": "transfer, xfer, tfr, credit card payment, card payment, payment thank you, epayment, "
    "autopay payment received, wire, to savings, crd autopay, payment received",
    "cash": "atm withdrawal, cash withdrawal, atm, cash advance, withdrawal, abm, geldautomat",
    "fees": "fee, atm fee, overdraft, service fee, interest charge, service charge, late fee, "
    "maintenance, nsf, finance charge",
    "income": "payroll, salary, wage, direct dep, dir dep, direct deposit, interest payment, interest "
    "earned, dividend, pension, payout, tax ref, tax refund, social security, benefit",
}
