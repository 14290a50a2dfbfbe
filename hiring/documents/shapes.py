"""The shapes a file's values may have, and pydantic's complaints turned into sentences that say what to do."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from difflib import get_close_matches
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, Field, Strict, ValidationError
from pydantic_core import ErrorDetails

from hiring.documents.problems import Document, DocumentError, Path, Problem, shorten
from hiring.text import Text, text

ONE_LINE = r"^\S([^\n]*\S)?$"
KEBAB = r"^[a-z0-9]+(-[a-z0-9]+)*$"

CURRENCY = "^[A-Z]{3}$"

Line = Annotated[str, Strict(), Field(min_length=1, max_length=280, pattern=ONE_LINE)]
Identifier = Annotated[str, Strict(), Field(min_length=1, max_length=60, pattern=KEBAB)]
Currency = Annotated[str, Strict(), Field(pattern=CURRENCY)]
Whole = Annotated[int, Strict()]
Switch = Annotated[bool, Strict()]

Check = Callable[[dict[str, Any]], Iterable[tuple[Path, Text]]]
M = TypeVar("M", bound=BaseModel)

PATTERNS = {
    ONE_LINE: text("Write this on one line, without blanks around it (>- folds several lines into one)."),
    KEBAB: text("Write small letters, digits and single hyphens here, such as late-data."),
    CURRENCY: text("Write the three capital letters of the currency here, such as EUR."),
}

# The values are pydantic's own for the fault, and `key` and `num`: what the fault is called and how long it is.
SENTENCES = {
    "missing": text("“%(key)s” is missing. Add it."),
    "literal_error": text("Write %(expected)s here."),
    "string_type": text("Write a text here; a number, true, false or null as text needs quotes."),
    "string_too_short": text("Write something here, or leave the key out."),
    "string_too_long": text("Shorten this to %(max_length)d characters; it has %(num)d."),
    "int_type": text("Write a whole number here, without quotes."),
    "bool_type": text("Write true or false here, without quotes."),
    "greater_than_equal": text("Write %(ge)d or more here."),
    "less_than_equal": text("Write %(le)d or less here."),
    "tuple_type": text("Write a list here: [one, another], or a line with a hyphen for each."),
    "too_short": text("Add to this list; it needs %(min_length)d at least."),
    "too_long": text("Keep at most %(max_length)d here; there are %(num)d."),
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
            if fault["type"] == "too_short" and len(fault["input"]) >= fault["ctx"]["min_length"]:
                continue
            path, message = _explain(fault, model)
            problems.setdefault(path, document.problem(path, message))
    for path, message in check(document.data) if check else ():
        problems.setdefault(path, document.problem(path, message))
    if valid is None or problems:
        raise DocumentError(problems.values())
    return valid


def _explain(fault: ErrorDetails, model: type[BaseModel]) -> tuple[Path, Text]:
    path: Path = tuple(step for step in fault["loc"] if step != "[key]")
    kind, given, limits = fault["type"], fault["input"], fault.get("ctx", {})
    if kind == "extra_forbidden":
        return path, _unknown(str(path[-1]), given, known_keys(model, path[:-1]))
    if kind == "string_pattern_mismatch":
        return path, PATTERNS.get(limits["pattern"]) or text("Write this as %(pattern)s.", pattern=limits["pattern"])
    if kind not in SENTENCES:
        return path, text("%(problem)s.", problem=fault["msg"])
    key = path[-1] if path else ""
    num = len(given) if isinstance(given, str | list | dict) else 0
    return path, text(SENTENCES[kind].msgid, **{**limits, "key": key, "num": num})


def _unknown(key: str, given: object, known: list[str]) -> Text:
    if given is None and " " in key:
        return text("“%(key)s” is read as a key. Inside { } put a text with a comma in quotes.", key=shorten(key))
    near = get_close_matches(key, known, n=1)
    if near:
        return text("“%(key)s” is not a key here. Did you mean “%(near)s”?", key=shorten(key), near=near[0])
    return text("“%(key)s” is not a key here. Known are %(known)s.", key=shorten(key), known=", ".join(known))


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
        here = resolve(
            here.get("properties", {}).get(step) or here.get("items") or here.get("additionalProperties", {})
        )
    return list(here.get("properties", ()))
