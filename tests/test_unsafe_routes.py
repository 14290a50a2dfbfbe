"""Every address that takes a post: nothing is taken without its token, and nothing twice. Who may is for the matrix."""

from __future__ import annotations

import pytest

from hiring.refs import new_ref
from tests.house import House
from tests.unsafe_routes import SENDINGS, address, body, contents, files

pytestmark = pytest.mark.no_cover  # each line it walks over is covered by a test that looks closer

TAKEN = {200, 303}
UNKEYED = {
    "calendars.end_address",
    "calendars.forget_busy",
    "calendars.make_address",
    "people.deactivate",
    "people.sign_out_others",
    "scorecards.autosave",
    "scorecards.typing.autosave",
}


@pytest.mark.parametrize("endpoint", [*SENDINGS])
def test_without_its_token_nothing_is_taken(house: House, endpoint: str) -> None:
    sending = SENDINGS[endpoint]
    sending.before(house)
    before = contents(house)
    visitor = house.visitor(min(sending.who, default="rita"))
    for token in ({}, {"csrf_token": ""}, {"csrf_token": house.visitor("omar").token()}):
        answer = visitor.client.post(address(house, endpoint), data={**body(house, endpoint), **token})
        assert answer.status_code == 400
    assert contents(house) == before


@pytest.mark.parametrize("endpoint", [name for name, one in SENDINGS.items() if one.who])
def test_sent_twice_has_one_effect_and_one_answer(house: House, endpoint: str) -> None:
    sending = SENDINGS[endpoint]
    sending.before(house)
    visitor, fields = house.visitor(min(sending.who)), body(house, endpoint)
    keyed = {} if endpoint in UNKEYED else {"key": new_ref()}
    first = visitor.post(address(house, endpoint), {**fields, **keyed})
    once = contents(house)
    second = visitor.post(address(house, endpoint), {**fields, **files(endpoint), **keyed})
    assert first.status_code in TAKEN
    if keyed:
        assert (second.status_code, second.headers.get("Location")) == (first.status_code, first.headers["Location"])
        assert contents(house) == once
