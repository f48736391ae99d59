"""`python -m coolhead.personas` writes `schema.json` anew from the classes."""

import json
from importlib.resources import files
from pathlib import Path

from coolhead.personas.schema import Persona


def schema_text() -> str:
    """The JSON schema of a persona file, as it stands in `schema.json`."""
    return json.dumps(Persona.model_json_schema(), indent=1, ensure_ascii=False, sort_keys=True) + "\n"


if __name__ == "__main__":
    Path(str(files("coolhead.personas").joinpath("schema.json"))).write_text(schema_text(), "utf-8")
