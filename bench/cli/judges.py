"""The flag that names judges, and what is said of them at the end."""

from __future__ import annotations

import argparse

from coolhead.bench.judging.judges import Judges


def arguments(parser: argparse.ArgumentParser) -> None:
    """The flag."""
    parser.add_argument(
        "--judge",
        dest="judges",
        action="append",
        metavar="MODEL",
        help="a language model that grades beside the rules (provider/model, litellm:MODEL, openai:URL#MODEL); "
        "several make a panel; one that cannot tell the built-in pairs apart does not count",
    )


def said_of(judges: Judges | None) -> list[str]:
    """A line per judge on whether it counts, for the terminal."""
    if judges is None:
        return []
    return [
        f"{name} {'counts' if held.qualified else 'does not count'}: it {held.reason}"
        for name, held in judges.standing.items()
    ]
