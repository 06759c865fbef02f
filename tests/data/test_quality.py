"""The quality report counts, and repeats nothing that a person typed."""

from __future__ import annotations

import json

from seqmatch.data.users.quality import (
    ColumnQuality,
    JoinQuality,
    ProfilesQuality,
    QualityReport,
    RulesQuality,
    common_categories,
    rule_counts,
)
from seqmatch.rules.parse import parse_rules

NOTHING_READ = {
    "rules": 0,
    "actions": 0,
    "texts_with_unparsed": 0,
    "unparsed": 0,
    "unreadable_numbers": 0,
    "negative_amounts": 0,
    "ambiguous_actions": 0,
}

REPORT = QualityReport(
    ProfilesQuality(
        rows=2_000,
        columns={
            "OCCUPATION": ColumnQuality(missing=80, unknown=12, common_unknown={"ASTRONAUT": 7, "BEEKEEPER": 5}),
            "USER_TYPE": ColumnQuality(missing=0, unknown=1),
            "AGE_GROUP": ColumnQuality(missing=0),
        },
        duplicates=4,
        extra_columns=("notes",),
    ),
    RulesQuality(rows=1_500, rules=9_000, actions=20_000, ambiguous_actions=10),
    JoinQuality(
        profiles_with_rules=1_490,
        profiles_without_rules=510,
        rule_users_with_profile=1_490,
        rule_users_without_profile=10,
        rule_rows_dropped=10,
    ),
)


def test_an_unknown_value_is_named_only_when_it_looks_like_a_category_and_five_rows_share_it() -> None:
    counts = {"BEEKEEPER": 5, "ASTRONAUT": 9, "POET": 4, "my name is Ann": 50, "A" * 61: 50, "ann_lee": 50, "ÄRZTE": 50}

    assert common_categories(counts) == {"ASTRONAUT": 9, "BEEKEEPER": 5}


def test_rules_that_read_well_count_as_rules_and_actions_only() -> None:
    ruleset = parse_rules(
        "When funds are received: 10.00% of incoming funds goes from Pay to Savings; Funds move from Pay to Rent.\n\n"
        "When date equal 1: $5.00 moves from Rent to Fun."
    )

    assert rule_counts([ruleset]) == NOTHING_READ | {"rules": 2, "actions": 3}


def test_every_kind_of_dirt_is_counted_under_its_own_name() -> None:
    texts = [
        "When funds are received: $NaN moves from Pay to Savings.",
        "When balance greaterThan [object Object]: $-5.00 moves from Pay to Savings.",
        "When funds are received: Funds move from Pay to Peer to Peer Income.",
        "Please do something clever.\n\nAnd more.",
    ]

    assert rule_counts(parse_rules(text) for text in texts) == NOTHING_READ | {
        "rules": 3,
        "actions": 3,
        "texts_with_unparsed": 1,
        "unparsed": 2,
        "unreadable_numbers": 2,
        "negative_amounts": 1,
        "ambiguous_actions": 1,
    }


def test_the_table_names_what_there_is_and_leaves_out_what_there_is_not() -> None:
    assert REPORT.table() == [
        ("profiles", "rows", "2,000"),
        ("", "OCCUPATION missing", "80 (4.0%)"),
        ("", "OCCUPATION unknown, read as missing: ASTRONAUT 7, BEEKEEPER 5", "12 (0.6%)"),
        ("", "USER_TYPE unknown, read as missing", "1 (0.1%)"),
        ("", "alike but for the identifier", "4 (0.2%)"),
        ("", "columns ignored: notes", "1"),
        ("rules", "rows", "1,500"),
        ("", "rules read", "9,000"),
        ("", "actions read", "20,000"),
        ("", "actions with unclear account names", "10 (0.1%)"),
        ("join", "profiles with rules", "1,490 (74.5%)"),
        ("", "users of rules with a profile", "1,490 (99.3%)"),
        ("", "rows of rules dropped, no profile", "10 (0.7%)"),
    ]


def test_the_json_form_is_plain_and_complete() -> None:
    document = REPORT.to_json()

    assert json.loads(json.dumps(document)) == document
    assert document["profiles"]["columns"]["OCCUPATION"] == {
        "missing": 80,
        "unknown": 12,
        "common_unknown": {"ASTRONAUT": 7, "BEEKEEPER": 5},
    }
    assert document["profiles"]["extra_columns"] == ["notes"]
    assert document["rules"] == NOTHING_READ | {
        "rows": 1_500,
        "empty": 0,
        "repeated": 0,
        "duplicates": 0,
        "rules": 9_000,
        "actions": 20_000,
        "ambiguous_actions": 10,
        "extra_columns": [],
    }
    assert document["join"]["profiles_without_rules"] == 510
