"""The coaching family: what is coming on a person's accounts, how well off they are, and the one next step."""

from seqmatch.families.coaching.models import COACHING
from seqmatch.lifecycle.declared import Declared

DECLARED = Declared(
    COACHING,
    toolsets="seqmatch.server.tools.coaching_service",
    commands=(
        "seqmatch.cli.coaching.training",
        "seqmatch.cli.coaching.evaluation",
        "seqmatch.cli.coaching.peers",
        "seqmatch.cli.coaching.ask",
        "seqmatch.cli.coaching.goals",
        "seqmatch.cli.coaching.score",
    ),
    answers="seqmatch.schemas.answers.coaching",
    monitor_inputs="seqmatch.families.coaching.training.drift_inputs:seen",
    tables="seqmatch.store.coaching.tables:metadata",
)
