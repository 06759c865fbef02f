"""English money words; emoji too, which every language shares."""

from __future__ import annotations

from seqmatch.rules.lexicons.level import Level, Table
from seqmatch.schemas.rule import Role

_SPECIFIC: Table = {
    Role.EMERGENCY_FUND: """
        emergency, emergencies, emergancy, emergeny, emergecy, emer, emerg, emergency fund, emergency funds,
        emergency savings, ef, efund, e fund, rainy day, rainy days, rainyday, rainy, safety net, peace of mind, 3 6
        months, 6 months expenses, 3 months expenses, job loss, months of expenses, more months of expenses, just in
        case, oh shit fund, starter emergency fund, baby step 1, baby step 3, step 1, 1k fund, 1000 fund,
        opportunity reserve, unexpected, unexpected expenses, murphy, 🚨, 🆘, uh oh fund, oh no fund, oops fund, sos,
        life happens, shtf, f u fund, fu money, runway, 3 months reserves, 6 months reserves, unplanned, unforeseen""",
    Role.TAXES: """
        tax, taxes, txes, taxs, irs, eftps, ftb, sales tax, payroll tax, payroll taxes, income tax, property tax,
        property taxes, quarterly taxes, estimated taxes, tax savings, tax reserve, vat, gst, quarterlies, quarterly
        estimates, uncle sam, back taxes, tax prep, withholding, fica, 🏛, estimated tax, self employment tax, se
        tax, federal taxes, state taxes, fed tax, state tax, local taxes, council tax, corporation tax, tax bill,
        taxes owed, tax payment, tax payments, franchise tax, excise tax, tax man, taxman, tax fund, tax pot,
        national insurance, paye, hst, futa, suta""",
    Role.PAYROLL: """
        payroll, pay roll, payrol, payrolls, salaries, wages, wages expense, staffing, contractors, contractor, 1099
        contractors, subcontractors, subcontractor, team pay, crew, 13th month, contract labor, labor, labour,
        employee pay, helpers, virtual assistant, payroll taxes and wages, subs labor, officer salary, commissions
        payable, w2 employees, wage, staff wages, payroll reserve, salaries wages, direct labor, crew pay, staff
        pay, employee wages, freelancer payments, contractor payments, subcontractor payments, payroll expenses""",
    Role.OWNERS_PAY: """
        owners pay, owner pay, owner s pay, owners draw, owner draw, owners comp, owner comp, owners compensation,
        owner compensation, owners salary, owner salary, owners distribution, owner distribution, owners
        distributions, owner distributions, owners equity, owner payment, owner payments, owners payment, pay
        myself, pay yourself, pay me, draw, draws, distributions, member draw, partner draw, shareholder
        distribution, s corp salary, shareholder distributions, partner distributions, reasonable salary, ceo pay,
        founder pay, ownerspay, owners take home, ownerpay, ownersdraw, self pay, personal pay, partners pay,
        founder salary, op comp""",
    Role.PROFIT: """
        profit, profits, profit first, net profit, profit hold, profit holding, profit savings, proffit, porfit,
        profit vault, profit reserve, profit bonus, profit distribution, profit distributions, retained earnings""",
    Role.COST_OF_GOODS: """
        cogs, cost of goods, cost of goods sold, cost of sales, cogs materials, inventory, inventories, materials,
        materials and subs, job materials, job costs, materials cost, raw materials, product cost, product costs,
        wholesale, suppliers, supplier, vendors, vendor, manufacturing, merchandise, stock purchases, shipping,
        fulfillment, packaging, job supplies, direct costs, cost of service, direct expenses""",
    Role.MARKETING: """
        marketing, marketting, advertising, ads, ad spend, adspend, promotion, promotions, branding, leads, lead
        gen, lead generation, seo, sponsorship, sponsorships, social media, mkt, mktg, mktng, public relations,
        trade shows""",
    Role.CREDIT_CARD: """
        credit card, credit cards, creditcard, creditcards, credit crd, cc, ccs, ccard, card, cards, crd, credit
        line card, visa, mastercard, master card, world elite, world elite mastercard, gold card, platinum card,
        store card, credit builder, secured card, revolving, balance transfer, credit cards payment, charge card, 💳,
        c c, cred card, credit card bill, credit card debt, card payment, card payments, card balance, card payoff,
        store cards, revolver, statement balance, credit utilization, 0 apr card""",
    Role.LOAN: """
        credit builder loan, life insurance loan, loan, loans, laon, lons, student loan, student loans, studentloan,
        studentloans, auto loan, car loan, heloc, loc, line of credit, credit line, sba, sba loan, eidl, bluevine
        loc, ppp, auto finance, bnpl, merchant cash advance, mca, 401k loan, tsp loan, personal loan, school loan,
        school loans, pay later, federal loans, plus loan, parent plus, solar loan, boat loan, truck loan, sofi
        personal loan, student debt, car finance, hire purchase, pcp, payday loan, payday loans, bridge loan,
        equipment loan, business loan, term loan, bank loan, family loan, parents loan, hard money, line of credit
        payment, loan payment, loan payments, note payable, consolidation loan, debt consolidation loan, overdraft,
        auto loans, car loans, home equity, home equity loan, home equity line, second mortgage loan, heloan, rv
        loan, motorcycle loan, financing, equipment financing, instalments, installments, installment plan""",
    Role.MORTGAGE: """
        mortgage, mortgages, mortage, morgage, mortgate, mtg, mtge, mort, morg, house note, home loan, escrow, pmi,
        mortgage payment, 1st mortgage, piti, second mortgage, 2nd mortgage, mortgage principal, house loan, mort
        payment, remortgage""",
    Role.INSURANCE: """
        insurance, insurances, insurence, insurane, ins, assurance, life ins, car ins, auto ins, home ins, health
        ins, dental ins, renters ins, term life, whole life, life policy, iul, workers comp, workmans comp, general
        liability, malpractice, disability, ltd, renters, cobra, ☂, premiums, insurance premium, flood insurance,
        umbrella policy, warranty insurance, medigap, medicare, medicare part b, long term care, ltc, bop policy,
        builders risk, e o insurance, homeowners, homeowners insurance, homeowners ins, prof liability, car cover,
        breakdown cover""",
    Role.RETIREMENT: """
        retirement, retire, retirment, retierment, ira, iras, roth, roth ira, rothira, roth iras, sep ira, simple
        ira, traditional ira, trad ira, rollover, rollover ira, 401k, 401 k, 401ks, solo 401k, 403b, 403 b, 457b,
        tsp, thrift savings plan, pension, annuity, rrsp, contributory, inherited ira, backdoor roth, backdoor, ira
        contribution, nest egg, superannuation, sipp, isa retirement, keogh, roth 401k, pension pot, sep, 403,
        deferred comp, 457, nps, hra retirement, old age""",
    Role.CRYPTO: """
        crypto, cryptos, bitcoin, btc, eth, ethereum, xrp, solana, doge, dogecoin, stablecoin, usdc, ₿, 🪙, ada
        cardano, cardano, litecoin, altcoins, cold wallet, hot wallet, hodl, defi, nft, satoshi, sats, chainlink""",
}

