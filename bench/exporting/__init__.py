"""Runs and personas in other tools' forms. `export` and `export_personas` are the ways in."""

from __future__ import annotations

from coolhead.bench.exporting.writing import TARGETS, export, export_personas

__all__ = ["TARGETS", "export", "export_personas"]
