"""The tables of the transactions family, and what any family writes down: runs, suggestions, feedback, audit."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "audit_log",
        sa.Column("entry_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("event", sa.String(length=32), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("entry_id", name=op.f("pk_audit_log")),
    )
    op.create_index(op.f("ix_audit_log_created_at"), "audit_log", ["created_at"])
    op.create_table(
        "feedback",
        sa.Column("feedback_id", sa.String(length=32), nullable=False),
        sa.Column("event_id", sa.String(length=32)),
        sa.Column("family", sa.String(length=32), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("action", sa.String(length=8), nullable=False),
        sa.Column("category", sa.String()),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("action IN ('accept', 'reject', 'correct')", name=op.f("ck_feedback_action")),
        sa.PrimaryKeyConstraint("feedback_id", name=op.f("pk_feedback")),
    )
    op.create_index(op.f("ix_feedback_event_id"), "feedback", ["event_id"])
    op.create_index(op.f("ix_feedback_family_created_at"), "feedback", ["family", "created_at"])
    op.create_table(
        "ml_training_runs",
        sa.Column("run_id", sa.String(length=32), nullable=False),
        sa.Column("family", sa.String(length=32), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True)),
        sa.Column("model_version", sa.String(length=32)),
        sa.Column("model_uri", sa.String()),
        sa.Column("feature_count", sa.Integer()),
        sa.Column("train_size", sa.Integer()),
        sa.Column("test_size", sa.Integer()),
        sa.Column("class_count", sa.Integer()),
        sa.Column("accuracy", sa.Float()),
        sa.Column("f1_macro", sa.Float()),
        sa.Column("notes", sa.String()),
        sa.PrimaryKeyConstraint("run_id", name=op.f("pk_ml_training_runs")),
    )
    op.create_index(op.f("ix_ml_training_runs_started_at"), "ml_training_runs", ["started_at"])
    op.create_table(
        "suggestion_events",
        sa.Column("event_id", sa.String(length=32), nullable=False),
        sa.Column("family", sa.String(length=32), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("unit_hash", sa.String()),
        sa.Column("mode", sa.String(length=16), nullable=False),
        sa.Column("source", sa.String(length=16), nullable=False),
        sa.Column("model_version", sa.String(length=32)),
        sa.Column("candidates", sa.JSON(), nullable=False),
        sa.Column("features_hash", sa.String()),
        sa.Column("latency_ms", sa.Float()),
        sa.Column("covered", sa.Boolean(), nullable=False),
        sa.Column("error", sa.String()),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("mode IN ('heuristic', 'model', 'auto')", name=op.f("ck_suggestion_events_mode")),
        sa.CheckConstraint("source IN ('live', 'shadow', 'canary')", name=op.f("ck_suggestion_events_source")),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_suggestion_events")),
    )
    op.create_index(op.f("ix_suggestion_events_family_created_at"), "suggestion_events", ["family", "created_at"])
    op.create_index(op.f("ix_suggestion_events_subject"), "suggestion_events", ["subject"])
    op.create_table(
        "transactions",
        sa.Column("transaction_id", sa.String(), nullable=False),
        sa.Column("user_id", sa.String()),
        sa.Column("account", sa.String()),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("time", sa.Time()),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("merchant", sa.String()),
        sa.Column("amount_cents", sa.BigInteger(), nullable=False),
        sa.Column("mcc", sa.String(length=4)),
        sa.Column("precedence", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("transaction_id", name=op.f("pk_transactions")),
    )
    op.create_index(op.f("ix_transactions_date"), "transactions", ["date"])
    op.create_index(op.f("ix_transactions_user_id_date"), "transactions", ["user_id", "date"])
    op.create_table(
        "ml_features",
        sa.Column("transaction_id", sa.String(), nullable=False),
        sa.Column("ts_month", sa.Date(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("abs_amount", sa.BigInteger(), nullable=False),
        sa.Column("merchant", sa.String()),
        sa.Column("mcc", sa.String(length=4)),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("hour_of_day", sa.SmallInteger()),
        sa.Column("dow", sa.SmallInteger(), nullable=False),
        sa.Column("is_weekend", sa.Boolean(), nullable=False),
        sa.Column("is_subscription", sa.Boolean(), nullable=False),
        sa.Column("norm_desc", sa.String(), nullable=False),
        sa.Column("tokens", sa.JSON(), nullable=False),
        sa.Column("feature_version", sa.SmallInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["transaction_id"],
            ["transactions.transaction_id"],
            name=op.f("fk_ml_features_transaction_id_transactions"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("transaction_id", name=op.f("pk_ml_features")),
    )
    op.create_index(op.f("ix_ml_features_merchant"), "ml_features", ["merchant"])
    op.create_index(op.f("ix_ml_features_ts_month"), "ml_features", ["ts_month"])
    op.create_table(
        "transaction_labels",
        sa.Column("transaction_id", sa.String(), nullable=False),
        sa.Column("category", sa.String(), nullable=False),
        sa.Column("source", sa.String(length=8), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("source IN ('human', 'rule', 'import')", name=op.f("ck_transaction_labels_source")),
        sa.ForeignKeyConstraint(
            ["transaction_id"],
            ["transactions.transaction_id"],
            name=op.f("fk_transaction_labels_transaction_id_transactions"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("transaction_id", name=op.f("pk_transaction_labels")),
    )
    op.create_index(op.f("ix_transaction_labels_category"), "transaction_labels", ["category"])
    op.create_index(op.f("ix_transaction_labels_source"), "transaction_labels", ["source"])
