"""Candidates kept twice: who finds them, what becomes of both, and what stays apart."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from hiring import access
from hiring.candidates.actions import NewCandidate, add_candidate
from hiring.candidates.duplicates import merge, pairs
from hiring.conflicts.actions import name_conflict
from hiring.db import db
from hiring.models import Application, Candidate, Event, Note, Opening, Person, PortalPass
from hiring.openings.actions import add_to_team
from hiring.portal.actions import send_link
from hiring.refusal import Kind, Refusal
from tests.candidates.pairs import a_twin, casey_twice, the_twin
from tests.cast import NOW
from tests.house import House


def name_of(application: Application) -> str:
    return application.candidate.name


def why(house: House, who: str) -> list[tuple[str, str, list[str], str | None]]:
    found = pairs(house.one(Person, who))
    return [
        (one.first.candidate.name, one.second.candidate.name, [str(words) for words in one.why], one.clash)
        for one in found
    ]


def test_pairs_share_an_address_a_number_or_the_words_of_a_name(house: House) -> None:
    with house.changing():
        rita = house.one(Person, "rita")
        a_twin(rita, email="other@example.net", phone="+44 20 7946 0958")
        a_twin(rita, "Head of data", "C. Morgan", phone="0044-20 7946-0958")
        a_twin(rita, "Head of design", "Somebody Else", phone="12")
        assert why(house, "rita") == [
            ("Morgan Casey", "C. Morgan", ["same phone number"], None),
            ("Casey Morgan", "Morgan Casey", ["same name"], None),
        ]
        assert [why(house, who) for who in ("remy", "cleo", "ines", "max", "omar", "adam")] == [[]] * 6


def test_a_misspelt_name_is_found_where_the_employer_is_the_same_and_by_nobody_else(house: House) -> None:
    misspelt = NewCandidate("Kasey Morgen", "Adviser at Brightwell Ltd", email="casey+new@example.net")
    with house.changing():
        rita, remy = house.one(Person, "rita"), house.one(Person, "remy")
        add_candidate(house.one(Opening, "heron"), misspelt, by=remy, now=NOW)
        assert [why(house, who) for who in ("rita", "remy")] == [[], []]
        a_twin(rita, name=misspelt.name, headline=misspelt.headline, email="casey+cv@example.net")
        reasons = ["same mailbox", "nearly the same name, same employer"]
        assert why(house, "rita") == [("Casey Morgan", misspelt.name, reasons, None)]
        assert [why(house, who) for who in ("remy", "cleo", "max", "omar")] == [[]] * 4


def test_nobody_learns_of_somebody_they_do_not_recruit_for(house: House) -> None:
    with house.changing():
        rita, remy, omar = (house.one(Person, who) for who in ("rita", "remy", "omar"))
        add_candidate(house.one(Opening, "heron"), NewCandidate("Casey Morgan"), by=remy, now=NOW)
        twin = a_twin(rita)
        add_to_team(house.one(Opening, "executive"), omar, "recruiter", by=rita, now=NOW)
        name_conflict(twin, rita, kind="relation", reason="", by=rita, now=NOW)
        assert [why(house, who) for who in ("rita", "remy", "omar")] == [[], [], []]


def test_one_is_made_of_two_and_nothing_is_lost(house: House) -> None:
    with house.changing():
        rita, casey = house.one(Person, "rita"), house.one(Application, "casey")
        twin = a_twin(rita, phone="+44 20 7946 0958")
        send_link(casey, base_url="http://localhost", now=NOW)
        passes, other = db.session.scalars(select(PortalPass.application_id)).all(), twin.candidate
        events = db.session.scalars(select(Event.seq).order_by(Event.seq.desc()).limit(1)).one()
        merge(casey, twin, by=rita, now=NOW)
        assert twin.candidate is casey.candidate
        assert (casey.candidate.email, casey.candidate.phone) == ("casey@example.net", "+44 20 7946 0958")
        assert (other.merged_into_id, pairs(rita)) == (casey.candidate_id, [])
        ended = other.id
        assert db.session.scalars(select(PortalPass.application_id)).all() == passes
        note = db.session.scalars(select(Note).order_by(Note.id.desc()).limit(1)).one()
        assert (note.application_id, note.text) == (casey.id, "Also known as: Morgan Casey, +44 20 7946 0958")
        told = db.session.scalars(select(Event.kind).where(Event.seq > events).order_by(Event.seq)).all()
        assert told == ["application.note_written", "candidate.merged"]
    with house.app.app_context():
        assert db.session.scalars(select(Application).where(Application.candidate_id == ended)).all() == []
    found = re.findall(
        r"<bdi>([^<]*)</bdi></a>", house.visitor("rita").get("/search?q=casey+morgan&in=candidates").text
    )
    assert found == ["Casey Morgan", "Casey Morgan"]


def test_what_the_merger_may_not_see_stays_as_it_is(house: House) -> None:
    """And looks to them as if there were nothing."""
    with house.changing():
        rita, remy, casey = house.one(Person, "rita"), house.one(Person, "remy"), house.one(Application, "casey")
        twin = a_twin(rita)
        hidden = add_candidate(house.one(Opening, "heron"), NewCandidate("Casey Morgan"), by=remy, now=NOW)
        hidden.candidate = other = twin.candidate
        db.session.flush()
        merge(casey, twin, by=rita, now=NOW)
        assert (twin.candidate is casey.candidate, hidden.candidate is other, other.merged_into_id) == (
            True,
            True,
            None,
        )
        assert pairs(rita) == []


@pytest.mark.parametrize("is_kept", [True, False])
def test_a_colleague_known_under_one_name_is_known_under_both(house: House, is_kept: bool) -> None:
    with house.changing():
        rita, mona, casey = house.one(Person, "rita"), house.one(Person, "mona"), house.one(Application, "casey")
        twin = a_twin(rita)
        name_conflict(twin, mona, kind="candidate", reason="", by=rita, now=NOW)
        merge(*((twin, casey) if is_kept else (casey, twin)), by=rita, now=NOW)
    with house.app.app_context():
        mona = house.one(Person, "mona")
        assert [access.application(house.ref(name), mona) for name in ("casey", "dana")] == [None, None]


def test_two_applications_in_one_opening_stay_two_candidates(house: House) -> None:
    with house.changing():
        rita, opening = house.one(Person, "rita"), house.one(Opening, "executive")
        again = add_candidate(opening, NewCandidate("Casey Morgan"), by=rita, now=NOW)
        assert why(house, "rita") == [("Casey Morgan", "Casey Morgan", ["same name"], "Chief technology officer")]
        with pytest.raises(Refusal, match="Both are considered for Chief technology officer") as refused:
            merge(house.one(Application, "casey"), again, by=rita, now=NOW)
        assert refused.value.kind is Kind.CONFLICT
    assert "Keep this one" not in house.visitor("rita").get("/candidates/duplicates").text


@pytest.mark.parametrize("who", ["cleo", "remy", "omar"])
def test_only_a_recruiter_of_both_makes_one_of_them(house: House, who: str) -> None:
    casey_twice(house)
    answer = house.visitor(who).post(f"/applications/{house.ref('casey')}/merge", dict(the_twin(house)))
    assert answer.status_code == {"cleo": 403, "remy": 404, "omar": 404}[who]
    with house.changing():
        twin = db.session.scalars(select(Application).filter_by(ref=the_twin(house)["other"])).one()
        add_to_team(
            house.one(Opening, "executive"),
            house.one(Person, "omar"),
            "recruiter",
            by=house.one(Person, "rita"),
            now=NOW,
        )
        with pytest.raises(Refusal, match="recruits for both"):
            merge(house.one(Application, "casey"), twin, by=house.one(Person, "omar"), now=NOW)


def test_who_is_not_there_and_who_is_hidden_get_the_same_answer(house: House) -> None:
    rita = house.visitor("rita")
    said = [
        rita.post(f"/applications/{house.ref('casey')}/merge", {"other": other})
        for other in ("nobody", house.ref("quinn"), "x" * 22)
    ]
    assert {answer.status_code for answer in said} == {409}
    assert len({re.sub(r'value="[^"]*"', "", answer.text) for answer in said}) == 1


def test_the_page_shows_both_and_merges(house: House) -> None:
    casey_twice(house)
    rita, other = house.visitor("rita"), the_twin(house)["other"]
    page = rita.get("/candidates/duplicates").text
    assert re.findall(r'action="/applications/([^/]+)/merge"', page) == [house.ref("casey"), other]
    assert rita.post(f"/applications/{other}/merge", {"other": house.ref("casey")}).status_code == 303
    with house.app.app_context():
        kept = db.session.scalars(select(Application).filter_by(ref=other)).one().candidate
        ended = db.session.scalars(select(Candidate).where(Candidate.name == "Casey Morgan")).one()
        assert (kept.name, ended.merged_into_id) == ("Morgan Casey", kept.id)


def test_thirty_pairs_cost_what_one_costs(house: House) -> None:
    visitor, counted = house.visitor("rita"), []
    for more in (1, 30):
        with house.changing():
            for number in range(more):
                twin = a_twin(house.one(Person, "rita"), f"Head of {more} {number}", f"Twin {more} {number}")
                add_candidate(
                    house.one(Opening, "executive"),
                    NewCandidate(twin.candidate.name),
                    by=house.one(Person, "rita"),
                    now=NOW,
                )
        with house.counting() as sent:
            assert visitor.get("/candidates/duplicates").text.count("Keep this one") == (2 if more == 1 else 62)
        counted.append(len(sent))
    assert counted == [3, 3]
