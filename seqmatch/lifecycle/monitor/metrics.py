"""Prometheus counters and histograms: suggestions, their source, their speed, how they are received.

Labels are families, modes, sources and nothing else: no version churns a time series, and nothing a person typed or is
called by is ever a label.
"""

from __future__ import annotations

from collections.abc import Sequence

from prometheus_client import Counter, Histogram

from seqmatch.lifecycle.serving.routing import Sighting

LABELS = ("family", "mode", "source")
LATENCY_BUCKETS_MS = (0.1, 0.25, 0.5, 1, 2.5, 5, 10, 25, 50, 100, 200, 500, 1_000, 5_000)

SUGGESTIONS = Counter("seqmatch_suggestions", "Answers given, or prepared silently in shadow.", LABELS)
COVERED = Counter("seqmatch_suggestions_covered", "Answers sure enough to suggest something.", LABELS)
ERRORS = Counter("seqmatch_suggestions_errors", "Answers that failed and were given by the next arm.", LABELS)
AGREED = Counter("seqmatch_suggestions_agreed", "Shadow answers that suggest what was suggested.", ("family",))
LATENCY = Histogram("seqmatch_suggestions_latency_ms", "Time per answer.", LABELS, buckets=LATENCY_BUCKETS_MS)
ACCEPTED = Counter("seqmatch_suggestions_accepted", "Suggestions a person accepted.", LABELS)
REJECTED = Counter("seqmatch_suggestions_rejected", "Suggestions a person rejected or corrected.", LABELS)


def count(sightings: Sequence[Sighting]) -> None:
    """Count answers; a :class:`seqmatch.lifecycle.serving.routing.Watcher`."""
    for one in sightings:
        labels = (one.family, one.mode, one.source)
        if one.error is not None:
            ERRORS.labels(*labels).inc()
            continue
        SUGGESTIONS.labels(*labels).inc()
        LATENCY.labels(*labels).observe(one.latency_ms)
        if one.covered:
            COVERED.labels(*labels).inc()
        if one.agrees:
            AGREED.labels(one.family).inc()


def count_feedback(family: str, mode: str, source: str, action: str) -> None:
    """Count what a person made of a suggestion.

    Parameters
    ----------
    action : ``accept``, ``reject`` or ``correct``.
    """
    (ACCEPTED if action == "accept" else REJECTED).labels(family, mode, source).inc()
