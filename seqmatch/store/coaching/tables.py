"""The tables of the coaching family. It declares them, and a store gets them where the family is served.

Users are named as in the table of transactions; whoever has no name there is ``""`` here, since a key has no null.
What people said and were told lies sealed: names of goals, titles, rules, payees of answered streams.
Nothing here refers to a transaction: answers, goals and advice outlive an import that is undone.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Date,
    Float,
    Index,
    MetaData,
    SmallInteger,
    String,
    Table,
)

from seqmatch.store.sealing.columns import SealedJson, SealedText
from seqmatch.store.tables import Moment
from seqmatch.store.tables import metadata as _of_store

COMPARED = ("savings_rate_13w", "want_share_13w", "buffer_weeks", "spend_volatility_13w", "weekend_share_13w")
"""Of a week's features, those by which a person is placed among others."""
metadata = MetaData(naming_convention=_of_store.naming_convention)

stream_answers = Table(
    "stream_answers",
    metadata,
    # A digest of user, payee and direction.
    Column("stream_key", String(24), primary_key=True),
    Column("user_id", String, nullable=False),
    Column("answer", String(9), nullable=False),
    # The stream as it was when it was answered, to be shown where it is not found any more.
    Column("stream", SealedJson, nullable=False),
    Column("answered_at", Moment, nullable=False),
    CheckConstraint("answer IN ('confirmed', 'dismissed')", "answer"),
    Index(None, "user_id"),
)

savings_goals = Table(
    "savings_goals",
    metadata,
    # A digest of user and name.
    Column("goal_key", String(24), primary_key=True),
    Column("user_id", String, nullable=False),
    Column("name", SealedText, nullable=False),
    Column("target_cents", BigInteger, nullable=False),
    Column("saved_cents", BigInteger, nullable=False),
    Column("deadline", Date, nullable=False),
    # What the person means to put aside each month, where, and how much it counts; null where nobody said.
    Column("monthly_cents", BigInteger),
    Column("account", SealedText),
    Column("priority", SmallInteger),
    Column("status", String(8), nullable=False),
    Column("updated_at", Moment, nullable=False),
    CheckConstraint("status IN ('active', 'met', 'dropped')", "status"),
    Index(None, "user_id"),
)

weekly_states = Table(
    "weekly_states",
    metadata,
    Column("user_id", String, primary_key=True),
    # "" where the statement names none.
    Column("currency", String(3), primary_key=True),
    # Its last day.
    Column("week", Date, nullable=False),
    # Money that comes in within 13 weeks, cents, and what people are compared by; null where unknown.
    Column("income_13w", Float),
    *(Column(name, Float) for name in COMPARED),
    Index(None, "currency", "week"),
)

recommendations = Table(
    "recommendations",
    metadata,
    Column("recommendation_id", String(32), primary_key=True),
    Column("user_id", String, nullable=False),
    Column("strategy", String(32), nullable=False),
    # What the strategy was chosen by; null where nobody knew.
    Column("segment", String(32)),
    # The kind of step and what it is about, as a payee.
    Column("kind", SealedText, nullable=False),
    Column("title", SealedText, nullable=False),
    Column("rule_text", SealedText),
    Column("propensity", Float, nullable=False),
    Column("model_version", String(32)),
    Column("created_at", Moment, nullable=False),
    Column("valid_until", Moment, nullable=False),
    Column("status", String(9), nullable=False),
    # 1 where the automation was kept, 0 where it was not; null while nobody answered.
    Column("reward", Float),
    Column("answered_at", Moment),
    CheckConstraint("status IN ('shown', 'kept', 'dismissed', 'expired')", "status"),
    CheckConstraint("propensity > 0 AND propensity <= 1", "propensity"),
    Index(None, "user_id", "created_at"),
    Index(None, "status", "valid_until"),
)


def key_of(user: str | None) -> str:
    """A user as these tables name one."""
    return user or ""


def user_of(key: str) -> str | None:
    """The user that these tables name ``key``."""
    return key or None
