"""What a loader answers: the thing, and how the person stands to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

from hiring.models import Person
from hiring.policy import Standing

Subject = TypeVar("Subject")


@dataclass(frozen=True, slots=True)
class Found(Generic[Subject]):
    """Something this person may know of. What they may do with it is for the policy to say."""

    subject: Subject
    standing: Standing


def house(person: Person) -> Standing:
    """How a person stands to the house as a whole."""
    return Standing(capabilities=person.capability_kinds)
