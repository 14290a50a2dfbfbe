"""The `hiring` command: a line each for what an operator does. Heavy parts are imported by the verb that needs them."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from hiring import paths
from hiring.refusal import Refusal
from hiring.settings import SettingsError

if TYPE_CHECKING:
    from flask import Flask

MISUSE = 2


def main() -> None:
    """Entry point: a refusal or a wrong setting is a sentence and an exit code, never a traceback."""
    try:
        hiring(standalone_mode=True)
    except SettingsError as error:
        _fail(*error.problems)
    except Refusal as refusal:
        _fail(str(refusal.reason))


@click.group()
@click.version_option(package_name="hiring-loop")
def hiring() -> None:
    """Interview scorecards and hiring loops, from a rubric file to a decision."""


@hiring.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, envvar="PORT", show_default=True)
def serve(host: str, port: int) -> None:
    """Serve the pages. On SQLite the mail worker runs along."""
    from hiring import serving

    with _app() as app:
        serving.serve(app, host=host, port=port)


@hiring.command()
def worker() -> None:
    """Send the mail that waits, until stopped. Run one beside the web processes on PostgreSQL."""
    from hiring.worker import run_forever

    with _app() as app:
        run_forever(app)


@hiring.command()
@click.option("--port", default=8000, envvar="PORT", show_default=True)
@click.option("--reset", is_flag=True, help="Forget what was done in the demo house and start over.")
@click.option("--people", default=0, help="Make at least this many people, for measuring.")
@click.option("--applications", default=0, help="Make at least this many applications, for measuring.")
@click.option("--prepare-only", is_flag=True, help="Make the house and stop before serving.")
def demo(port: int, reset: bool, people: int, applications: int, prepare_only: bool) -> None:
    """Make a house full of life and serve it."""
    from hiring.demo import house

    house.run(
        environ=os.environ,
        port=port,
        reset=reset,
        size=house.Size(people, applications),
        prepare_only=prepare_only,
    )


@hiring.group()
def db() -> None:
    """The database's schema."""


@db.command("upgrade")
def db_upgrade() -> None:
    """Bring the database up to date, and import new rubric files."""
    from hiring.db import db as database
    from hiring.db import writing
    from hiring.rubric import Library
    from hiring.rubrics.actions import import_files
    from hiring.schema import upgrade

    with _app(is_current=False) as app:
        upgrade(database.engine)
        with writing():
            added = import_files(Library(app.extensions["settings"].rubrics_path), now=_now())
    click.echo(f"The database is up to date. Rubric versions added: {len(added)}.")


@hiring.group()
def rubrics() -> None:
    """Rubric and plan files."""


@rubrics.command("check")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path, exists=True))
def rubrics_check(files: tuple[Path, ...]) -> None:
    """Check rubric and plan files: everything wrong at once, with file, line, column, path and what to do."""
    from hiring import rubric
    from hiring.workflow import plan

    chosen = files or (paths.RUBRICS,)
    are_plans = [path for path in chosen if path.parent.name == "plans" or path.name == "plans"]
    are_plans += [path / "plans" for path in chosen if (path / "plans").is_dir()]
    problems = [*rubric.check([path for path in chosen if path not in are_plans]), *plan.check(are_plans)]
    for problem in problems:
        click.echo(str(problem))
    if problems:
        _fail(f"{len(problems)} to mend.", code=1)
    click.echo("Every file is in order.")


@rubrics.command("show")
@click.argument("slug")
def rubrics_show(slug: str) -> None:
    """Print a rubric or a plan: its newest version, or the one named SLUG@1."""
    from hiring import rubric
    from hiring.workflow import plan

    library = rubric.Library(paths.RUBRICS)
    known = plan.plans(paths.PLANS)
    name, _, number = slug.partition("@")
    if library.versions(name):
        chosen = library.get(name, int(number)) if number.isdigit() else library.latest(name)
        click.echo(rubric.show(chosen))
    elif (found := known.get(slug) or plan.newest(known, slug)) is not None:
        click.echo(plan.show(found))
    else:
        have = ", ".join([*library.slugs(), *sorted(known)])
        _fail(f"There is no rubric or plan called {slug}. There are: {have}.")


@hiring.group()
def people() -> None:
    """Who may sign in."""


def _in_house(verb: Callable[..., None]) -> Callable[..., None]:
    """Run a verb in the house, in one writing transaction."""

    @wraps(verb)
    def wrapped(**options: Any) -> None:
        from hiring.db import writing

        with _app(), writing():
            verb(**options)

    return wrapped


@people.command("add")
@click.argument("name")
@click.argument("email")
@click.option("--title", default="")
@click.option("--zone", default="Europe/London", show_default=True, help="An IANA time zone.")
@click.option("--may", "capabilities", multiple=True, help="user_admin, privacy_officer, auditor or open_openings.")
@_in_house
def people_add(name: str, email: str, title: str, zone: str, capabilities: tuple[str, ...]) -> None:
    """Add somebody and mail them an invitation."""
    from hiring.people import actions

    new = actions.NewPerson(name=name, email=email, title=title, zone=zone, capabilities=frozenset(capabilities))
    person = actions.invite(new, by=None, now=_now())
    click.echo(f"{person.name} is invited at {person.email}.")


@people.command("list")
@_in_house
def people_list() -> None:
    """List everybody."""
    from hiring.people import queries

    for person in queries.everybody():
        state = "" if person.is_active else "  (deactivated)"
        click.echo(f"{person.email:32} {person.name:28} {' '.join(sorted(person.capability_kinds))}{state}")


@people.command("deactivate")
@click.argument("email")
@_in_house
def people_deactivate(email: str) -> None:
    """Shut somebody out at once: sessions end, links stop working."""
    from hiring.people import actions, queries

    person = queries.by_email(email)
    if person is None:
        raise Refusal(f"Nobody here has the address {email}.")
    actions.deactivate(person, by=None, now=_now())
    click.echo(f"{person.name} can no longer sign in.")


@hiring.group("import")
def import_() -> None:
    """Bring in what you have."""


@import_.command("ratings")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--opening", required=True, help="The ref of the opening, the last part of its address.")
@_in_house
def import_ratings(file: Path, opening: str) -> None:
    """Bring past scores into packets: candidate,interviewer,dimension,score and, if you have it, interview."""
    from hiring.exchange import actions

    done = actions.import_ratings(file, opening_ref=opening, now=_now())
    click.echo(str(done))


@contextmanager
def _app(*, is_current: bool = True) -> Iterator[Flask]:
    """The application inside its context; without an up-to-date database it says which command mends that."""
    from hiring.app import create_app
    from hiring.db import db as database
    from hiring.schema import is_current as stands_at_head
    from hiring.settings import read

    settings = read(os.environ)
    settings.instance_path.mkdir(parents=True, exist_ok=True)
    app = create_app(settings, must_be_current=is_current)
    with app.app_context():
        if is_current and not stands_at_head(database.engine):
            _fail("The database is not up to date. Bring it up to date with: hiring db upgrade")
        yield app


def _now() -> datetime:
    return datetime.now(UTC)


def _fail(*sentences: str, code: int = MISUSE) -> None:
    for sentence in sentences:
        click.echo(sentence, err=True)
    sys.exit(code)
