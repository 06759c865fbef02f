"""Commands for operators: versions, rollout, monitoring, serving."""
