"""Deciding in the browser: what is asked, what a second person sees, what is kept when somebody else was faster."""

from __future__ import annotations

import re
from html import unescape

import pytest
from sqlalchemy import select

from hiring.ballots.actions import open_ballot
from hiring.db import db
from hiring.models import Decision, Packet, Person, Proposal, Reading
from tests.cast import NOW
from tests.committee.test_decisions import IF, decided, ends, noel_below_the_bar, proposed
from tests.house import House

SENT = {"outcome": "go_ahead", "dimensions": ["strategy-and-focus", "business-and-finance"], "reasons": "Two episodes."}
AGAINST = {**SENT, "against_rule": "She was ill that day."}


def below_the_bar(house: House) -> str:
    with house.changing():
        return f"/packets/{noel_below_the_bar(house).ref}"


def waiting(house: House) -> tuple[str, str]:
    with house.changing():
        packet, proposal = proposed(house)
        return f"/packets/{packet.ref}", proposal.ref


def part(html: str) -> str:
    """What the page says of the decision."""
    return " ".join(
        unescape(re.sub(r"<[^>]+>", " ", html.split('id="decision"')[1].split("</section>", maxsplit=1)[0])).split()
    )


def test_the_form_asks_what_the_reasons_rest_on(house: House) -> None:
    url = f"/packets/{house.ref('dana-packet')}"
    max_ = house.visitor("max")
    page = max_.get(url).text
    assert page.count('name="dimensions"') == 8
    assert 'name="against_rule"' not in page, "the rule is met"
    empty = max_.post(f"{url}/decision", {"outcome": "stop", "reasons": "No."})
    assert empty.status_code == 422
    assert "Tick at least one dimension that the reasons rest on." in empty.text
    assert max_.post(f"{url}/decision", SENT).status_code == 303
    said = part(house.visitor("mona").get(url).text)
    assert "Reasons Strategy and focus, Business and finance" in said
    assert "the rule read “met”" in said


def test_against_the_rule_the_reason_is_asked_beside_its_field(house: House) -> None:
    url = below_the_bar(house)
    max_ = house.visitor("max")
    assert "The rule reads “not met”. Needed only if you go ahead." in part(max_.get(url).text)
    refused = max_.post(f"{url}/decision", SENT)
    assert refused.status_code == 422
    assert 'id="against_rule-error"' in refused.text
    assert "Two episodes." in refused.text
    with house.app.app_context():
        assert db.session.scalars(select(Proposal)).all() == []


def test_a_proposal_waits_and_is_seconded(house: House) -> None:
    url = below_the_bar(house)
    max_, mona = house.visitor("max"), house.visitor("mona")
    assert max_.post(f"{url}/decision", AGAINST).status_code == 303
    for name in ("rita", "cleo", "mona"):
        said = part(house.visitor(name).get(url).text)
        assert "Proposed, against the rule: Go ahead" in said
        assert "She was ill that day." in said
        assert ("Second it: record the decision" in said) is (name != "rita")
    assert "Second it" not in part(max_.get(url).text)
    with house.app.app_context():
        fields = {"proposal": db.session.scalars(select(Proposal.ref)).one()}
    assert max_.post(f"{url}/decision/second", fields).status_code == 409
    assert mona.post(f"{url}/decision/second", fields).status_code == 303
    said = part(house.visitor("cleo").get(url).text)
    assert "Max Oyelaran , seconded by Mona Lindgren" in said
    assert "the rule read “not met”" in said
    late = house.visitor("cleo").post(f"{url}/decision/second", fields)
    assert late.status_code == 409
    assert "has recorded a decision" in late.text


@pytest.mark.parametrize(
    ("name", "second", "withdraw"),
    [("cleo", 303, 403), ("mona", 303, 403), ("rita", 403, 403), ("max", 409, 303), ("omar", 404, 404)],
)
def test_who_seconds_and_who_withdraws(house: House, name: str, second: int, withdraw: int) -> None:
    url, ref = waiting(house)
    visitor = house.visitor(name)
    assert visitor.post(f"{url}/decision/withdraw", {"proposal": ref}).status_code == withdraw
    if withdraw != 303:
        assert visitor.post(f"{url}/decision/second", {"proposal": ref}).status_code == second


