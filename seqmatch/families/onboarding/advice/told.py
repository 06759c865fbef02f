"""The picture of a person's money as an answer tells it."""

from __future__ import annotations

from seqmatch.families.onboarding.advice.needs import needs_of
from seqmatch.families.onboarding.advice.picture import Picture
from seqmatch.families.onboarding.advice.simulation import dollars, quoted, told_name
from seqmatch.schemas.answers.onboarding import AccountPicture, ObligationRead, PictureAnswer
from seqmatch.schemas.rule import ROLE_TEXT, Role

MOST_ACCOUNTS = 40
MOST_OBLIGATIONS = 40


def picture_answer(picture: Picture) -> PictureAnswer:
    """Accounts and what each is for, obligations with amount and day, what is missing."""
    debts, overdue, piles = set(picture.debts), set(picture.overdue), {pile.account for pile in picture.piles}
    signs = (
        ("debt", debts),
        ("overdue", overdue),
        ("held for others", set(picture.held_for_others)),
        ("runs short", set(picture.short)),
        ("piles up", piles),
    )
    missing = [need.role.value for need in needs_of(picture) if not need.is_served(picture)]
    return PictureAnswer(
        whose=picture.kind.value,
        income_cents=picture.income_cents,
        income_known=picture.year.assumptions.income_known,
        nobody_withholds_tax=picture.nobody_withholds,
        accounts=[
            AccountPicture(
                account=told_name(account.name),
                role=account.role.value,
                gets_cents=account.gets,
                pays_cents=account.pays,
                signs=[sign for sign, names in signs if account.name in names],
            )
            for account in list(picture.accounts.values())[:MOST_ACCOUNTS]
        ],
        obligations=[
            ObligationRead(account=told_name(o.account), role=o.role.value, cents=o.cents, day=o.day)
            for o in picture.obligations[:MOST_OBLIGATIONS]
        ],
        missing=list(dict.fromkeys(missing)) if picture.query.has_rules else [],
    )


def picture_lines(told: PictureAnswer) -> list[str]:
    """The picture in words; names are quoted."""
    lines = []
    if told.obligations:
        due = ", ".join(
            f"{quoted(o.account)} {'an amount not told' if o.cents is None else dollars(o.cents)}"
            + (f" on day {o.day}" if o.day else "")
            for o in told.obligations
        )
        lines.append(f"Due each month: {due}.")
    for account in told.accounts:
        if account.signs:
            lines.append(
                f"{quoted(account.account)} ({', '.join(account.signs)}): gets {dollars(account.gets_cents)} a month,"
                f" pays {dollars(account.pays_cents)}."
            )
    if told.missing:
        lines.append(f"No account yet for: {', '.join(ROLE_TEXT[Role(role)].lower() for role in told.missing)}.")
    return lines
