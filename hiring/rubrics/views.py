"""Pages to read rubrics: the list of stored versions, and each one in full."""

from __future__ import annotations

from collections.abc import Iterator

from flask import abort, render_template, url_for
from flask.typing import ResponseReturnValue

from hiring.models import Person
from hiring.policy import Permission
from hiring.rubrics import bp, page, queries
from hiring.text import text
from hiring.web.guard import allow
from hiring.web.searching import Hit, searchable
from hiring.web.sign_in_state import current_person


@bp.get("/rubrics")
@allow(Permission.RUBRIC_READ)
def index() -> ResponseReturnValue:
    return render_template("rubrics/index.html", groups=page.groups(queries.newest_first()))


@bp.get("/rubrics/<slug>/<int:number>")
@allow(Permission.RUBRIC_READ)
def show(slug: str, number: int) -> ResponseReturnValue:
    version = queries.version_if_possible(slug, number)
    if version is None:
        abort(404)
    shown = page.of(queries.rubric_of(version), queries.found_missing(version, current_person()))
    return render_template("rubrics/show.html", version=version, page=shown, others=queries.others(version))


def find(_person: Person, words: str) -> Iterator[Hit]:
    for version in queries.find(words):
        yield Hit(
            version.title,
            f"{version.slug}@{version.number}",
            url_for("rubrics.show", slug=version.slug, number=version.number),
        )


searchable(text("Rubrics"), find)