_PURPOSE: Table = {
    Role.SINKING_FUND: """
        sinking, sinking fund, sinking funds, sinkingfund, sink fund, down payment, downpayment, down payment fund,
        house down payment, house fund, house savings, home fund, home savings, house saving, home purchase, house
        purchase, dream home, dream house, house down, home down, car down, down on house, first home, car fund, car
        savings, car saving, auto savings, car replacement, vehicle replacement, replacement fund, wedding,
        weddings, wedding fund, annual expenses, annual bills, annual expense, yearly expenses, yearly bills,
        quarterly bills, quarterly expenses, semi annual, semiannual, irregular expenses, non monthly, non monthly
        expenses, nonmonthly, periodic expenses, big purchases, big purchase, large purchases, large purchase,
        future expenses, future purchases, planned expenses, planned spending, special purchases, one time expenses,
        funeral, property fund, land fund, truck fund, 💍, one offs, one off, one time, big ticket, big ticket items,
        planned purchases, planned, upcoming expenses, upcoming, next car, house deposit, deposit for house, home
        deposit, next house, dream car, downpayment fund, closing costs, house hunting, real estate down payment,
        land purchase, vacation home, ring fund, engagement ring, engagement, baby on the way, maternity leave,
        parental leave, sabbatical, moving fund, relocation, burial, annuals, once a year, twice a year, biannual,
        bi annual, every 6 months, semi annually, annually, sinkers, sinking expenses, true expenses, non monthlies,
        savings sinking, replacement, replacements, future car, retirement party, legal fund, new roof fund, vehicle
        fund, boat fund, rv fund""",
    Role.OPERATING_EXPENSES: """
        business expenses, business expense, business expences, biz expenses, biz expense, bus expenses""",
    Role.HOUSING: """
        rent, rents, rentals rent, housing, apartment, apt, appartment, condo, hoa, hoa fees, hoa dues, lot rent,
        landlord, lease payment, property management, room rent, roommate, townhouse, shelter, living space, house
        payment, home payment, house expenses, home expenses, house bills, home bills, condo fees, rent payment,
        rent fund, security deposit, office rent, shop rent, pest, pest control, lawn, lawn care, yard, cleaning,
        house cleaning, cleaner, cleaners, cleaning lady, maid, housekeeping, housekeeper, home security, security
        system, furniture, furnishings, moving, 🏠, 🏡, 🏘, 🏢, strata fees, service charge, ground rent, body
        corporate, rental payment, apartment rent, studio rent, house rent, housekeeping fund, mold, home owner
        association, hoas, coa fees, condo hoa, rent check, rooms, dorm, lodging rent, storage rent, warehouse rent,
        building rent, monthly rent""",
    Role.UTILITIES: """
        utilities, utility, utilites, utilties, utilitys, utlities, util, utils, utl, electric, electricity,
        electrical bill, elec, electic, power bill, power company, light bill, water, water bill, sewer, sewage,
        trash, garbage, waste, recycling, natural gas, gas bill, gas company, gas electric, electric gas, gas water,
        water gas, water sewer, house gas, home gas, propane, heating oil, energy bill, solar panels, 💡, ⚡, 💧, 🔌,
        hydro, electric bill, electricity bill, power company bill, water trash, utilities bill, utility bills,
        septic, heating, garbage bill, hydro bill, solar payment, solar lease, stormwater, utility company, electric
        company, electric co op, electric coop, water district, gas water electric, garbage service, trash pickup,
        refuse, light company, home energy, solar panel, energy company, power light, energy provider""",
    Role.PHONE_INTERNET: """
        phone, phones, phone bill, cell, cell phone, cellphone, cellular, mobile, mobile phone, internet, interent,
        wifi, wi fi, cable, cable bill, wireless, phone upgrade, telephone, broadband, 📱, ☎, 📞, 📶, mobile phone
        bill, mobile bill, cell bill, cell service, cell phone bill, internet bill, wifi bill, phone plan, phone
        payment, iphone, iphone payment, phones bill, cell phones, home internet, internet phone, internet cable,
        landline, sim, broadband bill, data plan, phone internet""",
    Role.SUBSCRIPTIONS: """
        subscription, subscriptions, subscripton, subscriptons, subsciptions, subcriptions, subs, subscr,
        membership, memberships, streaming, apple subscription, apple subscriptions, prime membership, vpn,
        software, softwares, saas, apps, app subscriptions, domain, domains, hosting, web hosting, website hosting,
        shopify subscription, cloud, costco membership, sams club membership, sequence subscription, sequence fee,
        sequence membership, nfl, peloton membership, ring subscription, dues, 📺, 🎧, 📲, 💻, subscription services,
        streaming services, streaming subscriptions, digital subscriptions, apps subscriptions, recurring
        subscriptions, memberships subscriptions, monthly subscriptions, sub fees, ai subscriptions, ai tools, ai
        subscription, news, newspaper, magazines, tv streaming, iptv, cloud storage, software subscriptions, tech
        stack, antivirus, crm, monthly membership, wine club, club dues, club membership, tv license, credit
        monitoring, ai software""",
    Role.GROCERIES: """
        groceries, grocery, grocerys, groceires, grocries, grociers, groc, food, foods, food shopping, supermarket,
        food bill, food fund, groceries household, 🛒, 🥑, 🍎, 🥦, 🍞, grocery store, groceries food, food household,
        meat, butcher, produce, farmers market, csa, meal prep, meal kit, milk, pantry, weekly shop, food shop,
        eats, food budget, bulk food""",
    Role.DINING: """
        dining, dining out, dinning, dine out, eating out, eat out, eatting out, eating, restaurant, restaurants,
        resturants, resturant, restaraunts, takeout, take out, fast food, coffee, food out, food delivery, lunch,
        lunches, dinner, breakfast, bars, drinks, out to eat, cafe, snacks, pizza, dates food, meals out, 🍔, 🍕, 🍽,
        ☕, 🍜, 🍣, 🌮, takeaway, takeaways, take away, takeaways fund, pub, pubs, happy hour, brunch, cafes, ice cream,
        sushi, tacos, fastfood, food drinks, work lunch, work lunches, lunch money, boba""",
    Role.TRANSPORT: """
        car, cars, auto, autos, automotive, vehicle, vehicles, vehical, truck, van, jeep, suv, motorcycle,
        motorcycles, bike, rv, transportation, transport, transit, commute, commuting, gas, gasoline, gas money,
        fuel, diesel, car fuel, car gas, car payment, car payments, auto payment, truck payment, car note, car
        notes, vehicle payment, car maintenance, auto maintenance, car repair, car repairs, auto repair, auto
        repairs, vehicle maintenance, vehicle repairs, tires, oil change, car wash, registration, dmv, inspection,
        parking, toll, tolls, taxi, metro card, mta, bus pass, train, ev charging, car lease, auto lease, auto fund,
        car stuff, 🚗, 🚙, 🚘, ⛽, 🚕, 🏍, 🛻, 🚚, 🚌, 🚲, petrol, mot, road tax, car tax, car service, car expenses, car
        bills, car finance payment, car hire, ride share, rideshare, rideshares, bus fare, subway pass, train pass,
        tram, trains, metro, ferry, e bike, scooter, mechanic, brakes, oil changes, tags registration, car tags,
        license plate, smog, vehicle tags, auto expenses, auto gas, gas fund, gas station, gas card fuel, travel to
        work, mileage, charging ev, ev, car lease payment, minivan, camper, atv, trailer, tyres, congestion charge,
        driving lessons, driving, drivers license""",
    Role.HEALTH: """
        health, healthcare, health care, healthy, medical, medicals, medical bills, medical expenses, medicine,
        medication, medications, meds, prescriptions, rx, pharmacy, doctor, doctors, dr visits, hospital, dental,
        dentist, orthodontist, ortho, braces, vision, glasses, contacts, optometrist, eye doctor, therapy,
        therapist, counseling, mental health, chiropractor, chiro, acupuncture, massage, massages, hsa, fsa, health
        savings, flexible spending, copay, copays, co pay, co pays, surgery, ivf, fertility, gym, gyms, fitness,
        yoga, pilates, personal trainer, trainer, wellness, self care, selfcare, personal care, hair, haircut,
        haircuts, haircare, hair cut, hair cuts, nails, nail, beauty, skincare, skin care, barber, salon, spa,
        lashes, botox, grooming, supplements, vitamins, 🏥, 💊, 🏋, 💪, 🦷, 💇, 💅, 🧘, 🩺, medical expense, medical fund,
        medical debt fund, health expenses, health fund, health fitness, dermatologist, derm, obgyn, pediatrician,
        specialist visits, deductible, out of pocket max, oop max, hearing aids, hospital bill, hospital bills, mri,
        physical therapy, pt sessions, mental wellness, rehab therapy, sports massage, hairdresser, hair salon, hair
        nails, nails hair, waxing, spray tan, facial, facials, tattoos, tattoo, medspa, gym membership, gym
        memberships, swimming pool membership, protein, prescription, eyecare, eye care, contact lenses, glp1,
        ozempic, semaglutide, cpap, dialysis, urgent care, birth control, doula, midwife, orthodontics, dental care,
        dental work, dental bill, medical bill, home gym, health medical, nutritionist, dietitian""",
    Role.CHILDREN_EDUCATION: """
        kids, kid, kids fund, children, childrens, child, childcare, child care, daycare, day care, preschool, pre
        school, nanny, babysitter, babysitting, after school, aftercare, school, schools, school fees, school lunch,
        school supplies, tuition, tution, education, college, college fund, college savings, university, 529, 529s,
        529 plan, esa, utma, ugma, custodial, courses, course, coaching, books, textbooks, summer camp, camp, camps,
        diapers, formula, new baby, baby fund, baby stuff, child support, childsupport, kids activities, activities,
        sports, kids sports, soccer, baseball, dance, dance class, swim, gymnastics, karate, piano lessons, lessons,
        tutoring, training, continuing education, self improvement, professional development, certification, 👶, 🎓,
        📚, 🏫, 🧒, 🍼, kiddos, kiddo, babies, toddler, newborn, kids school, kids clothes, kids college, kids savings,
        kids food, kids expenses, kids bills, nursery, nursery fees, creche, childminder, au pair, sitter,
        babysitters, pta, homeschool, home school, home schooling, school uniform, school uniforms, school bus,
        school trips, field trips, prom, graduation, grad school, law school, med school, mba, bootcamp,
        certifications, exam fees, sat prep, student fees, university fees, music lessons, guitar lessons, ballet,
        cheer, cheerleading, football kids, hockey, volleyball, tball, t ball, softball, lacrosse, scouts, martial
        arts, jiu jitsu, kids activity, kids gifts, kids birthday, orphans education, tutor, tutors, seminar,
        conferences education, 529 college, college tuition, school tuition, school clothes, trade school, language
        classes, classes, learning, academy fees""",
    Role.PETS: """
        pet, pets, dog, dogs, doggy, doggie, puppy, pup, cat, cats, kitty, kitten, vet, vets, veterinary,
        veterinarian, vet bills, furbabies, horse, horses, pet food, dog food, pet care, animals, animal care, 🐶, 🐱,
        🐾, 🐕, 🐈, 🐩, pup fund, puppies, kittens, rabbit, bunny, chickens, aquarium, fish tank, bird seed, pet
        supplies, pet sitter, pet sitting, dog walker, dog walking, dog grooming, dog daycare, dog boarding,
        boarding kennel, kennel, cat litter, cat food, litter, heartworm, flea tick, flea, vet bill, vet fund, pet
        fund, pet meds, doggie daycare, doggy daycare, livestock, farrier, horse boarding, critters, furbaby""",
    Role.TRAVEL: """
        travel, travels, traveling, travelling, vacation, vacations, vacaction, vaction, vacay, vacations fund,
        vaca, trip, trips, flights, flight, airfare, airline, airlines, airplane, hotel, hotels, cruise, cruises,
        disney trip, timeshare, honeymoon, getaway, anniversary trip, cabin, mexico, hawaii, europe, japan, italy,
        london, vegas, passport, holiday trip, adventure, adventures, camping, ✈, 🏖, 🏝, 🌴, 🧳, 🌎, 🌍, 🗺, 🛫, 🚢, travel
        fund, trips fund, family vacation, holidays abroad, getaways, road trip, roadtrip, girls trip, guys trip,
        ski trip, beach trip, beach house rental, weekend away, staycation, plane tickets, plane, airbnb trip,
        hotels flights, luggage, backpacking, summer vacation, spring break, family trip, family reunion trip,
        retreat travel, caribbean, costa rica, greece, iceland, ireland, spain, france, portugal, thailand, bali,
        cancun, puerto rico, florida trip, cabo, africa trip, australia, new zealand, canada trip, alaska, maldives,
        timeshares, passports visas, rv trip, hotels motels, holiday fund, world cup trip, cruising""",
    Role.GIVING: """
        tithe, tithes, tithing, tith, tithings, titheing, offering, offerings, church, giving, give, gives,
        generosity, charity, charities, charitable, donation, donations, donate, donating, mission, missions,
        missionary, ministry, zakat, sadaqah, tzedakah, maaser, gift, gifts, gifting, gift cards, gift card,
        birthday, birthdays, bday, bdays, christmas, xmas, x mas, christmas fund, christmas club, christmas gifts,
        holiday, holidays, holiday gifts, presents, wedding gifts, wedding gift, firstfruits, first fruits, seed
        offering, daf, donor advised, philanthropy, blessing, blessings, pay it forward, 🎁, 🎄, ⛪, 🎂, 🙏, give back,
        sponsor child, child sponsorship, alms, offertory, building fund, building fund church, church tithe,
        sabbath, sadaka, kurban, offering church, parish, synagogue, mosque, temple dues, masjid, gofund me,
        benevolence, love offering, kindness, mothers day, fathers day, valentines, valentines day, easter,
        hanukkah, chanukah, diwali, eid, ramadan, thanksgiving, halloween, baby shower, bridal shower, secret santa,
        santa, stocking stuffers, gifts giving, gift fund, gifts fund, birthday gifts, birthday fund, anniversary
        gift, anniversary, birthdays christmas, christmas savings, seasonal gifts, teacher gifts, charitable giving,
        donations charity, fundraiser, alumni donation, missionaries, missions trip, ministries, pastor""",
    Role.FUN_MONEY: """
        fun, fun money, funmoney, fun fund, play, play money, playmoney, entertainment, entertainments,
        entertaiment, wants, want, guilt free, guiltfree, guiltless, guilt free spending, discretionary,
        discretionary spending, date night, date nights, dates, date money, date fund, dating, hobbies, hobby,
        games, gaming, movies, movie, concerts, concert, music, concert tickets, tickets, events, event, party,
        parties, nightlife, night out, going out, girls night, golf, fishing, hunting, guns, skiing, ski, boat,
        lifestyle, splurge, treat yourself, treats, leisure, recreation, blow money, spending money fun, pocket
        money, allowances, allowance, alcohol, beer, wine, weed, cannabis, vape, gambling, lottery, casino, poker,
        slush, slush fund, luxury, flex spending fun, free spending, free money, whatever money, 🎉, 🎮, 🎬, 🎟, 🍻, 🎨,
        🎤, 🎵, 🎣, ⛳, fun budget, funds for fun, no guilt, self spend, me money, treat, treat myself, treat yo self,
        yolo, bougie, wishlist, wish list, nice to haves, nice things, toys, lego, legos, warhammer, magic cards,
        pokemon, board games, video games, arcade, cinema, theater, theatre, museum, zoo, amusement park, theme
        park, theme parks, six flags, bowling, comedy show, shows, festival, festivals, coachella, season tickets,
        sporting events, books hobby, photography, camera gear, crafts, craft, art supplies hobby, knitting,
        quilting, sewing, woodworking, climbing, bouldering, cycling, surfing, snowboard, snowboarding, snowmobile,
        jet ski, kayaking, paintball, pickleball, tennis, basketball, bball, cigars, smokes, cigarettes, tobacco,
        booze, liquor, wine fund, dispensary, edibles, nights out, night life, clubbing, weekend fun, weekend money,
        mad cash, date, dates nights, couple fun, family fun, fun family, fun stuff, enjoyment, pleasure,
        indulgence, rewards myself, spoil myself""",
    Role.SHOPPING: """
        shopping, shop shopping, clothing, clothes, cloths, clothing fund, apparel, shoes, wardrobe, makeup,
        jewelry, amazon shopping, amazon purchases, ebay purchases, etsy purchases, electronics, gadgets, computer,
        laptop, macbook, household items, toiletries, 🛍, 👗, 👠, 👕, 👟, retail, clothes shoes, clothing shoes, kids
        shoes, sneakers, handbags, purse, purses, cosmetics, perfume, jewellery, watches, watch fund, tech, tech
        fund, tech upgrade, new phone fund, phone case, ipad, tv fund, home goods, homegoods, home decor, household
        goods, household supplies, housewares, appliances, appliance, home furnishings, online shopping, bedding,
        mattress, decor, closet, uniforms, costume, bath products, laundry, laundromat, dry cleaning""",
    Role.HOME_REPAIR: """
        home repair, home repairs, house repair, house repairs, home maintenance, lawn maintenance, house
        maintenance, home improvement, home improvements, house improvement, house improvements, home reno, home
        renovation, renovation, renovations, reno, remodel, remodeling, kitchen remodel, roof, plumbing, plumber,
        hvac, handyman, landscaping, landscape, garden, gardening, gardener, pool maintenance, pool service, house
        projects, home projects, house project, home project, projects house, home warranty, rehab, property
        repairs, capex, capital expenditures, cap ex, home upkeep, home fix, house upgrades, home upgrade, home
        upgrades, house upgrade, kitchen upgrade, 🛠, 🔧, 🔨, 🧰, house fund repairs, home fixes, home project fund,
        water heater, furnace, boiler, ac repair, air conditioner, roofing, siding, gutters, windows, flooring,
        carpet, deck, fence, driveway, basement, bathroom remodel, bathroom, kitchen, painting house, tree removal,
        tree service, snow removal, lawnmower, lawn mower, diy, home diy, builder works, extension works, septic
        pump, foundation repair, appliance repair, repairs maintenance, repair maintenance, house remodel, home
        remodel, home build, house build, house reno, property maintenance, home services, pool supplies, pool fund,
        reserve for replacement, maintenance reserve, house maintenance fund, electrician, lawn service, yard work,
        yard maintenance""",
}

