"""Reads source for `test_architecture.py`: each function takes a file's text and returns what it found there."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache

SLICES = frozenset(
    "home answers history reports api exchange committee scorecards loops candidates openings rubrics people portal "
    "references offers conflicts break_glass guests cases mirror calendars scheduling stages".split()
)
# a slice's verbs and reads, and those that have a file of their own for what they are about
PUBLIC_IN_A_SLICE = frozenset({"actions", "queries", "deeds", "drafts", "limits", "mentions", "seals", "typists"})
# a guest meets the very brief and card that colleagues have, at other addresses
OPEN_TO_GUESTS = frozenset(
    "loops.briefs scorecards.desk scorecards.forms scorecards.places scorecards.receipts scorecards.saving".split()
)
HIGHER = {  # inside a slice: who may not be asked by whom
    "queries": {"actions", "forms", "views"},
    "actions": {"forms", "views"},
    "forms": {"actions", "views"},
}
REQUEST = frozenset({"flask", "flask_wtf", "wtforms", "werkzeug"})
EMPTY_WORDS = re.compile(r"(Manager|Helper|Utils?|Handler|Data|Info)$")
IN_TEMPLATES = {
    "|safe": re.compile(r"\|\s*safe\b"),
    "autoescape off": re.compile(r"\{%-?\s*autoescape\s+false"),
    "style=": re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE),
    "<style>": re.compile(r"<style\b", re.IGNORECASE),
    "on…=": re.compile(r"<[^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "<script> without src": re.compile(r"<script\b(?![^>]*\ssrc=)", re.IGNORECASE),
    "javascript:": re.compile(r"(?:href|src|action)\s*=\s*[\"']?\s*javascript:", re.IGNORECASE),
}
A_MACHINE = re.compile(r"(?<![\w.}>)/-])/(?:home|root|Users|work|opt/py\w+)/\w")
A_REGISTRY = re.compile(r"\b(?:pypi\.org|pythonhosted\.org|npmjs\.(?:org|com)|deb\.debian\.org|ghcr\.io|docker\.io)\b")
CLOCKS = frozenset({("datetime", "now"), ("datetime", "utcnow"), ("date", "today"), ("time", "time")})


@cache
def tree(source: str) -> ast.Module:
    return ast.parse(source)


def imports(source: str) -> Iterator[tuple[int, str]]:
    """Line and dotted name of all that is imported while running; what only annotations need does not count."""
    for node in _running(tree(source)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


def _running(node: ast.AST) -> Iterator[ast.AST]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.If) and "TYPE_CHECKING" in ast.unparse(child.test):
            continue
        yield child
        yield from _running(child)


def calls(source: str) -> Iterator[tuple[int, str]]:
    """Line and dotted name of all that is called: `db.session.commit`, `Markup`."""
    for node in ast.walk(tree(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute):
            yield node.lineno, ast.unparse(node.func)


def commits(source: str) -> list[int]:
    """Where a transaction is ended: `.commit()`, or the `writing()` that does it."""
    return [line for line, name in calls(source) if name.split(".")[-1] in {"commit", "writing"}]


def markup(source: str) -> list[int]:
    """Where text is declared to be HTML already."""
    return [line for line, name in calls(source) if name.split(".")[-1] in {"Markup", "render_template_string"}]


def clocks(source: str) -> list[int]:
    """Where the time is asked for instead of given."""
    return [line for line, name in calls(source) if tuple(name.split(".")[-2:]) in CLOCKS]


def trespasses(source: str, where: str) -> list[str]:
    """Imports of another slice's private parts, and imports against the stream inside a slice."""
    mine, _, part = where.removeprefix("hiring.").partition(".")
    found = []
    for line, name in imports(source):
        owner, _, rest = name.removeprefix("hiring.").partition(".")
        asked = rest.split(".")[0]
        if not name.startswith("hiring.") or owner not in SLICES:
            continue
        if mine == "guests" and f"{owner}.{asked}" in OPEN_TO_GUESTS:
            continue
        if owner != mine and asked not in PUBLIC_IN_A_SLICE:
            found.append(f"line {line}: {name} is private to {owner}; ask its actions or queries")
        if owner == mine and asked in HIGHER.get(part.split(".")[0], ()):
            found.append(f"line {line}: {part} may not ask {asked}; it goes views → forms | actions → queries")
    return found


def knows_the_request(source: str) -> list[str]:
    """Imports through which a verb, a read or a model would learn that there is a browser."""
    return [f"line {line}: {name}" for line, name in imports(source) if name.split(".")[0] in REQUEST]


def loose_arguments(source: str) -> list[str]:
    """Verbs that take `by` or `now` by position."""
    return [
        f"{node.name}({argument.arg})"
        for node in tree(source).body
        if isinstance(node, ast.FunctionDef)
        for argument in (*node.args.posonlyargs, *node.args.args)
        if argument.arg in {"by", "now"}
    ]


def broad_excepts(source: str) -> list[int]:
    """Where every fault is caught at once."""
    return [
        node.lineno
        for node in ast.walk(tree(source))
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or ast.unparse(node.type) in {"Exception", "BaseException"})
    ]


def empty_names(source: str) -> list[str]:
    """Classes whose names say nothing."""
    return [
        node.name for node in ast.walk(tree(source)) if isinstance(node, ast.ClassDef) and EMPTY_WORDS.search(node.name)
    ]


def opening_sentence(source: str) -> str | None:
    """The first line of the module's docstring, when it is a sentence."""
    said = ast.get_docstring(tree(source))
    first = said.partition("\n\n")[0].replace("\n", " ") if said else ""
    return first if first.endswith((".", "?", "`", ":")) else None


def in_template(source: str) -> list[str]:
    """What a template may not hold, by name."""
    return [name for name, pattern in IN_TEMPLATES.items() if pattern.search(source)]


def names_a_machine(text: str) -> list[str]:
    """Folders of somebody's own machine, and addresses of package registries."""
    return A_MACHINE.findall(text) + A_REGISTRY.findall(text)


def settings_named(text: str) -> set[str]:
    """The `HIRING_…` variables that a text speaks of; those of the tests are not the operator's."""
    return {name for name in re.findall(r"\bHIRING_[A-Z][A-Z_]*[A-Z]\b", text) if not name.startswith("HIRING_TEST_")}
