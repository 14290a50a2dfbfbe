"""The page of search: what each reader finds, newest first, and what nobody finds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import select

from hiring import indexed
from hiring.candidates.actions import NewCandidate, add_candidate, write_note
from hiring.db import db
from hiring.models import Application, Opening, Person, Reading, Slot
from hiring.text import text
from hiring.web.searching import SEARCHABLE, Hit
from tests.cast import DAY, NOW, PEOPLE
from tests.factories import a_scorecard, an_interview
from tests.house import House, Visitor, World


@pytest.fixture
def world(sqlite_world: World) -> World:
    """Pages are the same on both; what the databases find is tried in `test_index.py`."""
    return sqlite_world


TITLES = re.compile(r'<a class="b" href="([^"]+)"><bdi>([^<]*)</bdi></a>')
EXCERPTS = re.compile(r'<p class="sm"><bdi>(.*?)</bdi></p>')


@pytest.fixture
def added() -> Iterator[None]:
    """One more search, for the length of a test."""

    def search(person: Person, words: str) -> list[Hit]:
        return [Hit(f"Found {words} by {person.name}", "", "/help")]

    SEARCHABLE.append((text("Hay"), search))
    yield
    SEARCHABLE.pop()


def found(house: House, who: str, asked: str, **more: str) -> list[tuple[str, str]]:
    """Where each hit leads, and its title."""
    page = house.visitor(who).get("/search", query_string={"q": asked, **more})
    assert page.status_code == 200
    return TITLES.findall(page.text)


def excerpts(house: House, who: str, asked: str) -> list[str]:
    return EXCERPTS.findall(house.visitor(who).get("/search", query_string={"q": asked}).text)


def test_names_come_first_and_then_what_was_written_newest_first(house: House) -> None:
    casey = f"/applications/{house.ref('casey')}"
    with house.changing():
        rita, dana, application = (
            house.one(Person, "rita"),
            house.one(Application, "dana"),
            house.one(Application, "casey"),
        )
        write_note(dana, "Compare her with Casey.", by=rita, now=NOW)
        write_note(application, "Casey called back.", by=rita, now=NOW + timedelta(minutes=1))
    assert found(house, "rita", "casey") == [
        (casey, "Casey Morgan"),
        (f"{casey}#timeline", "Casey Morgan"),
        (f"/applications/{house.ref('dana')}#timeline", "Dana Whitfield"),
    ]
    assert found(house, "rita", "casey", **{"in": "candidates"}) == [(casey, "Casey Morgan")]
    assert excerpts(house, "rita", "casey called")[-1:] == ["<mark>Casey</mark> called back."]
    assert excerpts(house, "rita", '"with casey"') == ["Compare her <mark>with</mark> Casey."]


@pytest.mark.parametrize(
    ("who", "asked", "leads_to"),
    [
        ("rita", "canary ines", ["casey#cards"]),
        ("cleo", "canary ines", ["casey#cards"]),
        ("ines", "canary ines", ["casey-ines"]),
        # owes a card in that round
        ("ivan", "canary ines", []),
        ("max", "canary ines", []),
        ("rita", "canary ivan draft", []),
        ("ivan", "canary ivan draft", []),
        ("max", "canary dana 4", ["dana#cards"]),
        ("mona", "canary dana 4", ["dana#cards"]),
        # wrote it
        ("ivan", "canary dana 4", ["dana-ivan"]),
        ("rita", "canary private", []),
        ("ines", "canary private", []),
        ("remy", "canary", []),
        ("remy", "quinn", ["quinn"]),
        ("rita", "quinn", []),
        ("omar", "canary", []),
        ("omar", "casey", []),
        ("priya", "casey", []),
        ("adam", "casey", []),
        ("omar", "noel", []),
        ("ines", "noel", []),
    ],
)
def test_each_reader_finds_what_they_may_read(house: House, who: str, asked: str, leads_to: list[str]) -> None:
    with house.changing():
        his = db.session.scalar(
            select(Slot.ref).join(Slot.person).where(Person.name == "Ivan Petrov", Slot.handed_in_at.is_not(None))
        )
    known = {f"/applications/{house.ref(key)}": key for key in ("casey", "dana", "quinn", "noel")}
    known |= {f"/scorecards/{house.ref('casey-ines')}/receipt": "casey-ines"}
    known |= {f"/scorecards/{his}/receipt": "dana-ivan"}
    hits = [url.partition("#") for url, _title in found(house, who, asked)]
    assert [f"{known[url]}{sign}{part}" for url, sign, part in hits] == leads_to


def test_a_note_is_found_by_those_who_lead_the_opening(house: House) -> None:
    with house.changing():
        write_note(house.one(Application, "casey"), "Ask about zeppelins.", by=house.one(Person, "rita"), now=NOW)
    assert [who for who in PEOPLE if found(house, who, "zeppelin")] == ["rita", "cleo"]


def test_a_card_of_a_group_is_found_by_its_author_alone(house: House) -> None:
    with house.changing():
        rita, dana = house.one(Person, "rita"), house.one(Application, "dana")
        people = [house.one(Person, key) for key in ("omar", "adam", "priya", "remy", "mona")]
        talk = an_interview(dana, "panel-reports", people, starts_at=NOW - DAY, by=rita)
        assert {slot.collective for slot in talk.slots} == {True}
        for slot in talk.slots:
            a_scorecard(slot, level=3, verdict="yes", words="zeppelin", at=NOW - timedelta(hours=2))
        indexed.rebuild()
    assert [who for who in PEOPLE if found(house, who, "zeppelin")] == [
        "mona",
        "priya",
        "adam",
        "omar",
        "remy",
    ]
    assert len(found(house, "mona", "zeppelin")) == 1


def test_what_one_reads_here_was_read(house: House) -> None:
    """So that a later word on one's own card says that others' had been seen."""
    found(house, "rita", "canary dana 4")
    found(house, "ines", "canary ines")
    with house.app.app_context():
        read = db.session.execute(select(Reading.what, Person.name).join(Person, Person.id == Reading.person_id)).all()
        assert [tuple(row) for row in read] == [("cards", "Rita Moreau")]


def test_older_ones_are_a_page_away(house: House) -> None:
    with house.changing():
        rita, casey = house.one(Person, "rita"), house.one(Application, "casey")
        for number in range(60):
            write_note(casey, f"Zeppelin number n{number}.", by=rita, now=NOW + timedelta(minutes=number))
    visitor = house.visitor("rita")
    pages = [visitor.get(f"/search?q=zeppelin&page={number}").text for number in (1, 2, 3, 4)]
    numbers = [re.findall(r"</mark> number n(\d+)\.", page) for page in pages]
    assert [int(one) for page in numbers for one in page] == [*range(59, -1, -1)]
    assert [len(page) for page in numbers] == [25, 25, 10, 0]
    assert [('rel="next"' in page, 'rel="prev"' in page) for page in pages] == [
        (True, False),
        (True, True),
        (False, True),
        (False, True),
    ]
    assert [re.findall(r"\b60\b|\b35\b", page[page.index('id="q"') :]) for page in pages[:2]] == [[], []]


def test_one_hit_and_thirty_cost_the_same(house: House) -> None:
    visitor, counted = house.visitor("rita"), []
    for more in (1, 30):
        with house.changing():
            rita, opening = house.one(Person, "rita"), house.one(Opening, "executive")
            for number in range(more):
                application = add_candidate(opening, NewCandidate(name=f"Zeppelin {more} {number}"), by=rita, now=NOW)
                write_note(application, "A zeppelin too.", by=rita, now=NOW)
        counted.append(_queries(house, visitor, "zeppelin"))
    assert counted == [8, 8]


def test_one_card_and_four_cost_the_same(house: House) -> None:
    visitor = house.visitor("rita")
    visitor.get("/search?q=canary")  # that it was read is remembered
    assert [_queries(house, visitor, asked) for asked in ("canary ines", "canary")] == [11, 11]


def _queries(house: House, visitor: Visitor, asked: str) -> int:
    with house.counting() as sent:
        assert "<mark>" in visitor.get("/search", query_string={"q": asked}).text
    return len([statement for statement in sent if not statement.startswith("SET")])


@pytest.mark.parametrize("page", ["0", "-1", "x", "99999999999999999999", "", "٣"])
def test_no_page_number_is_an_error(house: House, page: str) -> None:
    assert house.visitor("rita").get("/search", query_string={"q": "casey", "page": page}).status_code == 200


def test_what_is_not_there_and_what_is_hidden_look_the_same(house: House) -> None:
    """In words, and in what the database is asked."""
    said = []
    for asked in ("zzzzzz", "quinnx", "canary"):
        visitor = house.visitor("omar")
        with house.counting() as sent:
            page = visitor.get(f"/search?q={asked}").text
        said.append((re.sub(r'value="[^"]*"|“[^”]*”', "", page[page.index("<main") :]), len(sent)))
    assert said[0] == said[1] == said[2]


def test_search_walks_everything_that_is_searchable(house: House, added: None) -> None:
    page = house.visitor("rita").get("/search?q=needle").text
    assert re.findall(r"<bdi>(Found[^<]*)</bdi>", page) == ["Found needle by Rita Moreau"]
    searched = page[page.index("Searched:") :]
    assert [str(heading) for heading, _search in SEARCHABLE if str(heading) not in searched] == []


@pytest.mark.parametrize("asked", ["", "c", " c ", "%00c", "\n"])
def test_search_wants_two_letters(house: House, added: None, asked: str) -> None:
    page = house.visitor("rita").get(f"/search?q={asked}").text
    assert "Type two letters or more." in page
    assert "Found" not in page


@pytest.mark.parametrize("asked", ["%00%00casey", "%25%25", "'; DROP TABLE slot; --", "%ED%A0%80ab", "x" * 5000])
def test_search_takes_anything(house: House, asked: str) -> None:
    assert house.visitor("rita").get("/search", query_string=f"q={asked}").status_code in (200, 400)


@pytest.mark.parametrize("asked", ["casey", "dana", "quinn", "heron", "CANARY", "chief", "Morgan", "ne"])
def test_search_leaks_nothing(house: House, asked: str) -> None:
    found = re.compile(r'<a class="b" href="/(?:applications|slots|openings|packets|scorecards|interviews)/')
    secret = re.compile(r"Quinn|Heron|CANARY-(?:title|ivan-draft|sketch|exercise)|private|financial")
    for name in ("omar", "adam", "priya"):
        assert found.findall(house.visitor(name).get(f"/search?q={asked}").text) == []
    for name in ("rita", "ivan", "max"):
        page = house.visitor(name).get(f"/search?q={asked}").text
        assert secret.findall(page[page.index("</form>", page.index('id="q"')) :].replace(f"“{asked}”", "")) == []


def test_search_finds_ones_own_interviews(house: House) -> None:
    page = house.visitor("ivan").get("/search?q=casey").text
    assert page.count(f"/slots/{house.ref('casey-ivan')}/brief") == 1
    assert house.ref("casey-ines") not in page


def test_nobody_searches_unasked(house: House) -> None:
    assert house.visitor().get("/search?q=casey").status_code == 303
