"""Where the files that are not code stand: in a checkout at the top level, in a wheel inside the package."""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent
_BUNDLED = PACKAGE / "_bundled"
ROOT = _BUNDLED if _BUNDLED.is_dir() else PACKAGE.parent

TEMPLATES = ROOT / "templates"
RUBRICS = ROOT / "rubrics"
PLANS = RUBRICS / "plans"
MIGRATIONS = ROOT / "migrations"
STATIC = PACKAGE / "static"
