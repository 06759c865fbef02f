"""A family of one model: a number that is added to what is asked."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from sqlalchemy import Column, Integer, MetaData, Table

from seqmatch.lifecycle.declared import Declared
from seqmatch.lifecycle.monitor.histogram import of_numbers
from seqmatch.lifecycle.monitor.watch import REFERENCE, reference_file
from seqmatch.lifecycle.versions.artifact import Version, to_json
from seqmatch.lifecycle.versions.family import Family
from seqmatch.lifecycle.versions.publish import about, publish

TABLES = MetaData()
SUMS = Table("tiny_sums", TABLES, Column("asked", Integer), Column("total", Integer))


@dataclass(frozen=True)
class TinyModels:
    adds: int


def _load(version: Version) -> TinyModels:
    return TinyModels(int(json.loads(version.files["adds.json"])))


TINY = Family("tiny", _load, feature_version=7)


def train(models_dir: Path, adds: int) -> str:
    files = {
        "adds.json": to_json(adds),
        "metrics.json": to_json({"users": 40, "provenance": "synthetic"}),
        "card.md": b"# A tiny model\n",
        REFERENCE: reference_file({"size": of_numbers(np.arange(40.0))}),
    }
    data = {"provenance": "synthetic", "fingerprint": "f" * 64, "sums": 40}
    return publish(models_dir / TINY.name, files, about(TINY.name, data, 1), "train", {"decision": "promoted"})


def seen(files: object, store: object, since: dt.date) -> tuple[dict[str, Any], int]:
    return {"size": np.arange(1000.0, 1400.0)}, 400


DECLARED = Declared(
    TINY,
    toolsets="tiny_family.tools",
    commands=("tiny_family.commands",),
    answers="tiny_family.answers",
    monitor_inputs="tiny_family.family:seen",
    tables="tiny_family.family:TABLES",
)
