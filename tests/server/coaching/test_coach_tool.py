"""``coach``: one next step, what is said to it, and what is learned from that."""

from __future__ import annotations

import json
import re

import pytest
from house import HOUSE, UGLY, Row, bring, household, told
from mcp import Client
from test_hostile_rules import text_of

from seqmatch.families.coaching.answers.choosing import bandit_of
from seqmatch.store.coaching.recommendations import outcomes, recommendations_of
from seqmatch.store.engine import Store
from seqmatch.store.suggestions.events import find_event

pytestmark = pytest.mark.anyio


async def test_every_way_to_say_no_that_the_text_gives_is_taken(asker: Client) -> None:
    declined: list[str] = []
    for _ in range(10):
        text = text_of(await told(asker, "coach", transactions=HOUSE, declined=declined))
        said = re.search(r"send declined: (\[.*\]) with", text)
        if said is None:
            break
        declined += json.loads(said[1])
    assert len(declined) == len(set(declined)) >= 2
    assert "Nothing else needs doing now" in text


async def test_a_step_about_an_ugly_account_can_be_declined_as_it_is_named(asker: Client) -> None:
    rows = household(UGLY)
    balances = [{"account": UGLY, "balance_cents": -90_000}]
    asked: Row = {"transactions": rows, "balances": balances}
    first = (await told(asker, "coach", **asked)).structured_content["next_step"]
    assert first["kind"] == "cover_low_balance"
    second = (await told(asker, "coach", **asked, declined=[first["step"]])).structured_content["next_step"]
    assert second["step"] != first["step"]


async def test_a_users_no_is_remembered_and_the_next_step_is_another(client: Client, kept: Store) -> None:
    bring(kept, HOUSE[: len(HOUSE) // 2])
    bring(kept, HOUSE)  # the second statement overlaps the first
    first = (await told(client, "coach", user="ann")).structured_content
    again = (await told(client, "coach", user="ann")).structured_content
    assert first == again and first["kept"] is True
    (shown,) = recommendations_of(kept, "ann")
    assert (shown.recommendation_id, shown.kind, shown.status) == (
        first["event_id"],
        first["next_step"]["step"],
        "shown",
    )
    assert find_event(kept, first["event_id"]) is not None
    await told(client, "record_feedback", event_id=first["event_id"], action="reject")
    second = (await told(client, "coach", user="ann")).structured_content
    assert second["next_step"]["step"] != first["next_step"]["step"]
    assert second["event_id"] != first["event_id"]
    await told(client, "record_feedback", event_id=second["event_id"], action="accept")
    assert {one.kind: one.status for one in recommendations_of(kept, "ann")} == {
        first["next_step"]["step"]: "dismissed",
        second["next_step"]["step"]: "kept",
    }
    assert {one.kind: one.reward for one in recommendations_of(kept, "ann")} == {
        first["next_step"]["step"]: None,
        second["next_step"]["step"]: 1.0,
    }


async def test_when_all_is_answered_nothing_is_left_to_keep_or_decline(client: Client, kept: Store) -> None:
    bring(kept, HOUSE)
    for _ in range(10):
        answer = (await told(client, "coach", user="ann")).structured_content
        if not answer.get("kept"):
            break
        await told(client, "record_feedback", event_id=answer["event_id"], action="reject")
    assert answer["next_step"]["kind"] == "nothing"
    assert "nothing" not in {one.kind for one in recommendations_of(kept, "ann")}


async def test_what_others_answer_meanwhile_does_not_change_todays_step(client: Client, kept: Store) -> None:
    for user in ("ann", *(f"user-{number}" for number in range(6))):
        bring(kept, HOUSE, user)
    before = (await told(client, "coach", user="ann")).structured_content
    for number in range(6):
        other = (await told(client, "coach", user=f"user-{number}")).structured_content
        await told(client, "record_feedback", event_id=other["event_id"], action="accept")
    assert (await told(client, "coach", user="ann")).structured_content == before


async def test_kept_steps_make_their_strategy_likelier(client: Client, kept: Store) -> None:
    for number in range(8):
        bring(kept, HOUSE, f"user-{number}")
    rules = []
    for number in range(8):
        user = f"user-{number}"
        check = (await told(client, "coach", user=user)).structured_content
        assert "rule_text" not in check["next_step"]
        await told(client, "record_feedback", event_id=check["event_id"], action="accept")
        rules.append((await told(client, "coach", user=user)).structured_content)
    assert outcomes(kept) == []  # a yes to advice without a rule keeps no automation
    segment, wanted = rules[0]["segment"], rules[0]["strategy"]
    for answer in rules:
        action = "accept" if answer["strategy"] == wanted else "reject"
        await told(client, "record_feedback", event_id=answer["event_id"], action=action)
    before, after = (bandit_of(found).propensities(segment) for found in ([], outcomes(kept)))
    assert after[wanted] > before[wanted]


async def test_a_step_is_accepted_or_rejected_never_corrected(client: Client, kept: Store) -> None:
    bring(kept, HOUSE)
    answer = (await told(client, "coach", user="ann")).structured_content
    said = {"event_id": answer["event_id"], "action": "correct", "category": "dining"}
    refused = await client.call_tool("record_feedback", said)
    assert refused.is_error is True and "Allowed: accept, reject." in text_of(refused)
    assert [one.status for one in recommendations_of(kept, "ann")] == ["shown"]
