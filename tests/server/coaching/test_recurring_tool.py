"""``find_recurring``: what a person said of payments counts everywhere."""

from __future__ import annotations

from typing import Any

import pytest
from house import HOUSE, bring, told
from mcp import Client

from seqmatch.store.engine import Store

pytestmark = pytest.mark.anyio


async def test_dismissed_payments_are_hidden_everywhere_and_confirmed_ones_stay(client: Client, kept: Store) -> None:
    from seqmatch.families.coaching.answers.whose import person_in_store
    from seqmatch.store.coaching.streams import answer_stream

    bring(kept, HOUSE)
    bring(kept, HOUSE, "ben")
    streams = {one.payee: one for one in person_in_store(kept, "ann").person.streams}
    answer_stream(kept, streams["city insurance"], "dismissed")
    answer_stream(kept, streams["green grocer"], "confirmed")

    async def payees(user: str, **more: Any) -> list[str]:
        found = (await told(client, "find_recurring", user=user, **more)).structured_content["streams"]
        return [one["payee"] for one in found]

    assert await payees("ann") == ["acme payroll", "north realty rent", "green grocer"]
    assert await payees("ben") == ["acme payroll", "north realty rent", "green grocer", "city insurance"]
    assert await payees("ann", as_of="2025-07-10") == ["green grocer"]  # too early to be found, yet confirmed
    step = (await told(client, "coach", user="ann")).structured_content["next_step"]
    assert step["kind"] != "check_lapsed_bill"
