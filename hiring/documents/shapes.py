"""The shapes a file's values may have, and pydantic's complaints turned into sentences that say what to do."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from difflib import get_close_matches
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, Field, Strict, ValidationError

from hiring.documents.problems import Document, DocumentError, Path, Problem, shorten
from hiring.text import Text, text

ONE_LINE = r"^\S([^\n]*\S)?$"
KEBAB = r"^[a-z0-9]+(-[a-z0-9]+)*$"

Line = Annotated[str, Strict(), Field(min_length=1, max_length=280, pattern=ONE_LINE)]
Identifier = Annotated[str, Strict(), Field(min_length=1, max_length=60, pattern=KEBAB)]
Whole = Annotated[int, Strict()]
Switch = Annotated[bool, Strict()]

Check = Callable[[dict[str, Any]], Iterable[tuple[Path, Text]]]
M = TypeVar("M", bound=BaseModel)

PATTERNS = {
    ONE_LINE: text("Write this on one line, without blanks around it (>- folds several lines into one)."),
    KEBAB: text("Write small letters, digits and single hyphens here, such as late-data."),
}

KINDS = {
    "string_type": text("Write a text here."),
    "string_too_short": text("Write something here, or leave the key out."),
    "int_type": text("Write a whole number here, without quotes."),
    "bool_type": text("Write true or false here, without quotes."),
    "tuple_type": text("Write a list here: [one, another], or a line with a hyphen for each."),
    "too_short": text("Add at least one entry here."),
    "dict_type": text("Write keys and values here, “key: value”."),
    "model_type": text("Write keys and values here, “key: value”."),
}


def validate(document: Document, model: type[M], check: Check | None = None) -> M:
    """The document as a `model`. Raises DocumentError with every fault of shape and, from `check`, of sense.

    `check` gets the plain data even when its shape is wrong, so that all faults come at once; it must bear anything.
    What it says about a path that is already at fault is left out.
    """
    problems: dict[Path, Problem] = {}
    valid: M | None = None
    try:
        valid = model.model_validate(document.data)
    except ValidationError as error:
        for fault in error.errors(include_url=False):
            # pydantic also calls a list too short whose entries are there but wrong.
            if fault["type"] == "too_short" and fault["input"]:
                continue
            path, message = _explain(fault, model)
            problems.setdefault(path, document.problem(path, message))
    for path, message in check(document.data) if check else ():
        problems.setdefault(path, document.problem(path, message))
    if valid is None or problems:
        raise DocumentError(problems.values())
    return valid


def _explain(fault: Any, model: type[BaseModel]) -> tuple[Path, Text]:
    path: Path = tuple(step for step in fault["loc"] if step != "[key]")
    given, limits = fault["input"], fault.get("ctx", {})
    match fault["type"]:
        case "extra_forbidden":
            return path, _unknown(shorten(path[-1]), known_keys(model, path[:-1]))
        case "missing":
            return path, text("“%(key)s” is missing. Add it.", key=path[-1])
        case "literal_error":
            return path, text("Write one of %(known)s here.", known=str(limits["expected"]).replace("'", ""))
        case "string_too_long":
            return path, text(
                "Shorten this to %(most)d characters; it has %(num)d.", most=limits["max_length"], num=len(given)
            )
        case "string_pattern_mismatch":
            return path, PATTERNS[limits["pattern"]]
        case "string_type" if isinstance(given, int):
            return path, text("Write a text here; a number or true and false as text need quotes.")
        case "too_long":
            return path, text(
                "Keep at most %(most)d entries here; there are %(num)d.", most=limits["max_length"], num=len(given)
            )
        case "greater_than_equal":
            return path, text("Write %(least)d or more here.", least=limits["ge"])
        case "less_than_equal":
            return path, text("Write %(most)d or less here.", most=limits["le"])
        case kind if kind in KINDS:
            return path, KINDS[kind]
        case _:
            return path, text("%(problem)s.", problem=fault["msg"])


def _unknown(key: str, known: list[str]) -> Text:
    near = get_close_matches(key, known, n=1)
    if near:
        return text("“%(key)s” is not a key here. Did you mean “%(near)s”?", key=key, near=near[0])
    return text("“%(key)s” is not a key here. Known are %(known)s.", key=key, known=", ".join(known))


def known_keys(model: type[BaseModel], path: Path) -> list[str]:
    """The keys that may stand at a path, from the model's own JSON Schema."""
    whole = model.model_json_schema()

    def resolve(schema: dict[str, Any]) -> dict[str, Any]:
        for choice in schema.get("anyOf", ()):
            if choice.get("type") != "null":
                schema = choice
        return whole["$defs"][schema["$ref"].rpartition("/")[2]] if "$ref" in schema else schema

    here = resolve(whole)
    for step in path:
        here = resolve(here.get("properties", {}).get(step) or here.get("items") or here["additionalProperties"])
    return list(here["properties"])
