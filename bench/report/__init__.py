"""The report: one self-contained HTML page per run folder, with every dialogue to read (docs/report.md)."""

from coolhead.bench.report.page import write_page

__all__ = ["write_page"]
