"""Writes docs/categories.md: the taxonomy, its merchant category codes, and what the heuristic makes of statements.

python benchmarks/write_categories.py            writes the page
python benchmarks/write_categories.py --check    exits 1 when it is not what would be written
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import polars as pl

from benchmarks.lines import COMMON, STRANGERS, by_heuristic, by_model, score
from seqmatch.data.synthetic.spending.generate import generate_spending
from seqmatch.data.taxonomy.categories import CATEGORIES, Category, by_code, description_of, known_codes
from seqmatch.data.taxonomy.merchant_words import RIGHT
from seqmatch.families.transactions.heuristic import candidates, evidence

PAGE = Path(__file__).resolve().parent.parent / "docs" / "categories.md"
HEAD = """\
# The categories of transactions

Written by `make docs` from `seqmatch/data/taxonomy/categories.py`. Each merchant category code that ISO 18245 or a card
network lists (library `iso18245`) belongs to exactly one category. A category without codes is one that no card
payment has. Labels of your own are categories of their own: a labelled file may use any names, and a model trained on
it answers with those.

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


USERS, DAYS, SEED = 60, 180, 11
KINDS = {
    "code": "its merchant category code",
    "rail": "what the bank prints: how the money moved, or what for",
    "brand": "a brand",
    "word": "a word of a trade",
    "words": "words of several trades",
    "part": "a word inside a longer one",
    "start": "the start of a word that was cut off",
    "weak": "what the bank prints of any transfer",
    "none": "nothing: the base rates",
}


def heuristic() -> list[str]:
    """How often the heuristic is right on synthetic spending, beside the majority and what it says of itself."""
    made = generate_spending(USERS, DAYS, SEED)
    first = pl.Series([found[0][0] for found in candidates(made.frame, k=1)])
    kinds = pl.Series([told.kind for told in evidence(made.frame)])
    frame = made.frame.select("user", kind=kinds, right=first == made.truth, seller=made.sellers)
    once = frame.filter(pl.len().over("seller") == 1)
    majority = made.truth.value_counts(sort=True)["category"][0]
    lines = [
        "## What the heuristic gets right",
        "",
        "Codes, what banks print, brands and words of trades answer where no model does; where one does they are",
        "evidence that it has learned to weigh. Measured on synthetic spending",
        f"({USERS} people, {DAYS} days, seed {SEED}) against what each payment was for; intervals of 95 % by",
        "drawing people anew. Synthetic shops are called after what they sell more often than real ones, so the",
        "heuristic says less of itself than it shows here.",
        "",
        "| payments | number | right | always the commonest category |",
        "|---|---|---|---|",
    ]
    for name, rows in (("all", frame), ("at shops that nobody else visits, nor the payer again", once)):
        low, high = interval(rows)
        truth = made.truth.filter(frame["seller"].is_in(once["seller"].implode())) if rows is once else made.truth
        base = (truth == majority).mean()
        lines.append(f"| {name} | {len(rows):,} | {rows['right'].mean():.3f} ({low:.3f} to {high:.3f}) | {base:.3f} |")
    lines += ["", "| it rests on | share of payments | right | says of itself |", "|---|---|---|---|"]
    for kind, what in KINDS.items():
        rows = frame.filter(kind=kind)
        says = f"{RIGHT[kind]:.2f}" if kind in RIGHT else "the base rate"
        lines.append(f"| {what} | {len(rows) / len(frame):.1%} | {rows['right'].mean():.3f} | {says} |")
    return lines


def strangers() -> list[str]:
    """How right and how sure the default is of lines that somebody else invented, beside the lists alone."""
    lines = pl.read_csv(STRANGERS)
    told = {"what ships": by_model(lines), "the lists alone": by_heuristic(lines)}
    out = [
        "## What the default says of strangers' lines",
        "",
        f"{len(lines)} lines as banks of {lines['country'].n_unique()} countries print them, invented before the lists",
        "and the recipe were tuned, by somebody who tuned neither (`tests/families/transactions/strangers.csv`);",
        "intervals of 95 % by drawing lines anew. Named is what reaches 0.65.",
        "",
        "| | right | calibration error | named | right of those named |",
        "|---|---|---|---|---|",
    ]
    for name, said in told.items():
        cells = (f"{value:.3f} ({low:.3f} to {high:.3f})" for value, low, high in score(lines, said).values())
        out.append(f"| {name} | {' | '.join(cells)} |")
    hits = lines.with_columns(hit=pl.Series([name for name, _ in told["what ships"]]) == pl.col("category"))
    by_country = hits.group_by("country").agg(pl.len(), pl.col("hit").mean()).sort("country").iter_rows()
    out += [
        "",
        "By country: " + ", ".join(f"{name} {right:.2f} of {number}" for name, number, right in by_country) + ".",
    ]
    common = pl.read_csv(COMMON)
    out += [
        "",
        "Its answers for 40 common lines:",
        "",
        "| line | amount | category | probability |",
        "|---|---|---|---|",
    ]
    for text, amount, (name, likely) in zip(common["description"], common["amount"], by_model(common), strict=True):
        shown = name if likely >= 0.65 else f"not sure ({name})"
        out.append(f"| `{text}` | {amount:,.2f} | {shown} | {likely:.2f} |")
    return out


def interval(rows: pl.DataFrame) -> tuple[float, float]:
    """95 % of the shares that are right when people are drawn anew."""
    users = rows.group_by("user", maintain_order=True).agg(pl.col("right").sum(), pl.len().alias("all"))
    right, number = users["right"].to_numpy(), users["all"].to_numpy()
    drawn = np.random.default_rng(SEED).integers(0, len(users), (2000, len(users)))
    low, high = np.quantile(right[drawn].sum(axis=1) / number[drawn].sum(axis=1), (0.025, 0.975))
    return float(low), float(high)


def page() -> str:
    rows = [f"| {c.name} | {c.covers} | {c.codes.replace('-', '–') or 'none'} |" for c in CATEGORIES]
    sections = ["\n".join([f"## {c.name}", "", *listed(c)]) for c in CATEGORIES if c.codes]
    return "\n".join([HEAD, *rows, "", *strangers(), "", *heuristic(), "", "\n\n".join(sections), ""])


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
