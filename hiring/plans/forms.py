"""What is typed about a plan: a stage with all a plan file says of it, its place, and why anything changes."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Self, cast

from flask import request
from werkzeug.exceptions import NotFound
from wtforms import (
    BooleanField,
    HiddenField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.widgets import CheckboxInput, ListWidget

from hiring.models import Opening
from hiring.openings.queries import current_revision
from hiring.plans import particulars, queries
from hiring.rubrics.queries import rubric_of
from hiring.text import text
from hiring.web.forms import BaseForm, FormData, required
from hiring.web.language import say
from hiring.workflow import kinds
from hiring.workflow.gates import gates_of
from hiring.workflow.plan import Decider, Plan, Stage
from hiring.workflow.revising import Spot
from hiring.workflow.words import DECIDED_BY, WHO, round_title

CARDS = {
    "none": text("No scorecard"),
    "short": text("A short one: verdict and three lines"),
    "full": text("A full one"),
}
USUAL_PERSPECTIVE = {
    "recruiter": "peer",
    "executive": "executive",
    "hiring_manager": "executive",
    "peer": "peer",
    "future_report": "report",
    "adviser": "adviser",
}
OWN_ROUND = "+"
"""Stands where a stage would: no id of a stage looks like it."""


def on_one_line(typed: str | None) -> str | None:
    return None if typed is None else " ".join(typed.split())


def ticks(label: str, **more: Any) -> SelectMultipleField:
    return SelectMultipleField(
        label,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        validate_choice=False,  # the plan itself says what it cannot take
        **more,
    )


@dataclass(frozen=True, slots=True)
class Asked:
    """The stage that an address names, in the newest plan."""

    number: int
    plan: Plan
    stage: Stage


def stage_asked(opening: Opening, stage_id: str) -> Asked:
    """Raises NotFound where the newest plan has no such stage."""
    revision = current_revision(opening.id)
    plan = queries.whole_plan(revision)
    if all(stage.id != stage_id for stage in plan.stages):
        raise NotFound
    return Asked(revision.number, plan, plan.stage(stage_id))


class ReasonForm(BaseForm):
    """A change of the plan: `version` is the number of the revision that the page showed."""

    version = HiddenField()
    reason = TextAreaField("Why the plan changes", validators=[required("Write why the plan changes.")])

    @property
    def seen(self) -> int:
        given = self.version.data or ""
        return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else 0


class PlaceForm(ReasonForm):
    """Where a stage stands."""

    spot = SelectField("Place", validators=[required("Choose a place.")], validate_choice=False)

    @classmethod
    def of(cls, *subject: object, formdata: FormData) -> Self:
        asked = _asked(subject)
        form = cls(formdata, version=str(asked.number))
        form.spot.choices = [("", say(text("Choose a place"))), *_spots(asked.plan, but=asked.stage.id)]
        return form

    def chosen(self) -> Spot:
        return _spot(str(self.spot.data))


class StageForm(ReasonForm):
    """A stage of a kind. What is asked depends on the kind and the opening, so a form is made for each."""

    of_kind: str
    title = StringField("Name", validators=[required("Write a name for the stage.")])
    purpose = TextAreaField("What it is for", [required("Write what the stage is for.")], filters=[on_one_line])
    who = ticks("Who meets the candidate", validators=[required("Choose who meets the candidate.")])
    minutes = StringField("Minutes", default="0")
    limit_days = StringField("Days at most", default="7")
    card = SelectField("Scorecard", default="none", validate_choice=False)
    shows = ticks("Dimensions to show")
    gates = ticks("Before somebody leaves it")
    series = BooleanField("Several talks")
    tells_candidate = TextAreaField("What the candidate is told", filters=[on_one_line])

    @property
    def particulars(self) -> list[Any]:
        return [self[name] for name in particulars.names(self)]

    def validate_minutes(self, field: StringField) -> None:
        _refuse_no_number(field, "Write a whole number of minutes, such as 45.")

    def validate_limit_days(self, field: StringField) -> None:
        _refuse_no_number(field, "Write a whole number of days, such as 7.")

    def said(self) -> dict[str, Any]:
        """The stage as a plan file would write it, but for its id."""
        return {
            "title": self.title.data,
            "purpose": self.purpose.data,
            "who": self.who.data,
            "minutes": int(self.minutes.data or 0),
            "limit_days": int(self.limit_days.data or 0),
            "card": self.card.data,
            "shows": self.shows.data,
            "gates": self.gates.data,
            "series": bool(self.series.data),
            "tells_candidate": self.tells_candidate.data or None,
            "with": particulars.said(self, self.of_kind),
        }


class ChangeForm(StageForm):
    """A stage that stands in the plan; its kind, rubric and whether it answers as a group stay."""

    stage: Stage

    @classmethod
    def of(cls, *subject: object, formdata: FormData) -> Self:
        asked = _asked(subject)
        stage = asked.stage
        made = type(cls.__name__, (cls,), {**particulars.fields_of(stage.kind), "of_kind": stage.kind, "stage": stage})
        same = {"title", "purpose", "who", "card", "shows", "gates", "series"}
        form = made(
            formdata,
            version=str(asked.number),
            minutes=str(stage.minutes),
            limit_days=str(stage.limit_days),
            tells_candidate=stage.tells_candidate or "",
            **stage.model_dump(mode="json", include=same),
            **particulars.typed(stage.with_),
        )
        return cast("Self", _offered(form, subject, has_rubric=stage.rubric is not None))

    def said(self) -> dict[str, Any]:
        who = _in_order(self.who.data, self.stage.who)
        had = cast("Mapping[str, str]", self.stage.perspective)
        asked = {role: had.get(role) or USUAL_PERSPECTIVE.get(role) for role in who}
        return super().said() | {
            "who": who,
            "shows": _in_order(self.shows.data, self.stage.shows),
            "gates": _in_order(self.gates.data, self.stage.gates),
            "perspective": {
                role: side for role, side in asked.items() if side and (role in had or role not in self.stage.who)
            },
        }


class AddForm(StageForm):
    """A stage that the plan does not have yet."""

    kind = HiddenField()
    spot = SelectField("Place", validators=[required("Choose a place.")], validate_choice=False)
    decides = SelectField("Who decides a round of its own", default="recruiter", validate_choice=False)
    collective = BooleanField("Its scorecards are shown as a group of four or more, never one by one")

    @classmethod
    def of(cls, *subject: object, formdata: FormData) -> Self:
        kind = str(request.values.get("kind", "interview"))
        if kind not in kinds.known():
            raise NotFound
        (opening,) = subject
        assert isinstance(opening, Opening)
        revision = current_revision(opening.id)
        made = type(cls.__name__, (cls,), {**particulars.fields_of(kind), "of_kind": kind})
        form = made(formdata, version=str(revision.number), kind=kind)
        form.spot.choices = [("", say(text("Choose a place"))), *_spots(queries.whole_plan(revision), own_rounds=True)]
        form.decides.choices = [(role, say(words)) for role, words in DECIDED_BY.items()]
        return cast("Self", _offered(form, subject))

    def chosen(self) -> Spot:
        return _spot(str(self.spot.data), cast("Decider", self.decides.data))

    def said(self) -> dict[str, Any]:
        perspective = {role: USUAL_PERSPECTIVE[role] for role in self.who.data if role in USUAL_PERSPECTIVE}
        more = {"kind": self.of_kind, "collective": bool(self.collective.data), "perspective": perspective}
        return super().said() | more


def _asked(subject: tuple[object, ...]) -> Asked:
    (opening,) = subject
    assert isinstance(opening, Opening)
    return stage_asked(opening, str((request.view_args or {})["stage"]))


def _offered(form: StageForm, subject: tuple[object, ...], *, has_rubric: bool = False) -> StageForm:
    """Fill in what can be chosen. A stage with a rubric of its own asks all of it, and nothing of the opening's."""
    (opening,) = subject
    assert isinstance(opening, Opening)
    form.who.choices = [(role, say(words)) for role, words in WHO.items()]
    form.card.choices = [(card, say(words)) for card, words in CARDS.items()]
    form.gates.choices = [(name, say(gate.words)) for name, gate in gates_of(form.of_kind).items()]
    dimensions = () if has_rubric else rubric_of(opening.rubric_version).dimensions
    form.shows.choices = [(one.id, one.title) for one in dimensions]
    return form


