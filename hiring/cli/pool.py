"""The verb that brings the calibration of the house's own cards up to date without waiting for the worker."""

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
