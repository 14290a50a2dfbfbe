"""The verbs of every day: serving, the database, files, people, imports. A verb imports the heavy parts it needs."""

from __future__ import annotations

import gc
import os
from pathlib import Path

import click

from hiring import paths
from hiring.cli.standing import fail, in_house, now, the_house
from hiring.refusal import Refusal


@click.group()
@click.version_option(package_name="hiring-loop")
def hiring() -> None:
    """Interview scorecards and hiring loops, from a rubric file to a decision."""


@hiring.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, envvar="PORT", show_default=True)
def serve(host: str, port: int) -> None:
    """Serve the pages. On SQLite the mail worker runs along."""
    gc.disable()  # until all is loaded: what is made meanwhile stays, and looking it through took a fifth of the start
    from hiring import serving
    from hiring.worker import APART

    with the_house() as app:
        serving.serve(app, host=host, port=port, sums=APART)


@hiring.group()
def mail() -> None:
    """What arrives for the house."""


@mail.command("read")
def read_mail() -> None:
    """Read what has arrived in HIRING_MAILBOX now."""
    from hiring.worker_errands import read_mailbox

    with the_house() as app:
        done = read_mailbox(app, now())
    said = {
        "answer": "answers to invitations",
        "letter": "letters from candidates",
        "unproven": "mails from candidates’ addresses that answer none of ours",
        "returned": "letters of ours that came back",
        "nothing": "others",
    }
    click.echo(", ".join(f"{done[kind]} {words}" for kind, words in said.items()))


@hiring.command()
def worker() -> None:
    """Send the mail that waits, until stopped. Run one beside the web processes on PostgreSQL."""
    from hiring.worker import run_forever

    with the_house() as app:
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
    from hiring import indexed
    from hiring.db import db as database
    from hiring.db import writing
    from hiring.rubric import Library
    from hiring.rubrics.actions import import_files
    from hiring.schema import upgrade

    with the_house(is_current=False) as app:
        upgrade(database.engine)
        with writing():
            if indexed.is_missing():
                indexed.rebuild()
            added = import_files(Library(app.extensions["settings"].rubrics_path), now=now())
    click.echo(f"The database is up to date. Rubric versions added: {len(added)}.")


@hiring.group()
def search() -> None:
    """What search finds things by."""


@search.command("rebuild")
@in_house
def search_rebuild() -> None:
    """Write the index of candidates, notes and scorecards anew."""
    from hiring import indexed

    click.echo(f"Can be found: {indexed.rebuild()}.")


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
        fail(f"{len(problems)} to mend.", code=1)
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
        fail(f"There is no rubric or plan called {slug}. There are: {have}.")


@hiring.group()
def people() -> None:
    """Who may sign in."""


@people.command("add")
@click.argument("name")
@click.argument("email")
@click.option("--title", default="")
@click.option("--zone", default="Europe/London", show_default=True, help="An IANA time zone.")
@click.option("--may", "capabilities", multiple=True, help="One of the rights; a wrong one lists them.")
@in_house
def people_add(name: str, email: str, title: str, zone: str, capabilities: tuple[str, ...]) -> None:
    """Add somebody and mail them an invitation."""
    from hiring.people import actions

    new = actions.NewPerson(name=name, email=email, title=title, zone=zone, capabilities=frozenset(capabilities))
    person = actions.invite(new, by=None, now=now())
    click.echo(f"{person.name} is invited at {person.email}.")


@people.command("list")
@in_house
def people_list() -> None:
    """List everybody."""
    from hiring.people import queries

    for person in queries.everybody():
        state = ("" if person.is_active else "  (deactivated)") + ("  (guest)" if person.is_guest else "")
        click.echo(f"{person.email:32} {person.name:28} {' '.join(sorted(person.capability_kinds))}{state}")


@people.command("deactivate")
@click.argument("email")
@in_house
def people_deactivate(email: str) -> None:
    """Shut somebody out at once: sessions end, links stop working."""
    from hiring.people import actions, queries

    person = queries.by_email(email)
    if person is None:
        raise Refusal(f"Nobody here has the address {email}.")
    actions.deactivate(person, by=None, now=now())
    click.echo(f"{person.name} can no longer sign in.")


@hiring.group("import")
def import_() -> None:
    """Bring in what you have."""


@import_.command("ratings")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--opening", required=True, help="The ref of the opening, the last part of its address.")
@in_house
def import_ratings(file: Path, opening: str) -> None:
    """Bring past scores into packets: candidate,interviewer,dimension,score and, if you have it, interview."""
    from hiring.exchange import actions

    done = actions.import_ratings(file, opening_ref=opening, now=now())
    click.echo(str(done))
