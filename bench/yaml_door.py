"""YAML as people write it: a key that stands twice is refused, and a place in the file has a line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import yaml

SAFE: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The C parser where PyYAML has it: seven times faster, and start-up is mostly YAML."""


class _Strict(SAFE):  # type: ignore[misc]
    """PyYAML keeps the last of two equal keys without a word; an author then edits the one that has no effect."""

    def construct_mapping(self, node: Any, deep: bool = False) -> Any:
        """The mapping.

        Raises:
            yaml.MarkedYAMLError: a key stands in it twice.
        """
        seen: dict[str, int] = {}
        for key, _ in node.value:
            if isinstance(key, yaml.ScalarNode) and key.value != "<<":
                if key.value in seen:
                    what = f"'{key.value}' is already given in line {seen[key.value]}"
                    raise yaml.MarkedYAMLError(problem=what, problem_mark=key.start_mark)
                seen[key.value] = key.start_mark.line + 1
        return super().construct_mapping(node, deep=deep)


def load(text: str) -> Any:
    """The plain data of a YAML text.

    Raises:
        yaml.YAMLError: broken YAML, or a key that stands twice.
    """
    return yaml.load(text, Loader=_Strict)


def complaint(problem: yaml.YAMLError) -> tuple[str, str]:
    """(`:LINE` or nothing, what is wrong in a line)."""
    if not isinstance(problem, yaml.MarkedYAMLError):
        return "", " ".join(str(problem).split())
    mark, begun = problem.problem_mark or problem.context_mark, problem.context_mark
    # The parser stumbles where a thing does not end; a quote that was left open began earlier.
    since = f" {problem.context} since line {begun.line + 1}" if begun and mark and begun.line != mark.line else ""
    return f":{mark.line + 1}" if mark else "", f"{problem.problem}{since}"


def line_of(text: str, way: Sequence[str | int]) -> int | None:
    """The line (from 1) of a place in a YAML text, or of the nearest thing around it that is there."""
    try:
        node = yaml.compose(text, Loader=SAFE)
    except yaml.YAMLError:
        return None
    line: int | None = None
    for step in way:
        if isinstance(node, yaml.MappingNode):
            found = next(((k, v) for k, v in node.value if getattr(k, "value", None) == str(step)), None)
            if found is None:
                break
            line, node = found[0].start_mark.line + 1, found[1]
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
            node = node.value[step]
            line = node.start_mark.line + 1
        else:
            break
    return line
