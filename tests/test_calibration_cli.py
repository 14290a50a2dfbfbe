"""`hiring calibrate`, `agreement` and `fairness` as somebody types them, on files as people have them."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from hiring import cli

SYNTHETIC = Path(__file__).parent / "data" / "calibration" / "synthetic"
BASE = SYNTHETIC / "base-2000.ratings.csv"
DISCONNECTED = SYNTHETIC / "disconnected-2000.ratings.csv"
TERMS = ["candidate", "candidate_dimension", "interviewer", "interview", "residual"]

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Type a command on a terminal of 80 columns."""
    monkeypatch.setenv("COLUMNS", "80")

    def type_(*words: object) -> tuple[int, str, str]:
        monkeypatch.setattr("sys.argv", ["hiring", *map(str, words)])
        with pytest.raises(SystemExit) as left:
            cli.main()
        said = capsys.readouterr()
        return int(left.value.code or 0), said.out, said.err

    return type_


@pytest.fixture
def answer(run: Run) -> Callable[..., dict[str, Any]]:
    """The one JSON object that a command prints; anything else on the way is a failure."""

    def ask(*words: object) -> dict[str, Any]:
        code, out, err = run(*words, "--json")
        assert (code, err) == (0, "")
        assert out.count("\n") == 1

        def never(constant: str) -> None:
            raise AssertionError(f"{constant} is no JSON.")

        found = json.loads(out, parse_constant=never)
        assert isinstance(found, dict)
        return found

    return ask


@pytest.fixture
def file(tmp_path: Path) -> Callable[[str], Path]:
    def write(content: str) -> Path:
        path = tmp_path / "past.csv"
        path.write_text(content, encoding="utf-8", newline="")
        return path

    return write


# --- calibrate


def test_calibrate_answers_with_the_keys_of_the_specification(answer: Callable[..., dict[str, Any]]) -> None:
    found = answer("calibrate", BASE)
    assert list(found) == [
        *("ratings", "candidates", "interviewers", "dimensions", "scale", "components", "reml", "groups", "cells"),
        *("means", "severity"),
    ]
    assert [found[key] for key in ("ratings", "candidates", "interviewers", "dimensions", "scale")] == [
        *(1703, 111, 17, 6, [1, 5])
    ]
    assert list(found["components"]) == [*TERMS, "source", "dropped"]
    assert (found["components"]["source"], found["components"]["dropped"]) == ("estimated", [])
    assert found["groups"] == [{"group": 0, "candidates": 111, "interviewers": 17, "ratings": 1703, "links": []}]
    assert list(found["cells"][0]) == ["candidate", "dimension", "n", "raw", "adjusted", "low", "high", "group"]
    assert list(found["means"][0]) == ["candidate", "n", "raw", "adjusted", "low", "high", "group"]
    assert list(found["severity"][0]) == [
        *("interviewer", "ratings", "candidates", "estimate", "low", "high", "group", "shown")
    ]
    assert {row["candidate"] for row in found["means"]} == {f"c{number}" for number in range(111)}
    assert sum(row["ratings"] for row in found["severity"]) == sum(row["n"] for row in found["means"]) == 1703


def test_groups_that_nobody_links_are_not_compared(run: Run, answer: Callable[..., dict[str, Any]]) -> None:
    found = answer("calibrate", DISCONNECTED)
    said = (
        "There are 2 groups that cannot be compared: no shared interviewer or candidate links these groups. "
        "Adjusted scores hold within a group only."
    )
    assert found["notes"][0] == said
    assert [group["group"] for group in found["groups"]] == [0, 1]
    assert {row["group"] for row in found["means"]} == {0, 1}
    assert all(isinstance(row["adjusted"], float) for row in found["cells"] + found["means"])
    code, out, err = run("calibrate", DISCONNECTED)
    assert (code, err) == (0, "")
    assert said in " ".join(out.split())
    assert "weak" not in out


