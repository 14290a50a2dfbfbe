"""What single change would make the decision rule say something else, found by trying every one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import chain
from typing import Literal

from hiring.calibration import floors, panel
from hiring.calibration.panel import Score
from hiring.text import Text, text

Importance = Literal["critical", "important", "optional"]
Levels = Mapping[Hashable, Sequence[Fraction | int]]

WEIGHTS: Mapping[Importance, int] = {"critical": 3, "important": 2, "optional": 1}
"""What a dimension counts in the declared composite; those whose weights differ by 1 are one level apart."""

NOTHING = text(
    "Nothing single turns it: no score by one step, no interviewer absent, no importance and no floor by one level."
)

_STATES: Mapping[floors.State, Text] = {"met": text("met"), "not met": text("not met"), "not shown": text("not shown")}
_IMPORTANCES: Mapping[object, Text] = {
    "critical": text("critical"),
    "important": text("important"),
    "optional": text("optional"),
}
_SENTENCES = {
    "score": text(
        "Had %(person)s given %(to)s instead of %(was)s on %(dimension)s, "
        "the rule would say %(then)s rather than %(now)s."
    ),
    "absent": text("Without %(person)s, the rule would say %(then)s rather than %(now)s."),
    "importance": text(
        "Were %(dimension)s %(to)s instead of %(was)s, the rule would say %(then)s rather than %(now)s."
    ),
    "floor": text(
        "Were the floor of %(dimension)s %(to)s instead of %(was)s, the rule would say %(then)s rather than %(now)s."
    ),
}


@dataclass(frozen=True, slots=True)
class Composite:
    """The declared composite: each dimension's importance, and the bar that the weighted mean of levels must reach."""

    importance: Mapping[Hashable, Importance]
    bar: Fraction | int

    def reaches(self, levels: Levels) -> bool | None:
        """Exact; None when nobody rated any of its dimensions."""
        rated = [(WEIGHTS[each], own) for name, each in self.importance.items() if (own := levels.get(name))]
        if not rated:
            return None
        total = sum(weight * Fraction(sum(own), len(own)) for weight, own in rated)
        return total >= self.bar * sum(weight for weight, _ in rated)


@dataclass(frozen=True, slots=True)
class Rule:
    """The declared rule: must-haves with their floors, how many people must have assessed each, perhaps a composite."""

    must_haves: Mapping[Hashable, int]
    quorum: int
    composite: Composite | None = None

    def reads(self, dimension: Hashable) -> bool:
        return dimension in self.must_haves or (self.composite is not None and dimension in self.composite.importance)

    def says(self, levels: Levels) -> Saying:
        """Read levels, one a person: see `floors.rule`, which raises ValueError for a quorum of nobody."""
        states = {reading.state for reading in floors.rule(levels, self.must_haves, self.quorum)}
        worst: tuple[floors.State, ...] = ("not met", "not shown")
        return Saying(
            next((state for state in worst if state in states), "met"),
            None if self.composite is None else self.composite.reaches(levels),
        )


@dataclass(frozen=True, slots=True)
class Saying:
    """What is said of one candidate: "not met" when any must-have is, else "not shown" when any is, else "met".

    `at_bar` tells whether the composite reaches its bar; None where none is declared or nothing in it was rated.
    """

    state: floors.State
    at_bar: bool | None = None

    @property
    def words(self) -> Text:
        """As it stands within a sentence."""
        if self.at_bar is None:
            return _STATES[self.state]
        if self.at_bar:
            return text("%(state)s, composite at its bar", state=_STATES[self.state])
        return text("%(state)s, composite under its bar", state=_STATES[self.state])


@dataclass(frozen=True, slots=True)
class Change:
    """One thing told differently, moved from `was` `to`, and what would `then` be said.

    A "score" is what `person` gave on `dimension` in `interview`, "absent" is `person` with all their scores, an
    "importance" and a "floor" are those of `dimension`.
    """

    kind: Literal["score", "absent", "importance", "floor"]
    then: Saying
    person: Hashable = None
    dimension: Hashable = None
    interview: Hashable = None
    was: int | Importance | None = None
    to: int | Importance | None = None


