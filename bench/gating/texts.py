"""The verdict of a gate as JUnit XML and as Markdown."""

from __future__ import annotations

import re
from collections.abc import Sequence
from xml.etree import ElementTree

from coolhead.bench.gating.checks import Check
from coolhead.bench.lowest import Shown, faults
from coolhead.bench.wording import counted

_MARKS = {"passed": "✅ passed", "failed": "❌ failed", "undecided": "❔ undecided"}
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that no XML file may hold."""


def junit(checks: Sequence[Check], *, strict: bool, shown: Sequence[Shown] = ()) -> str:
    """JUnit XML: a suite per bot, a case per check; what is undecided counts as skipped, or as failed if `strict`."""
    root = ElementTree.Element("testsuites", name="coolhead gate")
    for bot in dict.fromkeys(check.bot for check in checks):
        mine = [check for check in checks if check.bot == bot]
        failed = [check for check in mine if fails(check, strict=strict)]
        skipped = [check for check in mine if check.state == "undecided" and not strict]
        suite = ElementTree.SubElement(
            root,
            "testsuite",
            name=_xml(f"coolhead.{bot}"),
            tests=str(len(mine)),
            failures=str(len(failed)),
            errors="0",
            skipped=str(len(skipped)),
        )
        for check in mine:
            case = ElementTree.SubElement(
                suite, "testcase", classname=_xml(f"coolhead.{bot}"), name=_xml(check.name), time="0"
            )
            if check in failed:
                ElementTree.SubElement(case, "failure", message=_xml(check.message), type=check.state).text = _xml(
                    "\n".join([check.message, *(_plain(one) for one in shown if one.dialogue.bot == bot)])
                )
            elif check in skipped:
                ElementTree.SubElement(case, "skipped", message=_xml(check.message))
    ElementTree.indent(root)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ElementTree.tostring(root, encoding="unicode") + "\n"


def summary(checks: Sequence[Check], *, strict: bool, shown: Sequence[Shown] = ()) -> str:
    """Markdown for a build's page: the verdict, a table of checks, the worst dialogues."""
    failed = sum(fails(check, strict=strict) for check in checks)
    open_ = sum(check.state == "undecided" for check in checks)
    all_ = counted(len(checks), "check")
    head = f"failed ({failed} of {all_})" if failed else f"passed ({all_})"
    lines = [f"## CoolHead gate: {head}", ""]
    if open_:
        lines += [f"{counted(open_, 'check')} undecided: the evidence does not suffice either way.", ""]
    lines += ["| bot | check | | |", "|:---|:---|:---|:---|"]
    order = {"failed": 0, "undecided": 1, "passed": 2}
    for check in sorted(checks, key=lambda check: order[check.state]):
        cells = (check.bot, check.name, _MARKS[check.state], check.message)
        lines.append("| " + " | ".join(_cell(text) for text in cells) + " |")
    if shown:
        lines += ["", "### Worst dialogues", ""]
    for one in shown:
        score = "" if one.score is None else f", {one.score:.0f} on average"
        lines.append(f"- {_cell(one.dialogue.id)} ({one.dialogue.end.reason.replace('_', ' ')}{score})")
        if one.dialogue.failure:
            failure = one.dialogue.failure
            lines.append(f"    - {_cell(f'{failure.where} {failure.kind}: {failure.message}')}")
        lines += [f"    - {_cell(line)}" for line in faults(one, most=4)]
    return "\n".join(lines) + "\n"


def fails(check: Check, *, strict: bool) -> bool:
    """Whether a check stops the pipeline."""
    return check.state == "failed" or (strict and check.state == "undecided")


def _plain(one: Shown) -> str:
    return "\n".join([one.dialogue.id, *(f"  {line}" for line in faults(one, most=4))])


def _xml(text: str) -> str:
    return _NO_XML.sub("?", text)


def _cell(text: str) -> str:
    return re.sub(r"([\\|*_`<\[\]#]|(?<!-)>)", r"\\\1", " ".join(text.split()))
