"""Answers ``categorize_transactions``: the category of each transaction, its probability and the reasons."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import Any

import polars as pl

from seqmatch.families.transactions import heuristic
from seqmatch.families.transactions.models import TRANSACTIONS, TransactionModels
from seqmatch.families.transactions.scoring import Categorised, categorise
from seqmatch.lifecycle.serving.rollout import HEURISTIC, Rollout
from seqmatch.lifecycle.serving.routing import Answered, Asked, Desk, Service
from seqmatch.schemas.answers.transactions import CategorizeAnswer, CategorizedTransaction, CategoryChance
from seqmatch.schemas.transaction import FRAME_COLUMNS, Transaction

_TYPES = {"date": pl.Date, "time": pl.Time, "amount_cents": pl.Int64}
_SCHEMA = {name: _TYPES.get(name, pl.String) for name in FRAME_COLUMNS}

WORTH_SAYING = 0.02
"""Probability from which a further candidate stands in the text; the structure holds them all."""

CategoryDesk = Desk[TransactionModels, Transaction, Categorised]


def frame_of(transactions: Sequence[Transaction]) -> pl.DataFrame:
    """Transactions as a table, the columns of FRAME_COLUMNS; one without a name gets its place as one."""
    rows = [{name: getattr(one, name) for name in FRAME_COLUMNS} for one in transactions]
    frame = pl.DataFrame(rows, schema=_SCHEMA)
    places = pl.int_range(pl.len()).cast(pl.String)
    return frame.with_columns(transaction_id=pl.coalesce("transaction_id", places))


def _by_model(models: TransactionModels, asked: Sequence[Transaction], rollout: Rollout) -> list[Categorised]:
    return categorise(models, frame_of(asked), rollout.min_conf, rollout.topk, explain=True)


def _by_heuristic(asked: Sequence[Transaction], rollout: Rollout) -> list[Categorised]:
    frame = frame_of(asked)
    return [
        Categorised(
            candidates[0][0] if candidates[0][1] >= rollout.min_conf else None,
            tuple((category, round(probability, 4)) for category, probability in candidates),
            because,
        )
        for candidates, because in zip(heuristic.candidates(frame, rollout.topk), heuristic.because(frame), strict=True)
    ]


def _offered(answer: Categorised) -> tuple[tuple[dict[str, Any], ...], bool]:
    offered = ({"category": name, "probability": probability} for name, probability in answer.candidates)
    return tuple(offered), answer.category is not None


CATEGORIES: Service[TransactionModels, Transaction, Categorised] = Service(
    TRANSACTIONS, _by_model, _offered, _by_heuristic
)
"""What the transactions family does for a question."""


def categorize_transactions(
    desk: CategoryDesk, transactions: Sequence[Transaction], user: str | None = None
) -> CategorizeAnswer:
    """Categorise transactions through the family's rollout; in their order.

    The canary is drawn by the user a transaction names, else by the transaction.

    Parameters
    ----------
    user : the one the caller is bound to, whose the answers are whatever the transactions say; None: bound to none.
    """
    asked = [Asked(one, subject, user or unit, user) for one in transactions for subject, unit in (_names(one),)]
    answered = desk.answer(asked) if asked else []
    results = [_result(place, one) for place, one in enumerate(answered)]
    return CategorizeAnswer(
        transactions=results,
        sure=sum(one.category is not None for one in results),
        notes=_notes(answered),
    )


def _names(one: Transaction) -> tuple[str, str]:
    """What a transaction is called in the event log, and whom the canary is drawn by."""
    told = json.dumps(one.model_dump(mode="json", exclude_none=True), sort_keys=True)
    subject = one.transaction_id or hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:32]
    return subject, one.user or subject


def _result(place: int, answered: Answered[Categorised]) -> CategorizedTransaction:
    answer = answered.answer
    return CategorizedTransaction(
        index=place,
        category=answer.category,
        candidates=[CategoryChance(category=name, probability=chance) for name, chance in answer.candidates],
        because=list(answer.because),
        answered_by="heuristic" if answered.version == HEURISTIC else "model",
        provenance=answer.provenance,
        event_id=answered.event_id,
    )


def _notes(answered: Sequence[Answered[Categorised]]) -> list[str]:
    notes = []
    heuristics = sum(one.version == HEURISTIC for one in answered)
    if heuristics:
        notes.append(f"{heuristics} of {len(answered)} were answered by fixed rules, not by the model.")
    synthetic = sum(one.answer.provenance == "synthetic" for one in answered)
    if synthetic:
        notes.append(f"{synthetic} of {len(answered)} were answered by a model of synthetic (generated) transactions.")
    unsure = sum(one.answer.category is None for one in answered)
    if unsure:
        notes.append(f"{unsure} are not sure enough: ask the person, and send what they say with record_feedback.")
    return notes


def categorize_text(answer: CategorizeAnswer) -> str:
    """The answer in words; transactions are named by their place, never by what was sent."""
    lines = [f"{answer.sure} of {len(answer.transactions)} transactions have a category."]
    for one in answer.transactions:
        likely = ", ".join(
            f"{chance.category} {chance.probability:.0%}"
            for place, chance in enumerate(one.candidates)
            if not place or chance.probability >= WORTH_SAYING
        )
        named = one.category or "not sure"
        why = f" Because: {'; '.join(one.because)}." if one.because else ""
        by = " (fixed rules)" if one.answered_by == "heuristic" else ""
        lines.append(f"{one.index}: {named}{by} [{likely}].{why} event_id {one.event_id}")
    return "\n".join([*lines, *(f"Note: {note}" for note in answer.notes)])
