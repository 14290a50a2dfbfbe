"""The `hiring` command as an operator types it: what it prints, and its exit code."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from hiring import cli

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Type a command in an instance folder of its own."""
    monkeypatch.setenv("HIRING_INSTANCE_PATH", str(tmp_path / "instance"))

    def type_(*words: str) -> tuple[int, str, str]:
        monkeypatch.setattr("sys.argv", ["hiring", *words])
        with pytest.raises(SystemExit) as left:
            cli.main()
        said = capsys.readouterr()
        return int(left.value.code or 0), said.out, said.err

    return type_


def test_the_shipped_files_are_in_order(run: Run) -> None:
    assert run("rubrics", "check") == (0, "Every file is in order.\n", "")


def test_a_bad_file_is_told_with_its_place(run: Run, tmp_path: Path) -> None:
    bad = tmp_path / "baker.v1.yaml"
    bad.write_text("rubric: baker\nversion: 1\nkind: role\ntitle: Baker\nsacle: []\n")
    code, out, err = run("rubrics", "check", str(bad))
    assert code == 1
    assert f"{bad}:5:1: sacle: " in out
    assert err.endswith(" to mend.\n")


@pytest.mark.parametrize(
    ("name", "reference"),
    [
        ("staff-engineer", "staff-engineer@1"),
        ("staff-engineer@1", "staff-engineer@1"),
        ("executive", "executive@2"),
        ("executive@1", "executive@1"),
    ],
)
def test_a_rubric_or_plan_is_printed(run: Run, name: str, reference: str) -> None:
    code, out, err = run("rubrics", "show", name)
    assert (code, err) == (0, "")
    assert reference in out.splitlines()[0]


def test_an_unknown_rubric_is_answered_with_the_known(run: Run) -> None:
    code, _out, err = run("rubrics", "show", "baker")
    assert code == 2
    assert err.startswith("There is no rubric or plan called baker. There are: ceo-call, ")


def test_without_a_database_it_says_which_command_mends_that(run: Run) -> None:
    code, out, err = run("people", "list")
    assert (code, out) == (2, "")
    assert err == "The database is not up to date. Bring it up to date with: hiring db upgrade\n"


def test_from_nothing_to_somebody_invited_and_shut_out(run: Run) -> None:
    assert run("db", "upgrade")[1] == "The database is up to date. Rubric versions added: 8.\n"
    assert run("db", "upgrade")[1] == "The database is up to date. Rubric versions added: 0.\n"
    added = run("people", "add", "Ada Example", "Ada@Example.org", "--may", "user_admin")
    assert added == (0, "Ada Example is invited at ada@example.org.\n", "")
    assert run("people", "list")[1].split() == ["ada@example.org", "Ada", "Example", "user_admin"]
    again = run("people", "add", "Ada Example", "ada@example.org")
    assert again[0] == 2
    assert again[2].startswith("Somebody with the address ada@example.org ")
    assert run("people", "deactivate", "bob@example.org") == (2, "", "Nobody here has the address bob@example.org.\n")
    run("people", "add", "Bob Example", "bob@example.org")
    assert run("people", "deactivate", "bob@example.org")[1] == "Bob Example can no longer sign in.\n"
    assert run("people", "list")[1].splitlines()[1].split() == ["bob@example.org", "Bob", "Example", "(deactivated)"]


def test_a_wrong_setting_is_a_sentence(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HIRING_ENV", "production")
    code, _out, err = run("serve")
    assert code == 2
    assert err.startswith("HIRING_SECRET_KEY is not set.")


@pytest.fixture
def furnished(run: Run, tmp_path: Path) -> Path:
    """A house with somebody in it, by its database file."""
    run("db", "upgrade")
    run("people", "add", "Ada Example", "ada@example.org")
    return tmp_path / "instance" / "hiring.sqlite"


def behind_its_back(database: Path, *statements: str) -> None:
    with closing(sqlite3.connect(database)) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()


def test_a_whole_trail_is_said_to_be(run: Run, furnished: Path, tmp_path: Path) -> None:
    code, out, err = run("audit", "verify")
    assert (code, err) == (0, "")
    number, head = re.fullmatch(r"The trail is whole. Events: (\d+). It ends with ([0-9a-f]{64}).\n", out).groups()  # type: ignore[union-attr]
    anchor = tmp_path / "kept-elsewhere.txt"
    anchor.write_text(f"2026-11-17 {number} {head}\n")
    assert run("audit", "verify", "--anchor", str(anchor)) == (0, f"{out}Anchors that agree with it: 1.\n", "")
    anchor.write_text(f"2026-11-17 {number} {head}\n2026-11-18 {int(number) + 3} {head}\nhello\n")
    said = f"The anchor of 2026-11-18 knows event {int(number) + 3}; the trail does not.\n"
    expected = (1, "", f"{said}Line 3 of the anchor file cannot be read.\n")
    assert run("audit", "verify", "--anchor", str(anchor)) == expected
    assert run("audit", "verify", "--anchor", str(tmp_path / "nowhere.txt"))[0] == 2


def test_a_broken_trail_is_named(run: Run, furnished: Path) -> None:
    behind_its_back(furnished, "DROP TRIGGER event_refuses_update", "UPDATE event SET kind = 'x.y' WHERE seq = 1")
    assert run("audit", "verify") == (1, "", "The trail is broken at event 1.\n")


def test_seals_that_hold_are_counted(run: Run, furnished: Path) -> None:
    assert run("scorecards", "verify") == (0, "Every seal holds. Cards and amendments: 0.\n", "")


def test_what_must_hold_is_checked_line_by_line(run: Run, furnished: Path) -> None:
    code, out, err = run("check")
    lines = out.splitlines()
    assert (code, err, lines[-1]) == (0, "", f"All {len(lines) - 1} hold.")
    assert {line.split()[0] for line in lines[:-1]} == {"holds"}
    behind_its_back(furnished, "DROP TRIGGER event_refuses_update")
    code, out, err = run("check")
    sentence = "The database refuses to change rows that are only ever added."
    assert [line for line in out.splitlines() if not line.startswith("holds ")] == [
        f"BROKEN  {sentence} 1: table event"
    ]
    assert (code, err) == (1, f"1 of {len(lines) - 1} do not hold.\n")


def test_calibration_is_brought_up_to_date_once(run: Run, furnished: Path) -> None:
    said = [run("calibration", "refresh") for _ in range(2)]
    assert said == [(0, f"Rubric versions brought up to date: {number}.\n", "") for number in (0, 0)]
