"""The transactions family: assigns categories to bank and card transactions."""

from seqmatch.families.transactions.models import TRANSACTIONS
from seqmatch.lifecycle.declared import Declared

DECLARED = Declared(
    TRANSACTIONS,
    toolsets="seqmatch.server.tools.transactions_service",
    commands=(
        "seqmatch.cli.transactions.importing",
        "seqmatch.cli.transactions.stored",
        "seqmatch.cli.transactions.balance",
        "seqmatch.cli.transactions.features",
        "seqmatch.cli.transactions.spending",
        "seqmatch.cli.transactions.categorise",
        "seqmatch.cli.transactions.recurring",
        "seqmatch.cli.transactions.export",
        "seqmatch.cli.transactions.score",
    ),
    answers="seqmatch.schemas.answers.transactions",
    monitor_inputs="seqmatch.families.transactions.training.drift_inputs:seen",
)
