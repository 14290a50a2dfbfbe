"""The receipt of a card: every layer of it, with the seal, the time, and the rubric it was made from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from flask import render_template
from flask.typing import ResponseReturnValue

from hiring import access
from hiring.clock import utcnow
from hiring.models import Amendment, Scorecard, Slot
from hiring.policy import Permission
from hiring.scorecards import amending, bp, queries
from hiring.scorecards.heads import head
from hiring.scorecards.layers import answers_in
from hiring.scorecards.places import Places, for_colleagues
from hiring.scorecards.summaries import Summary, summarise
from hiring.text import Text, text
from hiring.web.guard import allow
from hiring.web.sign_in_state import current_person

SHORT_SEAL = 12
BEFORE = text("Changed before seeing others")
AFTER = text("Changed after seeing others")


@dataclass(frozen=True, slots=True)
class Layer:
    """What a card said from one moment on, and why it says so; the first has no reason."""

    card: Summary
    at: datetime
    seal: str
    reason: str
    marked: Text | None
    saw_others: bool = False


@bp.get("/scorecards/<ref:slot>/receipt")
@allow(Permission.SCORECARD_RECEIPT, on=access.slot)
def receipt(slot: Slot) -> ResponseReturnValue:
    return show(slot, for_colleagues(slot))


def show(slot: Slot, at: Places) -> str:
    """The receipt for its author. Guests have no page to change a card on."""
    reader, card = current_person(), queries.own_card(slot, current_person())
    return render_template(
        "scorecards/receipt.html",
        head=head(slot, reader, queries.companions(slot), utcnow(), at),
        layers=list(layers(slot, card)),
        rubric=slot.rubric_version,
        rubric_seal=card.rubric_sha256[:SHORT_SEAL],
        had_read_earlier_rounds=card.had_read_earlier_rounds,
        saw_others_at=card.saw_others_at,
        typed_by=None if card.typed_by is None else card.typed_by.name,
        is_practice=card.is_practice,
        is_imported=card.imported_at is not None,
        may_change=not at.is_guests and amending.why_not(slot, card) is None,
    )


def layers(slot: Slot, card: Scorecard) -> Iterator[Layer]:
    """The last word first."""
    sheet = queries.sheet_of(slot)
    for one in reversed(card.amendments):
        summary = summarise(sheet, answers_in(one.content))
        yield Layer(
            summary,
            one.at,
            one.content_sha256[:SHORT_SEAL],
            one.reason,
            _mark(one),
            saw_others=one.first_saw_others_at is not None,
        )
    first = summarise(sheet, queries.answers_on(card))
    yield Layer(first, card.handed_in_at, card.content_sha256[:SHORT_SEAL], "", None)


def _mark(amendment: Amendment) -> Text:
    return BEFORE if amendment.first_saw_others_at is None else AFTER
