"""What every page about one seat begins with: who, about what, when, and until when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from hiring.models import Person, Slot
from hiring.scorecards.places import Places, for_colleagues
from hiring.text import Text, text
from hiring.web.language import clock_time, lately, moment
from hiring.workflow.clock import lateness


@dataclass(frozen=True, slots=True)
class Head:
    """What every page about one seat begins with."""

    slot: str
    at: Places
    candidate: str
    opening: str
    stage: str
    when: Text
    opens: str
    due: Text
    due_kind: str
    saved: str | None
    is_collective: bool


def head(slot: Slot, person: Person, names: Sequence[str], now: datetime, at: Places | None = None) -> Head:
    """The pages are a colleague's unless it is said where they are."""
    interview = slot.interview
    application = interview.application
    span = {"start": moment(interview.starts_at), "end": clock_time(interview.ends_at)}
    due, kind = _due(slot.due_at, now, ZoneInfo(person.zone))
    return Head(
        slot=slot.ref,
        at=at or for_colleagues(slot),
        candidate=application.candidate.name,
        opening=application.opening.known_as,
        stage=interview.stage.title,
        opens=span["start"],
        when=text("%(start)s–%(end)s, with %(names)s", names=", ".join(names), **span)
        if names
        else text("%(start)s–%(end)s", **span),
        due=due,
        due_kind=kind,
        saved=None if slot.draft is None else lately(slot.draft.saved_at, now),
        is_collective=slot.collective,
    )


def _due(due_at: datetime, now: datetime, zone: ZoneInfo) -> tuple[Text, str]:
    late = lateness(due_at, now)
    if late is not None:
        return late, "bad"
    days = (due_at.astimezone(zone).date() - now.astimezone(zone).date()).days
    if days == 0:
        return text("Due today %(time)s", time=clock_time(due_at)), "warn"
    if days == 1:
        return text("Due tomorrow %(time)s", time=clock_time(due_at)), "warn"
    return text("Due %(when)s", when=moment(due_at)), "line"
