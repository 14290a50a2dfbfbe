"""Calling somebody in a note: who can be called, who hears of it, and until when it waits."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from hiring.access import may_still_receive
from hiring.candidates.actions import write_note
from hiring.candidates.mentions import CALLED, handle_of, handles, waiting_for
from hiring.conflicts.actions import name_conflict
from hiring.db import db
from hiring.models import Application, Mention, Note, Opening, Outgoing, Person
from hiring.openings.actions import remove_from_team
from hiring.refusal import Kind, Refusal
from tests.cast import DAY, NOW
from tests.house import House, World


@pytest.fixture
def world(sqlite_world: World) -> World:
    """Nothing here depends on the database."""
    return sqlite_world


def people(*names: str) -> list[Person]:
    return [Person(name=name) for name in names]


def test_a_first_name_is_enough_where_nobody_shares_it() -> None:
    there = people("Rita Moreau", "Zoë Okafor", "Zoë Lund", "O’Brien")
    assert [handle_of(one, there) for one in there] == ["rita", "zoe.okafor", "zoe.lund", "o"]
    assert sorted(handles(there)) == ["o", "o.brien", "rita", "rita.moreau", "zoe.lund", "zoe.okafor"]


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("@rita look", ["rita"]),
        ("Ask @rita.moreau, or (@Cléo)!", ["rita.moreau", "Cléo"]),
        ("mail rita@example.org or x/@y", []),
        ("@@rita @ rita", []),
        ("", []),
    ],
)
def test_addresses_are_no_calls(words: str, names: list[str]) -> None:
    assert CALLED.findall(words) == names


def call(house: House, words: str, by: str = "rita", about: str = "casey") -> Note:
    return write_note(house.one(Application, about), words, by=house.one(Person, by), now=NOW)


def called(house: House) -> list[str]:
    return list(db.session.scalars(select(Person.name).join(Mention, Mention.person_id == Person.id)))


def test_who_is_called_hears_of_it_once_and_of_nothing_it_says(house: House) -> None:
    with house.changing():
        call(house, "@cleo and @Cleo.Adeyemi: zeppelins? @rita thinks so.")
        mail = db.session.scalars(select(Outgoing).where(Outgoing.kind == "mentioned")).one()
        assert (called(house), mail.person_id) == (["Cleo Adeyemi"], house.one(Person, "cleo").id)
        assert (mail.application_id, "zeppelin" in mail.subject + mail.body) == (
            house.one(Application, "casey").id,
            False,
        )
        assert mail.subject == "Rita Moreau asks for you in a note on Casey Morgan"


@pytest.mark.parametrize("name", ["ines", "max", "omar", "nobody", "adam"])
def test_nobody_is_called_who_could_not_read_it(house: House, name: str) -> None:
    """In the same words for a colleague and for a name nobody has."""
    with house.changing(), pytest.raises(Refusal) as refused:
        call(house, f"Look here, @{name}.")
    assert (refused.value.kind, str(refused.value.reason)) == (
        Kind.INPUT,
        f"Nobody who may read notes here is called @{name}. You can call: @cleo, @rita.",
    )


def test_the_page_says_whom_one_can_call_and_keeps_what_was_typed(house: House) -> None:
    page = house.visitor("rita").post(f"/applications/{house.ref('casey')}/notes", {"note": "Hm @omar?"})
    assert (page.status_code, "Hm @omar?" in page.text) == (422, True)
    assert "Somebody hears of it by name: @cleo." in page.text


def test_nobody_in_a_conflict_is_called(house: House) -> None:
    with house.changing():
        rita, cleo = house.one(Person, "rita"), house.one(Person, "cleo")
        name_conflict(house.one(Application, "casey"), cleo, kind="relation", reason="", by=rita, now=NOW)
    with house.changing(), pytest.raises(Refusal):
        call(house, "@cleo?")


def test_mail_that_waited_is_for_whoever_may_still_know_of_the_candidate(house: House) -> None:
    """A seat with somebody else of the opening is not enough."""
    with house.changing():
        call(house, "Look, @cleo.")
        (mail,) = db.session.scalars(select(Outgoing).where(Outgoing.kind == "mentioned"))
        before = may_still_receive(mail)
        opening, rita = house.one(Opening, "executive"), house.one(Person, "rita")
        (part,) = (one for one in opening.team if one.person_id == mail.person_id)
        remove_from_team(opening, part, by=rita, now=NOW)
        assert (before, may_still_receive(mail)) == (True, False)


def test_a_call_waits_at_home_until_it_is_answered(house: House) -> None:
    with house.changing():
        call(house, "What do you think, @cleo?")
    page = house.visitor("cleo").get("/").text
    assert re.findall(r"What do you think, @cleo\?", page) == ["What do you think, @cleo?"]
    assert [who for who in ("rita", "ines", "max", "omar") if "What do you" in house.visitor(who).get("/").text] == []
    with house.changing():
        call(house, "Go on.", by="cleo")
        assert waiting_for(house.one(Person, "cleo"), NOW) == []


def test_a_call_is_over_with_ones_part_and_after_a_month(house: House) -> None:
    with house.changing():
        call(house, "What do you think, @cleo?")
        rita, cleo, casey = house.one(Person, "rita"), house.one(Person, "cleo"), house.one(Application, "casey")
        assert [len(waiting_for(cleo, NOW + days * DAY)) for days in (29, 31)] == [1, 0]
        name_conflict(casey, cleo, kind="relation", reason="", by=rita, now=NOW)
        assert waiting_for(cleo, NOW) == []
