"""The rules of the house that the import linter cannot see. A failure says what to do instead."""

from __future__ import annotations

import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import click
import jinja2
import pytest

from tests import police

HOUSE = Path(__file__).resolve().parent.parent
SOURCES = sorted((HOUSE / "hiring").rglob("*.py"))
TEMPLATES = sorted((HOUSE / "templates").rglob("*.*"))
README = HOUSE / "README.md"

PURE = ("text", "refusal", "documents", "icals", "rubric", "workflow", "calibration", "policy")
WEB = ("flask", "flask_babel", "flask_sqlalchemy", "flask_wtf", "jinja2", "sqlalchemy", "werkzeug", "wtforms")
COMMITTERS = ("hiring/cli", "hiring/db.py", "hiring/demo", "hiring/web/guard.py", "hiring/worker")
LONGER_THAN_300: frozenset[str] = frozenset()
TOP_LEVEL = frozenset(
    ".ci .editorconfig .gitattributes .gitignore CHANGELOG.md CONTRIBUTING.md LICENSE Makefile README.md docs hiring "
    "migrations pyproject.toml requirements rubrics templates tests translations wsgi.py".split()
)


def name(path: Path) -> str:
    return path.relative_to(HOUSE).as_posix()


def module(path: Path) -> str:
    return name(path).removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def inside(*packages: str) -> list[Path]:
    return [path for path in SOURCES if {*module(path).split(".")[1:2]} & set(packages)]


def in_slices(*parts: str) -> list[Path]:
    """Files of the slices: those that are, or lie in, the parts named."""
    return [path for path in inside(*police.SLICES) if {*module(path).split(".")[2:3]} & set(parts)]


@cache
def tracked() -> tuple[Path, ...]:
    """Every file that is, or is about to be, in the repository."""
    asked = ("ls-files", "-z", "--cached", "--others", "--exclude-standard")
    listed = subprocess.run(
        ["git", "-c", f"safe.directory={HOUSE}", *asked], cwd=HOUSE, capture_output=True, text=True, check=True
    )
    return tuple(path for line in listed.stdout.split("\0") if line and (path := HOUSE / line).is_file())


def test_the_top_level_holds_what_was_agreed() -> None:
    unknown = {name(path).split("/")[0] for path in tracked()} - TOP_LEVEL
    assert unknown == set(), "A new name at the top is a decision: say it in the README and add it to TOP_LEVEL."


@pytest.mark.parametrize("package", PURE)
def test_a_pure_package_brings_no_web_and_no_database(package: str) -> None:
    found = _modules_after(f"hiring.{package}") & set(WEB)
    assert found == set(), f"hiring.{package} must work where there is no web: take what it needs as an argument."


@pytest.mark.parametrize("package", ["rubric", "workflow", "policy", "calibration"])
def test_numpy_waits_until_somebody_calibrates(package: str) -> None:
    found = _modules_after(f"hiring.{package}") & {"numpy", "scipy"}
    assert found == set(), "Import numpy inside the function that computes: other pages must not pay for it."


def _modules_after(imported: str) -> set[str]:
    code = f"import sys, {imported}; print(*sorted({{name.split('.')[0] for name in sys.modules}}))"
    fresh = subprocess.run([sys.executable, "-c", code], cwd=HOUSE, capture_output=True, text=True, check=False)
    assert fresh.returncode == 0, fresh.stderr
    return set(fresh.stdout.split())


def test_pure_packages_have_no_clock() -> None:
    found = {name(path): police.clocks(path.read_text()) for path in inside(*PURE)}
    assert _only_full(found) == {}, "Take `now` as an argument: a rule that asks the time cannot be tested at noon."


def test_only_guard_cli_worker_and_demo_commit() -> None:
    found = {name(path): police.commits(path.read_text()) for path in SOURCES if not name(path).startswith(COMMITTERS)}
    assert _only_full(found) == {}, "Flush, and let the guard commit: change, event, mail and key belong together."


def test_slices_speak_through_actions_and_queries() -> None:
    visitors = [path for path in SOURCES if module(path) != "hiring.app"]
    found = {name(path): police.trespasses(path.read_text(), module(path)) for path in visitors}
    assert _only_full(found) == {}