def test_one_interviewer_is_never_adjusted(
    run: Run, answer: Callable[..., dict[str, Any]], file: Callable[[str], Path]
) -> None:
    past = file("candidate,interviewer,dimension,score\n" + "".join(f"c{n},Ivan,d,{n % 5 + 1}\n" for n in range(60)))
    found = answer("calibrate", past)
    assert {row[key] for row in found["cells"] + found["means"] for key in ("adjusted", "low", "high")} == {None}
    assert found["why"].startswith("One interviewer gave every rating")
    assert {row["shown"] for row in found["severity"]} == {False}
    code, out, _err = run("calibrate", past)
    assert code == 0
    assert found["why"] in " ".join(out.split())
    assert "too little to say" in out
    code, out, _err = run("calibrate", past, "--explain", "c7")
    assert (code, found["why"] in " ".join(out.split()), "usual +" in out) == (0, True, False)
    assert answer("calibrate", past, "--explain", "c7")["explanation"] == []


@pytest.mark.parametrize(
    ("name", "content", "scale"),
    [
        ("one rating", "a,b,d,3\n", "1,5"),
        ("one candidate", "a,b,d,3\na,c,d,4\na,e,d,2\n", "1,5"),
        ("all equal", "".join(f"c{n},r{m},d,3\n" for n in range(12) for m in range(6)), "1,5"),
        ("singletons", "".join(f"c{n},r{n},d,{n % 5 + 1}\n" for n in range(10_000)), "1,5"),
        ("one to nine", "".join(f"c{n},r{m},d,{(n * m + n) % 9 + 1}\n" for n in range(12) for m in range(6)), "1,9"),
        ("nought to ten", "".join(f"c{n},r{m},d,{(n * m + n) % 11}\n" for n in range(12) for m in range(6)), "0,10"),
        ("any label", '"O’Neil, Ann",ليلى,"two\nlines",3\n"the ""one""",דנה,[red]x[/red],4\n', "1,5"),
    ],
)
@pytest.mark.parametrize("prior", [[], ["--no-prior"]])
def test_strange_files_have_strict_answers(
    name: str,
    content: str,
    scale: str,
    prior: list[str],
    run: Run,
    answer: Callable[..., dict[str, Any]],
    file: Callable[[str], Path],
) -> None:
    past = file("candidate,interviewer,dimension,score\n" + content)
    found = answer("calibrate", past, "--scale", scale, *prior)
    estimates = [row["adjusted"] for row in found["means"]]
    assert ("why" in found) == (None in estimates) == (found["interviewers"] == 1)
    assert all(isinstance(row["estimate"], float) for row in found["severity"])
    answer("agreement", past, "--scale", scale)
    for verb in ("calibrate", "agreement"):
        code, out, err = run(verb, past, "--scale", scale)
        assert (code, err) == (0, "")
        assert max(map(len, out.splitlines())) <= 84, "80 columns, and marks that take none"


def test_an_adjusted_score_can_be_done_again_by_hand(run: Run, answer: Callable[..., dict[str, Any]]) -> None:
    found = answer("calibrate", BASE, "--explain", " c3 ")
    assert [*found][-1] == "explanation"
    adjusted = {row["dimension"]: row["adjusted"] for row in found["cells"] if row["candidate"] == "c3"}
    assert {one["dimension"] for one in found["explanation"]} == set(adjusted)
    for one in found["explanation"]:
        assert list(one["shares"][0]) == [
            *("interviewer", "dimension", "score", "usual", "severity", "weight", "brings")
        ]
        brings = [each["weight"] * (each["score"] - each["usual"] - each["severity"]) for each in one["shares"]]
        assert brings == pytest.approx([each["brings"] for each in one["shares"]])
        assert one["usual"] + sum(brings) == pytest.approx(adjusted[one["dimension"]], abs=1e-6)
    code, out, err = run("calibrate", BASE, "--explain", "c3")
    assert (code, err) == (0, "")
    for table in out.split(": raw ")[1:]:
        lines = [line.replace("−", "-").split() for line in table.splitlines()]
        usual = next(float(line[1]) for line in lines if line[:1] == ["usual"])
        shares = [[float(cell) for cell in line[2:]] for line in lines if len(line) == 7 and line[0][0] == "r"]
        said = next(float(line[1]) for line in lines if line[:1] == ["adjusted"])
        by_hand = usual + sum(weight * (score - level - severity) for score, level, severity, weight, _ in shares)
        assert by_hand == pytest.approx(said, abs=0.002)


