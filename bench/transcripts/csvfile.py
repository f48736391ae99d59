"""CSV of any make -> rows with their line: byte-order marks, encodings, delimiters, broken lines."""

from __future__ import annotations

import codecs
import csv
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from coolhead.bench.errors import BadInput

DELIMITERS = (",", ";", "\t", "|")
FIELD = 2_000_000
"""Characters of one cell at most. A quote that nobody closes swallows the rest of a file; this stops it."""
_CONTROLS = frozenset(range(32)) - frozenset(b"\t\n\v\f\r\x1a")
"""Bytes that no text holds."""
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


@dataclass(frozen=True)
class Layout:
    """How a file is written."""

    encoding: str
    delimiter: str
    skip: int = 0
    """Lines before the header (Excel's `sep=;`)."""


@dataclass(frozen=True)
class Broken:
    """A line that is no row."""

    line: int
    why: str


def layout(path: Path) -> Layout:
    """Encoding and delimiter, from the whole file for the first and its beginning for the second.

    Raises:
        BadInput: the file is binary.
    """
    encoding = encoding_of(path)
    with path.open(encoding=encoding, newline="") as handle:
        head = handle.readline()
        skip = 0
        if head.lower().startswith("sep=") and len(head.strip()) == 5:
            return Layout(encoding, head.strip()[4], 1)
        text = head + "".join(islice(handle, 60))
    if path.suffix.lower() in (".tsv", ".tab"):
        return Layout(encoding, "\t", skip)
    return Layout(encoding, max(DELIMITERS, key=lambda mark: _fit(text, mark)), skip)


def rows(path: Path, how: Layout) -> Iterator[tuple[int, dict[str, Any]] | Broken]:
    """(line of the file, row) for every row, and what is broken, in file order. Empty lines are no rows."""
    with path.open(encoding=how.encoding, newline="") as handle:
        for _ in range(how.skip):
            handle.readline()
        before = csv.field_size_limit(FIELD)
        try:
            reader = csv.reader(handle, delimiter=how.delimiter)
            header: list[str] | None = None
            while True:
                line = reader.line_num + 1 + how.skip
                try:
                    cells = next(reader)
                except StopIteration:
                    return
                except csv.Error as problem:
                    yield Broken(line, f"cannot be read on from here: {problem} (a quote that is not closed?)")
                    return
                if not any(cell.strip() for cell in cells):
                    continue
                if header is None:
                    header = _header(cells, path)
                elif len(cells) != len(header):
                    yield Broken(line, f"has {len(cells)} fields, the header has {len(header)}")
                else:
                    yield line, dict(zip(header, cells, strict=True))
        finally:
            csv.field_size_limit(before)


def _header(cells: list[str], path: Path) -> list[str]:
    names = [cell.strip() or f"column {number}" for number, cell in enumerate(cells, 1)]
    if twice := next((name for name, count in Counter(names).items() if count > 1), None):
        raise BadInput(f"{path}:1", f"two columns are named '{twice}'", do="give each its own name")
    return names


def encoding_of(path: Path) -> str:
    """The encoding of a text file: by its mark, else UTF-8 if it is that, else Windows-1252."""
    with path.open("rb") as handle:
        head = handle.read(4096)
        for mark, name in _MARKS:
            if head.startswith(mark):
                return name
        if head[1::2].count(0) > len(head) // 4:
            return "utf-16-le"
        if head[0::2].count(0) > len(head) // 4:
            return "utf-16-be"
        if b"\0" in head:
            raise no_text(path)
        decoder = codecs.getincrementaldecoder("utf-8")()
        try:
            decoder.decode(head)
            while block := handle.read(1 << 20):
                decoder.decode(block)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return "cp1252"  # what Excel writes in the West; every byte string is one, nearly
    return "utf-8"


def no_text(path: Path) -> BadInput:
    """The complaint about a file that cannot be decoded: binary, or text in an encoding that its kind may not have."""
    with path.open("rb") as handle:
        binary = not _CONTROLS.isdisjoint(handle.read(4096))
    kind = path.suffix.lstrip(".").upper()
    what = "is a binary file, not text" if binary else "is not written in UTF-8"
    return BadInput(path, what, do=f"save it as {kind} in UTF-8")


def _fit(text: str, mark: str) -> tuple[float, int]:
    """How well a delimiter cuts a text into rows of one width."""
    widths = []
    try:
        widths = [len(row) for row in islice(csv.reader(text.splitlines(keepends=True), delimiter=mark), 40) if row]
    except csv.Error:
        return 0.0, 0
    if not widths or widths[0] < 2:
        return 0.0, 0
    return sum(width == widths[0] for width in widths) / len(widths), widths[0]
