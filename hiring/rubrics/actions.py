"""What happens to rubrics: files are imported once, and what was imported stays."""

from __future__ import annotations

import logging
from datetime import datetime

from sqlalchemy import select

from hiring.db import db
from hiring.models import RubricVersion
from hiring.rubric import Library

log = logging.getLogger(__name__)


def import_files(library: Library, *, now: datetime) -> list[RubricVersion]:
    """Add every version the database does not have yet. A stored version whose file changed is left as it is: the
    stored text serves on and the log says so, because forms and scorecards were made from it.
    """
    for problem in library.problems():
        log.warning("rubric file left out: %s", problem)
    stored = {(one.slug, one.number): one for one in db.session.scalars(select(RubricVersion))}
    added = []
    for slug in library.slugs():
        for number in library.versions(slug):
            rubric, known = library.get(slug, number), stored.get((slug, number))
            if known is None:
                version = RubricVersion(
                    slug=slug,
                    number=number,
                    sha256=rubric.sha256,
                    title=rubric.title,
                    yaml=library.source(slug, number),
                    imported_at=now,
                )
                db.session.add(version)
                added.append(version)
            elif known.sha256 != rubric.sha256:
                log.warning("%s.v%d changed on disk after it was imported; the imported one serves on", slug, number)
    db.session.flush()
    return added
