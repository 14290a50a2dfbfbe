"""Forms of coverage: one place of the matrix, one finding, and briefs on their way."""

from __future__ import annotations

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import HiddenField, RadioField, SelectMultipleField, TextAreaField, ValidationError
from wtforms.fields import SelectChoice
from wtforms.widgets import CheckboxInput, ListWidget

from hiring.text import text
from hiring.web.forms import BaseForm, FormData
from hiring.workflow.coverage import Area, Cell, Place


class SeenForm(BaseForm):
    """Carries what the page was made from."""

    seen = HiddenField()


class CellForm(SeenForm):
    """One seat and one area: what it does about it. “auto” leads where nobody does, and is a second view elsewhere."""

    cell = HiddenField()
    part = RadioField(_("Part"), default="auto", validate_choice=False)
    asks = SelectMultipleField(
        _("Asks"), widget=ListWidget(prefix_label=False), option_widget=CheckboxInput(), validate_choice=False
    )

    def __init__(self, formdata: FormData = None, **values: object) -> None:
        super().__init__(formdata, **values)
        self.part.choices = [
            SelectChoice("leads", gettext("Leads: plans the questions")),
            SelectChoice("second", gettext("Second view: listens for it")),
            SelectChoice("none", gettext("Does not ask about it")),
        ]

    @classmethod
    def at(cls, place: Place, area: Area, cell: Cell, *, seen: str) -> CellForm:
        """The form for one place as it stands."""
        part = "leads" if cell.leads else "second"
        form = cls(cell=".".join(place), part=part, asks=list(cell.asks), seen=seen)
        form.asks.choices = [SelectChoice(one.id, one.words) for one in area.questions]
        return form

    @property
    def place(self) -> Place:
        area, _dot, seat = (self.cell.data or "").partition(".")
        return area, seat

    def validate_part(self, field: RadioField) -> None:
        if field.data not in ("auto", "leads", "second", "none"):
            raise ValidationError(text("Choose one of the three."))


class FindingForm(SeenForm):
    """What is done about a finding, or about all of them: mend what can be, accept it as it is, or take it up again."""

    finding = HiddenField()
    deed = HiddenField(default="mend")
    reason = TextAreaField(_("Why it may stay so"))

    def validate_deed(self, field: HiddenField) -> None:
        if field.data not in ("mend", "accept", "take_up"):
            raise ValidationError(text("Mend it, accept it, or take it up again."))


class SendForm(BaseForm):
    """The briefs go out. Without all must-haves covered a reason is asked for."""

    reason = TextAreaField(_("Why nobody covers it"))
