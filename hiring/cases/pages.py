"""What the pages about cases show, decided here so that templates only lay it out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from markupsafe import Markup

from hiring.cases import agreement, queries
from hiring.cases.drift import RULE, lean_in_words, step_in_words
from hiring.cases.forms import DraftForm, ReadingForm, asked
from hiring.models import CaseReading, Person, WrittenCase
from hiring.rubric import Dimension, Rubric
from hiring.rubrics.queries import rubric_of
from hiring.text import Text, count, text
from hiring.web.charts import Dot, Strip, axis, colour_class, dots
from hiring.web.forms import BaseForm
from hiring.web.language import direction, moment, say

A_FEW_LETTERS = 64


@dataclass(frozen=True, slots=True)
class Line:
    """One case on the list."""

    ref: str
    title: str
    words: Text
    chip: Text | None
    chip_kind: str
    action: Text | None
    is_draft: bool


@dataclass(frozen=True, slots=True)
class Shelf:
    """The cases of one rubric; `come_together` is None until the reader has read all that are open."""

    title: str
    lines: Sequence[Line]
    come_together: Text | None


@dataclass(frozen=True, slots=True)
class Step:
    """One level to choose from."""

    value: int
    word: str
    anchor: str
    colour: str


@dataclass(frozen=True, slots=True)
class Asked:
    """One dimension of a form: of a reading, or of what is agreed."""

    id: str
    title: str
    meets: str
    words: str
    steps: Sequence[Step]
    square: Square
    is_open: bool


@dataclass(frozen=True, slots=True)
class Square:
    """A level in brief; `no` for none yet."""

    css: str
    number: str
    word: str


@dataclass(frozen=True, slots=True)
class Compared:
    """One dimension once it is open: what was agreed and why, one's own, and how whole groups rated it."""

    id: str
    title: str
    agreed: Square
    because: str
    own: Square | None
    evidence: str
    drift: Text | None
    is_off: bool
    others: Markup | None


@dataclass(frozen=True, slots=True)
class Result:
    """A case that is open to its reader. `passed` and `lean` are None for its author, who gives no reading."""

    case: WrittenCase
    rubric_title: str
    passed: bool | None
    lean: Text | None
    rule: Text
    when: str | None
    people: Text
    axis: Markup
    dimensions: Sequence[Compared]


def shelves(person: Person) -> list[Shelf]:
    """Every case this person may know of, by rubric. Three queries."""
    cases, mine, scored = queries.listed(person), queries.readings_of(person), queries.scored()
    made = []
    for slug, same in groupby(cases, key=lambda one: one.rubric_version.slug):
        of_one = list(same)
        is_blind = any(_is_to_read(one, mine, person) for one in of_one)
        made.append(
            Shelf(
                title=of_one[-1].rubric_version.title,
                lines=[_line(one, mine.get(one.id), person) for one in of_one],
                come_together=None
                if is_blind
                else agreement.in_words(*agreement.before_and_after(scored.get(slug, []))),
            )
        )
    return sorted(made, key=lambda one: one.title)


def reading_areas(case: WrittenCase, form: ReadingForm) -> list[Asked]:
    """What a reader fills in: nothing of what was agreed. Open are those in trouble, else the first."""
    rubric = rubric_of(case.rubric_version)
    return _areas(rubric, asked(case, rubric), form, "evidence")


def agreed_areas(case: WrittenCase, form: DraftForm) -> list[Asked]:
    """Every dimension of the rubric, for its author to agree on a few."""
    rubric = rubric_of(case.rubric_version)
    return _areas(rubric, rubric.dimensions, form, "because")


