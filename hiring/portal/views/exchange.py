"""What goes between the candidate and us: letters, questions, files, what they need, and their farewell."""

from __future__ import annotations

from typing import Any

from flask import current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from hiring import asked, files
from hiring.clock import utcnow
from hiring.letters import Words
from hiring.portal import bp, deeds, own, queries
from hiring.portal.forms import FileForm, LetterForm, NeedForm, QuestionForm, TakeBackForm, WithdrawForm
from hiring.portal.visits import visitors_application
from hiring.refusal import Kind, Refusal
from hiring.settings import Settings
from hiring.text import text
from hiring.web import errors
from hiring.web.downloads import as_download
from hiring.web.guard import public

AROUND_A_FILE = 64 * 1024
UPLOADS = frozenset({"portal.send_file"})
NO_ROOM = 503


@bp.url_value_preprocessor
def take_larger_requests(endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """A file may be larger than a page. This runs before anything reads the request."""
    if endpoint in UPLOADS:
        request.max_content_length = files.LARGEST + AROUND_A_FILE


def show_letters(form: LetterForm | None = None) -> str:
    application = visitors_application()
    return render_template(
        "portal/letters.html",
        form=form or LetterForm(),
        letters=own.thread(application),
        contacts=queries.recruiters(application),
    )


@bp.get("/portal/letters")
@public()
def letters() -> ResponseReturnValue:
    return show_letters()


@bp.post("/portal/letters")
@public(form=LetterForm.of, page=show_letters)
def write(form: LetterForm) -> ResponseReturnValue:
    words = Words(str(form.subject.data), str(form.body.data))
    deeds.write_to_us(visitors_application(), words, now=utcnow())
    return redirect(url_for("portal.letters"), code=303)


def show_questions(form: QuestionForm | None = None) -> str:
    application = visitors_application()
    return render_template(
        "portal/questions.html",
        form=form or QuestionForm(),
        questions=asked.told(application),
        contacts=queries.recruiters(application),
    )


@bp.get("/portal/questions")
@public()
def questions() -> ResponseReturnValue:
    return show_questions()


@bp.post("/portal/questions")
@public(form=QuestionForm.of, page=show_questions)
def ask(form: QuestionForm) -> ResponseReturnValue:
    asked.ask(visitors_application(), str(form.question.data), now=utcnow())
    return redirect(url_for("portal.questions"), code=303)


def show_files(form: FileForm | None = None) -> str:
    application = visitors_application()
    return render_template(
        "portal/files.html",
        form=form or FileForm(),
        files=own.files_of(application),
        contacts=queries.recruiters(application),
    )


@bp.get("/portal/files")
@public()
def own_files() -> ResponseReturnValue:
    return show_files()


@bp.post("/portal/files")
@public(form=FileForm.of, page=show_files)
def send_file(form: FileForm) -> ResponseReturnValue:
    settings: Settings = current_app.extensions["settings"]
    try:
        deeds.send_file(visitors_application(), form.chosen(), folder=settings.uploads_path, now=utcnow())
    except OSError as error:
        current_app.logger.error("no room for a file", exc_info=error)
        return errors.page(NO_ROOM, text("The disk would not take the file. Nothing changed; try again later."))
    return redirect(url_for("portal.own_files"), code=303)


@bp.get("/portal/files/<ref:own_file>")
@public()
def download(own_file: str) -> ResponseReturnValue:
    """One of the candidate's own."""
    found = own.file_of(visitors_application(), own_file)
    if found is None:
        raise Refusal(text("This file is not here."), Kind.GONE)
    return as_download(found)


def show_needs(form: NeedForm | TakeBackForm | None = None) -> str:
    application = visitors_application()
    return render_template(
        "portal/needs.html",
        form=form if isinstance(form, NeedForm) else NeedForm(),
        needs=own.adjustments_of(application),
        contacts=queries.recruiters(application),
    )


@bp.get("/portal/needs")
@public()
def needs() -> ResponseReturnValue:
    return show_needs()


@bp.post("/portal/needs")
@public(form=NeedForm.of, page=show_needs)
def ask_for(form: NeedForm) -> ResponseReturnValue:
    deeds.ask_for(visitors_application(), str(form.need.data), now=utcnow())
    return redirect(url_for("portal.needs"), code=303)


@bp.post("/portal/needs/take-back")
@public(form=TakeBackForm.of, page=show_needs)
def take_back(form: TakeBackForm) -> ResponseReturnValue:
    found = own.adjustment_of(visitors_application(), form.adjustment.data or "")
    if found is None:
        raise Refusal(text("That was taken back already."), Kind.CONFLICT)
    deeds.take_back(found, now=utcnow())
    return redirect(url_for("portal.needs"), code=303)


def show_withdrawal(form: WithdrawForm | None = None) -> str:
    application = visitors_application()
    move = application.current_move
    return render_template(
        "portal/withdraw.html",
        form=form or WithdrawForm(),
        opening=application.opening.known_as,
        is_closed=move is not None and move.outcome is not None,
        contacts=queries.recruiters(application),
    )


@bp.get("/portal/withdraw")
@public()
def withdrawal() -> ResponseReturnValue:
    return show_withdrawal()


@bp.post("/portal/withdraw")
@public(form=WithdrawForm.of, page=show_withdrawal)
def withdraw(form: WithdrawForm) -> ResponseReturnValue:
    deeds.withdraw(visitors_application(), form.reason.data or "", now=utcnow())
    return redirect(url_for("portal.show"), code=303)
