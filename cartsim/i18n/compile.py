"""Maintenance of the message catalogues, for developers: `python -m cartsim.i18n.compile`.

Collects every msgid of the sources, brings the .po file up to date (new ones untranslated, dropped ones
removed), writes its .mo file, and lists what a translator has to mend; exit status 1 where there is something.
`--check` writes nothing. After adding a text: run it, translate in the .po file, run it again.
"""

from __future__ import annotations

import argparse
import ast
import string
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from cartsim.i18n.catalogue import DOMAIN, LOCALES, catalogue_path

_SOURCES = Path(__file__).parents[1]
_HEADER = """\
msgid ""
msgstr ""
"Project-Id-Version: {domain}\\n"
"Language: {locale}\\n"
"Plural-Forms: {plural_forms}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""


def extract() -> Catalog:
    """All msgids of the sources with the files they stand in."""
    found = Catalog(domain=DOMAIN, fuzzy=False)
    for path in sorted(_SOURCES.rglob("*.py")):
        place = f"{_SOURCES.name}/{path.relative_to(_SOURCES).as_posix()}"
        for line, message in messages(ast.parse(path.read_bytes())):
            found.add(message, locations=[(place, line)])
    return found


def messages(tree: ast.AST) -> Iterator[tuple[int, str | tuple[str, str]]]:
    """(line, msgid) of each call `.text("...")`, `.count("...", "...", n)`, `N_("...")`, `Counted("...", "...", by)`.

    A msgid that counts is a pair; `doc` and `unit` of a policy field, `setting(..., doc="...")`, are msgids too.
    Read from the syntax tree, so that both sides of a conditional expression are found, and a method of another
    type with the same name only where it is given a text.
    """
    methods = _shortened(tree) | {"N_": "text", "Counted": "count"}
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        match node.func:
            case ast.Attribute(attr=called):
                method = called
            case ast.Name(id=called):
                method = methods.get(called, called)
            case _:
                continue
        match method:
            case "text":
                for msgid in _texts(node.args[:1]):
                    yield node.lineno, msgid
            case "count":
                forms = _texts(node.args[:2])
                if len(forms) == 2:
                    yield node.lineno, (forms[0], forms[1])
            case "setting":
                for msgid in _texts([keyword.value for keyword in node.keywords if keyword.arg in ("doc", "unit")]):
                    yield node.lineno, msgid


def _shortened(tree: ast.AST) -> dict[str, str]:
    """Names that stand for a method, as in `say = speaker.text`."""
    return {
        node.targets[0].id: node.value.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign)
        and isinstance(node.targets[0], ast.Name)
        and isinstance(node.value, ast.Attribute)
        and node.value.attr in ("text", "count")
    }


def _texts(arguments: list[ast.expr]) -> list[str]:
    found = []
    for argument in arguments:
        match argument:
            case ast.Constant(str(text)) if text:
                found.append(text)
            case ast.IfExp(body=body, orelse=orelse):
                found += _texts([body, orelse])
            case ast.Call(func=ast.Name(id="N_"), args=inner):
                found += _texts(inner)
    return found


def read(language: str) -> Catalog:
    """The .po file of a language as it stands; empty where there is none yet."""
    path = catalogue_path(language, ".po")
    if not path.exists():
        return Catalog(locale=LOCALES[language], domain=DOMAIN, fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale=LOCALES[language], domain=DOMAIN, abort_invalid=True)


def updated(language: str, template: Catalog) -> Catalog:
    """The catalogue of a language with exactly the msgids of `template`, translations kept."""
    known = read(language)
    known.update(template, no_fuzzy_matching=True)
    known.obsolete.clear()
    known.fuzzy = False
    return known


def faults(known: Catalog) -> list[str]:
    """What is untranslated, marked fuzzy, or names other placeholders than its msgid."""
    return [fault for message in known if message.id for fault in _faults_of(message)]


def po_bytes(known: Catalog, language: str) -> bytes:
    """The .po file's content: sorted, without dates or line numbers, so that it changes only with its texts."""
    body = BytesIO()
    write_po(body, known, width=120, sort_output=True, omit_header=True, include_lineno=False)
    header = _HEADER.format(domain=DOMAIN, locale=LOCALES[language], plural_forms=known.plural_forms)
    return header.encode() + body.getvalue().strip(b"\n") + b"\n"


def write(known: Catalog, language: str) -> None:
    """Write the .po file and the .mo file made from it."""
    path = catalogue_path(language, ".po")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(po_bytes(known, language))
    with catalogue_path(language, ".mo").open("wb") as file:
        write_mo(file, known)


def placeholders(text: str) -> set[str]:
    """Names in braces; ValueError where the braces do not match."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def _faults_of(message: Message) -> list[str]:
    ids, texts = _forms(message.id), _forms(message.string or "")
    if not all(texts):
        return [f"untranslated: {ids[0]!r}"]
    found = [f"fuzzy: {ids[0]!r}"] if message.fuzzy else []
    wanted = placeholders(ids[-1])
    return found + [f"other placeholders: {text!r} for {ids[-1]!r}" for text in texts if placeholders(text) != wanted]


def _forms(text: str | list[str] | tuple[str, ...]) -> tuple[str, ...]:
    """Singular and plural forms; one where the text does not count."""
    return (text,) if isinstance(text, str) else tuple(text)


def main(arguments: list[str] | None = None) -> int:
    """Bring every catalogue up to date; the exit status."""
    parser = argparse.ArgumentParser(
        prog="python -m cartsim.i18n.compile", description="Update the message catalogues."
    )
    parser.add_argument("--check", action="store_true", help="write nothing, only list what is wrong")
    checking = parser.parse_args(arguments).check
    template = extract()
    wrong: list[str] = []
    for language in LOCALES:
        known = updated(language, template)
        if not checking:
            write(known, language)
        elif catalogue_path(language, ".po").read_bytes() != po_bytes(known, language):
            wrong.append("not up to date: run it without --check")
        wrong += faults(known)
    for fault in wrong:
        print(fault, file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
