"""Writes docs/categories.md: every category of the taxonomy and the merchant category codes it gathers.

python benchmarks/write_categories.py            writes the page
python benchmarks/write_categories.py --check    exits 1 when it is not what would be written
"""

from __future__ import annotations

import sys
from pathlib import Path

from seqmatch.data.categories import CATEGORIES, Category, by_code, description_of, known_codes

PAGE = Path(__file__).resolve().parent.parent / "docs" / "categories.md"
HEAD = """\
# The categories of transactions

Written by `make docs` from `seqmatch/data/categories.py`. Each merchant category code that ISO 18245 or a card network
lists (library `iso18245`) belongs to exactly one category. A category without codes is one that no card payment has.
Labels of your own are categories of their own: a labelled file may use any names, and a model trained on it answers
with those.

| category | covers | codes |
|---|---|---|"""


def listed(category: Category) -> list[str]:
    """The codes of a category with what they are called; the airlines, car hirers and hotels are told in one line."""
    codes = [code for code in known_codes() if by_code().get(code) == category.name]
    own = [code for code in codes if not "3000" <= code <= "3999"]
    lines = [f"- {code} {description_of(code)}" for code in own]
    if len(own) < len(codes):
        lines.insert(0, f"- 3000–3999 {len(codes) - len(own)} airlines, car hirers and hotels, each with its own code")
    return lines


def page() -> str:
    rows = [f"| {c.name} | {c.covers} | {c.codes.replace('-', '–') or 'none'} |" for c in CATEGORIES]
    sections = ["\n".join([f"## {c.name}", "", *listed(c)]) for c in CATEGORIES if c.codes]
    return "\n".join([HEAD, *rows, "", "\n\n".join(sections), ""])


def main() -> int:
    if "--check" in sys.argv[1:]:
        if PAGE.exists() and PAGE.read_text("utf-8") == page():
            return 0
        print("docs: categories.md is not what the table says; run `make docs`")
        return 1
    PAGE.write_text(page(), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
