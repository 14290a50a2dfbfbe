"""One area of the form: a dimension with its questions, its levels, and what is filled in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from markupsafe import Markup

from hiring.clock import utcnow
from hiring.rubric import Answer, Dimension, Sheet, sure_word, verdict_word
from hiring.scorecards import fragments, queries
from hiring.scorecards.drafts import Clash
from hiring.scorecards.fragments import Option, Question, Square, Talk
from hiring.scorecards.queries import NOT_ASSESSED, TICKED, once_per_sheet
from hiring.text import Text, text
from hiring.web.charts import colour_class
from hiring.web.language import lately

Asks = Callable[[str], bool]
"""Whether a question is for this seat to ask."""
QUOTE = 64
LABELS = {
    "evidence": text("Evidence"),
    "situation": text("Situation"),
    "action": text("Action"),
    "result": text("Result"),
    "level": text("Level"),
    "not_assessed": text("Why could you not assess it?"),
    "red_flag": text("Red flag"),
    "check": text("What should the committee check before deciding?"),
    "verdict": text("Overall"),
    "sure": text("How sure"),
    **queries.SHORT,
    **queries.FULL,
    "private_note": text("Private note to the recruiter"),
}
HINTS = {
    "evidence": text("what you saw and heard"),
    "situation": text("and their task"),
    "action": text("what they did themselves"),
    "result": text("and what changed"),
}
ROWS = {"evidence": 3, "action": 3}
USUAL_ROWS = 2
CHOICES: Mapping[str, Callable[[str], Text]] = {
    "level": lambda _: text("Not assessed"),
    "red_flag": lambda _: text("raised"),
    "verdict": verdict_word,
    "sure": sure_word,
}


@dataclass(frozen=True, slots=True)
class TwoTexts:
    """A field that another page changed meanwhile: its two texts, of which one is to stay."""

    name: str
    sentence: Text
    here: str | Text
    there: str | Text
    value: str


@dataclass(frozen=True, slots=True)
class Box:
    """One text field with what is in it and what is wrong with it."""

    name: str
    label: str
    hint: str
    opening: Markup
    value: str
    error: Text | None
    two_texts: TwoTexts | None


@dataclass(frozen=True, slots=True)
class Area:
    """One dimension of the form."""

    id: str
    title: str
    intro: Markup
    levels: Markup
    level_error: Text | None
    boxes: tuple[Box, ...]
    level_texts: TwoTexts | None
    reason: Box
    is_flagged: bool
    flag_texts: TwoTexts | None
    check: Box
    square: Markup
    words: str
    has_anything: bool
    error: Text | None
    is_open: bool
    is_next: bool


@dataclass(frozen=True, slots=True)
class Filled:
    """What somebody is writing: the fields, what is wrong with them, and where two texts stand against each other."""

    fields: Mapping[str, str]
    errors: Mapping[str, Text]
    refusals: tuple[Text | str, ...] = ()
    clashes: Mapping[str, Clash] = field(default_factory=dict)
    labels: Mapping[str, str | Text] = field(default_factory=dict)
    language: str = field(default_factory=fragments.language)
    now: datetime = field(default_factory=utcnow)

    def box(self, name: str) -> Box:
        part = name.rpartition("-")[2]
        hint, error = HINTS.get(part), self.errors.get(name)
        return Box(
            name=name,
            label=fragments.said(LABELS[part].msgid, self.language),
            hint="" if hint is None else fragments.said(hint.msgid, self.language),
            opening=fragments.opening(name, ROWS.get(part, USUAL_ROWS), has_error=error is not None),
            value=self.fields.get(name, ""),
            error=error,
            two_texts=self.two_texts(name),
        )

    def changed_elsewhere(self, clash: Clash) -> Text:
        return text("You changed this on another device at %(time)s.", time=lately(clash.at, self.now))

    def named_clash(self, name: str) -> Text:
        reason = self.changed_elsewhere(self.clashes[name])
        return text("%(field)s: %(reason)s", field=self.labels[name], reason=reason)

    def two_texts(self, name: str, sheet: Sheet | None = None) -> TwoTexts | None:
        """Both texts of a field that was changed elsewhere meanwhile."""
        clash = self.clashes.get(name)
        if clash is None:
            return None
        return TwoTexts(
            name=name,
            sentence=self.changed_elsewhere(clash),
            here=spoken(name, self.fields.get(name, ""), sheet),
            there=spoken(name, clash.words, sheet),
            value=clash.words,
        )


def area(
    sheet: Sheet,
    one: Dimension,
    filled: Filled,
    answer: Answer,
    *,
    asks: Asks,
    is_done: bool,
    is_shown: bool,
    is_next: bool,
) -> Area:
    """One dimension with what is filled in; open when asked for, wrong, or saved otherwise elsewhere."""
    language = filled.language
    question = _questions(sheet)[one.id]
    evidence = [f"{one.id}-{box}" for box in queries.boxes(sheet, one.id)]
    names = [*evidence, *(f"{one.id}-{part}" for part in ("level", "not_assessed", "red_flag", "check"))]
    error = next((filled.errors[name] for name in names if name in filled.errors), None)
    clash = next((filled.clashes[name] for name in names if name in filled.clashes), None)
    has_anything = any(map(filled.fields.get, names))
    chosen = filled.fields.get(f"{one.id}-level", "")
    return Area(
        id=one.id,
        title=one.title,
        intro=fragments.intro(_talk(one, asks), language),
        levels=fragments.levels(question, chosen, language),
        level_error=filled.errors.get(f"{one.id}-level"),
        boxes=tuple(map(filled.box, evidence)),
        level_texts=filled.two_texts(f"{one.id}-level", sheet),
        reason=filled.box(f"{one.id}-not_assessed"),
        is_flagged=filled.fields.get(f"{one.id}-red_flag") == TICKED,
        flag_texts=filled.two_texts(f"{one.id}-red_flag", sheet),
        check=filled.box(f"{one.id}-check"),
        square=fragments.drawn(square(sheet, answer, is_passed=chosen == NOT_ASSESSED), language),
        words=_state(sheet, answer, is_done=is_done, has_anything=has_anything, language=language),
        has_anything=has_anything,
        error=error or (filled.changed_elsewhere(clash) if clash else None),
        is_open=is_shown or error is not None or clash is not None,
        is_next=is_next,
    )


def _talk(one: Dimension, asks: Asks) -> Talk:
    return Talk(
        id=one.id,
        meets=one.meets,
        own=tuple(question.ask for question in one.questions if asks(question.id)),
        left_to_others=tuple(question.ask for question in one.questions if not asks(question.id)),
    )


@once_per_sheet
def _questions(sheet: Sheet) -> Mapping[str, Question]:
    """What each area wants to know; above five levels, only some have an anchor."""
    return {
        one.id: Question(
            id=one.id,
            options=tuple(
                Option(str(step.level), step.word, one.anchors.get(step.level, ""), _colour(sheet, step.level))
                for step in sheet.rubric.scale
            ),
        )
        for one in sheet.dimensions
    }


def square(sheet: Sheet, answer: Answer, *, is_passed: bool) -> Square:
    """A level with its colour and word, a dash for “not assessed”, or an empty frame."""
    if is_passed:
        return Square("na", "", "Not assessed")
    if answer.level is None:
        return Square("no", "", "Not started")
    return Square(_colour(sheet, answer.level), str(answer.level), sheet.rubric.word(answer.level))


def _colour(sheet: Sheet, level: int) -> str:
    levels = sheet.rubric.levels
    return colour_class(level, (levels[0], levels[-1]))


def _state(sheet: Sheet, answer: Answer, *, is_done: bool, has_anything: bool, language: str) -> str:
    if is_done and answer.level is None:
        return f"{fragments.said('Not assessed', language)} · {_first_words(answer.not_assessed)}"
    if is_done and answer.level is not None:
        return f"{sheet.rubric.word(answer.level)} · “{_first_words(answer.evidence_texts[0])}”"
    words = "Begun, not complete" if has_anything else "Not started · about 2 minutes"
    return fragments.said(words, language)


def _first_words(written: str) -> str:
    line = " ".join(written[: 4 * QUOTE].split())
    return line if len(line) <= QUOTE else f"{line[:QUOTE].rsplit(' ', 1)[0]}…"


def spoken(name: str, value: str, sheet: Sheet | None) -> Text | str:
    """A field's value in words."""
    part = name.rpartition("-")[2]
    if value == "":
        return text("nothing")
    if part == "level" and value != NOT_ASSESSED and sheet is not None:
        return f"{value}, {sheet.rubric.word(int(value))}"
    if part in CHOICES:
        return CHOICES[part](value)
    return value
