"""The pages of stages, charters and questions as plain facts and sentences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from wtforms import Field

from hiring.models import Application, CandidateQuestion, Charter, OffLimits, Opening, Person, StageRow
from hiring.models.stage_record import OWED
from hiring.openings.queries import off_limits, pay_band
from hiring.policy import Permission, Standing, permits
from hiring.stages import funnel, queries
from hiring.stages.forms import RecordForm
from hiring.text import Text, text
from hiring.web.amounts import pay_range
from hiring.workflow import kinds
from hiring.workflow.gates import gates_of
from hiring.workflow.records import Asked, Checklist, Item

STATES = {
    "open": text("open"),
    "answered": text("answered"),
    "refused": text("refused"),
    "deferred": text("put off"),
}
EARLIER = ("sourcing", "recruiter_call")


@dataclass(frozen=True, slots=True)
class Place:
    """One thing asked, with its field; of a checklist each line with its answer and its reason."""

    asked: Asked
    field: Field | None
    items: Sequence[tuple[Item, Field, Field]] = ()


@dataclass(frozen=True, slots=True)
class RecordPage:
    """The page of one stage of one application."""

    application: Application
    stage: StageRow
    kind: Text
    own: Sequence[tuple[Text, Sequence[str]]]
    waits_for: Sequence[Text]
    places: Sequence[Place]
    saved: tuple[str, datetime] | None
    off_limits: Sequence[str]
    may_write: bool
    may_know_pay: bool
    expects: str | None


@dataclass(frozen=True, slots=True)
class Question:
    """One thing the candidate asked, and what this reader may do about it."""

    ref: str
    asked: str
    asked_at: datetime
    noted_by: str | None
    owner: str | None
    owner_ref: str
    due_on: date | None
    is_late: bool
    state: str
    state_words: Text
    answer: str
    answered_by: str | None
    may_answer: bool
    is_settled: bool


@dataclass(frozen=True, slots=True)
class CharterPage:
    """The charter, what it still has to say, and the companies off limits."""

    charter: Charter | None
    missing: Sequence[Text]
    off_limits: Sequence[OffLimits]
    may_write: bool
    may_approve: bool


@dataclass(frozen=True, slots=True)
class ApplicationPart:
    """On the application page. `stages` and `here` are empty where the reader may not read records."""

    ref: str
    here: queries.StageLine | None
    others: Sequence[queries.StageLine]
    may_write: bool
    reads_records: bool
    off_limits: Sequence[str]
    may_know_pay: bool
    expects: str | None
    reads_questions: bool
    questions: Sequence[Question]
    more_questions: int


@dataclass(frozen=True, slots=True)
class OpeningPart:
    """On the opening's page: how its charter stands, and for who leads it how candidates came and where they are."""

    ref: str
    charter: Text
    is_approved: bool
    adviser: str | None
    leads: bool
    insiders: Sequence[funnel.Insider]
    channels: Sequence[funnel.Channel]


def record_page(application: Application, form: RecordForm, standing: Standing) -> RecordPage:
    stage, kept = form.stage, queries.record_of(application, form.stage.slug)
    known = gates_of(stage.kind)
    return RecordPage(
        application=application,
        stage=stage,
        kind=kinds.known()[stage.kind].label,
        own=_own(stage),
        waits_for=[known[name].words for name in stage.gates if name in known],
        places=[_place(one, form) for one in form.asked.fields],
        saved=None if kept is None else (kept.saved_by.name, kept.saved_at),
        off_limits=queries.off_limits_of(application, _employer(form)) if stage.kind in EARLIER else (),
        may_write=permits(Permission.RECORD_WRITE, standing),
        may_know_pay=stage.kind == "recruiter_call" and permits(Permission.EXPECTATION_READ, standing),
        expects=_expects(application, standing),
    )


def questions_page(application: Application, reader: Person, standing: Standing, today: date) -> list[Question]:
    may_answer = permits(Permission.QUESTION_ANSWER, standing)
    return [_question(one, reader, today, may_answer) for one in queries.questions_of(application, reader)]


def charter_page(opening: Opening, standing: Standing) -> CharterPage:
    charter = queries.charter_of(opening)
    return CharterPage(
        charter=charter,
        missing=[] if charter is None else queries.missing_in(charter),
        off_limits=off_limits(opening),
        may_write=permits(Permission.CHARTER_WRITE, standing),
        may_approve=permits(Permission.CHARTER_APPROVE, standing) and charter is not None,
    )