def test_a_withdrawn_proposal_leaves_the_form_behind(house: House) -> None:
    url, ref = waiting(house)
    house.visitor("max").post(f"{url}/decision/withdraw", {"proposal": ref})
    late = house.visitor("mona").post(f"{url}/decision/second", {"proposal": ref})
    assert late.status_code == 409
    assert "This proposal has been withdrawn or decided since. Read what stands here now." in late.text
    assert "Record the decision" in part(house.visitor("max").get(url).text)


@pytest.mark.parametrize("what", ["ballot", "end"])
def test_whoever_decides_too_early_or_too_late_keeps_what_they_typed(house: House, what: str) -> None:
    url = f"/packets/{house.ref('dana-packet')}"
    with house.changing():
        packet = house.one(Packet, "dana-packet")
        if what == "ballot":
            open_ballot(packet, by=house.one(Person, "max"), now=NOW)
        else:
            ends(house, packet.application)
    max_ = house.visitor("max")
    assert "Record decision" not in max_.get(url).text
    refused = max_.post(f"{url}/decision", SENT)
    assert refused.status_code == 409
    assert "Two episodes.</textarea>" in refused.text
    with house.app.app_context():
        assert db.session.scalars(select(Decision)).all() == []


def test_whoever_proposes_a_moment_later_keeps_what_they_typed(house: House) -> None:
    url, _ref = waiting(house)
    late = house.visitor("max").post(f"{url}/decision", {**AGAINST, "reasons": "My own words."})
    assert late.status_code == 409
    assert "waits for a second person" in late.text
    assert "My own words.</textarea>" in late.text
    assert late.text.count('id="decision-h"') == 1


def test_a_condition_is_open_until_it_is_settled(house: House) -> None:
    url = f"/packets/{house.ref('dana-packet')}"
    with house.changing():
        decided(house, IF)
    assert "The condition open" in part(house.visitor("mona").get(url).text)
    assert "Settle the condition" not in house.visitor("mona").get(url).text
    rita = house.visitor("rita")
    half = rita.post(f"{url}/settlement", {"came_out": "perhaps", "finding": "Two peers said so."})
    assert half.status_code == 422
    assert "Choose how the condition came out." in half.text
    assert "Two peers said so." in half.text
    assert rita.post(f"{url}/settlement", {"came_out": "no", "finding": "One would not say."}).status_code == 303
    assert rita.post(f"{url}/settlement", {"came_out": "yes", "finding": "Both say so."}).status_code == 409
    said = part(house.visitor("mona").get(url).text)
    assert "The condition is not met Rita Moreau" in said
    assert "One would not say." in said
    assert house.visitor("mona").post(f"{url}/settlement", {"came_out": "yes", "finding": "Hm."}).status_code == 403


def test_a_note_is_added_below(house: House) -> None:
    url = f"/packets/{house.ref('dana-packet')}"
    with house.changing():
        decided(house)
    cleo = house.visitor("cleo")
    assert cleo.post(f"{url}/notes", {"later_word": " "}).status_code == 422
    assert cleo.post(f"{url}/notes", {"later_word": "She starts in March."}).status_code == 303
    assert "Note: Cleo Adeyemi" in part(house.visitor("max").get(url).text)
    assert house.visitor("ines").post(f"{url}/notes", {"later_word": "Hm."}).status_code == 404


def test_reading_the_minutes_is_remembered(house: House) -> None:
    house.visitor("mona").get(f"/packets/{house.ref('dana-packet')}/minutes?as=csv")
    with house.app.app_context():
        assert db.session.scalars(select(Reading.what)).all() == ["minutes"]


def test_whoever_dissents_twice_still_has_what_they_typed(house: House) -> None:
    with house.changing():
        packet = decided(house).packet.ref
    mona = house.visitor("mona")
    answers = [mona.post(f"/packets/{packet}/dissent", {"reason": words}) for words in ("Too soon.", "Far too soon.")]
    assert [answer.status_code for answer in answers] == [303, 409]
    assert answers[1].text.count("Far too soon.") == 1
