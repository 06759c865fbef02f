"""The report's section on predicting goals."""

from __future__ import annotations

from typing import Any

from seqmatch.families.onboarding.report import charts, conclusions
from seqmatch.families.onboarding.report.titles import number
from seqmatch.lifecycle.pages.drawing import svg_of
from seqmatch.lifecycle.pages.markup import figure, table


def goal_section(document: dict[str, Any], findings: dict[str, Any]) -> list[str]:
    steady = findings["reliability"]
    groups = list(dict.fromkeys(row["stated"] for row in findings["confusion"]))
    predicted = list(dict.fromkeys(row["predicted"] for row in findings["confusion"]))
    confused = [
        {
            **row,
            "label": f"{row['stated']} ({row['users']})",
            "shade": row["share"] or 0.0,
            "text": "" if row["share"] is None else conclusions.percent(row["share"]),
        }
        for row in findings["confusion"]
    ]
    curve = [
        [
            {
                "users": row["users"],
                "value": row[name]["value"],
                "low": row[name]["ci95"][0],
                "high": row[name]["ci95"][1],
            }
            for row in findings["learning_curve"]
        ]
        for name in ("log_loss", "top3_accuracy")
    ]
    goal = document["goal"]
    parts = [
        figure(
            svg_of(charts.reliability(steady), "reliability"),
            "Can the probabilities be believed?",
            conclusions.reliability(steady),
            table(
                ("said", "was right", "95 % interval", "users"),
                [
                    (number(r["said"]), number(r["was"]), f"{number(r['low'])} to {number(r['high'])}", str(r["users"]))
                    for r in steady
                ],
            ),
        ),
        figure(
            svg_of(charts.confusion(confused, predicted), "confusion"),
            "Which groups of goals are told apart?",
            conclusions.confusion(findings["confusion"])
            + " The number beside a group counts its users; a cell that stands on fewer than five is left empty.",
            table(
                ("group stated", *predicted),
                [
                    (group, *(row["text"] or "under 5 users" for row in confused if row["stated"] == group))
                    for group in groups
                ],
            ),
        ),
    ]
    if findings["importance"]:
        parts.append(
            figure(
                svg_of(charts.importance(findings["importance"]), "importance"),
                "What does the predictor look at?",
                conclusions.importance(findings["importance"]),
                table(
                    ("feature", "read from", "mean absolute effect"),
                    [(row["feature"], row["subject"], number(row["effect"])) for row in findings["importance"]],
                ),
            )
        )
    parts.append(
        figure(
            svg_of(
                charts.side_by_side(
                    [
                        charts.learning_curve(curve[0], "log-loss (lower is better)", goal["log_loss"]["baseline"]),
                        charts.learning_curve(curve[1], "top-3 accuracy", goal["top3_accuracy"]["baseline"]),
                    ]
                ),
                "learning",
            ),
            "Is more data worth it?",
            conclusions.learning_curve(findings["learning_curve"]),
            table(
                ("labelled users", "log-loss", "95 % interval", "top-3 accuracy", "95 % interval"),
                [
                    (
                        f"{row['users']:,}",
                        *(cell for name in ("log_loss", "top3_accuracy") for cell in _told(row[name])),
                    )
                    for row in findings["learning_curve"]
                ],
            ),
        )
    )
    if findings.get("signal"):
        parts.append(_signal(findings["signal"]))
    return parts


def _told(found: dict[str, Any]) -> tuple[str, str]:
    return number(found["value"]), f"{number(found['ci95'][0])} to {number(found['ci95'][1])}"


def _signal(points: list[dict[str, Any]]) -> str:
    lines = []
    for point in points:
        reached = point["reached"]
        low, high = reached["ci95"]
        lines += [
            {"signal": point["signal"], "what": "best possible", "value": point["ceiling"]},
            {"signal": point["signal"], "what": "reached", "value": reached["value"], "low": low, "high": high},
            {"signal": point["signal"], "what": "base rates", "value": reached["baseline"]},
        ]
    return figure(
        svg_of(charts.signal(lines), "signal"),
        "How close to the best possible? (synthetic)",
        conclusions.signal(points),
        table(
            ("signal", "base rates", "reached", "95 % interval", "best possible", "share of it"),
            [
                (
                    f"{p['signal']:g}",
                    number(p["reached"]["baseline"]),
                    *_told(p["reached"]),
                    number(p["ceiling"]),
                    conclusions.percent(p["reached"]["value"] / p["ceiling"]),
                )
                for p in points
            ],
        ),
    )
