"""The `hiring` command: a line each for what an operator does."""

from __future__ import annotations

from hiring.cli import calibration, pool, proofs
from hiring.cli.commands import hiring
from hiring.cli.standing import fail
from hiring.refusal import Refusal
from hiring.settings import SettingsError

__all__ = ["hiring", "main"]

hiring.add_command(proofs.audit)
hiring.add_command(proofs.scorecards)
hiring.add_command(proofs.check)
hiring.add_command(pool.calibration)
hiring.add_command(pool.reports)
hiring.add_command(calibration.calibrate)
hiring.add_command(calibration.agreement)
hiring.add_command(calibration.fairness)


def main(arguments: list[str] | None = None) -> None:
    """Entry point: a refusal, a wrong setting, a full disk or a taken port is a sentence and an exit code, never a
    traceback.
    """
    try:
        hiring(arguments, standalone_mode=True)
    except SettingsError as error:
        fail(*error.problems)
    except Refusal as refusal:
        fail(str(refusal.reason))
    except OSError as error:
        fail(": ".join(str(part) for part in (error.filename, error.strerror or error) if part))
