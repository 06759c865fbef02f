"""What is counted, and that alerts and dashboard ask for nothing that is not."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import yaml
from prometheus_client import REGISTRY, generate_latest

from seqmatch.lifecycle.monitor.metrics import count, count_feedback
from seqmatch.lifecycle.serving.routing import Sighting

MONITORING = Path(__file__).parents[3] / "monitoring"


def value(name: str, **labels: str) -> float:
    return REGISTRY.get_sample_value(name, labels) or 0.0


def sighting(**changes: object) -> Sighting:
    told = {
        "event_id": "0" * 20,
        "family": "toy",
        "subject": "Aunt Ida's Parlour",
        "unit": "ida@example.org",
        "mode": "model",
        "source": "live",
        "version": "0123456789ab",
        "covered": True,
        "candidates": ("dining",),
        "latency_ms": 0.3,
    }
    return Sighting(**{**told, **changes})  # type: ignore[arg-type]


def test_answers_are_counted_by_family_mode_and_source_and_failures_apart() -> None:
    live = {"family": "toy", "mode": "model", "source": "live"}
    shadow = {"family": "toy", "mode": "model", "source": "shadow"}
    names = ("seqmatch_suggestions_total", "seqmatch_suggestions_covered_total", "seqmatch_suggestions_errors_total")
    before = [value(name, **live) for name in names]
    count(
        [
            sighting(),
            sighting(covered=False),
            sighting(error="ZeroDivisionError", covered=False),
            sighting(source="shadow", agrees=True),
        ]
    )
    assert [value(name, **live) - was for name, was in zip(names, before, strict=True)] == [2, 1, 1]
    assert value("seqmatch_suggestions_total", **shadow) == 1
    assert value("seqmatch_suggestions_agreed_total", family="toy") == 1
    assert value("seqmatch_suggestions_latency_ms_count", **live) == 2


@pytest.mark.parametrize(("action", "name"), [("accept", "accepted"), ("reject", "rejected"), ("correct", "rejected")])
def test_feedback_is_counted_by_what_it_says(action: str, name: str) -> None:
    labels = {"family": "toy", "mode": "heuristic", "source": "live"}
    before = value(f"seqmatch_suggestions_{name}_total", **labels)
    count_feedback("toy", "heuristic", "live", action)
    assert value(f"seqmatch_suggestions_{name}_total", **labels) == before + 1


def test_no_figure_tells_of_a_person() -> None:
    count([sighting()])
    assert b"Ida" not in generate_latest() and b"ida@" not in generate_latest()


def expressions() -> list[str]:
    rules = yaml.safe_load((MONITORING / "alerts.yml").read_text())
    board = json.loads((MONITORING / "grafana.json").read_text())
    asked = [rule["expr"] for group in rules["groups"] for rule in group["rules"]]
    return asked + [target["expr"] for panel in board["panels"] for target in panel["targets"]]


def test_alerts_and_dashboard_ask_only_for_figures_there_are() -> None:
    count([sighting(), sighting(source="shadow", agrees=True), sighting(error="OSError")])
    count_feedback("toy", "model", "live", "accept")
    count_feedback("toy", "model", "live", "reject")
    offered = {sample.name for metric in REGISTRY.collect() for sample in metric.samples}
    asked = {name for expression in expressions() for name in re.findall(r"\bseqmatch_\w+", expression)}
    assert len(asked) >= 6
    assert asked <= offered


def test_every_alert_says_what_to_do() -> None:
    rules = yaml.safe_load((MONITORING / "alerts.yml").read_text())
    for rule in rules["groups"][0]["rules"]:
        assert {"summary", "action"} == rule["annotations"].keys()
