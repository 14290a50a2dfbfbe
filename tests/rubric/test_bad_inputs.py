"""Every bad rubric file of the shared list is refused as a whole, with a place and a sentence, in under a second."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest

from hiring.documents import DocumentError
from hiring.rubric import Rubric, parse
from tests.rubric.examples import DATA, dimension, edited, example_data, write

CASES = {
    case["id"]: case
    for case in json.loads((DATA / "bad_inputs.json").read_text(encoding="utf-8"))["cases"]
    if case["target"] == "file:rubric.yaml"
}
AS_TEXT = {"rubric-032": ("title", "012"), "rubric-033": ("title", "2026-03-29")}
AS_IT_IS = ("rubric-036", "rubric-038")
UNQUOTED = "unquoted-here"


def source_of(case: dict[str, Any]) -> bytes | str:
    if "edit" in case:
        return edited_source(**case["edit"])
    source: bytes | str = case["payload"] if "payload" in case else eval(case["payload_gen"])
    return source


def edited_source(path: list[Any], value: Any) -> str:
    match value:
        case {"copy_of": number}:
            value = example_data()["dimensions"][number] | {key: it for key, it in value.items() if key != "copy_of"}
        case "5000 valid dimensions":
            one = write([dimension("d-0")])
            many = "".join(one.replace("d-0", f"d-{i}") for i in range(5000))
            return write(edited(path, UNQUOTED)).replace(f" {UNQUOTED}", f"\n{many.rstrip()}")
        case "200 KB of a":
            value = "a" * 200 * 1024
        case str() if value.endswith(("(unquoted)", "(YAML float)")):
            return write(edited(path, UNQUOTED)).replace(UNQUOTED, value.partition(" ")[0])
    return write(edited(path, value))


def test_the_list_is_as_long_as_it_was() -> None:
    assert len(CASES) == 29


@pytest.mark.parametrize("name", sorted(set(CASES) - set(AS_TEXT) - set(AS_IT_IS)))
def test_a_bad_file_is_refused(name: str) -> None:
    source = source_of(CASES[name])
    before = time.process_time()
    with pytest.raises(DocumentError) as caught:
        parse(source, "bad.yaml")
    assert time.process_time() - before < 1
    for problem in caught.value.problems:
        assert str(problem).startswith(f"bad.yaml:{problem.line}:{problem.column}: ")
        assert str(problem.message).endswith(".")


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("rubric-015", "dimensions: Write a list here: [one, another], or a line with a hyphen for each."),
        ("rubric-016", "dimensions: Add to this list; it needs 1 at least."),
        ("rubric-017", "dimensions[0].floor: Write 0 or more here."),
        ("rubric-020", "dimensions[0].floor: Write a whole number here, without quotes."),
        ("rubric-022", "dimensions[1].id: Write small letters, digits and single hyphens here, such as late-data."),
        ("rubric-023", "dimensions[1].id: This is here twice. Each needs its own."),
        ("rubric-025", "dimensions[0].id: Write small letters, digits and single hyphens here, such as late-data."),
        ("rubric-028", "scale: Add to this list; it needs 2 at least."),
        ("rubric-030", "scale[0].level: Write a whole number here, without quotes."),
        (
            "rubric-034",
            f"unknown_field: “unknown_field” is not a key here. Known are {', '.join(Rubric.model_fields)}.",
        ),
        ("rubric-047", "Shorten this file: it is larger than 64 KiB."),
        ("rubric-048", "Shorten this file: it is larger than 64 KiB."),
        ("rubric-049", "Shorten this file: it is larger than 64 KiB."),
    ],
)
def test_the_sentence_names_the_fault(name: str, shown: str) -> None:
    with pytest.raises(DocumentError) as caught:
        parse(source_of(CASES[name]), "bad.yaml")
    assert str(caught.value.problems[0]).split(": ", 1)[1] == shown


@pytest.mark.parametrize("name", AS_TEXT)
def test_what_other_readers_turn_into_numbers_and_dates_stays_text(name: str) -> None:
    key, value = AS_TEXT[name]
    assert getattr(parse(source_of(CASES[name]), "x.yaml"), key) == value


@pytest.mark.parametrize("name", AS_IT_IS)
def test_markup_is_text_like_any_other(name: str) -> None:
    rubric = parse(source_of(CASES[name]), "x.yaml")
    value = CASES[name]["edit"]["value"]
    assert value in (rubric.dimensions[0].title, rubric.dimensions[0].anchors[1])
