"""What a user types and reads: a sample of transcripts, a bot of five lines, the one line of a complaint."""

from __future__ import annotations

import json
from pathlib import Path

from coolhead.bench.cli import main

SAMPLE = Path(__file__).resolve().parent.parent / "docs/samples/answering_services.jsonl"
BOT = "def reply(conversation):\n    return f'I am looking at {conversation.case.product} for you now.'\n"


def lines(folder: Path, name: str) -> list[dict]:
    return [json.loads(line) for line in (folder / name).read_text("utf-8").splitlines()]


def complaint(capsys, *words: str) -> str:
    """The one line that a wrong command costs."""
    capsys.readouterr()
    assert main(list(words)) == 2
    text = capsys.readouterr().err
    assert text.count("\n") == 1, text
    return text
