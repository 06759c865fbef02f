"""Adds the currency and the bank's own id of transactions, and imports that can be undone."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.add_column("transactions", sa.Column("currency", sa.String(length=3)))
    op.add_column("transactions", sa.Column("bank_id", sa.String()))
    op.create_index(op.f("ix_transactions_bank_id"), "transactions", ["bank_id"])
    op.create_table(
        "imports",
        sa.Column("import_id", sa.String(length=16), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("file", sa.String(), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("added", sa.Integer(), nullable=False),
        sa.Column("updated", sa.Integer(), nullable=False),
        sa.Column("unchanged", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("import_id", name=op.f("pk_imports")),
    )
    op.create_index(op.f("ix_imports_created_at"), "imports", ["created_at"])
    op.create_table(
        "import_rows",
        sa.Column("import_id", sa.String(length=16), nullable=False),
        sa.Column("transaction_id", sa.String(), nullable=False),
        sa.Column("added", sa.Boolean(), nullable=False),
        sa.Column("before", sa.JSON()),
        sa.ForeignKeyConstraint(
            ["import_id"], ["imports.import_id"], name=op.f("fk_import_rows_import_id_imports"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["transaction_id"],
            ["transactions.transaction_id"],
            name=op.f("fk_import_rows_transaction_id_transactions"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("import_id", "transaction_id", name=op.f("pk_import_rows")),
    )
    op.create_index(op.f("ix_import_rows_transaction_id"), "import_rows", ["transaction_id"])