def test_raw_and_the_two_reasons_make_the_adjusted_score(run: Run) -> None:
    lines = [line.replace("−", "-").split() for line in run("calibrate", BASE)[1].splitlines()]
    rows = [[float(cell) for cell in line[2:6]] for line in lines if len(line) == 9 and line[0] in {"d0", "d1", "d2"}]
    assert len(rows) > 15
    for raw, leniency, leaning, adjusted in rows:
        assert raw + leniency + leaning == pytest.approx(adjusted, abs=0.021)


def test_what_is_sure_of_an_interviewer_is_said(run: Run) -> None:
    """r3 has the lowest true leniency of this file."""
    out = run("calibrate", BASE)[1]
    assert re.findall(r"^(r3): (Severe): gives", out, re.MULTILINE) == [("r3", "Severe")]
    assert len(re.findall(r"^[0-9]+% of the differences seen between interviewers are real", out, re.MULTILINE)) == 1
    assert len(re.findall(r"^A sixth interviewer raises reliability from ", out, re.MULTILINE)) == 1


def test_meetings_and_kinds_of_interviewers_are_explained_too(
    answer: Callable[..., dict[str, Any]], file: Callable[[str], Path]
) -> None:
    rows = "".join(
        f"c{n},r{m},d,{(n * 3 + m * m + meeting) % 5 + 1},{meeting},{'peer' if m % 2 else 'report'}\n"
        for n in range(8)
        for m in range(6)
        for meeting in range(1 + (n + m) % 2)
    )
    found = answer(
        "calibrate", file("candidate,interviewer,dimension,score,interview,perspective\n" + rows), "--explain", "c1"
    )
    (one,) = found["explanation"]
    assert {share["interview"] for share in one["shares"]} == {"0", "1"}
    assert one["usual"] + sum(share["brings"] for share in one["shares"]) == pytest.approx(one["adjusted"], abs=1e-6)


def test_a_candidate_who_is_not_there_is_one_sentence(run: Run) -> None:
    assert run("calibrate", BASE, "--explain", "Zo\u00eb") == (2, "", f"{BASE}: there is no candidate “Zoë”.\n")


def test_long_labels_push_no_figure_aside(run: Run, file: Callable[[str], Path]) -> None:
    """The rows of candidates and of interviewers all end with an interval."""
    long = "a very long label indeed, " * 3
    pairs = [(n, m) for n in range(9) for m in range(6)]
    rows = "".join(f'"{long}{n}","{long}{m}","{long}{n % 3}",{(n + m) % 5 + 1}\n' for n, m in pairs)
    past = file("candidate,interviewer,dimension,score\n" + rows)
    out = run("calibrate", past)[1]
    assert len(re.findall(r"[0-9]\.[0-9]{2} to [+−]?[0-9]\.[0-9]{2} *$", out, re.MULTILINE)) == 9 + 6
    assert {f"a very long lab…ndeed, {n}" for n in range(9)} <= {line.rstrip() for line in out.splitlines()}
    for words in ((), ("--explain", f"{long}1")):
        code, out, err = run("calibrate", past, *words)
        assert (code, err) == (0, "")
        assert max(map(len, out.splitlines())) <= 80


def test_given_components_are_used(answer: Callable[..., dict[str, Any]], tmp_path: Path) -> None:
    whole = answer("calibrate", BASE)
    (tmp_path / "whole.json").write_text(json.dumps(whole))
    (tmp_path / "object.json").write_text(json.dumps(whole["components"]))
    again = answer("calibrate", BASE, "--components", tmp_path / "whole.json")
    assert again["components"] == {**whole["components"], "source": "pooled"}
    assert again == answer("calibrate", BASE, "--components", tmp_path / "object.json")
    for before, after in zip(whole["cells"], again["cells"], strict=True):
        assert after["adjusted"] == pytest.approx(before["adjusted"], abs=1e-9)


