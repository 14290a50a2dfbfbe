"""What a page may weigh, to the byte: times live in the bench, sizes here."""

from __future__ import annotations

import gzip
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest

from hiring import paths
from tests import cast
from tests.bench.town import Town, settle
from tests.house import House, Visitor, World, a_session, on_sqlite

KB = 1024
MOST_ELEMENTS = {"board": 1_500, "packet": 1_550}  # sixty rows of 23; 48 accounts of situation, action and result
ELSEWHERE = 1_000
MOST_REQUESTS = 4
ROWS = 60
ADDRESSES = ("href", "src", "action", "formaction", "srcset", "poster", "data")
FETCHED_BY_SOURCE = {"script", "img", "iframe", "embed", "audio", "video", "source", "object"}
NO_FETCH = {"alternate", "author", "help", "license", "next", "prev", "search", "canonical"}
AT_HOME = {"", "mailto", "data"}
FONTS = {".woff", ".woff2", ".ttf", ".otf", ".eot"}


class Page(HTMLParser):
    """What a browser would fetch and hold for one page, itself among the requests."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: Counter[str] = Counter()
        self.addresses: list[str] = []
        self.requests = 1
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.elements[tag] += 1
        self.addresses += [given[name] for name in ADDRESSES if name in given]
        if tag == "link":
            self.requests += given.get("rel") not in NO_FETCH and not given["href"].startswith("data:")
        elif tag in FETCHED_BY_SOURCE:
            self.requests += "src" in given or "data" in given

    @property
    def outside(self) -> list[str]:
        """Addresses that lead away from the house."""
        return [one for one in self.addresses if urlsplit(one).netloc or urlsplit(one).scheme not in AT_HOME]


@dataclass(frozen=True, slots=True)
class Visit:
    """The house with a town in it, and who looks."""

    house: House
    town: Town
    sessions: Mapping[str, str]

    def get(self, name: str) -> str:
        """The page of that name, as whoever it is for."""
        town = self.town
        half = town.half_filled
        who, path = {
            "sign-in": (None, "/sign-in"),
            "form": (half.person, f"/scorecards/{half.slot}"),
            "brief": (half.person, f"/slots/{half.slot}/brief"),
            "review": (town.seats[0].person, f"/scorecards/{town.seats[0].slot}/review"),
            "interviews": (half.person, "/interviews"),
            "home": (town.recruiter, "/"),
            "help": (town.recruiter, "/help"),
            "board": (town.recruiter, "/openings"),
            "opening": (town.recruiter, f"/openings/{town.openings[0]}"),
            "add": (town.recruiter, f"/openings/{town.openings[0]}/candidates"),
            "application": (town.recruiter, f"/applications/{town.panelled}"),
            "packet": (town.recruiter, f"/packets/{town.packet}"),
            "rubrics": (town.recruiter, "/rubrics"),
            "rubric": (town.recruiter, "/rubrics/senior-software-engineer/1"),
        }[name]
        answer = Visitor(self.house.app, None if who is None else self.sessions[who]).get(path)
        assert answer.status_code == 200, f"{path} {answer.status}"
        return answer.text


@pytest.fixture(scope="module")
def world_in_a_file(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """One database will do: a page weighs the same on both."""
    world = on_sqlite(tmp_path_factory.mktemp("sizes"))
    yield world
    world.close()


@pytest.fixture(scope="module")
def visit(world_in_a_file: World) -> Iterator[Visit]:
    """Eighty applications in one opening; one has a packet of eight dimensions by six people."""
    with world_in_a_file.visited() as house:
        with house.changing():
            town = settle(applications=80, seats=8, openings=1, now=cast.NOW)
            sessions = {person: a_session(person) for person in (town.recruiter, *town.interviewers)}
        yield Visit(house, town, sessions)


@pytest.mark.parametrize(("name", "limit"), [("form", 12 * KB), ("board", 12 * KB), ("packet", 20 * KB)])
def test_a_page_travels_light(visit: Visit, name: str, limit: int) -> None:
    assert packed(visit.get(name).encode()) <= limit


def test_what_is_weighed_is_what_the_names_say(visit: Visit) -> None:
    form, board, packet = (visit.get(name) for name in ("form", "board", "packet"))
    assert len(set(re.findall(r'name="([a-z-]+)-level"', form))) == 8
    assert len(set(re.findall(r"/applications/([\w-]+)\"", board))) == ROWS
    assert len(set(re.findall(r"<article class=\"ev .*?<bdi class=\"b\">(.*?)</bdi>", packet))) == 6
    assert packet.count('<article class="ev ') == 48


@pytest.mark.parametrize(
    "name",
    "sign-in form brief review interviews home help board opening add application packet rubrics rubric".split(),
)
def test_a_page_is_few_requests_few_elements_and_nobody_elses(visit: Visit, name: str) -> None:
    page = Page(visit.get(name))
    assert page.requests <= MOST_REQUESTS
    assert page.elements.total() <= MOST_ELEMENTS.get(name, ELSEWHERE)
    assert page.outside == []


def test_stylesheet_and_script_are_small() -> None:
    assert packed((paths.STATIC / "app.css").read_bytes()) <= 8 * KB
    assert sum(packed(script.read_bytes()) for script in paths.STATIC.rglob("*.js")) <= 12 * KB


def test_static_files_bring_no_font_and_call_nobody() -> None:
    files = [file for file in paths.STATIC.rglob("*") if file.is_file()]
    assert [file.name for file in files if file.suffix in FONTS] == []
    calling = re.compile(
        r"(?<!xmlns=[\"'])(?:https?:|wss?:)//|@import|@font-face|url\((?![\"']?(?:data:|#))|[\"'(]//\w"
    )
    assert [file.name for file in files if calling.search(file.read_text())] == []


def packed(content: bytes) -> int:
    return len(gzip.compress(content, 9, mtime=0))
