"""The tables, in SQLAlchemy. Labels and features go with their transaction; events and feedback outlive it.

The store holds the operator's own data, on the operator's own machine; nothing of it goes into logs or artifacts.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    SmallInteger,
    String,
    Table,
    Time,
    TypeDecorator,
)

from seqmatch.store.sealing.columns import SealedJson, SealedText


class Moment(TypeDecorator[dt.datetime]):
    """A moment in UTC. SQLite keeps no time zone, so it is taken off on the way in and put back on the way out."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        return None if value is None else value.astimezone(dt.UTC)

    def process_result_value(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=dt.UTC) if value.tzinfo is None else value.astimezone(dt.UTC)


metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _of_transaction() -> Column[Any]:
    return Column(
        "transaction_id", String, ForeignKey("transactions.transaction_id", ondelete="CASCADE"), primary_key=True
    )


transactions = Table(
    "transactions",
    metadata,
    Column("transaction_id", String, primary_key=True),
    # Not "user": in PostgreSQL that word, unquoted, is the name of the role that asks.
    Column("user_id", String),
    Column("account", String),
    Column("date", Date, nullable=False),
    Column("time", Time),
    Column("description", String, nullable=False),
    Column("merchant", String),
    Column("amount_cents", BigInteger, nullable=False),
    Column("mcc", String(4)),
    Column("precedence", BigInteger, nullable=False),
    # Three letters; null where nothing told it. Amounts are hundredths of it, and sums never mix two of them.
    Column("currency", String(3)),
    # The id that the bank gives the row, after the kind of file it comes from; null where it gives none that lasts.
    Column("bank_id", String),
    Index(None, "bank_id"),
    Index(None, "date"),
    Index(None, "user_id", "date"),
)

imports = Table(
    "imports",
    metadata,
    Column("import_id", String(16), primary_key=True),
    Column("created_at", Moment, nullable=False),
    Column("file", String, nullable=False),
    Column("fingerprint", String(64), nullable=False),
    Column("added", Integer, nullable=False),
    Column("updated", Integer, nullable=False),
    Column("unchanged", Integer, nullable=False),
    Index(None, "created_at"),
)

import_rows = Table(
    "import_rows",
    metadata,
    Column("import_id", String(16), ForeignKey("imports.import_id", ondelete="CASCADE"), primary_key=True),
    Column("transaction_id", String, ForeignKey("transactions.transaction_id", ondelete="CASCADE"), primary_key=True),
    # Whether the row is there because of imports alone: it goes with the last of them.
    Column("added", Boolean, nullable=False),
    # The row as it was, where this import told more of it.
    Column("before", JSON(none_as_null=True)),
    Index(None, "transaction_id"),
)

balances = Table(
    "balances",
    metadata,
    # A digest of who told what: of the import, or of the hand, and of account, day and currency.
    Column("balance_id", String(32), primary_key=True),
    Column("user_id", String),
    Column("account", String),
    # At the end of this day.
    Column("date", Date, nullable=False),
    Column("balance_cents", BigInteger, nullable=False),
    Column("currency", String(3)),
    Column("source", String(9), nullable=False),
    # The import that told it, with which it goes; null where a person did.
    Column("import_id", String(16), ForeignKey("imports.import_id", ondelete="CASCADE")),
    # A row of the account: where its account is called otherwise later, so is the one of the balance.
    Column("transaction_id", String, ForeignKey("transactions.transaction_id", ondelete="SET NULL")),
    Column("created_at", Moment, nullable=False),
    CheckConstraint("source IN ('statement', 'row', 'hand')", "source"),
    Index(None, "import_id"),
    Index(None, "transaction_id"),
    Index(None, "user_id", "account", "date"),
)

