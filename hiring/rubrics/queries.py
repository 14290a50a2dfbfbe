"""Reading rubrics: always the stored version, parsed once in a process."""

from __future__ import annotations

from functools import lru_cache

from sqlalchemy import Select, select

from hiring.db import db
from hiring.models import RubricVersion
from hiring.rubric import Rubric, parse, parse_reference

LARGEST_NUMBER = 9999


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
    return _parsed(version.sha256, version.yaml, f"{version.slug}.v{version.number}.yaml")


@lru_cache(maxsize=256)
def _parsed(_sha256: str, yaml: str, name: str) -> Rubric:
    return parse(yaml, name)


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
