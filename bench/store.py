"""The run folder: the only state of a run, and the only module that writes it.

Every dialogue and every grade is one appended line, flushed as it comes, so a crash or Ctrl-C loses at most the
dialogues under way. A torn last line is dropped on the next start and its dialogue is played again.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from pathlib import Path
from typing import Any, BinaryIO, TypeVar

import jsonlines
from pydantic import BaseModel, ValidationError

from coolhead.bench import wording
from coolhead.bench.errors import BadInput
from coolhead.bench.types import Dialogue, Grade

RUN, DIALOGUES, GRADES = "run.json", "dialogues.jsonl", "grades.jsonl"
T = TypeVar("T")


class RunFolder:
    """A run on disk. Use as a context manager; reading works at any time, writing after `start`."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._open: dict[str, BinaryIO] = {}
        self._writers: dict[str, jsonlines.Writer] = {}

    def __enter__(self) -> RunFolder:
        return self

    def __exit__(self, *_: object) -> None:
        for handle in self._open.values():
            handle.flush()
            os.fsync(handle.fileno())
            handle.close()
        self._open.clear()

    # --- the run's own page ---

    def info(self) -> dict[str, Any]:
        """What `run.json` says; empty when there is none yet.

        Raises:
            BadInput: the folder cannot be read, or the file is not ours.
        """
        path = self.path / RUN
        try:
            loaded = json.loads(path.read_text("utf-8"))
        except FileNotFoundError:
            return {}
        except (OSError, UnicodeDecodeError, json.JSONDecodeError) as problem:
            raise BadInput(path, f"cannot be read: {problem}", do="name another folder with --out") from None
        if not isinstance(loaded, dict):
            raise BadInput(path, "is not a run of CoolHead", do="name another folder with --out")
        return loaded

    def start(self, info: Mapping[str, Any]) -> None:
        """Makes the folder (or continues it), writes `run.json` and mends torn last lines."""
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            self.write_json(RUN, info)
            for name in (DIALOGUES, GRADES):
                _mend(self.path / name)
        except OSError as problem:
            raise BadInput(
                self.path, f"cannot be written: {problem.strerror}", do="name another folder with --out"
            ) from None

    def write_json(self, name: str, value: Any) -> Path:
        """Writes a small JSON file whole, so that a reader never sees half of it."""
        return self.write_text(name, json.dumps(value, indent=1, ensure_ascii=False) + "\n")

    def write_text(self, name: str, text: str) -> Path:
        """Writes a text file whole."""
        path = self.path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        spare = path.with_name(path.name + ".new")
        spare.write_text(text, "utf-8")
        spare.replace(path)
        return path

    # --- lines ---

    def add_dialogue(self, dialogue: Dialogue) -> None:
        """Appends a finished dialogue."""
        self._append(DIALOGUES, [dialogue])

    def add_grades(self, grades: Iterable[Grade]) -> None:
        """Appends the grades of one dialogue; they reach the disk together."""
        self._append(GRADES, grades)

    def add_lines(self, dialogue: bytes, grades: bytes) -> None:
        """Appends a dialogue and its grades that another process has written out with `line`."""
        for name, text in ((DIALOGUES, dialogue), (GRADES, grades)):
            handle = self._handle(name)
            handle.write(text)
            handle.flush()

    def dialogues(self) -> Iterator[Dialogue]:
        """The dialogues, in file order, one in memory at a time."""
        return records(self.path / DIALOGUES, Dialogue.model_validate_json)

    def ids(self) -> set[str]:
        """The ids of the dialogues that the folder holds."""
        return {dialogue.id for dialogue in self.dialogues()}

    def grades(self) -> Iterator[Grade]:
        """The grades, in file order."""
        return records(self.path / GRADES, Grade.model_validate_json)

    def arrange(self, order: Mapping[str, int]) -> None:
        """Puts the lines into the order of the plan, so that the same seed leaves the same bytes.

        Dialogues end in another order each time; a finished run does not show it.
        """
        self.__exit__()
        for name, key in ((DIALOGUES, "id"), (GRADES, "dialogue")):
            _sort(self.path / name, key, order)

    def keep_grades(self, dialogues: Set[str]) -> None:
        """Drops the grades of all other dialogues (they are about to be graded anew)."""
        self.__exit__()
        path = self.path / GRADES
        spare = path.with_name(path.name + ".new")
        with spare.open("wb") as out:
            for grade in self.grades():
                if grade.dialogue in dialogues:
                    out.write(line(grade))
        spare.replace(path)

    def clear(self) -> None:
        """Removes the lines of an earlier run (`--fresh`)."""
        self.__exit__()
        for name in (DIALOGUES, GRADES):
            (self.path / name).unlink(missing_ok=True)

    def _append(self, name: str, records: Iterable[BaseModel]) -> None:
        handle = self._handle(name)
        self._writers[name].write_all(records)
        handle.flush()

    def _handle(self, name: str) -> BinaryIO:
        if name not in self._open:
            self._open[name] = (self.path / name).open("ab")
            self._writers[name] = jsonlines.Writer(self._open[name], dumps=_text)
        return self._open[name]


