"""The forms of a ballot: a vote, and a note about a point of the discussion."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext
from wtforms import BooleanField, HiddenField, RadioField, SelectField, TextAreaField

from hiring.ballots import queries
from hiring.ballots.rules import Past, problems
from hiring.models import Packet
from hiring.rubric.answers import VERDICT_WORDS, VERDICTS
from hiring.web.forms import BaseForm, FormData, required
from hiring.web.language import say
from hiring.web.sign_in_state import current_person


class VoteForm(BaseForm):
    """Four words, a reason, and at first that the packet was read. What must be filled in is the verb's own rule.

    `ballot` is the number of the one that the page was about: a page that was left open may meet the next.
    """

    verdict = RadioField(lazy_gettext("Your vote"), validate_choice=False)
    reason = TextAreaField(lazy_gettext("Your reason"))
    has_read = BooleanField(lazy_gettext("I have read the packet"))
    ballot = HiddenField()

    past = Past(None, has_voted=False)

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        self.verdict.choices = [(verdict, say(VERDICT_WORDS[verdict])) for verdict in VERDICTS]

    @classmethod
    def of(cls, *subject: object, formdata: FormData) -> VoteForm:
        """With what its sender has voted so far."""
        packet = subject[0]
        assert isinstance(packet, Packet)
        place = None if formdata else queries.place_of(packet, current_person())
        form = cls(formdata) if place is None else cls(verdict=place.verdict, reason=place.reason)
        form.past = queries.past_of(packet, current_person().id)
        return form

    def validate(self, extra_validators: Any = None) -> bool:
        is_valid = super().validate(extra_validators)
        found = list(
            problems(
                self.verdict.data, reason=self.reason.data or "", has_read=bool(self.has_read.data), past=self.past
            )
        )
        for field, problem in found:
            self.refuse(problem, field)
        return is_valid and not found


class PointForm(BaseForm):
    """One dimension, and what was said of it."""

    point = SelectField(lazy_gettext("Dimension"), validate_choice=False)
    body = TextAreaField(lazy_gettext("What was said"), [required("Write what was said.")])

    @classmethod
    def of(cls, *subject: object, formdata: FormData) -> PointForm:
        """With the dimensions that this packet is about."""
        packet = subject[0]
        assert isinstance(packet, Packet)
        form = cls(formdata)
        form.point.choices = [(key, one.title) for key, one in queries.points_to_note(packet).items()]
        return form
