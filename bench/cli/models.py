"""Flags of runs with language models, and what `--dry-run` prints."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from rich.console import Console
from rich.table import Table

from coolhead.bench.engine import Cell
from coolhead.bench.settings import RunSettings
from coolhead.bench.wording import counted


def arguments(parser: argparse.ArgumentParser) -> None:
    """Flags of runs with language models."""
    add = parser.add_argument
    add("--system", metavar="FILE", help="system prompt for LLM bots (default: the one in bench/data/bots)")
    add(
        "--max-cost",
        type=float,
        metavar="USD",
        help="spending limit of the run; it stops before the call that could pass it",
    )
    add(
        "--dry-run",
        action="store_true",
        default=None,
        help="print the calls, tokens and cost a run would need, and stop",
    )


def show_needs(cells: Sequence[Cell], settings: RunSettings, out: Console) -> None:
    """Prints what the run would need, by role: usual dialogues first, then all turns used up."""
    from coolhead.bench.chat import estimate

    prompts: dict[str, list[int]] = {}
    for cell in cells:
        if hasattr(cell.bot, "prompt_tokens"):
            prompts.setdefault(cell.bot.chat.model, []).append(cell.bot.prompt_tokens(cell.persona.case))  # type: ignore[attr-defined]
    bots = list(prompts.items())
    customer = None if settings.customer == "embedded" else settings.customer
    admission = (0, 0)
    if settings.judges:
        from coolhead.bench.judging.qualifying import workload

        admission = workload()
    usual, most = (
        estimate.needs(
            bots=bots, customer=customer, judges=settings.judges, dialogues=len(cells), turns=turns,
            qualifying=admission,
        )
        for turns in (min(estimate.USUAL_TURNS, settings.max_turns), settings.max_turns)
    )  # fmt: skip
    out.print(f"{counted(len(cells), 'dialogue')}; usual length, and at most {settings.max_turns} agent turns each")
    if not usual:
        out.print("No language model takes part: no calls, no cost.")
        return
    table = Table("Role", "Model", "Calls", "Prompt tokens", "Answer tokens", "USD")
    for low, high in zip(usual, most, strict=True):
        table.add_row(
            low.role,
            low.model,
            _span(low.calls, high.calls),
            _span(low.prompt_tokens, high.prompt_tokens),
            _span(low.completion_tokens, high.completion_tokens),
            _money(low.cost_usd, high.cost_usd),
        )
    out.print(table)
    out.print(f"Together: {_money(estimate.total(usual), estimate.total(most))} USD. Nothing was sent.")
    if admission[0]:
        out.print(
            f"Calls of judges include {admission[0]} each with which they qualify, once a run folder.", style="dim"
        )
    out.print(
        "Beside these, each model is asked one short question before the run, to see that it is there.", style="dim"
    )


def _span(low: int, high: int) -> str:
    return f"{low:,}" if low == high else f"{low:,} - {high:,}"


def _money(low: float | None, high: float | None) -> str:
    return "unknown" if low is None or high is None else f"{low:.2f} - {high:.2f}"
