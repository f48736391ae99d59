"""`FILE.yaml`: a bot described in a file. `url` makes it a bot by URL, `command` a process, `replies` a script."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from coolhead.bench import yaml_door
from coolhead.bench.bots import http, process, script
from coolhead.bench.errors import BadInput
from coolhead.bench.protocols import Bot


def make(spec: str, *, name: str | None) -> list[Bot]:
    """The bot of the file.

    Raises:
        BadInput: no such file, broken YAML, or none of the three kinds.
    """
    path = Path(spec)
    try:
        given: Any = yaml_door.load(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError) as problem:
        raise BadInput(path, f"cannot be read: {getattr(problem, 'strerror', problem)}", do="check the path") from None
    except yaml.YAMLError as problem:
        line, what = yaml_door.complaint(problem)
        raise BadInput(f"{path}{line}", f"broken YAML: {what}", do="mend the line") from None
    if not isinstance(given, dict) or not given.keys() & {"url", "command", "replies"}:
        raise BadInput(path, "describes no bot", do="it needs url (a bot by URL), command (a process) or replies")
    name = name or given.get("name") or path.stem
    if "replies" in given:
        return list(script.make(f"script:{path}", name=name))
    if "command" in given:
        return list(process.from_mapping(given, name=name, where=path))
    return list(http.from_mapping(given, name=name, where=path))
