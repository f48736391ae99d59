"""What a reference agent listens for in the customer's words: just enough to play its part."""

from __future__ import annotations

import re

_NAMES = (
    "idiot|useless|clown|moron|stupid|pathetic|incompetent|fool|liar|worm|dimwit|muppet|disgrace|worthless|dumb|brainless|"
    "puppet|parrot|monkey|crook|thief|parasite|button[- ]?pusher|halfwit|spineless|clueless|joke of"
)

INSULT = re.compile(
    rf"\byou(?:'re| are|r)?\s+(?:(?!like)\w+\s+){{0,2}}(?:{_NAMES})\b|\b(?:i will|i'll|will i) find you\b"
    rf"|\bshut up\b|^(?:{_NAMES})s?[!.]",
    re.I,
)
HUMAN = re.compile(
    r"(?<!like a )(?<!almost )(?<!nobody )\bhuman\b(?! (?:being )?(?:understands|answer)\b)|"
    r"\b(?:real person|supervisor|manager|your boss)\b|"
    r"\b(?:want|need|get|give|speak|talk|put|pass|transfer|fetch)\b"
    r"[^.!?]{0,30}\b(?:some(?:one|body) else|colleague)\b(?!'s)",
    re.I,
)
MACHINE = re.compile(
    r"\b(?:are you|is this|am i|you are)\b[^.!?]*\b(?:robot|bot|machine|computer|ai|chatbot|software)\b", re.I
)
SORRY = re.compile(
    r"\bi(?:'m| am| was)\b[^.!?]{0,20}\b(?:sorry|rude|harsh)\b|\bmy apolog|\bi apologi[sz]e\b|"
    r"\b(?:sorry|apolog\w+)\b[^.!?]*\b(?:tone|shouting|snapping|earlier)\b|"
    r"\bshould(?:n't| not) have (?:snapp|shout|gone)",
    re.I,
)
LEGAL = re.compile(r"\b(?:lawyer|legal|court|sue|negligen\w+|liab\w+|at fault|your fault|ombudsman|regulator)\b", re.I)
REACH = re.compile(r"\b(?:reach|contact|ring|whom|which way|a way to|what number|who do i|get hold)\b", re.I)
WHEN = re.compile(r"\b(?:when|by what time|how long|what time|which day|how soon)\b", re.I)
PROOF = re.compile(r"\b(?:in writing|reference|proof|prove|how do i know|how can i be sure|who says)\b", re.I)
MUCH = re.compile(r"\b(?:how much|what sum|which amount|what amount)\b", re.I)
HURRY = re.compile(
    r"\b(?:i (?:really )?(?:have|need|got|must)(?: to)?|i'm|i am|gotta) (?:go|run|leave|be off|stop|off|gone)\b"
    r"|\b(?:hurry|quick(?:ly)?|be brief|small talk|no chatter|make (?:it|this) short|short answer|to the point)\b"
    r"|\b(?:no|little|short of|not much) time\b|\bmy time is short\b|\bout of the door\b"
    r"|\b(?:in a|only a|have a|my last) (?:few )?(?:minutes?|moment)\b|\buntil\b[^.!?]{0,30}\b(?:my ear|not longer)\b",
    re.I,
)
MORE = re.compile(
    r"\bask (?:me|on|again|for it|what else)\b"
    r"|\bthere(?:'s| is) (?:more|something|another|a (?:bit|reason)|one (?:more )?thing)\b"
    r"|\b(?:not|n't) (?:told|said|heard) (?:you )?(?:all|everything|it all)\b|\b(?:left|kept) (?:something|out|back)\b"
    r"|\b(?:what is|what's|something) behind\b|\bi(?:'ll| will) answer when\b|\bbefore i answer\b"
    r"|\bhalf (?:of it|the story)\b"
    r"|\bwant to (?:hear|know) (?:it|why|the rest)\b|\basked one\b|\bfull picture\b",
    re.I,
)
