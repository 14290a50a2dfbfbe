"""Where somebody may be sent, and what goes with them."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hiring.people.carrying import Carried, collect, own_path, pack, unpack
from tests.bad_inputs import LIST

REDIRECTS = [case for case in LIST if str(case.get("payload")).startswith("/login?next=")]


def test_the_corpus_is_there() -> None:
    assert len(REDIRECTS) == 6


@pytest.mark.parametrize("case", REDIRECTS, ids=lambda case: case["id"])
def test_no_way_leads_out_of_the_house(case: dict[str, str]) -> None:
    asked = parse_qs(urlsplit(case["payload"].replace("\\", "%5C")).query)["next"][0]
    assert own_path(asked) == "/"


@pytest.mark.parametrize(
    "given_path", ["", None, "//", "/\\a", "/\t/a", "http://a", "a", "/ a", "/a b", "/a\\b", "/é", "/-"]
)
def test_anything_else_than_an_own_path_is_the_start_page(given_path: str | None) -> None:
    assert own_path(given_path) == "/"


@pytest.mark.parametrize("path", ["/openings", "/openings/a-b_c?page=2&q=a%20b", "/sent-mail?page=2"])
def test_own_paths_are_kept(path: str) -> None:
    assert own_path(path) == path


@given(st.lists(st.tuples(st.text(min_size=1), st.text())))
def test_what_is_packed_is_unpacked(fields: list[tuple[str, str]]) -> None:
    carried = Carried("/scorecards/x", tuple(fields))
    packed = pack(carried)
    assert unpack(packed) == carried
    assert not any(ord(character) < 32 or 127 <= ord(character) < 160 for character in packed)


@pytest.mark.parametrize("packed", ["", None, "{", "[]", '["/x"]', '["//evil", []]', "3", '["/x", [1]]', "[" * 100_000])
def test_what_we_did_not_pack_is_nothing(packed: str | None) -> None:
    assert unpack(packed) is None


def test_tokens_and_passwords_stay_behind() -> None:
    carried = collect(
        "/account/password",
        [("csrf_token", "t"), ("current", "a"), ("password", "b"), ("words", "one\r\ntwo three four"), ("key", "k")],
    )
    assert carried == Carried("/account/password", (("words", "one\ntwo three four"), ("key", "k")))
    assert carried.words == ("one\ntwo three four",)
