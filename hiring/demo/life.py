"""The whole past of the demo house: its people, what they brought along, three openings and their candidates."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from sqlalchemy import update

from hiring import paths
from hiring.db import db
from hiring.demo import search, talks
from hiring.demo.cases import note_cases
from hiring.demo.days import Days
from hiring.demo.past import bring_along
from hiring.demo.script import Script
from hiring.demo.walk import Search, Walk, note_meeting
from hiring.demo.words import Shelf
from hiring.demo.world import World
from hiring.models import Outgoing, Person
from hiring.openings.actions import Charter, add_to_team, open_opening
from hiring.openings.queries import current_revision
from hiring.people.actions import NewPerson, invite
from hiring.rubric import Library
from hiring.rubrics.actions import import_files
from hiring.rubrics.queries import by_reference
from hiring.workflow.plan import plans

FOLDER = paths.PACKAGE / "demo"
DEEDS = {**search.DEEDS, **talks.DEEDS}
FOUNDED = 60
CHAIR = "max"


def read_cast() -> dict[str, Any]:
    """The invented people and candidates."""
    return dict(YAML(typ="safe").load(FOLDER / "cast.yaml"))


def live(now: datetime, *, library: Library, uploads: Path) -> None:
    """Let everything happen that had happened by `now`, in the caller's transaction."""
    cast, told = read_cast(), YAML(typ="safe").load(FOLDER / "stories.yaml")
    days = Days(now, {one["key"]: one["zone"] for one in cast["people"]})
    import_files(library, now=days.at(FOUNDED, 8))
    people = _people(cast["people"], days)
    bring_along(people, days.at(FOUNDED, 10))
    script, shelf = Script(days), Shelf()
    note_cases(people, script)
    world = World(days, people)
    for one in told["openings"]:
        _open(one, told, cast, world, script, shelf, uploads)
    for deed in YAML(typ="safe").load(FOLDER / "search.yaml")["deeds"]:
        script.note(days.at(deed["ago"], deed["hour"]), partial(DEEDS[deed["do"]], world, deed))
    script.play()
    _deliver(now)


def _people(cast: list[dict[str, Any]], days: Days) -> dict[str, Person]:
    """Everybody, invited by Adam, whom nobody invited."""
    people: dict[str, Person] = {}
    for place, one in enumerate(sorted(cast, key=lambda one: one["key"] != "adam")):
        new = NewPerson(
            name=one["name"],
            email=one["email"],
            title=one["title"],
            zone=one["zone"],
            capabilities=frozenset(one["capabilities"]),
        )
        people[one["key"]] = invite(new, by=people.get("adam"), now=days.at(FOUNDED, 9, 2 * place))
    return people


def _open(
    one: Mapping[str, Any],
    told: Mapping[str, Any],
    cast: Mapping[str, Any],
    world: World,
    script: Script,
    shelf: Shelf,
    uploads: Path,
) -> None:
    """Open one seat; what happened to its candidates is noted and happens later."""
    people = world.people
    rubric = by_reference(one["rubric"])
    assert rubric is not None, one["rubric"]
    at = script.days.at(one["opened"], 9, 30)
    charter = Charter(one["title"], target_days=one["target_days"])
    opening = open_opening(charter, rubric=rubric, plan=plans(paths.PLANS)[one["plan"]], by=people["rita"], now=at)
    parts = [
        (one["hiring_manager"], "hiring_manager"),
        (CHAIR, "chair"),
        *((who, "committee") for who in one["committee"]),
    ]
    for place, (who, role) in enumerate(parts, 1):
        add_to_team(opening, people[who], role, by=people["rita"], now=at + timedelta(minutes=place))
    search = Search(
        opening=opening,
        stages=current_revision(opening.id).stages,
        manager=one["hiring_manager"],
        chair=CHAIR,
        people=people,
        areas=told["areas"].get(rubric.slug, {}),
        severity=told["severity"],
        uploads=uploads,
    )
    known = {candidate["name"]: candidate for candidate in cast["candidates"][rubric.slug]}
    walks = {who["name"]: Walk(search, who, known[who["name"]], script, shelf) for who in one["candidates"]}
    world.openings[rubric.slug] = opening
    world.walks.update({name: walk for name, walk in walks.items() if name not in world.walks})
    for walk in walks.values():
        walk.note()
    for meeting in one.get("meetings", ()):
        note_meeting(meeting, search, [walks[name] for name in meeting["takes_up"]], script)


def _deliver(now: datetime) -> None:
    """Every promised mail has long been sent: the worker finds nothing to do, and the page of sent mail has it all."""
    db.session.flush()
    db.session.execute(
        update(Outgoing).where(Outgoing.queued_at <= now).values(sent_at=Outgoing.queued_at, attempts=1),
        execution_options={"synchronize_session": False},
    )
