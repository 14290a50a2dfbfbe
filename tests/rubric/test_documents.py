"""Reading: what is refused, where it is shown, and that it costs nothing."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Annotated, Any, Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel, ConfigDict, Field

from hiring.documents import Currency, DocumentError, Identifier, Line, Problem, Switch, Whole, read, validate
from hiring.text import text


def faults(source: bytes | str) -> list[str]:
    with pytest.raises(DocumentError) as caught:
        read(source, "f")
    assert str(caught.value) == "\n".join(map(str, caught.value.problems))
    return [str(problem) for problem in caught.value.problems]


def test_what_a_file_says_is_read_with_places() -> None:
    document = read(b"\xef\xbb\xbfa: [1, -2, x]\nb:\n  c: 'y'\n  3: ~\n", "f")
    assert document.data == {"a": [1, -2, "x"], "b": {"c": "y", 3: None}}
    assert document.positions == {
        (): (1, 1),
        ("a",): (1, 1),
        ("a", 0): (1, 5),
        ("a", 1): (1, 8),
        ("a", 2): (1, 12),
        ("b",): (2, 1),
        ("b", "c"): (3, 3),
        ("b", 3): (4, 3),
    }


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("NO", "NO"),
        ("yes", "yes"),
        ("on", "on"),
        ("True", "True"),
        ("true", True),
        ("false", False),
        ("null", None),
        ("~", None),
        ("", None),
        ("12", 12),
        ("-1", -1),
        ("0", 0),
        ("012", "012"),
        ("1:30", "1:30"),
        ("0x10", "0x10"),
        ("1_000", "1_000"),
        ("1e400", "1e400"),
        ("1.5", "1.5"),
        (".nan", ".nan"),
        ("2026-03-29", "2026-03-29"),
        ("9" * 30, "9" * 30),
        ("'12'", "12"),
        ('"true"', "true"),
        ("<<", "<<"),
        (">-\n  a\n  b", "a b"),
    ],
)
def test_only_whole_numbers_true_false_and_null_are_not_text(written: str, meant: object) -> None:
    assert read(f"a: {written}\n", "f").data == {"a": meant}


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("", ["f:1:1: This file is empty. Write keys and values, “key: value”."]),
        ("# only this", ["f:1:1: This file is empty. Write keys and values, “key: value”."]),
        ("null", ["f:1:1: Write keys and values here, “key: value”, and nothing around them."]),
        ("[]", ["f:1:1: Write keys and values here, “key: value”, and nothing around them."]),
        ("\njust text", ["f:2:1: Write keys and values here, “key: value”, and nothing around them."]),
        ("a: 1\n---\nb: 2", ["f:2:1: Keep one document in a file: remove this --- and what follows."]),
        ("!custom x", ["f:1:1: Remove “!custom”: tags are not read."]),
        ("a: !!str x", ["f:1:4: a: Remove “tag:yaml.org,2002:str”: tags are not read."]),
        (
            "a: &a [x]\nb: [*a]\n",
            ["f:1:4: a: Remove “&a”: anchors are not read.", "f:2:5: b[0]: Write this out: *aliases are not read."],
        ),
        ("a: {<<: {b: 1}}", ["f:1:5: a: Write the keys out: << merges are not read."]),
        (
            "a: 1\nb:\n- c: 1\n  '1': x\n  c: 2\n  1: y",
            [
                "f:5:3: b[0].c: “c” is here twice, first on line 3. Keep one.",
                "f:6:3: b[0].1: “1” is here twice, first on line 4. Keep one.",
            ],
        ),
        ("null: 1", ["f:1:1: A key must be a word or a whole number; put it in quotes."]),
        ("true: 1", ["f:1:1: A key must be a word or a whole number; put it in quotes."]),
        ("? [a]\n: b", ["f:1:3: A key must be a word or a whole number; put it in quotes."]),
        ("a: 1\n*b : 2", ["f:2:1: Write this out: *aliases are not read."]),
        ("a: b: c", ["f:1:5: " + "There is a second colon here, or the line stands too far right. "
                     "Put a text with a colon in quotes."]),
        ("a: @b", ["f:1:4: A text cannot begin like this. Put it in quotes, and indent with spaces, not tabs."]),
        ("a: [1", ["f:2:1: The list begun with [ is not closed. Add ] or a comma."]),
        ("a: {b: 1", ["f:2:1: The group begun with { is not closed. Add } or a comma."]),
        ("a: 'b", ["f:1:6: A quotation mark is opened and never closed. Close it."]),
        ("a: 1\nb\n", ["f:3:1: A colon is missing after this key. Write “key: value”."]),
        ("a: 1\n- b\n", ["f:2:1: A key is expected here. Check the indentation and the quotes."]),
        ("a: ]", ["f:1:4: This is not YAML: did not find expected node content."]),
        (b"a: b\r\nc: \xe9", ["f:2:4: Save this file as UTF-8: byte 0xE9 here is not."]),
        (b"\xff\xfea\x00", ["f:1:1: Save this file as UTF-8: byte 0xFF here is not."]),
        ("a: b\nc: \x00d\x07", ["f:2:4: Remove the unprintable character U+0000 here.",
                                "f:2:6: Remove the unprintable character U+0007 here."]),
        ("a: \ud800", ["f:1:4: Remove the unprintable character U+D800 here."]),
        ('a: "\\0"', ["f:1:4: a: Remove the unprintable character U+0000 here."]),
        ("a: [[[[[[[[x]]]]]]]]", ["f:1:11: a[0][0][0][0][0][0][0]: This stands more than 8 levels deep."]),
        ("a: " + "x" * 65_536, ["f:1:1: Shorten this file: it is larger than 64 KiB."]),
        ("a: " + "é" * 40_000, ["f:1:1: Shorten this file: it is larger than 64 KiB."]),
        (f"{'k' * 50}: 1\n{'k' * 50}: 2",
         [f"f:2:1: {'k' * 40}…: “{'k' * 40}…” is here twice, first on line 1. Keep one."]),
    ],
)  # fmt: skip
def test_a_fault_is_shown_where_it_stands(source: bytes | str, shown: list[str]) -> None:
    assert faults(source) == shown


def test_seven_levels_and_64_kib_are_allowed() -> None:
    assert read("a: [[[[[[[x]]]]]]]", "f").data == {"a": [[[[[[["x"]]]]]]]}
    assert read("a: " + "x" * 65_533, "f").data == {"a": "x" * 65_533}


def test_what_was_found_before_the_file_breaks_off_is_said_too() -> None:
    assert faults("a: &b c\nd: [") == [
        "f:1:4: a: Remove “&b”: anchors are not read.",
        "f:3:1: This is not YAML: did not find expected node content.",
    ]


def test_fifty_faults_are_enough() -> None:
    assert len(faults("a: [" + "*b, " * 10_000 + "]")) == 50
    assert len(faults("\x01" * 60_000)) == 50


BOMBS = {
    "aliases": "a: &a [x]\n" + "".join(f"b{i}: [*a,*a,*a]\n" for i in range(3000)),
    "merges": "a: &a {b: 1}\n" + "".join(f"c{i}:\n  <<: [*a,*a]\n" for i in range(2000)),
    "deep lists": "[" * 60_000,
    "deep groups": "a: " + "{a: " * 15_000,
    "deep keys": "{? " * 20_000,
    "question marks": "? " * 30_000,
    "hyphens": "- " * 30_000,
    "many keys": "".join(f"k{i}:\n" for i in range(8_000)) + "x",
    "same key": "{" + "a," * 30_000 + "}",
    "long list": "[" + "a," * 30_000 + "]",
    "empty lines": "a: x" + "\n" * 60_000 + "b",
    "long number as a list": "[" + "9" * 60_000 + "]",
    "colons": ":" * 60_000,
    "escapes": '"' + "\\x41" * 16_000 + '"',
}


@pytest.mark.parametrize("bomb", BOMBS.values(), ids=BOMBS)
def test_no_file_costs_a_second(bomb: str) -> None:
    before = time.process_time()
    assert faults(bomb)
    assert time.process_time() - before < 1


@settings(deadline=None)
@given(st.one_of(st.text(max_size=200), st.binary(max_size=200), st.text("a:[]{}-?&*!|>'\"#%@ \n\t,1", max_size=60)))
def test_any_text_is_read_or_refused_with_a_place(source: bytes | str) -> None:
    problems: tuple[Problem, ...] = ()
    data: object = None
    try:
        data = read(source, "f").data
    except DocumentError as error:
        problems = error.problems
    assert isinstance(data, dict) != bool(problems)
    assert all(problem.line >= 1 and problem.column >= 1 and str(problem.message) for problem in problems)


class Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    id: Identifier
    level: Annotated[Whole, Field(ge=1, le=9)] = 1
    on: Switch = False
    anchors: Mapping[Whole, Line] = {}
    currency: Currency = "EUR"
    share: float = 0
    code: Annotated[str, Field(pattern="^[A-Z]$")] = "A"


class Sample(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    title: Line
    kind: Literal["role", "stage"]
    entries: Annotated[tuple[Entry, ...], Field(min_length=2, max_length=3)] = ()
    one: Entry | None = None


def shape_faults(source: str, check: Any = None) -> list[str]:
    with pytest.raises(DocumentError) as caught:
        validate(read(source, "f"), Sample, check)
    return [str(problem) for problem in caught.value.problems]


def test_a_valid_document_becomes_its_model() -> None:
    sample = validate(read("title: NO\nkind: role\none: {id: a-1, anchors: {1: x}}", "f"), Sample)
    assert sample == Sample(title="NO", kind="role", one=Entry(id="a-1", anchors={1: "x"}))


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("kind: x", "kind: Write 'role' or 'stage' here."),
        ("kinds: x", "kinds: “kinds” is not a key here. Did you mean “kind”?"),
        ("zzz: x", "zzz: “zzz” is not a key here. Known are title, kind, entries, one."),
        ("zzz zz:", "zzz zz: “zzz zz” is read as a key. Inside { } put a text with a comma in quotes."),
        ("one: {}", "one.id: “id” is missing. Add it."),
        ("one: 4", "one: Write keys and values here, “key: value”."),
        ("one: {id: A}", "one.id: Write small letters, digits and single hyphens here, such as late-data."),
        ("one: {id: ''}", "one.id: Write something here, or leave the key out."),
        ("one: {id: 4}", "one.id: Write a text here; a number, true, false or null as text needs quotes."),
        ("one: {id: a, level: '3'}", "one.level: Write a whole number here, without quotes."),
        ("one: {id: a, level: 0}", "one.level: Write 1 or more here."),
        ("one: {id: a, level: 10}", "one.level: Write 9 or less here."),
        ("one: {id: a, on: yes}", "one.on: Write true or false here, without quotes."),
        ("one: {id: a, anchors: [1]}", "one.anchors: Write keys and values here, “key: value”."),
        ("one: {id: a, anchors: {x: y}}", "one.anchors.x: Write a whole number here, without quotes."),
        ("one: {id: a, anchors: {1: ' x'}}",
         "one.anchors.1: Write this on one line, without blanks around it (>- folds several lines into one)."),
        ("one: {id: a, currency: eur}",
         "one.currency: Write the three capital letters of the currency here, such as EUR."),
        ("one: {id: a, share: x}",
         "one.share: Input should be a valid number, unable to parse string as a number."),
        ("one: {id: a, code: x}", "one.code: Write this as ^[A-Z]$."),
        ("one: {id: a, leve: 3}", "one.leve: “leve” is not a key here. Did you mean “level”?"),
        ("entries: x", "entries: Write a list here: [one, another], or a line with a hyphen for each."),
        ("entries: []", "entries: Add to this list; it needs 2 at least."),
        ("entries: [{id: a}, {id: b}, {id: c}, {id: d}]", "entries: Keep at most 3 here; there are 4."),
        ("entries: [{id: a}, {id: b, on: 4}]", "entries[1].on: Write true or false here, without quotes."),
    ],
)  # fmt: skip
def test_a_fault_of_shape_says_what_to_do(written: str, shown: str) -> None:
    given_keys = read(written, "f").data.keys()
    rest = [line for line in ("title: x", "kind: role") if line.split(":")[0] not in given_keys]
    (fault,) = shape_faults("\n".join([*rest, written]))
    assert fault.split(": ", 1)[1] == shown


def test_a_long_text_says_how_long_it_is() -> None:
    assert shape_faults(f"kind: role\ntitle: {'x' * 281}") == [
        "f:2:1: title: Shorten this to 280 characters; it has 281."
    ]


def test_all_faults_come_at_once_in_the_order_of_the_file() -> None:
    def check(data: dict[str, Any]) -> list[tuple[tuple[str | int, ...], Any]]:
        return [(("kind",), text("Already at fault.")), (("one", "id"), text("No %(id)s.", id=data["one"]["id"]))]

    assert shape_faults("one:\n  id: aa\nkind: x", check) == [
        "f:1:1: title: “title” is missing. Add it.",
        "f:2:3: one.id: No aa.",
        "f:3:1: kind: Write 'role' or 'stage' here.",
    ]


def test_a_problem_without_a_path_is_about_the_file() -> None:
    assert str(Problem("f", 1, 2, "", text("No."))) == "f:1:2: No."
    assert str(Problem("f", 1, 2, "a[0].b", text("No."))) == "f:1:2: a[0].b: No."
