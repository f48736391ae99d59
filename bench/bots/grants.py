"""A policy's grants as tools of an LLM bot, and the back office that carries out what the policy lets through."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from coolhead.bench.bots.prompting import grant_line
from coolhead.bench.types import Action, Tool, ToolCall
from coolhead.personas.case import Case, Grant

_MONEY = re.compile(r"\bcr\b|credit|refund|amount|price|fee|voucher", re.I)


def tools_of(case: Case) -> tuple[Tool, ...]:
    """One tool per grant and per tool of the case file."""
    granted = [
        Tool(
            name=grant.id, description=f"Really gives the customer this: {grant_line(grant)}", parameters=_takes(grant)
        )
        for grant in case.policy.grants
    ]
    others = [
        Tool(name=_name(name), description=name.replace("_", " "), parameters=_schema({"note": _NOTE}))
        for name in case.tools
        if _name(name) not in {tool.name for tool in granted}
    ]
    return (*granted, *others)


_NOTE = {"type": "string", "description": "a few words for the file"}


def _takes(grant: Grant) -> dict[str, Any]:
    if grant.max_amount is None and not _MONEY.search(f"{grant.label} {grant.limit}"):
        return _schema({"note": _NOTE})
    return _schema({"amount": {"type": "number", "description": "in cr, when money moves"}, "note": _NOTE})


def _schema(properties: Mapping[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": dict(properties), "additionalProperties": False}


def _name(tool: str) -> str:
    return re.sub(r"\W+", "_", tool)[:64]


@dataclass(frozen=True)
class Result:
    """What became of a tool call."""

    told: str
    """What the model is told."""
    action: Action | None = None
    """What was done; None when nothing was."""
    note: str = ""
    """Why nothing was done, for the record."""


def carry_out(call: ToolCall, case: Case) -> Result:
    """Does what a call asks for, if the tool exists and the sum is within the grant's limit.

    Conditions in plain words are not checked here: whether the grant was right is the graders' business.
    """
    grants = {grant.id: grant for grant in case.policy.grants}
    known = [tool.name for tool in tools_of(case)]
    if call.name not in known:
        return _declined(call, f"there is no tool '{call.name}'; there are: {', '.join(known)}")
    if call.malformed:
        return _declined(call, "the arguments are not a JSON object")
    amount = _number(call.arguments.get("amount"))
    if call.arguments.get("amount") is not None and amount is None:
        return _declined(call, "the amount is not a number of cr")
    limit = grants[call.name].most if call.name in grants else None
    if amount is not None and limit is not None and amount > limit:
        return _declined(call, f"at most {limit:g} cr may be given")
    detail = {name: value for name, value in call.arguments.items() if name != "amount"}
    return Result("done", Action(name=call.name, amount=amount, detail=detail))


def _declined(call: ToolCall, why: str) -> Result:
    given = call.malformed or ", ".join(f"{name}={value}" for name, value in call.arguments.items())
    return Result(f"not done: {why}", note=f"declined: {call.name}({given[:80]}): {why}")


def _number(value: Any) -> float | None:
    if isinstance(value, str):
        found = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*(?:cr)?\s*", value)
        return float(found[1]) if found else None
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < float("inf"):
        return None
    return float(value)
