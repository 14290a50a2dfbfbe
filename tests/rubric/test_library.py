"""Rubrics in a folder: found, checked, shown, and described to editors."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from hiring.documents import DocumentError
from hiring.rubric import Library, check, load, parse_reference, schema, show, write_schema
from tests.rubric.examples import EXAMPLE, example_data, rubric, write

ROOT = Path(__file__).parents[2]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copy(EXAMPLE, tmp_path)
    for version in (2, 10):
        (tmp_path / f"data-engineer.v{version}.yaml").write_text(write(example_data() | {"version": version}))
    (tmp_path / "analyst.v1.yaml").write_text(write(example_data() | {"rubric": "analyst"}))
    (tmp_path / "plans").mkdir()
    (tmp_path / "plans" / "executive.v1.yaml").write_text("plan: executive\n")
    (tmp_path / "notes.txt").write_text("nothing")
    return tmp_path


def test_a_library_finds_every_version(folder: Path) -> None:
    library = Library(folder)
    assert library.slugs() == ("analyst", "data-engineer")
    assert library.versions("data-engineer") == (1, 2, 10)
    assert library.versions("x") == ()
    assert library.latest("data-engineer").number == 10
    assert library.get("data-engineer", 1) == load(EXAMPLE)
    assert library.source("data-engineer", 1) == EXAMPLE.read_text(encoding="utf-8")
    assert library.problems() == ()
    with pytest.raises(KeyError):
        library.get("data-engineer", 3)
    with pytest.raises(KeyError):
        library.latest("x")


def test_a_faulty_file_does_not_hide_the_others(folder: Path) -> None:
    (folder / "broken.v1.yaml").write_text("a: [")
    (folder / "wrong.v1.yaml").write_text(write(example_data()))
    library = Library(folder)
    assert library.slugs() == ("analyst", "data-engineer")
    assert [str(problem) for problem in library.problems()] == [
        f"{folder}/broken.v1.yaml:2:1: This is not YAML: did not find expected node content.",
        f"{folder}/wrong.v1.yaml:1:1: Rename this file to data-engineer.v1.yaml, which is what it holds.",
    ]
    assert check([folder]) == list(library.problems())


def test_files_are_checked_one_by_one_too(folder: Path) -> None:
    (folder / "deep").mkdir()
    (folder / "deep" / "other.yml").write_text(write(example_data()))
    huge = folder / "huge.v1.yaml"
    huge.write_bytes(b"x" * 10_000_000)
    absent = folder / "absent.v1.yaml"
    assert [str(problem) for problem in check([EXAMPLE, absent, huge, folder / "deep"])] == [
        f"{absent}:1:1: This cannot be read: No such file or directory.",
        f"{huge}:1:1: Shorten this file: it is larger than 64 KiB.",
        f"{folder}/deep/other.yml:1:1: Rename this file to data-engineer.v1.yaml, which is what it holds.",
    ]
    with pytest.raises(DocumentError):
        load(absent)


def test_a_reference_is_a_slug_and_a_version() -> None:
    assert parse_reference("recruiter-call@1") == ("recruiter-call", 1)
    for wrong in (
        "",
        "recruiter-call",
        "a@0",
        "a@01",
        "a@1 ",
        "A@1",
        "a--b@1",
        "a@-1",
        "a@1\n",
        "a@1@2",
        "a@" + "9" * 10,
    ):
        with pytest.raises(ValueError, match="is not slug@version"):
            parse_reference(wrong)


def test_the_published_schema_is_that_of_the_code(tmp_path: Path) -> None:
    written = tmp_path / "new" / "rubric.v1.json"
    write_schema(written)
    assert (ROOT / "docs" / "schemas" / "rubric.v1.json").read_bytes() == written.read_bytes()


def test_the_schema_says_what_editors_need() -> None:
    said = schema()
    assert said["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert said["additionalProperties"] is False
    assert said["required"] == ["rubric", "version", "kind", "title", "scale", "dimensions"]
    assert said["then"]["required"] == ["profile", "decision", "ramp"]
    assert sorted(said["$defs"]["KnockOut"]["properties"]) == ["id", "or", "text"]
    assert sorted(said["properties"]) == sorted(example_data())
    json.dumps(said)


def test_a_rubric_is_shown_as_text() -> None:
    assert (
        show(rubric(knock_outs=[]))
        == """\
Data Engineer (data-engineer@1)
Keeps the figures that people decide by complete, timely and explained.

Scale: 1 Well below, 2 Below, 3 Meets, 4 Strong, 5 Exceptional

Pipelines [pipelines]: critical, must-have, at least 3 Meets
  Builds pipelines that can be rerun, watched and repaired by somebody else.
  1 Well below: Runs scripts by hand and cannot say what yesterday's run did.
  2 Below: Schedules jobs; a failed day is mended by editing data.
  3 Meets: Jobs can be rerun; failures alert; a written page says how to repair.
  4 Strong: Late and duplicate data are designed for; producers are told before consumers notice.
  5 Exceptional: Others reuse the design; a year of incidents got fewer and shorter by their work.
  ? Tell me about a day when data came late. Who noticed, and what did you do?

Red flags
  - Corrected figures without telling those who had used them

Exercises
  - Design a daily feed (50–60 minutes, AI tools allowed): Pipelines

Decision
  - every must-have at its floor, each seen by 2 or more

Ramp
  - day 30: Has repaired one real failure from the written page (incident record)
"""
    )


def test_a_small_rubric_is_shown_without_empty_headings() -> None:
    data = example_data()
    data["dimensions"][0] |= {"must_have": False}
    nothing: dict[str, Any] = {"profile": None, "decision": None, "ramp": [], "red_flags": []}
    exercise = data["exercises"][0] | {"ai_allowed": False, "take_home": True}
    said = show(rubric(kind="stage", dimensions=data["dimensions"], exercises=[exercise], **nothing))
    assert said.splitlines()[:4] == [
        "Data Engineer (data-engineer@1)",
        "",
        "Scale: 1 Well below, 2 Below, 3 Meets, 4 Strong, 5 Exceptional",
        "",
    ]
    assert said.splitlines()[4] == "Pipelines [pipelines]: critical"
    assert said.splitlines()[-3:] == [
        "",
        "Exercises",
        "  - Design a daily feed (take-home, 50–60 minutes, no AI tools): Pipelines",
    ]


def test_the_package_is_cheap_to_import() -> None:
    program = (
        "import sys, pkgutil, importlib, hiring.rubric\n"
        "for it in pkgutil.walk_packages(hiring.rubric.__path__, 'hiring.rubric.'): importlib.import_module(it.name)\n"
        "print(*sorted({name.partition('.')[0] for name in sys.modules}))"
    )
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT).stdout
    assert {"flask", "sqlalchemy", "wtforms", "numpy", "scipy", "ruamel", "werkzeug"} & set(said.split()) == set()
