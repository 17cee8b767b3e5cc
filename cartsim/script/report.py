"""What came of scripts, for a person, for programs, and for those that read JUnit files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from xml.etree import ElementTree

from cartsim.script.look import NO_PICTURE
from cartsim.script.result import Ending, Played, StepResult
from cartsim.text import clean_text

MARKS = {Ending.PASSED: "ok", Ending.FAILED: "FAILED", Ending.REFUSED: "REFUSED"}


def lines(played: Played) -> Iterator[str]:
    """The ending, and all there is to say of what failed."""
    name = f"{played.path}" + (f"  {played.title}" if played.title else "")
    count = f"{len(played.steps)} steps" if len(played.steps) != 1 else "1 step"
    yield clean_text(f"{MARKS[played.ending]:<7} {name}  ({count}, {played.seconds:.2f} s)")
    if played.complaint:
        yield clean_text(f"    {played.complaint}")
    for step in played.failures:
        yield from failure(played, step)
    for shot in played.shots:
        yield f"    {shot}"
    untaken = sum(step.remark == NO_PICTURE for step in played.steps)
    if untaken:
        yield f"    {untaken} {'picture was' if untaken == 1 else 'pictures were'} not taken; --shots FOLDER takes them"


def failure(played: Played, step: StepResult) -> Iterator[str]:
    """One failed step: where, what was expected and found, and the view around it."""
    yield clean_text(f"    {played.path}:{step.line}: {step.told}")
    if step.remark:
        yield clean_text(f"      {step.remark}")
    for mismatch in step.mismatches:
        yield clean_text(f"      {mismatch}")
    if step.around:
        yield ""
        yield from (f"      | {clean_text(line)}" for line in step.around.splitlines())
        yield ""


def trace(played: Played) -> Iterator[str]:
    """Every step with its ending, as far as it was played."""
    for step in played.steps:
        mark = "-" if step.ending is Ending.PASSED else "x"
        yield clean_text(f"{mark} {step.line:>4}  {step.told}" + (f"   ({step.remark})" if step.remark else ""))


def summary(results: Sequence[Played]) -> str:
    """One line over all of them."""
    counts = {ending: sum(each.ending is ending for each in results) for ending in Ending}
    return ", ".join(f"{count} {ending}" for ending, count in counts.items() if count) or "nothing to play"


def status(results: Iterable[Played]) -> int:
    """Exit status: 2 where a file does not fit, 1 where an expectation failed, else 0."""
    endings = {each.ending for each in results}
    return 2 if Ending.REFUSED in endings else 1 if Ending.FAILED in endings else 0


def as_data(results: Sequence[Played]) -> dict[str, Any]:
    """All of it for programs."""
    return {"schema": 1, "status": status(results), "scripts": [_script(each) for each in results]}


def _script(played: Played) -> dict[str, Any]:
    return {
        "file": str(played.path),
        "title": played.title,
        "ending": played.ending.value,
        "seconds": round(played.seconds, 3),
        "complaint": played.complaint,
        "shots": [str(shot) for shot in played.shots],
        "steps": [
            {
                "line": step.line,
                "step": step.told,
                "ending": step.ending.value,
                "remark": step.remark,
                "mismatches": [each._asdict() for each in step.mismatches],
                "around": step.around,
            }
            for step in played.steps
        ],
    }


def junit(results: Sequence[Played]) -> str:
    """A JUnit file: one test case for each script."""
    suite = ElementTree.Element(
        "testsuite",
        name="cartsim",
        tests=str(len(results)),
        failures=str(sum(each.ending is Ending.FAILED for each in results)),
        errors=str(sum(each.ending is Ending.REFUSED for each in results)),
        time=f"{sum(each.seconds for each in results):.3f}",
    )
    for played in results:
        case = ElementTree.SubElement(
            suite, "testcase", classname="cartsim", name=_xml(str(played.path)), file=_xml(str(played.path)),
            time=f"{played.seconds:.3f}",
        )  # fmt: skip
        if played.ending is Ending.REFUSED:
            ElementTree.SubElement(case, "error", message=_xml(played.complaint)).text = _xml(played.complaint)
        elif played.failures:
            told = "\n".join(line for step in played.failures for line in failure(played, step))
            message = "; ".join(str(each) for step in played.failures for each in step.mismatches)
            ElementTree.SubElement(case, "failure", message=_xml(message or "a step failed")).text = _xml(told)
        ElementTree.SubElement(case, "system-out").text = _xml("\n".join(trace(played)))
    root = ElementTree.Element("testsuites")
    root.append(suite)
    ElementTree.indent(root)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ElementTree.tostring(root, encoding="unicode") + "\n"


def _xml(text: str) -> str:
    """What XML can hold of it."""
    return "\n".join(clean_text(line) for line in text.splitlines())