_GENERAL: Table = {
    Role.SINKING_FUND: "annual, yearly, quarterly, annual fees, irregular, periodic, occasional, infrequent",
    Role.PAYROLL: "employee, employees, staff, team",
    Role.OPERATING_EXPENSES: """
        opex, op ex, opx, opexp, operating, operating expenses, operating expense, operating exp, operating cash,
        operation, operations, operational, operational expenses, operational costs, ops, op expenses, op expense,
        overhead, over head, overheads, business bills, biz bills, business exp, biz exp, business spending,
        business costs, business credit, business operating, business ops, company expenses, office, office
        expenses, office supplies, supplies, equipment, tools, gear, legal, legal fees, lawyer, attorney,
        accounting, accountant, bookkeeping, bookkeeper, cpa, bank fees, merchant fees, merchant services,
        processing fees, licenses, license, licensing, permits, professional fees, professional services,
        professional, consultants, postage, coworking, business insurance expenses, admin, administrative, franchise
        fee, royalties, property expenses, rental expenses, business needs, corp expenses, working capital, cloud
        services, website, 🏭, r d, research development, business bill, business cards printing, business checking
        expenses, business tools, business software, company bills, opex reserve, overhead costs, overhead expenses,
        merchant processing, permits licenses, llc fees, llc fee, annual report fee, registered agent, studio
        expenses, shop expenses, store expenses, restaurant expenses, clinic expenses, salon expenses, farm
        expenses, rental property expenses, airbnb expenses, prop mgmt, facility, facilities, warehouse, janitorial,
        printing, uniforms business, conferences, conference, business travel, business meals, business insurance
        bills, professional development business, it services, dev costs, development costs, contract services,
        business reserve, business reserves, biz reserve, biz ops, biz, bus exp, bus expense, general admin, general
        administrative, trademark, patents, incorporation, notary, compliance, fixed overhead, fixed operating,
        business overhead, business fixed, bookkeeping fees, accounting fees, legal fee, legal expenses, attorney
        fees, attorney fee, lawyer fees, cpa fees""",
    Role.DEBT_PAYOFF: """
        debt, debts, dept payoff, dept, depts, debt payoff, debt payments, debt payment, debt repayment, debt
        paydown, debt free, debt fund, debt snowball, snowball, avalanche, debt avalanche, debt reduction, debt
        service, debt servicing, debt elimination, debt killer, payoff, pay off, paydown, pay down, payoffs,
        repayment, repayments, liability, liabilities, liability payment, collections, collection, settlement, debt
        consolidation, consolidation, debt relief, national debt relief, freedom debt relief, baby step 2, owed,
        money owed, iou, minimum payments, minimum payment, min payments, min payment, minimums, mins, pay back,
        extra principal, cancel debt, judgement, garnishment, debt destroyer, debt crusher, debt attack, debt
        demolition, debt slayer, debt pay off, debt payback, pay debt, pay debts, pay off debt, pay off debts,
        paying off debt, payoff fund, debt reserve, debts loans, back rent, arrears, past due, overdue, judgment,
        judgments, chapter 13, bankruptcy, trustee payment, credit repair, dmp, iva debt, stepchange, ccj, extra
        debt, debt extra, debt attack fund, owe, owing, paying back, payback, bad debt, old debt, debt to parents""",
    Role.SHOPPING: "stuff",
    Role.HOME_REPAIR: "repair, repairs, maintenance, maintanence, maintainence, maintenence, upkeep",
    Role.INVESTMENTS: """
        investment, investments, investing, invest, investements, investmets, invesment, invesments, investement,
        invst, inv, brokerage, brokerages, stocks, stock, stock market, shares investing, etf, etfs, index fund,
        index funds, mutual funds, mutual fund, bonds, treasury, treasuries, t bills, tbills, trading, day trading,
        trade, options trading, forex, futures, dividend investing, robinhood individual, robinhood investing,
        robinhood brokerage, robinhood invest, robinhood gold, acorns invest, e trade brokerage, stash invest, m1
        invest, m1 finance, cma edge, schwab one, schwab brokerage, fidelity brokerage, fidelity individual,
        betterment invest, wealth, wealth building, wealth builder, wealth fund, financial freedom, financial
        independence, real estate investing, real estate fund, real estate, rei, investment property, investment
        properties, long term investments, espp, portfolio, gold silver, precious metals, gold bars, silver bullion,
        angel investing, syndication, growth fund, individual brokerage, individual tod, joint wros, joint
        brokerage, joint tenants, wros, jtwros, tod, taxable, self directed, private equity, 📈, 💹, asset, assets,
        asset allocation, investment allocation, stocks shares, stocks and shares isa, isa, isas, gia, tfsa, non
        registered, resp investments, lump sum investing, dca, dollar cost averaging, vti, voo, spy, qqq, sp500, s p
        500, s p, vtsax, fxaix, schd, reit, reits, equities, dividend portfolio, dividend stocks, income investing,
        angel, venture capital, startup investing, crowdfunding investing, art investing, commodities, bullion,
        property investment, rental property fund, rental property savings, down payment investment property,
        investment brokerage, taxable brokerage, robo advisor, robo, roboadvisor, fire fund, freedom fund,
        generational wealth, legacy fund, passive income fund, whole life investing, ibonds, i bonds, savings bonds,
        gilts, premium bonds, short term treasuries, t bill ladder, investment club, prop firm, options, swing
        trading, hedge fund, index investing""",
}

