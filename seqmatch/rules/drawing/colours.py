"""What the colours of the flow diagram mean, and its style sheet for light and dark surroundings."""

from __future__ import annotations

from seqmatch.schemas.rule import Role

NAMES: dict[str, str] = {
    "income": "Income",
    "hub": "Hub",
    "needs": "Bills and needs",
    "debt": "Debt",
    "taxes": "Taxes",
    "saving": "Saving",
    "spending": "Spending",
    "business": "Business",
    "other": "Other",
}
"""Group of roles -> its words in the legend, in the legend's order."""

_ROLES: dict[str, tuple[Role, ...]] = {
    "income": (Role.INCOME,),
    "hub": (Role.ROUTER, Role.CHECKING),
    "needs": (
        Role.HOUSING,
        Role.UTILITIES,
        Role.PHONE_INTERNET,
        Role.INSURANCE,
        Role.SUBSCRIPTIONS,
        Role.BILLS,
        Role.GROCERIES,
        Role.HEALTH,
        Role.CHILDREN_EDUCATION,
        Role.PETS,
        Role.TRANSPORT,
        Role.HOME_REPAIR,
    ),
    "debt": (Role.DEBT_PAYOFF, Role.CREDIT_CARD, Role.LOAN, Role.MORTGAGE),
    "taxes": (Role.TAXES,),
    "saving": (
        Role.SAVINGS,
        Role.EMERGENCY_FUND,
        Role.SINKING_FUND,
        Role.PROFIT,
        Role.INVESTMENTS,
        Role.RETIREMENT,
        Role.CRYPTO,
    ),
    "spending": (
        Role.SPENDING,
        Role.DINING,
        Role.TRAVEL,
        Role.GIVING,
        Role.FUN_MONEY,
        Role.SHOPPING,
        Role.OWNERS_PAY,
        Role.PERSON,
    ),
    "business": (Role.PAYROLL, Role.OPERATING_EXPENSES, Role.COST_OF_GOODS, Role.MARKETING),
}
GROUP_OF: dict[Role, str] = {role: group for group, roles in _ROLES.items() for role in roles}
"""Role -> its group; a role without one is ``other``."""

LIGHT = {
    "income": "#2b8a3e",
    "hub": "#5c6b7e",
    "needs": "#c2751a",
    "debt": "#c92a3a",
    "taxes": "#8a6d1b",
    "saving": "#1b6ec2",
    "spending": "#8e44ad",
    "business": "#0b7f86",
    "other": "#868e96",
}
DARK = {
    "income": "#51cf66",
    "hub": "#9fb0c5",
    "needs": "#f0a04b",
    "debt": "#ff6b78",
    "taxes": "#d9b84a",
    "saving": "#5ab0ff",
    "spending": "#c98be6",
    "business": "#3cc4cc",
    "other": "#adb5bd",
}


def _rules(colours: dict[str, str], paper: str, ink: str, faint: str, opacity: float) -> str:
    return (
        f".sq-paper{{fill:{paper}}}.sq-name,.sq-note{{stroke:{paper}}}.sq-title,.sq-name{{fill:{ink}}}"
        f".sq-note,.sq-small{{fill:{faint}}}.sq-band,.sq-line{{opacity:{opacity}}}"
        + "".join(f".sq-{g}{{fill:{c}}}.sq-line.sq-{g}{{stroke:{c}}}" for g, c in colours.items())
    )


STYLE = (
    ".sq text{font-family:system-ui,-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif}"
    ".sq .sq-title{font-size:18px;font-weight:600}.sq .sq-small{font-size:12px}"
    ".sq .sq-name{font-size:13px;font-weight:600}.sq .sq-note{font-size:12px;font-variant-numeric:tabular-nums}"
    ".sq .sq-name,.sq .sq-note{paint-order:stroke;stroke-width:4px;stroke-linejoin:round;stroke-opacity:.8}"
    ".sq .sq-line{fill:none}.sq .sq-band:hover,.sq .sq-line:hover{opacity:.75}"
    + _rules(LIGHT, "#ffffff", "#1c2128", "#424a53", 0.32)
    + "@media (prefers-color-scheme:dark){"
    + _rules(DARK, "#14181d", "#e8ecf1", "#bcc5cf", 0.38)
    + "}"
)
"""The style sheet; every rule begins with ``sq`` so that an inlined picture leaves its page alone."""
