"""Adds recommendations with their audit, and the performance of models over time."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "ml_recommendations",
        sa.Column("recommendation_id", sa.String(length=36), nullable=False),
        sa.Column("user_id", sa.String(), nullable=False),
        sa.Column("category", sa.String(length=24), nullable=False),
        sa.Column("priority", sa.String(length=6), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("model_name", sa.String(length=32), nullable=False),
        sa.Column("model_version", sa.String(length=32)),
        sa.Column("confidence", sa.Float()),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("valid_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True)),
        sa.Column("checksum", sa.String(length=64), nullable=False),
        sa.CheckConstraint("priority IN ('high', 'medium', 'low')", name=op.f("ck_ml_recommendations_priority")),
        sa.CheckConstraint(
            "status IN ('active', 'accepted', 'dismissed', 'done', 'superseded')",
            name=op.f("ck_ml_recommendations_status"),
        ),
        sa.PrimaryKeyConstraint("recommendation_id", name=op.f("pk_ml_recommendations")),
    )
    op.create_index(op.f("ix_ml_recommendations_user_id_expires_at"), "ml_recommendations", ["user_id", "expires_at"])
    op.create_index(op.f("ix_ml_recommendations_expires_at"), "ml_recommendations", ["expires_at"])
    op.create_table(
        "ml_recommendation_events",
        sa.Column("line_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("recommendation_id", sa.String(length=36), nullable=False),
        sa.Column("user_id", sa.String(), nullable=False),
        sa.Column("event", sa.String(length=10), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("note", sa.String()),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("line_id", name=op.f("pk_ml_recommendation_events")),
    )
    for column in ("recommendation_id", "user_id", "created_at"):
        op.create_index(op.f(f"ix_ml_recommendation_events_{column}"), "ml_recommendation_events", [column])
    op.create_table(
        "ml_model_performance",
        sa.Column("measurement_id", sa.String(length=36), nullable=False),
        sa.Column("model_name", sa.String(length=32), nullable=False),
        sa.Column("model_version", sa.String(length=32), nullable=False),
        sa.Column("metric_name", sa.String(length=64), nullable=False),
        sa.Column("metric_value", sa.Float(), nullable=False),
        sa.Column("baseline_value", sa.Float()),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("measurement_id", name=op.f("pk_ml_model_performance")),
    )
    op.create_index(
        op.f("ix_ml_model_performance_model_name_recorded_at"), "ml_model_performance", ["model_name", "recorded_at"]
    )
