"""A rubric as its file has it: every key, and the few questions everybody asks of it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from functools import cached_property
from typing import Annotated, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from hiring.documents import Currency, Identifier, Line, Switch, Whole

T = TypeVar("T")

Items = Annotated[tuple[T, ...], Field(max_length=50)]
Lines = Items[Line]
Identifiers = Items[Identifier]
Number = Annotated[Whole, Field(ge=1)]
Years = Annotated[Whole, Field(ge=0, le=60)]
Amount = Annotated[Whole, Field(ge=0)]
Score = Annotated[Whole, Field(ge=0, le=100)]
Minutes = Annotated[Whole, Field(ge=1, le=10_080)]

WEIGHTS = {"critical": 3, "important": 2, "optional": 1}


class Part(BaseModel):
    """Anything in a rubric: it never changes once read, and knows no keys but its own."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Domain(Part):
    """The field a very senior person answers for: complex and central, or why there is none."""

    name: Line
    complex: Line | None = None
    central: Line | None = None
    why_not: Line | None = None


class Experience(Part):
    """Years asked for, and what counts instead."""

    from_: Years = Field(alias="from")
    to: Years | None = None
    or_: Line | None = Field(alias="or", default=None)


class Pay(Part):
    """The pay range in whole units of the currency, open upwards without `to`."""

    currency: Currency
    from_: Amount = Field(alias="from")
    to: Amount | None = None
    source: Line


class Profile(Part):
    """What the role is, is not and leads to."""

    purpose: Line
    seniority: Line | None = None
    is_not: Line | None = None
    responsibilities: Lines = Field(min_length=1)
    decides: Lines = ()
    deliverables: Lines = ()
    domain: Domain | None = None
    experience: Experience | None = None
    reports_to: Line | None = None
    pay: Pay | None = None
    enters_from: Lines = ()
    leads_to: Lines = ()


class KnockOut(Part):
    """A minimum checked at the first call, with what counts instead."""

    id: Identifier
    text: Line
    or_: Line | None = Field(alias="or", default=None)


class Level(Part):
    """One step of the scale and its word."""

    level: Score
    word: Line


class Question(Part):
    """What to ask, and how to go on."""

    id: Identifier
    ask: Line
    follow_up: Lines = ()


class Example(Part):
    """An answer, the level it would get, and why."""

    level: Score
    answer: Line
    because: Line


class Dimension(Part):
    """One thing judged by itself, with a sentence for what each level looks like."""

    id: Identifier
    title: Line
    importance: Literal["critical", "important", "optional"]
    must_have: Switch = False
    floor: Score | None = None
    meets: Line
    anchors: Annotated[Mapping[Whole, Line], Field(max_length=50)]
    methods: Identifiers = ()
    questions: Items[Question] = ()
    strong: Lines = ()
    weak: Lines = ()
    examples: Items[Example] = ()

    @property
    def weight(self) -> int:
        """What its importance counts in the declared composite."""
        return WEIGHTS[self.importance]


class RedFlag(Part):
    """A sign that the committee hears of whatever the levels say."""

    id: Identifier
    text: Line


class Span(Part):
    """Minutes from … to."""

    from_: Minutes = Field(alias="from")
    to: Minutes


class Exercise(Part):
    """A piece of work in an interview, the dimensions it shows and what is written down about it."""

    id: Identifier
    title: Line
    minutes: Span
    shows: Identifiers = Field(min_length=1)
    writes: Literal["one-box", "star"] = "star"
    ai_allowed: Switch
    take_home: Switch = False


class Decision(Part):
    """The rule fixed before the first score."""

    quorum: Number
    rule: Literal["every must-have at its floor"] = "every must-have at its floor"
    composite: Switch = False


class Goal(Part):
    """What somebody hired has done by a day, and where that can be read."""

    day: Annotated[Whole, Field(ge=1, le=730)]
    goal: Line
    measure: Line


class Rubric(Part):
    """One version of one rubric. `parse` and `load` are the only doors: they check what a shape cannot say."""

    rubric: Identifier
    version: Number
    kind: Literal["role", "stage"]
    title: Line
    extends: Line | None = None
    profile: Profile | None = None
    knock_outs: Items[KnockOut] = ()
    scale: Items[Level] = Field(min_length=2)
    dimensions: Items[Dimension] = Field(min_length=1)
    red_flags: Items[RedFlag] = ()
    exercises: Items[Exercise] = ()
    decision: Decision | None = None
    ramp: Items[Goal] = ()

    @property
    def slug(self) -> str:
        """The name all versions share."""
        return self.rubric

    @property
    def number(self) -> int:
        """Which version this is, from 1."""
        return self.version

    @property
    def reference(self) -> str:
        """How plans and slots name it: `data-engineer@1`."""
        return f"{self.rubric}@{self.version}"

    @cached_property
    def levels(self) -> tuple[int, ...]:
        """The numbers of the scale, lowest first."""
        return tuple(step.level for step in self.scale)

    def word(self, level: int) -> str:
        """The scale's word for a level; KeyError when it is not on the scale."""
        return {step.level: step.word for step in self.scale}[level]

    def dimension(self, identifier: str) -> Dimension:
        """One dimension; KeyError when there is none."""
        return {dimension.id: dimension for dimension in self.dimensions}[identifier]

    def exercise(self, identifier: str) -> Exercise:
        """One exercise; KeyError when there is none."""
        return {exercise.id: exercise for exercise in self.exercises}[identifier]

    def weight(self, dimension: Dimension | str) -> int:
        """What a dimension, or the one with this id, counts in the composite: critical 3, important 2, optional 1."""
        return (self.dimension(dimension) if isinstance(dimension, str) else dimension).weight

    def canonical(self) -> str:
        """One text for all files that say the same: JSON with sorted keys and without what is at its default.

        Leaving defaults out keeps the hash of a stored version when a later release adds an optional key.
        """
        said = self.model_dump(mode="json", by_alias=True, exclude_defaults=True)
        return json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False)

    @cached_property
    def sha256(self) -> str:
        """The hash of the canonical text; what a slot pins."""
        return hashlib.sha256(self.canonical().encode()).hexdigest()
