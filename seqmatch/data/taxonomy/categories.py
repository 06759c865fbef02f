"""The spending categories, and which merchant category code (ISO 18245) belongs to which.

The table below is the whole taxonomy. Codes come from the card network and say what a shop sells, so that a statement
that carries them needs no guessing; categories without codes are those that no card payment has. An operator's own
labels are categories of their own and need no entry here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType


@dataclass(frozen=True)
class Category:
    """A category: its name, what it covers, and its merchant category codes as ``"5411 5422-5499"``."""

    name: str
    covers: str
    codes: str = ""


CATEGORIES: tuple[Category, ...] = (
    Category("income", "Pay, pensions, benefits, interest and dividends received"),
    Category(
        "transfers",
        "Money moved between one's own accounts, sent to people, or loaded on a card or wallet",
        "4829 6050-6051 6532-6540",
    ),
    Category("cash", "Cash machines and counters", "6010-6011"),
    Category("fees", "Bank and card fees, interest, credit reports", "6012 7321"),
    Category("loans", "Repayments of loans and of credit", "7322"),
    Category("investments", "Brokers, savings plans, pension contributions", "6211"),
    Category("insurance", "Premiums of every kind", "5960 6300-6399"),
    Category("housing", "Rent, mortgage, estate agents, home services", "6513 7013 7342 7349"),
    Category("utilities", "Electricity, gas, water, heating fuel, waste", "4900 5983"),
    Category("telecom", "Phone, internet, pay television", "4812-4821 4899"),
    Category(
        "home improvement",
        "Builders, tradespeople, hardware, garden",
        "0780 1520-1799 5039 5051 5072-5085 5193 5198 5200-5261 5271 5996 5998 7623 7692",
    ),
    Category("furnishing", "Furniture, household goods, appliances", "5021 5712-5714 5718-5722 5950 7217 7641"),
    Category("groceries", "Supermarkets, bakers, butchers, markets, wine shops", "5411-5499 5715 5921 0743-0763"),
    Category("dining", "Restaurants, cafés, bars, takeaways, caterers", "5811-5814"),
    Category("transit", "Trains, buses, taxis, ride hailing, tolls and parking", "4011-4112 4121-4131 4784-4789 7523"),
    Category("fuel", "Petrol stations and charging of cars", "5172 5541-5542 5552"),
    Category(
        "auto",
        "Buying, repairing and washing vehicles, tyres and parts",
        "5013 5511-5533 5551 5561-5599 7531-7549 8675",
    ),
    Category(
        "travel",
        "Flights, ships, hotels, agencies, hired cars",
        "3000-3999 4411 4511-4582 4722-4733 5962 7011-7012 7033 7512-7519",
    ),
    Category(
        "shopping",
        "Department stores, marketplaces, general goods",
        "5094-5099 5199 5262 5300-5399 5832 5931-5937 5944 5947-5949 5961 5963-5969 5978 5992-5994 5997 5999 7278",
    ),
    Category("clothing", "Clothes, shoes, tailors", "5131-5139 5611-5697 5699 7251 7296"),
    Category(
        "electronics", "Computers, phones, cameras, software", "5045 5065 5732 5734 5817 5946 7372-7379 7622 7629-7631"
    ),
    Category("books", "Books, newspapers, stationery, digital media", "2741 5111 5192 5815 5818 5942-5943"),
    Category("health", "Doctors, dentists, hospitals, pharmacies", "4119 5047 5122 5912 5975-5976 7280 8011-8099 8734"),
    Category(
        "personal care",
        "Hairdressers, cosmetics, laundry, personal services",
        "5698 5977 7210-7216 7221-7230 7261-7273 7277 7295 7297-7299",
    ),
    Category("childcare", "Nurseries, childminders, camps", "7032 8351"),
    Category("education", "Schools, universities, courses", "7911 8211-8299"),
    Category(
        "entertainment",
        "Cinemas, streaming, games, shows, attractions, betting",
        "5733 5735 5816 7800-7841 7922-7929 7991 7993-7996 7998 9406",
    ),
    Category(
        "sport and hobbies",
        "Gyms, clubs, sports goods, crafts, toys",
        "4457-4468 5940-5941 5945 5970-5973 7932-7941 7992 7997 7999",
    ),
    Category("pets", "Vets, pet food and supplies", "0742 5995"),
    Category("donations", "Charities, associations, places of worship", "8398-8661 8699"),
    Category("taxes and government", "Taxes, fines, licences, post offices", "7276 9211-9405 9700-9702"),
    Category(
        "business services",
        "Legal, accounting, advertising, printing, couriers, supplies of trades",
        "2791 2842 4214-4225 5044 5046 5169 7311 7332-7339 7361 7392-7395 7399 7511 7699 8111 8911-8999 9950",
    ),
)
"""Every category, in the order documents show them."""

NAMES: tuple[str, ...] = tuple(category.name for category in CATEGORIES)


def spans(codes: str) -> list[tuple[int, int]]:
    """``"5411 5422-5499"`` as the inclusive ranges [(5411, 5411), (5422, 5499)]."""
    ends = (span.split("-") for span in codes.split())
    return [(int(span[0]), int(span[-1])) for span in ends]


@cache
def by_code() -> Mapping[str, str]:
    """Four-digit merchant category code -> name of its category, for every code that some category lists."""
    table: dict[str, str] = {}
    for category in CATEGORIES:
        for start, end in spans(category.codes):
            table.update((f"{code:04d}", category.name) for code in range(start, end + 1))
    return MappingProxyType(table)


@cache
def description_of(code: str) -> str | None:
    """What ISO 18245 or a card network calls the code ("Groceries and supermarkets"), None where none knows it."""
    from iso18245 import InvalidMCC, MCCNotFound, get_mcc

    try:
        found = get_mcc(code)
    except (InvalidMCC, MCCNotFound, ValueError):
        return None
    return (
        found.iso_description
        or found.visa_description
        or found.mastercard_description
        or found.stripe_description
        or found.usda_description
        or found.amex_description
        or found.alipay_description
        or None
    )


def known_codes() -> tuple[str, ...]:
    """Every merchant category code that ISO 18245 or a card network lists, in order."""
    from iso18245 import get_all_mccs

    return tuple(sorted({found.mcc for found in get_all_mccs()}))
