"""The onboarding family: who a person resembles, what they are after, and which automations fit."""

from seqmatch.families.onboarding.models import ONBOARDING
from seqmatch.lifecycle.declared import Declared

DECLARED = Declared(
    ONBOARDING,
    toolsets="seqmatch.server.tools.onboarding_service",
    commands=(
        "seqmatch.cli.onboarding.training",
        "seqmatch.cli.onboarding.retrain",
        "seqmatch.cli.onboarding.evaluation",
        "seqmatch.cli.onboarding.ask",
        "seqmatch.cli.onboarding.score",
    ),
    answers="seqmatch.schemas.answers.onboarding",
    monitor_inputs="seqmatch.families.onboarding.training.drift_inputs:seen",
)
