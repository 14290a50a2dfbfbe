"""What is wrong with a loop, as its page says it: what is still to settle and what mends it, and what is accepted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hiring.calibration.panel import assessed, few_raters
from hiring.coverage.queries import Loop
from hiring.text import Text, text
from hiring.web.language import day, say
from hiring.workflow.coverage import Finding, Kind
from hiring.workflow.coverage_fix import Fix, fix_of, smallest_fix

ICONS: dict[Kind, str] = {"uncovered": "alert", "repeated": "swap", "hurried": "clock", "overloaded": "clock"}
WHOLE = "all"


@dataclass(frozen=True, slots=True)
class Matter:
    """A finding, the steps that a button takes to mend it, and what the packet says where it is accepted instead."""

    key: str
    title: Text
    words: Text
    kind: str
    icon: str
    steps: Sequence[Text]
    row: str
    told: Text | None
    needs_reason: bool


@dataclass(frozen=True, slots=True)
class Settled:
    """A finding that stays as it is: by whose word, since when and why."""

    key: str
    title: Text
    by: str
    on: str
    reason: str


def whole_fix(loop: Loop) -> Fix:
    """The smallest fix of what nobody accepts."""
    return smallest_fix(loop.matrix, loop.settled)


def fix_for(loop: Loop, key: str) -> Fix | None:
    """What a button with that name would do now; None when there is nothing left to mend."""
    fix = whole_fix(loop)
    if key == WHOLE:
        return fix if fix.steps else None
    finding = loop.unsettled_as(key)
    part = None if finding is None else fix_of(finding, fix)
    return part if part is not None and part.steps else None


def matters_of(loop: Loop, fix: Fix) -> list[Matter]:
    return [_matter(loop, one, fix) for one in loop.unsettled]


def settled_in(loop: Loop) -> list[Settled]:
    found = [(one, loop.accepted[one.key]) for one in loop.settled]
    return [Settled(one.key, one.title, kept.by.name, day(kept.at), kept.reason) for one, kept in found]


def _matter(loop: Loop, finding: Finding, fix: Fix) -> Matter:
    return Matter(
        key=finding.key,
        title=finding.title,
        words=finding.words,
        kind="bad" if finding.is_bad else "warn",
        icon=ICONS.get(finding.kind, "info"),
        steps=[step.words for step in fix_of(finding, fix).steps] if finding.area or finding.kind == "hurried" else [],
        row=finding.area,
        told=_told(loop, finding),
        needs_reason=finding.is_bad,
    )


def _told(loop: Loop, finding: Finding) -> Text | None:
    """What the packet says, in the packet's own words."""
    words = None
    if finding.kind == "single_view":
        words = few_raters(loop.matrix.views(finding.area))
    elif finding.kind == "uncovered":
        words = assessed(0, len(loop.matrix.row(finding.area)))
    return None if words is None else text("If you accept it, the packet will say “%(words)s”.", words=say(words))
