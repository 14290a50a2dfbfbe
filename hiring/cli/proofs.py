"""The verbs that prove something about the database and change nothing: the trail, the seals, what must always hold."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from itertools import islice
from pathlib import Path
from typing import Any

import click

from hiring.cli.standing import fail, now, the_house

BROKEN = 1


def _only_looking(verb: Callable[..., None]) -> Callable[..., None]:
    """Run a verb over one moment of the database, in a transaction that can write nothing."""

    @wraps(verb)
    def wrapped(**options: Any) -> None:
        from hiring.db import reading

        with the_house(), reading():
            verb(**options)

    return wrapped


@click.group()
def audit() -> None:
    """The trail of everything that was done."""


@audit.command("verify")
@click.option(
    "--anchor",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="The file of daily anchors: finds a trail that was cut short or made anew as a whole.",
)
@_only_looking
def audit_verify(anchor: Path | None) -> None:
    """Follow the hashes from the first event to the last, and name the first that is not as it was written."""
    from hiring import anchors
    from hiring.audit import follow

    trail = follow()
    known = [] if anchor is None else anchors.read(anchor)
    problems = [str(problem) for problem in anchors.problems(known)]
    if trail.first_broken is not None:
        problems.insert(0, f"The trail is broken at event {trail.first_broken}.")
    if problems:
        fail(*problems, code=BROKEN)
    click.echo(f"The trail is whole. Events: {trail.events}. It ends with {trail.head}.")
    if anchor is not None:
        click.echo(f"Anchors that agree with it: {len(known)}.")


@click.group()
def scorecards() -> None:
    """What was handed in."""


@scorecards.command("verify")
@_only_looking
def scorecards_verify() -> None:
    """Recompute every seal, and name the first card that is not what was handed in."""
    from hiring.scorecards import seals

    for failed in islice(seals.failures(), 1):
        layer = f"amendment {failed.layer} of scorecard" if failed.layer else "scorecard"
        fail(
            f"The seal fails on {layer} {failed.card_ref}, handed in {failed.at:%Y-%m-%d %H:%M} UTC. {failed.why}",
            code=BROKEN,
        )
    click.echo(f"Every seal holds. Cards and amendments: {seals.count_sealed()}.")


@click.command()
@_only_looking
def check() -> None:
    """Check everything that must always hold, and name what does not by its number."""
    from hiring import invariants

    results = list(invariants.check(now=now()))
    for result in results:
        click.echo(str(result))
    broken = sum(result.count > 0 for result in results)
    if broken:
        fail(f"{broken} of {len(results)} do not hold.", code=BROKEN)
    click.echo(f"All {len(results)} hold.")
