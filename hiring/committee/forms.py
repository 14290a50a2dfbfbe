"""The two forms of a packet: the decision, and a dissent from it."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext
from wtforms import RadioField, TextAreaField

from hiring.committee.outcomes import OUTCOME_WORDS, problems
from hiring.web.forms import BaseForm, required
from hiring.web.language import say


class DecisionForm(BaseForm):
    """What was decided and why. The rule of what must be filled in is the verb's own."""

    outcome = RadioField(lazy_gettext("What was decided"), validate_choice=False)
    condition = TextAreaField(lazy_gettext("The condition, if there is one"))
    reasons = TextAreaField(lazy_gettext("Reasons, tied to the dimensions above"))

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        self.outcome.choices = [(outcome, say(words)) for outcome, words in OUTCOME_WORDS.items()]

    def validate(self, extra_validators: Any = None) -> bool:
        is_valid = super().validate(extra_validators)
        found = list(problems(self.outcome.data, reasons=self.reasons.data or "", condition=self.condition.data or ""))
        for field, problem in found:
            self.refuse(problem, field)
        return is_valid and not found


class DissentForm(BaseForm):
    """Why somebody disagrees."""

    reason = TextAreaField(lazy_gettext("Why you disagree"), [required("Write why you disagree.")])
