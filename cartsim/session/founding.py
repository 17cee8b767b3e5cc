"""A new world: catalogue, scenario and policy in one file that is whole or not there."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from cartsim.errors import WorldError
from cartsim.model.policy import SHOWCASE, STANDARD, Policy, Value
from cartsim.model.policy_fields import override
from cartsim.signals import undisturbed
from cartsim.store import state, worldfile

if TYPE_CHECKING:
    from cartsim.session.datafile import DataFile
    from cartsim.session.scenario import Scenario

NO_SCENARIO = "none"


def found_world(
    path: Path,
    *,
    size: str = "demo",
    seed: int = 42,
    scenario: str = NO_SCENARIO,
    scenario_text: str = "",
    policy: Mapping[str, Value] = SHOWCASE,
    rules: Policy | None = None,
    seeded: Path | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> None:
    """Make a world at `path`, which must not exist: seeded, with the scenario (a name or a file) and policy fields.

    `scenario_text` is the text of the scenario's file where that may not be at hand; `rules` is the whole policy, where
    neither `policy` nor the scenario is to have a say in it; `seeded` is a world of this size and seed without a
    scenario: its catalogue is copied rather than made again.
    Works beside `path` and renames at the end, so that stopping half-way leaves no half world. Raises
    WorldError where the file exists or cannot be written, DataError where the scenario does not fit.
    """
    # Opening a world that exists waits for none of these: pydantic, yaml, faker.
    from cartsim.session.scenario import comes_with_us, find_scenario, scenario_of_text
    from cartsim.session.staging import apply_scenario
    from cartsim.store.seed.making import seed_world

    if path.exists():
        raise WorldError(f"{path} exists already; it was left as it is")
    chosen = None
    if scenario_text:
        chosen = scenario_of_text(Path(scenario), scenario_text, size=size, seed=seed)
    elif scenario != NO_SCENARIO:
        chosen = find_scenario(scenario, size=size, seed=seed)
    if rules is None:
        rules = override(STANDARD, policy)
        if chosen is not None:
            rules = _rules_of(*chosen, rules)
    beside = path.with_name(f".{path.name}.{os.getpid()}.new")
    _must_be_writable(path, beside)
    try:
        if seeded is None:
            seed_world(beside, size, seed, progress=progress)
        else:
            shutil.copyfile(seeded, beside)
        with closing(worldfile.open_world(beside)) as connection, worldfile.unit_of_work(connection):
            if chosen is not None and not scenario_text and not comes_with_us(chosen[1].path):
                scenario_text = chosen[1].path.read_text("utf-8-sig")
            state.save_beginning(connection, rules, scenario_text)
            if chosen is not None:
                apply_scenario(connection, *chosen, rules)
        _publish(beside, path)
    finally:
        with undisturbed():
            for leftover in (beside, beside.with_name(beside.name + "-wal"), beside.with_name(beside.name + "-shm")):
                leftover.unlink(missing_ok=True)


def _rules_of(scenario: Scenario, file: DataFile, rules: Policy) -> Policy:
    """`rules` as the scenario changes them; DataError where it contradicts itself."""
    from cartsim.session.policyfile import values_of

    if scenario.profile == "standard":
        rules = STANDARD
    values = {} if scenario.policy is None else values_of(scenario.policy, file, "policy")
    with file.at("policy"):
        return override(rules, values)


def _must_be_writable(path: Path, beside: Path) -> None:
    """Say so before the work begins, by the name the person gave."""
    try:
        beside.open("xb").close()
        beside.unlink()
    except OSError as problem:
        reason = (problem.strerror or str(problem)).lower()
        raise WorldError(f"{path} cannot be made in {path.parent}: {reason}") from None


def _publish(made: Path, path: Path) -> None:
    """Give the finished file its name, unless another process was first."""
    try:
        os.link(made, path)
    except FileExistsError:
        raise WorldError(f"{path} exists already; it was left as it is") from None
    except OSError:  # a file system without hard links
        os.replace(made, path)
