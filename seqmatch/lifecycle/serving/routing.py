"""Routes each request to the live, canary or fallback version and records the result.

An arm that fails is answered for by the next: challenger, incumbent, heuristic. After repeated failures a version is
left alone for a while and then tried once (a circuit breaker), so that a broken model costs no time. The last arm is
never left alone.
"""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from time import perf_counter
from typing import TYPE_CHECKING, Any, Generic, Literal, Protocol, TypeVar

from seqmatch.errors import InputError, ModelError
from seqmatch.lifecycle.serving.host import ModelHost
from seqmatch.lifecycle.serving.rollout import HEURISTIC, Rollout, Source
from seqmatch.lifecycle.serving.shadow import Shadow
from seqmatch.lifecycle.versions.family import Family

if TYPE_CHECKING:
    from pybreaker import CircuitBreaker

logger = logging.getLogger(__name__)

M = TypeVar("M")
Q = TypeVar("Q")
A = TypeVar("A")
FAILURES_BEFORE_REST = 5
REST_SECONDS = 60.0


@dataclass(frozen=True)
class Asked(Generic[Q]):
    """A question, about what, and who it falls to.

    Parameters
    ----------
    subject : what it is about, a transaction's name or a hash of the request.
    unit : what the canary is drawn by, a user where one is known.
    owner : the one user that may answer it, where the caller is bound to one: nobody else's answer has its name.
    """

    question: Q
    subject: str
    unit: str
    owner: str | None = None

    @property
    def named(self) -> str:
        """What names the answer, its version and source aside."""
        return self.subject if self.owner is None else f"{self.subject}\0{self.owner}"


@dataclass(frozen=True)
class Answered(Generic[A]):
    """An answer and where it came from.

    Attributes
    ----------
    version : of the model that gave it, or ``heuristic``.
    event_id : the same for the same subject, version and source; feedback names it.
    """

    answer: A
    version: str
    source: Source
    event_id: str


@dataclass(frozen=True)
class Sighting:
    """What is told of one answer, given or silent.

    Attributes
    ----------
    mode : ``model`` or ``heuristic``.
    covered : whether a suggestion was made, not only offered; False where it failed.
    candidates : what was offered, JSON objects; ``probability`` is how likely each is.
    latency_ms : the arm's time for it; of a batch, an equal part.
    agrees : of a shadow: whether it would have made the same suggestion; otherwise None.
    error : the kind of failure; None where there was none.
    """

    event_id: str
    family: str
    subject: str
    unit: str
    mode: Literal["model", "heuristic"]
    source: Source
    version: str
    covered: bool
    candidates: tuple[dict[str, Any], ...]
    latency_ms: float
    agrees: bool | None = None
    error: str | None = None


class Watcher(Protocol):
    """Hears of answers while they are given: metrics, the event log. It is quick; what is slow it does elsewhere."""

    def __call__(self, sightings: Sequence[Sighting]) -> object: ...


@dataclass(frozen=True)
class Service(Generic[M, Q, A]):
    """What a family does for a question.

    Parameters
    ----------
    family : whose models answer.
    ask : answers a batch from models, in its order.
    offered : the candidates of an answer as JSON objects, ``probability`` in each that has one, and whether it makes a
        suggestion.
    heuristic : answers without a model; None where the family has none.
    """

    family: Family[M]
    ask: Callable[[M, Sequence[Q], Rollout], Sequence[A]]
    offered: Callable[[A], tuple[tuple[dict[str, Any], ...], bool]]
    heuristic: Callable[[Sequence[Q], Rollout], Sequence[A]] | None = None