@dataclass(frozen=True, slots=True)
class Fragility:
    """What is said now, every single change that turns it, the smallest first, and a sentence on the smallest."""

    says: Saying
    changes: tuple[Change, ...]
    sentence: Text

    @property
    def smallest(self) -> Change | None:
        """None only when nothing single turns what is said."""
        return self.changes[0] if self.changes else None


def fragility(
    scores: Iterable[Score],
    rule: Rule,
    *,
    scale: tuple[int, int] = (1, 5),
    names: Mapping[Hashable, object] | None = None,
    titles: Mapping[Hashable, object] | None = None,
) -> Fragility:
    """Try every single change of one candidate's scores and of the rule that reads them.

    From the smallest: one score by one step on the scale; one interviewer absent, who gave fewest scores first; one
    importance by one level; one floor by one level on the scale. Importance is a weight in the composite and nothing
    else, so without a composite it turns nothing. Changes of one size keep the order in which things were given.
    `names` of people and `titles` of dimensions go into the sentence.
    """
    given = tuple(scores)
    says = rule.says(_levels(given))
    tried = chain(
        _scores(given, rule, scale), _absences(given, rule), _importances(given, rule), _floors(given, rule, scale)
    )
    changes = tuple(change for change in tried if change.then != says)
    sentence = _sentence(changes[0], says, names or {}, titles or {}) if changes else NOTHING
    return Fragility(says, changes, sentence)


def _scores(given: Sequence[Score], rule: Rule, scale: tuple[int, int]) -> Iterator[Change]:
    """Levels are worked out anew only on the score's own dimension."""
    levels = _levels(given)
    read = [score for score in given if rule.reads(score.dimension)]
    for place, score in enumerate(read):
        others = [each for at, each in enumerate(read) if at != place and each.dimension == score.dimension]
        for to in _next(score.level, scale):
            then = rule.says(levels | _levels([*others, score._replace(level=to)]))
            yield Change("score", then, score.person, score.dimension, score.interview, score.level, to)


def _absences(given: Sequence[Score], rule: Rule) -> Iterator[Change]:
    many = Counter(score.person for score in given)
    for person in sorted(many, key=many.__getitem__):
        yield Change("absent", rule.says(_levels(score for score in given if score.person != person)), person)


def _importances(given: Sequence[Score], rule: Rule) -> Iterator[Change]:
    if rule.composite is None:
        return
    levels = _levels(given)
    for dimension, was in rule.composite.importance.items():
        for to in WEIGHTS:
            if abs(WEIGHTS[to] - WEIGHTS[was]) == 1:
                composite = replace(rule.composite, importance={**rule.composite.importance, dimension: to})
                then = replace(rule, composite=composite).says(levels)
                yield Change("importance", then, dimension=dimension, was=was, to=to)


def _floors(given: Sequence[Score], rule: Rule, scale: tuple[int, int]) -> Iterator[Change]:
    levels = _levels(given)
    for dimension, was in rule.must_haves.items():
        for to in _next(was, scale):
            then = replace(rule, must_haves={**rule.must_haves, dimension: to}).says(levels)
            yield Change("floor", then, dimension=dimension, was=was, to=to)


def _levels(scores: Iterable[Score]) -> dict[Hashable, Sequence[Fraction | int]]:
    return {cell.dimension: cell.own for cell in panel.cells(scores)}


def _next(level: int, scale: tuple[int, int]) -> list[int]:
    return [to for to in (level - 1, level + 1) if scale[0] <= to <= scale[1]]


def _sentence(change: Change, now: Saying, names: Mapping[Hashable, object], titles: Mapping[Hashable, object]) -> Text:
    was, to = (_IMPORTANCES.get(each, each) for each in (change.was, change.to))
    said = {
        "person": names.get(change.person, change.person),
        "dimension": titles.get(change.dimension, change.dimension),
        "was": was,
        "to": to,
        "then": change.then.words,
        "now": now.words,
    }
    return replace(_SENTENCES[change.kind], params=said)
