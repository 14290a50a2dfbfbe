"""Pages of what stages leave behind: the record of one, the candidate's questions, and the charter of an opening."""

from __future__ import annotations

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from hiring import access, asked
from hiring.clock import utcnow
from hiring.models import Application, CandidateQuestion, Opening
from hiring.openings.queries import person_by_ref
from hiring.policy import Permission, permits, reason_against
from hiring.refusal import Kind, Refusal
from hiring.stages import actions, bp, page, queries
from hiring.stages.forms import (
    AllowedForm,
    AnswerForm,
    ApprovalForm,
    CharterForm,
    ExpectationForm,
    OffLimitsForm,
    OwnerForm,
    QuestionForm,
    RecordForm,
    day_of,
    owner_choices,
    record_form,
)
from hiring.web.forms import BaseForm
from hiring.web.guard import allow, current_standing
from hiring.web.parts import APPLICATION, OPENING, part_of
from hiring.web.sign_in_state import current_person

part_of(APPLICATION, "stages/_application.html", page.application_part)
part_of(OPENING, "stages/_opening.html", page.opening_part)


def record_again(application: Application, form: RecordForm | None = None, *, stage: str) -> ResponseReturnValue:
    """The page of one stage once more. Whoever may write a record and not read it gets no page that shows one."""
    _refuse_unread()
    return _record_page(application, form, stage)


@bp.get("/applications/<ref:application>/stages/<stage>")
@allow(Permission.RECORD_READ, on=access.application)
def record(application: Application, stage: str) -> ResponseReturnValue:
    return _record_page(application, None, stage)


def _record_page(application: Application, form: RecordForm | None, stage: str) -> ResponseReturnValue:
    recording = form or record_form(application, stage, formdata=None)
    shown = page.record_page(application, recording, current_standing())
    return render_template("stages/record.html", page=shown, form=form, recording=recording)


@bp.post("/applications/<ref:application>/stages/<stage>")
@allow(Permission.RECORD_WRITE, on=access.application, form=RecordForm.of, page=record_again)
def save_record(application: Application, form: RecordForm, stage: str) -> ResponseReturnValue:
    _refuse_unread()
    kept = queries.record_of(application, stage)
    form.refuse_unless(0 if kept is None else kept.version)
    actions.write_record(application, form.stage, form.said, by=current_person(), now=utcnow())
    return redirect(url_for("candidates.show", application=application.ref, _anchor="written"), code=303)


def expectation_again(application: Application, form: ExpectationForm | None = None) -> ResponseReturnValue:
    return render_template(
        "stages/expectation.html",
        application=application,
        form=form,
        expecting=form or ExpectationForm(None, **page.expectation_so_far(application)),
    )


@bp.get("/applications/<ref:application>/expectation")
@allow(Permission.EXPECTATION_READ, on=access.application)
def expectation(application: Application) -> ResponseReturnValue:
    return expectation_again(application)


@bp.post("/applications/<ref:application>/expectation")
@allow(Permission.EXPECTATION_READ, on=access.application, form=ExpectationForm.of, page=expectation_again)
def note_expectation(application: Application, form: ExpectationForm) -> ResponseReturnValue:
    actions.note_expectation(
        application,
        currency=str(form.currency.data),
        low=form.lowest,
        high=form.highest,
        by=current_person(),
        now=utcnow(),
    )
    return redirect(url_for("candidates.show", application=application.ref, _anchor="written"), code=303)


def questions_again(application: Application, form: BaseForm | None = None) -> ResponseReturnValue:
    return _questions_page(application, form, about=None)


def question_again(question: CandidateQuestion, form: BaseForm | None = None) -> ResponseReturnValue:
    return _questions_page(question.application, form, about=question.ref)


@bp.get("/applications/<ref:application>/questions")
@allow(Permission.QUESTION_READ, on=access.application)
def questions(application: Application) -> ResponseReturnValue:
    return questions_again(application)


@bp.post("/applications/<ref:application>/questions")
@allow(Permission.QUESTION_NOTE, on=access.application, form=QuestionForm.of, page=questions_again)
def note_question(application: Application, form: QuestionForm) -> ResponseReturnValue:
    move = application.current_move
    asked.note(
        application,
        str(form.asked.data),
        stage=None if move is None or move.stage is None else move.stage.slug,
        owner=person_by_ref(form.owner.data) if form.owner.data else None,
        due_on=day_of(form.due_on),
        by=current_person(),
        now=utcnow(),
    )
    return _back_to_questions(application)


@bp.post("/questions/<ref:question>/owner")
@allow(Permission.QUESTION_NOTE, on=access.question, form=OwnerForm.of, page=question_again)
def hand_over_question(question: CandidateQuestion, form: OwnerForm) -> ResponseReturnValue:
    owner = person_by_ref(form.owner.data)
    assert owner is not None, "The form offers people with an account only."
    asked.hand_over(question, owner, due_on=day_of(form.due_on), by=current_person(), now=utcnow())
    return _back_to_questions(question.application)


