"""The levels of several candidates by dimension: what links them, and by how much two of them differ."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from hiring.calibration import panel
from hiring.calibration.apart import Apart, apart
from hiring.calibration.comparability import Seen
from hiring.calibration.refresh import Adjusted
from hiring.committee.across_queries import Level
from hiring.committee.adjusted import LEVEL, Panel, expected, on_scale, refreshed, why_not
from hiring.committee.habits import Habits
from hiring.committee.people import voices_of
from hiring.models import Packet
from hiring.rubric import Dimension, Rubric
from hiring.web.charts import Estimate


class Place(NamedTuple):
    """A dimension in all versions of its rubric."""

    rubric: str
    dimension: str


@dataclass(frozen=True, slots=True)
class Fitted:
    """One candidate's levels under one version of a rubric, adjusted: of those that two people gave.

    `group` is of the interviewers who are firmly linked, `variances` the errors of their severities.
    """

    group: int
    adjusted: Mapping[Hashable, Adjusted]
    variances: Mapping[Hashable, float]


NOT_FITTED = Fitted(-1, {}, {})


@dataclass(frozen=True)
class Table:
    """What the page is drawn from: the candidates in the order of their names, and every level their reader sees.

    `rubrics` and `habits` are by the id of a rubric version.
    """

    packets: Sequence[Packet]
    levels: Sequence[Level]
    rubrics: Mapping[int, Rubric]
    habits: Mapping[int, Habits]
    own_rubric: str
    _fits: dict[tuple[Hashable, int], Fitted] = field(default_factory=dict)

    def rubric_of(self, level: Level) -> Rubric:
        return self.rubrics[level.card.rubric_version_id]

    def place_of(self, level: Level) -> Place:
        return Place(self.rubric_of(level).rubric, level.dimension)

    @cached_property
    def by_place(self) -> Mapping[Place, Mapping[Hashable, Sequence[Level]]]:
        """The levels of each application on each dimension: the opening's own rubric first, each in its own order."""
        found: defaultdict[Place, defaultdict[Hashable, list[Level]]] = defaultdict(lambda: defaultdict(list))
        for level in self.levels:
            found[self.place_of(level)][level.card.application_id].append(level)
        versions = sorted(self.rubrics.values(), key=lambda one: (one.rubric != self.own_rubric, -one.version))
        ordered = dict.fromkeys(Place(one.rubric, each.id) for one in versions for each in one.dimensions)
        return {place: found[place] for place in ordered if place in found}

    def newest(self, place: Place) -> tuple[Rubric, Dimension]:
        """The dimension as the newest of the versions it was rated under has it."""
        used = (self.rubric_of(level) for told in self.by_place[place].values() for level in told)
        rubric = max(used, key=lambda one: one.version)
        return rubric, rubric.dimension(place.dimension)

    def seen(self) -> Iterator[Seen]:
        """Every level without its height; and whom finished candidates link, as far as the stored fits tell it."""
        for level in self.levels:
            rubric = self.rubric_of(level)
            for method in _methods(rubric, level):
                said = wording(rubric, level.dimension)
                yield Seen(level.card.application_id, level.card.person_id, self.place_of(level), said, method)
        anywhere = next(iter(self.by_place), None)
        for version_id, habits in self.habits.items():
            for person_id, severity in habits.severities.items():
                yield Seen(("finished", version_id, severity.group_no), person_id, anywhere)

    def fitted(self, application_id: Hashable, version_id: int) -> Fitted:
        """What this candidate's levels are once adjusted; nothing where they may not be."""
        key = application_id, version_id
        if key not in self._fits:
            self._fits[key] = self._fit(application_id, version_id)
        return self._fits[key]

    def estimate(self, application_id: Hashable, place: Place, levels: Sequence[Level]) -> Estimate | None:
        """Where these levels of one candidate on one dimension are adjusted to, on the scale."""
        versions = {level.card.rubric_version_id for level in levels}
        if len(versions) != 1:
            return None
        (version_id,) = versions
        found = self.fitted(application_id, version_id).adjusted.get(place.dimension)
        rubric = self.rubrics[version_id]
        return None if found is None else on_scale(found, (rubric.levels[0], rubric.levels[-1]))

    def apart(self, one: Hashable, other: Hashable, place: Place) -> Apart | None:
        """How two applications differ on a dimension; None where too little is known to say."""
        told = self.by_place[place]
        versions = [{level.card.rubric_version_id for level in told.get(each, ())} for each in (one, other)]
        for version_id in sorted(versions[0] & versions[1], reverse=True):
            first, second = self.fitted(one, version_id), self.fitted(other, version_id)
            if first.group == second.group and place.dimension in first.adjusted.keys() & second.adjusted.keys():
                known = {**first.variances, **second.variances}
                return apart(first.adjusted[place.dimension], second.adjusted[place.dimension], known, level=LEVEL)
        return None

    def _fit(self, application_id: Hashable, version_id: int) -> Fitted:
        packet = next(each for each in self.packets if each.application_id == application_id)
        habits = self.habits.get(version_id)
        if habits is None or not packet.shows_adjusted:
            return NOT_FITTED
        levels = [
            level
            for level in self.levels
            if (level.card.application_id, level.card.rubric_version_id) == (application_id, version_id)
        ]
        scores = scores_of(levels)
        cells = {str(cell.dimension): cell for cell in panel.cells(scores)}
        voices = [*voices_of(level.card for level in levels).values()]
        rubric = self.rubrics[version_id]
        shown = Panel((rubric.levels[0], rubric.levels[-1]), cells, scores, voices)
        if why_not(shown, habits) is not None:
            return NOT_FITTED
        found = refreshed(shown, habits)
        return Fitted(
            group=next(one.group_no for voice in voices if (one := habits.severities.get(voice.person_id))),
            adjusted={name: each for name, each in found.items() if cells[str(name)].n > 1},
            variances={voice.person_id: expected(voice, habits)[1] for voice in voices},
        )


def scores_of(levels: Sequence[Level]) -> tuple[panel.Score, ...]:
    return tuple(
        panel.Score(level.dimension, level.card.person_id, level.level, level.card.interview_id) for level in levels
    )


def wording(rubric: Rubric, dimension: str) -> Hashable:
    """Equal where the words that people judged by are."""
    one = rubric.dimension(dimension)
    return one.meets, tuple(sorted(one.anchors.items())), tuple((step.level, step.word) for step in rubric.scale)


def _methods(rubric: Rubric, level: Level) -> Sequence[str]:
    """What kind of evidence it rests on: an exercise, a presentation, or what was said in a conversation."""
    known = {exercise.id: exercise for exercise in rubric.exercises}
    held = [name for name in level.card.exercises if name in known and level.dimension in known[name].shows]
    return held or ["presentation" if level.card.stage_kind == "presentation" else "conversation"]
