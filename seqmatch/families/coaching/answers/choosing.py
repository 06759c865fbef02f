"""Which strategy advises a person of the store: learned from the steps that people kept."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from seqmatch.errors import ArgumentError
from seqmatch.estimators.bandits.pooled_thompson import PooledThompson
from seqmatch.estimators.state import State
from seqmatch.families.coaching.advice.step import NO_ADVICE
from seqmatch.families.coaching.answers.coach import coach, segment_now
from seqmatch.families.coaching.answers.forecast import low_odds
from seqmatch.families.coaching.answers.whose import Told
from seqmatch.families.coaching.models import CoachingModels
from seqmatch.schemas.answers.coaching import CoachAnswer
from seqmatch.schemas.strategy import SEGMENTS, STRATEGIES, Segment, Strategy
from seqmatch.store.coaching.recommendations import (
    Recommendation,
    answer_recommendation,
    outcomes,
    recommendations_of,
    save_recommendation,
)
from seqmatch.store.engine import Store
from seqmatch.store.suggestions.events import new_id

VALID_DAYS = 30
NO_DAYS = 180
"""For so long a step that was declined is not offered again."""


@dataclass(frozen=True)
class Chosen:
    """A strategy, the chance it had, and the names of steps that were answered already."""

    strategy: Strategy
    propensity: float
    answered: tuple[str, ...]


def bandit_of(found: Iterable[tuple[str | None, str, int, int]]) -> PooledThompson:
    """The bandit after these outcomes: segment, strategy, answered, kept."""
    new = PooledThompson(SEGMENTS, STRATEGIES)
    counts = {name: array.copy() for name, array in new.state().arrays.items()}
    for segment, strategy, of, kept in found:
        at = new.place_of(segment), new.arms.index(strategy)
        counts["tried"][at] += of
        counts["kept"][at] += kept
    return PooledThompson.from_state(State(new.state().params, counts))


def choose(store: Store, user: str | None, segment: Segment | None, today: dt.date) -> Chosen:
    """The strategy for a person today; the same all day, until they answer.

    Raises
    ------
    StoreError : the store cannot be reached.
    """
    known = recommendations_of(store, user)
    open_ = next((one for one in known if one.status == "shown" and _day(one.created_at) == _day(_now())), None)
    if open_ is not None and open_.segment == segment:
        arm, propensity = open_.strategy, open_.propensity
    else:
        choice = bandit_of(outcomes(store)).choose(segment, draw_of(user, today))
        arm, propensity = choice.arm, choice.propensity
    strategy: Strategy = next(one for one in STRATEGIES if one == arm)
    return Chosen(strategy, propensity, _answered(known))


def _answered(known: Iterable[Recommendation]) -> tuple[str, ...]:
    since = _now() - dt.timedelta(days=NO_DAYS)
    found = [
        one.kind
        for one in known
        if one.status in ("kept", "dismissed") and one.answered_at is not None and _aware(one.answered_at) >= since
    ]
    return tuple(dict.fromkeys(found))


def standing(store: Store, user: str | None) -> str:
    """What tells a step from the next one of the same person: the day, and what was answered already.

    Without it a second step would have the name of the first, and what is said of it would be kept of the first.

    Raises
    ------
    StoreError : the store cannot be reached.
    """
    return f"{_day(_now())} {sorted(_answered(recommendations_of(store, user)))}"


def advise(
    models: CoachingModels, told: Told, store: Store | None = None, declined: Collection[str] = ()
) -> CoachAnswer:
    """The next step of a person.

    Without a store the strategy is the balanced one, because nothing would be learned from another.

    Parameters
    ----------
    store : where answers are remembered; None where the person is not of it.
    declined : names of steps that the person said no to, beside those the store knows.

    Raises
    ------
    ArgumentError : too many names.
    StoreError : the store cannot be reached.
    """
    segment, odds = segment_now(models, told), low_odds(models, told.person)
    if store is None:
        return coach(told, segment=segment, odds=odds, declined=declined)
    chosen = choose(store, told.user, segment, told.person.today)
    answered = {*declined, *chosen.answered}
    return coach(told, chosen.strategy, chosen.propensity, segment=segment, odds=odds, declined=answered)


def draw_of(user: str | None, today: dt.date) -> float:
    """A number from 0 to 1 that nobody chooses, the same for a person and a day."""
    digest = hashlib.sha256(f"coach\0{user or ''}\0{today}".encode()).digest()
    return int.from_bytes(digest[:8], "big") / 2**64


def keep(store: Store, user: str | None, answer: CoachAnswer, version: str, event_id: str) -> None:
    """Remember a step as shown, under the name of its answer.

    Raises
    ------
    StoreError : the store cannot be reached.
    """
    made = _now()
    save_recommendation(
        store,
        Recommendation(
            user,
            answer.strategy,
            answer.next_step.step,
            answer.next_step.title,
            answer.propensity,
            made + dt.timedelta(days=VALID_DAYS),
            answer.next_step.rule_text,
            answer.segment,
            version,
            made,
            recommendation_id=event_id,
        ),
    )


def keep_once(store: Store, user: str | None, answer: CoachAnswer, version: str) -> CoachAnswer:
    """Remember a step as shown, once a day; the answer says whether it can be answered.

    Raises
    ------
    StoreError : the store cannot be reached.
    """
    if answer.next_step.kind in NO_ADVICE:
        return answer
    shown = _open(recommendations_of(store, user, "shown"))
    if shown is None or shown.kind != answer.next_step.step or _day(shown.created_at) != _day(_now()):
        keep(store, user, answer, version, new_id())
    return answer.model_copy(update={"kept": True})


def settle_open(store: Store, user: str | None, *, kept: bool) -> None:
    """Remember what a person says to the step that was shown last.

    Raises
    ------
    ArgumentError : no step is open.
    StoreError : the store cannot be reached.
    """
    shown = _open(recommendations_of(store, user, "shown"))
    if shown is None:
        raise ArgumentError("No step of this user is open. Ask for one first: `seqmatch coach`.", path="--answer")
    answer_recommendation(store, shown.recommendation_id, "kept" if kept else "dismissed")


def _open(shown: Iterable[Recommendation]) -> Recommendation | None:
    """The newest that can still be answered."""
    return next((one for one in shown if _aware(one.valid_until) > _now()), None)


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def _day(at: dt.datetime) -> dt.date:
    return _aware(at).astimezone(dt.UTC).date()


def _aware(at: dt.datetime) -> dt.datetime:
    return at if at.tzinfo is not None else at.replace(tzinfo=dt.UTC)
