"""What the tiny family answers."""

from __future__ import annotations

from pydantic import BaseModel


class SumAnswer(BaseModel):
    total: int
