"""A new world: catalogue, scenario and policy in one file that is whole or not there."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from cartsim.model.policy import SHOWCASE, STANDARD, Policy, Value
from cartsim.model.policy_fields import override
from cartsim.store import state, worldfile
from cartsim.store.newfile import put_in_place

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
    It appears there complete or not at all. Raises WorldError where the file exists or cannot be written, WorldBusy
    where another process makes it just now, DataError where the scenario does not fit.
    """
    # Opening a world that exists waits for none of these: pydantic, yaml, faker.
    from cartsim.session.scenariofile import comes_with_us, find_scenario, scenario_of_text
    from cartsim.session.staging import apply_scenario
    from cartsim.store.seed.making import write_world

    chosen = None
    if scenario_text:
        chosen = scenario_of_text(Path(scenario), scenario_text, size=size, seed=seed)
    elif scenario != NO_SCENARIO:
        chosen = find_scenario(scenario, size=size, seed=seed)
    if rules is None:
        rules = override(STANDARD, policy)
        if chosen is not None:
            rules = _rules_of(*chosen, rules)
    with put_in_place(path) as part:
        if seeded is None:
            write_world(part, size, seed, progress=progress)
        else:
            shutil.copyfile(seeded, part)
        with closing(worldfile.open_world(part)) as connection, worldfile.unit_of_work(connection):
            if chosen is not None and not scenario_text and not comes_with_us(chosen[1].path):
                scenario_text = chosen[1].path.read_text("utf-8-sig")
            state.save_beginning(connection, rules, scenario_text)
            if chosen is not None:
                apply_scenario(connection, *chosen, rules)


def _rules_of(scenario: Scenario, file: DataFile, rules: Policy) -> Policy:
    """`rules` as the scenario changes them; DataError where it contradicts itself."""
    from cartsim.session.policyfile import values_of

    if scenario.profile == "standard":
        rules = STANDARD
    values = {} if scenario.policy is None else values_of(scenario.policy, file, "policy")
    with file.at("policy"):
        return override(rules, values)
