"""Commands for operators: versions, promotion and rollback, rollout, monitoring, hosts."""
