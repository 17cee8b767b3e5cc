"""The catalogue is whole: every text translated, every reason said, the .mo made from the .po."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import read_mo

import cartsim
from cartsim.i18n import Speaker
from cartsim.i18n import compile as maintenance
from cartsim.i18n.catalogue import LOCALES, catalogue_path
from cartsim.i18n.reasons import EXPLANATIONS, SENTENCES, Counted
from cartsim.model.policy_fields import policy_fields
from cartsim.model.promotion import Layer
from cartsim.pricing.basket import Refused

PACKAGE = Path(cartsim.__file__).parent


@pytest.fixture(scope="module")
def template() -> Catalog:
    return maintenance.extract()


@pytest.mark.parametrize("language", sorted(LOCALES))
def test_every_text_is_translated_with_its_placeholders(language: str, template: Catalog) -> None:
    assert maintenance.faults(maintenance.updated(language, template)) == []


@pytest.mark.parametrize("language", sorted(LOCALES))
def test_the_po_file_holds_the_texts_of_the_sources_and_no_others(language: str, template: Catalog) -> None:
    known = {message.id for message in maintenance.read(language) if message.id}
    assert known == {message.id for message in template if message.id}


@pytest.mark.parametrize("language", sorted(LOCALES))
def test_the_mo_file_is_made_from_the_po_file(language: str) -> None:
    with catalogue_path(language, ".mo").open("rb") as file:
        assert _texts(read_mo(file)) == _texts(maintenance.read(language))


@pytest.mark.parametrize(
    "form",
    ['s.text("One")', 's.text("One" if x else "Two")', 'N_("One")', 'say = s.text; say("One")', 's.text(N_("One"))'],
)
def test_the_extraction_finds_each_way_to_say_a_text(form: str) -> None:
    assert "One" in {msgid for _, msgid in maintenance.messages(ast.parse(form))}


def test_the_extraction_finds_counted_texts_and_leaves_other_methods_alone() -> None:
    found = [
        msgid for _, msgid in maintenance.messages(ast.parse('s.count("{n} a", "{n} b", 2); "aa".count("a"); t.text()'))
    ]
    assert found == [("{n} a", "{n} b")]


@pytest.mark.parametrize(
    ("text", "fault"),
    [("", "untranslated"), ("剩{m}件", "other placeholders"), ("剩件", "other placeholders"), ("剩{n}件", None)],
)
def test_a_faulty_translation_is_named(text: str, fault: str | None) -> None:
    known = Catalog(locale="zh_Hans", fuzzy=False)
    known.add("{n} left", text)
    found = maintenance.faults(known)
    assert [fault in line for line in found] == [True] if fault else found == []


def test_a_fuzzy_translation_is_named() -> None:
    known = Catalog(locale="zh_Hans", fuzzy=False)
    known.add("{n} left", "剩{n}件", flags=("fuzzy",))
    assert maintenance.faults(known) == ["fuzzy: '{n} left'"]


def test_every_reason_code_of_the_sources_has_a_sentence() -> None:
    missing = sorted(f"{code} ({place})" for code, place in _codes() if not _is_said(code))
    assert missing == []


@pytest.mark.parametrize("layer", list(Layer))
def test_r_price_1_a_cut_of_every_layer_has_a_sentence(layer: Layer) -> None:
    assert f"cut_{layer.value}" in SENTENCES


def test_every_refusal_of_a_promotion_has_a_sentence() -> None:
    """The closed list that the documentation of `Refused` gives."""
    listed = re.findall(r"`(\w+)`", (Refused.__doc__ or "").partition(":")[2].replace("`winner`", ""))
    assert len(listed) >= 9
    assert [reason for reason in listed if f"refused_{reason}" not in SENTENCES] == []


def test_an_explanation_stands_beside_a_sentence_and_says_more() -> None:
    for code, explanation in EXPLANATIONS.items():
        assert code in SENTENCES
        assert len(_placeholders(code)) >= 1
        assert explanation != SENTENCES[code]


def test_every_policy_field_is_described_in_both_languages() -> None:
    chinese = Speaker("zh")
    assert [field.name for field in policy_fields() if chinese.text(field.doc) == field.doc] == []


def test_every_parameter_of_a_sentence_is_given_by_its_reason() -> None:
    """Where the reason is written out with its parameters, the sentence asks for no other."""
    wrong = []
    for path, call in _calls():
        names = {keyword.arg for keyword in call.keywords}
        if None in names:
            continue
        for code in _literals(call.args[0]):
            asked = _placeholders(code)
            known = names | {f"{name.removesuffix('_fen')}_yuan" for name in names if name and name.endswith("_fen")}
            if asked - known:
                wrong.append(f"{code} ({path.name}): {sorted(asked - known)}")
    assert wrong == []


def _texts(known: Catalog) -> dict[str, str]:
    """Translation by msgid; all forms in one text where they count."""
    return {" | ".join(_forms(message.id)): " | ".join(_forms(message.string)) for message in known if message.id}


def _forms(text: str | list[str] | tuple[str, ...]) -> list[str]:
    return [text] if isinstance(text, str) else list(text)


def _placeholders(code: str) -> set[str]:
    sentence = SENTENCES.get(code, "")
    texts = (sentence.singular, sentence.plural) if isinstance(sentence, Counted) else (sentence,)
    texts += (EXPLANATIONS.get(code, ""),)
    return set().union(*(maintenance.placeholders(text) for text in texts))


def _is_said(code: str) -> bool:
    """Whether a code, or for `bar_*` some code of that form, has a sentence."""
    head, star, tail = code.partition("*")
    if not star:
        return code in SENTENCES
    return any(known.startswith(head) and known.endswith(tail) for known in SENTENCES)


@cache
def _trees() -> dict[Path, ast.Module]:
    """The syntax tree of every source file."""
    return {path: ast.parse(path.read_bytes()) for path in sorted(PACKAGE.rglob("*.py"))}


def _calls() -> Iterator[tuple[Path, ast.Call]]:
    for path, tree in _trees().items():
        for node in ast.walk(tree):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id == "because"
                and node.args
            ):
                yield path, node


def _codes() -> Iterator[tuple[str, str]]:
    """(code, place) of every reason made in the sources; a code held in a variable is followed to what it is set to."""
    for path, tree in _trees().items():
        functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
        for function in functions:
            for call in ast.walk(function):
                if not (isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "because"):
                    continue
                for code in _values(call.args[0], function, tree):
                    yield code, f"{path.relative_to(PACKAGE)}:{call.lineno}"


def _values(node: ast.expr, function: ast.FunctionDef, tree: ast.Module) -> set[str]:
    if not isinstance(node, ast.Name):
        return _literals(node)
    found = _assigned(node.id, function)
    names = [argument.arg for argument in function.args.args]
    if node.id in names:
        place = names.index(node.id)
        for call in ast.walk(tree):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == function.name:
                found |= _literals(call.args[place]) if place < len(call.args) else set()
    assert found, f"{function.name}: no literal found for the reason code {node.id!r}"
    return found


def _assigned(name: str, function: ast.FunctionDef) -> set[str]:
    """Literals assigned to a variable, also as one of several at once."""
    found: set[str] = set()
    for node in ast.walk(function):
        if not isinstance(node, ast.Assign):
            continue
        for target in node.targets:
            if isinstance(target, ast.Name) and target.id == name:
                found |= _literals(node.value)
            elif isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
                for part, value in zip(target.elts, node.value.elts, strict=True):
                    if isinstance(part, ast.Name) and part.id == name:
                        found |= _literals(value)
    return found


def _literals(node: ast.expr) -> set[str]:
    match node:
        case ast.Constant(str(text)):
            return {text}
        case ast.IfExp(body=body, orelse=orelse):
            return _literals(body) | _literals(orelse)
        case ast.JoinedStr(values=values):
            return {"".join(str(part.value) if isinstance(part, ast.Constant) else "*" for part in values)}
    return set()


OTHER_NAMES = {
    "en": ("unavailable", "void", "no longer for sale", "no longer available"),
    "zh": ("培训", "您"),
}
"""Names that once stood beside the one in use: invalid, 讲师, 你."""


@pytest.mark.parametrize("language", sorted(OTHER_NAMES))
def test_one_thing_goes_by_one_name(language: str, template: Catalog) -> None:
    speaker = Speaker(language)
    msgids = [message.id if isinstance(message.id, str) else message.id[-1] for message in template if message.id]
    said = [speaker.text(msgid).lower() for msgid in msgids]
    assert [text for text in said if any(name in text for name in OTHER_NAMES[language])] == []
