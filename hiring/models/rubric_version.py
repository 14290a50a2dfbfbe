"""A rubric file as it was when first used: the text that forms are made from for good."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from hiring.db import Base, Key, Line, Prose, Sha256
from hiring.rubric import Rubric, parse


class RubricVersion(Base):
    """One published version. Its hash is over the canonical JSON of the rubric, so a comment changes nothing."""

    __tablename__ = "rubric_version"
    __table_args__ = (UniqueConstraint("slug", "number"), CheckConstraint("number >= 1", name="number"))

    id: Mapped[Key]
    slug: Mapped[Line]
    number: Mapped[int]
    sha256: Mapped[Sha256] = mapped_column(index=True)
    title: Mapped[Line]
    yaml: Mapped[Prose]
    imported_at: Mapped[datetime]

    def read(self) -> Rubric:
        """The rubric itself, read anew. Raises DocumentError when the stored text is none."""
        return parse(self.yaml, f"{self.slug}.v{self.number}.yaml")
