"""YAML read from the parser's events, so that nothing is built before it is known to be harmless."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from itertools import islice
from typing import Any

from hiring.documents.problems import Document, DocumentError, Path, Place, Problem, shorten, show_path
from hiring.text import Text, text

LARGEST = 64 * 1024
DEEPEST = 8
MOST_PROBLEMS = 50

WHOLE_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]{0,17})")
UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
CONSTANTS = {"": None, "~": None, "null": None, "true": True, "false": False}

SYNTAX = {
    "mapping values are not allowed in this context": text(
        "There is a second colon here, or the line stands too far right. Put a text with a colon in quotes."
    ),
    "found character that cannot start any token": text(
        "A text cannot begin like this. Put it in quotes, and indent with spaces, not tabs."
    ),
    "did not find expected ',' or ']'": text("The list begun with [ is not closed. Add ] or a comma."),
    "did not find expected ',' or '}'": text("The group begun with { is not closed. Add } or a comma."),
    "found unexpected end of stream": text("A quotation mark is opened and never closed. Close it."),
    "could not find expected ':'": text("A colon is missing after this key. Write “key: value”."),
    "did not find expected key": text("A key is expected here. Check the indentation and the quotes."),
}


def read(source: bytes | str, name: str) -> Document:
    """The one mapping in a YAML text. Raises DocumentError with every fault that could be found.

    Works on the parser's events and stops at a limit, so that no file costs more than its own length: aliases and
    merge keys are refused before anything is repeated (SECURITY T22: 22 KB took `safe_load` 3.35 s).
    """
    return _Reading(name).document(_decode(source, name))


def _decode(source: bytes | str, name: str) -> str:
    whole = source if isinstance(source, str) else ""
    if len(source) > LARGEST or len(whole.encode(errors="replace")) > LARGEST:
        raise DocumentError([Problem(name, 1, 1, "", text("Shorten this file: it is larger than 64 KiB."))])
    if isinstance(source, bytes):
        try:
            whole = source.decode()
        except UnicodeDecodeError as error:
            place = _place(source[: error.start].decode())
            message = text("Save this file as UTF-8: byte %(byte)s here is not.", byte=f"0x{source[error.start]:02X}")
            raise DocumentError([Problem(name, *place, "", message)]) from None
    whole = whole.removeprefix("\ufeff")
    unprintable = list(islice(UNPRINTABLE.finditer(whole), MOST_PROBLEMS))
    if unprintable:
        raise DocumentError(Problem(name, *_place(whole[: it.start()]), "", _remove(it.group())) for it in unprintable)
    return whole


def _place(before: str) -> Place:
    lines = re.split("\r\n|\r|\n", before)
    return len(lines), len(lines[-1]) + 1


def _remove(character: str) -> Text:
    return text("Remove the unprintable character U+%(code)s here.", code=f"{ord(character):04X}")


class _Reading:
    """One pass over one file's events; what is wrong collects in `problems`, what is right in `data`."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.data: Any = None
        self.positions: dict[Path, Place] = {(): (1, 1)}
        self.problems: list[Problem] = []

    def document(self, source: str) -> Document:
        # Importing ruamel.yaml takes a tenth of a second, which whoever reads no file need not pay.
        from ruamel.yaml.cyaml import CBaseLoader
        from ruamel.yaml.error import MarkedYAMLError

        self.parser = CBaseLoader(source)
        try:
            self._stream()
        except MarkedYAMLError as error:
            mark = error.problem_mark
            self._found((mark.line + 1, mark.column + 1), (), _syntax(str(error.problem)))
        if self.problems:
            raise DocumentError(self.problems)
        return Document(self.name, self.data, self.positions)

    def _stream(self) -> None:
        self._next()
        if _kind(self._next()) == "StreamEnd":
            self._found((1, 1), (), text("This file is empty. Write keys and values, “key: value”."))
            return
        first = self._next()
        self._node(first, (), self._set_root)
        if not isinstance(self.data, dict) and not self.problems:
            self._found(_where(first), (), text("Write keys and values here, “key: value”, and nothing around them."))
        self._next()
        after = self._next()
        if _kind(after) != "StreamEnd":
            self._found(_where(after), (), text("Keep one document in a file: remove this --- and what follows."))

    def _set_root(self, value: object) -> None:
        self.data = value

    def _next(self) -> Any:
        return self.parser.get_event()

    def _node(self, event: Any, path: Path, put: Callable[[Any], None]) -> None:
        """Read one value. A group or list is put in its place before it is filled, so that paths in it can be shown."""
        kind = _kind(event)
        if kind == "Alias":
            self._found(_where(event), path, text("Write this out: *aliases are not read."))
            return
        if event.anchor is not None:
            self._found(
                _where(event), path, text("Remove “&%(name)s”: anchors are not read.", name=shorten(event.anchor))
            )
        if event.tag is not None:
            self._found(_where(event), path, text("Remove “%(tag)s”: tags are not read.", tag=shorten(event.tag)))
        if kind == "Scalar":
            put(self._scalar(event, path))
            return
        if len(path) >= DEEPEST:
            self._found(_where(event), path, text("This stands more than %(num)d levels deep.", num=DEEPEST))
            raise DocumentError(self.problems)
        if kind == "MappingStart":
            group: dict[Any, Any] = {}
            put(group)
            self._mapping(group, path)
        else:
            entries: list[Any] = []
            put(entries)
            self._sequence(entries, path)

    def _scalar(self, event: Any, path: Path) -> str | int | bool | None:
        value = str(event.value)
        # An escape such as "\0" arrives here although the file itself holds no such character.
        if hidden := UNPRINTABLE.search(value):
            self._found(_where(event), path, _remove(hidden.group()))
        if event.style:
            return value
        if WHOLE_NUMBER.fullmatch(value):
            return int(value)
        return CONSTANTS.get(value, value)

    def _sequence(self, entries: list[Any], path: Path) -> None:
        while _kind(event := self._next()) != "SequenceEnd":
            inside = (*path, len(entries))
            self.positions[inside] = _where(event)
            self._node(event, inside, entries.append)

    def _mapping(self, group: dict[Any, Any], path: Path) -> None:
        lines: dict[str, int] = {}
        while _kind(event := self._next()) != "MappingEnd":
            key = self._key(event, path)
            line, column = _where(event)
            if key == "<<":
                self._found((line, column), path, text("Write the keys out: << merges are not read."))
            elif str(key) in lines:
                first = lines[str(key)]
                message = text(
                    "“%(key)s” is here twice, first on line %(line)d. Keep one.", key=shorten(key), line=first
                )
                self._found((line, column), (*path, key), message)
            else:
                lines[str(key)] = line
                self.positions[(*path, key)] = line, column
                self._node(self._next(), (*path, key), partial(group.__setitem__, key))
                continue
            self._node(self._next(), (*path, key), _drop)

    def _key(self, event: Any, path: Path) -> str | int:
        keys: list[Any] = []
        # A key is read at its group's own depth, so groups within keys within keys would never meet the limit.
        if _kind(event) in ("Scalar", "Alias"):
            self._node(event, path, keys.append)
            if not keys or (isinstance(keys[0], str | int) and not isinstance(keys[0], bool)):
                return keys[0] if keys else ""
        self._found(_where(event), path, text("A key must be a word or a whole number; put it in quotes."))
        raise DocumentError(self.problems)

    def _found(self, place: Place, path: Path, message: Text) -> None:
        self.problems.append(Problem(self.name, *place, show_path(path, self.data), message))
        if len(self.problems) >= MOST_PROBLEMS:
            raise DocumentError(self.problems)


def _kind(event: object) -> str:
    return type(event).__name__.removesuffix("Event")


def _where(event: Any) -> Place:
    return event.start_mark.line + 1, event.start_mark.column + 1


def _drop(value: object) -> None:
    """Where the value of a refused key goes: it is read for its own faults only."""


def _syntax(problem: str) -> Text:
    return SYNTAX.get(problem) or text("This is not YAML: %(problem)s.", problem=problem)
