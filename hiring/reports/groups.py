"""How groups of candidates get on, as the page and the file show it: what the worker stored, put into words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import select

from hiring.db import db
from hiring.group_questions import QUESTIONS, Question
from hiring.models import StoredReport
from hiring.results import release
from hiring.results.release import FEWEST, KIND
from hiring.results.steps import titled
from hiring.text import Text, count, text
from hiring.web.language import day, say

HEAD = (
    *("question", "period", "made_on", "applications", "step", "group", "entered", "passed", "rate"),
    *("compared_with", "ratio", "ratio_low", "ratio_high", "four_fifths"),
)
VERDICTS: Mapping[str, Text] = {
    "adverse": text("Under four fifths: look closer"),
    "not adverse": text("Not under four fifths"),
    "too few to say": text("Too few to say"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One group at one step."""

    group: Text
    entered: int
    passed: str
    rate: str
    compared: Text | None
    verdict: Text
    is_adverse: bool


@dataclass(frozen=True, slots=True)
class StepPart:
    """One step of a period, and all that may be told of it."""

    title: Text
    lines: tuple[Line, ...]
    remarks: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class PeriodPart:
    """One period, or all of them together."""

    title: Text
    steps: tuple[StepPart, ...]


@dataclass(frozen=True, slots=True)
class QuestionPart:
    """One question: its periods, newest first, and what is still to come."""

    id: str
    title: Text
    periods: tuple[PeriodPart, ...]
    ahead: Text


@dataclass(frozen=True, slots=True)
class Made:
    """One stored period."""

    number: int
    made_at: datetime
    content: Mapping[str, Any]

    @property
    def is_told(self) -> bool:
        return bool(self.content["rows"])


def stored() -> dict[str, list[Made]]:
    """By question every period that was made, newest first. One query."""
    found: dict[str, list[Made]] = {question.id: [] for question in QUESTIONS}
    rows = db.session.execute(
        select(StoredReport.subject, StoredReport.number, StoredReport.made_at, StoredReport.content)
        .where(StoredReport.kind == KIND)
        .order_by(StoredReport.number.desc())
    )
    for subject, *made in rows:
        found[subject].append(Made(*made))
    return found


def parts(made: Mapping[str, Sequence[Made]]) -> tuple[QuestionPart, ...]:
    """What the page shows."""
    return tuple(
        QuestionPart(
            question.id, question.title, tuple(_periods(question, made[question.id])), _ahead(made[question.id])
        )
        for question in QUESTIONS
    )


def cells(made: Mapping[str, Sequence[Made]]) -> Iterator[tuple[object, ...]]:
    """The same numbers as rows of a file."""
    for question in QUESTIONS:
        told = [one for one in made[question.id] if one.is_told]
        if len(told) > 1:
            people = sum(one.content["people"] for one in told)
            yield from _cells(question, told[0].content["together"], "all", told[0].made_at, people)
        for one in told:
            yield from _cells(question, one.content["rows"], str(one.number), one.made_at, one.content["people"])


def _periods(question: Question, made: Sequence[Made]) -> Iterator[PeriodPart]:
    told = [one for one in made if one.is_told]
    if len(told) > 1:
        people = sum(one.content["people"] for one in told)
        title = count("All periods: %(num)d application", "All periods: %(num)d applications", people)
        yield PeriodPart(title, tuple(_steps(question, told[0].content["together"])))
    for one in told:
        title = count(
            "%(num)d application that had ended by %(day)s",
            "%(num)d applications that had ended by %(day)s",
            one.content["people"],
            day=_dated(one.made_at),
        )
        yield PeriodPart(title, tuple(_steps(question, one.content["rows"])))


def _ahead(made: Sequence[Made]) -> Text:
    size = release.period_size(sum(not one.is_told for one in made))
    if not made:
        return text("Nothing is said yet. The first count is made when %(size)d applications have ended.", size=size)
    if not made[0].is_told:
        return text(
            "Of the last %(people)d applications nothing can be said that would not tell of single people. They are "
            "left out for good; the next count is made when %(size)d more have ended.",
            people=made[0].content["people"],
            size=size,
        )
    return text("The next count is made when %(size)d more applications have ended.", size=size)


def _steps(question: Question, rows: Sequence[Mapping[str, Any]]) -> Iterator[StepPart]:
    for (first, last), of_step in groupby(rows, key=lambda row: (row["first"], row["last"])):
        lines = list(of_step)
        few = next((row for row in lines if row["few"]), None)
        yield StepPart(
            titled(first, last),
            tuple(_line(question, row, few) for row in lines),
            tuple(_remarks(question, few, lines)),
        )


def _line(question: Question, row: Mapping[str, Any], few: Mapping[str, Any] | None) -> Line:
    return Line(
        group=question.choices[row["group"]],
        entered=row["entered"],
        passed=_passed(row),
        rate="–" if row["passed"] is None else _percent(row["passed"] / row["entered"]),
        compared=_compared(question, row),
        verdict=_verdict(row, few),
        is_adverse=row["verdict"] == "adverse",
    )


def _passed(row: Mapping[str, Any]) -> str:
    if row["passed"] is not None:
        return str(row["passed"])
    return say(text("fewer than %(fewest)d", fewest=FEWEST) if row["few"] else text("hidden"))


def _verdict(row: Mapping[str, Any], few: Mapping[str, Any] | None) -> Text:
    if row["verdict"] is not None:
        return VERDICTS[row["verdict"]]
    return text("Passed most often") if few is None else text("Hidden, because another group is so small")


def _compared(question: Question, row: Mapping[str, Any]) -> Text | None:
    if row["ratio"] is None:
        return None
    said = {"ratio": _percent(row["ratio"]), "group": question.choices[row["reference"]]}
    if row["low"] is None or row["high"] is None:
        return text("%(ratio)s as often as “%(group)s”", **said)
    return text(
        "%(ratio)s as often as “%(group)s” (%(low)s to %(high)s)",
        low=_percent(row["low"]),
        high=_percent(row["high"]),
        **said,
    )


def _remarks(question: Question, few: Mapping[str, Any] | None, lines: Sequence[Mapping[str, Any]]) -> Iterator[Text]:
    if few is not None:
        yield text(
            "Of all %(entered)d shown here, %(passed)d got past it; of “%(group)s” fewer than %(fewest)d.",
            entered=sum(row["entered"] for row in lines),
            passed=few["all_passed"],
            group=question.choices[few["group"]],
            fewest=FEWEST,
        )
    shown = {row["group"] for row in lines}
    hidden = ", ".join(say(words) for group, words in question.choices.items() if group not in shown)
    if hidden:
        yield text("Too few to say: %(groups)s.", groups=hidden)


def _cells(
    question: Question, rows: Sequence[Mapping[str, Any]], period: str, made_at: datetime, people: int
) -> Iterator[tuple[object, ...]]:
    for row in rows:
        yield (
            *(question.id, period, made_at.date().isoformat(), people, str(titled(row["first"], row["last"]))),
            *(row["group"], row["entered"], _passed(row)),
            "" if row["passed"] is None else f"{row['passed'] / row['entered']:.3f}",
            row["reference"] or "",
            *("" if row[name] is None else f"{row[name]:.3f}" for name in ("ratio", "low", "high")),
            row["verdict"] or "",
        )


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %"


def _dated(moment: datetime) -> str:
    return f"{day(moment)} {moment.year}"
