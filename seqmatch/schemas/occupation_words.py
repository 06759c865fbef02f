"""Words for jobs and kinds of user, as people say them."""

from __future__ import annotations

OCCUPATION_WORDS: dict[str, tuple[str, ...]] = {
    "ARCHITECT_OR_ENGINEER": (
        "architect", "engineer", "civil engineer", "mechanical engineer", "electrical engineer", "structural engineer",
    ),
    "BUSINESS_ANALYST_ACCOUNTANT_OR_FINANCIAL_ADVISOR": (
        "accountant", "bookkeeper", "auditor", "cpa", "business analyst", "financial analyst", "financial advisor",
        "financial adviser", "financial planner", "banker", "actuary", "controller", "tax preparer",
    ),
    "COMMUNITY_AND_SOCIAL_SERVICES_WORKER": (
        "social worker", "counselor", "counsellor", "case worker", "pastor", "clergy", "nonprofit", "caseworker",
        "community worker", "minister",
    ),
    "CONSTRUCTION_MECHANIC_OR_MAINTENANCE_WORKER": (
        "construction", "construction worker", "builder", "carpenter", "electrician", "plumber", "mechanic", "roofer",
        "car mechanic", "hvac technician", "handyman", "painter", "welder", "contractor", "maintenance worker",
    ),
    "DOCTOR": ("doctor", "physician", "surgeon", "dentist", "psychiatrist", "pediatrician", "veterinarian", "vet"),
    "EDUCATOR": (
        "teacher", "professor", "lecturer", "tutor", "educator", "school principal", "instructor", "teaching",
        "teaching assistant", "school teacher", "librarian",
    ),
    "ENTERTAINMENT_SPORTS_ARTS_OR_MEDIA": (
        "artist", "musician", "actor", "actress", "writer", "author", "journalist", "photographer", "designer",
        "graphic designer", "athlete", "coach", "filmmaker", "influencer", "content creator", "streamer", "dancer",
        "singer", "editor", "illustrator",
    ),
    "EXECUTIVE_OR_MANAGER": (
        "executive", "manager", "ceo", "cfo", "coo", "cto", "founder", "director", "vice president", "president",
        "product manager", "project manager", "team lead", "supervisor", "business owner", "entrepreneur",
        "restaurant manager", "office manager", "store manager", "sales manager", "engineering manager",
    ),
    "FARMER_FISHERMAN_FORESTER": ("farmer", "rancher", "fisherman", "fisher", "forester", "logger", "farm worker"),
    "FOOD_SERVICE_WORKER": (
        "waiter", "waitress", "server", "bartender", "barista", "cook", "chef", "baker", "dishwasher", "restaurant",
        "restaurant worker", "line cook", "fast food worker", "caterer",
    ),
    "GIG_WORKER": (
        "gig worker", "gig work", "uber", "uber driver", "lyft driver", "doordash", "delivery driver", "rideshare",
        "rideshare driver", "courier", "freelancer", "freelance",
    ),
    "HOSPITALITY_OFFICE_OR_ADMINISTRATIVE_SUPPORT_WORKER": (
        "receptionist", "secretary", "administrative assistant", "office assistant", "clerk", "hotel", "concierge",
        "executive assistant", "data entry", "customer service", "call center", "office worker", "admin assistant",
        "customer support", "hotel worker",
    ),
    "HOUSEHOLD_MANAGER": (
        "homemaker", "housewife", "househusband", "stay at home mom", "stay at home dad", "stay at home parent",
        "stay at home mother", "stay at home father", "household manager",
    ),
    "JANITOR_HOUSEKEEPER_LANDSCAPER": (
        "janitor", "cleaner", "housekeeper", "maid", "landscaper", "gardener", "custodian", "groundskeeper",
    ),
    "LAWYER": ("lawyer", "attorney", "solicitor", "barrister", "judge", "paralegal", "legal counsel"),
    "MANUFACTURING_OR_PRODUCTION_WORKER": (
        "factory worker", "machinist", "assembly line worker", "production worker", "manufacturing", "warehouse worker",
        "machine operator", "assembler", "seamstress", "tailor",
    ),
    "MILITARY_OR_PUBLIC_SAFETY": (
        "military", "soldier", "army", "navy", "marine", "air force", "veteran", "police", "police officer", "cop",
        "firefighter", "fireman", "security guard", "sheriff", "correctional officer",
    ),
    "NURSE_HEALTHCARE_TECHNICIAN_OR_HEALTHCARE_SUPPORT": (
        "nurse", "registered nurse", "rn", "nursing assistant", "paramedic", "emt", "pharmacist", "therapist",
        "physical therapist", "medical assistant", "dental hygienist", "radiology technician", "lab technician",
        "healthcare worker", "home health aide", "caregiver", "phlebotomist", "nurse practitioner", "health aide",
    ),
    "PERSONAL_CARE_OR_SERVICE_WORKER": (
        "hairdresser", "hair stylist", "barber", "beautician", "esthetician", "nail technician", "nanny",
        "babysitter", "personal trainer", "childcare worker", "dog walker", "massage therapist", "stylist",
    ),
    "PILOT_DRIVER_OPERATOR": (
        "pilot", "driver", "truck driver", "bus driver", "taxi driver", "trucker", "train operator", "crane operator",
        "flight attendant", "sailor",
    ),
    "SALES_REPRESENTATIVE_BROKER_AGENT": (
        "sales", "salesperson", "salesman", "saleswoman", "sales rep", "sales representative", "sales associate",
        "broker", "real estate agent", "realtor", "insurance agent", "retail", "retail worker", "cashier",
        "account executive", "travel agent",
    ),
    "SCIENTIST_OR_TECHNOLOGIST": (
        "scientist", "data scientist", "researcher", "software engineer", "software developer", "developer",
        "programmer", "coder", "web developer", "data analyst", "data engineer", "it specialist", "sysadmin",
        "system administrator", "chemist", "biologist", "physicist", "technologist", "tech", "devops engineer",
        "machine learning engineer", "it support",
    ),
    "STUDENT": ("student", "college student", "university student", "grad student", "graduate student", "phd student"),
}  # fmt: skip

USER_TYPE_WORDS: dict[str, tuple[str, ...]] = {
    "INDIVIDUAL": ("individual", "personal", "person", "private", "consumer", "household", "family", "myself"),
    "BUSINESS": ("business", "company", "small business", "business owner", "corporation", "llc", "startup"),
    "ADVISOR": ("advisor", "adviser", "financial advisor", "financial adviser", "consultant", "coach"),
}  # fmt: skip
