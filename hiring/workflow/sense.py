"""What a plan file must say beyond its shape, told from plain data so that files with other faults can be asked too."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from hiring.documents import Path
from hiring.documents.problems import shorten
from hiring.text import Text, text
from hiring.workflow import kinds
from hiring.workflow.gates import gates_of

Fault = tuple[Path, Text]

REFERENCE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*@[1-9][0-9]{0,3}")
LISTS_WITHOUT_REPEATS = ("who", "shows", "exercises", "gates")


def faults(data: dict[str, Any]) -> Iterator[Fault]:
    """Every fault of sense with its path. What has the wrong shape is passed over: that is said elsewhere."""
    stages = _groups(data, "stages")
    rounds = _groups(data, "rounds")
    for groups in (stages, rounds):
        yield from _repeats(_ids(groups))
    for path, stage in stages:
        for inside, message in _stage_faults(stage):
            yield (*path, *inside), message
    members = [((*path, *inside), member) for path, round_ in rounds for inside, member in _texts(round_, "stages")]
    yield from _membership_faults(_ids(stages), members)


def _stage_faults(stage: dict[str, Any]) -> Iterator[Fault]:
    for key in LISTS_WITHOUT_REPEATS:
        yield from _repeats(_texts(stage, key))
    yield from _name_faults(stage)
    who = [role for _, role in _texts(stage, "who")]
    perspective = stage.get("perspective")
    for role in perspective if isinstance(perspective, dict) else ():
        if role not in who:
            yield (
                ("perspective", role),
                text("Nobody under “who” is %(role)s. Add it there or remove it here.", role=shorten(role)),
            )
    yield from _card_faults(stage)


def _name_faults(stage: dict[str, Any]) -> Iterator[Fault]:
    kind, rubric = stage.get("kind"), stage.get("rubric")
    if isinstance(kind, str) and kind not in kinds.known():
        known = ", ".join(kinds.known())
        yield (
            ("kind",),
            text("There is no kind “%(kind)s”. Known are %(known)s.", kind=shorten(kind), known=known),
        )
    if isinstance(rubric, str) and not REFERENCE.fullmatch(rubric):
        yield ("rubric",), text("Name a rubric and its version here, such as recruiter-call@1.")
    known_gates = gates_of(str(kind))
    for path, gate in _texts(stage, "gates"):
        if gate not in known_gates:
            known = ", ".join(known_gates)
            yield path, text("There is no gate “%(gate)s”. Known are %(known)s.", gate=shorten(gate), known=known)


def _card_faults(stage: dict[str, Any]) -> Iterator[Fault]:
    if isinstance(stage.get("rubric"), str) and _texts(stage, "shows"):
        yield ("shows",), text("A scorecard follows one rubric. Keep “rubric”, or keep “shows” for the opening's own.")
    if stage.get("card", "none") != "none":
        return
    if stage.get("collective") is True:
        yield ("collective",), text("Only scorecards are collective, and this stage has none. Set “card” too.")
    for path, gate in _texts(stage, "gates"):
        if gate == "cards_in":
            yield path, text("This stage has no scorecards to wait for. Set “card”, or remove the gate.")


def _membership_faults(stage_ids: list[tuple[Path, str]], members: list[tuple[Path, str]]) -> Iterator[Fault]:
    place_of = {stage_id: place for place, (_, stage_id) in enumerate(stage_ids)}
    seen: dict[str, Path] = {}
    for path, member in members:
        if member not in place_of:
            yield (
                path,
                text("There is no stage “%(stage)s”. Add it, or remove it here.", stage=shorten(member)),
            )
        elif member in seen:
            yield path, text("“%(stage)s” already stands in a round. Name each stage once.", stage=shorten(member))
        else:
            seen[member] = path
    for path, stage_id in stage_ids:
        if stage_id not in seen:
            yield path, text("“%(stage)s” stands in no round. Add it to one.", stage=shorten(stage_id))
    for before, after in pairwise(seen):
        if place_of[after] < place_of[before]:
            yield (
                seen[after],
                text(
                    "“%(after)s” follows “%(before)s” here but not under “stages”. Use one order.",
                    after=shorten(after),
                    before=shorten(before),
                ),
            )


def _repeats(names: list[tuple[Path, str]]) -> Iterator[Fault]:
    seen: set[str] = set()
    for path, name in names:
        if name in seen:
            yield path, text("“%(name)s” is already there. Write it once.", name=shorten(name))
        seen.add(name)


def _groups(data: dict[str, Any], key: str) -> list[tuple[Path, dict[str, Any]]]:
    entries = data.get(key)
    if not isinstance(entries, list):
        return []
    return [((key, place), entry) for place, entry in enumerate(entries) if isinstance(entry, dict)]


def _ids(groups: list[tuple[Path, dict[str, Any]]]) -> list[tuple[Path, str]]:
    return [((*path, "id"), group["id"]) for path, group in groups if isinstance(group.get("id"), str)]


def _texts(group: dict[str, Any], key: str) -> list[tuple[Path, str]]:
    entries = group.get(key)
    if not isinstance(entries, list):
        return []
    return [((key, place), entry) for place, entry in enumerate(entries) if isinstance(entry, str)]