def _in_order(chosen: Collection[str], was: Collection[str]) -> list[str]:
    """What stays as it stood, then what is new: the same ticks are no change."""
    return [*(one for one in was if one in chosen), *(one for one in chosen if one not in was)]


def _spots(plan: Plan, *, but: str | None = None, own_rounds: bool = False) -> Iterator[tuple[str, str]]:
    """Every place a stage can have: first in a round, behind each stage of it, in a round of its own after it."""
    for one in plan.rounds:
        title = round_title(one.id)
        if one.stages != (but,):
            yield f"{one.id}:", say(text("%(round)s: first", round=title))
        for stage_id in one.stages:
            if stage_id != but:
                words = text("%(round)s: after “%(stage)s”", round=title, stage=plan.stage(stage_id).title)
                yield f"{one.id}:{stage_id}", say(words)
        if own_rounds:
            yield f"{one.id}:{OWN_ROUND}", say(text("A round of its own, after %(round)s", round=title))


def _spot(chosen: str, decides: Decider = "recruiter") -> Spot:
    round_id, _, after = chosen.partition(":")
    return Spot(round_id, decides=decides) if after == OWN_ROUND else Spot(round_id, after or None)


def _refuse_no_number(field: StringField, words: str) -> None:
    given = field.data or ""
    if not (given.isascii() and given.isdigit() and len(given) < 5):
        raise ValidationError(words)