_BROAD: Table = {
    Role.BILLS: """
        bill, bills, billls, bils, billz, billpay, bill pay, bill payment, bill payments, bills payment, bill money,
        autopay, auto pay, autopays, auto bills, fixed, fixed bills, fixed expenses, fixed expense, fixed cost,
        fixed costs, fixed spending, monthly bills, monthly expenses, monthly expense, monthly payments, monthlies,
        monthly fixed, recurring, recurring bills, recurring expenses, recurring payments, needs, need, essentials,
        essential, essential bills, essential expenses, necessities, necessary expenses, non discretionary,
        nondiscretionary, obligations, committed, commitments, household, household bills, household expenses,
        household fund, household funds, house hold, living expenses, living expense, living costs, cost of living,
        living, family bills, family expenses, joint bills, joint expenses, shared bills, shared expenses, personal
        bills, core expenses, basic expenses, basics, bills buffer, bill buffer, due bills, upcoming bills, storage,
        storage unit, storage fees, self storage, pay bills, billing, fees, credit bills, plan bills, bills reserve,
        bills savings, alimony, 🧾, 📄, variable bills, bills fixed, house bill, home budget, household budget, bills
        joint, bills pot, direct debits, standing orders, outgoings, monthly outgoings, monthly obligations, must
        haves, must pay, have to pay, survival, basic needs, necessity, non negotiables, non negotiable, essentials
        bills, regular bills, other bills, misc bills, important bills, big bills, small bills, family needs, kids
        bills household, living budget, cost of life, fixed monthly, fixed payments, bills expenses, expenses fixed,
        expenses bills, bills payments, bills needs, monthly recurring, monthly charges, mandatory expenses,
        mandatory, autodraft, auto draft, autodrafts, auto debit, auto withdrawals, due dates, payables, accounts
        payable, ap, spousal support, maintenance payment ex, court fees, court fine, parking tickets fines, fines,
        restitution, probation fees""",
    Role.SPENDING: """
        spending, spendings, spend, spendable, spending money, spending cash, flex spend, flex spending, expenses,
        expense, expences, exspenses, exp, expenditures, expenditure, variable, variable expenses, variable
        spending, variable costs, variable expense, everyday expenses, everyday spending, daily, daily expenses,
        daily spending, daily spend, day to day, day to day expenses, weekly spending, weekly, weekly budget, weekly
        expenses, weekly allowance, monthly spending, personal spending, personal spend, personal expenses, personal
        expense, personal money, walking around money, misc, miscellaneous, miscellanous, misc expenses, misc
        spending, flexible, flex, pocket, family spending, family expenses variable, family cash, joint spending,
        shared spending, household spending, cash spending, free spend, safe to spend, safe spend, checking
        spending, debit, debit card, debit cards, mad money, petty cash, budget, monthly budget, daily living,
        incidentals, everyday, purchases, 💸, pocket spending, weekly cash, weekly money, weekly spend, daily use,
        day to day spending, variable spend, lifestyle spending, free cash, cash envelopes, cash withdrawal, atm,
        atm cash, walking around, swipe, swipe card, everyday spend, everyday use, discretionary fund cash,
        unbudgeted, family money, his spend money, couple spending, household cash, odds and ends, life expenses,
        misc cash, tap money, spending budget""",
}

