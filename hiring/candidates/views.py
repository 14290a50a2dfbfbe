"""The application page and its verbs, adding candidates, and the files that come with them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from hiring import access, files
from hiring.candidates import actions, bp, queries
from hiring.candidates import duplicates as pairing
from hiring.candidates.contact import NewCandidate
from hiring.candidates.dossier import dossier
from hiring.candidates.forms import (
    AddForm,
    AttachForm,
    ImportForm,
    MergeForm,
    MoveForm,
    NoteForm,
    PortalLinkForm,
    SourceForm,
    UndoForm,
)
from hiring.clock import utcnow
from hiring.models import Application, Attachment, Opening
from hiring.policy import Permission
from hiring.refusal import Refusal
from hiring.settings import Settings
from hiring.text import text
from hiring.web import errors
from hiring.web.downloads import as_download
from hiring.web.forms import BaseForm
from hiring.web.guard import allow, current_standing, note_reading
from hiring.web.parts import APPLICATION, BESIDE_APPLICATION, parts_of
from hiring.web.sign_in_state import current_person

AROUND_A_FILE = 64 * 1024
UPLOADS = frozenset({"candidates.attach"})
NO_ROOM = 503


@bp.url_value_preprocessor
def take_larger_requests(endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """A file may be larger than a page. This runs before anything reads the request."""
    if endpoint in UPLOADS:
        request.max_content_length = files.LARGEST + AROUND_A_FILE


def show_page(application: Application, form: BaseForm | None = None) -> ResponseReturnValue:
    """Everything about one person on one page; `form` is the one that was refused, with what was typed."""
    page = dossier(
        application,
        reader=current_person(),
        standing=current_standing(),
        now=utcnow(),
        whole=request.args.get("all") == "1",
    )
    if any(not card.is_own for card in page.cards):
        note_reading("cards")
    elif current_standing().has_broken_glass:
        note_reading("application")
    moving = form if isinstance(form, MoveForm) else MoveForm(version=application.version)
    moving.choice.choices = [("", ""), *((option.key, option.words) for option in page.options)]
    moving.missing.choices = [("", ""), *((one.id, one.title) for one in page.must_haves)]
    left, right = (
        parts_of(where, application, reader=current_person(), standing=current_standing(), now=utcnow())
        for where in (APPLICATION, BESIDE_APPLICATION)
    )
    return render_template(
        "candidates/show.html",
        page=page,
        parts=left,
        beside=right,
        form=form,
        moving=moving,
        undoing=UndoForm(version=application.version),
        noting=form if isinstance(form, NoteForm) else NoteForm(),
        attaching=form if isinstance(form, AttachForm) else AttachForm(),
        linking=PortalLinkForm(),
        sourcing=form
        if isinstance(form, SourceForm)
        else SourceForm(version=application.version, channel=application.channel),
    )


def duplicates_page(_application: Application | None = None, form: BaseForm | None = None) -> ResponseReturnValue:
    found = pairing.pairs(current_person())
    return render_template("candidates/duplicates.html", pairs=found, form=form, merging=MergeForm())


def add_page(
    opening: Opening, form: BaseForm | None = None, *, understood: AddForm | None = None
) -> ResponseReturnValue:
    """Both ways to add somebody; `understood` is a form filled in from a line, to look at first."""
    adding = understood or (form if isinstance(form, AddForm) else AddForm())
    importing = form if isinstance(form, ImportForm) else ImportForm(opening)
    one = [adding.candidate()] if understood or isinstance(form, AddForm) else []
    return render_template(
        "candidates/add.html",
        opening=opening,
        form=form,
        adding=adding,
        importing=importing,
        is_understood=understood is not None,
        companies=_off_limits(opening, one),
        companies_of_many=_off_limits(opening, importing.everybody),
    )


def _off_limits(opening: Opening, everybody: Sequence[NewCandidate]) -> list[str]:
    """The companies that these people would be warned of."""
    named = queries.at_off_limits(opening, everybody, by=current_person()) if everybody else {}
    return sorted({one.company for one in named.values()})


@bp.get("/applications/<ref:application>")
@allow(Permission.APPLICATION_READ, on=access.application)
def show(application: Application) -> ResponseReturnValue:
    return show_page(application)


@bp.post("/applications/<ref:application>/moves")
@allow(Permission.APPLICATION_MOVE, on=access.application, form=MoveForm.of, page=show_page)
def move(application: Application, form: MoveForm) -> ResponseReturnValue:
    actions.make_move(
        application,
        str(form.choice.data),
        reason=form.reason.data or "",
        missing=form.missing.data or None,
        standing=current_standing(),
        by=current_person(),
        now=utcnow(),
    )
    return _back_to(application)


@bp.post("/applications/<ref:application>/moves/undo")
@allow(Permission.APPLICATION_MOVE, on=access.application, form=UndoForm.of, page=show_page)
def undo(application: Application, _form: UndoForm) -> ResponseReturnValue:
    actions.undo_move(application, by=current_person(), now=utcnow())
    return _back_to(application)


@bp.post("/applications/<ref:application>/notes")
@allow(Permission.APPLICATION_NOTE, on=access.application, form=NoteForm.of, page=show_page)
def note(application: Application, form: NoteForm) -> ResponseReturnValue:
    actions.write_note(application, str(form.note.data), by=current_person(), now=utcnow())
    return _back_to(application, "timeline")


@bp.post("/applications/<ref:application>/source")
@allow(Permission.APPLICATION_CONTACT, on=access.application, form=SourceForm.of, page=show_page)
def correct_source(application: Application, form: SourceForm) -> ResponseReturnValue:
    actions.correct_source(application, str(form.channel.data), by=current_person(), now=utcnow())
    return _back_to(application, "contact")


@bp.post("/applications/<ref:application>/attachments")
@allow(Permission.ATTACHMENT_ADD, on=access.application, form=AttachForm.of, page=show_page)
def attach(application: Application, form: AttachForm) -> ResponseReturnValue:
    folder = _settings().uploads_path
    try:
        actions.attach(application, form.chosen(), folder=folder, by=current_person(), now=utcnow())
    except OSError as error:
        current_app.logger.error("no room for a file", exc_info=error)
        return errors.page(NO_ROOM, text("The disk would not take the file. Nothing changed; tell an administrator."))
    return _back_to(application, "files")


@bp.post("/applications/<ref:application>/portal-link")
@allow(Permission.APPLICATION_CONTACT, on=access.application, form=PortalLinkForm.of, page=show_page)
def send_portal_link(application: Application, _form: PortalLinkForm) -> ResponseReturnValue:
    actions.send_portal_link(application, base_url=_settings().base_url, by=current_person(), now=utcnow())
    return _back_to(application, "contact")


@bp.get("/candidates/duplicates")
@allow(Permission.OPENING_LIST)
def duplicates() -> ResponseReturnValue:
    return duplicates_page()


@bp.post("/applications/<ref:application>/merge")
@allow(Permission.CANDIDATE_MERGE, on=access.application, form=MergeForm.of, page=duplicates_page)
def merge(application: Application, form: MergeForm) -> ResponseReturnValue:
    other = access.application(str(form.other.data), current_person())
    if other is None:
        raise Refusal(text("They are one candidate already, or not here any more."))
    pairing.merge(application, other.subject, by=current_person(), now=utcnow())
    return _back_to(application)


@bp.get("/attachments/<ref:attachment>")
@allow(Permission.ATTACHMENT_READ, on=access.attachment, reading="attachment")
def download(attachment: Attachment) -> ResponseReturnValue:
    return as_download(attachment)


@bp.get("/openings/<ref:opening>/candidates")
@allow(Permission.CANDIDATE_ADD, on=access.opening)
def add(opening: Opening) -> ResponseReturnValue:
    return add_page(opening)


@bp.post("/openings/<ref:opening>/candidates")
@allow(Permission.CANDIDATE_ADD, on=access.opening, form=AddForm.of, page=add_page)
def add_one(opening: Opening, form: AddForm) -> ResponseReturnValue:
    if form.is_line:
        return add_page(opening, understood=form.understood())
    application = actions.add_candidate(
        opening, form.candidate(), by=current_person(), now=utcnow(), anyway=form.anyway.data
    )
    if access.application(application.ref, current_person()) is None:
        return redirect(url_for("home.home", closed=1), code=303)
    return _back_to(application)


@bp.post("/openings/<ref:opening>/candidates/csv")
@allow(Permission.CANDIDATE_ADD, on=access.opening, form=ImportForm.of, page=add_page)
def import_csv(opening: Opening, form: ImportForm) -> ResponseReturnValue:
    actions.add_candidates(opening, form.everybody, by=current_person(), now=utcnow(), anyway=form.anyway.data)
    return redirect(url_for("openings.show", opening=opening.ref), code=303)


def _back_to(application: Application, part: str | None = None) -> ResponseReturnValue:
    return redirect(url_for("candidates.show", application=application.ref, _anchor=part), code=303)


def _settings() -> Settings:
    settings: Settings = current_app.extensions["settings"]
    return settings
