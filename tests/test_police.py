"""The police see: each rule of `test_architecture.py` is shown one offence and one innocent neighbour."""

from __future__ import annotations

import pytest

from tests import police


def test_commits_are_seen() -> None:
    source = "def hand_in():\n    db.session.flush()\n    db.session.commit()\n    with writing():\n        pass\n"
    assert police.commits(source) == [3, 4]


def test_markup_is_seen() -> None:
    assert police.markup("a = escape(b)\nc = Markup(b)\nd = flask.render_template_string(b)\n") == [2, 3]


def test_clocks_are_seen() -> None:
    source = "a = now.date()\nb = datetime.now(UTC)\nc = datetime.date.today()\nd = time.time()\ne = slot.time()\n"
    assert police.clocks(source) == [2, 3, 4]


@pytest.mark.parametrize(
    ("where", "source", "complaints"),
    [
        ("hiring.loops.views", "from hiring.people import actions\nfrom hiring.loops import forms, actions\n", 0),
        ("hiring.loops.views", "from hiring.people.queries import people\nfrom hiring.web.guard import allow\n", 0),
        ("hiring.loops.views", "from hiring.people.forms import PersonForm\n", 1),
        ("hiring.loops.views", "from hiring.people import bp, views\n", 2),
        ("hiring.cli", "import hiring.people.views\n", 1),
        ("hiring.guests.views", "from hiring.scorecards import desk\nfrom hiring.loops import briefs\n", 0),
        ("hiring.guests.views", "from hiring.scorecards import heads\nfrom hiring.people import forms\n", 2),
        ("hiring.committee.views", "from hiring.scorecards import desk\n", 1),
        ("hiring.loops.queries", "from hiring.loops import actions\n", 1),
        ("hiring.loops.actions", "from hiring.loops.forms import MoveForm\n", 1),
        ("hiring.loops.actions", "if TYPE_CHECKING:\n    from hiring.loops.forms import MoveForm\n", 0),
        ("hiring.loops.actions", "from hiring.loops.queries import plan\n", 0),
        ("hiring.loops.actions", "def f():\n    from hiring.people.views import show\n", 1),
    ],
)
def test_trespasses_are_seen(where: str, source: str, complaints: int) -> None:
    assert len(police.trespasses(source, where)) == complaints


def test_knowing_the_request_is_seen() -> None:
    assert police.knows_the_request("import json\nfrom flask import g\n") == ["line 2: flask.g"]


def test_loose_arguments_are_seen() -> None:
    assert police.loose_arguments("def a(card, *, by, now): ...\ndef b(card, by): ...\n") == ["b(by)"]


def test_broad_excepts_are_seen() -> None:
    source = "try:\n    a()\nexcept KeyError:\n    b()\nexcept Exception:\n    c()\n"
    assert police.broad_excepts(source) == [5]


def test_empty_names_are_seen() -> None:
    assert police.empty_names("class CardManager: ...\nclass Information: ...\nclass Database: ...\n") == [
        "CardManager"
    ]


@pytest.mark.parametrize(
    ("source", "sentence"),
    [("x = 1\n", None), ('"""stuff"""\n', None), ('"""It says\nwhy.\n\nMore"""\n', "It says why.")],
)
def test_opening_sentences_are_read(source: str, sentence: str | None) -> None:
    assert police.opening_sentence(source) == sentence


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("{{ note | safe }}", ["|safe"]),
        ("{% autoescape false %}", ["autoescape off"]),
        ('<p class="a"\n style="color: red">', ["style="]),
        ("<style>p {}</style>", ["<style>"]),
        ("<a onclick='x()'>", ["on…="]),
        ("<script>x()</script>", ["<script> without src"]),
        ('<script src="{{ asset }}" defer></script><p class="style">On = off</p>', []),
        ('<a href="javascript:x()">', ["javascript:"]),
    ],
)
def test_templates_are_read(source: str, found: list[str]) -> None:
    assert police.in_template(source) == found


@pytest.mark.parametrize("text", ["cd /ho" + "me/rita", "open('/wo" + "rk/x')", "from py" + "pi.org"])
def test_a_machine_is_seen(text: str) -> None:
    assert police.names_a_machine(text) != []


@pytest.mark.parametrize(
    "text", ["templates/home/show.html", "/workflow/x", "https://example.org/home/x", "a /rooted/b"]
)
def test_a_path_of_ours_is_no_machine(text: str) -> None:
    assert police.names_a_machine(text) == []


def test_settings_are_read() -> None:
    assert police.settings_named("HIRING_ENV, HIRING_TEST_PG and _HIRING_X") == {"HIRING_ENV"}