GIVEN = {"candidate": 0.3, "candidate_dimension": 0.1, "interviewer": 0.2, "interview": 0.1, "residual": 0.7}


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("{", "this is not JSON."),
        ("[" * 100_000, "this is not JSON."),
        ("[1]", "this is not a JSON object."),
        (json.dumps({**GIVEN, "residual": "much"}), "“residual” must be a variance in squared points."),
        (json.dumps({**GIVEN, "interview": None}), "“interview” must be a variance in squared points."),
        (json.dumps({**GIVEN, "interview": -0.1}), "The variance of interview is -0.1; it must be a number from 0 up."),
        (
            json.dumps({**GIVEN, "candidate": float("nan")}),
            "The variance of candidate is nan; it must be a number from 0 up.",
        ),
        (json.dumps({**GIVEN, "candidate": float("inf")}), "“candidate” is more than a scale from 1 to 5 allows."),
        (json.dumps({**GIVEN, "candidate": 1000.0}), "“candidate” is more than a scale from 1 to 5 allows."),
        (json.dumps(GIVEN).replace("0.3", "1" + "0" * 400), "“candidate” is more than a scale from 1 to 5 allows."),
        (json.dumps({**GIVEN, "residual": 1e-320}), "“residual” is too small; two people never agree that well."),
        (json.dumps({**GIVEN, "dropped": ["tea"]}), f"“dropped” must be a list of some of {', '.join(TERMS)}."),
        (
            json.dumps({"components": GIVEN, "scale": [1, 9]}),
            "these variances were made on the scale [1, 9], not [1, 5].",
        ),
    ],
)
def test_bad_components_are_one_sentence(run: Run, tmp_path: Path, given: str, said: str) -> None:
    path = tmp_path / "given.json"
    path.write_text(given)
    assert run("calibrate", BASE, "--components", path) == (2, "", f"{path}: {said}\n")


@pytest.mark.parametrize("verb", ["calibrate", "agreement", "fairness"])
def test_a_file_that_is_not_there_is_one_sentence(run: Run, tmp_path: Path, verb: str) -> None:
    path = tmp_path / "none.csv"
    assert run(verb, path, "--json") == (2, "", f"{path} cannot be read: there is no such file.\n")


@pytest.mark.parametrize("verb", ["calibrate", "agreement"])
def test_a_bad_row_is_one_sentence(run: Run, file: Callable[[str], Path], verb: str) -> None:
    past = file("candidate,interviewer,dimension,score\nCy,Ivan,craft,7\n")
    said = f"{past}, row 2, column score: 7 is not on the scale 1 to 5.\n"
    assert run(verb, past, "--json") == (2, "", said)
    assert run(verb, past) == (2, "", said)


def test_too_many_dimensions_are_one_sentence(run: Run, file: Callable[[str], Path]) -> None:
    past = file("candidate,interviewer,dimension,score\n" + "".join(f"Cy,Ivan,{d},3\n" for d in range(2001)))
    said = (
        f"{past}, column dimension: There are 2,001 dimensions; 2,000 are the most that can be calibrated together. "
        "Calibrate one rubric at a time.\n"
    )
    assert run("calibrate", past, "--json") == (2, "", said)


@pytest.mark.parametrize(
    "words",
    [
        ("--scale", "5,1"),
        ("--scale", "1-5"),
        ("--scale", "1,5,9"),
        ("--level", "1"),
        ("--level", "0.9999999999999999"),
        ("--level", "nan"),
    ],
)
def test_bad_options_are_refused(run: Run, words: tuple[str, str]) -> None:
    code, out, _err = run("calibrate", BASE, *words)
    assert (code, out) == (2, "")


def test_long_tables_say_how_much_they_leave_out(run: Run) -> None:
    out = run("calibrate", BASE)[1]
    assert [line for line in out.splitlines() if "more row" in line] == ["… and 604 more rows; --json has all."]


# --- agreement


