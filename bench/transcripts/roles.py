"""Who is who: other people's role names -> ours."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

_PLAIN = re.compile(r"[^a-z0-9]+")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


@cache
def content(name: str) -> dict[str, Any]:
    """The file of that name under `data/transcripts/`."""
    loaded: dict[str, Any] = yaml.safe_load(
        files("coolhead.bench").joinpath(f"data/transcripts/{name}.yaml").read_text("utf-8")
    )
    return loaded


def plain(name: str) -> str:
    """A name as it is compared: "ConversationID", "conversation id" and "Conversation-Id" are one."""
    spaced = _CAMEL.sub("_", name.strip())
    letters = unicodedata.normalize("NFKD", spaced).encode("ascii", "ignore").decode().lower()
    return _PLAIN.sub("_", letters).strip("_")


@cache
def _words() -> tuple[dict[str, str], dict[str, str]]:
    data = content("roles")
    exact = {word: role for role in ("customer", "agent", "silent") for word in data[role].split()}
    telling = {word: role for role, words in data["telling"].items() for word in words.split()}
    return exact, telling


@cache
def role_of(name: str) -> str | None:
    """Our word for a role: customer, agent, silent; None when the name says nothing."""
    exact, telling = _words()
    word = plain(name)
    found = exact.get(word) or exact.get(word.rstrip("0123456789").strip("_"))
    if found:
        return found
    for phrase in (p for p, role in exact.items() if role == "agent" and "_" in p):
        if phrase in word:  # "Customer Service (Anna)" is no customer
            return "agent"
    hits = {telling[part] for part in word.split("_") if part in telling}
    return hits.pop() if len(hits) == 1 else None


def yes_or_no(field: str, value: Any) -> str | None:
    """The role that a field like `inbound` or `is_agent` tells by yes or no; None when it is no such field."""
    asked = plain(field)
    meant = next((role for role, names in content("roles")["yes_is"].items() if asked in names.split()), None)
    answer = {"true": True, "1": True, "yes": True, "y": True, "false": False, "0": False, "no": False, "n": False}
    said = answer.get(str(value).strip().lower())
    if meant is None or said is None:
        return None
    return meant if said else ("agent" if meant == "customer" else "customer")


def by_map(label: str, given: Mapping[str, str]) -> str | None:
    """The role that the user gave this speaker (`--roles NAME=agent`, `*=customer` for all others)."""
    return given.get(label) or given.get(label.strip()) or given.get("*")


@cache
def _unsaid() -> tuple[re.Pattern[str], re.Pattern[str]]:
    data = content("unsaid")
    mark = "".join(line.strip() for line in data["mark"].splitlines())
    mark = re.sub(r"\|\s+", "|", mark)
    return (
        re.compile("|".join(data["message"]), re.IGNORECASE),
        re.compile(rf"[\[(<]\s*(?:{mark})(?:\s+[\d:.,]+)?\s*[\])>]", re.IGNORECASE),
    )


def words_of(text: str) -> str:
    """What was said of it: nothing, where a messenger only notes a picture or a message that was deleted."""
    return "" if _unsaid()[0].fullmatch(text.strip()) else text


def without_marks(text: str) -> str:
    """Speech without "[crosstalk]", "(inaudible 00:33)" and the like."""
    kept = _unsaid()[1].sub(" ", text)
    return text if kept == text else re.sub(r"[ \t]{2,}", " ", kept).strip()
