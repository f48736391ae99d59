"""`script:FILE.yaml`: canned replies, the control every real bot has to beat.

    name: old-macro            # optional
    replies:
      - "Thanks for reaching out. May I have your order number?"
      - {text: "I have booked the refund of {record[amount]}.", actions: [{name: refund, amount: 20}]}
      - {text: "Goodbye.", done: true}
    then: last                 # after the last line: last (say it again), loop, or silence

`{firm}`, `{product}`, `{today}` and `{record[...]}` come from the case file.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import Field, ValidationError, field_validator

from coolhead.bench import wording, yaml_door
from coolhead.bench.errors import BadInput
from coolhead.bench.types import Conversation, Reply
from coolhead.personas.case import Model


class Script(Model):
    """The file's content."""

    name: str | None = None
    replies: tuple[Reply, ...] = Field(min_length=1)
    then: Literal["last", "loop", "silence"] = "last"

    @field_validator("replies", mode="before")
    @classmethod
    def _strings(cls, value: Any) -> Any:
        return [{"text": one} if isinstance(one, str) else one for one in value] if isinstance(value, list) else value


class ScriptBot:
    """Says its lines in order, whatever the customer says."""

    remote = False
    offline = True

    def __init__(self, script: Script, *, name: str, fingerprint: str = "") -> None:
        self.script, self.name, self.fingerprint = script, name, fingerprint

    async def reply(self, conversation: Conversation) -> Reply:
        """The line whose turn it is; the number of agent turns so far decides, so the bot holds no state."""
        said = sum(turn.role == "agent" for turn in conversation.turns)
        lines = self.script.replies
        if said >= len(lines):
            if self.script.then == "silence":
                return Reply(text="")
            said = said % len(lines) if self.script.then == "loop" else len(lines) - 1
        return lines[said].model_copy(update={"text": _fill(lines[said].text, conversation)})

    async def close(self) -> None:
        """Nothing to let go of."""


def _fill(text: str, conversation: Conversation) -> str:
    case = conversation.case
    try:
        return text.format(firm=case.firm, product=case.product, today=case.today, record=_Record(case.record))
    except (KeyError, IndexError, ValueError, AttributeError):
        return text  # braces that mean something else: say the line as it stands


class _Record(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return "-"  # a field that this case does not have


def make(spec: str, *, name: str | None) -> list[ScriptBot]:
    """The bot of a script file."""
    path = Path(spec.removeprefix("script:"))
    try:
        text = path.read_text("utf-8")
        raw = yaml_door.load(text)
        script = Script.model_validate(raw if isinstance(raw, dict) else {"replies": raw})
    except (OSError, UnicodeDecodeError) as problem:
        raise BadInput(path, f"cannot be read: {getattr(problem, 'strerror', problem)}", do="check the path") from None
    except yaml.YAMLError as problem:
        line, what = yaml_door.complaint(problem)
        raise BadInput(f"{path}{line}", f"broken YAML: {what}", do="mend the line") from None
    except ValidationError as problem:
        line_of = yaml_door.line_of(text, wording.steps(wording.first(problem)))
        where = f"{path}:{line_of}" if line_of else path
        raise BadInput(where, wording.in_words(problem), do="a script has name, replies and then") from None
    digest = hashlib.sha256(text.encode()).hexdigest()[:12]
    return [ScriptBot(script, name=name or script.name or path.stem, fingerprint=digest)]
