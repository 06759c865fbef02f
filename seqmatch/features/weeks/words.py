"""Words by which a statement says fees, interest, returned payments and saving."""

from __future__ import annotations

INTEREST = r"interest charge|finance charge|purchase interest|interest on (purchases|cash)|zinsen kreditkarte"
AVOIDABLE = (
    r"overdraft|\bnsf\b|returned (item|payment|check)|insufficient|unpaid item|unarranged|late (payment )?fee|"
    r"late charge|r(ü|ue|u)cklastschrift|maintenance fee|monthly fee"
)
"""Fees that somebody pays who runs low or is late."""
FEES = rf"\bfees?\b|negative_balance|negetive_balance|service charge|penalty|{AVOIDABLE}|{INTEREST}"
RETURNED = r"returned|\bnsf\b|insufficient|unpaid item|refused|r(ü|ue|u)cklastschrift|rejet|devuelto"
SAVING = r"saving|\bisa\b|\bpot\b|sparen|sparkonto|epargne|épargne|ahorro|risparmi|invest|pension fund"
"""In a description, where "spar" is a grocer; an account's own name may say less."""
