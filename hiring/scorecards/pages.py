"""What the form shows: everything is decided here, so that the template only lays it out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from markupsafe import Markup

from hiring.models import Attachment
from hiring.rubric import SURE, VERDICTS, Exercise, Sheet, sure_word, verdict_meaning, verdict_word
from hiring.scorecards import areas, fragments, queries
from hiring.scorecards.areas import Area, Asks, Box, Filled, TwoTexts
from hiring.scorecards.fragments import Option, Square
from hiring.scorecards.heads import Head
from hiring.scorecards.heard import Heard
from hiring.scorecards.queries import NOT_ASSESSED
from hiring.text import Text

VERDICT_COLOURS = dict(zip(VERDICTS, ("r1", "r2", "r4", "r5"), strict=True))


@dataclass(frozen=True, slots=True)
class Problem:
    """A line of the error summary; without an address it is about the whole page."""

    href: str | None
    words: Text | str


@dataclass(frozen=True, slots=True)
class Opened:
    """What this open page knows of the draft: hidden fields that it sends back, and what it shows but nobody saved."""

    page: str
    version: int
    was: str
    revs: str
    unsaved: str


@dataclass(frozen=True, slots=True)
class FormPage:
    """The form with all that is in it."""

    head: Head
    opened: Opened
    areas: tuple[Area, ...]
    done: int
    of: int
    percent: int
    next_area: str | None
    verdicts: tuple[Option, ...]
    verdict: str
    verdict_error: Text | None
    verdict_texts: TwoTexts | None
    verdict_square: Markup
    sures: tuple[Option, ...]
    sure: str
    sure_error: Text | None
    sure_texts: TwoTexts | None
    lines: tuple[Box, ...]
    private_note: Box
    can_save: bool
    errors: tuple[Problem, ...]
    files: Sequence[Attachment]
    exercises: tuple[Exercise, ...]
    red_flags: tuple[str, ...]
    heard: Heard | None = None
    is_practice: bool = False


def form_page(
    head: Head,
    sheet: Sheet,
    filled: Filled,
    *,
    asks: Asks,
    opened: Opened,
    area: str | None,
    can_save: bool,
    files: Sequence[Attachment],
) -> FormPage:
    """The form. Open are the areas with errors, and the one asked for or else the next that is not complete."""
    answers = queries.answers_of(sheet, filled.fields)
    dimensions = queries.asked(sheet)
    blank = {problem.field.rpartition("-")[0] for problem in sheet.problems(answers)}
    following = next((one.id for one in dimensions if one.id in blank), None)
    is_refused = bool(filled.errors or filled.refusals)
    shown = area or (None if is_refused else following)
    done = sum(one.id not in blank for one in dimensions)
    verdict = filled.fields.get("verdict", "")
    held = tuple(map(sheet.rubric.exercise, sheet.exercises))
    return FormPage(
        head=head,
        opened=opened,
        areas=tuple(
            areas.area(
                sheet,
                one,
                filled,
                answers.dimensions[one.id],
                asks=asks,
                is_done=one.id not in blank,
                is_shown=one.id == shown,
                is_next=one.id == following,
            )
            for one in dimensions
        ),
        done=done,
        of=len(dimensions),
        percent=100 * done // max(1, len(dimensions)),
        next_area=following,
        verdicts=tuple(Option(one, verdict_word(one), verdict_meaning(one), VERDICT_COLOURS[one]) for one in VERDICTS),
        verdict=verdict,
        verdict_error=filled.errors.get("verdict"),
        verdict_texts=filled.two_texts("verdict"),
        verdict_square=fragments.drawn(_verdict_square(verdict), filled.language),
        sures=tuple(Option(one, sure_word(one), "") for one in SURE),
        sure=filled.fields.get("sure", ""),
        sure_error=filled.errors.get("sure"),
        sure_texts=filled.two_texts("sure"),
        lines=tuple(
            replace(filled.box(name), label=fragments.said(label.msgid, filled.language))
            for name, label in queries.lines(sheet).items()
        ),
        private_note=filled.box("private_note"),
        can_save=can_save,
        errors=(
            *(Problem(None, words) for words in filled.refusals),
            *(Problem(_address(name, sheet), words) for name, words in filled.errors.items()),
            *(Problem(f"#keep-{name}-here", filled.named_clash(name)) for name in filled.clashes),
        ),
        files=files,
        exercises=held,
        red_flags=tuple(flag.text for flag in sheet.rubric.red_flags),
    )


def errors_of(sheet: Sheet, fields: Mapping[str, str]) -> dict[str, Text]:
    """What keeps the card from being handed in, by the field where it is mended."""
    errors: dict[str, Text] = {}
    for problem in sheet.problems(queries.answers_of(sheet, fields)):
        dimension, _, part = problem.field.rpartition("-")
        lacks_reason = part == "level" and fields.get(problem.field) == NOT_ASSESSED
        errors.setdefault(f"{dimension}-not_assessed" if lacks_reason else problem.field, problem.message)
    return errors


def _verdict_square(verdict: str) -> Square:
    if verdict not in VERDICTS:
        return Square("no", "", "Not started")
    return Square(VERDICT_COLOURS[verdict], "✓", verdict_word(verdict).msgid)


def _address(name: str, sheet: Sheet) -> str:
    """The id of the control: a group of radio buttons is entered at its first."""
    first = {"level": str(sheet.rubric.levels[0]), "verdict": VERDICTS[0], "sure": SURE[0]}
    part = name.rpartition("-")[2]
    return f"#{name}-{first[part]}" if part in first else f"#{name}"
