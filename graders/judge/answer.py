"""What a judge answers. There is no field for a total: scores are computed by code."""

from __future__ import annotations

import re
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

Verdict = Literal["yes", "partly", "no", "na", "cannot_tell"]


class _Answer(BaseModel):
    model_config = ConfigDict(extra="ignore")


class Quoted(_Answer):
    """Words of an agent turn; `turn` counts the agent's turns from 1."""

    turn: int
    quote: str

    @field_validator("turn", mode="before")
    @classmethod
    def _number(cls, value: Any) -> Any:
        return _turn(value)


class Answered(_Answer):
    """One item."""

    id: str
    verdict: Verdict
    evidence: list[Quoted] = Field(default_factory=list)
    checked: list[int] = Field(default_factory=list)
    """Agent turns read for an absence item."""
    reason: str = ""

    @field_validator("verdict", mode="before")
    @classmethod
    def _plain(cls, value: Any) -> Any:
        return re.sub(r"[^a-z]+", "_", value.strip().lower()) if isinstance(value, str) else value

    @field_validator("checked", mode="before")
    @classmethod
    def _numbers(cls, value: Any) -> Any:
        return [_turn(one) for one in value] if isinstance(value, list) else value


class JudgeAnswer(_Answer):
    """The whole answer to one criterion."""

    items: list[Answered]
    anchor: int | None = None
    """Overall impression 0-5, kept for audit."""
    manipulation: bool = False
    manipulation_quote: str = ""


def _turn(value: Any) -> Any:
    if isinstance(value, str) and (found := re.search(r"\d+", value)):
        return int(found[0])
    return value
