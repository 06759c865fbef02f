"""Companies by what an account of their name is for: banks, lenders, insurers, billers and shops, from general knowledge."""

from __future__ import annotations

from seqmatch.rules.lexicons.level import Level, Table
from seqmatch.schemas.rule import Role

_BRANDS: Table = {
    Role.TAXES: """
        turbotax, h r block, franchise tax board, hmrc, finanzamt, urssaf, impots gouv, agenzia delle entrate,
        receita federal, aeat, agencia tributaria, jackson hewitt, taxact, freetaxusa""",
    Role.INSURANCE: """
        direct auto, geico, progressive, allstate, state farm, statefarm, liberty mutual, nationwide, esurance,
        lemonade, root insurance, travelers, usaa insurance, aflac, metlife, metlife pet, new york life,
        northwestern mutual, mutual of omaha, guardian life, transamerica, primerica, prudential, lincoln financial
        life, mass mutual, massmutual, globe life, aaa, trupanion, aetna, cigna, humana, blue cross, bcbs, blue
        shield, united healthcare, unitedhealthcare, uhc, kaiser, anthem, oscar health, ambetter, hippo, amica,
        erie, hartford, american family, amfam, hiscox, next insurance, usli, state auto, farmers insurance, the
        general insurance, safeco, mercury insurance, plymouth rock, elephant insurance, dairyland, bristol west,
        kemper, national general, infinity auto, gainsco, assurant, asurion, foremost, delta dental, guardian
        dental, vsp, vsp vision, eyemed, molina, centene, wellcare, healthfirst, colonial penn, colonial life,
        gerber life, ethos life, haven life, ladder life, bestow, policygenius, healthy paws, embrace pet, figo,
        spot pet, fetch pet, pets best, allianz, axa, aviva, admiral, direct line, churchill insurance, hastings
        direct, legal and general, zurich, generali, unipolsai, unipol, huk coburg, huk24, ergo, devk, cosmosdirekt,
        gothaer, signal iduna, barmenia, debeka, aok, barmer, techniker krankenkasse, dak gesundheit, maaf, macif,
        maif, matmut, groupama, mgen, harmonie mutuelle, alan assurance, fidelidade, mapfre, mutua madrilena, linea
        directa, sanitas, adeslas, porto seguro, sulamerica, bupa, vitality health, petplan, manypets, intact
        insurance, sun life, manulife, desjardins assurance, great west life""",
    Role.CREDIT_CARD: """
        credit one, creditone, amex platinum, amex gold, amex blue, discover it, quicksilver, quick silver, savor,
        savorone, savor one, venture x, venture one, ventureone, venture, sapphire, sapphire reserve, sapphire
        preferred, saphire, chase freedom, freedom unlimited, freedom flex, freedom rise, ink, chase ink, chase
        united, united explorer, chase marriott, marriott, chase prime, chase amazon, chase southwest, ink business,
        ink cash, ink unlimited, ink preferred, chase slate, slate edge, custom cash, double cash, citi simplicity,
        citi diamond, thankyou, thank you rewards, strata, blue cash, blue cash preferred, blue cash everyday, green
        card amex, blue business plus, blue business cash, skymiles, aadvantage, hilton honors, honors, bonvoy,
        marriott bonvoy, rapid rewards, mileageplus, world of hyatt, ihg rewards, bankamericard, cash rewards,
        cashrewards, customized cash, unlimited cash, travel rewards, active cash, wf autograph, wells fargo
        autograph, wells fargo reflect, wells fargo active, prime visa, amazon prime visa, amazon store, amazon
        visa, spark cash, spark classic, spark miles, capital one platinum, capital one spark, capital one savor,
        capital one venture, credit one bank, care credit, carecredit, synchrony, synchrony bank, comenity, bread
        financial, bilt, barclaycard, first premier, premier bankcard, mission lane, self visa, opensky, open sky,
        kikoff, avant card, merrick, merrick bank, ollo, fortiva, total visa, paypal credit, apple card, applecard,
        apple cc, x1, brex, divvy, american express, amex, amx, american express card, lowes card, td bank card,
        citi card, citicard, citi cards, plum card, delta gold, delta amex, delta platinum, delta reserve, delta
        skymiles, southwest card, costco citi, costco anywhere, walmart capital one, capital one walmart, cashback
        match, nfcu cash rewards, more rewards, go rewards, platinum plus, u s bank cash, altitude, altitude go,
        shopper cash, fidelity rewards visa, elan, elan financial, firstcard, first card, fnbo, cardmember services,
        yrefy card, petal card, tomo card, imagine card, milestone card, milestone mastercard, indigo card, destiny
        card, surge card, reflex card, aspire card, aqua card, vanquis, capital on tap, mbna, tesco credit, virgin
        money card, newday, cartasi, nexi, cofidis, cetelem, oney, advanzia, barclays view, jetblue plus, alaska
        visa, aer lingus card, chase aeroplan, disney visa, ihg card, target redcard, redcard, red card, robinhood
        gold card, sofi card, venmo card, venmo credit, paypal cashback mastercard, sams club mastercard, bjs one,
        verizon visa, atmos rewards, citi strata, strata premier, premier rewards, robinhood gold credit, coinbase
        one card, gemini card, bask card, tj maxx card, tjx rewards, kohls charge, macys card, care credit card""",
    Role.MORTGAGE: """
        rocket mortgage, mr cooper, mrcooper, freedom mortgage, newrez, lakeview, pennymac, loandepot, phh,
        nationstar, flagstar, carrington, shellpoint, cenlar, dovenmuehle, guild mortgage, better mortgage, chase
        home lending, loancare, select portfolio, sps mortgage, roundpoint, freedom mtg, quicken loans, movement
        mortgage, caliber home loans, uwm, united wholesale mortgage, crosscountry mortgage, fairway mortgage, sls
        mortgage, fay servicing, rushmore, ocwen, nationwide mortgage, halifax mortgage, santander mortgage""",
    Role.LOAN: """
        nelnet, mohela, aidvantage, edfinancial, ed financial, great lakes, sallie mae, navient, fedloan, firstmark,
        ecsi, earnest, sofi loan, upstart, lendingclub, lending club, onemain, one main, best egg, bestegg, prosper,
        avant, affirm, klarna, afterpay, after pay, sezzle, quadpay, zip pay, perpay, oportun, possible finance,
        lendmark, mariner finance, world finance, regional finance, rocket loans, happy money, lightstream, figure
        lending, kabbage, ondeck, on deck, fundbox, toyota financial, honda financial, ford credit, ford motor
        credit, gm financial, ally auto, capital one auto, chase auto, santander consumer, westlake, credit
        acceptance, exeter, hyundai motor finance, kia finance, nissan motor acceptance, toyota motor credit,
        bridgecrest, wells fargo auto, td auto, mazda financial, bmw financial, mercedes benz financial, harley
        davidson financial, tesla loan, vw credit, subaru motors finance, goodleap, sunlight financial, greensky,
        mulligan funding, headway capital, credibly, edfinancial services, carvana, dept of ed, department of
        education, discover personal loan, discover student loan, upgrade loan, sunbit, snap finance, acima,
        katapult, progressive leasing, koalafi, uplift, zip quadpay, pagaya, achieve loan, lending point,
        lendingpoint, universal credit, netcredit, opploans, oppfi, moneylion, brigit, earnin, empower cash advance,
        kikoff loan, self lender, self credit builder, republic finance, heights finance, security finance,
        springleaf, spring oaks, foursight, global lending, american credit acceptance, gls auto, carmax auto,
        carmax auto finance, huntington auto, us bank auto, pnc auto, truist auto, penfed auto, navy federal auto,
        usaa auto loan, chrysler capital, stellantis financial, volvo financial, audi financial, lexus financial,
        acura financial, infiniti financial, kubota credit, john deere financial, sheffield financial, synchrony
        loan, medallion bank, dividend solar, mosaic solar, sunnova, sunrun loan, service finance, hearth loan,
        wisetack, clearbanc, clearco, wayflyer, shopify capital, square loan, square capital, paypal working
        capital, stripe capital, lendio, biz2credit, fora financial, rapid finance, national funding, slc, student
        loans company, zopa, ratesetter, lendable, novuna, hitachi capital, black horse, moneybarn, clearpay,
        laybuy, alma pay, creditas, agos, compass banca, findomestic, younited, smava, auxmoney, targobank, ing
        kredit, easycredit, freedom road financial, osla, campus door, ascent funding, college ave, laurel road
        loan, commonbond, lendkey, isl education, ctl, granite state management, vsac, trellis company""",
    Role.PAYROLL: """
        gusto, adp, paychex, paycor, rippling, justworks, paylocity, paycom, trinet, onpay, surepayroll, deel,
        square payroll, quickbooks payroll, bamboohr, remote com, patriot payroll, intuit payroll, wagepoint,
        zenefits, insperity, homebase payroll""",
    Role.RETIREMENT: """
        tiaa, empower, principal 401k, guideline 401k, transamerica 401k, fidelity 401k, fidelity netbenefits,
        netbenefits, vanguard 401k, schwab ira, fidelity ira, fidelity roth, vanguard roth, robinhood ira, robinhood
        retirement, human interest, calpers, calstrs, trs, nps pension, nest pension, pensionbee, voya, nationwide
        retirement, ascensus, john hancock retirement, acorns later""",
    Role.CRYPTO: """
        coinbase, kraken, gemini, binance, uphold, crypto com, swan bitcoin, river financial, blockfi, ledger nano,
        bitpanda, bitstamp, bitvavo, okx, kucoin, strike bitcoin, cash app bitcoin, metamask, phantom wallet""",
}