transaction_labels = Table(
    "transaction_labels",
    metadata,
    _of_transaction(),
    Column("category", String, nullable=False),
    Column("source", String(8), nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("updated_at", Moment, nullable=False),
    CheckConstraint("source IN ('human', 'rule', 'import')", "source"),
    Index(None, "category"),
    Index(None, "source"),
)

ml_features = Table(
    "ml_features",
    metadata,
    _of_transaction(),
    Column("ts_month", Date, nullable=False),
    Column("amount", BigInteger, nullable=False),
    Column("abs_amount", BigInteger, nullable=False),
    Column("merchant", String),
    Column("mcc", String(4)),
    Column("channel", String(16), nullable=False),
    Column("hour_of_day", SmallInteger),
    Column("dow", SmallInteger, nullable=False),
    Column("is_weekend", Boolean, nullable=False),
    Column("is_subscription", Boolean, nullable=False),
    Column("norm_desc", String, nullable=False),
    Column("tokens", JSON, nullable=False),
    Column("feature_version", SmallInteger, nullable=False),
    Index(None, "ts_month"),
    Index(None, "merchant"),
)

ml_training_runs = Table(
    "ml_training_runs",
    metadata,
    Column("run_id", String(32), primary_key=True),
    Column("family", String(32), nullable=False),
    Column("started_at", Moment, nullable=False),
    Column("finished_at", Moment),
    Column("model_version", String(32)),
    Column("model_uri", String),
    Column("feature_count", Integer),
    Column("train_size", Integer),
    Column("test_size", Integer),
    Column("class_count", Integer),
    Column("accuracy", Float),
    Column("f1_macro", Float),
    Column("notes", String),
    Index(None, "started_at"),
)

suggestion_events = Table(
    "suggestion_events",
    metadata,
    Column("event_id", String(32), primary_key=True),
    Column("family", String(32), nullable=False),
    Column("subject", String, nullable=False),
    Column("unit_hash", String),
    Column("mode", String(16), nullable=False),
    Column("source", String(16), nullable=False),
    Column("model_version", String(32)),
    Column("candidates", JSON, nullable=False),
    Column("features_hash", String),
    Column("latency_ms", Float),
    Column("covered", Boolean, nullable=False),
    Column("error", String),
    Column("created_at", Moment, nullable=False),
    CheckConstraint("mode IN ('heuristic', 'model', 'auto')", "mode"),
    CheckConstraint("source IN ('live', 'shadow', 'canary')", "source"),
    Index(None, "family", "created_at"),
    Index(None, "subject"),
)

feedback = Table(
    "feedback",
    metadata,
    Column("feedback_id", String(32), primary_key=True),
    # No foreign key: events are written in batches, and a person may answer before the batch is.
    Column("event_id", String(32)),
    Column("family", String(32), nullable=False),
    Column("subject", String, nullable=False),
    Column("action", String(8), nullable=False),
    Column("category", String),
    Column("created_at", Moment, nullable=False),
    CheckConstraint("action IN ('accept', 'reject', 'correct')", "action"),
    Index(None, "event_id"),
    Index(None, "family", "created_at"),
)

audit_log = Table(
    "audit_log",
    metadata,
    Column("entry_id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    Column("created_at", Moment, nullable=False),
    Column("event", String(32), nullable=False),
    Column("facts", JSON, nullable=False),
    Index(None, "created_at"),
)

ml_recommendations = Table(
    "ml_recommendations",
    metadata,
    # A UUID.
    Column("recommendation_id", String(36), primary_key=True),
    Column("user_id", String, nullable=False),
    Column("category", String(24), nullable=False),
    Column("priority", String(6), nullable=False),
    Column("status", String(10), nullable=False),
    Column("model_name", String(32), nullable=False),
    Column("model_version", String(32)),
    Column("confidence", Float),
    # Title, text, evidence, actions, and the salt of the checksum.
    Column("body", SealedJson, nullable=False),
    Column("valid_from", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("answered_at", Moment),
    Column("checksum", String(64), nullable=False),
    CheckConstraint("priority IN ('high', 'medium', 'low')", "priority"),
    CheckConstraint("status IN ('active', 'accepted', 'dismissed', 'done', 'superseded')", "status"),
    Index(None, "user_id", "expires_at"),
    Index(None, "expires_at"),
)

ml_recommendation_events = Table(
    "ml_recommendation_events",
    metadata,
    Column("line_id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    # No foreign key: the audit outlives what it is about.
    Column("recommendation_id", String(36), nullable=False),
    Column("user_id", String, nullable=False),
    Column("event", String(10), nullable=False),
    Column("by", String, nullable=False),
    Column("note", SealedText),
    Column("created_at", Moment, nullable=False),
    Index(None, "recommendation_id"),
    Index(None, "user_id"),
    Index(None, "created_at"),
)

ml_model_performance = Table(
    "ml_model_performance",
    metadata,
    Column("measurement_id", String(36), primary_key=True),
    Column("model_name", String(32), nullable=False),
    Column("model_version", String(32), nullable=False),
    Column("metric_name", String(64), nullable=False),
    Column("metric_value", Float, nullable=False),
    Column("baseline_value", Float),
    Column("recorded_at", Moment, nullable=False),
    Index(None, "model_name", "recorded_at"),
)
