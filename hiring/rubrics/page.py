"""A rubric as its page shows it: every part in words, dimensions with the colours of their levels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from flask_babel import format_decimal

from hiring.models import RubricVersion
from hiring.rubric import Dimension, Exercise, Rubric
from hiring.rubric.model import Experience, Pay
from hiring.text import Text, count, text

COLOURS = 5
IMPORTANCE = {"critical": text("Critical"), "important": text("Important"), "optional": text("Optional")}
WRITES = {
    "one-box": text("one box of evidence"),
    "star": text("situation, action and result"),
}


@dataclass(frozen=True, slots=True)
class Group:
    """The stored versions of one rubric, newest first."""

    title: str
    slug: str
    kind: Text
    versions: Sequence[RubricVersion]


@dataclass(frozen=True, slots=True)
class Anchor:
    level: int
    word: str
    colour: str
    words: str | None


@dataclass(frozen=True, slots=True)
class Area:
    """One dimension. `methods` name the exercises that show it, and other ways as free words; `missing` says how often
    it was found missing late, to whoever may know.
    """

    dimension: Dimension
    importance: Text
    floor: Text | None
    anchors: Sequence[Anchor]
    methods: Sequence[str]
    missing: Text | None


@dataclass(frozen=True, slots=True)
class Task:
    """One exercise. `terms` say how long it takes, what is written down, and whether machines may help."""

    title: str
    terms: Sequence[Text]
    shows: Sequence[str]


@dataclass(frozen=True, slots=True)
class RubricPage:
    rubric: Rubric
    facts: Sequence[tuple[Text, str | Text]]
    areas: Sequence[Area]
    tasks: Sequence[Task]
    rule: Sequence[Text]


def groups(versions: Sequence[tuple[RubricVersion, Rubric]]) -> list[Group]:
    """Role rubrics first, then those of single stages; newest version first inside each."""
    by_slug = [
        (found[0][1], [version for version, _rubric in found])
        for found in (list(same) for _slug, same in groupby(versions, key=lambda pair: pair[0].slug))
    ]
    return [
        Group(
            title=rubric.title,
            slug=rubric.slug,
            kind=text("Role") if rubric.kind == "role" else text("Stage"),
            versions=stored,
        )
        for rubric, stored in sorted(by_slug, key=lambda pair: (pair[0].kind != "role", pair[0].title))
    ]


def of(rubric: Rubric, found_missing: Mapping[str, int]) -> RubricPage:
    return RubricPage(
        rubric=rubric,
        facts=_facts(rubric),
        areas=[_area(dimension, rubric, found_missing.get(dimension.id, 0)) for dimension in rubric.dimensions],
        tasks=[_task(exercise, rubric) for exercise in rubric.exercises],
        rule=_rule(rubric),
    )


def colour(level: int, levels: Sequence[int]) -> str:
    """`o1` … `o5`: where the level stands among the levels of its scale."""
    place = levels.index(level) / (len(levels) - 1)
    return f"o{min(COLOURS, 1 + int(place * COLOURS))}"


def _area(dimension: Dimension, rubric: Rubric, times_missing: int) -> Area:
    titles = {exercise.id: exercise.title for exercise in rubric.exercises}
    return Area(
        dimension=dimension,
        importance=IMPORTANCE[dimension.importance],
        floor=None
        if dimension.floor is None
        else text("At least %(level)d, %(word)s", level=dimension.floor, word=rubric.word(dimension.floor)),
        anchors=[
            Anchor(step.level, step.word, colour(step.level, rubric.levels), dimension.anchors.get(step.level))
            for step in rubric.scale
        ],
        methods=[titles.get(method, method.replace("-", " ").capitalize()) for method in dimension.methods],
        missing=_missing(times_missing) if times_missing else None,
    )


def _missing(times: int) -> Text:
    return count(
        "Found missing late: %(num)d candidate of openings you lead.",
        "Found missing late: %(num)d candidates of openings you lead.",
        times,
    )


def _task(exercise: Exercise, rubric: Rubric) -> Task:
    minutes = exercise.minutes
    return Task(
        title=exercise.title,
        terms=[
            text("%(minutes)d min", minutes=minutes.to)
            if minutes.from_ == minutes.to
            else text("%(least)d–%(most)d min", least=minutes.from_, most=minutes.to),
            text("at home") if exercise.take_home else text("in the interview"),
            text("write down %(what)s", what=WRITES[exercise.writes]),
            text("AI tools allowed") if exercise.ai_allowed else text("without AI tools"),
        ],
        shows=[rubric.dimension(name).title for name in exercise.shows],
    )


def _rule(rubric: Rubric) -> list[Text]:
    if rubric.decision is None:
        return []
    must_haves = [one.title for one in rubric.dimensions if one.must_have]
    said = [
        count(
            "Every must-have at its floor, as assessed by at least %(num)d person: %(titles)s.",
            "Every must-have at its floor, as assessed by at least %(num)d people: %(titles)s.",
            rubric.decision.quorum,
            titles=", ".join(must_haves),
        )
        if must_haves
        else text("No dimension is a must-have: the committee weighs all of them."),
        text("Fixed before the first score. The committee sees what the rule says; people decide."),
    ]
    if rubric.decision.composite:
        said.append(text("A composite is declared: critical counts three times, important twice, optional once."))
    return said


def _facts(rubric: Rubric) -> list[tuple[Text, str | Text]]:
    """The short lines of the profile; what is not said is left out."""
    profile = rubric.profile
    if profile is None:
        return []
    facts: list[tuple[Text, str | Text | None]] = [
        (text("Seniority"), profile.seniority),
        (text("Reports to"), profile.reports_to),
        (text("Experience"), None if profile.experience is None else _experience(profile.experience)),
        (text("Comes from"), ", ".join(profile.enters_from)),
        (text("Leads to"), ", ".join(profile.leads_to)),
        (text("Pay in its source"), None if profile.pay is None else _pay(profile.pay)),
    ]
    return [(label, value) for label, value in facts if value]


def _experience(years: Experience) -> Text:
    if years.to is None:
        said = text("%(years)d years or more", years=years.from_)
    else:
        said = text("%(least)d to %(most)d years", least=years.from_, most=years.to)
    return said if years.or_ is None else text("%(years)s, or %(instead)s", years=said, instead=years.or_)


def _pay(pay: Pay) -> Text:
    low = format_decimal(pay.from_)
    if pay.to is None:
        return text("%(currency)s %(low)s and more (%(source)s)", currency=pay.currency, low=low, source=pay.source)
    return text(
        "%(currency)s %(low)s to %(high)s (%(source)s)",
        currency=pay.currency,
        low=low,
        high=format_decimal(pay.to),
        source=pay.source,
    )
