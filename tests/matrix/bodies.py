"""What is posted where `tests/unsafe_routes.py` has nothing, or speaks of somebody whom this house has no need of."""

from __future__ import annotations

from collections.abc import Mapping

from tests.matrix.world import PASSWORD
from tests.unsafe_routes import IN_THE_GUESTS_ZONE, LETTER, SENDINGS

FOR_ROSA = {"headline": "She repairs systems.", "version": "1"}
BODIES: Mapping[str, Mapping[str, str]] = {
    **IN_THE_GUESTS_ZONE,
    "answers.arrange": {"arrangement": "A break after 30 minutes.", "version": "1"},
    "answers.change_template": LETTER | {"title": "Thanks", "opening": "", "version": "1"},
    "answers.retire_template": {},
    "candidates.merge": {"other": "of nobody"},
    "guests.enter": {},
    "guests.hand_in": {"version": "2"},
    "guests.save": {"headline": "She repairs systems.", "version": "1", "then": "close"},
    "people.become": {"person": "omar"},
    "people.change_password": {"current": PASSWORD, "password": "another wardrobe of lanterns"},
    "people.end_deputy": {},
    "people.mail_link": {"email": "omar@example.org", "purpose": "sign_in"},
    "people.sign_in_with_password": {"email": "omar@example.org", "password": PASSWORD},
    "people.sign_out": {},
    "people.use_link": {},
    "portal.enter": {},
    "portal.ask": {"question": "Why is the seat open?"},
    "portal.ask_for": {"need": "A break after 30 minutes."},
    "portal.pick": {"offer": "of nobody", "time": "of nobody", "then": "pick"},
    "portal.send_file": {},
    "portal.set_clock": {"zone": "Asia/Tokyo"},
    "portal.take_back": {"adjustment": "of nobody"},
    "portal.withdraw": {"sure": "y", "reason": "Another offer."},
    "portal.write": LETTER,
    "portal.tell_about_you": {"gender": "another", "age": "", "disability": "no"},
    "scorecards.typing.autosave": FOR_ROSA
    | {"page": "an-open-page-of-a-form", "client_seq": "1", "revs": "headline:1"},
    "scorecards.typing.ready": {},
    "scorecards.typing.save": FOR_ROSA,
}
ELSEWHERE = {endpoint: one for endpoint, one in SENDINGS.items() if endpoint not in BODIES}
"""What is sent here as everywhere."""
