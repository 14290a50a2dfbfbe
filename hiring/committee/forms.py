"""The forms around a decision: to record it, to second or withdraw one against the rule, and what is added later."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext
from wtforms import HiddenField, RadioField, SelectMultipleField, TextAreaField
from wtforms.widgets import CheckboxInput, ListWidget

from hiring.committee.decisions import dimensions_of
from hiring.committee.outcomes import OUTCOME_WORDS, Resolution, problems
from hiring.committee.rule import rule_said
from hiring.models import Packet
from hiring.text import Text, text
from hiring.web.forms import BaseForm, FormData, required
from hiring.web.language import say
from hiring.web.sign_in_state import current_person

SETTLED_WORDS: dict[str, Text] = {"yes": text("The condition is met"), "no": text("The condition is not met")}


class DecisionForm(BaseForm):
    """What was decided and why. The rule of what must be filled in is the verb's own."""

    outcome = RadioField(lazy_gettext("What was decided"), validate_choice=False)
    condition = TextAreaField(lazy_gettext("The condition, if there is one"))
    dimensions = SelectMultipleField(
        lazy_gettext("The reasons rest on"),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        validate_choice=False,
    )
    reasons = TextAreaField(lazy_gettext("Reasons, tied to the dimensions above"))
    against_rule = TextAreaField(lazy_gettext("Why you go ahead although the rule does not"))

    @classmethod
    def of(cls, *subject: object, formdata: FormData) -> DecisionForm:
        packet = subject[0]
        assert isinstance(packet, Packet)
        return cls(formdata, packet=packet)

    def __init__(self, formdata: FormData = None, *, packet: Packet, **values: Any) -> None:
        super().__init__(formdata, **values)
        self._packet = packet
        self.outcome.choices = [(outcome, say(words)) for outcome, words in OUTCOME_WORDS.items()]
        self.dimensions.choices = list(dimensions_of(packet).items())

    @property
    def resolution(self) -> Resolution:
        return Resolution(
            self.outcome.data,
            self.reasons.data or "",
            tuple(self.dimensions.data or ()),
            condition=self.condition.data or "",
            against_rule=self.against_rule.data or "",
        )

    def validate(self, extra_validators: Any = None) -> bool:
        is_valid = super().validate(extra_validators)
        if self._packet.decision is not None:
            return is_valid  # the verb says so: nothing else about it matters any more
        said = rule_said(self._packet, current_person())
        found = list(problems(self.resolution, dimensions=dimensions_of(self._packet), rule_said=said))
        for field, problem in found:
            self.refuse(problem, field)
        return is_valid and not found


class ProposalForm(BaseForm):
    """Which proposal somebody had before them as they seconded or withdrew it."""

    proposal = HiddenField(validators=[required("Say which proposal it is.")])


class DissentForm(BaseForm):
    """Why somebody disagrees."""

    reason = TextAreaField(lazy_gettext("Why you disagree"), [required("Write why you disagree.")])


class SettlementForm(BaseForm):
    """How a condition came out, and how that was found out."""

    came_out = RadioField(lazy_gettext("How the condition came out"), validate_choice=False)
    finding = TextAreaField(lazy_gettext("How it was found out"), [required("Write how it was found out.")])

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        self.came_out.choices = [(answer, say(words)) for answer, words in SETTLED_WORDS.items()]

    def validate(self, extra_validators: Any = None) -> bool:
        is_valid = super().validate(extra_validators)
        if self.came_out.data not in SETTLED_WORDS:
            self.refuse(text("Choose how the condition came out."), "came_out")
            return False
        return is_valid


class LaterWordForm(BaseForm):
    """A later word on a decision."""

    later_word = TextAreaField(lazy_gettext("A note to the decision"), [required("Write what is to be added.")])
