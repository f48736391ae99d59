"""Takes a model's thinking aloud out of what it says."""

from __future__ import annotations

import re

_TAGS = "think|thinking|thought|thoughts|reasoning|reflection|scratchpad|analysis"
_PAIR = re.compile(rf"<({_TAGS})\b[^>]*>(.*?)</\1\s*>|\[THINK\](.*?)\[/THINK\]", re.I | re.S)
_OPEN = re.compile(rf"<(?:{_TAGS})\b[^>]*>|\[THINK\]", re.I)
_CLOSE = re.compile(rf"</(?:{_TAGS})\s*>|\[/THINK\]", re.I)
_CHANNEL = re.compile(
    r"<\|channel\|>\s*(\w+)[^<]*<\|message\|>(.*?)(?=<\|(?:end|return|start|channel|call)\|>|$)", re.S
)
_TOKENS = re.compile(r"<\|(?:im_start|im_end|im_sep|endoftext|eot_id|end|return|start|eos|assistant|end_of_turn)\|>")


def split(text: str) -> tuple[str, str]:
    """What is said and what is only thought.

    Knows paired tags, a thought that was never closed (all of the rest is thought), a closing tag without an opening
    one (the template had opened it) and channels.
    """
    if "<" not in text and "[" not in text:
        return text, ""
    thoughts: list[str] = []
    channels = _CHANNEL.findall(text)
    if channels:
        thoughts += [said for name, said in channels if name != "final"]
        text = "\n".join(said for name, said in channels if name == "final")

    def keep(found: re.Match[str]) -> str:
        thoughts.append(found[2] or found[3] or "")
        return ""

    text = _PAIR.sub(keep, text)
    closed = next(reversed(list(_CLOSE.finditer(text))), None)
    if closed:
        thoughts.append(text[: closed.start()])
        text = text[closed.end() :]
    opened = _OPEN.search(text)
    if opened:
        thoughts.append(text[opened.end() :])
        text = text[: opened.start()]
    return _TOKENS.sub("", text).strip() if thoughts or "<|" in text else text, "\n".join(t.strip() for t in thoughts)
