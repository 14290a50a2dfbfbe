"""What the reports of a house cost the worker, as JSON: `python -m tests.bench_calibration.reporting reports MANY`."""

from __future__ import annotations

import json
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from time import process_time

from hiring.db import reading, writing
from tests.bench_calibration.many import PEOPLE, settle
from tests.bench_calibration.one import megabytes

NOW = datetime(2026, 8, 1, 10, tzinfo=UTC)


def main(ratings: int) -> None:
    from hiring.results import storing

    with tempfile.TemporaryDirectory() as folder:
        app = settle(Path(folder), ratings, NOW)
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")  # the peak so far was the making of the house
        spent, begun = [], megabytes("VmRSS")
        for _turn in range(2):
            since = process_time()
            with app.app_context():
                with reading():
                    found = storing.work_out()
                with writing():
                    made = storing.keep(found, now=NOW)
            spent.append((process_time() - since, made))
    (whole, first), (again, second) = spent
    assert (first, second) == (2, 0), "Agreement and process, and then nobody new."
    figures = {"whole": whole, "again": again, "begun_mb": begun, "peak_mb": megabytes("VmHWM")}
    print(json.dumps(figures | {"ratings": ratings, "interviewers": PEOPLE}))


if __name__ == "__main__":
    main(int(sys.argv[2]))
