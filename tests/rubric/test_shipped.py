"""The rubrics that come with the house load, and editors that open them find the schema."""

from __future__ import annotations

from pathlib import Path

import pytest

from hiring.rubric import Library, check

RUBRICS = Path(__file__).parents[2] / "rubrics"


def test_every_shipped_rubric_is_without_fault() -> None:
    assert [str(problem) for problem in check([RUBRICS])] == []
    assert Library(RUBRICS).problems() == ()


@pytest.mark.parametrize("path", sorted(RUBRICS.glob("*.yaml")), ids=lambda path: path.name)
def test_a_shipped_rubric_names_its_schema(path: Path) -> None:
    first = path.read_text(encoding="utf-8").partition("\n")[0]
    schema = path.parent / first.removeprefix("# yaml-language-server: $schema=")
    assert schema.resolve() == RUBRICS.parent / "docs" / "schemas" / "rubric.v1.json"
    assert schema.exists()
