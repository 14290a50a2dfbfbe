"""What only stages of one kind say of themselves, as fields of a form: a text, several lines or a number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, get_origin

from pydantic.fields import FieldInfo
from wtforms import Field, Form, StringField, TextAreaField

from hiring.text import text
from hiring.web.forms import required
from hiring.web.language import say
from hiring.workflow import kinds

LABELS = {
    "prompt": text("Prompt, the same for every candidate"),
    "parts": text("Parts, one a line"),
    "question_minutes": text("Minutes kept for questions"),
    "advice": text("Page of advice, the same for every candidate"),
    "rehearsal": text("Rehearsal"),
    "prepare": text("What the candidate prepares"),
    "topics": text("Topics, one a line"),
}


def fields_of(kind: str) -> dict[str, Field]:
    """By the name each has in the form."""
    return {f"with_{name}": _field(name, one) for name, one in kinds.known()[kind].keys.model_fields.items()}


def typed(particulars: Mapping[str, Any]) -> dict[str, str]:
    """What stands in the plan, as it would be typed."""
    return {
        f"with_{name}": "\n".join(value) if isinstance(value, list | tuple) else str(value)
        for name, value in particulars.items()
    }


def said(form: Form, kind: str) -> dict[str, Any]:
    """What was typed, as a plan file would write it; a field left empty is left out."""
    found: dict[str, Any] = {}
    for name, one in kinds.known()[kind].keys.model_fields.items():
        words = (form[f"with_{name}"].data or "").replace("\r\n", "\n")
        if words:
            found[name] = _read(words, one.annotation)
    return found


def names(form: Form) -> Sequence[str]:
    """The particulars of a form, in the order the kind declares them."""
    return [field.name for field in form if field.name.startswith("with_")]


def _field(name: str, declared: FieldInfo) -> Field:
    label = say(LABELS.get(name, text(name.replace("_", " ").capitalize())))
    checks = [required("Write this too: the stage cannot do without it.")] if declared.is_required() else []
    return StringField(label, checks) if declared.annotation is int else TextAreaField(label, checks)


def _read(words: str, annotation: Any) -> Any:
    if annotation is int:
        return int(words) if words.isascii() and words.isdigit() and len(words) < 5 else words
    if get_origin(annotation) is tuple:
        return [line.strip() for line in words.split("\n") if line.strip()]
    return words
