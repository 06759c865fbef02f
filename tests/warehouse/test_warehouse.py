"""The warehouse's SQL over the real tables of a store: what there is to learn from, and how suggestions fared."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import polars as pl
import pytest
from statements import statement, transaction
from warehouse_sql import MODELS, ORDER, TESTS, Warehouse, schema_tests

from seqmatch.store.engine import Store, open_store
from seqmatch.store.export import EXPORTED, export_tables, schema_of
from seqmatch.store.frames import FEATURES
from seqmatch.store.suggestions.events import Feedback, SuggestionEvent, record_feedback, record_suggestions
from seqmatch.store.transactions.features import write_features
from seqmatch.store.transactions.labels import set_labels
from seqmatch.store.transactions.transactions import add_transactions

JANUARY, FEBRUARY, MARCH = (dt.date(2026, month, 1) for month in (1, 2, 3))
NOON = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)
PAID = (
    ("t1", JANUARY, "bakery", "groceries", "human"),
    ("t2", JANUARY, "bakery", "groceries", "rule"),
    ("t3", FEBRUARY, "bakery", "dining", "import"),
    ("t4", FEBRUARY, "bakery", None, None),
    ("t5", MARCH, "bakery", "dining", "human"),
    ("t6", MARCH, "garage", "auto", "rule"),
)
"""Transaction, month, merchant, category and source of its label."""


def features(rows: list[tuple[str, dt.date, str]], **facts: object) -> pl.DataFrame:
    known = {
        "amount": -450,
        "abs_amount": 450,
        "mcc": None,
        "channel": "pos",
        "hour_of_day": None,
        "dow": 3,
        "is_weekend": False,
        "is_subscription": False,
        "norm_desc": "corner bakery",
        "tokens": ["corner", "bakery"],
        **facts,
    }
    return pl.DataFrame(
        [{"transaction_id": name, "ts_month": month, "merchant": payee, **known} for name, month, payee in rows],
        schema=FEATURES,
    )


def fill(store: Store) -> None:
    add_transactions(
        store, statement(*(transaction(at, transaction_id=row[0], date=row[1]) for at, row in enumerate(PAID)))
    )
    write_features(store, features([row[:3] for row in PAID]), version=1)
    label(store, {row[0]: (row[3], row[4]) for row in PAID if row[3] and row[4]})


def label(store: Store, said: dict[str, tuple[str, str]]) -> None:
    rows = [(name, category, source) for name, (category, source) in said.items()]
    set_labels(store, pl.DataFrame(rows, schema=["transaction_id", "category", "source"], orient="row"))


def built(store: Store, folder: Path) -> Warehouse:
    export_tables(store, folder)
    return Warehouse(folder).build()


@pytest.fixture
def household(tmp_path: Path) -> Store:
    """A store with a bakery paid in three months and a garage in the last; closed by the test's end."""
    opened = open_store(str(tmp_path / "household.sqlite"))
    fill(opened)
    return opened


def test_every_table_is_exported_with_its_types_from_either_database(store: Store, tmp_path: Path) -> None:
    fill(store)
    record_suggestions(store, [event("e1", "t1", "groceries")])
    assert export_tables(store, tmp_path)["transactions"] == len(PAID)
    for table in EXPORTED:
        assert pl.read_parquet(tmp_path / f"{table.name}.parquet").schema == schema_of(table)
    exported = pl.read_parquet(tmp_path / "ml_features.parquet")
    assert exported["tokens"][0] == '["corner", "bakery"]'
    assert sorted(path.name for path in tmp_path.glob("*.parquet")) == sorted(f"{t.name}.parquet" for t in EXPORTED)


def test_the_sql_of_dbt_is_run_here_whole() -> None:
    assert sorted(MODELS) == sorted(ORDER)
    assert len(schema_tests()) > 25 and len(TESTS) == 2


def test_schema_tests_pass_on_a_sound_store_and_fail_on_a_broken_export(household: Store, tmp_path: Path) -> None:
    record_suggestions(household, [event("e1", "t1", "groceries")])
    assert built(household, tmp_path).failures() == {}
    path = tmp_path / "transaction_labels.parquet"
    broken = pl.read_parquet(path)
    pl.concat([broken, broken.head(1).with_columns(source=pl.lit("guess"))]).write_parquet(path)
    assert {
        "unique stg_transaction_labels.transaction_id",
        "accepted_values stg_transaction_labels.label_source",
    } <= Warehouse(tmp_path).build().failures().keys()


