"""What the agent could know, out of a row: a full `case`, or the light one of a policy and facts."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from coolhead.bench import wording
from coolhead.bench.transcripts.messages import RowError
from coolhead.personas.case import Case, Grant, Policy


def case_of(row: Mapping[str, Any]) -> tuple[Case | None, set[str]]:
    """The case file of a row: a full `case`, or the light one of `policy: {allowed, forbidden}` and `facts`."""
    given = row.get("case")
    if isinstance(given, Mapping) and not (
        {"facts", "allowed"} & set(given) or "allowed" in (given.get("policy") or {})
    ):
        try:
            return Case.model_validate(given), {"case"}
        except ValidationError as problem:
            raise RowError(f"case.{wording.in_words(problem)}") from None
    light = given if isinstance(given, Mapping) else row
    policy, facts = light.get("policy"), light.get("facts")
    if not policy and not facts:
        return None, {"case", "policy", "facts"}
    if policy is not None and not isinstance(policy, Mapping):
        raise RowError("policy must be an object with 'allowed' and 'forbidden'")
    if facts is not None and not isinstance(facts, Mapping):
        raise RowError("facts must be an object: name -> value")
    policy = policy or {}
    grants = tuple(Grant(id=f"allowed_{n}", label=str(text)) for n, text in enumerate(policy.get("allowed") or (), 1))
    return Case(
        firm=str(light.get("firm", "")),
        industry=str(light.get("industry", "")),
        record={str(name): _plain(value) for name, value in (facts or {}).items()},
        policy=Policy(grants=grants, forbidden=tuple(str(text) for text in policy.get("forbidden") or ())),
    ), {"case", "policy", "facts"}


def _plain(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
