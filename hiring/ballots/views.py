"""Pages of a ballot: voting, how it stands, and what the committee noted while it talked."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from hiring import access
from hiring.access import Poll
from hiring.ballots import actions, bp, queries
from hiring.ballots.closed import COLOURS
from hiring.ballots.forms import PointForm, VoteForm
from hiring.ballots.view import BallotView
from hiring.clock import utcnow
from hiring.models import Packet
from hiring.policy import Permission
from hiring.rubric.answers import VERDICT_MEANINGS, VERDICT_WORDS
from hiring.web.forms import BaseForm
from hiring.web.guard import allow, current_standing
from hiring.web.sign_in_state import current_person

FRAGMENT = "Part"
"""The header by which our script asks for what changes and not for the page around it."""


def vote_again(packet: Packet, form: VoteForm) -> str:
    view = _view(packet)
    form.ballot.data = "" if packet.ballot is None else str(packet.ballot.number)
    return render_template(
        "ballots/vote.html",
        application=packet.application,
        form=form,
        live=view.live if view is not None else None,
        packet_ref=packet.ref,
        first=None if form.past.first is None else VERDICT_WORDS[form.past.first],
        choices=[
            (verdict, words, VERDICT_MEANINGS[verdict], COLOURS[verdict].replace("r", "o"))
            for verdict, words in VERDICT_WORDS.items()
        ],
    )


@bp.get("/packets/<ref:packet>/vote")
@allow(Permission.VOTE_CAST, on=access.packet)
def form(packet: Packet) -> ResponseReturnValue:
    return vote_again(packet, VoteForm.of(packet, formdata=None))


@bp.post("/packets/<ref:packet>/vote")
@allow(Permission.VOTE_CAST, on=access.packet, form=VoteForm.of, page=vote_again)
def vote(packet: Packet, form: VoteForm) -> ResponseReturnValue:
    actions.cast(
        packet,
        form.verdict.data,
        reason=form.reason.data,
        has_read=form.has_read.data,
        ballot=form.ballot.data or "",
        by=current_person(),
        now=utcnow(),
    )
    return redirect(url_for(".status", poll=packet.ref), code=303)


@bp.get("/packets/<ref:poll>/status")
@allow(Permission.PACKET_READ, on=access.poll)
def status(poll: Poll) -> ResponseReturnValue:
    if FRAGMENT in request.headers:
        return render_template("ballots/_live.html", live=queries.live_of_poll(poll, current_standing()))
    return _status_page(poll)


def status_again(packet: Packet, form: BaseForm) -> str:
    """The same page for whoever could not open or close a ballot."""
    found = access.poll(packet.ref, current_person())
    assert found is not None, "Whoever may open a ballot knows of its packet."
    return _status_page(found.subject, form)


@bp.post("/packets/<ref:packet>/ballots")
@allow(Permission.BALLOT_OPEN, on=access.packet, form=BaseForm.of, page=status_again)
def open_ballot(packet: Packet, _form: BaseForm) -> ResponseReturnValue:
    actions.open_ballot(packet, by=current_person(), now=utcnow())
    return redirect(url_for(".status", poll=packet.ref), code=303)


@bp.post("/packets/<ref:packet>/ballots/close")
@allow(Permission.BALLOT_CLOSE, on=access.packet, form=BaseForm.of, page=status_again)
def close_ballot(packet: Packet, _form: BaseForm) -> ResponseReturnValue:
    actions.close_ballot(packet, by=current_person(), now=utcnow())
    return redirect(url_for(".status", poll=packet.ref), code=303)


def points_again(packet: Packet, form: PointForm) -> str:
    return render_template(
        "ballots/points.html", application=packet.application, packet_ref=packet.ref, form=form, view=_view(packet)
    )


@bp.get("/packets/<ref:packet>/points")
@allow(Permission.POINT_NOTE, on=access.packet)
def points(packet: Packet) -> ResponseReturnValue:
    return points_again(packet, PointForm.of(packet, formdata=None))


@bp.post("/packets/<ref:packet>/points")
@allow(Permission.POINT_NOTE, on=access.packet, form=PointForm.of, page=points_again)
def note_point(packet: Packet, form: PointForm) -> ResponseReturnValue:
    actions.note_point(packet, form.point.data, form.body.data, by=current_person(), now=utcnow())
    return redirect(url_for(".points", packet=packet.ref), code=303)


def _view(packet: Packet) -> BallotView | None:
    return queries.standing_of(packet, current_person(), current_standing())


def _status_page(poll: Poll, form: BaseForm | None = None) -> str:
    standing = current_standing()
    return render_template(
        "ballots/status.html",
        poll=poll,
        live=queries.live_of_poll(poll, standing),
        view=queries.standing_of_poll(poll, current_person(), standing) if poll.has_closed_ballot else None,
        form=form,
    )