def test_verbs_reads_and_models_do_not_know_the_browser() -> None:
    quiet = [*in_slices("actions", "queries"), *inside("models", "access", "audit", "outbox")]
    found = {name(path): police.knows_the_request(path.read_text()) for path in quiet}
    assert _only_full(found) == {}, "Take what the request carried as an argument."


def test_models_do_not_query() -> None:
    found = {
        name(path): [line for line, called in police.calls(path.read_text()) if "session" in called.split(".")]
        for path in inside("models")
    }
    assert _only_full(found) == {}, "Models answer about themselves: move the question to access/ or a slice's queries."


def test_verbs_take_by_and_now_by_name() -> None:
    found = {name(path): police.loose_arguments(path.read_text()) for path in in_slices("actions")}
    assert _only_full(found) == {}, "Put a * before `by` and `now`: the caller then reads like a sentence."


def test_views_let_faults_through() -> None:
    found = {name(path): police.broad_excepts(path.read_text()) for path in inside(*police.SLICES)}
    assert _only_full(found) == {}, (
        "Catch the one exception you expect; the rest belongs to the error page and the log."
    )


def test_only_charts_and_the_words_of_templates_are_markup_in_python() -> None:
    may = ("hiring.web.charts", "hiring.web.language", "hiring.web.ranges")
    writers = [path for path in SOURCES if not module(path).startswith(may)]
    found = {name(path): police.markup(path.read_text()) for path in writers}
    assert _only_full(found) == {}, "Let a template write the HTML: it escapes what people typed."


def test_templates_have_no_inline_style_or_script() -> None:
    found = {name(path): police.in_template(path.read_text()) for path in TEMPLATES if path.suffix in {".html", ".svg"}}
    assert _only_full(found) == {}, "The content policy refuses it: use a class, an SVG attribute or static/app.js."


def test_files_are_short_enough_to_read() -> None:
    long = {name(path) for path in SOURCES if len(path.read_text().splitlines()) > 300}
    assert long == LONGER_THAN_300, "Past 300 lines split by what changes together (or take it off the list)."


def test_names_say_what_things_are() -> None:
    drawers = {name(path) for path in SOURCES if path.stem in {"utils", "util", "helpers", "common", "misc", "base"}}
    assert drawers == set(), "Name the file after what is in it."
    found = {name(path): police.empty_names(path.read_text()) for path in SOURCES}
    assert _only_full(found) == {}, "Manager, Helper, Data and Info say nothing: name the thing."


def test_every_module_opens_with_a_sentence() -> None:
    silent = {name(path) for path in SOURCES if police.opening_sentence(path.read_text()) is None}
    assert silent == set(), "Open the module with one sentence that says what it is for."


def test_the_repository_stands_alone() -> None:
    found = {name(path): police.names_a_machine(path.read_text(errors="ignore")) for path in tracked()}
    assert _only_full(found) == {}, "Name no machine and no registry: a stranger's clone has neither."


def test_every_template_compiles(tmp_path: Path) -> None:
    from hiring.app import create_app
    from hiring.settings import read

    environment = create_app(read({"HIRING_INSTANCE_PATH": str(tmp_path)})).jinja_env
    assert environment.undefined is jinja2.StrictUndefined
    for listed in environment.list_templates():
        environment.get_template(listed)


def test_every_setting_is_documented() -> None:
    ours = police.settings_named("\n".join(path.read_text() for path in SOURCES))
    assert police.settings_named(README.read_text()) == ours, (
        "README's table of settings and hiring/settings.py differ."
    )


def test_every_verb_of_the_command_is_documented() -> None:
    from hiring.cli import hiring

    unsaid = {verb for verb in _verbs(hiring, "hiring") if verb not in README.read_text()}
    assert unsaid == set(), "Say in the README what these verbs do."


def _verbs(group: click.Group, spoken: str) -> list[str]:
    found = []
    for word, command in group.commands.items():
        said = f"{spoken} {word}"
        found += _verbs(command, said) if isinstance(command, click.Group) else [said]
    return found


def _only_full(found: dict[str, list[Any]]) -> dict[str, list[Any]]:
    return {where: what for where, what in found.items() if what}
