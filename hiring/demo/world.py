"""The demo house as deeds find it when their moment comes: people, openings and candidates by the story's names."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from hiring.demo.days import Days
from hiring.demo.walk import Walk
from hiring.models import Application, CandidateQuestion, Interview, Opening, Person, StageRow
from hiring.openings.queries import current_revision

Told = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class World:
    """`openings` go by the slug of their rubric; `questions` and `talks` by the name that a deed gave them."""

    days: Days
    people: Mapping[str, Person]
    openings: dict[str, Opening] = field(default_factory=dict)
    walks: dict[str, Walk] = field(default_factory=dict)
    questions: dict[str, CandidateQuestion] = field(default_factory=dict)
    talks: dict[str, Interview] = field(default_factory=dict)

    def application(self, told: Told) -> Application:
        return self.walks[told["on"]].application

    def opening(self, told: Told) -> Opening:
        return self.openings[told["of"]]

    def by(self, told: Told) -> Person:
        return self.people[told.get("by", "rita")]

    def stage(self, told: Told) -> StageRow:
        """As the plan has it by then: it may have been changed since the opening began."""
        stages = current_revision(self.application(told).opening_id).stages
        return next(one for one in stages if one.slug == told["stage"])


Deed = Callable[[World, Told, datetime], object]
