"""What an outside label says and which of our scores should agree with it: a list in a YAML file beside the rows."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import Field, ValidationError, field_validator, model_validator

from coolhead.bench import wording, yaml_door
from coolhead.bench.errors import BadInput, did_you_mean
from coolhead.bench.types import CRITERIA
from coolhead.graders.model import TextModel
from coolhead.personas.case import Model

OWN = "measures.yaml"
"""A folder's own description of its rows; it wins over the one that ships under the folder's name."""
TEXT = "text "
ANNOYANCE = "annoyance"


class Measure(Model):
    """One label of the rows against one score of ours."""

    name: str
    kind: Literal["AUC", "macro-F1", "alarms"] = "AUC"
    """`AUC`: how often a row with the label scores above one without. `macro-F1`: at the text model's cut. `alarms`:
    share of the agents' turns above that cut, where no turn should be."""
    truth: str = ""
    """The field of the label, with dots where it lies deeper; alarms need none."""
    positive: tuple[bool | int | float | str, ...] = (True,)
    """The values that count as yes."""
    quarters: bool = False
    """The label is a number: its highest quarter against its lowest, the rows between are left out."""
    absent: bool | None = None
    """What a row counts as that lacks the label; None: it is left out."""
    asked_with: str = ""
    """A field without which a row is left out all the same: nobody was asked."""
    ask: str
    """A criterion (its score), `annoyance` (0-1, from the customer's words), or `text LABEL` (the text model's)."""
    context: str = ""
    """Rows that are single texts: the field of what was said before, if any."""
    wanted: float | None = None
    """Least value, of alarms the highest; None: reported only."""
    learnt: bool = False
    """The text model learnt the label from this set: the figure it reached on parts left out must hold as well."""
    group: str = ""
    """A field whose equal values hang together (the same rater, the same task), for the interval."""

    @field_validator("ask")
    @classmethod
    def _known(cls, ask: str) -> str:
        if ask.startswith(TEXT):
            label, known = ask.removeprefix(TEXT), TextModel.load().thresholds
            if label not in known:
                raise ValueError(f"the text model has no label '{label}' ({did_you_mean(label, known)})")
        elif ask not in (*CRITERIA, ANNOYANCE):
            raise ValueError(f"must be {', '.join(CRITERIA)}, {ANNOYANCE} or 'text LABEL', got '{ask}'")
        return ask

    @model_validator(mode="after")
    def _complete(self) -> Measure:
        if self.kind != "alarms" and not self.truth:
            raise ValueError("needs truth, the field of the label")
        if self.kind != "AUC" and not self.ask.startswith(TEXT):
            raise ValueError(f"needs ask: text LABEL, since {self.kind} is taken at the text model's cut")
        return self


class _Measures(Model):
    measures: tuple[Measure, ...] = Field(min_length=1)


def measures_of(folder: Path) -> tuple[Measure, ...]:
    """The measures of a folder of rows: its own `measures.yaml`, else those that ship under its name; else none.

    Raises:
        BadInput: its own file is broken.
    """
    own = folder / OWN
    if own.is_file():
        return _read(own.read_text("utf-8"), str(own))
    shipped = files("coolhead.bench").joinpath(f"data/outside/{folder.name}.yaml")
    return _read(shipped.read_text("utf-8"), f"built-in {folder.name}.yaml") if shipped.is_file() else ()


def _read(text: str, name: str) -> tuple[Measure, ...]:
    try:
        return _Measures(measures=yaml_door.load(text)).measures
    except yaml.YAMLError as problem:
        line, what = yaml_door.complaint(problem)
        raise BadInput(f"{name}{line}", what, do="a list of measures, see docs/graders.md") from None
    except ValidationError as problem:
        raise BadInput(name, wording.in_words(problem), do="see docs/graders.md") from None


def field(row: Mapping[str, Any], way: str) -> Any:
    """What stands at the end of a dotted way into a row; None where it leads nowhere."""
    found: Any = row
    for step in way.split("."):
        found = found.get(step) if isinstance(found, Mapping) else None
    return found