@bp.post("/questions/<ref:question>/answer")
@allow(Permission.QUESTION_ANSWER, on=access.question, form=AnswerForm.of, page=question_again)
def answer_question(question: CandidateQuestion, form: AnswerForm) -> ResponseReturnValue:
    words, by, now = str(form.answer.data), current_person(), utcnow()
    due_on = day_of(form.due_on)
    if form.how.data == "deferred":
        assert due_on is not None, "The form asks for the day."
        asked.defer(question, words, due_on=due_on, by=by, now=now)
    elif form.how.data == "refused":
        asked.refuse(question, words, by=by, now=now)
    else:
        asked.answer(question, words, by=by, now=now)
    return _back_to_questions(question.application)


def charter_again(opening: Opening, form: BaseForm | None = None) -> ResponseReturnValue:
    shown = page.charter_page(opening, current_standing())
    version = 0 if shown.charter is None else shown.charter.version
    return render_template(
        "stages/charter.html",
        opening=opening,
        page=shown,
        form=form,
        writing=(form if isinstance(form, CharterForm) else CharterForm(opening)) if shown.may_write else None,
        approving=form if isinstance(form, ApprovalForm) else ApprovalForm(version=str(version)),
        listing=form if isinstance(form, OffLimitsForm) else OffLimitsForm(),
        allowing=AllowedForm(),
    )


@bp.get("/openings/<ref:opening>/charter")
@allow(Permission.CHARTER_READ, on=access.opening)
def charter(opening: Opening) -> ResponseReturnValue:
    return charter_again(opening)


@bp.post("/openings/<ref:opening>/charter")
@allow(Permission.CHARTER_WRITE, on=access.opening, form=CharterForm.of, page=charter_again)
def write_charter(opening: Opening, form: CharterForm) -> ResponseReturnValue:
    kept = queries.charter_of(opening)
    form.refuse_unless(0 if kept is None else kept.version)
    adviser = person_by_ref(form.adviser.data) if form.adviser.data else None
    actions.write_charter(opening, form.charter(), adviser=adviser, by=current_person(), now=utcnow())
    return _back_to_charter(opening)


@bp.post("/openings/<ref:opening>/charter/approval")
@allow(Permission.CHARTER_APPROVE, on=access.opening, form=ApprovalForm.of, page=charter_again)
def approve_charter(opening: Opening, form: ApprovalForm) -> ResponseReturnValue:
    kept = queries.charter_of(opening)
    form.refuse_unless(0 if kept is None else kept.version)
    actions.approve_charter(opening, by=current_person(), now=utcnow())
    return _back_to_charter(opening)


@bp.post("/openings/<ref:opening>/off-limits")
@allow(Permission.CHARTER_WRITE, on=access.opening, form=OffLimitsForm.of, page=charter_again)
def put_off_limits(opening: Opening, form: OffLimitsForm) -> ResponseReturnValue:
    actions.put_off_limits(
        opening, str(form.company.data), reason=form.reason.data or "", by=current_person(), now=utcnow()
    )
    return _back_to_charter(opening, "off-limits")


@bp.post("/openings/<ref:opening>/off-limits/removal")
@allow(Permission.CHARTER_WRITE, on=access.opening, form=AllowedForm.of, page=charter_again)
def take_off_limits_away(opening: Opening, form: AllowedForm) -> ResponseReturnValue:
    actions.take_off_limits_away(opening, str(form.company.data), by=current_person(), now=utcnow())
    return _back_to_charter(opening, "off-limits")


def _refuse_unread() -> None:
    if not permits(Permission.RECORD_READ, current_standing()):
        raise Refusal(reason_against(Permission.RECORD_READ, current_standing()), Kind.FORBIDDEN)


def _questions_page(application: Application, form: BaseForm | None, *, about: str | None) -> ResponseReturnValue:
    shown = page.questions_page(application, current_person(), current_standing(), utcnow().date())
    choices = owner_choices(application)
    return render_template(
        "stages/questions.html",
        application=application,
        questions=[(one, *_forms_of(one, choices, form if one.ref == about else None)) for one in shown],
        form=form,
        noting=form if isinstance(form, QuestionForm) else QuestionForm(choices),
    )


def _forms_of(
    one: page.Question, choices: list[tuple[str, str]], form: BaseForm | None
) -> tuple[OwnerForm, AnswerForm]:
    """Both forms of a question; the one that was refused with what was typed."""
    due_on = "" if one.due_on is None else one.due_on.isoformat()
    handing = form if isinstance(form, OwnerForm) else OwnerForm(choices, owner=one.owner_ref, due_on=due_on)
    return handing, form if isinstance(form, AnswerForm) else AnswerForm()


def _back_to_questions(application: Application) -> ResponseReturnValue:
    return redirect(url_for(".questions", application=application.ref), code=303)


def _back_to_charter(opening: Opening, part: str | None = None) -> ResponseReturnValue:
    return redirect(url_for(".charter", opening=opening.ref, _anchor=part), code=303)
