"""A bot as a process: a line of JSON in, a line of JSON out. Run it with --bot "cmd:python3 bot.py"."""

import json
import sys

for line in sys.stdin:
    asked = json.loads(line)
    grants = [grant["label"] for grant in asked["case"]["policy"]["grants"]]
    answered = sum(turn["role"] == "agent" for turn in asked["turns"])
    if answered == 0:
        text = f"I am sorry about this. I read: {asked['text'][:60]}. What I can offer: {', '.join(grants[:2])}."
    else:
        text = f"Understood. I am going ahead with {grants[0] if grants else 'what we discussed'} now."
    print(json.dumps({"text": text, "actions": [], "done": False}), flush=True)
    print(f"answered {asked['session']}", file=sys.stderr)  # everything but replies goes to stderr
