"""A plan: the rounds and stages one opening takes its candidates through, as people write it in YAML."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field

from hiring.documents import Document, DocumentError, Identifier, Line, Problem, Switch, Whole, read, validate
from hiring.text import Text, text
from hiring.workflow import kinds
from hiring.workflow.fields import Identifiers, Keys, Minutes
from hiring.workflow.kinds import StageKind
from hiring.workflow.sense import faults

Decider = Literal["recruiter", "hiring_manager", "chair"]
Who = Literal["recruiter", "executive", "hiring_manager", "peer", "future_report", "adviser", "committee"]
Perspective = Literal["executive", "peer", "report", "adviser"]
Card = Literal["full", "short", "none"]


class Round(Keys):
    """Stages whose scorecards stay independent of each other, ended by somebody's decision."""

    id: Identifier
    decides: Decider
    stages: Annotated[Identifiers, Field(min_length=1)]


class Stage(Keys):
    """One step of the way: who meets the candidate about what, for how long, and what must be there before it is left.

    `rubric` names a small rubric of the stage's own. Without one the scorecard asks about the opening's rubric: the
    dimensions under `shows`, or all of them when none is named there.
    """

    id: Identifier
    kind: Line
    title: Line
    purpose: Line
    who: Annotated[tuple[Who, ...], Field(min_length=1)]
    perspective: dict[Who, Perspective] = {}
    rubric: Line | None = None
    shows: Identifiers = ()
    exercises: Identifiers = ()
    card: Card = "none"
    series: Switch = False
    with_: dict[str, Any] = Field({}, alias="with")
    minutes: Minutes = 0
    limit_days: Annotated[Whole, Field(ge=1, le=366)]
    gates: tuple[Line, ...] = ()
    tells_candidate: Line | None = None
    collective: Switch = False

    @cached_property
    def own(self) -> Keys:
        """What stands under `with:`, as the keys that the stage's kind declares."""
        return kinds.known()[self.kind].keys.model_validate(self.with_)


class Plan(Keys):
    """One version of a plan. Stages stand in the order walked; each belongs to exactly one round."""

    plan: Identifier
    version: Annotated[Whole, Field(ge=1, le=9999)]
    title: Line
    rounds: Annotated[tuple[Round, ...], Field(min_length=1, max_length=50)]
    stages: Annotated[tuple[Stage, ...], Field(min_length=1, max_length=50)]

    @property
    def reference(self) -> str:
        """The plan and its version, `executive@1`."""
        return f"{self.plan}@{self.version}"

    @property
    def file_name(self) -> str:
        """What the plan's file must be called."""
        return f"{self.plan}.v{self.version}.yaml"

    def stage(self, stage_id: str) -> Stage:
        """The stage of that id. Raises LookupError."""
        return self.stages[self.position(stage_id)]

    def position(self, stage_id: str) -> int:
        """The stage's place in the order walked, from 0. Raises LookupError."""
        for place, stage in enumerate(self.stages):
            if stage.id == stage_id:
                return place
        raise LookupError(f"{self.reference} has no stage {stage_id}")

    def round_of(self, stage_id: str) -> Round:
        """The round that a stage belongs to. Raises LookupError."""
        for round_ in self.rounds:
            if stage_id in round_.stages:
                return round_
        raise LookupError(f"{self.reference} has no round with a stage {stage_id}")

    def problems_with(self, dimensions: Collection[str], rubrics: Collection[str]) -> tuple[Text, ...]:
        """Where this plan does not suit an opening: its rubric's dimension ids, and all known rubrics as `slug@n`."""
        unknown_rubrics = [
            text("“%(stage)s” uses %(rubric)s, a rubric not known here.", stage=stage.title, rubric=stage.rubric)
            for stage in self.stages
            if stage.rubric is not None and stage.rubric not in rubrics
        ]
        unknown_dimensions = [
            text("“%(stage)s” shows “%(name)s”, which is no dimension of the rubric.", stage=stage.title, name=name)
            for stage in self.stages
            for name in stage.shows
            if name not in dimensions
        ]
        return (*unknown_rubrics, *unknown_dimensions)


