"""Handing in, from the form to the receipt, as one interviewer does it and nobody else can."""

from __future__ import annotations

import gzip
import re
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from hiring.db import db
from hiring.models import Draft, Event, Outgoing, Rating, Scorecard, Slot
from hiring.refs import new_ref
from tests.cast import NOW
from tests.house import House, Visitor
from tests.scorecards.cards import complete, the_slot

CARD = "/scorecards/{}"


def form_url(house: House, seat: str = "casey-ivan") -> str:
    return f"/scorecards/{house.ref(seat)}"


def draft_of(house: House, seat: str = "casey-ivan") -> dict[str, str] | None:
    with house.app.app_context():
        slot = house.one(Slot, seat)
        return None if slot.draft is None else slot.draft.fields


def version_of(page: str) -> str:
    return re.findall(r'name="version" value="(\d+)"', page)[0]


def hand_in(visitor: Visitor, url: str, **extra: str) -> object:
    page = visitor.get(f"{url}/review").text
    return visitor.post(f"{url}/review", {"version": version_of(page), "key": new_ref(), **extra})


def test_from_the_form_to_the_receipt(house: House) -> None:
    ivan, url = house.visitor("ivan"), form_url(house)
    assert ivan.get(url).status_code == 200
    with house.app.app_context():
        typed = complete(the_slot(house), words="Rebuilt the on-call rota in a week.")
    saved = ivan.post(url, {"version": "1", "then": "review", **typed})
    assert (saved.status_code, saved.location) == (303, f"{url}/review")
    review = ivan.get(saved.location)
    assert review.status_code == 200
    sent = hand_in(ivan, url)
    assert (sent.status_code, sent.location) == (303, f"{url}/receipt")
    receipt = ivan.get(f"{url}/receipt")
    assert receipt.status_code == 200
    assert "Rebuilt the on-call rota in a week." in receipt.text
    assert ivan.get(url).location == f"{url}/receipt"
    assert ivan.get(f"{url}/review").location == url
