"""A rubric as plain text, for the command line."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import indent

from hiring.rubric.model import Dimension, Exercise, Rubric


def show(rubric: Rubric) -> str:
    """What interviewers look for: scale, dimensions with their anchors and questions, red flags, exercises, rule."""
    return "\n".join(_lines(rubric)) + "\n"


def _lines(rubric: Rubric) -> Iterator[str]:
    yield f"{rubric.title} ({rubric.reference})"
    if rubric.profile:
        yield rubric.profile.purpose
    yield ""
    yield "Scale: " + ", ".join(f"{step.level} {step.word}" for step in rubric.scale)
    for dimension in rubric.dimensions:
        yield ""
        yield from _lines_of_dimension(dimension, rubric)
    yield from _section("Red flags", [flag.text for flag in rubric.red_flags])
    yield from _section("Exercises", [_describe(exercise, rubric) for exercise in rubric.exercises])
    if rubric.decision:
        yield from _section("Decision", [f"{rubric.decision.rule}, each seen by {rubric.decision.quorum} or more"])
    yield from _section("Ramp", [f"day {goal.day}: {goal.goal} ({goal.measure})" for goal in rubric.ramp])


def _lines_of_dimension(dimension: Dimension, rubric: Rubric) -> Iterator[str]:
    facts: list[str] = [dimension.importance]
    if dimension.must_have and dimension.floor is not None:
        facts.append(f"must-have, at least {dimension.floor} {rubric.word(dimension.floor)}")
    yield f"{dimension.title} [{dimension.id}]: {', '.join(facts)}"
    yield indent(dimension.meets, "  ")
    for level, anchor in sorted(dimension.anchors.items()):
        yield f"  {level} {rubric.word(level)}: {anchor}"
    for question in dimension.questions:
        yield f"  ? {question.ask}"


def _section(title: str, entries: list[str]) -> Iterator[str]:
    if entries:
        yield ""
        yield title
        yield from (f"  - {entry}" for entry in entries)


def _describe(exercise: Exercise, rubric: Rubric) -> str:
    shows = ", ".join(rubric.dimension(shown).title for shown in exercise.shows)
    tools = "AI tools allowed" if exercise.ai_allowed else "no AI tools"
    place = "take-home, " if exercise.take_home else ""
    return f"{exercise.title} ({place}{exercise.minutes.from_}–{exercise.minutes.to} minutes, {tools}): {shows}"
