"""Script files: a scenario and what is done in it. The one schema of both."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import Field

from cartsim.script.steps import MOST_STEPS, AnyStep
from cartsim.session.datafile import DataFile, read_yaml
from cartsim.session.scenario import Scenario
from cartsim.session.scenariofile import as_started, must_be_a_scenario


class Script(Scenario):
    """A whole script file: a scenario, and its steps."""

    steps: tuple[AnyStep, ...] = Field(default=(), max_length=MOST_STEPS, strict=False)


def read_script(path: Path) -> tuple[Script, DataFile]:
    """The script in the file, and where it says what; DataError names file, line, field and the nearest name.

    The facts it starts from may stand in another file: they are checked as well.
    """
    file = read_yaml(path)
    must_be_a_scenario(file)
    script = file.as_model(Script)
    as_started(script, file)
    return script, file


def schema() -> Mapping[str, Any]:
    """JSON Schema of a script file, for editors and for those who write one by program."""
    made = Script.model_json_schema()
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **made, "title": "cartsim script"}
