"""Every merchant category code has one category, and the page that says so is the table's own."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from seqmatch.data.taxonomy.categories import CATEGORIES, NAMES, by_code, description_of, known_codes, spans

ROOT = Path(__file__).resolve().parent.parent.parent


def test_every_code_the_networks_list_belongs_to_exactly_one_category() -> None:
    owners = Counter(
        f"{code:04d}" for c in CATEGORIES for start, end in spans(c.codes) for code in range(start, end + 1)
    )
    assert len(known_codes()) > 900
    assert {code: owners[code] for code in known_codes() if owners[code] != 1} == {}
    assert [code for code, times in owners.items() if times > 1] == []


def test_no_category_is_named_twice_and_each_says_what_it_covers() -> None:
    assert len(set(NAMES)) == len(NAMES) == 32
    assert all(category.covers for category in CATEGORIES)


@pytest.mark.parametrize(
    ("code", "category", "called"),
    [
        ("5411", "groceries", "Groceries and supermarkets"),
        ("5812", "dining", "Eating places and restaurants"),
        ("4121", "transit", "Taxi-cabs and limousines"),
        ("5542", "fuel", "Automated fuel dispensers"),
        ("3000", "travel", "UNITED AIRLINES"),
        ("6011", "cash", "Financial institutions -- automated cash disbursements"),
        ("0742", "pets", "Veterinary services"),
    ],
)
def test_a_code_says_what_a_shop_sells(code: str, category: str, called: str) -> None:
    assert (by_code()[code], description_of(code)) == (category, called)


@pytest.mark.parametrize("code", ["9999", "12345", "12", "abcd", "", "-001"])
def test_what_is_no_code_has_neither_category_nor_description(code: str) -> None:
    assert code not in by_code()
    assert description_of(code) is None


def test_the_page_of_categories_is_what_the_table_says() -> None:
    checked = subprocess.run(
        [sys.executable, str(ROOT / "benchmarks" / "write_categories.py"), "--check"],
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert (checked.returncode, checked.stdout) == (0, ""), checked.stdout + checked.stderr
