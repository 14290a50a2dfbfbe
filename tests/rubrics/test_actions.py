"""Files are imported once, and what was imported stays."""

from __future__ import annotations

import logging
import shutil
from pathlib import Path

import pytest

from hiring import paths
from hiring.db import db
from hiring.models import RubricVersion
from hiring.rubric import Library
from hiring.rubrics import queries
from hiring.rubrics.actions import import_files
from tests.cast import NOW
from tests.house import House

ROLE = "data-engineer.v1.yaml"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copy(Path(__file__).parents[1] / "data" / ROLE, tmp_path / ROLE)
    return tmp_path


def test_new_files_are_added_once(house: House, folder: Path) -> None:
    with house.changing():
        added = import_files(Library(folder), now=NOW)
        assert [(one.slug, one.number) for one in added] == [("data-engineer", 1)]
        assert import_files(Library(folder), now=NOW) == []
        assert import_files(Library(paths.RUBRICS), now=NOW) == []


def test_a_changed_file_changes_nothing_that_is_stored(
    house: House, folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with house.changing():
        (stored,) = import_files(Library(folder), now=NOW)
        before = stored.sha256
        file = folder / ROLE
        file.write_text(file.read_text(encoding="utf-8").replace("title: Data Engineer", "title: Data Artist"), "utf-8")
        with caplog.at_level(logging.WARNING):
            assert import_files(Library(folder), now=NOW) == []
        assert "data-engineer.v1 changed on disk" in caplog.text
        kept = queries.by_reference("data-engineer@1")
        assert kept is not None
        assert (kept.sha256, queries.rubric_of(kept).title) == (before, "Data Engineer")


def test_a_comment_is_no_change(house: House, folder: Path, caplog: pytest.LogCaptureFixture) -> None:
    with house.changing():
        import_files(Library(folder), now=NOW)
        file = folder / ROLE
        file.write_text(file.read_text(encoding="utf-8") + "\n# a remark\n", "utf-8")
        import_files(Library(folder), now=NOW)
        assert "changed on disk" not in caplog.text


def test_a_broken_file_is_left_out_and_said(house: House, folder: Path, caplog: pytest.LogCaptureFixture) -> None:
    (folder / "broken.v1.yaml").write_text("rubric: [", "utf-8")
    with house.changing():
        assert [one.slug for one in import_files(Library(folder), now=NOW)] == ["data-engineer"]
        assert "rubric file left out" in caplog.text
        assert db.session.query(RubricVersion).filter_by(slug="broken").count() == 0
