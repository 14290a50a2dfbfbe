"""What comes to the door and is turned away: strange hosts, foreign pages, broken bodies, addresses of nothing."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.house import House
from tests.live import say, serving

FOREIGN = {
    "header-001": {"Host": "evil.example"},
    "header-009": {"Origin": "https://evil.example"},
    "header-010": {"Origin": "null"},
    "header-011": {"Sec-Fetch-Site": "cross-site"},
}


@pytest.mark.parametrize("case", FOREIGN)
def test_a_post_from_elsewhere_is_turned_away(house: House, case: str) -> None:
    answer = house.visitor("rita").post(f"/openings/{house.ref('executive')}/team", headers=FOREIGN[case])
    assert answer.status_code == 400
    assert "evil" not in answer.text


@pytest.mark.parametrize("headers", [{"Origin": "http://localhost"}, {"Sec-Fetch-Site": "same-origin"}, {}])
def test_a_post_from_our_own_page_comes_in(house: House, headers: dict[str, str]) -> None:
    answer = house.visitor("rita").post(f"/openings/{house.ref('executive')}/team", headers=headers)
    assert answer.status_code != 400


IGNORED = {
    "header-002": {"X-Forwarded-Host": "evil.example"},
    "header-004": {"X-Forwarded-For": "1.1.1.1, 2.2.2.2, 3.3.3.3, 4.4.4.4"},
    "header-005": {"X-Forwarded-Proto": "http"},
    "header-015": {"Range": "bytes=" + ",".join(f"{i}-{i}" for i in range(1000))},
    "header-017": {"Accept-Language": ",".join(["a"] * 4000)},
    "header-018": {"Cookie": "; ".join(f"c{i}=v" for i in range(200))},
    "header-022": {"User-Agent": "%0d%0a[log] forged"},
    "header-023": {"Authorization": "Bearer \xff"},
}


@pytest.mark.parametrize("case", IGNORED)
def test_a_header_we_do_not_trust_changes_nothing(house: House, case: str) -> None:
    plain = house.visitor().get("/sign-in")
    answer = house.visitor().get("/sign-in", headers=IGNORED[case])
    assert answer.status_code == plain.status_code == 200
    assert "evil" not in answer.text
    assert "evil" not in str(answer.headers)


def test_two_session_cookies_are_no_way_in(house: House) -> None:
    """header-019"""
    rita = house.visitor("rita")
    cookie = rita.client.get_cookie("hiring")
    assert cookie is not None
    doubled = f"hiring={cookie.value}; hiring=forged"
    answers = {house.visitor().get("/openings", headers={"Cookie": doubled}).status_code for _ in range(2)}
    assert len(answers) == 1


ADDRESSES = {
    "id-002": "/applications/-1",
    "id-003": "/applications/9223372036854775808",
    "id-005": "/applications/01",
    "id-006": "/applications/1%00",
    "id-007": "/applications/\u0661",
    "id-015": "/applications/..%2f..%2fadmin",
    "id-018": "/static/../instance/hiring.sqlite",
}


@pytest.mark.parametrize("case", ADDRESSES)
def test_an_address_of_nothing_is_the_same_404(house: House, case: str) -> None:
    visitor = house.visitor("rita")
    answer = visitor.get(ADDRESSES[case])
    assert (answer.status_code, answer.data) == (404, visitor.get("/nowhere").data)


def test_a_ref_in_other_case_is_another_ref(house: House) -> None:
    """id-008"""
    ref = house.ref("casey")
    assert house.visitor("rita").get(f"/applications/{ref.swapcase()}").status_code == 404


def test_a_confidential_opening_reads_like_none(house: House) -> None:
    """id-010"""
    visitor = house.visitor("rita")
    answer = visitor.get(f"/openings/{house.ref('heron')}")
    assert (answer.status_code, answer.data) == (404, visitor.get(f"/openings/{'A' * 22}").data)


def test_a_method_override_is_no_method(house: House) -> None:
    """form-081"""
    answer = house.visitor("rita").post(f"/applications/{house.ref('casey')}/notes", {"_method": "DELETE"})
    assert answer.status_code == 422


def test_a_thousand_parts_are_too_many(house: House) -> None:
    """form-082"""
    parts = {f"f{i}": (None, "x") for i in range(1001)}
    boundary = "b"
    body = "".join(f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\nx\r\n' for name in parts)
    answer = house.visitor("rita").client.post(
        f"/applications/{house.ref('casey')}/notes",
        data=body + f"--{boundary}--\r\n",
        content_type=f"multipart/form-data; boundary={boundary}",
    )
    assert answer.status_code == 413


@pytest.mark.parametrize(
    ("case", "content_type", "body"),
    [("form-084", "multipart/form-data", b"x"), ("form-086", "text/plain", b"text=x")],
)
def test_a_body_of_another_kind_is_not_read(house: House, case: str, content_type: str, body: bytes) -> None:
    assert case
    url = f"/applications/{house.ref('casey')}/notes"
    assert house.visitor("rita").client.post(url, data=body, content_type=content_type).status_code == 400


def test_a_request_above_four_megabytes_is_too_large(house: House) -> None:
    """form-083 as DECISIONS settle it: 413 begins above four megabytes"""
    url = f"/applications/{house.ref('casey')}/notes"
    assert house.visitor("rita").post(url, {"text": "x" * (4 * 1024 * 1024 + 1)}).status_code == 413


@pytest.fixture
def address(house: House) -> Iterator[str]:
    with serving(house.app) as there:
        yield there


def test_a_body_cut_short_stores_nothing(house: House, address: str) -> None:
    """form-085"""
    head = b"POST /sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    answer = say(address, head + b"Content-Length: 10\r\nConnection: close\r\n\r\nemail")
    assert answer == b"" or answer.startswith(b"HTTP/1.1 400")


def test_two_lengths_for_one_body_are_refused(address: str) -> None:
    """header-014: both at once; the body may not be read as a second request"""
    head = b"POST /sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\nContent-Length: 4\r\n"
    answer = say(address, head + b"Connection: close\r\n\r\n0\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
    assert answer.startswith(b"HTTP/1.1 400")
    assert answer.count(b"HTTP/1.1 ") == 1
