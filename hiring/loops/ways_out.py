"""Forms that end a seat or a whole interview: calling off, declining, handing over, and what did not take place."""

from __future__ import annotations

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import SelectField, TextAreaField
from wtforms.fields import SelectChoice

from hiring.days_off import away_at
from hiring.loops.successors import successors_for
from hiring.models import Person, Slot
from hiring.web.forms import BaseForm, FormData, VersionedForm, required
from hiring.web.sign_in_state import current_person


class CancelForm(VersionedForm):
    """Calling an interview off needs no words, but the page must be of today."""


class DeclineForm(BaseForm):
    """Giving a seat back, with a reason for the recruiters, or over to a colleague."""

    reason = TextAreaField(_("Why can you not hold it?"), [required("Write why, so that somebody else can be found.")])
    colleague = SelectField(_("Who holds it instead?"), default="")

    successors: dict[str, Person]

    @classmethod
    def of(cls, *subject: object, formdata: FormData) -> DeclineForm:
        (slot,) = subject
        assert isinstance(slot, Slot)
        form, reader = cls(formdata), current_person()
        if reader.id != slot.person_id:
            form.reason.label.text = gettext("Why can %(name)s not hold it?", name=slot.person.name)
        form.successors = {one.ref: one for one in successors_for(reader, slot)}
        unknown = SelectChoice("", gettext("The recruiter finds somebody"))
        form.colleague.choices = [unknown, *(SelectChoice(ref, one.name) for ref, one in form.successors.items())]
        if formdata is None:
            form.colleague.data = _cover(slot)
        return form


class NotHeldForm(BaseForm):
    """Saying that an interview did not take place takes one button; why is welcome."""

    reason = TextAreaField(_("What happened?"))


def _cover(slot: Slot) -> str:
    """Whom its holder has named to cover, if they are away on that day."""
    absence = away_at([slot.person], slot.interview.starts_at).get(slot.person_id)
    return "" if absence is None or absence.cover is None else absence.cover.ref
