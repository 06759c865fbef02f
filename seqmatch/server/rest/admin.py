"""What operators ask: which versions serve, training, monitoring, and the audit. Its own scope, and always a token."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query, Request
from pydantic import BaseModel, ConfigDict, Field

from seqmatch.errors import ModelError
from seqmatch.families.register import DECLARED
from seqmatch.lifecycle.serving.rollout import read_rollout
from seqmatch.lifecycle.versions.inventory import inventory
from seqmatch.schemas.recommendation import AuditEvent
from seqmatch.server.rest.access import Caller, Rest, admin, in_turn, rest_of
from seqmatch.server.rest.errors import Refusal, responses
from seqmatch.server.watching import watch_family
from seqmatch.store.records.audit import audit_of
from seqmatch.store.records.performance import performance_of
from seqmatch.store.records.recommendations import counts
from seqmatch.store.training_runs import TrainingRun, training_runs

router = APIRouter(prefix="/ml/admin", tags=["admin"], responses=responses())
Admin = Annotated[Caller, Depends(admin)]
FamilyName = Literal["onboarding", "transactions", "coaching", "planning"]


class ModelStatus(BaseModel):
    """The versions of one family."""

    family: str
    live_version: str | None = None
    versions: Annotated[int, Field(description="That are kept, the live one among them.")] = 0
    provenance: str | None = None
    mode: Annotated[str | None, Field(description="Of the rollout.")] = None
    candidate: str | None = None
    problem: Annotated[str | None, Field(description="Why nothing is live, and what to do.")] = None


class ModelsStatus(BaseModel):
    models: list[ModelStatus]


class TrainingAsked(BaseModel):
    model_config = ConfigDict(extra="forbid")

    family: FamilyName


class TrainingTold(BaseModel):
    """A training run."""

    run_id: str
    family: str
    started_at: dt.datetime
    finished_at: Annotated[dt.datetime | None, Field(description="null: under way, or the server ended first.")]
    model_version: str | None
    notes: str | None


class TrainingsTold(BaseModel):
    runs: list[TrainingTold]


class PerformanceTold(BaseModel):
    """One figure over time, beside what it is compared with."""

    model_name: str
    model_version: str
    metric_name: str
    metric_value: float
    baseline_value: float | None
    recorded_at: dt.datetime


class Dashboard(BaseModel):
    """What `seqmatch monitor` looks at, of every family."""

    days: int
    families: Annotated[
        dict[str, dict[str, Any]], Field(description="Drift, accept rates, performance, whether to retrain, notes.")
    ]
    performance: list[PerformanceTold]
    recommendations: Annotated[
        dict[str, dict[str, int]], Field(description="Category -> standing -> how many are kept.")
    ]


class AuditTold(BaseModel):
    """One line of the audit. What people wrote in their own words is not told here."""

    recommendation_id: str
    user_id: str
    event: AuditEvent
    by: str
    created_at: dt.datetime


class AuditLines(BaseModel):
    lines: list[AuditTold]


@router.get("/models/status", summary="Which versions serve")
async def models_status(request: Request, who: Admin) -> ModelsStatus:
    def work() -> ModelsStatus:
        return ModelsStatus(models=[_status(rest_of(request), name) for name in DECLARED])

    return await in_turn(request, work)


def _status(rest: Rest, family: str) -> ModelStatus:
    folder = rest.serving.settings.family_dir(family)
    try:
        held = inventory(folder)
        rollout = read_rollout(folder)
    except ModelError as error:
        return ModelStatus(family=family, problem=error.message)
    live: dict[str, Any] = next((one for one in held["versions"] if one["live"]), {})
    return ModelStatus(
        family=family,
        live_version=held["live"],
        versions=len(held["versions"]),
        provenance=live.get("provenance"),
        mode=rollout.mode,
        candidate=rollout.candidate,
    )


@router.post(
    "/models/train",
    status_code=202,
    summary="Train a challenger from the store; it serves only if it is better, of planning only if you promote it",
    responses=responses(409),
)
async def train(request: Request, who: Admin, asked: TrainingAsked) -> TrainingTold:
    rest = rest_of(request)
    try:
        return _told(await in_turn(request, lambda: rest.trainings.start(rest.store(), asked.family, who.name)))
    except Refusal as refusal:
        if refusal.told.code in ("trains_from_files", "training_under_way"):
            refusal.status = 409
        raise


@router.get("/models/trainings", summary="Training runs, the latest first")
async def trainings(request: Request, who: Admin, family: FamilyName = "transactions") -> TrainingsTold:
    def work() -> TrainingsTold:
        return TrainingsTold(runs=[_told(one) for one in training_runs(rest_of(request).store(), family)])

    return await in_turn(request, work)


def _told(run: TrainingRun) -> TrainingTold:
    return TrainingTold.model_validate(run, from_attributes=True)


@router.get("/monitoring/dashboard", summary="Drift, accept rates, performance, and what was recommended")
async def dashboard(
    request: Request, who: Admin, days: Annotated[int, Query(ge=1, le=3650, description="How far back.")] = 30
) -> Dashboard:
    def work() -> Dashboard:
        rest = rest_of(request)
        store = rest.store()
        families: dict[str, dict[str, Any]] = {}
        for name in DECLARED:
            try:
                families[name] = watch_family(rest.serving.settings, name, store, days).to_json()
            except ModelError as error:
                families[name] = {"family": name, "notes": [error.message]}
        figures = [one for name in DECLARED for one in performance_of(store, name)]
        return Dashboard(
            days=days,
            families=families,
            performance=[PerformanceTold.model_validate(one, from_attributes=True) for one in figures],
            recommendations=counts(store),
        )

    return await in_turn(request, work)


@router.get("/audit", summary="Who saw and answered what, the latest first")
async def audit(
    request: Request,
    who: Admin,
    user_id: Annotated[str | None, Query(max_length=200)] = None,
    limit: Annotated[int, Query(ge=1, le=10_000)] = 100,
) -> AuditLines:
    def work() -> AuditLines:
        lines = audit_of(rest_of(request).store(), user_id, limit)
        return AuditLines(lines=[AuditTold.model_validate(one, from_attributes=True) for one in lines])

    return await in_turn(request, work)
