"""Every page, opened by each of the cast with every ref there is: nobody reads a word that is not theirs to read.

Secrets in the cast carry the word CANARY and whose they are. Pages are found by walking the URL map, so a new page is
tried the day it is added.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from sqlalchemy import text
from werkzeug.routing import Rule

from hiring.db import db
from hiring.models import Person
from tests.cast import PEOPLE
from tests.house import House

CANARY = re.compile(rb"CANARY-[a-z0-9-]+")
DANA = {b"CANARY-dana-2", b"CANARY-dana-4", b"CANARY-dana-5"}
MAY_READ: dict[str | None, set[bytes]] = {
    None: set(),
    "rita": DANA | {b"CANARY-ines"},
    "cleo": DANA | {b"CANARY-ines"},
    "max": DANA,
    "mona": DANA,
    "ines": DANA | {b"CANARY-ines"},
    "ivan": DANA | {b"CANARY-ivan-draft"},
    "priya": set(),
    "adam": set(),
    "omar": set(),
    "remy": {b"CANARY-title"},
}
ANSWERS = {200, 302, 303, 403, 404, 410, 422}
ELSEWHERE = {"rubrics.show"}


def pages(house: House) -> Iterator[tuple[Rule, str]]:
    """Every address that can be read, with every ref of the cast in every place for one."""
    for rule in house.app.url_map.iter_rules():
        if "GET" not in (rule.methods or set()) or rule.endpoint in ELSEWHERE:
            continue
        for ref in sorted(house.world.refs.values()) if rule.arguments else [""]:
            with house.app.test_request_context():
                built = rule.build(dict.fromkeys(rule.arguments, ref))
            assert built is not None
            yield rule, built[1]


@pytest.mark.parametrize("who", MAY_READ)
def test_nobody_reads_what_is_not_theirs(house: House, who: str | None) -> None:
    visitor = house.visitor(who)
    found: dict[str, set[bytes]] = {}
    for _rule, url in pages(house):
        answer = visitor.get(url)
        assert answer.status_code in ANSWERS, (url, answer.status_code)
        for place in (answer.data, str(answer.headers).encode()):
            strange = set(CANARY.findall(place)) - MAY_READ[who]
            if strange:
                found.setdefault(url, set()).update(strange)
    assert found == {}


@pytest.mark.parametrize("who", ["rita", "cleo", "max", "ines", "ivan", "remy"])
def test_the_pages_do_show_people_what_is_theirs(house: House, who: str) -> None:
    """A walk that finds nothing anywhere would pass the test above."""
    visitor = house.visitor(who)
    seen = {canary for _rule, url in pages(house) for canary in CANARY.findall(visitor.get(url).data)}
    assert seen != set()


@pytest.mark.parametrize("query", ["?q=CANARY", "?q=Casey", "?sort=level", "?q=scorecard:overdue", "?q=Heron"])
def test_asking_for_a_secret_finds_none(house: House, query: str) -> None:
    for who in ("omar", "adam", "priya"):
        visitor = house.visitor(who)
        for url in ("/openings", "/search", "/", "/interviews"):
            body = visitor.get(url + query).text.replace(query.partition("=")[2], "")
            assert not re.search("Morgan|Whitfield|Heron|CANARY", body), (who, url)


def test_a_confidential_opening_is_nowhere_for_strangers(house: House) -> None:
    for who in [name for name in PEOPLE if name != "remy"]:
        visitor = house.visitor(who)
        for _rule, url in pages(house):
            body = visitor.get(url).text
            # whoever guards privacy may ask for any opening, a confidential one by its codename alone
            assert "Heron" not in body or (who, url) == ("priya", "/break-glass"), (who, url)
            assert "Quinn" not in body, (who, url)


def test_reading_changes_nothing_but_the_list_of_readings(house: House) -> None:
    before = _digest(house)
    for who in ("rita", "ivan", "max"):
        visitor = house.visitor(who)
        for _rule, url in pages(house):
            visitor.get(url)
    assert _digest(house) == before


def test_no_answer_may_be_kept_by_a_browser_or_proxy(house: House) -> None:
    visitor = house.visitor("rita")
    kept = {url for _rule, url in pages(house) if "no-store" not in visitor.get(url).headers["Cache-Control"]}
    assert kept == set()


def _digest(house: House) -> dict[str, list[str]]:
    """Every row of every table a page may not touch. Signing a visitor in is the test's own doing."""
    with house.app.app_context():
        assert db.session.get(Person, 1) is not None
        return {
            table.name: sorted(map(repr, db.session.execute(text(f'SELECT * FROM "{table.name}"')).all()))
            for table in db.metadata.tables.values()
            if table.name not in {"reading", "session"}
        }
