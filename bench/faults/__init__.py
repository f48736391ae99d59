"""A fake OpenAI-compatible server that can answer with every fault we have seen in real ones.

For tests, and to rehearse a run before it costs something:

    python -m coolhead.bench.faults --port 18090 --fault rate_limit:3 --delay 0.1
    coolhead run --bot openai:http://127.0.0.1:18090/v1#any

`NAME:N` shows a fault to the first N questions only; several faults take effect in turn, then healthy answers come.
"""

from coolhead.bench.faults.catalogue import FAULTS
from coolhead.bench.faults.server import FakeProvider, serving

__all__ = ["FAULTS", "FakeProvider", "serving"]