_CONTAINER: Table = {
    Role.ROUTER: """
        router, routers, routing, income router, hold, holding, holding tank, holding cell, holding pen, holding
        area, hub, income hub, cash hub, money hub, main hub, clearing, staging, allocation, allocations, allocate,
        allocator, splitter, split, distribution hub, distribution center, distribution pod, distributor, distro,
        waterfall, funnel, landing, landing pad, landing zone, central, central hub, command center, sequence
        router, sequence checking router, pass through, pass thru, passthrough, pool, income pool, money pool, cash
        pool, main pool, budget hub, master pod, master router, sorting, triage, income holding, intake, sweep, cash
        flow, cashflow, traffic controller, main router, income clearing, income landing, 🔀, sorter, divider,
        dispatcher, dispatch, switchboard, gateway, entry point, entry, inbox, arrivals, incoming router, incoming
        hub, collector, catch all, catchall, splitting, money router, flow, money flow, cash router, budget
        allocation, income allocation, revenue router, profit first router, paycheck router, paycheck split,
        paycheck splitter, paycheck hub, paycheck holding, salary split, salary router, money manager, control
        center, mission control, mothership, control tower, cash management hub, main holding""",
    Role.CHECKING: """
        checking, checkings, cheking, checkng, checkin, chequing, cheque, chk, chkg, chking, chckng, ckg, ckng,
        cking, chck, ck, dda, share draft, draft, complete banking, plus banking, adv plus, adv plus banking,
        advantage plus, adv safebalance, safebalance, safe balance, adv relationship, adv relationship banking, adv
        banking, advantage banking, bus adv, bus adv fundamentals, bus fundamentals, business adv, business
        advantage, adv fundamentals, business fundamentals, bus complete, business complete, business complete
        banking, secure banking, chase secure, chase college, chase total, college checking, student checking, total
        checking, premier plus, sapphire banking, private client, virtual wallet, clear access, clear access
        banking, everyday checking, everyday business, prime checking, way2go, smartly, bank smartly, lifegreen
        checking, classic checking, free checking, simple business, one deposit, simply banking, regular banking,
        360 checking, one pay, onepay, one finance, asterisk free, operating checking, upgrade debit, personal debit
        card, personal debit, upgrade debit card, cash management, cma, chase checking, essential checking, value
        checking, rewards checking, investor checking, schwab investor checking, simple checking, amex checking,
        american express checking, american express rewards checking, amex rewards checking, amex business checking,
        american express business checking, discover checking, discover cashback, discover cashback debit, cashback
        debit, credit union checking, sofi checking savings, spending checking, employee checking, employee chk,
        synchrony checking, apple cash, main bank, bank checking, spend checking, kasasa, kasasa cash, free chk, bus
        chk, bus checking, biz checking, small business checking, e checking, echecking, primary chk, joint chk,
        bill pay checking, checking plus, premier checking, advantage checking, interest checking, rewards chk,
        platinum checking, gold checking, basic checking, basic banking, core checking, performance checking, select
        checking, signature checking, preferred checking, convenience checking, freedom checking, basic business,
        business unlimited, navigate business, initiate business, performance business, ultimate checking, access
        checking, virtual wallet spend""",
    Role.SAVINGS: """
        savings, saving, save, saves, saved, savngs, savigns, savinggs, savins, saings, savimgs, sav, svgs, svng,
        svngs, hysa, hisa, hys, high yield, high yield savings, high interest, high yield cash, money market,
        moneymarket, mma, cd, cds, certificate, certificates, certificate of deposit, share savings, prime share,
        regular share, regular shares, membership share, membership shares, primary share, primary shares,
        membership savings, way2save, way 2 save, performance savings, 360 performance savings, lifegreen savings,
        360 savings, total sav, online savings, ally savings, short term savings, long term savings, short term,
        long term, future, future savings, nestegg, piggy bank, piggybank, stash cash, goal, goals, savings goal,
        savings goals, savings goals fund, savings debt, savings debts, debt savings, savings investments, savings
        investing, savings investment, savings fund, vault, vaults, barclays savings, discover savings, discover
        online savings, amex savings, american express savings, amex hysa, american express hysa, american express
        high yield, amex high yield, capital one savings, credit one savings, synchrony savings, synchrony hysa,
        bread savings, apple savings, apple card savings, savings builder, individual cash, joint cash, wealthfront
        cash, betterment cash, robinhood cash, cash reserve, cash reserves, lending club savings, lendingclub
        savings, upgrade savings, sofi vault, never touch, do not touch, dont touch, untouchable, money market
        savings, platinum savings, stability fund, security fund, cash savings, dream, dreams, dream fund, 🐖, 🐷, 🏦,
        easy access, isa cash, cash isa, fixed saver, regular saver, saver, savers, savings pot, rainy savings, term
        deposit, gic, rate saver, high yield saver, bonus saver, money market fund, mmf, hy savings, hyps, hi yield,
        hi yield savings, premium savings, smart saver, kasasa saver, growth saver, forever savings, family savings,
        joint savings, personal savings, main savings, business savings, biz savings, savings reserve, savings
        buffer, lock box, lockbox, locked savings, stash away, set aside, 52 week, 52 week challenge, savings
        challenge, no touch, dont touch this, hands off, bank savings, cash stash, hideaway""",
    Role.EMERGENCY_FUND: "buffer, buffers, cushion, reserve, reserves, contingency, cash buffer",
}