class TestMerchants:
    PRIORS = "SELECT merchant, ts_month, labels_before, human_labels_before, top_category, top_probability, confidence \
        FROM dim_merchants ORDER BY merchant, ts_month"

    def test_a_merchant_is_known_by_the_labels_of_earlier_months(self, household: Store, tmp_path: Path) -> None:
        assert built(household, tmp_path).rows(self.PRIORS) == [
            ("bakery", JANUARY, 0, 0, None, None, "none"),
            ("bakery", FEBRUARY, 2, 1, "groceries", 1.0, "low"),
            ("bakery", MARCH, 3, 1, "groceries", pytest.approx(2 / 3), "low"),
            ("garage", MARCH, 0, 0, None, None, "none"),
        ]

    def test_labels_of_the_month_itself_and_of_later_ones_change_nothing(
        self, household: Store, tmp_path: Path
    ) -> None:
        before = built(household, tmp_path).rows(self.PRIORS)
        label(household, {"t5": ("pets", "human"), "t6": ("pets", "human")})
        assert built(household, tmp_path).rows(self.PRIORS) == before
        label(household, {"t3": ("pets", "human")})
        after = built(household, tmp_path).rows(self.PRIORS)
        assert after[:2] == before[:2] and after[2] != before[2]

    def test_confidence_grows_with_labels_that_agree(self, tmp_path: Path) -> None:
        with open_store(str(tmp_path / "regular.sqlite")) as store:
            days = [dt.date(2026, 1, day) for day in range(1, 11)] + [FEBRUARY]
            rows = [transaction(at, transaction_id=f"r{at}", date=day) for at, day in enumerate(days)]
            add_transactions(store, statement(*rows))
            paid = [(f"r{at}", day.replace(day=1), "kiosk") for at, day in enumerate(days)]
            write_features(store, features(paid, is_subscription=True), version=1)
            label(store, {f"r{at}": ("groceries", "rule") for at in range(3)})
            sql = "SELECT confidence, is_subscription FROM dim_merchants WHERE ts_month = DATE '2026-02-01'"
            assert built(store, tmp_path).rows(sql) == [("medium", True)]
            label(store, {f"r{at}": ("groceries", "rule") for at in range(10)})
            assert built(store, tmp_path).rows(sql) == [("high", True)]


class TestTraining:
    def test_labels_weigh_by_who_gave_them_and_bring_what_was_known_of_the_merchant(
        self, household: Store, tmp_path: Path
    ) -> None:
        assert built(household, tmp_path).rows(
            "SELECT transaction_id, ts_month, category, sample_weight, merchant_top_category FROM fct_training_view "
            "ORDER BY transaction_id"
        ) == [
            ("t1", JANUARY, "groceries", 3.0, None),
            ("t2", JANUARY, "groceries", 1.0, None),
            ("t3", FEBRUARY, "dining", 0.5, "groceries"),
            ("t5", MARCH, "dining", 3.0, "groceries"),
            ("t6", MARCH, "auto", 1.0, None),
        ]

    def test_payments_of_nothing_and_to_nobody_teach_nothing(self, household: Store, tmp_path: Path) -> None:
        write_features(household, features([("t1", JANUARY, "bakery")], amount=0), version=1)
        write_features(household, features([("t2", JANUARY, "")]), version=1)
        warehouse = built(household, tmp_path)
        assert warehouse.rows("SELECT transaction_id FROM fct_training_view ORDER BY 1") == [("t3",), ("t5",), ("t6",)]
        assert warehouse.failures() == {}


def event(name: str, subject: str, category: str, **facts: object) -> SuggestionEvent:
    known: dict[str, object] = {
        "family": "transactions",
        "subject": subject,
        "mode": "auto",
        "source": "live",
        "candidates": [{"category": category, "probability": 0.8}, {"category": "pets", "probability": 0.1}],
        "covered": True,
        "event_id": name,
        "created_at": NOON,
    }
    return SuggestionEvent(**{**known, **facts})  # type: ignore[arg-type]


def said(name: str, action: str, hours: int = 1, category: str | None = None) -> Feedback:
    at = NOON + dt.timedelta(hours=hours)
    return Feedback("transactions", "t", action, name, category, f"f-{name}-{hours}", at)  # type: ignore[arg-type]


class TestSuggestions:
    FARED = "SELECT event_id, suggested_category, feedback_action, is_accepted, is_correct_accept, is_correct_reject, \
        is_right FROM fct_suggestions_eval ORDER BY event_id"

    def test_a_persons_word_and_label_judge_and_rules_do_not(self, household: Store, tmp_path: Path) -> None:
        record_suggestions(
            household,
            [
                event("a-right-yes", "t1", "groceries"),
                event("b-wrong-no", "t5", "groceries"),
                event("c-corrected", "t4", "groceries"),
                event("d-by-a-rule-alone", "t6", "groceries"),
                event("e-nothing-offered", "t4", "x", candidates=[], covered=False),
            ],
        )
        record_feedback(
            household,
            [
                said("a-right-yes", "reject", 1),
                said("a-right-yes", "accept", 2),
                said("b-wrong-no", "reject"),
                said("c-corrected", "correct", category="dining"),
            ],
        )
        assert built(household, tmp_path).rows(self.FARED) == [
            ("a-right-yes", "groceries", "accept", 1, 1, None, 1),
            ("b-wrong-no", "groceries", "reject", 0, None, 1, 0),
            ("c-corrected", "groceries", "correct", 0, None, None, 0),
            ("d-by-a-rule-alone", "groceries", None, None, None, None, None),
            ("e-nothing-offered", None, None, None, None, None, None),
        ]

    def test_it_grows_by_what_is_new_and_mends_what_was_answered_since(self, household: Store, tmp_path: Path) -> None:
        record_suggestions(household, [event("old", "t1", "groceries"), event("open", "t4", "groceries")])
        warehouse = built(household, tmp_path)
        later = NOON + dt.timedelta(days=40)
        record_suggestions(household, [event("new", "t5", "dining", created_at=later)])
        record_feedback(household, [said("open", "accept", hours=24 * 40)])
        export_tables(household, tmp_path)
        grown = warehouse.build().rows(self.FARED)
        assert [row[0] for row in grown] == ["new", "old", "open"] and grown[2][2] == "accept"
        assert grown == Warehouse(tmp_path).build().rows(self.FARED)
        assert warehouse.failures() == {}