_MERCHANTS: Table = {
    Role.MARKETING: """
        google ads, facebook ads, fb ads, meta ads, meta platforms, mailchimp, zillow leads, yelp ads, adwords,
        tiktok ads, linkedin ads, bing ads, microsoft ads, klaviyo, constant contact, activecampaign, angi leads,
        thumbtack, homeadvisor, vistaprint, convertkit""",
    Role.COST_OF_GOODS: """
        printful, printify, alibaba, aliexpress, sysco, us foods, restaurant depot, uline, gelato print""",
    Role.HOUSING: """
        adt, ring camera, ring alarm, simplisafe, vivint, invitation homes, bilt rent, ring doorbell, greystar,
        camden apartments, avalon bay, avalonbay, equity residential, progress residential, tricon, american homes 4
        rent, terminix, orkin, trugreen, aptive, vonovia, deutsche wohnen, rentcafe, appfolio, buildium, zillow
        rent, cozy rent""",
    Role.UTILITIES: """
        waste management, southwest gas, pge, pg e, sce, sdge, sdg e, con edison, coned, con ed, duke energy, fpl,
        dominion energy, georgia power, entergy, xcel, xcel energy, comed, com ed, peco, pseg, pse g, ppl, dte,
        consumers energy, txu, reliant, ameren, evergy, national grid, eversource, nv energy, aps, srp, tep, nipsco,
        aep, firstenergy, first energy, bge, pepco, smud, ladwp, seattle city light, puget sound energy, pse,
        pacific power, rocky mountain power, centerpoint, atmos, spire, nicor, peoples gas, columbia gas, oncor,
        alabama power, jea, ouc, teco, lge, lg e, republic services, wm, texas gas, black hills energy, we energies,
        alliant energy, austin energy, cps energy, green mountain energy, socalgas, so cal gas, piedmont natural
        gas, washington gas, snopud, dominion, florida power light, tampa electric, gexa, direct energy, champion
        energy, constellation, penelec, met ed, jcp l, jersey central power, rg e, nyseg, central hudson, avista,
        idaho power, portland general, nw natural, northwestern energy, otter tail, minnesota power, mge, madison
        gas, we power, kubra, epb, nes, mlgw, knoxville utilities, santee cooper, mississippi power, entergy
        louisiana, oge, oklahoma gas, pso, el paso electric, pnm, unisource, tucson electric, hawaiian electric,
        heco, aqua america, american water, cal water, golden state water, suez water, casella, waste connections,
        waste pro, rumpke, recology, amerigas, suburban propane, ferrellgas, sunrun, sunpower, british gas, octopus
        energy, edf, e on, eon, ovo energy, scottish power, scottishpower, bulb energy, thames water, severn trent,
        anglian water, united utilities, yorkshire water, engie, totalenergies, veolia, vattenfall, enbw, rwe,
        stadtwerke, enel, eni plenti, eni plenitude, a2a, acea, hera comm, iren, edp, endesa, iberdrola, naturgy,
        enedis, hydro quebec, hydro one, enbridge, fortis bc, bc hydro, cemig, sabesp, copel, light sa, cpfl,
        eletropaulo""",
    Role.PHONE_INTERNET: """
        verizon, verizon wireless, t mobile, tmobile, at t, att, sprint, xfinity, xfinity mobile, comcast, spectrum,
        cox, centurylink, optimum, frontier internet, metro pcs, metropcs, metro by t mobile, boost mobile, cricket,
        cricket wireless, mint mobile, visible, us mobile, google fi, google fiber, google voice, straight talk,
        tracfone, consumer cellular, total wireless, starlink, hughesnet, viasat, earthlink, suddenlink, altice,
        mediacom, wow internet, windstream, quantum fiber, ziply, rcn, astound, directv, dish network, ringcentral,
        openphone, grasshopper, fios, uscellular, us cellular, rogers, telus, vonage, dialpad, frontier fiber,
        kinetic, brightspeed, metronet, sparklight, cable one, breezeline, cincinnati bell, altafiber, simple
        mobile, tello, ting mobile, red pocket, h2o wireless, page plus, lycamobile, cox mobile, spectrum mobile,
        spectrum internet, vodafone, o2, ee mobile, bt broadband, sky broadband, talktalk, virgin media, giffgaff,
        three mobile, tesco mobile, telekom, deutsche telekom, magenta mobil, congstar, aldi talk, 1und1, 1 1
        internet, freenet mobilfunk, sfr, bouygues telecom, sosh, free mobile, freebox, bbox, livebox, tim mobile,
        telecom italia, windtre, wind tre, iliad, fastweb, ho mobile, movistar, yoigo, meo, nos internet, claro,
        vivo celular, tim celular, swisscom, salt mobile, proximus, kpn, telia, telenor, bell canada, fido mobile,
        koodo, virgin plus, shaw""",
    Role.SUBSCRIPTIONS: """
        netflix, hulu, disney, disney plus, hbo, hbo max, max hbo, peacock, paramount, paramount plus, spotify,
        pandora, apple music, apple tv, apple one, apple storage, icloud, google one, google storage, google drive,
        google workspace, gsuite, youtube, youtube tv, youtube premium, yt premium, sling, fubo, philo, crunchyroll,
        audible, kindle, kindle unlimited, siriusxm, sirius xm, sirius, tidal, amazon prime, amazon music, prime
        video, walmart plus, chatgpt, chat gpt, openai, claude, anthropic, midjourney, perplexity, cursor, copilot,
        gemini advanced, canva, adobe, creative cloud, microsoft, microsoft 365, office 365, dropbox, zoom, slack,
        notion, evernote, github, figma, grammarly, linkedin premium, linkedin, nytimes, new york times, wsj,
        washington post, patreon, substack, twitch, discord, onlyfans, playstation plus, ps plus, xbox live, game
        pass, gamepass, xbox game pass, nintendo online, rocket money, ynab, monarch, monarch money, copilot money,
        everydollar, credit karma, experian, lifelock, norton, mcafee, nordvpn, 1password, lastpass, instant ink,
        apple care, applecare, quickbooks, quick books, qbo, xero, freshbooks, squarespace, wix, godaddy, wordpress,
        bluehost, hostgator, hubspot, gohighlevel, go high level, ghl, clickfunnels, kajabi, zapier, calendly, loom,
        aws, amazon web services, digitalocean, cloudflare, docusign, sequence io, dazn, espn, espn plus, mlb tv,
        masterclass, duolingo, tinder, bumble, hinge, webflow, semrush, asana, clickup, monday com, jobber,
        housecall pro, starz, showtime, discovery plus, apple arcade, google play pass, headspace, calm app, noom,
        weight watchers, ww app, strava, alltrails, myfitnesspal, chess com, scribd, medium com, economist, audm,
        blinkist, readwise, todoist, airtable, miro, trello, atlassian, jira, linear app, vercel, netlify, heroku,
        replit, cursor ai, runway ai, suno, elevenlabs, jasper ai, otter ai, descript, riverside fm, buzzsprout,
        podbean, shopify, bigcommerce, etsy plus, printify premium, namecheap, hostinger, dreamhost, siteground,
        ionos, google domains, proton mail, proton vpn, expressvpn, surfshark, dashlane, bitwarden, backblaze,
        carbonite, ring protect, nest aware, wyze cam, blink subscription, simply piano, rosetta stone, babbel,
        magic spoon, stitch fix, fabfitfun, ipsy, dollar shave club, birchbox, box of the month, sky tv, now tv,
        britbox, itvx, tv licence, deezer, canal plus, molotov, magenta tv, joyn, rtl plus, wow tv, mediaset
        infinity, globoplay, movistar plus, filmin, amazon kindle, sequence hq, getsequence, privacy com, delete me,
        deleteme, aura security, identity guard, tillers, simplifi, quicken, copilot finance, empower app, origin
        financial""",
    Role.GROCERIES: """
        walmart, wal mart, wm supercenter, costco, sams, sams club, bjs, aldi, kroger, publix, heb, h e b, trader
        joes, whole foods, safeway, albertsons, vons, ralphs, wegmans, meijer, food lion, winco, sprouts, giant
        eagle, giant food, stop shop, shoprite, hannaford, harris teeter, hy vee, hyvee, fred meyer, lidl, piggly
        wiggly, winn dixie, ingles, market basket, smiths, frys, king soopers, instacart, imperfect foods, misfits
        market, butcherbox, thrive market, weis, save mart, smart final, food 4 less, hello fresh, hellofresh, 99
        ranch, h mart, hmart, lotte market, fresh market, natural grocers, grocery outlet, dollar general, dollar
        tree, family dollar, big lots, price chopper, tops markets, acme markets, jewel osco, marianos, schnucks,
        dillons, food city, raleys, stater bros, bashas, cardenas, shipt, gopuff, factor meals, blue apron, home
        chef, everyplate, daily harvest, tesco, sainsburys, asda, morrisons, waitrose, ocado, co op food, iceland
        foods, edeka, rewe, kaufland, penny markt, netto, dm drogerie, rossmann, carrefour, leclerc, intermarche,
        auchan, monoprix, casino supermarche, franprix, esselunga, conad, coop italia, eurospin, mercadona, dia
        supermercado, eroski, pingo doce, continente, mercado livre, pao de acucar, assai, migros, coop, albert
        heijn, loblaws, no frills, metro grocery, sobeys, real canadian superstore""",
    Role.DINING: """
        door dash, doordash, uber eats, ubereats, grubhub, postmates, starbucks, dunkin, dutch bros, chick fil a,
        mcdonalds, chipotle, taco bell, wendys, burger king, panera, subway, dominos, papa johns, pizza hut, olive
        garden, chilis, applebees, in n out, whataburger, five guys, shake shack, popeyes, kfc, panda express,
        sweetgreen, waffle house, ihop, dennys, cracker barrel, buffalo wild wings, texas roadhouse, tim hortons,
        peets coffee, just eat, deliveroo, lieferando, glovo, ifood, wolt, greggs, nandos, pret a manger, costa
        coffee""",
    Role.TRANSPORT: """
        ezpass, ez pass, fastrak, sunpass, uber, lyft, electrify america, tesla, toyota, honda, ford, chevy,
        chevrolet, nissan, hyundai, kia, mazda, subaru, bmw, mercedes, audi, lexus, acura, volkswagen, vw, dodge,
        gmc, cadillac, porsche, mustang, camry, civic, accord, corolla, tacoma, tundra, f150, f 150, silverado,
        prius, rav4, wrangler, bronco, volvo, infiniti, buick, tahoe, 4runner, highlander, shell, chevron, exxon,
        mobil, arco, quiktrip, wawa gas, onstar, aaa membership, autozone, jiffy lube, valvoline, discount tire,
        harley, oreilly auto, o reilly auto, advance auto, napa auto, pep boys, midas, firestone, goodyear, take 5
        oil, mister car wash, circle k, speedway, racetrac, sheetz, bp gas, sunoco, marathon gas, casey s, pilot
        flying j, loves travel stop, evgo, chargepoint, turo, zipcar, getaround, lime scooter, bird scooter, clipper
        card, ventra, orca card, amtrak, greyhound, flixbus, tfl, oyster card, trainline, deutsche bahn, db bahn,
        bvg, deutschlandticket, adac, sncf, ratp, navigo, blablacar, trenitalia, italo treno, telepass, renfe,
        cabify, bolt, aral, esso, total energies station, galp, repsol, petrobras, ipiranga, renault, peugeot,
        citroen, dacia, skoda, seat leon, opel, fiat, mini cooper, jaguar, land rover, range rover, rivian, lucid
        motors, polestar, mitsubishi, chrysler, ram 1500, sienna, cr v, crv, sonata, elantra, sorento, telluride,
        palisade, altima, sentra""",
    Role.HEALTH: """
        cvs, walgreens, rite aid, betterhelp, talkspace, hims, hers, planet fitness, la fitness, crunch fitness,
        orangetheory, orange theory, crossfit, ymca, lifetime fitness, life time fitness, equinox, anytime fitness,
        peloton, quest diagnostics, labcorp, lively, optum, healthequity, health equity, invisalign, 24 hour
        fitness, golds gym, eos fitness, vasa fitness, blink fitness, f45, club pilates, pure barre, barrys,
        soulcycle, classpass, ulta salon, european wax, smile direct, aspen dental, warby parker, lenscrafters,
        goodrx, ro health, zocdoc, one medical, mychart, massage envy, hand stone, great clips, supercuts, sport
        clips, mcfit, fitness first, puregym, basic fit, boots pharmacy, superdrug, doctolib, smartfit, smart fit,
        virginactive""",
    Role.CHILDREN_EDUCATION: """
        kindercare, montessori, greenlight, gohenry, bright horizons, primrose school, goddard school, learning care
        group, kumon, sylvan, mathnasium, huntington learning, fidelity 529, vanguard 529, my529, ny529,
        scholarshare, udemy, coursera, skillshare, brilliant org, wgu, snhu, university of phoenix, chegg, ixl,
        outschool, acorns early, step card, busy kid, busykid, little league, girl scouts, boy scouts, cub scouts""",
    Role.PETS: """
        chewy, petco, petsmart, rover, barkbox, banfield, vca animal, wag walking, farmers dog, ollie dog food, pet
        supplies plus, tractor supply, fressnapf, zooplus, pets at home, petz""",
    Role.TRAVEL: """
        delta, southwest, united airlines, american airlines, alaska airlines, jetblue, spirit airlines, expedia,
        booking com, vrbo, airbnb, hilton, hyatt, holiday inn, best western, frontier airlines, priceline, kayak,
        hopper, hertz, enterprise rent a car, avis, royal caribbean, carnival cruise, norwegian cruise, ryanair,
        easyjet, british airways, lufthansa, eurowings, air france, iberia, tap portugal, latam, gol linhas, jet2,
        tui, club med, hostelworld, disneyland, disney world, universal studios, hilton grand, wyndham, diamond
        resorts, bluegreen, holiday inn club, westgate""",
    Role.GIVING: """
        compassion international, st jude, red cross, salvation army, gofundme, pushpay, tithely, tithe ly, world
        vision, unicef, habitat for humanity, samaritans purse, united way, wikipedia, aclu, planned parenthood,
        care international, oxfam, doctors without borders, msf, caritas, greenpeace, wwf, subsplash""",
    Role.FUN_MONEY: """
        steam, playstation, xbox, nintendo, draftkings, fanduel, ticketmaster, stubhub, seatgeek, amc theatres,
        regal cinemas, dave busters, top golf, topgolf, roblox, fortnite, epic games, eventbrite, bet365, betmgm""",
    Role.SHOPPING: """
        amazon, target, best buy, temu, shein, tj maxx, marshalls, ross, macys, kohls, nordstrom, old navy, gap,
        victorias secret, sephora, ulta, ikea, wayfair, etsy, ebay, jcpenney, jc penney, dillards, burlington,
        lululemon, nike, adidas, zara, h m, hm, uniqlo, american eagle, abercrombie, bath body works, hobby lobby,
        michaels, joann fabrics, bed bath beyond, crate barrel, pottery barn, west elm, williams sonoma, qvc, hsn,
        fashion nova, torrid, lane bryant, asos, zalando, otto versand, mediamarkt, saturn markt, fnac, darty,
        decathlon, cdiscount, argos, john lewis, marks spencer, primark, next retail, el corte ingles, mercado
        libre, magazine luiza, magalu, shopee, vinted, poshmark, rooms to go, ashley furniture, mattress firm,
        newegg, micro center, gamestop, barnes noble, dicks sporting, academy sports, rei co op, bass pro""",
    Role.HOME_REPAIR: """
        home depot, lowes, menards, ace hardware, harbor freight, american home shield, choice home warranty,
        sherwin williams, floor decor, angi, roto rooter, one hour heating, bauhaus, obi baumarkt, hornbach, leroy
        merlin, castorama, b q, homebase, screwfix, wickes, bricoman""",
    Role.OPERATING_EXPENSES: """
        wework, regus, usps, fedex, ups store, stamps com, shipstation, pirate ship, legalzoom, staples, office
        depot, bench accounting, pilot accounting, northwest registered agent, iolta fees, grainger, upwork, fiverr""",
    Role.BILLS: """
        public storage, extra space storage, cubesmart, life storage, u haul, uhaul, u box, iron mountain, big
        yellow storage""",
}