_EARNED: Table = {
    Role.INCOME: """
        income, incomes, all income, main income, incoming, incoming funds, incoming money, inflow, revenue,
        revenues, paycheck, paychecks, pay check, pay checks, paycheque, pay day, payday, salary, sallary, salery,
        earnings, earned income, w2, w 2, 1099, 1099 income, direct deposit, direct deposits, dd, payouts, payout,
        gross income, gross receipts, net income, rental income, side hustle, side hustles, side income, side job,
        side gig, gigs, business income, personal income, joint income, household income, ebay sales, etsy sales,
        stripe deposits, stripe payouts, square deposits, paypal income, shopify payouts, amazon payouts, venmo
        income, freelance, freelancing, freelance income, consulting, consulting income, commission, commissions,
        bonus, bonuses, tips, reimbursement, reimbursements, refund, refunds, refunds rebates, tax refund, tax
        refunds, interest income, dividends, dividend income, affiliate, affiliate income, adsense, royalty income,
        social security, ssi, ssdi, ssa, va disability, va benefits, va income, disability income, unemployment,
        pension income, retirement income, retirement pay, military pay, dfas, stipend, money in, funds in, uber
        income, lyft income, doordash income, client payments, client deposits, customer payments, customer
        deposits, receivables, accounts receivable, work income, contractor income, contract income, employee
        income, payroll income, payroll deposit, payroll deposits, payroll direct deposit, cash back rewards,
        sequence rewards, sequence reward, child support income, trading income, 💵, 💰, sales, deposits, wages
        income, pay income, pay cheque, take home, take home pay, net pay, net salary, monthly pay, biweekly pay,
        weekly pay, his paycheck, her paycheck, hubby paycheck, wifes paycheck, job income, primary income,
        secondary income, second income, passive income, extra income, other income, rent income, rents received,
        rental revenue, rent collected, tenant payments, tenants, airbnb income, interest earned, alimony income,
        royalties income, grants income, grant income, donations received, retainer, retainers, invoices, invoice
        payments, paid invoices, collections income, patient payments, insurance payments received, cash deposits,
        mobile deposits, ach deposits, ach credits, wire in, top line, total income, total revenue, net revenue,
        gross revenue, gross sales, net sales, merchant deposits, card processing deposits, payment processor, etsy
        deposits, amazon deposits, ebay deposits, ebay payouts, etsy payouts, upwork income, fiverr income, onlyfans
        income, youtube income, adsense income, twitch income, patreon income, substack income, overtime, overtime
        pay, ot pay, per diem, severance, inheritance, stimulus, child tax credit, child benefit, pip benefit,
        disability pay, veterans benefits, va pay, va comp, gi bill, bah, bas, scholarship refund, financial aid
        refund, student finance income, salary deposit, payroll in, employer deposit, employer, source income, money
        coming in, cash in, all revenue, all deposits""",
    Role.CREDIT_CARD: "credit",
}

