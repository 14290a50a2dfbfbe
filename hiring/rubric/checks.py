"""What a rubric's shape cannot say: levels on the scale, floors, references between parts, unique ids.

Every check gets the file's plain data, whatever its shape, so that these faults are reported together with those of
shape; what has the wrong type is passed over here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from itertools import pairwise
from typing import Any, TypeGuard

from hiring.documents import Path
from hiring.text import Text, text

Found = Iterator[tuple[Path, Text]]

LONGEST_TAKE_HOME = 180
EVERY_LEVEL_UP_TO = 5
CERTIFICATE = re.compile(
    r"\b(degrees?|diplomas?|certificates?|certifications?|certified|bachelor\S*|masters?|master['’]s|mba|phd|doctorate)\b",
    re.IGNORECASE,
)


def check(data: dict[str, Any]) -> Found:
    """Every fault of sense in a rubric file's data."""
    for checks in (check_whole, check_profile, check_knock_outs, check_scale, check_dimensions, check_exercises):
        yield from checks(data)


def check_whole(data: dict[str, Any]) -> Found:
    """A role needs its parts; overlays are still to come; ids stand for one thing each."""
    if data.get("extends") is not None:
        yield ("extends",), text("Overlays cannot be read yet. Write “extends: null” and every key in this file.")
    if data.get("kind") == "role":
        for key in ("profile", "decision", "ramp"):
            if not data.get(key):
                yield (key,), text("A rubric for a role needs “%(key)s”. Add it.", key=key)
    for key in ("knock_outs", "dimensions", "red_flags", "exercises"):
        yield from _once(((key, i, "id"), entry.get("id")) for i, entry in _entries(data, key))
    yield from _once(
        (("dimensions", i, "questions", n, "id"), question.get("id"))
        for i, dimension in _entries(data, "dimensions")
        for n, question in _entries(dimension, "questions")
    )


def check_profile(data: dict[str, Any]) -> Found:
    """Ranges run upwards; a domain is complex and central, or says why not."""
    profile = _group(data, "profile")
    for key in ("experience", "pay"):
        yield from _rising(_group(profile, key), ("profile", key))
    domain = _group(profile, "domain")
    if domain and not domain.get("why_not") and not (domain.get("complex") and domain.get("central")):
        yield ("profile", "domain"), text("Say what makes the domain “complex” and “central”, or give “why_not”.")


def check_knock_outs(data: dict[str, Any]) -> Found:
    """A degree or certificate never decides alone."""
    for i, knock_out in _entries(data, "knock_outs"):
        if CERTIFICATE.search(str(knock_out.get("text"))) and not knock_out.get("or"):
            yield (
                ("knock_outs", i, "or"),
                text("A degree or certificate needs an “or”, such as “or: equivalent experience”."),
            )


def check_scale(data: dict[str, Any]) -> Found:
    """Whole numbers, each one more than the last, each with its own word."""
    levels = [(i, step["level"]) for i, step in _entries(data, "scale") if _is_whole(step.get("level"))]
    for (_, before), (i, level) in pairwise(levels):
        if level != before + 1:
            yield ("scale", i, "level"), text("After level %(before)d comes %(next)d.", before=before, next=before + 1)
    yield from _once((("scale", i, "word"), step.get("word")) for i, step in _entries(data, "scale"))


def check_dimensions(data: dict[str, Any]) -> Found:
    """Anchors, floors and examples stand on the scale."""
    levels = _levels(data)
    for i, dimension in _entries(data, "dimensions"):
        here: Path = ("dimensions", i)
        floor = dimension.get("floor")
        if dimension.get("must_have") is True and floor is None:
            yield (*here, "floor"), text("A must-have needs a floor: the lowest level that is enough.")
        yield from _on_scale((*here, "floor"), floor, levels)
        for n, example in _entries(dimension, "examples"):
            yield from _on_scale((*here, "examples", n, "level"), example.get("level"), levels)
        anchors = dimension.get("anchors")
        if isinstance(anchors, dict):
            yield from _check_anchors((*here, "anchors"), anchors, levels)


