"""Whatever is typed, asked for or claimed, the house answers: nothing anybody sends is an accident of ours."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product
from urllib.parse import quote
from zlib import crc32

import pytest

from tests.cast import PEOPLE
from tests.house import ON_SQLITE, House
from tests.test_non_interference import addresses
from tests.unsafe_routes import SENDINGS, address, body

pytestmark = pytest.mark.no_cover  # each line it walks over is covered by a test that looks closer

NONSENSE = (
    "x" * 30_000,
    "\u00e9" * 300,
    "a\0b",
    "\u202eesrever\u202c",
    "\U0001f469\u200d\U0001f680" * 20,
    "<script>alert(1)</script>",
    '=HYPERLINK("http://x.example","y")',
    "{{7*7}} ${7*7} %(name)s {0} %s",
    "' OR 1=1 --",
    "10" * 40,
    "-1",
    "\u0661\u0662",
    "NaN",
    "\r\nBcc: e@example.net",
    "\u2028",
    "../../etc/passwd",
)
QUERIES = (
    *(f"?page={number}" for number in ("10" * 20, "-1", "0", "1e9", "\u0661", "", "9" * 5000)),
    *(f"?invited={number}" for number in ("10" * 20, "-1", "x")),
    *(
        f"?q={quote(words)}"
        for words in ("\0", "%", "_" * 500, "age:>9999d", "age:0", "stage:\0", "-", ":", "-:", "opening:\U0001f469")
    ),
    "?q=%ff%fe",
    "?q=%ed%a0%80",
    "?stage=%00",
    "?area=%00",
    "?dir=%00",
    "?done=%00",
    "?next=%00",
    "?for=%00",
    "?" + "&".join(f"q{at}=x" for at in range(2000)),
)
HEADERS = (
    {"Accept-Language": "tlh;q=0.8, *;q=x, " + "a" * 5000},
    {"Accept-Language": "\u00ff;;;,,,"},
    {"Accept": "\0"},
    {"Cookie": "hiring=\x01; portal=\xff"},
    {"Range": "bytes=9-1"},
    {"If-Modified-Since": "yesterday", "If-None-Match": "W/"},
    {"X-Forwarded-For": "x" * 5000, "X-Forwarded-Host": "evil.example"},
)
SERVER_ERROR = 500
REF_LENGTH = 22
OF_EVERY_FORM = ("key", "stranger")
SAMPLE = {"candidates.add_one", "candidates.note", "loops.schedule", "people.invite", "scorecards.save"}


def only_a_sample(house: House, is_in_it: bool) -> None:
    """All on SQLite; on PostgreSQL those whose words go into columns of every kind."""
    if house.dialect == "postgresql" and not is_in_it:
        pytest.skip("PostgreSQL runs a sample.")


def tried(words: Sequence[str], *, in_full: bool) -> Iterator[tuple[str, str]]:
    """Up to four words of a form share the nonsense. In full each takes all of it, and so does what every form has."""
    if in_full:
        yield from product((*words, *OF_EVERY_FORM), NONSENSE)
        return
    among = min(len(words), 4)
    for place, word in enumerate(words):
        yield from ((word, typed) for typed in NONSENSE[place % among :: among])


def about_it(page: str, sent_to: str) -> bool:
    """A page about the thing that the form was about."""
    return any(part in page for part in sent_to.split("/") if len(part) == REF_LENGTH)


@pytest.mark.parametrize("endpoint", [name for name, one in SENDINGS.items() if one.who and one.words])
def test_nonsense_in_any_field_is_kept_or_refused(house: House, endpoint: str) -> None:
    """Then on every page about the same thing and on a third of the others, always the same."""
    only_a_sample(house, endpoint in SAMPLE)
    sending = SENDINGS[endpoint]
    sending.before(house)
    visitor, url = house.visitor(min(sending.who)), address(house, endpoint)
    good = body(house, endpoint)
    broken = [
        (word, typed[:20], answer.status_code)
        for word, typed in tried(sending.words, in_full=endpoint in SAMPLE)
        if (answer := visitor.post(url, {**good, word: typed})).status_code >= SERVER_ERROR
    ]
    assert broken == []
    numbered = enumerate(addresses(house), crc32(endpoint.encode()))
    pages = [page for number, page in numbered if number % 3 == 0 or about_it(page, url)]
    shown = {page: visitor.get(page).status_code for page in pages}
    assert {page: status for page, status in shown.items() if status >= SERVER_ERROR} == {}


@pytest.mark.parametrize("who", ["rita", "ivan", None])
def test_nonsense_in_an_address_is_answered(house: House, who: str | None) -> None:
    only_a_sample(house, who == "rita")
    visitor, pages = house.visitor(who), addresses(house)
    plain = [page for page in pages if "?" not in page]
    asked = [
        page + query
        for page in (
            "/",
            "/openings",
            "/search",
            "/interviews",
            "/sent-mail",
            "/people",
            "/account",
            "/sign-in",
            "/sign-in/link",
            "/help",
        )
        for query in QUERIES
    ]
    strange = [
        f"{start}/{end}"
        for start in (
            "/applications",
            "/packets",
            "/rubrics/executive-engineer",
            "/enter",
            "/portal/enter",
            "/rubrics/%00",
            "/attachments",
        )
        for end in ("10" * 20, "-1", "%00", "%ff", "%ed%a0%80", "..%2f", "%0d%0aX:1", "1")
    ]
    more = [page + query for page in plain if page.count("/") > 1 for query in ("?stage=%00", "?area=%00", "?page=-1")]
    found = {url: visitor.get(url).status_code for url in (*asked, *strange, *more)}
    assert {url: status for url, status in found.items() if status >= SERVER_ERROR} == {}


@ON_SQLITE
@pytest.mark.parametrize("who", ["rita", None])
def test_any_method_is_answered(house: House, who: str | None) -> None:
    client, methods = house.visitor(who).client, ("HEAD", "OPTIONS", "PUT", "DELETE", "PATCH", "TRACE", "BREW")
    for url in addresses(house):
        found = {method: client.open(url, method=method).status_code for method in ("GET", *methods)}
        assert max(found.values()) < SERVER_ERROR, url
        assert found["HEAD"] == found["GET"], url


@ON_SQLITE
@pytest.mark.parametrize("who", ["rita", None])
@pytest.mark.parametrize("headers", HEADERS)
def test_any_header_is_answered(house: House, who: str | None, headers: dict[str, str]) -> None:
    visitor = house.visitor(who)
    for url in ("/", "/openings", "/sign-in", "/portal/"):
        assert visitor.get(url, headers=headers).status_code < SERVER_ERROR, url


@ON_SQLITE
@pytest.mark.parametrize(
    "content_type", ["application/json", "text/xml", "multipart/form-data", "multipart/form-data; boundary=", "x" * 300]
)
def test_a_body_of_any_kind_is_answered(house: House, content_type: str) -> None:
    for endpoint, sending in SENDINGS.items():
        visitor = house.visitor(min(sending.who, default=min(PEOPLE)))
        answer = visitor.client.post(
            address(house, endpoint),
            data=b"\xff\x00{]<!",
            content_type=content_type,
            headers={"X-CSRFToken": visitor.token()},
        )
        assert answer.status_code < SERVER_ERROR, endpoint