def result(case: WrittenCase, own: CaseReading | None) -> Result:
    """What was agreed beside one's own reading, and others' in whole groups. One query; for whoever may compare."""
    rubric = rubric_of(case.rubric_version)
    people, counts = queries.in_whole_groups(case)
    found = None if own is None else queries.drift_of(own)
    return Result(
        case=case,
        rubric_title=case.rubric_version.title,
        passed=None if own is None else own.passed,
        lean=None if found is None else lean_in_words(found),
        rule=RULE,
        when=None if own is None else moment(own.handed_in_at),
        people=_people(people),
        axis=axis([(level, "") for level in rubric.levels], rtl=direction() == "rtl"),
        dimensions=[
            Compared(
                id=one.dimension,
                title=rubric.dimension(one.dimension).title,
                agreed=_square(rubric, one.level),
                because=one.because,
                own=None if own is None else _square(rubric, own.levels[at].level),
                evidence="" if own is None else own.levels[at].evidence,
                drift=None if found is None else step_in_words(found.steps[at]),
                is_off=found is not None and found.steps[at] != 0,
                others=_strip(rubric, one.dimension, counts[one.dimension]) if people else None,
            )
            for at, one in enumerate(case.agreed)
        ],
    )


def _is_to_read(case: WrittenCase, mine: Mapping[int, CaseReading], person: Person) -> bool:
    return (
        case.published_at is not None
        and case.retired_at is None
        and case.id not in mine
        and case.written_by_id != person.id
    )


def _line(case: WrittenCase, own: CaseReading | None, person: Person) -> Line:
    chip: Text | None = None
    kind, action = "line", None
    if case.published_at is None:
        words, action = text("Your draft, last changed %(when)s", when=moment(case.written_at)), text("Go on writing")
    elif own is not None:
        words = text("You read it %(when)s", when=moment(own.handed_in_at))
        chip, kind = (text("Passed"), "line") if own.passed else (text("Not passed"), "warn")
    elif case.written_by_id == person.id:
        words = text("You wrote it; published %(when)s", when=moment(case.published_at))
    elif case.retired_at is not None:
        words, chip = text("You have not read it"), text("Retired")
    else:
        words, action = text("Not read yet · about 15 minutes"), text("Read")
    return Line(
        ref=case.ref,
        title=case.title,
        words=words,
        chip=chip,
        chip_kind=kind,
        action=action,
        is_draft=case.published_at is None,
    )


def _areas(rubric: Rubric, dimensions: Sequence[Dimension], form: BaseForm, part: str) -> list[Asked]:
    wrong = [one.id for one in dimensions if form[f"{one.id}-level"].errors or form[f"{one.id}-{part}"].errors]
    shown = wrong or [one.id for one in dimensions[:1]]
    return [
        Asked(
            id=one.id,
            title=one.title,
            meets=one.meets,
            words=_first_words(form[f"{one.id}-{part}"].data or ""),
            steps=[
                Step(step.level, step.word, one.anchors.get(step.level, ""), _colour(rubric, step.level))
                for step in rubric.scale
            ],
            square=_square(rubric, form[f"{one.id}-level"].level),
            is_open=one.id in shown,
        )
        for one in dimensions
    ]


def _first_words(written: str) -> str:
    line = " ".join(written[: 4 * A_FEW_LETTERS].split())
    return line if len(line) <= A_FEW_LETTERS else f"{line[:A_FEW_LETTERS].rsplit(' ', 1)[0]}…"


def _square(rubric: Rubric, level: int | None) -> Square:
    if level is None:
        return Square("no", "", "")
    return Square(_colour(rubric, level), str(level), rubric.word(level))


def _colour(rubric: Rubric, level: int) -> str:
    return colour_class(level, (rubric.levels[0], rubric.levels[-1]))


def _people(people: int) -> Text:
    if not people:
        return text("What others gave shows once four people have read it, then four at a time: never one alone.")
    return count(
        "%(num)d person’s levels, in whole groups of four: never one alone.",
        "%(num)d people’s levels, in whole groups of four: never one alone.",
        people,
    )


def _strip(rubric: Rubric, dimension: str, counts: Counter[int]) -> Markup:
    """One mark a level with how many gave it: nobody's name, and no order."""
    marks = [
        Dot(str(many), say(count("%(num)d person:", "%(num)d people:", many)), level)
        for level, many in sorted(counts.items())
    ]
    strip = Strip(
        scale=(rubric.levels[0], rubric.levels[-1]),
        dots=marks,
        mean=None,
        disputed=False,
        title=rubric.dimension(dimension).title,
    )
    return dots(strip, rtl=direction() == "rtl", say=say)