_WEAK: Table = {
    Role.INCOME: "gross, job, work, cashback, cash back, reward, rewards",
    Role.ROUTER: """
        sequence, overflow, excess, surplus, extra, leftover, leftovers, left over, remainder, unallocated,
        unassigned, spillover, spill over, overage, overflow income, rollover cash, everything else, balance
        remaining, rest""",
    Role.CHECKING: """
        banking, primary checking, main, primary, joint, main business, primary business, usd, check, deposit""",
    Role.SAVINGS: "yield, interest savings, growth savings, interest, share, shares, member share",
    Role.SINKING_FUND: "fund, funds, move out",
    Role.OWNERS_PAY: "owner, owners, pay",
    Role.OPERATING_EXPENSES: "op, business, general business",
    Role.COST_OF_GOODS: "parts",
    Role.DEBT_PAYOFF: "minimum",
    Role.CREDIT_CARD: """
        gold amex, pay discover, pay capital one, pay citi, pay chase, pay boa, pay bofa, platinum, quick cash card,
        wayfair card, best buy card""",
    Role.LOAN: "student, finance",
    Role.HOUSING: "house, home",
    Role.UTILITIES: "city of, town of, village of, county of, power, light, solar, energy, lights",
    Role.SUBSCRIPTIONS: "tv, club, google, app, sub, apple, prime, max, ring, apple services, google services",
    Role.HEALTH: "dr",
    Role.SHOPPING: "purchase, store",
    Role.INVESTMENTS: "individual, equity, growth, investor, invested",
    Role.BILLS: """
        next pay, pay for, pay to, pay period, pay sequence, pay sofi, pay fidelity, ach, payment, payments, pymt,
        pmt, pmts, monthly, fee, lease, autopayment, due, monthly payment, payments due, service fee, charge,
        charges, invoice, contract""",
    Role.SPENDING: "general, money, cash, other, etc, cost, costs, random money, bank cash",
    Role.PERSON: """
        mom, moms, mommy, mother, mothers, dad, dads, daddy, father, wife, wifey, wifes, husband, husbands, hubby,
        hubbys, spouse, partner, girlfriend, boyfriend, gf, bf, fiance, fiancee, son, sons, daughter, daughters,
        brother, sister, grandma, grandpa, grandkids, grandson, granddaughter, parents, in laws, aunt, uncle, niece,
        nephew, cousin, kids allowance, kid allowance, kids allowances, kids spending, kids money, allowance kids,
        his, his money, her money, hers spending, his spending, her spending, his allowance, her allowance, mr, mrs,
        pay family, family support, support family, hubs, bestie, brothers, sisters, granny, nana, papaw, mamaw,
        pops, stepson, stepdaughter, godson, goddaughter, mum, mummy, mums, roommates, ex wife, ex husband, exwife,
        baby mama, baby daddy, sibling, siblings, mother in law, father in law, moms house, moms bills, wife
        allowance, husband allowance, wifes allowance, husbands allowance, mr mrs, family member""",
}

ENGLISH: dict[Level, Table] = {
    Level.SPECIFIC: _SPECIFIC,
    Level.PURPOSE: _PURPOSE,
    Level.GENERAL: _GENERAL,
    Level.BROAD: _BROAD,
    Level.CONTAINER: _CONTAINER,
    Level.EARNED: _EARNED,
    Level.WEAK: _WEAK,
}