_BANKS: Table = {
    Role.INCOME: """
        stripe, square, clover, toast, shopify payments, paypal business sales, gumroad, thumbtack pro payouts""",
    Role.CREDIT_CARD: """
        discover, capital one, capitalone, cap one, cap1, citi, citibank, citi bank, fingerhut, barclays, barclay""",
    Role.LOAN: "upgrade, santander consumer usa",
    Role.INVESTMENTS: """
        robinhood, acorns, fidelity, charles schwab, vanguard, betterment, webull, etrade, e trade, m1, tastytrade,
        interactive brokers, ibkr, stash, public com, fundrise, fund rise, yieldstreet, arrived homes, masterworks,
        edward jones, merrill, merrill edge, merrill lynch, morgan stanley, raymond james, ameriprise, lpl, td
        ameritrade, ameritrade, moomoo, trading 212, trade republic, scalable capital, etoro, degiro, hargreaves
        lansdown, freetrade, moneybox, nutmeg, wealthsimple, questrade, boursorama bourse, fineco, xp investimentos,
        rico investimentos, clear corretora, t rowe price, titan invest, ellevest, sofi invest, wealthfront
        investing, janus henderson, blackrock, ishares, american funds, jackson national, equitable advisors""",
    Role.CHECKING: """
        chime, mercury, relay, novo, bluevine, found, lili, current, varo, cash app, cashapp, northone, go2bank,
        netspend, sofi money, wise, bank of america, bofa, b of a, boa, chase, jp morgan, jpmorgan, wells fargo, us
        bank, u s bank, pnc, pnc bank, td bank, td business, truist, regions, fifth third, huntington, keybank, key
        bank, m t bank, citizens, navy federal, navy fed, nfcu, usaa, penfed, alliant, alliant credit union, first
        tech, golden 1, becu, schoolsfirst, state employees, credit union, federal credit union, community credit
        union, cu, fcu, sofi, bmo, hsbc, first citizens, first horizon, home bank, first interstate, frost bank,
        comerica, east west bank, zions, simmons bank, old national, first national, bank of the west, bank, paypal,
        venmo, santander, secu, suncoast, vystar, space coast, mountain america, america first, desert financial,
        randolph brooks, rbfcu, security service, digital federal, dcu, bethpage, teachers federal, logix, patelco,
        redwood credit, wescom, kinecta, san diego county credit union, sdccu, delta community, lake michigan credit
        union, msu federal, michigan state university fcu, dfcu, genisys, ent credit union, bellco, canvas credit
        union, onpoint, oregon community, rivermark, gesa, stcu, numerica, idaho central, iccu, uccu, cyprus credit
        union, idaho first, umb, commerce bank, arvest, bancfirst, bok, bank of oklahoma, cadence, hancock whitney,
        trustmark, synovus, pinnacle bank, first bank, atlantic union, united bank, wesbanco, fulton bank, santander
        bank, webster bank, peoples united, rockland trust, eastern bank, valley national, provident bank, ocean
        first, new york community, apple bank, dime bank, flushing bank, capital bank, sandy spring, eaglebank,
        ameris, centerstate, seacoast, city national, silicon valley bank, svb, first republic, banc of california,
        mechanics bank, bank of hawaii, first hawaiian, umpqua, columbia bank, banner bank, glacier bank, associated
        bank, bremer, old second, wintrust, byline, fnb, s t bank, northwest bank, lake city bank, first merchants,
        first financial, stock yards, republic bank, servisfirst, renasant, origin bank, prosperity, woodforest,
        plains capital, amegy, cullen frost, ibc bank, texas capital, nbkc, axos, quontic, grasshopper bank, live
        oak, lending club bank, radius bank, aspiration, dave bank, stride bank, greendot, green dot, bluebird, step
        bank, monzo, starling, revolut, lloyds, natwest, halifax, tsb, nationwide building society, first direct,
        metro bank, virgin money, co operative bank, tide business, n26, sparkasse, volksbank, raiffeisenbank,
        commerzbank, deutsche bank, postbank, ing diba, ing, dkb, comdirect, consorsbank, hypovereinsbank,
        unicredit, c24 bank, bnp paribas, bnp, societe generale, credit agricole, credit mutuel, lcl, caisse
        epargne, banque populaire, banque postale, boursorama, boursobank, fortuneo, hello bank, bunq, intesa
        sanpaolo, intesa, banco bpm, bper, mediolanum, caixabank, la caixa, bbva, sabadell, bankinter, openbank,
        nubank, itau, bradesco, banco do brasil, caixa economica, banco inter, c6 bank, picpay, mercado pago,
        millennium bcp, novo banco, caixa geral, montepio, activobank, ubs, postfinance, zkb, erste bank,
        raiffeisen, abn amro, rabobank, kbc, belfius, swedbank, nordea, danske bank, rbc, scotiabank, cibc,
        tangerine, eq bank, desjardins, national bank of canada, simplii, commbank, westpac, anz, nab bank,
        kiwibank, capitec""",
    Role.SAVINGS: """
        wealthfront, ally, marcus, cit bank, bask bank, laurel road, laurel, yotta, raisin, livret bourso, western
        alliance, openbank savings, ufb direct, popular direct, vio bank, my banking direct, ivy bank""",
}

COMPANIES: dict[Level, Table] = {Level.BRAND: _BRANDS, Level.MERCHANT: _MERCHANTS, Level.BANK: _BANKS}
