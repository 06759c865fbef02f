"""Adds what accounts held at the end of a day: from statements, from rows, and given by hand."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "balances",
        sa.Column("balance_id", sa.String(length=32), nullable=False),
        sa.Column("user_id", sa.String()),
        sa.Column("account", sa.String()),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("balance_cents", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3)),
        sa.Column("source", sa.String(length=9), nullable=False),
        sa.Column("import_id", sa.String(length=16)),
        sa.Column("transaction_id", sa.String()),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("source IN ('statement', 'row', 'hand')", name=op.f("ck_balances_source")),
        sa.ForeignKeyConstraint(
            ["import_id"], ["imports.import_id"], name=op.f("fk_balances_import_id_imports"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["transaction_id"],
            ["transactions.transaction_id"],
            name=op.f("fk_balances_transaction_id_transactions"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("balance_id", name=op.f("pk_balances")),
    )
    op.create_index(op.f("ix_balances_import_id"), "balances", ["import_id"])
    op.create_index(op.f("ix_balances_transaction_id"), "balances", ["transaction_id"])
    op.create_index(op.f("ix_balances_user_id_account_date"), "balances", ["user_id", "account", "date"])
