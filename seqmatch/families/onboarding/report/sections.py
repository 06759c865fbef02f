"""The report's sections on questions, archetypes and automations."""

from __future__ import annotations

from typing import Any

from seqmatch.families.onboarding.report import charts, conclusions
from seqmatch.families.onboarding.report.titles import number
from seqmatch.lifecycle.pages.drawing import svg_of
from seqmatch.lifecycle.pages.markup import figure, paragraph, table

SITUATIONS = {"new_user": "New user: profile and goal only", "known_rules": "Half of the user's rules known"}


def asking_section(found: dict[str, Any]) -> list[str]:
    if not found["counted"]:
        return [paragraph("Nobody's whole profile makes the classifier confident, so there is nothing to count.")]
    doubt = [
        {"order": row["order"], "asked": asked, "doubt": bits}
        for row in found["orders"]
        for asked, bits in enumerate(row["doubt_after"])
    ]
    rule, counted, verdict = conclusions.asking(found)
    top3 = found["top3_whole_profile"]
    return [
        paragraph(f"{rule} {counted}"),
        table(
            ("asked in the order of", "questions until confident", "95 % interval", "stated goal then in the top 3"),
            [
                (
                    row["order"],
                    f"{row['questions']:.2f}",
                    f"{row['ci95'][0]:.2f} to {row['ci95'][1]:.2f}",
                    "" if row["top3_then"] is None else conclusions.percent(row["top3_then"]),
                )
                for row in found["orders"]
            ],
        ),
        paragraph(
            verdict
            + (
                ""
                if top3 is None
                else f" With all {found['fields']} answered the top 3 holds the stated "
                f"goal in {conclusions.percent(top3)} of the {found['stated']} cases that state one."
            )
        ),
        figure(
            svg_of(charts.asking(doubt), "asking"),
            "How fast does doubt fall?",
            "Mean doubt (entropy over all goals) of everyone asked, after each question. The sooner a line falls, the "
            "less patience an answer costs. A line may rise again: an answer can also make the leading goal less sure.",
            table(
                ("questions asked", *(row["order"] for row in found["orders"])),
                [
                    (str(asked), *(number(row["doubt_after"][asked]) for row in found["orders"]))
                    for asked in range(found["fields"] + 1)
                ],
            ),
        ),
    ]


def archetype_section(found: dict[str, Any]) -> list[str]:
    cards = found["cards"]
    tried = [
        {"k": row["k"], "what": what, "value": row[key], "chosen": row["chosen"] and key == "silhouette"}
        for row in found["ks"]
        for key, what in (
            ("silhouette", "silhouette"),
            ("null", "silhouette of shuffled columns"),
            ("stability", "stability (ARI)"),
        )
    ]
    return [
        table(
            ("archetype", "share", "stability", "what they are like"),
            [
                (
                    f"{card['number']}. {card['name']}",
                    conclusions.percent(card["share"]),
                    f"{card['stability']:.2f}",
                    card["description"],
                )
                for card in cards
            ],
        ),
        figure(
            svg_of(
                charts.archetype_map(
                    found["map"]["cells"],
                    found["map"]["centres"],
                    found["map"]["columns"],
                    [card["name"] for card in cards],
                ),
                "map",
            ),
            "Where do they stand?",
            conclusions.archetype_map(found),
        ),
        figure(
            svg_of(charts.ks(tried), "ks"),
            "Why this many groups?",
            conclusions.ks(found),
            table(
                ("k", "silhouette", "of shuffled columns", "stability (ARI)", "smallest group"),
                [
                    (
                        f"{row['k']}{' (chosen)' if row['chosen'] else ''}",
                        *(number(row[key]) for key in ("silhouette", "null", "stability")),
                        f"{row['smallest']:.1%}",
                    )
                    for row in found["ks"]
                ],
            ),
        ),
    ]


def automation_section(automations: dict[str, Any]) -> list[str]:
    rows: list[dict[str, Any]] = []
    for situation, title in SITUATIONS.items():
        found = automations[situation]["ndcg_at_5"]
        for ranker, value in (
            ("popularity", found["baseline"]),
            ("popularity by user type", found["popularity_by_type"]),
        ):
            rows.append({"situation": title, "ranker": ranker, "value": value, "end": value, "text": number(value)})
        (low, high), value = found["ci95"], found["value"]
        times = automations[situation]["ndcg_lift_over_popularity"]["value"]
        rows.append(
            {
                "situation": title,
                "ranker": "seqmatch",
                "value": value,
                "low": low,
                "high": high,
                "end": high,
                "text": f"{number(value)}  ({times:.2f} × popularity)",
            }
        )
    return [
        figure(
            svg_of(charts.lift(rows), "lift"),
            "Is the recommender better than a list of what is popular?",
            conclusions.lift(automations)
            + " NDCG@5 is 1 where the five suggestions are what the user does set up, best first. The thin line is the "
            "95 % interval.",
            table(
                ("situation", "ranker", "NDCG@5"),
                [(row["situation"], row["ranker"], number(row["value"])) for row in rows],
            ),
        )
    ]
