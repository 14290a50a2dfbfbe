"""Every mail can be looked at before anybody gets it, and its HTML says what its text says."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest

from hiring.mail.pages import html_of
from hiring.mail.samples import TO_CANDIDATES, kinds, sample
from hiring.models import Person
from tests.house import House


@pytest.fixture
def world(sqlite_world: Any) -> Any:
    """Nothing here depends on the database."""
    return sqlite_world


def words_of(page: str) -> list[str]:
    body = re.sub(r"<[^>]+>", " ", page[page.index("<body>") :])
    return unescape(body).split()


@pytest.mark.parametrize("kind", kinds())
def test_every_mail_has_an_example_whose_html_says_the_same(house: House, kind: str) -> None:
    """A template that asks for more than `hiring.mail.samples.FACTS` has: say there what it might be."""
    with house.app.app_context():
        rita = house.one(Person, "rita")
        mail = sample(kind, rita)
        assert mail.html is not None
        assert words_of(mail.html) == mail.body.replace("\n--\n", "\n").split()
        assert (mail.to is None) == kind.startswith(TO_CANDIDATES)


def test_what_somebody_typed_is_no_html_and_no_link() -> None:
    typed = '<script>x()</script> {{ 7 * 7 }}\nhttps://evil.example/\nhttp://localhost/ <a href="x">\n\nhttp://localhost/a?b=1&c'
    page = html_of("<b>", f"{typed}\n\n--\nHiring Loop\nhttp://localhost/\n", base_url="http://localhost", locale="en")
    assert re.findall(r'href="([^"]+)"', page) == ["http://localhost/a?b=1&amp;c", "http://localhost/"]
    assert ("<script" in page, "{{ 7 * 7 }}" in page, "<title>&lt;b&gt;</title>" in page) == (False, True, True)


def test_right_to_left_languages_are_written_so() -> None:
    page = html_of("x", "x\n\n--\nx\n", base_url="http://localhost", locale="he")
    assert '<html lang="he" dir="rtl">' in page


def test_whoever_opens_openings_or_administers_can_look_at_them(house: House) -> None:
    for name, status in (("adam", 200), ("rita", 200), ("omar", 403), ("cleo", 403)):
        assert house.visitor(name).get("/mail/preview").status_code == status
    rita = house.visitor("rita")
    page = rita.get("/mail/preview/interview_assigned").text
    assert "Interview on Fri 20 Nov 2026, 14:00: Chief technology officer" in page
    html = rita.get("/mail/preview/interview_assigned?as=html")
    assert (html.status_code, html.text.startswith("<!doctype html>")) == (200, True)
    for unknown in ("nothing", "_foot", "../mail/reset", "reset.txt"):
        assert rita.get(f"/mail/preview/{unknown}").status_code == 404


def test_looking_promises_nothing(house: House) -> None:
    with house.app.app_context():
        rita = house.one(Person, "rita")
    browser = house.visitor("rita")
    with house.counting() as sent:
        browser.get("/mail/preview")
    assert [one for one in sent if not one.lower().startswith("select")] == []
    assert rita is not None
