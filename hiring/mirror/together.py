"""What committees said of somebody's evidence, told only of several people together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

FEWEST = 3
"""People whose answers come out together: of two, each would know what the other had said."""


@dataclass(slots=True)
class Told:
    """How many answers of each kind are told, and from how many people."""

    answers: Counter[str] = field(default_factory=Counter)
    people: set[int] = field(default_factory=set)

    @property
    def number(self) -> int:
        return self.answers.total()


def told(answers: Iterable[tuple[int, str]]) -> Told:
    """Of (person, answer) in the order in which they came, those that are told by now.

    They come out in lots of at least `FEWEST` different people: so it is not only of the sum that nobody's part can be
    told, but of the difference between any two sums that were ever shown as well. Answers are only ever added, which is
    why the lots never change.
    """
    shown, people, waiting = Told(), set[int](), Counter[str]()
    for person, answer in answers:
        waiting[answer] += 1
        people.add(person)
        if len(people) >= FEWEST:
            shown.answers += waiting
            shown.people |= people
            people, waiting = set(), Counter()
    return shown


def share(answers: Mapping[str, int], answer: str) -> float:
    """Which part of them, from 0 to 1."""
    return answers.get(answer, 0) / sum(answers.values())
