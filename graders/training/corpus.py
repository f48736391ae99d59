"""What the model learns from: our labelled sentences, and the permitted outside sets where a folder is given."""

from __future__ import annotations

import hashlib
import json
import re
import zlib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
CUSTOMER_FILES = frozenset({"customer"})
AGENT_FILES = frozenset({"calm", "empathy", "clarity_resolution", "boundaries"})
HOSTILE = frozenset({"ABUSE", "PROFANE", "THREAT", "CT-1"})
AUTHORS = "abcdefghijkl"
"""Who wrote a file stands after the dot of its name; `a` where there is none."""
FOLDS = 5
"""Authors are left out in so many groups, the first with the sixth and the eleventh and so on."""
SPARING = {"k": frozenset({"RE+2"}), "l": frozenset({"RE+2", "ANNOYED"})}
"""Labels that an author names only now and then: his rows without them say nothing of them."""


@dataclass(frozen=True)
class Row:
    """A labelled text: `present` and `absent` are certain, the rest of `family` weakly absent, all else unknown."""

    family: str
    author: str
    present: frozenset[str]
    absent: frozenset[str]
    context: str
    text: str

    @property
    def fold(self) -> int:
        """0 to 4; rows about the same story share it."""
        return zlib.crc32((self.context or self.text).strip().lower().encode("utf-8")) % 5

    def lists(self, home: str) -> bool:
        """True where the row lists every label of the family `home` that it shows."""
        return self.family == home or (self.family == "mixed" and home in AGENT_FILES)

    def says(self, label: str, home: str) -> bool:
        """True where the row tells whether it shows the label, whose family is `home`."""
        named = label in self.present or label in self.absent
        return named or (self.lists(home) and label not in SPARING.get(self.author, ()))


def sentences(folder: Path = HERE / "sentences", files: str = "*.tsv") -> list[Row]:
    """Every row of the labelled sentence files, files in alphabetical order."""
    rows = []
    for path in sorted(folder.glob(files)):
        family, _, author = path.stem.partition(".")
        for line in path.read_text("utf-8").splitlines():
            if line.strip() and not line.startswith("#"):
                labels, context, text, *_ = line.split("\t")
                names = labels.split()
                present = frozenset(name for name in names if name[0] != "!" and name != "NONE")
                absent = frozenset(name[1:] for name in names if name[0] == "!")
                rows.append(Row(family, author or AUTHORS[0], present, absent, context, text))
    return rows


_REACTIONS = frozenset({"EM+1", "EM+2", "EM+3", "EM+4", "EM+7", "EM+g", "EM-5"})


def derived(row: Row) -> Row:
    """The row with REACT (warmth, a reading of a feeling) and EXPLORE (asks to hear more) where its labels decide."""
    if row.family not in {"empathy", "mixed"}:
        return row
    react = frozenset({"REACT"} if row.present & _REACTIONS else ())
    explore = frozenset({"EXPLORE"} if "EM+6" in row.present else ())
    plain = not row.present - {"NONE"}
    absent = (frozenset({"REACT"}) if plain else frozenset()) | (
        frozenset({"EXPLORE"}) if "EM+6" in row.absent else frozenset()
    )
    return replace(row, present=row.present | react | explore, absent=row.absent | (absent - react - explore))


def inputs(data: Path | None, vectors: Path) -> dict[str, str]:
    """SHA-256 of every file the weights depend on, by name."""
    paths = sorted((HERE / "sentences").glob("*.tsv"))
    paths += [HERE.parent / "data" / "model" / name for name in ("tokens.yaml", "words.yaml")]
    paths.append(vectors)
    if data:
        paths += [
            data / name
            for name in (
                "offensive/offensive_A.jsonl",
                "politeness/politeness_stackexchange.jsonl",
                "star/star_A.jsonl",
            )
        ]
        paths += sorted((data / "tau_trait").glob("*.jsonl"))
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}


def records(path: Path) -> list[dict[str, Any]]:
    """The objects of a JSON-lines file."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


_ENTITY = re.compile(r"&#?\w+;|@\[USER\]:?|\[URL\]|\bRT\b|@\w+|https?://\S+")


def offensive(data: Path) -> list[tuple[str, bool]]:
    """(tweet, called offensive or hateful by the majority); user marks and entities are removed."""
    rows = records(data / "offensive" / "offensive_A.jsonl")
    return [(" ".join(_ENTITY.sub(" ", row["text"]).split()), row["class"] != 2) for row in rows]


def politeness(data: Path) -> list[tuple[str, float]]:
    """(request, normalised politeness)."""
    return [
        (row["text"], float(row["norm"])) for row in records(data / "politeness" / "politeness_stackexchange.jsonl")
    ]


def ambient(data: Path) -> list[tuple[str, str]]:
    """(customer's turn before, agent's turn) of the task dialogues: ordinary service talk, unlabelled, each once."""
    found: dict[str, str] = {}
    for path in [data / "star" / "star_A.jsonl", *sorted((data / "tau_trait").glob("*.jsonl"))]:
        for dialogue in records(path):
            before = ""
            for turn in dialogue["turns"]:
                text = turn.get("text") or ""
                if turn["role"] == "customer":
                    before = text
                elif turn["role"] == "agent" and text.strip():
                    found.setdefault(text, before)
    return [(context, text) for text, context in found.items()]


def ambient_customers(data: Path) -> list[str]:
    """Distinct turns of the customers in the same dialogues."""
    found: dict[str, None] = {}
    for path in [data / "star" / "star_A.jsonl", *sorted((data / "tau_trait").glob("*.jsonl"))]:
        for dialogue in records(path):
            for turn in dialogue["turns"]:
                if turn["role"] == "customer" and (turn.get("text") or "").strip():
                    found.setdefault(turn["text"])
    return list(found)
