"""Mail from templates: the subject on its first line, and nothing that was typed is ever run or makes a header."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from hiring import paths
from hiring.db import db
from hiring.mail import compose as composing
from hiring.mail.compose import compose, safe_header
from hiring.models import Opening, Person
from hiring.refusal import Refusal
from tests.house import House

PATH = "/enter/secret"


@pytest.fixture
def templates(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder of mail templates of the test's own."""
    folder = tmp_path / "mail"
    folder.mkdir()
    monkeypatch.setattr(paths, "TEMPLATES", tmp_path)
    composing._templates.cache_clear()
    yield folder
    composing._templates.cache_clear()


def test_a_mail_says_what_its_template_says(house: House) -> None:
    with house.app.app_context():
        rita = house.one(Person, "rita")
        mail = compose("sign_in", to=rita, name=rita.name, path=PATH)
        assert mail.to is rita
    assert (mail.kind, mail.address, mail.subject) == ("sign_in", "rita@example.org", "Your link to sign in")
    assert mail.body.splitlines()[0] == "Hello Rita Moreau,"
    assert "http://localhost/enter/secret" in mail.body.splitlines()


def test_links_start_with_the_address_the_operator_set(house: House) -> None:
    with (
        house.set_up_as(base_url="https://hiring.example.org") as app,
        app.test_request_context(base_url="http://evil.example"),
    ):
        mail = compose("reset", address="a@example.org", name="A", path=PATH)
    assert "https://hiring.example.org/enter/secret" in mail.body.splitlines()
    assert "evil" not in mail.body


def test_what_somebody_typed_is_never_a_template(house: House) -> None:
    for typed in ("{candidate.__init__.__globals__}", "{{ 7 * 7 }}", "%(name)s", "{% include 'reset.txt' %}"):
        with house.app.app_context():
            mail = compose("sign_in", address="a@example.org", name=typed, path=PATH)
        assert mail.body.splitlines()[0] == f"Hello {typed},"


def test_plain_text_is_not_escaped(house: House) -> None:
    with house.app.app_context():
        mail = compose("sign_in", address="a@example.org", name="O'Hara & <Sons>", path=PATH)
    assert mail.body.splitlines()[0] == "Hello O'Hara & <Sons>,"


def test_a_fact_that_is_missing_is_a_fault_and_not_a_gap(house: House) -> None:
    with house.app.app_context(), pytest.raises(Exception, match="'name' is undefined"):
        compose("sign_in", address="a@example.org", path=PATH)


def test_a_confidential_opening_goes_by_its_codename(house: House, templates: Path) -> None:
    (templates / "notice.txt").write_text("News of {{ about }}\nIt is about {{ about }}.\n")
    with house.app.app_context():
        heron = db.session.scalars(select(Opening).filter_by(ref=house.ref("heron"))).one()
        executive = db.session.scalars(select(Opening).filter_by(ref=house.ref("executive"))).one()
        secret = compose("notice", address="a@example.org", opening=heron)
        known = compose("notice", address="a@example.org", opening=executive)
    assert (secret.subject, secret.body) == ("Something in Hiring Loop waits for you", "It is about Project Heron.\n")
    assert (known.subject, known.body) == (
        "News of Chief technology officer",
        "It is about Chief technology officer.\n",
    )


@pytest.mark.parametrize("character", ["\r", "\n", "\0", "\x1b", "\x7f", "\x85", "\x9f", "\u2028", "\u2029"])
def test_a_header_holds_no_control_character(character: str) -> None:
    with pytest.raises(Refusal):
        safe_header(f"News{character}Bcc: evil@example.org")


def test_an_encoded_word_in_a_header_is_defused() -> None:
    assert safe_header("=?utf-8?q?a=0ABcc=3A_e=40x?=") == "= ?utf-8?q?a=0ABcc=3A_e=40x?="


@pytest.mark.parametrize("template", sorted(path.name for path in (paths.TEMPLATES / "mail").glob("[!_]*.txt")))
def test_every_template_begins_with_a_short_subject(template: str) -> None:
    first = (paths.TEMPLATES / "mail" / template).read_text().splitlines()[0]
    assert 0 < len(first) < 120
