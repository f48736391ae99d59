"""The command line. Each command is a module of this package with `arguments(parser)` and `run(options) -> int`.

Only the module of the command that was asked for is imported, so that `coolhead --help` starts at once.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module
from importlib.metadata import version

COMMANDS = {
    "run": "play bots against angry customers, grade every dialogue, print the leaderboard",
    "grade": "grade dialogues that already happened, or grade a run folder again",
    "report": "write tables, plots and the HTML page of run folders anew",
    "compare": "show where two bots differ: criteria, personas, indicators, dialogues",
    "gate": "pass or stop a build: against an earlier run, or against fixed minima",
    "bots": "list the bots that ship with CoolHead",
    "personas": "list, show, check, start and survey personas",
    "validate": "how far the simulated customer and the graders can be trusted, in figures",
    "talk": "play the agent against a customer in the terminal, or watch a bot do it",
    "export": "write a run, or personas, as Parquet with a card, CSV, a data set or logs of Inspect",
}

EXIT_DONE, EXIT_GATE, EXIT_USAGE, EXIT_MISSING, EXIT_INTERRUPTED = 0, 1, 2, 3, 130


class Parser(argparse.ArgumentParser):
    """Complains in one line and leaves with 2."""

    def error(self, message: str) -> None:  # type: ignore[override]
        """Prints the complaint on stderr and exits."""
        self.exit(EXIT_USAGE, f"{self.prog}: {message} (see {self.prog} --help)\n")


def main(words: Sequence[str] | None = None) -> int:
    """Runs a command; returns the exit code."""
    words = list(sys.argv[1:] if words is None else words)
    parser = Parser(
        prog="coolhead",
        description="How well does a support bot, or a human answering service, handle angry customers?",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog="commands:\n"
        + "\n".join(f"  {name:<10}{text}" for name, text in COMMANDS.items())
        + "\n\n`coolhead COMMAND --help` tells more. With no further word, `coolhead run` plays the reference bots.",
    )
    parser.add_argument("--version", action="version", version=f"coolhead {version('coolhead')}")
    parser.add_argument("command", metavar="COMMAND", nargs="?", help="one of the commands below")
    head, rest = (words[:1], words[1:]) if words and not words[0].startswith("-") else (words, [])
    name = parser.parse_args(head).command
    if name is None:
        parser.print_help()
        return EXIT_DONE
    if name not in COMMANDS:
        from coolhead.bench.errors import did_you_mean

        parser.error(f"unknown command '{name}'; {did_you_mean(name, COMMANDS)}")
    return _command(name, rest)


def _command(name: str, words: Sequence[str]) -> int:
    from coolhead.bench.errors import BadInput, Interrupted

    module = import_module(f"coolhead.bench.cli.{name}")
    parser = Parser(prog=f"coolhead {name}", description=COMMANDS[name][0].upper() + COMMANDS[name][1:] + ".")
    module.arguments(parser)
    try:
        code: int = module.run(parser.parse_args(words))
    except BadInput as problem:
        sys.stderr.write(f"coolhead {name}: {str(problem).removeprefix(f'coolhead {name}: ')}\n")
        return EXIT_USAGE
    except (Interrupted, KeyboardInterrupt):
        sys.stderr.write(f"coolhead {name}: interrupted; everything finished is kept\n")
        return EXIT_INTERRUPTED
    except BrokenPipeError:  # `coolhead … | head`
        sys.stderr.close()
        return EXIT_DONE
    return code
