"""The data-set card: the README.md of an exported folder, whose YAML header tells `load_dataset` what is where."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import yaml

SIZES = ((1_000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K"), (1_000_000, "100K<n<1M"))
SPLIT = "test"
"""What is exported was made to measure with, not to train on."""


def card(
    *,
    title: str,
    files: Mapping[str, str],
    rows: int,
    licence: str,
    info: Mapping[str, Any],
    board: str = "",
    canaries: Sequence[str] = (),
) -> str:
    """The card's text.

    `files`: configuration -> the files of it, the first one is the default; `board`: the leaderboard in Markdown.
    """
    configs = [
        {"config_name": name, "data_files": [{"split": SPLIT, "path": path}], **({"default": True} if not n else {})}
        for n, (name, path) in enumerate(files.items())
    ]
    head = {
        "license": licence,
        "pretty_name": title,
        "language": ["en"],
        "tags": ["coolhead", "customer-support", "evaluation", "dialogue"],
        "size_categories": [next((name for most, name in SIZES if rows < most), "n>1M")],
        "configs": configs,
    }
    first = next(iter(files))
    parts = [
        f"---\n{yaml.safe_dump(head, sort_keys=False, allow_unicode=True)}---",
        f"# {title}",
        _what(info),
        "```python\nfrom datasets import load_dataset\n"
        + "\n".join(f'{name} = load_dataset("FOLDER_OR_NAME", "{name}", split="{SPLIT}")' for name in files)
        + "\n```",
        f"`{first}` is the default configuration. Columns that end in `_json` hold JSON text.",
    ]
    if board:
        parts += ["## Leaderboard", board.strip()]
    if versions := info.get("versions"):
        parts += ["## Versions", f"```json\n{_versions(versions)}\n```"]
    if canaries:
        parts += [
            "## Not for training",
            "Data of this benchmark should not be in a training set: " + ", ".join(canaries),
        ]
    return "\n\n".join(parts) + "\n"


def _what(info: Mapping[str, Any]) -> str:
    if "personas_only" in info:
        return "Customers with a grievance, for `coolhead run --personas`. Firms and people in them are invented."
    if (info.get("versions") or {}).get("customer") == "transcript":
        hidden = info.get("redaction")
        taken = (
            f"Names, numbers, mails and addresses were replaced (redaction {hidden['version']}); no automatic "
            "redaction is complete."
            if hidden
            else "Nothing was redacted."
        )
        return f"Dialogues that already happened, graded by CoolHead {info.get('coolhead', '')}. {taken}"
    return (
        f"Dialogues of support bots with simulated angry customers, graded by CoolHead {info.get('coolhead', '')}. The "
        "customers are simulated: a score is not the satisfaction of real people."
    )


def _versions(versions: Mapping[str, Any]) -> str:
    kept = {name: value for name, value in versions.items() if name != "personas"}
    if people := versions.get("personas"):
        kept["personas"] = {id: value.get("version") for id, value in people.items()}
    return json.dumps(kept, indent=1, ensure_ascii=False)