def test_agreement_answers_with_the_keys_of_the_specification(answer: Callable[..., dict[str, Any]]) -> None:
    found = answer("agreement", BASE)
    assert list(found) == ["alpha", "icc", "kappa", "ac2", "fleiss", "rwg"]
    assert list(found["alpha"]) == ["nominal", "ordinal", "interval", "ratio"]
    assert all(list(figure) == ["value", "low", "high", "n"] for figure in found["alpha"].values())
    assert list(found["icc"]) == ["ICC1", "ICC2", "ICC3", "ICC1k", "ICC2k", "ICC3k"]
    assert all(list(figure) == ["value", "why"] for figure in found["icc"].values())
    assert {tuple(pair) for pair in found["kappa"]} == {("interviewers", "unweighted", "linear", "quadratic", "n")}
    assert {name for pair in found["kappa"] for name in pair["interviewers"]} == {f"r{number}" for number in range(17)}


def test_a_complete_design_has_correlations(answer: Callable[..., dict[str, Any]], file: Callable[[str], Path]) -> None:
    rows = "".join(f"c{n},r{m},{(n * 2 + m * (n % 3)) % 5 + 1}\n" for n in range(12) for m in range(4))
    found = answer("agreement", file("candidate,interviewer,score\n" + rows))
    assert all(list(figure) == ["value", "low", "high"] for figure in found["icc"].values())


# --- fairness

FUNNEL = (
    "stage,group,entered,passed\nscreen,women,80,48\nscreen,men,100,70\nscreen,דנה,4,1\n"
    "onsite,women,48,20\nonsite,men,70,40\nonsite,דנה,1,1\n"
)
COLUMNS = (
    "stage group entered passed rate reference ratio ratio_low ratio_high difference_low difference_high fisher_p "
    "fisher_midp holm_p four_fifths flip hidden shortfall"
).split()


def test_fairness_answers_with_the_rows_of_the_specification(
    answer: Callable[..., dict[str, Any]], file: Callable[[str], Path]
) -> None:
    found = answer("fairness", file(FUNNEL))
    assert list(found) == ["rows"]
    assert {tuple(row) for row in found["rows"]} == {tuple(COLUMNS)}
    verdicts = {(row["stage"], row["group"]): row["four_fifths"] for row in found["rows"]}
    assert (verdicts["screen", "women"], verdicts["onsite", "women"]) == ("not adverse", "adverse")
    assert {row["hidden"] for row in found["rows"] if row["group"] == "דנה"} == {True}


def test_fairness_shows_a_table(run: Run, file: Callable[[str], Path]) -> None:
    code, out, err = run("fairness", file(FUNNEL))
    assert (code, err) == (0, "")
    assert "  women 20 of 48 42% 0.73 0.48 to 1.06 0.134 0.267 adverse".split() in [
        line.split() for line in out.splitlines()
    ]
    assert max(map(len, out.splitlines())) <= 82


def test_a_reference_group_that_is_not_there_is_one_sentence(run: Run, file: Callable[[str], Path]) -> None:
    path = file(FUNNEL)
    assert run("fairness", path, "--reference", "x") == (2, "", f"{path}: The funnel has no group x.\n")


# --- the command


def test_a_terminal_is_told_what_the_wait_is_for(
    run: Run, file: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TTY_COMPATIBLE", "1")
    code, out, err = run("agreement", file("candidate,interviewer,score\nCy,Ivan,3\nCy,Ines,4\n"), "--json")
    assert (code, "ac2" in json.loads(out)) == (0, True)
    assert "Comparing 2 ratings …" in err


def test_the_command_alone_does_not_import_numpy() -> None:
    code = (
        "import sys; from hiring import cli; sys.exit(any(name in sys.modules for name in ('numpy', 'scipy', 'rich')))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize("verb", ["calibrate", "agreement", "fairness"])
def test_help_is_there(run: Run, verb: str) -> None:
    code, out, err = run(verb, "--help")
    assert (code, err) == (0, "")
    assert "--json" in out


def test_a_disk_that_is_full_is_a_sentence() -> None:
    command = [sys.executable, "-c", "from hiring.cli import main; main()", "calibrate", str(BASE), "--json"]
    with Path("/dev/full").open("w") as disk:
        done = subprocess.run(command, stdout=disk, stderr=subprocess.PIPE, text=True, check=False)
    assert (done.returncode, done.stderr) == (2, "No space left on device\n")
