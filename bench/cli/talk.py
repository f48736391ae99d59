"""`coolhead talk`: play the agent in the terminal, or watch a bot, and see why the anger moves."""

from __future__ import annotations

import argparse
import asyncio
from collections.abc import Callable, Coroutine
from textwrap import shorten

import yaml
from rich.console import Console
from rich.text import Text

from coolhead.bench.bots import resolve
from coolhead.bench.bots.human import declared
from coolhead.bench.chat.door import Door
from coolhead.bench.cli import EXIT_DONE
from coolhead.bench.cli.terminal import console
from coolhead.bench.errors import BadInput, CoolHeadError, did_you_mean
from coolhead.bench.protocols import Bot
from coolhead.bench.report.page import vocabulary
from coolhead.bench.running.cast import customer_engine
from coolhead.bench.settings import RunSettings, dialogue_seed
from coolhead.bench.types import Action, Conversation, End, Reply, TraceStep, Turn
from coolhead.personas.loader import select
from coolhead.personas.schema import Persona
from coolhead.personas.vary import vary

WIDTH = 30
QUOTE = 90
"""Characters of a reply that are shown beside what they did; it is cut between words."""
HELP = "you are the agent; /case shows the file, /do GRANT [AMOUNT] declares an action, /quit leaves"
Answer = Callable[[Conversation], Reply]


def arguments(parser: argparse.ArgumentParser) -> None:
    """The flags."""
    add = parser.add_argument
    add("persona", metavar="PERSONA", help="id or file")
    add("--personas", metavar="PACK", help="where the id is to be found: a file, folder, table, pack or entry point")
    add("--bot", metavar="SPEC", help="watch this bot instead of playing yourself")
    add("--seed", type=int, default=RunSettings().seed, help="same seed, same customer (default: 7)")
    add("--customer", default=RunSettings().customer, help="who plays the customer (default: embedded)")
    add("--max-turns", type=int, default=RunSettings().max_turns, help="agent turns at most (default: 12)")


def run(options: argparse.Namespace) -> int:
    """One dialogue."""
    persona = select([options.personas or options.persona])
    if options.personas:
        known = [one.id for one in persona]
        persona = tuple(one for one in persona if one.id == options.persona)
        if not persona:
            raise BadInput(
                options.personas, f"holds no persona '{options.persona}'", do=did_you_mean(options.persona, known)
            )
    if len(persona) != 1:
        raise BadInput(options.persona, f"names {len(persona)} personas", do="name one")
    seed = dialogue_seed(options.seed, persona[0].family, 0)
    out = console()
    bot = None
    door = Door()
    if options.bot:
        bots = resolve([options.bot], chats=door.chat)
        if len(bots) != 1:
            raise BadInput(f"--bot {options.bot}", f"names {len(bots)} bots", do="name one, e.g. ladder:B6")
        bot = bots[0]
    scene = converse(
        vary(persona[0], seed=seed), bot, seed=seed, engine=options.customer, limit=options.max_turns, out=out
    )
    asyncio.run(_with(door, bot, scene))
    return EXIT_DONE


async def _with(door: Door, bot: Bot | None, scene: Coroutine[None, None, End]) -> None:
    """Plays the scene with the models open; a model without a reply ends it in one line."""
    try:
        await door.check()
        await scene
    except CoolHeadError as problem:
        if not hasattr(problem, "kind"):
            raise
        raise BadInput(bot.name if bot else "bot", str(problem)) from None
    finally:
        scene.close()
        await door.close()


async def converse(persona: Persona, bot: Bot | None, *, seed: int, engine: str, limit: int, out: Console) -> End:
    """Plays until somebody ends it; prints every turn and what it did to the customer."""
    customer = customer_engine(engine).begin(persona, seed=seed)
    if bot and hasattr(bot, "calibrated"):
        bot = bot.calibrated(persona)
    out.print(f"{persona.id}  {persona.title}  ({persona.case.firm}, {persona.case.today})", style="bold", markup=False)
    if not bot:
        out.print(HELP, style="dim")
    turns: list[Turn] = []
    left, before = False, None
    for _ in range(limit + 1):
        said = await customer.speak(turns, bot_left=left)
        show_step(said.step, before, out)
        before = said.step
        for text in said.texts:
            out.print(Text.assemble(("customer  ", "bold red"), text))
            turns.append(Turn(role="customer", text=text))
        if said.end:
            return ended(said.end, out)
        conversation = Conversation(turns=tuple(turns), case=persona.case, session="talk", seed=seed)
        reply = await bot.reply(conversation) if bot else ask(persona, out)
        if reply is None:
            return ended(End(reason="bot_ended", by="bot"), out)
        if bot:
            out.print(Text.assemble(("agent     ", "bold green"), reply.text))
        for action in reply.actions:
            out.print(f"          -> {action.name} {action.amount or ''}", style="dim", markup=False)
        turns.append(Turn(role="agent", text=reply.text, actions=reply.actions))
        left = reply.done
    return ended(End(reason="max_turns", by="engine"), out)


def ask(persona: Persona, out: Console) -> Reply | None:
    """What the person at the keyboard says; None when they leave."""
    actions: list[Action] = []
    while True:
        try:
            line = out.input("[bold green]agent     [/]").strip()
        except EOFError:
            return None
        if line == "/quit":
            return None
        if line == "/case":
            case = persona.case.model_dump(exclude_defaults=True)
            out.print(yaml.safe_dump(case, sort_keys=False, allow_unicode=True), style="dim", markup=False)
        elif line.startswith("/do"):
            action = declared(line, persona.case)
            if isinstance(action, str):
                out.print(action, style="yellow", markup=False)
            else:
                actions.append(action)
        elif line.startswith("/"):
            out.print(HELP, style="dim")
        elif line:
            return Reply(text=line, actions=tuple(actions))


def show_step(step: TraceStep, before: TraceStep | None, out: Console) -> None:
    """The anger bar, what moved it and which words did."""
    full = round(step.anger * WIDTH)
    colour = "red" if step.anger >= 0.66 else "yellow" if step.anger >= 0.33 else "green"
    change = "" if before is None else f" ({step.anger - before.anger:+.2f})"
    words = vocabulary()
    doing = ", ".join(words["acts"].get(act, act.replace("_", " ")) for act in step.act.split("+"))
    bar = (("█" * full, colour), ("░" * (WIDTH - full), "dim"))
    out.print(Text.assemble("\n", *bar, f" anger {step.anger:.2f}{change}  {doing}"))
    out.print(
        f"   heard {step.heard:.2f}  trust {step.trust:.2f}  patience {step.patience:.0f}"
        f"  case {step.progress:.0%} (settled: {', '.join(step.settled) or 'nothing'})",
        style="dim",
    )
    for event in step.events:
        quote = f" “{shorten(event.quote, QUOTE, placeholder=' …')}”" if event.quote else ""
        moved = f" {event.anger:+.2f}" if event.anger else ""
        name = words["events"].get(event.name, event.name.replace("_", " "))
        out.print(f"   {name}{moved}{quote}", style="dim")


def ended(end: End, out: Console) -> End:
    """Says how it ended."""
    out.print(f"\nend: {end.reason.replace('_', ' ')} (by the {end.by})", style="bold")
    return end
