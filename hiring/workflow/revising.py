"""Changing the plan of an opening while it runs: each edit gives a new plan, and none may lose anybody's way."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from hiring.documents import Document, DocumentError, Path
from hiring.documents.problems import Place
from hiring.refusal import Kind, Refusal
from hiring.text import Text, text
from hiring.workflow.plan import Decider, Plan, Stage, checked

LONGEST_ID = 60
PINNED = ("kind", "rubric", "collective")
"""What the cards of a stage rest on: how they are shown, and what they were asked about."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in a plan: in a round, behind a stage of it or first; with `decides`, in a round of its own behind it."""

    round: str
    after: str | None = None
    decides: Decider | None = None


@dataclass(frozen=True, slots=True)
class Walks:
    """What candidates of an opening have to do with its stages, each told by its id.

    stands_in: somebody who is still considered stands there. planned_in: an interview there is still to come, or its
    times are offered. seated_in: somebody was asked there as an interviewer; whether their card is in is told nobody,
    because who changes the plan may owe one themselves. has_packets: a committee has something to read.
    """

    stands_in: frozenset[str] = frozenset()
    planned_in: frozenset[str] = frozenset()
    seated_in: frozenset[str] = frozenset()
    has_packets: bool = False


def strands(plan: Plan, new: Plan, walks: Walks) -> Text | None:
    """Why the change cannot be made: it would take the ground from under somebody's feet. None when nothing is lost.

    Seats name the round they belong to, and the blind rule rests on it: a stage with seats stays in its round.
    """
    stays = {stage.id: stage for stage in new.stages}
    for stage in plan.stages:
        kept = stays.get(stage.id)
        reason = _removing_strands(stage, walks) if kept is None else _changing_strands(plan, new, kept, walks)
        if reason is not None:
            return reason
    if walks.has_packets and decides_on_packets(plan) != decides_on_packets(new):
        return text("The committee has a packet already, so the same person goes on deciding on it.")
    return None


def _removing_strands(stage: Stage, walks: Walks) -> Text | None:
    if stage.id in walks.stands_in:
        return text("Somebody stands in “%(stage)s”. Move them first, then take it out.", stage=stage.title)
    if stage.id in walks.planned_in:
        words = "An interview is planned in “%(stage)s”. Hold it or cancel it first, then take the stage out."
        return text(words, stage=stage.title)
    return None


def _changing_strands(plan: Plan, new: Plan, kept: Stage, walks: Walks) -> Text | None:
    if kept.id not in walks.seated_in:
        return None
    stage = plan.stage(kept.id)
    if plan.round_of(kept.id).id != new.round_of(kept.id).id:
        words = (
            "Somebody was asked for a scorecard in “%(stage)s”, so it stays in its round: who reads whose rests on it."
        )
        return text(words, stage=stage.title)
    if any(getattr(stage, key) != getattr(kept, key) for key in PINNED):
        words = "Somebody was asked for a scorecard in “%(stage)s”, so what they are asked stays as it is."
        return text(words, stage=stage.title)
    return None


def decides_on_packets(plan: Plan) -> Decider:
    """Who decides what stands before the committee: whoever decides the round of its stage, or else the chair."""
    sits = next((stage.id for stage in plan.stages if stage.kind == "committee"), None)
    return "chair" if sits is None else plan.round_of(sits).decides


def add(plan: Plan, stage: Mapping[str, Any], spot: Spot) -> Plan:
    """The plan with one more stage, given as a plan file would write it. Raises Refusal where it makes no sense."""
    data = _written(plan)
    data["stages"].append(dict(stage))
    _put(data, str(stage["id"]), spot)
    return _read_back(data)


def remove(plan: Plan, stage_id: str) -> Plan:
    """The plan without that stage; a round goes with its last one. Raises Refusal when nothing would be left."""
    if len(plan.stages) == 1:
        raise Refusal(text("A plan needs a stage. Add another one first."))
    data = _written(plan)
    data["stages"] = [one for one in data["stages"] if one["id"] != stage_id]
    _take(data, stage_id)
    return _read_back(data)


def place(plan: Plan, stage_id: str, spot: Spot) -> Plan:
    """The plan with that stage somewhere else. Raises Refusal when there is no such place."""
    data = _written(plan)
    _take(data, stage_id)
    _put(data, stage_id, spot)
    return _read_back(data)


def change(plan: Plan, stage_id: str, changed: Mapping[str, Any]) -> Plan:
    """The plan with other words, limits, gates or people in one stage, keyed as a plan file writes them."""
    data = _written(plan)
    stage = next(one for one in data["stages"] if one["id"] == stage_id)
    stage.update(changed)
    return _read_back(data)


def name_stage(title: str, taken: Collection[str]) -> str:
    """An id for a new stage that the opening has never used: cards and interviews are found by it."""
    wanted = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")[: LONGEST_ID - 4].rstrip("-") or "stage"
    numbered = (f"{wanted}-{number}" for number in range(2, len(taken) + 3))
    return next(name for name in (wanted, *numbered) if name not in taken)


def _written(plan: Plan) -> dict[str, Any]:
    return plan.model_dump(mode="json", by_alias=True)


def _take(data: dict[str, Any], stage_id: str) -> None:
    for round_ in data["rounds"]:
        round_["stages"] = [one for one in round_["stages"] if one != stage_id]


def _put(data: dict[str, Any], stage_id: str, spot: Spot) -> None:
    rounds = data["rounds"]
    found = next((place for place, one in enumerate(rounds) if one["id"] == spot.round), None)
    if found is None or (spot.after is not None and spot.after not in rounds[found]["stages"]):
        raise Refusal(text("The plan has no such place any more. Choose again."))
    if spot.decides is not None:
        own = {"id": name_stage(stage_id, [one["id"] for one in rounds]), "decides": spot.decides, "stages": [stage_id]}
        rounds.insert(found + 1, own)
        return
    members = rounds[found]["stages"]
    members.insert(0 if spot.after is None else members.index(spot.after) + 1, stage_id)


def _read_back(data: dict[str, Any]) -> Plan:
    """The plan that the data describe, its stages in the order of its rounds; a round without a stage is gone."""
    data["rounds"] = [one for one in data["rounds"] if one["stages"]]
    order = [stage_id for one in data["rounds"] for stage_id in one["stages"]]
    data["stages"].sort(key=lambda stage: order.index(stage["id"]))
    positions: dict[Path, Place] = {(): (1, 1)} | {("stages", place): (1, 1) for place in range(len(order))}
    try:
        return checked(Document("", data, positions))
    except DocumentError as error:
        raise Refusal(error.problems[0].message, Kind.INPUT) from None
