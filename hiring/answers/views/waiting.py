"""Pages about many candidates: who waits for a word from us, and one letter to several of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from hiring import access
from hiring.answers import actions, bp, owed, queries
from hiring.answers.forms import BulkForm
from hiring.clock import utcnow
from hiring.letters import PLACES
from hiring.models import LetterTemplate
from hiring.openings.queries import asked_for
from hiring.policy import Permission, permits
from hiring.refusal import Kind, Refusal
from hiring.text import Text, count, text
from hiring.web.guard import allow, current_standing
from hiring.web.sign_in_state import current_person

LONGEST_PAGE_NUMBER = 6
EXAMPLES = ("needs:me", "is:late", "age:>7d")
TITLES = {
    "waiting": text("Waiting for a word from us"),
    "offer": text("Not told of an offer"),
    "promised": text("Promised"),
    "quiet": text("Quiet for ten days"),
}


@dataclass(frozen=True, slots=True)
class Tab:
    """One way to look at the list, with how many it shows."""

    title: Text
    number: int
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class Pages:
    """Where one is in a long list."""

    words: str
    previous_url: str | None
    next_url: str | None


@bp.get("/answers")
@allow(Permission.OPENING_LIST)
def index() -> ResponseReturnValue:
    """Whoever waits for a word from us, of the openings this person leads."""
    show = request.args.get("show", "")
    show = show if show in owed.SHOWN else owed.SHOWN[0]
    opening = access.opening(request.args.get("opening", ""), current_person())
    about, now, page = None if opening is None else opening.subject, utcnow(), _page_asked()
    asked = asked_for(current_person(), request.args.get("q", ""), now)
    here = {"show": show, "opening": "" if about is None else about.ref, "q": asked.filter.typed}
    listed = owed.answers_owed(current_person(), show, opening=about, which=asked.holds, page=page, now=now)
    sent = request.args.get("sent", "")
    return render_template(
        "answers/index.html",
        tabs=[Tab(title, listed.counts[one], _url(here, show=one), one == show) for one, title in TITLES.items()],
        title=TITLES[show],
        may_write_templates=permits(Permission.LETTER_TEMPLATES, current_standing()),
        lines=listed.lines,
        opening=about,
        asked=asked.filter,
        here=here,
        examples=[(one, _url(here, q=one)) for one in EXAMPLES],
        ways_out=asked.ways_out(lambda left: _url(here, q=left)),
        pages=_pages(listed.total, page, here),
        sent=int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 4 else 0,
    )


def letter_to_many(form: BulkForm | None = None) -> str:
    """The page of a letter to several, with what was typed."""
    person = current_person()
    chosen = list(request.args.getlist("to") if form is None else form.to.data or [])[: queries.MOST_AT_ONCE]
    found = queries.addressees(person, chosen)
    template = _template_asked()
    if form is None:
        begun = {} if template is None else {"subject": template.subject, "body": template.body}
        form = BulkForm(None, to=chosen, tells_outcome=template is not None and template.tells_outcome, **begun)
    return render_template(
        "answers/bulk.html",
        form=form,
        addressees=found,
        here=url_for(".letter", to=[one.ref for one in found]),
        chosen=frozenset(chosen),
        templates=queries.templates(person, found),
        template=template,
        places=PLACES,
    )


@bp.get("/answers/letter")
@allow(Permission.OPENING_LIST)
def letter() -> ResponseReturnValue:
    return letter_to_many()


@bp.post("/answers/letter")
@allow(Permission.OPENING_LIST, form=BulkForm.of, page=letter_to_many)
def send_to_many(form: BulkForm) -> ResponseReturnValue:
    person, chosen = current_person(), frozenset(form.to.data or ())
    applications = queries.addressees(person, chosen)
    if len(applications) != len(chosen):
        raise Refusal(text("Somebody you chose is not there any more. Nobody was written to; look again."), Kind.INPUT)
    unanswered = actions.write_to_all(applications, form.answer(), by=person, now=utcnow())
    if unanswered:
        for one in unanswered:
            form.refuse(text("%(name)s: %(why)s", name=one.name, why=one.why))
        words = "Nobody was written to, because of %(num)d of %(all)d candidates."
        raise Refusal(count(words, words, len(unanswered), all=len(applications)))
    return redirect(url_for(".index", sent=len(applications)), code=303)


def _template_asked() -> LetterTemplate | None:
    found = access.letter_template(request.args.get("template", ""), current_person())
    return None if found is None else found.subject


def _url(here: Mapping[str, str], **other: str) -> str:
    """The list as it is asked for here, but for what is asked otherwise."""
    asked: dict[str, Any] = {name: value for name, value in {**here, **other}.items() if value}
    return url_for(".index", **asked)


def _pages(total: int, page: int, here: Mapping[str, str]) -> Pages | None:
    """None where one page holds them all."""
    if total <= owed.PER_PAGE:
        return None
    first, last = (page - 1) * owed.PER_PAGE + 1, min(page * owed.PER_PAGE, total)
    return Pages(
        words=f"{first}–{last} / {total}",
        previous_url=_url(here, page=str(page - 1)) if page > 1 else None,
        next_url=_url(here, page=str(page + 1)) if last < total else None,
    )


def _page_asked() -> int:
    """What cannot be a page number means the first page."""
    given = request.args.get("page", "")
    return max(int(given), 1) if given.isascii() and given.isdigit() and len(given) <= LONGEST_PAGE_NUMBER else 1
