"""Every address that takes a post, found by walking the URL map: who may not changes nothing, whoever sends it."""

from __future__ import annotations

import pytest

from hiring.refs import new_ref
from tests.cast import PEOPLE
from tests.house import House
from tests.unsafe_routes import IN_THE_GUESTS_ZONE, PUBLIC, SENDINGS, address, body, contents, files

UNSAFE = {"POST", "PUT", "PATCH", "DELETE"}
NO = {403, 404}
TAKEN = {200, 303}
UNKEYED = {"people.deactivate", "people.sign_out_others", "scorecards.autosave", "scorecards.typing.autosave"}
NOT_THEIRS = {
    "omar": ("executive", "heron", "casey", "dana", "noel", "quinn", "casey-interview", "casey-ivan", "dana-packet"),
    "remy": ("executive", "casey", "dana", "noel", "casey-interview", "casey-ines", "casey-ivan", "dana-packet"),
    "rita": ("heron", "quinn", "casey-ines", "casey-ivan", "dana-ines"),
    "cleo": ("heron", "quinn", "casey-ines", "casey-ivan", "dana-ines"),
    "ivan": ("casey-ines", "dana-ines", "noel", "quinn", "executive", "casey-interview", "dana-packet"),
    "max": ("casey", "noel", "heron", "casey-interview"),
    "adam": ("executive", "casey", "casey-interview", "casey-ivan", "dana-packet"),
}


def test_every_unsafe_route_is_declared_here(house: House) -> None:
    """A new one fails this until `tests/unsafe_routes.py` says who may use it and with what."""
    rules = house.app.url_map.iter_rules()
    assert {rule.endpoint for rule in rules if UNSAFE & (rule.methods or set())} == (
        SENDINGS.keys() | PUBLIC | IN_THE_GUESTS_ZONE.keys()
    )


@pytest.mark.parametrize("endpoint", [name for name, one in SENDINGS.items() if one.who])
def test_whoever_may_can(house: House, endpoint: str) -> None:
    """What is refused below is refused for who sends it, not for what is sent."""
    SENDINGS[endpoint].before(house)
    before = contents(house)
    answer = house.visitor(min(SENDINGS[endpoint].who)).post(address(house, endpoint), body(house, endpoint))
    assert answer.status_code in TAKEN, answer.text
    assert contents(house) != before


@pytest.mark.parametrize("endpoint", SENDINGS)
def test_whoever_may_not_changes_nothing(house: House, endpoint: str) -> None:
    sending = SENDINGS[endpoint]
    sending.before(house)
    before, wrong = contents(house), {}
    for who in sorted(PEOPLE.keys() - sending.who):
        answer = house.visitor(who).post(address(house, endpoint), body(house, endpoint))
        if answer.status_code not in NO or (who == "omar" and sending.about and answer.status_code != 404):
            wrong[who] = answer.status_code
    answer = house.visitor().post(address(house, endpoint), body(house, endpoint))
    if answer.status_code != 401:
        wrong["nobody"] = answer.status_code
    # a committee's chair cannot dissent from their own decision: a verb's no, which is a 409
    assert {who: status for who, status in wrong.items() if (endpoint, who) != ("committee.dissent", "max")} == {}
    assert contents(house) == before


@pytest.mark.parametrize("who", NOT_THEIRS)
def test_what_is_somebody_elses_is_not_there(house: House, who: str) -> None:
    before, visitor, wrong = contents(house), house.visitor(who), []
    unknown = {}
    for endpoint, sending in SENDINGS.items():
        if sending.about is None or endpoint == "people.deactivate":
            continue
        unknown[endpoint] = visitor.post(address(house, endpoint, new_ref()), body(house, endpoint)).data
        for name in NOT_THEIRS[who]:
            answer = visitor.post(address(house, endpoint, house.ref(name)), body(house, endpoint))
            if answer.status_code != 404 or answer.data != unknown[endpoint]:
                wrong.append((endpoint, name, answer.status_code))
    assert wrong == []
    assert contents(house) == before


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
