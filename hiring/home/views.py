"""Pages of home: what is to be done now, search, and help."""

from __future__ import annotations

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from flask import render_template, request
from flask.typing import ResponseReturnValue

from hiring.ballots import queries as ballots
from hiring.clock import utcnow
from hiring.committee import queries as committee
from hiring.home import bp, queries
from hiring.loops import queries as loops
from hiring.meetings import queries as meetings
from hiring.policy import Permission
from hiring.scorecards import typists
from hiring.stages import queries as stages
from hiring.text import Text
from hiring.web.guard import allow
from hiring.web.searching import SEARCHABLE, Hit
from hiring.web.sign_in_state import current_person

__all__ = ["bp"]

SHORTEST, LONGEST = 2, 100
COMING_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Group:
    """What one search found."""

    heading: Text
    hits: list[Hit]


@bp.get("/")
@allow(Permission.HOME_READ)
def home() -> ResponseReturnValue:
    person, now = current_person(), utcnow()
    turns = loops.turns_ahead(person, now)
    roles = queries.roles(person)
    return render_template(
        "home/home.html",
        now=now,
        closed=request.args.get("closed") == "1",
        first=turns.first(now, ZoneInfo(person.zone)),
        owed=turns.owed,
        coming=turns.coming[:COMING_SHOWN],
        leads=bool(roles & {"recruiter", "hiring_manager"}),
        past_limit=queries.past_limit(person, now),
        cards_overdue=queries.cards_overdue(person, now),
        to_build=queries.packets_to_build(person),
        packets=queries.packets_open(person),
        typing=typists.waiting(person, now),
        to_vote=ballots.waiting_for(person),
        loose_ends=committee.loose_ends(person),
        questions=stages.answers_owed(person),
        today=now.date(),
        meeting=next(iter(meetings.ahead(person, most=1)), None),
        meets=bool(roles & {"recruiter", "chair", "committee"}),
    )


@bp.get("/search")
@allow(Permission.SEARCH_READ)
def search() -> ResponseReturnValue:
    asked = "".join(filter(str.isprintable, request.args.get("q", "")))[:LONGEST].strip()
    is_long_enough = len(asked) >= SHORTEST
    found = _search_everywhere(asked) if is_long_enough else []
    return render_template(
        "home/search.html",
        asked=asked,
        is_long_enough=is_long_enough,
        groups=[group for group in found if group.hits],
        headings=[heading for heading, _search in SEARCHABLE],
    )


@bp.get("/help", endpoint="help")
@allow(Permission.HOME_READ)
def keys_and_words() -> ResponseReturnValue:
    return render_template("home/help.html")


def _search_everywhere(asked: str) -> list[Group]:
    person = current_person()
    return [Group(heading, list(search_one(person, asked))) for heading, search_one in SEARCHABLE]
