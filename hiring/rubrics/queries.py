"""Reading rubrics: always the stored version, parsed once in a process."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Select, bindparam, func, select

from hiring.access.clauses import LEADS, is_clear, is_on_team, owes_nothing
from hiring.db import db
from hiring.models import Application, Move, Opening, Person, RubricVersion
from hiring.rubric import Rubric, parse_reference

LARGEST_NUMBER = 9999

_BY_ID = select(RubricVersion).where(RubricVersion.id.in_(bindparam("version_ids", expanding=True)))
_kept: dict[str, Rubric] = {}
"""By hash. A version is never edited, and a house has few."""


def versions() -> Select[RubricVersion]:
    """Every stored version, newest first within a slug."""
    return select(RubricVersion).order_by(RubricVersion.slug, RubricVersion.number.desc())


def version(slug: str, number: int) -> RubricVersion | None:
    return db.session.scalar(select(RubricVersion).filter_by(slug=slug, number=number))


def by_reference(reference: str) -> RubricVersion | None:
    """`recruiter-call@1`."""
    return version(*parse_reference(reference))


def rubric_of(version: RubricVersion) -> Rubric:
    """The rubric a stored version holds. The hash names its content, so it is parsed once and kept."""
    found = _kept.get(version.sha256)
    if found is None:
        found = _kept[version.sha256] = version.read()
    return found


def rubrics_of(hashes: Mapping[int, str]) -> dict[int, Rubric]:
    """By version, from the hash that goes with each. One query, and none once this process has met them all."""
    known = {version_id: _kept[sha256] for version_id, sha256 in hashes.items() if sha256 in _kept}
    unknown = [version_id for version_id in hashes if version_id not in known]
    if unknown:
        known |= {one.id: rubric_of(one) for one in db.session.scalars(_BY_ID, {"version_ids": unknown})}
    return known


def newest_first() -> list[tuple[RubricVersion, Rubric]]:
    """Every stored version with what it holds."""
    return [(one, rubric_of(one)) for one in db.session.scalars(versions())]


def version_if_possible(slug: str, number: int) -> RubricVersion | None:
    """The version of an address, which may hold any number and any letters."""
    return version(slug, number) if number <= LARGEST_NUMBER and "\0" not in slug else None


def others(than: RubricVersion) -> list[RubricVersion]:
    """The other versions of the same rubric, newest first."""
    return list(db.session.scalars(versions().where(RubricVersion.slug == than.slug, RubricVersion.id != than.id)))


def found_missing(version: RubricVersion, reader: Person) -> dict[str, int]:
    """By must-have, how many applications ended because it was missing: those of openings the reader leads.

    Why somebody was turned down retells cards, so not while the reader owes one there.
    """
    ended = (
        select(Move.missing, func.count())
        .join(Application, Application.current_move_id == Move.id)
        .join(Application.opening)
        .where(
            Opening.rubric_version_id == version.id,
            Move.missing.is_not(None),
            is_on_team(reader, Application.opening_id, LEADS),
            is_clear(reader, Application.id),
            owes_nothing(reader, Application.id),
        )
        .group_by(Move.missing)
    )
    return {missing: number for missing, number in db.session.execute(ended) if missing is not None}


def find(words: str) -> list[RubricVersion]:
    """Versions whose title holds every word."""
    found = versions().limit(20)
    for word in words.replace("\0", " ").split():
        found = found.where(RubricVersion.title.icontains(word, autoescape=True))
    return list(db.session.scalars(found))
