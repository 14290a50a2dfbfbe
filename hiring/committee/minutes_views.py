"""The minutes of a packet: as a page, and as files that hold the same."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from hiring import access
from hiring.clock import utcnow
from hiring.committee import bp
from hiring.committee.minutes import Minutes, minutes_of
from hiring.committee.minutes_told import COLUMNS, SEALED, as_json, as_text, lines_of
from hiring.committee.outcomes import OUTCOME_WORDS, RULE_WORDS
from hiring.models import Packet
from hiring.policy import Permission
from hiring.rubric.answers import VERDICT_WORDS
from hiring.web.exports import csv_answer, json_answer, text_answer
from hiring.web.guard import allow
from hiring.web.sign_in_state import current_person


@bp.get("/packets/<ref:packet>/minutes")
@allow(Permission.MINUTES_READ, on=access.packet, reading="minutes")
def minutes(packet: Packet) -> ResponseReturnValue:
    told, name = minutes_of(packet), f"minutes-{packet.ref}"
    match request.args.get("as"):
        case None:
            return _page(packet, told)
        case "text":
            return text_answer(name, as_text(told))
        case "json":
            return json_answer(name, as_json(told))
        case "csv":
            return csv_answer(name, COLUMNS, (line.cells for line in lines_of(told)))
    raise NotFound


def _page(packet: Packet, told: Minutes) -> str:
    return render_template(
        "committee/minutes.html",
        packet=packet,
        minutes=told,
        reader=current_person(),
        now=utcnow(),
        words={**VERDICT_WORDS, **OUTCOME_WORDS},
        rule_words=RULE_WORDS,
        sealed=SEALED,
    )
