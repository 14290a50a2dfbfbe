"""What is to be booked, when and with whom, and what of it cannot be."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from sqlalchemy import select

from hiring.db import db
from hiring.models import Application, Person, PlanRevision, RubricVersion, StageRow
from hiring.refusal import Kind, Refusal
from hiring.text import text
from hiring.workflow.zones import is_zone

SHORTEST, LONGEST = 5, 480
LONGEST_AGO = timedelta(days=366)
FURTHEST_AHEAD = timedelta(days=731)
MOST_SEATS = 12
CALLS = ("http", "https")


@dataclass(frozen=True, slots=True)
class Terms:
    """When and where. `starts_at` is an instant; `zone` the one it was agreed in; `video_url` where the call is."""

    starts_at: datetime
    zone: str
    minutes: int
    place: str = ""
    video_url: str = ""

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.minutes)


@dataclass(frozen=True, slots=True)
class Asked:
    """Who is asked to interview, and exactly for what: the dimensions in the order of that version of the rubric.

    `seconds` are those in which they give the second view, `questions` what they ask; None leaves that to the rubric.
    """

    person: Person
    perspective: str
    dimensions: Sequence[str]
    version: RubricVersion
    part: str = "holds"
    seconds: Sequence[str] | None = None
    questions: Sequence[str] | None = None


def refuse_terms(terms: Terms, *, now: datetime) -> None:
    if not is_zone(terms.zone):
        raise Refusal(text("There is no time zone of that name. Write it like Europe/London."), Kind.INPUT)
    if not SHORTEST <= terms.minutes <= LONGEST:
        raise Refusal(
            text("An interview takes %(least)d to %(most)d minutes.", least=SHORTEST, most=LONGEST), Kind.INPUT
        )
    if not now - LONGEST_AGO <= terms.starts_at <= now + FURTHEST_AHEAD:
        raise Refusal(text("Choose a day within the last year or the next two."), Kind.INPUT)
    if terms.video_url and not is_call(terms.video_url):
        raise Refusal(text("Write the address of the call with https:// in front."), Kind.INPUT)


def is_call(url: str) -> bool:
    """Whether it is an address on the web, of no other kind, and without a password in it."""
    try:
        parts = urlsplit(url)
        is_plain = parts.username is None and parts.password is None and parts.port != 0
    except ValueError:
        return False
    return parts.scheme in CALLS and bool(parts.hostname) and is_plain and not any(map(str.isspace, url))


def is_closed(application: Application) -> bool:
    move = application.current_move
    return move is not None and move.outcome is not None


def refuse_closed(application: Application) -> None:
    if is_closed(application):
        raise Refusal(text("This application is closed. Reopen it before scheduling anything."))


def refuse_old_stage(application: Application, stage: StageRow) -> None:
    if stage.revision_id != newest_revision(application.opening_id):
        raise Refusal(text("This stage is not part of the opening's plan any more. Choose another one."), Kind.INPUT)


def newest_revision(opening_id: int) -> int | None:
    """The revision of the plan that the opening runs on."""
    newest = select(PlanRevision.id).where(PlanRevision.opening_id == opening_id).order_by(PlanRevision.number.desc())
    return db.session.scalar(newest.limit(1))


def refuse_number(stage: StageRow, seated: int) -> None:
    """Say why that many cannot interview together, if so."""
    if stage.series and seated > 1:
        words = text("“%(stage)s” is a series of talks one to one. Schedule one for each person.", stage=stage.title)
        raise Refusal(words, Kind.INPUT)
    if seated > MOST_SEATS:
        raise Refusal(text("%(most)d people at most hold an interview together.", most=MOST_SEATS), Kind.INPUT)


def refuse_twice(people: Iterable[Person]) -> None:
    seen: set[int] = set()
    for person in people:
        if person.id in seen:
            raise Refusal(text("%(name)s has a seat in this interview already.", name=person.name), Kind.INPUT)
        seen.add(person.id)
