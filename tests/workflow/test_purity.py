"""The package stays free of web, database and numbers."""

from __future__ import annotations

import json
import subprocess
import sys

HEAVY = {"flask", "sqlalchemy", "wtforms", "numpy", "scipy", "ruamel"}

PROGRAM = """
import importlib, json, pkgutil, sys
import hiring.workflow
for found in pkgutil.walk_packages(hiring.workflow.__path__, "hiring.workflow."):
    importlib.import_module(found.name)
print(json.dumps(sorted({name.partition(".")[0] for name in sys.modules})))
"""


def test_the_package_imports_no_web_no_database_and_no_numbers() -> None:
    said = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True).stdout
    assert HEAVY & set(json.loads(said)) == set()
