"""The verbs on files of one's own: what ratings and funnels say, in tables or as JSON."""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from hiring.refusal import Kind, Refusal
from hiring.text import text

if TYPE_CHECKING:
    from hiring.calibration.columns import Labelled
    from hiring.calibration.components import Components

FILE = click.Path(path_type=Path)

LEAST_RESIDUAL = 1e-9
"""Of the square of the scale's width; below, nothing is left of the other digits."""


class Scale(click.ParamType[tuple[int, int]]):
    """Two whole numbers, LOW,HIGH."""

    name = "LOW,HIGH"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[int, int]:
        if isinstance(value, tuple):
            return value
        found = re.fullmatch(r"\s*(-?[0-9]{1,6})\s*,\s*(-?[0-9]{1,6})\s*", value)
        if not found or int(found[1]) >= int(found[2]):
            self.fail(f"“{value}” is not a lowest and a highest level, such as 1,5.", param, ctx)
        return int(found[1]), int(found[2])


def _inside(context: click.Context, option: click.Parameter, level: float) -> float:
    if not 0 < level < 1 or (1 + level) / 2 == 1:
        raise click.BadParameter(f"{level:g} does not lie between 0 and 1.", context, option)
    return level


scale_option = click.option(
    "--scale", type=Scale(), default=(1, 5), help="The lowest and the highest level of the scale; 1,5 unless said."
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON object and nothing else.")


@click.command()
@click.argument("ratings", type=FILE, metavar="RATINGS.CSV")
@scale_option
@click.option(
    "--level",
    type=float,
    callback=_inside,
    default=0.95,
    show_default=True,
    help="How sure the intervals are to hold the truth.",
)
@click.option(
    "--components",
    "components_file",
    type=FILE,
    metavar="FILE",
    help="Take the variances from this JSON file, for instance "
    "from what --json printed for a larger file, rather than estimate them.",
)
@click.option("--no-prior", is_flag=True, help="Estimate from this file alone, however small it is.")
@click.option(
    "--explain",
    "candidate",
    metavar="CANDIDATE",
    help="Show how this candidate's adjusted scores come about, to be recomputed by hand.",
)
@json_option
def calibrate(
    ratings: Path,
    scale: tuple[int, int],
    level: float,
    components_file: Path | None,
    no_prior: bool,
    candidate: str | None,
    as_json: bool,
) -> None:
    """Tell candidates, interviewers and noise apart in a file of past scores.

    RATINGS.CSV has the columns candidate, interviewer, dimension and score, and may have interview (which of their
    meetings) and perspective (peer, report …). Shown are each candidate's plain mean, the same adjusted for who
    happened to rate, how sure that is, and how lenient or severe each interviewer is. Candidates whom no shared
    interviewer or candidate links are not compared.
    """
    _stay_on_one_core()
    from hiring.calibration.calibrate import calibrate as work_out
    from hiring.cli import answers, explanations, tables

    with _waiting("Reading") as tell:
        file = _read(ratings, scale, tell)
        code = None if candidate is None else explanations.code_of(candidate, file, ratings)
        components = None if components_file is None else _components(components_file, scale)
        tell(f"Calibrating {len(file.ratings):,} ratings")
        try:
            found = work_out(file.ratings, components=components, level=level, prior=not no_prior)
        except ValueError as error:  # cells and options were looked at; only the rubric can be too long
            raise Refusal(f"{ratings}, column dimension: {error}", Kind.INPUT) from None
    if as_json:
        answers.write(answers.of_calibration(found, file, code), sys.stdout)
    elif code is not None:
        tables.show_candidate(found, file, code)
    else:
        tables.show_calibration(found, file)


@click.command()
@click.argument("ratings", type=FILE, metavar="RATINGS.CSV")
@scale_option
@json_option
def agreement(ratings: Path, scale: tuple[int, int], as_json: bool) -> None:
    """Say how far interviewers agree on the same candidates and dimensions.

    RATINGS.CSV is the file that `hiring calibrate` takes.
    """
    _stay_on_one_core()
    from hiring.calibration.agreement import agreement as work_out
    from hiring.cli import answers, tables

    with _waiting("Reading") as tell:
        file = _read(ratings, scale, tell)
        tell(f"Comparing {len(file.ratings):,} ratings")
        found = work_out(file.ratings)
    if as_json:
        answers.write(answers.of_agreement(found, file), sys.stdout)
    else:
        tables.show_agreement(found, file)


@click.command()
@click.argument("funnel", type=FILE, metavar="FUNNEL.CSV")
@click.option("--reference", metavar="GROUP", help="Compare with this group, not with the one that passes most often.")
@json_option
def fairness(funnel: Path, reference: str | None, as_json: bool) -> None:
    """Compare how many of each group pass each stage.

    FUNNEL.CSV has the columns stage, group, entered and passed, and may have opening.
    """
    _stay_on_one_core()
    from hiring.calibration.columns import read_funnel
    from hiring.calibration.fairness import fairness as compare
    from hiring.cli import answers, tables

    steps = read_funnel(funnel)
    try:
        rows = compare(steps, reference=reference)
    except ValueError as error:
        raise Refusal(f"{funnel}: {error}", Kind.INPUT) from None
    if as_json:
        answers.write({"rows": rows}, sys.stdout)
    else:
        tables.show_fairness(rows)


def _stay_on_one_core() -> None:
    """Ask before numpy is imported: on small machines threads that wait for each other cost more than they save."""
    for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ.setdefault(name, "1")


@contextmanager
def _waiting(words: str) -> Iterator[Callable[[str], None]]:
    """Say on a terminal what the wait is for; the result goes elsewhere and stays clean."""
    from rich.console import Console

    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda _: None
        return
    with console.status(f"{words} …") as status:
        yield lambda now: status.update(f"{now} …")


def _read(file: Path, scale: tuple[int, int], tell: Callable[[str], None]) -> Labelled:
    from hiring.calibration.columns import read_ratings

    return read_ratings(file, scale, progress=lambda rows: tell(f"Reading row {rows:,}"))


def _components(file: Path, scale: tuple[int, int]) -> Components:
    """From a file that holds the object itself, or all that `calibrate --json` printed."""
    from hiring.calibration.components import TERMS, Components

    found = _json_object(file)
    if isinstance(inner := found.get("components"), dict):
        made_for = found.get("scale", list(scale))
        if made_for != list(scale):
            _refuse(file, f"these variances were made on the scale {made_for}, not {list(scale)}.")
        found = inner
    variances = {}
    for term in TERMS:
        given = found.get(term)
        if not isinstance(given, int | float) or isinstance(given, bool):
            _refuse(file, f"“{term}” must be a variance in squared points.")
        if given > (scale[1] - scale[0]) ** 2:
            _refuse(file, f"“{term}” is more than a scale from {scale[0]} to {scale[1]} allows.")
        variances[term] = float(given)
    if 0 < variances["residual"] < LEAST_RESIDUAL * (scale[1] - scale[0]) ** 2:
        _refuse(file, "“residual” is too small; two people never agree that well.")
    dropped = found.get("dropped", [])
    if not isinstance(dropped, list) or not all(name in TERMS for name in dropped):
        _refuse(file, f"“dropped” must be a list of some of {', '.join(TERMS)}.")
    try:
        return Components(**variances, source="pooled", dropped=tuple(dropped))
    except ValueError as error:
        _refuse(file, str(error))


def _json_object(file: Path) -> dict[str, Any]:
    try:
        found = json.loads(file.read_bytes())
    except OSError as error:
        _refuse(file, f"it cannot be read: {error.strerror}.")
    except (ValueError, RecursionError):
        _refuse(file, "this is not JSON.")
    if not isinstance(found, dict):
        _refuse(file, "this is not a JSON object.")
    return found


def _refuse(file: Path, why: str) -> NoReturn:
    raise Refusal(text("%(file)s: %(why)s", file=file, why=why), Kind.INPUT)
