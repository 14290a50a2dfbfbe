"""One's own judging in words: what is sure is said, and where too little is known, that."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from markupsafe import Markup

from hiring.calibration.habit import band
from hiring.calibration.points import signed, unsigned
from hiring.mirror.queries import OwnCard, Picture
from hiring.mirror.together import Told
from hiring.text import Text, count, text
from hiring.web import caterpillar
from hiring.web.charts import Estimate
from hiring.web.language import direction, say

HOUR = timedelta(hours=1)
FEWEST_CARDS = 5


@dataclass(frozen=True, slots=True)
class Line:
    """One habit: what it is, and how it is with this person."""

    label: Text
    words: Text
    drawing: Markup | None = None


@dataclass(frozen=True, slots=True)
class Habits:
    """How somebody rates by one rubric, as of when."""

    title: str
    made_at: datetime
    candidates: Text
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class MirrorPage:
    """Everything on the page."""

    habits: tuple[Habits, ...]
    own: tuple[Line, ...]
    told: Text


def mirror_page(
    pictures: Sequence[Picture], cards: Sequence[OwnCard], second_votes: Sequence[bool], told: Told
) -> MirrorPage:
    """Put it into words."""
    return MirrorPage(
        habits=tuple(_habits(one) for one in pictures),
        own=(
            Line(text("In time"), _in_time(cards)),
            Line(text("Changed later"), _changed(cards)),
            Line(text("Second votes"), _voted_again(second_votes)),
        ),
        told=_told(told),
    )


def _habits(one: Picture) -> Habits:
    scale = one.rubric.levels[0], one.rubric.levels[-1]
    return Habits(
        title=one.rubric.title,
        made_at=one.made_at,
        candidates=count(
            "from %(num)d finished candidate", "from %(num)d finished candidates", one.figures["candidates"]
        ),
        lines=tuple(_lines(one.figures, scale)),
    )


def _lines(found: dict[str, Any], scale: tuple[int, int]) -> Iterator[Line]:
    yield Line(text("Low or high"), _severity(found), _drawn(found, scale))
    yield Line(text("Use of the scale"), _slope(found))
    yield Line(text("Levels that move together"), _together(found))
    yield Line(text("Agreement with others"), _near(found))


def _severity(found: dict[str, Any]) -> Text:
    words = {"low": signed(found["low"]), "high": signed(found["high"]), "by": unsigned(found["severity"])}
    if found["label"] == "severe":
        return text(
            "You usually give %(by)s points less than others would: four times in five %(low)s to %(high)s.", **words
        )
    if found["label"] == "lenient":
        return text(
            "You usually give %(by)s points more than others would: four times in five %(low)s to %(high)s.", **words
        )
    return text(
        "Nothing sure: four times in five you are between %(low)s and %(high)s points from what others would give.",
        **words,
    )


def _drawn(found: dict[str, Any], scale: tuple[int, int]) -> Markup:
    estimate = Estimate(found["severity"], found["low"], found["high"])
    return caterpillar.line(
        estimate,
        band=band(scale),
        reach=caterpillar.reach_of([estimate], band(scale)),
        is_clear=found["label"] is not None,
        label=say(_severity(found)),
        rtl=direction() == "rtl",
    )


def _slope(found: dict[str, Any]) -> Text:
    if found["slope"] is None:
        return text("Too little is known to say.")
    becomes = unsigned(found["slope"])
    if found["slope_label"] == "middle":
        return text("You keep to the middle: one point between candidates becomes %(points)s with you.", points=becomes)
    if found["slope_label"] == "ends":
        return text("You keep to the ends: one point between candidates becomes %(points)s with you.", points=becomes)
    return text("About as others: one point between candidates becomes %(points)s with you.", points=becomes)


def _together(found: dict[str, Any]) -> Text:
    if found["together"] is None:
        return text("Too little is known to say.")
    words = {"share": _percent(found["together"]), "usual": _percent(found["together_usual"])}
    if found["moves_together"]:
        return text(
            "More than usual: about %(share)s of what makes your levels differ is common to the whole interview; "
            "%(usual)s is usual. Judge one dimension at a time.",
            **words,
        )
    return text("No more than usual: about %(share)s; %(usual)s is usual.", **words)


def _near(found: dict[str, Any]) -> Text:
    if found["near"] is None:
        return text("Too little is known to say.")
    return text(
        "About %(share)s of your levels lie within a point of what others gave on average; %(usual)s is usual.",
        share=_percent(found["near"]),
        usual=_percent(found["near_usual"]),
    )


def _percent(share: float) -> str:
    return f"{share:.0%}"


def _in_time(cards: Sequence[OwnCard]) -> Text:
    if len(cards) < FEWEST_CARDS:
        return _too_few_cards(len(cards))
    late = sorted(card.handed_in_at - card.due_at for card in cards if card.handed_in_at > card.due_at)
    if not late:
        return text("All of your %(num)s scorecards came in time.", num=len(cards))
    return count(
        "%(num)d of your %(of)s scorecards came late, by %(hours)s hours.",
        "%(num)d of your %(of)s scorecards came late, half of them by more than %(hours)s hours.",
        len(late),
        of=len(cards),
        hours=f"{late[len(late) // 2] / HOUR:.0f}",
    )


def _changed(cards: Sequence[OwnCard]) -> Text:
    if len(cards) < FEWEST_CARDS:
        return _too_few_cards(len(cards))
    changed = [card for card in cards if card.is_changed]
    if not changed:
        return text("You have changed none of your scorecards after handing them in.")
    return count(
        "You changed %(num)d scorecard after handing it in, %(after)s of them after seeing what others wrote.",
        "You changed %(num)d scorecards after handing them in, %(after)s of them after seeing what others wrote.",
        len(changed),
        after=sum(card.saw_others for card in changed),
    )


def _voted_again(second_votes: Sequence[bool]) -> Text:
    if not second_votes:
        return text("You have not voted twice on anybody yet.")
    return count(
        "You voted twice on %(num)d candidate, and changed your vote on %(changed)s.",
        "You voted twice on %(num)d candidates, and changed your vote on %(changed)s.",
        len(second_votes),
        changed=sum(second_votes),
    )


def _too_few_cards(number: int) -> Text:
    if number == 0:
        return text("You have handed in no scorecard yet.")
    return count(
        "You have handed in %(num)d scorecard: too few to say.",
        "You have handed in %(num)d scorecards: too few to say.",
        number,
    )


def _told(told: Told) -> Text:
    if not told.number:
        return text("Too few have said anything yet. It is told once three people have, and only together.")
    return count(
        "Of %(num)d answer by %(people)s people, %(helped)s said that it helped, %(in_part)s in part, %(not)s not.",
        "Of %(num)d answers by %(people)s people, %(helped)s said that it helped, %(in_part)s in part, %(not)s not.",
        told.number,
        people=len(told.people),
        helped=told.answers["helped"],
        in_part=told.answers["in_part"],
        **{"not": told.answers["did_not_help"]},
    )
