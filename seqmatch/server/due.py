"""Looks at every family that is due, one after another, and keeps each look when it is done."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from seqmatch.errors import ModelError, ModelsMissing, SeqmatchError
from seqmatch.server.watching import figures_of, watch_family
from seqmatch.settings import Settings

if TYPE_CHECKING:
    from seqmatch.lifecycle.monitor.schedules import Look, Planned
    from seqmatch.store.engine import Store

JOB = "monitor"


@dataclass(frozen=True)
class Looked:
    """A look that was taken.

    Attributes
    ----------
    why : reasons to retrain; empty: it advises none.
    found : what it saw, in one sentence.
    """

    family: str
    look: Look
    version: str
    why: tuple[str, ...]
    found: str

    def to_json(self) -> dict[str, Any]:
        told = {"family": self.family, "look": self.look, "version": self.version}
        return {**told, "retrain": bool(self.why), "why": list(self.why), "found": self.found}


@dataclass(frozen=True)
class Due:
    """What a run did.

    Attributes
    ----------
    failed : family and what went wrong; its looks stay due.
    upcoming : the next looks, the earliest first.
    """

    looked: list[Looked] = field(default_factory=list)
    failed: list[tuple[str, str]] = field(default_factory=list)
    upcoming: list[Planned] = field(default_factory=list)

    def to_json(self) -> dict[str, Any]:
        return {
            "looked": [one.to_json() for one in self.looked],
            "failed": [{"family": family, "problem": problem} for family, problem in self.failed],
            "next": [{"family": one.family, "look": one.look, "on": str(one.on)} for one in self.upcoming],
        }


def look_where_due(
    settings: Settings,
    families: Sequence[str],
    store: Store,
    days: int,
    files: tuple[Path | None, Path | None] = (None, None),
    at: dt.datetime | None = None,
) -> Due:
    """Take every look that is due; families without a live version are passed over.

    Parameters
    ----------
    at : the time it is; now where it is not given.

    Raises
    ------
    StoreError : another run is under way, or the store cannot be reached.
    """
    from seqmatch.lifecycle.monitor.schedules import found, planned, reasons
    from seqmatch.lifecycle.versions.registry import live_version
    from seqmatch.store.records.looks import last_looks, record_look
    from seqmatch.store.sole_run import sole_run

    at = at or dt.datetime.now(dt.UTC)
    today = at.astimezone(dt.UTC).date()
    done = Due()
    with sole_run(store, JOB):
        served = []
        for family in families:
            try:
                live_version(settings.family_dir(family))
            except ModelsMissing:
                continue
            except ModelError as error:
                done.failed.append((family, str(error)))
                continue
            served.append(family)
        due = [one for one in planned(served, last_looks(store), today) if one.on <= today]
        for family, its in groupby(sorted(due, key=lambda one: served.index(one.family)), lambda one: one.family):
            try:
                seen = watch_family(settings, family, store, days, files)
            except SeqmatchError as error:
                done.failed.append((family, str(error)))
                continue
            for one in its:
                why = reasons(seen, one.look)
                facts = {"version": seen.version, "days": days, "retrain": bool(why)}
                record_look(store, family, one.look, facts, figures_of(seen, (one.look,)), at)
                done.looked.append(Looked(family, one.look, seen.version, why, found(seen, one.look)))
        done.upcoming.extend(planned(served, last_looks(store), today))
    return done