def parse(source: bytes | str, name: str) -> Plan:
    """A plan from its YAML. Raises DocumentError with every fault found."""
    return checked(read(source, name))


def checked(document: Document) -> Plan:
    """A plan from what a file or a form says. Raises DocumentError with every fault found."""
    problems = list(_problems_under_with(document))
    try:
        plan = validate(document, Plan, faults)
    except DocumentError as error:
        raise DocumentError([*error.problems, *problems]) from None
    if problems:
        raise DocumentError(problems)
    return plan


def _problems_under_with(document: Document) -> Iterator[Problem]:
    stages = document.data.get("stages")
    for place, stage in enumerate(stages if isinstance(stages, list) else ()):
        if isinstance(stage, dict) and isinstance(stage.get("with", {}), dict):
            kind = kinds.known().get(str(stage.get("kind")))
            if kind is not None:
                yield from _problems_of_kind(document, place, kind)


def _problems_of_kind(document: Document, place: int, kind: StageKind) -> Iterator[Problem]:
    path = ("stages", place, "with")
    written = document.data["stages"][place].get("with", {})
    if written and not kind.keys.model_fields:
        yield document.problem(path, text("A stage of the kind %(kind)s has no keys of its own here.", kind=kind.name))
        return
    inside = {whole[3:]: position for whole, position in document.positions.items() if whole[:3] == path}
    around = document.positions[path[:2]]
    try:
        validate(Document(document.name, written, {(): around, **inside}), kind.keys)
    except DocumentError as error:
        for problem in error.problems:
            yield replace(problem, path=f"stages[{place}].with.{problem.path}")


def load(path: Path) -> Plan:
    """The plan in a file, whose name says which one it is. Raises DocumentError, also when there is no such file."""
    try:
        source = path.read_bytes()
    except OSError:
        raise DocumentError([Problem(str(path), 1, 1, "", text("This file cannot be read. Is it there?"))]) from None
    plan = parse(source, str(path))
    if path.name != plan.file_name:
        message = text("Call this file %(name)s, or change “plan” or “version”.", name=plan.file_name)
        raise DocumentError([Problem(str(path), 1, 1, "", message)])
    return plan


def plans(directory: Path) -> dict[str, Plan]:
    """Every plan of a folder by reference, `executive@1`. Raises DocumentError with the faults of all its files."""
    found: dict[str, Plan] = {}
    problems: list[Problem] = []
    for path in sorted(directory.glob("*.yaml")):
        try:
            plan = load(path)
        except DocumentError as error:
            problems += error.problems
        else:
            found[plan.reference] = plan
    if problems:
        raise DocumentError(problems)
    return found


def newest(known: Mapping[str, Plan], slug: str) -> Plan | None:
    """The plan of that name with the highest version."""
    return max((plan for plan in known.values() if plan.plan == slug), key=lambda plan: plan.version, default=None)


def check(paths: Iterable[Path]) -> list[Problem]:
    """Everything wrong in these files and folders of files."""
    problems: list[Problem] = []
    for path in paths:
        try:
            plans(path) if path.is_dir() else load(path)
        except DocumentError as error:
            problems += error.problems
    return problems


def show(plan: Plan) -> str:
    """A plan as a page of plain text."""
    lines = [f"{plan.title} ({plan.reference})"]
    for round_ in plan.rounds:
        lines += ["", f"Round {round_.id}, decided by {round_.decides.replace('_', ' ')}"]
        lines += [line for stage_id in round_.stages for line in _show_stage(plan.stage(stage_id))]
    return "\n".join(lines) + "\n"


def _show_stage(stage: Stage) -> Iterator[str]:
    who = ", ".join(role.replace("_", " ") for role in stage.who)
    yield f"  {stage.title}: {stage.minutes} min with {who}, left after {stage.limit_days} d at most"
    yield f"    {stage.purpose}"
    if stage.card != "none":
        asks = stage.rubric or ", ".join(stage.shows) or "the whole rubric"
        yield f"    Scorecard ({stage.card}{', shown as a group' if stage.collective else ''}): {asks}"
    if stage.gates:
        yield f"    Waits for: {', '.join(gate.replace('_', ' ') for gate in stage.gates)}"
