"""Reading rubrics: always the stored version, parsed once in a process."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Select, bindparam, select

from hiring.db import db
from hiring.models import RubricVersion
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


def find(words: str) -> list[RubricVersion]:
    """Versions whose title holds every word."""
    found = versions().limit(20)
    for word in words.replace("\0", " ").split():
        found = found.where(RubricVersion.title.icontains(word, autoescape=True))
    return list(db.session.scalars(found))
