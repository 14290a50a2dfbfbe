"""The verbs that bring up to date what is worked out of the house's own cards, without waiting for the worker."""

from __future__ import annotations

import click

from hiring.cli.standing import now, the_house


@click.group()
def calibration() -> None:
    """How interviewers usually rate, from the house's own cards."""


@calibration.command("refresh")
def calibration_refresh() -> None:
    """Work it out now for every rubric version whose cards have changed; the worker does so every hour."""
    from hiring.worker import recalibrate

    with the_house() as app:
        done = recalibrate(app, now())
    click.echo(f"Rubric versions brought up to date: {done}.")


@click.group()
def reports() -> None:
    """How the house hires: what the pages of reports say."""


@reports.command("refresh")
def reports_refresh() -> None:
    """Count now whoever may be counted; the worker does so every day."""
    from hiring.worker import report_now

    with the_house():
        done = report_now(now())
    click.echo(f"Reports brought forward: {done}.")