class Desk(Generic[M, Q, A]):
    """Where questions of one family are answered, whatever its rollout says at the moment.

    Parameters
    ----------
    host : holds the models and follows the pointer file.
    watchers : hear of every answer; one that fails is logged and harms nobody.
    environment : whose SUGGEST_* settings go before the file's; None: the file's alone.
    """

    def __init__(
        self,
        host: ModelHost,
        service: Service[M, Q, A],
        watchers: Sequence[Watcher] = (),
        environment: Mapping[str, str] | None = None,
        shadow: Shadow | None = None,
    ) -> None:
        self._host = host
        self._service = service
        self._watchers = tuple(watchers)
        self._environment = environment
        self._breakers: dict[str, CircuitBreaker] = {}
        self.shadow = shadow or Shadow()

    def answer(self, asked: Sequence[Asked[Q]]) -> list[Answered[A]]:
        """Answers in the order of the questions. Where the last arm fails too, its error is raised.

        Raises
        ------
        ModelsMissing, ArtifactError : there are no models, and no heuristic.
        """
        service = self._service
        live, rollout = self._standing()
        incumbent, challenger = rollout.arms(live, service.heuristic is not None)
        canary = [challenger is not None and rollout.in_canary(one.unit) for one in asked]
        answered: list[Answered[A] | None] = [None] * len(asked)
        for source, chain in (("canary", (challenger, incumbent)), ("live", (incumbent,))):
            places = [place for place, drawn in enumerate(canary) if drawn == (source == "canary")]
            if places:
                part = [asked[place] for place in places]
                for place, one in zip(places, self._first(chain, part, source, rollout), strict=True):  # type: ignore[arg-type]
                    answered[place] = one
        given = [one for one in answered if one is not None]
        if rollout.shadow and challenger is not None:
            beside = [(one, said) for one, said, drawn in zip(asked, given, canary, strict=True) if not drawn]
            if beside:
                self.shadow.later(lambda: self._compare(challenger, beside, rollout))
        return given

    def _standing(self) -> tuple[str, Rollout]:
        """The live version and the rollout; where there are no models at all, the heuristic stands for them."""
        try:
            return self._host.rollout(self._service.family, self._environment)
        except ModelError:
            if self._service.heuristic is None:
                raise
            return HEURISTIC, Rollout()

    def _first(
        self, chain: Sequence[str | None], asked: Sequence[Asked[Q]], source: Source, rollout: Rollout
    ) -> list[Answered[A]]:
        """The answers of the first arm of the chain that does not fail, the heuristic last."""
        failure: Exception | None = None
        arms = [arm for arm in chain if arm is not None]
        if self._service.heuristic is not None and HEURISTIC not in arms:
            arms.append(HEURISTIC)
        for arm in arms:
            began = perf_counter()
            try:
                answers = self._arm(arm, [one.question for one in asked], rollout, may_rest=arm != arms[-1])
            except InputError:
                raise
            except Exception as error:
                failure = error
                self._failed(arm, asked, source, error)
                continue
            spent = (perf_counter() - began) * 1000 / len(asked)
            answered = [
                Answered(answer, arm, source, event_id(self._service.family.name, arm, source, one.named))
                for one, answer in zip(asked, answers, strict=True)
            ]
            self._tell([self._sighting(one, said, spent) for one, said in zip(asked, answered, strict=True)])
            return answered
        assert failure is not None
        raise failure

    def _arm(self, arm: str, questions: Sequence[Q], rollout: Rollout, may_rest: bool = True) -> Sequence[A]:
        service = self._service
        if arm == HEURISTIC:
            assert service.heuristic is not None
            return service.heuristic(questions, rollout)

        def ask() -> Sequence[A]:
            return service.ask(self._host.version(service.family, arm), questions, rollout)

        if not may_rest:
            return ask()
        answers: Sequence[A] = self._breakers.setdefault(arm, _breaker()).call(ask)
        return answers

    def _failed(self, arm: str, asked: Sequence[Asked[Q]], source: Source, error: Exception) -> None:
        from pybreaker import CircuitBreakerError

        kind = "resting" if isinstance(error, CircuitBreakerError) else type(error).__name__
        if kind != "resting":
            logger.warning("Version %s of %s failed: %s", arm, self._service.family.name, kind)
        family = self._service.family.name
        mode: Literal["model", "heuristic"] = "heuristic" if arm == HEURISTIC else "model"
        self._tell(
            [
                Sighting(
                    event_id(family, arm, source, one.named, kind),
                    family,
                    one.subject,
                    one.unit,
                    mode,
                    source,
                    arm,
                    False,
                    (),
                    0.0,
                    error=kind,
                )
                for one in asked
            ]
        )

    def _sighting(self, asked: Asked[Q], said: Answered[A], latency_ms: float, agrees: bool | None = None) -> Sighting:
        candidates, covered = self._service.offered(said.answer)
        return Sighting(
            said.event_id,
            self._service.family.name,
            asked.subject,
            asked.unit,
            "heuristic" if said.version == HEURISTIC else "model",
            said.source,
            said.version,
            covered,
            candidates,
            latency_ms,
            agrees,
        )

    def _compare(self, arm: str, beside: Sequence[tuple[Asked[Q], Answered[A]]], rollout: Rollout) -> None:
        """Ask the challenger what others were answered, and tell how it would have answered."""
        asked = [one for one, _ in beside]
        began = perf_counter()
        try:
            answers = self._arm(arm, [one.question for one in asked], rollout)
        except Exception as error:
            self._failed(arm, asked, "shadow", error)
            return
        spent = (perf_counter() - began) * 1000 / len(asked)
        offered = self._service.offered
        family = self._service.family.name
        sightings = []
        for (one, said), answer in zip(beside, answers, strict=True):
            silent = Answered(answer, arm, "shadow", event_id(family, arm, "shadow", one.named))
            agrees = _choice(offered(answer)) == _choice(offered(said.answer))
            sightings.append(self._sighting(one, silent, spent, agrees))
        self._tell(sightings)

    def _tell(self, sightings: Sequence[Sighting]) -> None:
        for watcher in self._watchers:
            try:
                watcher(sightings)
            except Exception as error:
                logger.warning("A watcher of %s failed: %s", self._service.family.name, type(error).__name__)


def _choice(offered: tuple[tuple[dict[str, Any], ...], bool]) -> str:
    """What is compared of two answers: the first candidate, probabilities aside, and whether it is suggested."""
    candidates, covered = offered
    first = {name: value for name, value in candidates[0].items() if name != "probability"} if candidates else None
    return json.dumps([first, covered], sort_keys=True)


def _breaker() -> CircuitBreaker:
    from pybreaker import CircuitBreaker

    return CircuitBreaker(FAILURES_BEFORE_REST, REST_SECONDS, throw_new_error_on_trip=False)


def event_id(family: str, version: str, source: str, subject: str, error: str = "") -> str:
    """The name of an answer, 20 hexadecimal digits; no clock and no chance enters it: asking again is no new event."""
    told = "\0".join((family, version, source, subject, error))
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:20]