def line(record: BaseModel) -> bytes:
    """A dialogue or a grade as a line of its file."""
    return record.model_dump_json().encode() + b"\n"


def _text(record: BaseModel | dict[str, Any]) -> str:
    # jsonlines tries its writer out on an empty object
    return record.model_dump_json() if isinstance(record, BaseModel) else json.dumps(record)


def records(path: Path, parse: Callable[[bytes], T]) -> Iterator[T]:
    """What `parse` makes of each line of a file of the run folder, in order; nothing where there is no file.

    Raises:
        BadInput: the file cannot be read, or names the line that `parse` refuses (by a `ValidationError`).
    """
    try:
        handle = path.open("rb")
    except FileNotFoundError:
        return
    except OSError as problem:
        raise BadInput(path, f"cannot be read: {problem.strerror}", do="check the name and the rights") from None
    with handle:
        for number, line in enumerate(handle, 1):
            if not line.endswith(b"\n"):
                return  # torn by a crash: the dialogue counts as not played
            try:
                yield parse(line)
            except ValidationError as problem:
                what = wording.in_words(problem)
                raise BadInput(f"{path}:{number}", what, do="remove the line and resume the run") from None


def _mend(path: Path) -> None:
    if not path.exists() or path.stat().st_size == 0:
        return
    with path.open("rb+") as handle:
        handle.seek(-1, os.SEEK_END)
        if handle.read(1) == b"\n":
            return
        size = handle.tell()
        step = min(size, 1 << 16)
        while True:
            handle.seek(size - step)
            found = handle.read(step).rfind(b"\n")
            if found >= 0 or step == size:
                handle.truncate(size - step + found + 1)
                return
            step = min(size, step * 2)


def _first(text: bytes, key: str) -> str:
    """The value of a line's first field, without reading kilobytes of JSON behind it."""
    start = f'{{"{key}":'.encode()
    if text.startswith(start):
        try:
            name, _ = _DECODER.raw_decode(text[len(start) : len(start) + 600].decode("utf-8", "ignore"))
        except ValueError:  # longer than that
            pass
        else:
            return str(name)
    return str(json.loads(text)[key])


_DECODER = json.JSONDecoder()


def _sort(path: Path, key: str, order: Mapping[str, int]) -> None:
    """Rewrites a file of lines in the given order; only offsets are held in memory."""
    if not path.exists():
        return
    places: list[tuple[int, int, int]] = []
    with path.open("rb") as handle:
        start = 0
        for line in handle:
            name = _first(line, key)
            places.append((order.get(name, len(order)), start, len(line)))
            start += len(line)
        if places == sorted(places):
            return
        spare = path.with_name(path.name + ".new")
        with spare.open("wb") as out:
            for _, at, size in sorted(places):
                handle.seek(at)
                out.write(handle.read(size))
    spare.replace(path)