def application_part(
    application: Application, reader: Person, standing: Standing, now: datetime
) -> ApplicationPart | None:
    """For the application page. Four queries at most."""
    reads_records = permits(Permission.RECORD_READ, standing)
    reads_questions = permits(Permission.QUESTION_READ, standing)
    if not reads_records and not reads_questions:
        return None
    stages = queries.stage_lines(application) if reads_records else []
    move = application.current_move
    at = None if move is None or move.stage is None else move.stage.slug
    asked = questions_page(application, reader, standing, now.date()) if reads_questions else []
    waiting = [one for one in asked if not one.is_settled]
    return ApplicationPart(
        ref=application.ref,
        here=next((one for one in stages if one.slug == at), None),
        others=[one for one in stages if one.slug != at],
        may_write=reads_records and permits(Permission.RECORD_WRITE, standing),
        reads_records=reads_records,
        off_limits=queries.off_limits_of(application) if _is_approached(application, standing) else (),
        may_know_pay=permits(Permission.EXPECTATION_READ, standing),
        expects=_expects(application, standing),
        reads_questions=reads_questions,
        questions=waiting[:3],
        more_questions=len(asked) - len(waiting[:3]),
    )


def _is_approached(application: Application, standing: Standing) -> bool:
    """Whether the reader leads a search in which this candidate is only just being spoken to."""
    move = application.current_move
    is_early = move is not None and move.stage is not None and move.stage.kind in EARLIER
    return is_early and permits(Permission.CHARTER_WRITE, standing)


def opening_part(opening: Opening, reader: Person, standing: Standing, _now: datetime) -> OpeningPart | None:
    """For the opening's page. Three queries, one for who does not lead it."""
    if not permits(Permission.CHARTER_READ, standing):
        return None
    charter = queries.charter_of(opening)
    leads = permits(Permission.CHARTER_WRITE, standing)
    return OpeningPart(
        ref=opening.ref,
        charter=_charter_words(charter),
        is_approved=charter is not None and charter.approved_at is not None,
        adviser=None if charter is None or charter.adviser is None else charter.adviser.name,
        leads=leads,
        insiders=funnel.insiders(opening, reader) if leads else (),
        channels=funnel.channels(opening, reader) if leads else (),
    )


def _charter_words(charter: Charter | None) -> Text:
    if charter is None:
        return text("The role has no charter yet. It is agreed before anybody is approached.")
    if charter.approved_by is None:
        return text("The charter of the role is not approved yet.")
    return text("%(name)s approved the charter of the role.", name=charter.approved_by.name)


def _place(one: Asked, form: RecordForm) -> Place:
    if not isinstance(one, Checklist):
        return Place(one, form[one.name])
    items = one.items(form.asked.given)
    named = [(item, f"{one.name}-{item.id}") for item in items]
    return Place(one, None, [(item, form[name], form[f"{name}-why"]) for item, name in named])


def _own(stage: StageRow) -> list[tuple[Text, list[str]]]:
    """What the plan gives this stage, in the order a reader wants it."""
    titles = {
        "prepare": text("What the candidate prepares"),
        "prompt": text("The prompt"),
        "parts": text("The parts"),
        "question_minutes": text("Minutes kept for questions"),
        "rehearsal": text("Rehearsal"),
        "advice": text("Advice, the same for everybody"),
        "topics": text("Topics to cover"),
    }
    own = kinds.known()[stage.kind].keys.model_validate(stage.with_).model_dump()
    return [
        (words, [str(one) for one in own[name]] if isinstance(own[name], list | tuple) else [str(own[name])])
        for name, words in titles.items()
        if own.get(name)
    ]


def _employer(form: RecordForm) -> str:
    return str(form["employer"].data or "") if "employer" in form else ""


def _expects(application: Application, standing: Standing) -> str | None:
    if not permits(Permission.EXPECTATION_READ, standing):
        return None
    kept = queries.expectation_of(application)
    return None if kept is None else pay_range(kept.low, kept.high)


def expectation_so_far(application: Application) -> dict[str, str]:
    """What the form shows: what was noted, or the currency of the opening's own range."""
    kept = queries.expectation_of(application)
    if kept is None:
        band = pay_band(application.opening_id)
        return {"currency": "EUR" if band is None else band.currency}
    ends = {"low": f"{kept.low.units:,.0f}", "high": "" if kept.high is None else f"{kept.high.units:,.0f}"}
    return {"currency": kept.currency, **ends}


def _question(one: CandidateQuestion, reader: Person, today: date, may_answer: bool) -> Question:
    is_settled = one.state not in OWED
    return Question(
        ref=one.ref,
        asked=one.asked,
        asked_at=one.asked_at,
        noted_by=None if one.noted_by is None else one.noted_by.name,
        owner=None if one.owner is None else one.owner.name,
        owner_ref="" if one.owner is None else one.owner.ref,
        due_on=one.due_on,
        is_late=not is_settled and one.due_on is not None and one.due_on < today,
        state=one.state,
        state_words=STATES[one.state],
        answer=one.answer,
        answered_by=None if one.answered_by is None else one.answered_by.name,
        may_answer=not is_settled and (may_answer or one.owner_id == reader.id),
        is_settled=is_settled,
    )
