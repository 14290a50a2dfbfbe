"""No kind of event is forgotten: each that is recorded anywhere has a sentence, or is on the list of those not told."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from hiring.history import sentences
from hiring.models.application import MOVE_KINDS, OUTCOMES
from hiring.text import Text

SOURCES = sorted((Path(sentences.__file__).parent.parent).rglob("*.py"))
KIND = re.compile(r"[a-z_]+\.[a-z_]+")
FIGURES = re.compile(r"score[^ca]|level|verdict|yes|rating|\d")


def recorded() -> set[str]:
    """Every kind given to `record`, in place, by a name of the same file, or as `event=…` to whoever records it."""
    trees = [ast.parse(path.read_text()) for path in SOURCES]
    named = {
        target.id: node.value.value
        for tree in trees
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    calls = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Call)]
    kinds = {keyword.value for call in calls for keyword in call.keywords if keyword.arg == "event"}
    given = [
        call.args[0]
        for call in calls
        if isinstance(call.func, ast.Attribute) and call.func.attr == "record" and call.args
    ]
    found = set()
    for one in [*given, *kinds]:
        match one:
            case ast.Constant(value=str(kind)):
                found.add(kind)
            case ast.Name(id=name) | ast.Attribute(attr=name) if name in named:
                found.add(str(named[name]))
            case ast.Name(id="event" | "kind"):
                continue  # handed on by whoever was given it
            case _:
                raise AssertionError(f"Which kind is {ast.unparse(one)}?")
    return found


def test_each_kind_that_is_recorded_is_told_or_is_not_on_purpose() -> None:
    told = {*sentences.TOLD, *sentences.MOVES}
    assert recorded() == told | sentences.NOT_TOLD
    assert told & sentences.NOT_TOLD == set()
    assert {kind for kind in recorded() if KIND.fullmatch(kind) is None} == set()


def test_each_way_to_move_and_to_close_has_its_sentence() -> None:
    assert {*sentences.MOVED, "close"} == set(MOVE_KINDS)
    assert set(sentences.CLOSED) == set(OUTCOMES)


@pytest.mark.parametrize("words", [*sentences.TOLD.values(), *sentences.MOVED.values(), *sentences.CLOSED.values()])
def test_no_sentence_has_a_place_for_a_score(words: Text) -> None:
    assert set(re.findall(r"%\((\w+)\)s", words.msgid)) <= {"name", "person", "stage"}
    assert FIGURES.search(words.msgid.replace("scorecard", "").replace("Past scores", "")) is None


def test_giving_oneself_a_seat_is_taking_it() -> None:
    words = sentences.sentence("slot.assigned", way=None, outcome=None, name="Rita", person="Rita", stage="Panel")
    assert str(words) == "Rita took a seat: Panel."


def test_an_undone_closing_and_an_undone_move_differ() -> None:
    def said(way: str, outcome: str | None) -> str:
        return str(sentences.sentence("application.move_undone", way=way, outcome=outcome, name="Rita", stage="Panel"))

    assert said("undo", None) == "Rita took the last move back, to Panel."
    assert said("undo", "rejected") == "Rita took the last move back; the application is closed again."
