"""Every endpoint × every method × everybody × everything there is, against a table written by hand.

Some 30,000 requests. A new endpoint fails `test_every_endpoint_has_a_row`, which says what to add and where.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from html import escape
from urllib.parse import quote, quote_plus

import pytest

from tests.matrix.canaries import READERS, SECRETS, found_in
from tests.matrix.doors import PORTALS, SIGNED_IN
from tests.matrix.plan import Cell, cells, planned, rule_of, things, wrong_methods
from tests.matrix.table import ROWS, SIGHT
from tests.matrix.walk import Matrix, missing

pytestmark = pytest.mark.no_cover  # each line it walks over is covered by a test that looks closer

BUDGET = 32_000
ABOUT = {"casey", "quinn", "heron", "mail-quinn"}
ON_POSTGRESQL = ("candidates.show", "committee.packet", "loops.cancel", "openings.show", "scorecards.save")
ASKED = ("openings.board", "search.show")
DOOR = {"people.mail_link", "people.send_link", "people.sign_in", "people.sign_in_with_password", "people.sign_out"}
ASKING = ("omar", "adam", "priya", "ivan", "ines", "rosa", "connie", "max", "remy", "nils")
ASKED_FOR = [one for one, (about, _who) in SECRETS.items() if about in ABOUT or not one.startswith("CANARY")]
NOT_YET = {
    "rita": {"CANARY-gwen-private", "CANARY-ines"},
    "rosa": {"CANARY-gwen-private"},
    "connie": {"CANARY-gwen-private"},
    "cleo": {"CANARY-ines"},
    "ines": {"CANARY-dana-4", "CANARY-dana-5", "CANARY-gwyn-card"},
    "ivan": {"CANARY-dana-2", "CANARY-dana-4", "CANARY-dana-5"},
    "nils": {"CANARY-hal-draft"},
}
"""Theirs, and yet on no page: Casey has no packet, interviewers read none, Gwen's card was changed since, Ivan's seat
on Dana has no name here, and Hal is met tomorrow."""
STAGE_DOOR = {"people.become", "people.cast"}
"""The demo's: everywhere else it does not exist."""


def test_every_endpoint_has_a_row(matrix: Matrix) -> None:
    assert missing(matrix.house.app, ROWS, SIGHT) == []


@pytest.mark.parametrize("endpoint", ROWS)
def test_everybody_gets_what_the_table_says(
    matrix: Matrix,
    endpoint: str,
    caplog: pytest.LogCaptureFixture,
    record_property: Callable[[str, object], None],
) -> None:
    assert list(matrix.faults(endpoint)) == []
    assert found_in(caplog.text) == set(), "A log may hold ids and kinds, and nothing that anybody wrote."
    record_property("requests", matrix.sent)


@pytest.mark.parametrize("endpoint", ON_POSTGRESQL)
def test_so_they_do_on_postgresql(matrix_on_postgresql: Matrix, endpoint: str) -> None:
    assert list(matrix_on_postgresql.faults(endpoint)) == []


def test_it_takes_no_more_requests_than_agreed(matrix: Matrix, record_property: Callable[[str, object], None]) -> None:
    total = sum(planned(matrix.house.app, endpoint) for endpoint in ROWS)
    record_property("requests", total)
    assert total <= BUDGET


def test_every_endpoint_lets_somebody_in_and_keeps_somebody_out(matrix: Matrix) -> None:
    """What nobody is refused, or everybody is, proves nothing about who."""
    sides: dict[tuple[str, str], set[bool]] = {}
    for endpoint in ROWS:
        for cell in cells(endpoint, rule_of(matrix.house.app, endpoint)):
            if cell.method != "HEAD":  # which goes the way of GET
                sides.setdefault((endpoint, cell.method), set()).add(cell.passes)
    assert {endpoint for (endpoint, _method), both in sides.items() if both == {True}} == DOOR
    assert {endpoint for (endpoint, _method), both in sides.items() if both == {False}} == STAGE_DOOR


def test_no_address_takes_another_method(matrix: Matrix) -> None:
    wrong = {}
    for endpoint, method in wrong_methods(matrix.house.app):
        for who in ("nobody", "omar", "rita"):
            answer = matrix.send(Cell(endpoint, method, who, things(ROWS[endpoint])[0], frozenset({405}), passes=False))
            if (answer.status_code, found_in(answer.text)) != (405, set()):
                wrong[endpoint, method, who] = answer.status_code
    assert wrong == {}


@pytest.mark.parametrize("who", [*SIGNED_IN, *PORTALS])
def test_everybody_is_shown_what_is_theirs(matrix: Matrix, who: str) -> None:
    """A house that shows nothing to anybody would pass the matrix."""
    app, seen = matrix.house.app, set()
    for endpoint in ROWS:
        plain = [cell for cell in cells(endpoint, rule_of(app, endpoint)) if cell.method == "GET" and cell.who == who]
        for cell in plain:
            if cell.passes and cell.is_plain:
                seen |= found_in(matrix.send(cell).text)
    assert {secret for secret, readers in READERS.items() if who in readers} - seen == NOT_YET.get(who, set())


@pytest.mark.parametrize("endpoint", ASKED)
@pytest.mark.parametrize("who", ASKING)
def test_asking_for_a_secret_tells_nothing(matrix: Matrix, endpoint: str, who: str) -> None:
    """Whether something hidden would have matched, straight or turned round."""
    misses: dict[str, str] = {}
    for sign in ("", "-"):
        for secret in (one for one in ASKED_FOR if who not in READERS[one]):
            asked = [f"{sign}{word}" for word in secret.split()]
            nothing = [f"{sign}zzqx{place}" for place, _word in enumerate(asked)]
            key = " ".join(nothing)
            if key not in misses:
                misses[key] = matrix.asked(endpoint, who, key)
            answer = matrix.asked(endpoint, who, " ".join(asked))
            assert without(answer, asked, nothing) == without(misses[key], asked, nothing), secret


def without(page: str, *questions: Sequence[str]) -> str:
    """The page without what was asked, however it is written there."""
    words = sorted({word for asked in questions for word in asked}, key=len, reverse=True)
    written = {form for word in words for form in (escape(word), quote(word), quote_plus(word), word)}
    return re.sub("|".join(map(re.escape, sorted(written, key=len, reverse=True))), "", page)
