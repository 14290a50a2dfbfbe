"""How words are folded and understood: whatever people type, the same letters find the same words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hiring.indexed import LONGEST_WORD, MOST_WORDS, Asked, fold, understand
from hiring.search.excerpts import AROUND, Excerpt, excerpt


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("Casey Morgan", ["casey", "morgan"]),
        ("Zoë’s Übergang, naïve", ["zoe", "s", "ubergang", "naive"]),
        ("STRASSE straße", ["strasse", "strasse"]),
        ("a_b c-d e.f@g", ["a", "b", "c", "d", "e", "f", "g"]),
        ("王小明 ١٢٣", ["王小明", "١٢٣"]),
        ("!!! … %_ \x00", []),
        ("x" * 100, ["x" * LONGEST_WORD]),
    ],
)
def test_words_are_small_and_bare(said: str, words: list[str]) -> None:
    assert fold(said) == words


@given(st.text())
def test_folding_twice_changes_nothing(said: str) -> None:
    assert fold(" ".join(fold(said))) == fold(said)


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("casey", Asked(("casey",), ())),
        ('"casey morgan" fixed', Asked(("fixed",), (("casey", "morgan"),))),
        ('casey" OR 1=1 --', Asked(("casey", "or", "1"), ())),
        ("„so ist es“ NOT x*", Asked(("not", "x"), (("so", "ist", "es"),))),
        ('"" "!!"', Asked((), ())),
    ],
)
def test_nothing_typed_is_a_command(typed: str, asked: Asked) -> None:
    assert understand(typed) == asked


@given(st.text())
def test_no_more_than_a_few_words_are_looked_for(typed: str) -> None:
    asked = understand(typed)
    assert len(asked.words) <= MOST_WORDS
    assert all(fold(word) == [word] for word in asked.words)


def test_an_excerpt_is_cut_around_the_first_word_found() -> None:
    text = f"{'before ' * 40}She repaired the Naïve scheduler.{' after' * 40}"
    cut = excerpt(["Nothing here.", text], understand("naive sche"))
    assert (cut.found, len(cut.before) < AROUND + 5, len(cut.after) < AROUND + 5) == ("Naïve", True, True)
    assert (cut.before[:9], cut.after[-8:]) == ("… before ", " after …")


def test_an_excerpt_without_the_word_is_the_beginning() -> None:
    assert excerpt(["", "Only this."], understand("elsewhere")) == Excerpt("Only this.", "", "")
    assert excerpt([], understand("elsewhere")) == Excerpt("", "", "")
