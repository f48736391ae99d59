"""Dialogues that already happened, from files of several kinds. `read` is the way in."""

from __future__ import annotations

from coolhead.bench.transcripts.columns import parse_map
from coolhead.bench.transcripts.files import Skipped
from coolhead.bench.transcripts.reading import Reading, read

__all__ = ["Reading", "Skipped", "parse_map", "read"]
