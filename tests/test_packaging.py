"""The wheel stands alone: built here, installed where there is no checkout, it fills a house."""

from __future__ import annotations

import os
import site
import subprocess
import sys
import venv
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest

HOUSE = Path(__file__).resolve().parent.parent
CARRIED = ("templates", "rubrics", "migrations")

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("packaging")]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    _run([sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(HOUSE)])
    (built,) = folder.glob("*.whl")
    return built


def test_the_wheel_carries_all_that_is_not_code(wheel: Path) -> None:
    carried = {path for path in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in path}
    bundled = {f"hiring/_bundled/{path}" for folder in CARRIED for path in _files(folder)}
    assert carried == {*_files("hiring"), *bundled}


def test_an_installed_house_fills_itself_outside_the_checkout(wheel: Path, tmp_path: Path) -> None:
    scripts = _environment_with(wheel, tmp_path / "env")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    where = _run([str(scripts / "python"), "-c", "from hiring import paths; print(paths.TEMPLATES)"], elsewhere)
    assert Path(where.strip()).is_relative_to(tmp_path / "env")

    _run([str(scripts / "hiring"), "demo", "--prepare-only"], elsewhere, HIRING_INSTANCE_PATH=str(elsewhere))

    assert [path.name for path in elsewhere.glob("*.sqlite")] == ["demo.sqlite"]


def _environment_with(wheel: Path, place: Path) -> Path:
    """A new environment that holds the wheel and borrows this one's packages.

    The .pth files among the packages borrowed, such as the one of our editable install, are not read.
    """
    venv.create(place, with_pip=False, symlinks=True)
    (packages,) = place.glob("lib/python*/site-packages")
    (packages / "borrowed.pth").write_text("\n".join(site.getsitepackages()) + "\n")
    pip = [sys.executable, "-m", "pip", "--python", str(place / "bin/python"), "--quiet"]
    _run([*pip, "install", "--no-deps", "--no-index", "--ignore-installed", str(wheel)])
    return place / "bin"


def _files(folder: str) -> set[str]:
    """What is tracked, or about to be, in a folder of the checkout."""
    asked = ["git", "-c", f"safe.directory={HOUSE}", "ls-files", "--cached", "--others", "--exclude-standard", folder]
    return {line for line in _run(asked, HOUSE).splitlines() if (HOUSE / line).is_file()}


def _run(command: Sequence[str], folder: Path | None = None, **settings: str) -> str:
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("HIRING_", "PYTHON", "COV"))}
    done = subprocess.run(command, cwd=folder, env={**clean, **settings}, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{' '.join(command)}\n{done.stdout}\n{done.stderr}"
    return done.stdout
