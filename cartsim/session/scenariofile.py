"""Scenario files found and read, by path or by name among those that come with cartsim; `scenario` is what they say."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from cartsim.errors import DataError
from cartsim.model.nearest import nearest
from cartsim.model.words import EMPTY, Words
from cartsim.paths import data_folder
from cartsim.session.datafile import DataFile, parse_text, read_yaml
from cartsim.session.policyfile import must_be_in_sections
from cartsim.session.scenario import Scenario


def find_scenario(name: str, *, size: str, seed: int) -> tuple[Scenario, DataFile]:
    """The scenario of a name or a file, and the file its facts stand in.

    DataError names file, line and field; also where there is none of that name, or it is written for
    another catalogue.
    """
    return _fitting(*as_started(*read_scenario(name)), size, seed)


def scenario_of_text(path: Path, text: str, *, size: str, seed: int) -> tuple[Scenario, DataFile]:
    """The scenario of a file that is not at hand but whose text is; as `find_scenario`."""
    file = parse_text(path, text)
    return _fitting(file.as_model(Scenario), file, size, seed)


def _fitting(scenario: Scenario, file: DataFile, size: str, seed: int) -> tuple[Scenario, DataFile]:
    made_for = scenario.made_for
    if (made_for.size, made_for.seed) != (size, seed):
        raise DataError(
            file.complaint(
                ("made_for",), f"written for size {made_for.size}, seed {made_for.seed}, not {size}, seed {seed}"
            )
        )
    return scenario, file


def read_scenario(name: str) -> tuple[Scenario, DataFile]:
    """The scenario file of a name or a path as it stands, whatever catalogue it is written for."""
    file = read_yaml(scenario_file(name))
    must_be_a_scenario(file)
    return file.as_model(Scenario), file


def must_be_a_scenario(file: DataFile) -> None:
    """DataError where the file is a basket, or names a rule as the command line does: what is meant is plain."""
    if file.says("version", "lines"):
        raise DataError(file.complaint(("lines",), "this is a basket, which `cartsim price` reads"))
    if isinstance(file.value, dict):
        must_be_in_sections(file, file.value.get("policy"), "policy", error=DataError)


def as_started(scenario: Scenario, file: DataFile) -> tuple[Scenario, DataFile]:
    """The scenario with the facts it starts from, and the file those stand in: its own, or the one it names.

    DataError where it names one and says facts as well, or names one that itself starts from another.
    """
    if scenario.scenario is None:
        return scenario, file
    for name in scenario.model_fields_set - _BESIDE_SCENARIO:
        raise DataError(file.complaint((name,), "has no place in a file that starts from a scenario"))
    with file.at("scenario"):
        base, base_file = read_scenario(scenario.scenario)
        if base.scenario is not None:
            raise DataError(f"{scenario.scenario} itself starts from {base.scenario}; name that one")
    own = {name: getattr(scenario, name) for name in scenario.model_fields_set - {"scenario"}}
    return base.model_copy(update=own), base_file


_BESIDE_SCENARIO = frozenset({"scenario", "title", "doc", "profile", "policy", "steps"})


def scenario_file(name: str) -> Path:
    """The file somebody means: a bare word is a scenario that comes with cartsim, where there is no file of that name.

    DataError, with the nearest name, where there is neither.
    """
    path = Path(name)
    is_word = not path.suffix and path.name == name
    if is_word and (name in scenario_names() or not path.exists()):
        return scenario_path(name)
    return path


def scenario_path(name: str) -> Path:
    """The file of a scenario that comes with cartsim; DataError with the nearest name where there is none."""
    if name not in scenario_names():
        raise DataError(f"no scenario {name!r}{nearest(name, scenario_names())}")
    return data_folder() / "scenarios" / f"{name}.yaml"


class Story(NamedTuple):
    """What a scenario that comes with cartsim is about."""

    name: str
    title: Words
    doc: Words


def library() -> tuple[Story, ...]:
    """Every scenario that comes with cartsim, by name."""
    return tuple(_story(name) for name in scenario_names())


def _story(name: str) -> Story:
    scenario, _ = read_scenario(name)
    title, doc = (Words(text.zh, text.en) if text else EMPTY for text in (scenario.title, scenario.doc))
    return Story(name, title, doc)


def scenario_names() -> tuple[str, ...]:
    """Scenarios that come with cartsim."""
    return tuple(sorted(path.stem for path in (data_folder() / "scenarios").glob("*.yaml")))


def known_as(path: Path) -> str:
    """The name `find_scenario` finds the file by again, from wherever it is asked: a world keeps it to start over."""
    return path.stem if comes_with_us(path) else str(path.resolve())


def comes_with_us(path: Path) -> bool:
    """Whether the file is one of cartsim's own scenarios, which every installation has."""
    return path.parent == data_folder() / "scenarios"
