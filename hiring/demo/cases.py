"""Written cases in the demo house: agreed on, published, and read by some of its people, as `cases.yaml` tells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from ruamel.yaml import YAML
from sqlalchemy import select

from hiring import paths
from hiring.cases import actions
from hiring.cases.queries import Rated
from hiring.db import db
from hiring.demo.script import Script
from hiring.models import Opening, Person, WrittenCase
from hiring.openings.actions import choose_case
from hiring.rubrics.queries import by_reference

HOUR = timedelta(hours=1)
Told = Mapping[str, Any]


@dataclass(slots=True)
class Story:
    """One case, from its first draft to its last reading."""

    told: Told
    people: Mapping[str, Person]
    _case: WrittenCase | None = field(default=None)

    @property
    def case(self) -> WrittenCase:
        assert self._case is not None
        return self._case

    def note(self, script: Script) -> None:
        at = script.days.at(self.told["ago"], 10)
        script.note(at, self._write)
        script.note(at + HOUR, self._publish)
        for place, one in enumerate(self.told["reads"]):
            script.note(script.days.at(one["ago"], 13, 7 * place), partial(self._read, one, place))

    def _write(self, now: datetime) -> None:
        version = by_reference(self.told["rubric"])
        assert version is not None, self.told["rubric"]
        text = {"title": self.told["title"], "body": self.told["body"], "by": self.people[self.told["by"]]}
        agreed = {name: Rated(said["level"], said["because"]) for name, said in self.told["agreed"].items()}
        self._case = actions.write(version, **text, now=now)
        actions.edit(self.case, **text, agreed=agreed, now=now + HOUR / 2)

    def _publish(self, now: datetime) -> None:
        actions.publish(self.case, by=self.people[self.told["by"]], now=now)

    def _read(self, one: Told, place: int, now: datetime) -> None:
        levels = zip(self.told["agreed"], one["levels"], strict=True)
        given = {name: Rated(level, self.told["seen"][name][place]) for name, level in levels}
        actions.hand_in(self.case, given, by=self.people[one["by"]], now=now)


def note_cases(people: Mapping[str, Person], script: Script) -> None:
    """Put the cases into the script, and the day from which one opening asks for them."""
    told = YAML(typ="safe").load(paths.PACKAGE / "demo" / "cases.yaml")
    for one in told["cases"]:
        Story(one, people).note(script)
    asks = told["asks"]
    script.note(script.days.at(asks["ago"], 10), partial(_ask, asks["rubric"], asks["of"], people["rita"]))


def _ask(reference: str, whom: str, by: Person, now: datetime) -> None:
    """In the opening that is under way; the earlier one of the same rubric is closed."""
    version = by_reference(reference)
    assert version is not None, reference
    running = select(Opening).filter_by(rubric_version_id=version.id, closed_at=None)
    choose_case(db.session.scalars(running).one(), whom, by=by, now=now)
