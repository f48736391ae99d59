"""Dialogues that already happened, from files of several kinds. `read` is the way in."""

from __future__ import annotations

from coolhead.bench.transcripts.reading import Skipped, read

__all__ = ["Skipped", "read"]
