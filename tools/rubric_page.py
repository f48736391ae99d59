"""Writes docs/rubric.md from the rubric: `python tools/rubric_page.py`; a test compares the two."""

from __future__ import annotations

from pathlib import Path

from coolhead.graders.rubric import rubric

PAGE = Path(__file__).resolve().parent.parent / "docs" / "rubric.md"


def page() -> str:
    """The rubric as Markdown."""
    book = rubric()
    out = [
        "# The rubric",
        "",
        "Written by `tools/rubric_page.py` from `graders/data/rubric.yaml`; change that file, then run it again.",
        "How points become a score: [graders](graders.md).",
        "",
    ]
    for name, facts in book.criteria.items():
        means = f"{facts['means'][0].upper()}{facts['means'][1:]}"
        out += [f"## {facts['name']}", ""]
        floor = f", floor {facts['floor']:g}" if facts.get("floor") else ""
        clean = f", clean record {facts['clean']:g}" if facts.get("clean") else ""
        out += [f"{means}. Base {facts['base']}, all points from a share of {facts['full']:g}{floor}{clean}."]
        out += ["", "| level | |", "|---|---|"]
        out += [f"| {number} | {text} |" for number, text in enumerate(book.levels[name], 1)]
        out += ["", "| indicator | applies | points | |", "|---|---|---|---|"]
        out += [
            f"| {one.id} {one.text} | {one.when} | {one.points:g} | {'core' if one.core else 'extended'} |"
            for one in book.of(name)
        ]
        out.append("")
    out += ["## Critical errors", "", "| id | | caps |", "|---|---|---|"]
    for cap in book.caps.values():
        held = ", ".join(f"{criterion} {most:g}" for criterion, most in cap.on.items())
        whole = f"overall {cap.overall:g}" if cap.overall is not None else ""
        caps = "; ".join(part for part in (held, whole) if part) or "no cap; flagged, an empty turn counts as level 1"
        out.append(f"| {cap.id} | {cap.text} | {caps} |")
    return "\n".join(out) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
