"""The application page as plain facts and sentences: everything about one person that this reader may see."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from hiring.candidates import queries, walk
from hiring.candidates.cards import Card, Flag, cards_of
from hiring.candidates.channels import words_for
from hiring.candidates.meetings import Meeting, loop_of
from hiring.candidates.mentions import handle_of, readers_of_notes
from hiring.candidates.timeline import ALL, NEWEST, Timeline, timeline
from hiring.conflicts.queries import Known, known_to
from hiring.models import Application, Attachment, Person
from hiring.openings.queries import current_revision, plan_of
from hiring.policy import Permission, Standing, permits
from hiring.rubric import Dimension
from hiring.text import Text, count, text
from hiring.web.language import say
from hiring.workflow import clock, moves
from hiring.workflow.gates import Facts


@dataclass(frozen=True, slots=True)
class Option:
    """One move in the list, with the reason why it waits."""

    key: str
    words: str


@dataclass(frozen=True, slots=True)
class Next:
    """The one thing to do now. `does`: move, schedule, build, decide, write, or nothing; `waits` greys the button."""

    does: str
    words: Text
    label: Text | None = None
    key: str = ""
    waits: Text | None = None


@dataclass(frozen=True, slots=True)
class Loop:
    """The interviews, and how many of the cards the reader may count are in."""

    meetings: Sequence[Meeting]
    states: tuple[str, ...]
    words: Text | None


@dataclass(frozen=True, slots=True)
class May:
    """What the page offers this reader."""

    contact: bool
    history: bool
    move: bool
    note: bool
    attach: bool
    schedule: bool
    tell: bool
    build: bool
    packet: bool
    declare_conflict: bool
    name_conflict: bool


@dataclass(frozen=True, slots=True)
class Dossier:
    """The page. Lists are empty, and texts None, where the reader may see nothing."""

    application: Application
    opening_name: str
    may: May
    owes: bool
    stage: str
    clock: clock.Clock | None
    track: Sequence[walk.Cell]
    next: Next | None
    options: Sequence[Option]
    must_haves: Sequence[Dimension]
    can_undo: bool
    channel: Text
    loop: Loop
    cards: Sequence[Card]
    flags: Sequence[Flag]
    can_call: Sequence[str]
    attachments: Sequence[Attachment]
    conflicts: Sequence[Known]
    timeline: Timeline
    packet_ref: str | None
    portal_sent_at: datetime | None


def dossier(
    application: Application, *, reader: Person, standing: Standing, now: datetime, whole: bool = False
) -> Dossier:
    """All of it in a dozen queries, however much there is. `whole`: with everything that ever happened."""
    may = _may(standing)
    revision = current_revision(application.opening_id)
    papers = queries.papers(application)
    walked = queries.moves_of(application)
    sees_stage = may.contact or may.history or not standing.owes
    leads_or_reads = may.contact or may.history
    plan = plan_of(revision)
    offered = moves.allowed_moves(plan, papers.facts, queries.mover(standing), now)
    cards, flags = cards_of(application, reader)
    attachments = queries.attachments_of(application, reader)
    colleagues = readers_of_notes(application) if may.note else []
    return Dossier(
        application=application,
        opening_name=application.opening.known_as,
        may=may,
        owes=bool(standing.owes),
        stage=walk.stage_words(application, sees_stage=sees_stage),
        clock=walk.running_clock(application, now) if leads_or_reads else None,
        track=list(walk.track(application, revision.stages, walked, now)) if leads_or_reads else [],
        next=_next(application, offered, papers, standing, may),
        options=list(_options(offered)) if may.move else [],
        must_haves=papers.must_haves if may.move and not papers.facts.is_closed else [],
        can_undo=may.move and moves.can_undo(queries.steps(walked), plan) is not None,
        channel=words_for(application.channel),
        loop=_loop(loop_of(application, reader, whole=leads_or_reads, now=now), whole=leads_or_reads),
        cards=cards,
        flags=flags,
        can_call=[f"@{handle_of(one, colleagues)}" for one in colleagues if one.id != reader.id],
        attachments=attachments,
        conflicts=known_to(reader, application) if permits(Permission.CONFLICT_READ, standing) else [],
        timeline=timeline(application, reader, standing, attachments, most=ALL if whole else NEWEST),
        packet_ref=papers.packet_ref if may.packet else None,
        portal_sent_at=papers.portal_sent_at if may.contact else None,
    )


def _may(standing: Standing) -> May:
    return May(
        contact=permits(Permission.APPLICATION_CONTACT, standing),
        history=permits(Permission.APPLICATION_HISTORY, standing),
        move=permits(Permission.APPLICATION_MOVE, standing),
        note=permits(Permission.APPLICATION_NOTE, standing),
        attach=permits(Permission.ATTACHMENT_ADD, standing),
        schedule=permits(Permission.INTERVIEW_SCHEDULE, standing),
        tell=permits(Permission.INTERVIEW_TELL, standing),
        build=permits(Permission.PACKET_BUILD, standing),
        packet=permits(Permission.PACKET_READ, standing),
        declare_conflict=permits(Permission.CONFLICT_DECLARE, standing),
        name_conflict=permits(Permission.CONFLICT_NAME, standing),
    )


def _next(
    application: Application,
    offered: Sequence[moves.Choice],
    papers: queries.Papers,
    standing: Standing,
    may: May,
) -> Next | None:
    if standing.owes:
        return Next("write", text("Your scorecard is still out."))
    if papers.facts.is_closed:
        return Next("nothing", text("Closed. Nothing is left to do here."))
    if not (may.contact or may.move):
        return None
    onward = next((choice for choice in offered if choice.kind == "advance"), None)
    if onward is None:
        return Next("nothing", text("This is the last stage. Close the application once it is done."))
    move = application.current_move
    return _missing(() if move is None or move.stage is None else move.stage.gates, papers.facts) or _onward(onward)


def _missing(gates: Collection[str], facts: Facts) -> Next | None:
    """What this stage waits for that somebody can begin from here."""
    if "packet_built" in gates and not facts.packet_built:
        return Next("build", text("The packet for the committee has not been built yet."))
    if "decision_recorded" in gates and facts.decision is None:
        return Next("decide", text("The committee has its packet. The chair records the decision."))
    if {"cards_in", "interview_held"} & set(gates) and not facts.interviews:
        return Next("schedule", text("No interview has been scheduled yet."))
    return None


def _onward(onward: moves.Choice) -> Next:
    ready = text("Everything this stage asks for is there.")
    reason = onward.forbidden or onward.waits
    return Next("move", reason or ready, onward.label, onward.key, waits=reason)


def _options(offered: Sequence[moves.Choice]) -> Iterator[Option]:
    """What this person may choose; a move that waits says why, in the words that would refuse it."""
    for choice in offered:
        if choice.forbidden is None:
            label = say(choice.label)
            yield Option(choice.key, label if choice.waits is None else f"{label} ({say(choice.waits)})")


def _loop(meetings: list[Meeting], *, whole: bool) -> Loop:
    """A count only for somebody who may know of every card: of some it would tell about the rest."""
    taken = [seat for one in meetings if not one.is_cancelled for seat in one.seats if seat.takes_card]
    states = tuple(seat.state for seat in taken if seat.state is not None and not seat.is_over)
    may_count = whole and states and all(seat.state is not None or seat.is_over for seat in taken)
    words = count("%(done)d of %(num)d in", "%(done)d of %(num)d in", len(states), done=states.count("in"))
    return Loop(meetings, states, words if may_count else None)
