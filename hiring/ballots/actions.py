"""What happens in a committee's ballots: opened by the chair, voted in by each alone, closed by the last or the chair.

Each verb first waits for its turn among the writers: whether a ballot is over depends on everybody else's vote.
"""

from __future__ import annotations

from datetime import datetime

from hiring import audit, outbox, rolls
from hiring.ballots import queries, rules
from hiring.db import db
from hiring.mail.compose import compose
from hiring.models import Ballot, Packet, Person, PointNote, Vote
from hiring.refusal import Kind, Refusal
from hiring.text import Text, text


def open_ballot(packet: Packet, *, by: Person, now: datetime) -> Ballot:
    """Give each member of the committee a place, and tell them. What they vote stays sealed until it closes."""
    audit.take_turn()
    course = queries.course_of(packet)
    _refuse(rules.why_not_open(course))
    ballot = Ballot(number=course.ballots + 1, opened_at=now, opened_by_id=by.id)
    packet.ballots.append(ballot)
    members = rolls.committee_of(packet.application)
    ballot.votes = [Vote(person=member) for member in members]
    db.session.flush()
    audit.record("ballot.opened", packet, by=by, now=now, ballot=ballot.id)
    for member in members:
        if member.id != by.id:
            mail = compose("ballot_opened", to=member, application=packet.application, packet=packet)
            outbox.queue(mail, now=now)
    return ballot


def cast(
    packet: Packet,
    verdict: str,
    *,
    reason: str = "",
    has_read: bool = False,
    ballot: str = "",
    by: Person,
    now: datetime,
) -> Vote:
    """Vote, or vote otherwise while the ballot is open. The last one awaited closes it.

    `ballot` is the number of the one that is meant, if its sender knows it: another one may have been opened meanwhile.
    """
    audit.take_turn()
    _refuse(rules.why_not_vote(queries.course_of(packet)))
    vote = queries.place_of(packet, by)
    if vote is None or vote.struck_at is not None:
        raise Refusal(text("You have no place in this ballot: its roll was drawn up when it was opened."))
    if ballot not in {"", str(vote.ballot.number)}:
        raise Refusal(
            text(
                "The ballot that this page was about has closed, and another one is open. Look at what was voted, then "
                "vote again."
            )
        )
    for _field, problem in rules.problems(
        verdict, reason=reason, has_read=has_read, past=queries.past_of(packet, by.id)
    ):
        raise Refusal(problem, Kind.INPUT)
    vote.verdict, vote.reason, vote.cast_at = verdict, reason.strip(), now
    audit.record("vote.cast", packet, by=by, now=now, vote=vote.id)
    rolls.close_if_all_are_in(vote.ballot, now=now)
    return vote


def close_ballot(packet: Packet, *, by: Person, now: datetime) -> Ballot:
    """Close the ballot although not everybody has voted: more than half of the roll must have."""
    audit.take_turn()
    _refuse(rules.why_not_close(queries.course_of(packet)))
    ballot = queries.open_ballot_of(packet)
    assert ballot is not None
    ballot.closed_at, ballot.closed_by_id = now, by.id
    audit.record("ballot.closed", packet, by=by, now=now, ballot=ballot.id)
    return ballot


def note_point(packet: Packet, point: str, body: str, *, by: Person, now: datetime) -> PointNote:
    """Keep what the committee said about one dimension. `point` is one of `queries.points_to_note`."""
    audit.take_turn()
    course = queries.course_of(packet)
    _refuse(rules.why_not_note(course))
    dimension = queries.points_to_note(packet).get(point)
    if dimension is None:
        raise Refusal(text("Choose the dimension that the note is about."), Kind.INPUT)
    if not body.strip():
        raise Refusal(text("Write what was said."), Kind.INPUT)
    noted = PointNote(
        packet_id=packet.id,
        rubric_version_id=dimension.rubric_version_id,
        dimension=dimension.id,
        body=body.strip(),
        by=by,
        at=now,
    )
    db.session.add(noted)
    db.session.flush()
    audit.record("point.noted", packet, by=by, now=now, note=noted.id)
    return noted


def _refuse(why: Text | None) -> None:
    if why is not None:
        raise Refusal(why)