def _levels(data: dict[str, Any]) -> list[int]:
    """The levels of the scale; none when it has faults of its own, which would make a fault of every anchor."""
    steps = [step.get("level") for _, step in _entries(data, "scale")]
    levels = [level for level in steps if _is_whole(level)]
    return levels if len(levels) == len(steps) > 1 else []


def _check_anchors(here: Path, anchors: dict[Any, Any], levels: list[int]) -> Found:
    for level in anchors:
        yield from _on_scale((*here, level), level, levels)
    for level in _needed(anchors, levels):
        if level not in anchors:
            yield (*here, level), text("Level %(level)d needs an anchor: one sentence on how it looks.", level=level)
    yield from _once(((*here, level), anchor) for level, anchor in anchors.items())


def _needed(anchors: dict[Any, Any], levels: list[int]) -> list[int]:
    """Every level of a short scale; of a longer one the lowest, one in the middle and the highest."""
    if len(levels) <= EVERY_LEVEL_UP_TO:
        return levels
    below, above = levels[(len(levels) - 1) // 2], levels[len(levels) // 2]
    return [levels[0], above if above in anchors else below, levels[-1]]


def check_exercises(data: dict[str, Any]) -> Found:
    """An exercise shows dimensions that exist and takes a time one can ask for."""
    known = [str(dimension.get("id")) for _, dimension in _entries(data, "dimensions")]
    for i, exercise in _entries(data, "exercises"):
        here: Path = ("exercises", i)
        shows = exercise.get("shows")
        for n, shown in enumerate(shows if isinstance(shows, list) else ()):
            if known and shown not in known:
                yield (*here, "shows", n), _no_dimension(str(shown), known)
        minutes = _group(exercise, "minutes")
        yield from _rising(minutes, (*here, "minutes"))
        longest = minutes.get("to")
        if exercise.get("take_home") is True and _is_whole(longest) and longest > LONGEST_TAKE_HOME:
            yield (
                (*here, "minutes", "to"),
                text("Shorten this: a take-home may ask for %(most)d minutes.", most=LONGEST_TAKE_HOME),
            )


def _no_dimension(shown: str, known: list[str]) -> Text:
    near = get_close_matches(shown, known, n=1)
    if near:
        return text("There is no such dimension here. Did you mean “%(near)s”?", near=near[0])
    return text("There is no such dimension here. Use the id of one in this file.")


def _entries(group: dict[str, Any], key: str) -> list[tuple[int, dict[str, Any]]]:
    """Those entries of a list that have keys, each with its place in the list."""
    listed = group.get(key)
    return [(i, entry) for i, entry in enumerate(listed if isinstance(listed, list) else ()) if isinstance(entry, dict)]


def _group(group: dict[str, Any], key: str) -> dict[str, Any]:
    inside = group.get(key)
    return inside if isinstance(inside, dict) else {}


def _is_whole(value: object) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool)


def _rising(group: dict[str, Any], path: Path) -> Found:
    least, most = group.get("from"), group.get("to")
    if _is_whole(least) and _is_whole(most) and least > most:
        yield (*path, "to"), text("“to” is less than “from”. Write the larger number here.")


def _on_scale(path: Path, level: object, levels: list[int]) -> Found:
    if _is_whole(level) and levels and level not in levels:
        yield (
            path,
            text("This is not on the scale, which goes from %(low)d to %(high)d.", low=min(levels), high=max(levels)),
        )


def _once(values: Iterable[tuple[Path, object]]) -> Found:
    """Ids, words and anchors that an earlier one in the same file already has."""
    seen: set[str] = set()
    for path, value in values:
        if not isinstance(value, str):
            continue
        if value.casefold() in seen:
            yield path, text("This is here twice. Each needs its own.")
        seen.add(value.casefold())
