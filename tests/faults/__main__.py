"""What is lost when the power goes: `python -m tests.faults`, or `make faults`. Exit code 1 when anything was."""

from __future__ import annotations

import argparse
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path

from tests.faults.kill import kill_again_and_again


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("kills", nargs="?", type=int, default=10, help="how often the server is killed (10)")
    asked.add_argument("--every", type=int, default=150, help="after how many acknowledged posts, each time (150)")
    asked.add_argument("--without-keys", action="store_true", help="see the check fail: repeated posts count twice")
    chosen = asked.parse_args()
    with tempfile.TemporaryDirectory(prefix="hiring-faults-") as folder:
        run = kill_again_and_again(
            Path(folder),
            kills=chosen.kills,
            every=chosen.every,
            has_keys=not chosen.without_keys,
        )
    print(f"{chosen.kills} × kill -9 on SQLite under eight writers")
    for name, figure in asdict(run.verdict).items():
        print(f"  {name.replace('_', ' '):14} {figure}")
    print(f"  ready after    {max(run.ready_after, default=0):.2f} s at the slowest")
    sys.exit(0 if run.is_clean else 1)


if __name__ == "__main__":
    main()
