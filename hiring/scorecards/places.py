"""Where the pages about one seat lead, and the frame they stand in: a colleague's, or those of a zone of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import url_for

from hiring.models import Slot
from hiring.text import Text, text


@dataclass(frozen=True, slots=True)
class Places:
    """`pages` is the blueprint in which a page is found by its usual name, `about` what its address is filled in with.

    An address that is None is not for these readers. `seat` is sent along where no address names it.
    """

    pages: str
    about: Mapping[str, Any]
    layout: str
    mine: str
    mine_is: Text
    brief: str | None
    brief_is: Text
    download: str
    sign_in: str
    application: str | None = None
    help: str | None = None
    is_guests: bool = False
    types_for: str | None = None
    seat: str | None = None

    def to(self, page: str, **more: Any) -> str:
        return url_for(f"{self.pages}.{page}", **self.about, **more)

    def sent_to(self, page: str) -> str:
        """Where a form goes. A page left open must not write on the seat whose link was opened after it."""
        return self.to(page) if self.seat is None else self.to(page, seat=self.seat)

    def file(self, ref: str) -> str:
        return url_for(self.download, attachment=ref)


def for_colleagues(slot: Slot) -> Places:
    """The pages of somebody who is signed in."""
    mine = url_for("loops.mine")
    return Places(
        pages="scorecards",
        about={"slot": slot.ref},
        layout="layouts/staff.html",
        mine=mine,
        mine_is=text("Interviews"),
        brief=url_for("loops.brief", slot=slot.ref),
        brief_is=text("What the others cover"),
        download="candidates.download",
        sign_in=url_for("people.sign_in", next=mine),
        application=url_for("candidates.show", application=slot.interview.application.ref),
        help="/help",
    )


def for_typists(slot: Slot) -> Places:
    """The pages of somebody who types for the one who judges: the form, and nothing around it."""
    mine = url_for("scorecards.typing.mine")
    return Places(
        pages="scorecards.typing",
        about={"typed_slot": slot.ref},
        layout="layouts/staff.html",
        mine=mine,
        mine_is=text("Typing"),
        brief=None,
        brief_is=text("What the others cover"),
        download="candidates.download",
        sign_in=url_for("people.sign_in", next=mine),
        help="/help",
        types_for=slot.person.name,
    )
