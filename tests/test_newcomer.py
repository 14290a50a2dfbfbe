"""What somebody new can add: a role is one YAML file; a stage kind is one module (`tests/workflow/test_kinds.py`)."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

from sqlalchemy import select, update

from hiring import paths
from hiring.db import db
from hiring.models import Application, Person, RubricVersion, Slot
from tests.cast import NOW
from tests.factories import an_interview, at_stage
from tests.house import SECRET, House

ROLE = "data-engineer.v1.yaml"


def test_a_sixth_role_is_one_yaml_file_and_nothing_else(house: House, tmp_path: Path) -> None:
    folder = tmp_path / "rubrics"
    shutil.copytree(paths.RUBRICS, folder)
    shutil.copy(Path(__file__).parent / "data" / ROLE, folder / ROLE)

    assert "Rubric versions added: 1." in _hiring(house, folder, "db", "upgrade")
    assert "Rubric versions added: 0." in _hiring(house, folder, "db", "upgrade")

    with house.changing():  # what another process wrote is put back after the test once this one has written there too
        db.session.execute(update(RubricVersion).values(title=RubricVersion.title))

    rita = house.visitor("rita")
    assert "Data Engineer, version 1" in rita.get("/openings/new").text
    assert "Builds pipelines that can be rerun" in rita.get("/rubrics/data-engineer/1").text
    opened = rita.post(
        "/openings",
        {"title": "Data engineer", "target_days": "45", "rubric": "data-engineer@1", "plan": "executive@1"},
    )
    assert opened.status_code == 303
    added = rita.post(f"{opened.location}/candidates", {"name": "Sam Okoro", "channel": "inbound"})
    assert added.status_code == 303
    application = added.location.split("/")[2].partition("#")[0].partition("?")[0]

    form = house.visitor("ines").get(f"/scorecards/{_seat(house, application)}")
    assert form.status_code == 200
    assert "Pipelines" in form.text
    assert "Late and duplicate data are designed for; producers are told before consumers notice." in form.text


def _hiring(house: House, rubrics: Path, *words: str) -> str:
    """The command, as an operator of this house types it."""
    settings = house.world.settings
    environ = {
        **os.environ,
        "HIRING_DATABASE_URL": settings.database_url,
        "HIRING_INSTANCE_PATH": str(settings.instance_path),
        "HIRING_SECRET_KEY": SECRET,
        "HIRING_RUBRICS_PATH": str(rubrics),
    }
    command = [sys.executable, "-c", "from hiring.cli import main; main()", *words]
    return subprocess.run(command, env=environ, check=True, capture_output=True, text=True).stdout


def _seat(house: House, application_ref: str) -> str:
    with house.changing():
        application = db.session.scalars(select(Application).filter_by(ref=application_ref)).one()
        rita, ines = house.one(Person, "rita"), house.one(Person, "ines")
        at_stage(application, "deep-dives", by=rita, at=NOW)
        interview = an_interview(application, "deep-dives", [ines], starts_at=NOW - timedelta(hours=2), by=rita)
        db.session.flush()
        seat: Slot = interview.slots[0]
        return seat.ref
