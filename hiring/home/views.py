"""Pages of home: what is to be done now, and help."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from flask import render_template, request
from flask.typing import ResponseReturnValue

from hiring.answers import queries as answers
from hiring.ballots import queries as ballots
from hiring.candidates import mentions
from hiring.clock import utcnow
from hiring.committee import queries as committee
from hiring.home import bp, queries
from hiring.loops import queries as loops
from hiring.meetings import queries as meetings
from hiring.openings.queries import explained
from hiring.policy import Permission
from hiring.scorecards import typists
from hiring.stages import queries as stages
from hiring.web.guard import allow
from hiring.web.sign_in_state import current_person

__all__ = ["bp"]

COMING_SHOWN = 5


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
        offered=queries.times_offered(person, now),
        to_build=queries.packets_to_build(person),
        packets=queries.packets_open(person),
        called=mentions.waiting_for(person, now),
        typing=typists.waiting(person, now),
        without_answer=answers.how_many_wait(person),
        to_vote=ballots.waiting_for(person),
        loose_ends=committee.loose_ends(person),
        questions=stages.answers_owed(person),
        today=now.date(),
        meeting=next(iter(meetings.ahead(person, most=1)), None),
        meets=bool(roles & {"recruiter", "chair", "committee"}),
    )


@bp.get("/help", endpoint="help")
@allow(Permission.HOME_READ)
def keys_and_words() -> ResponseReturnValue:
    return render_template("home/help.html", terms=explained())
