"""Answers reach the store in batches, once each, and never hold anybody up."""

from __future__ import annotations

import pytest

from seqmatch.errors import StoreError
from seqmatch.lifecycle.monitor.event_log import EventLog
from seqmatch.lifecycle.serving.routing import Sighting
from seqmatch.store.engine import Store, open_store
from seqmatch.store.suggestions.accept_rates import receptions


def sighting(number: int, **changes: object) -> Sighting:
    told: dict[str, object] = {
        "event_id": f"{number:020x}",
        "family": "transactions",
        "subject": f"subject-{number}",
        "unit": f"user-{number % 10}",
        "mode": "model",
        "source": "live",
        "version": "0123456789ab",
        "covered": True,
        "candidates": ({"category": "dining", "probability": 0.9},),
        "latency_ms": 0.3,
    }
    return Sighting(**{**told, **changes})  # type: ignore[arg-type]


def test_what_was_seen_is_in_the_store_when_the_log_is_closed(store_address: str) -> None:
    log = EventLog(lambda: open_store(store_address), every=0.01)
    for start in range(0, 3_000, 100):
        log([sighting(number) for number in range(start, start + 100)])
    log([sighting(9_999, error="ValueError", covered=False, candidates=())])
    log.close()
    with open_store(store_address) as store:
        (found,) = receptions(store, "transactions")
    assert (found.suggestions, found.units, found.covered, found.errors) == (3_001, 10, 3_000, 1)


def test_the_same_answer_told_twice_is_one_event(store_address: str) -> None:
    log = EventLog(lambda: open_store(store_address), every=0.01)
    log([sighting(1)])
    log([sighting(1), sighting(2)])
    log.close()
    with open_store(store_address) as store:
        assert receptions(store, "transactions")[0].suggestions == 2


def test_a_store_that_is_away_for_a_while_loses_nothing(store_address: str, caplog: pytest.LogCaptureFixture) -> None:
    tries = []

    def open_at_last() -> Store:
        tries.append(1)
        if len(tries) < 3:
            raise StoreError("The store cannot be reached.")
        return open_store(store_address)

    log = EventLog(open_at_last, every=0.001)
    log([sighting(1), sighting(2)])
    while len(tries) < 3:
        pass
    log.close()
    with open_store(store_address) as store:
        assert receptions(store, "transactions")[0].suggestions == 2
    assert log.lost == 0


def test_a_log_that_heard_of_nothing_opens_no_store() -> None:
    def never() -> Store:
        raise AssertionError("opened")

    EventLog(never).close()
