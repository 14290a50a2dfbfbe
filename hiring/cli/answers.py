"""What the calibration verbs found as one JSON object under the labels of the file, written row by row."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from math import isfinite
from typing import TYPE_CHECKING, Any, TextIO

from hiring.cli.explanations import as_rows, explained

if TYPE_CHECKING:
    from hiring.calibration.agreement import Agreement
    from hiring.calibration.calibrate import Calibration
    from hiring.calibration.columns import Labelled
    from hiring.calibration.summary import Table

_BLOCK = 8192

Answer = Mapping[str, object]
"""A JSON object; a value that is an iterator gives a list of rows, each in JSON already."""


def of_calibration(found: Calibration, file: Labelled, candidate: int | None = None) -> Answer:
    """The object of `hiring calibrate`, with the sums behind one candidate's adjusted scores (a code) if asked for."""
    notes = [str(note) for note in found.notes]
    return {
        **({"why": str(found.why)} if found.why is not None else {}),
        **({"notes": notes} if notes else {}),
        "ratings": len(file.ratings),
        "candidates": len(file.candidates),
        "interviewers": len(file.interviewers),
        "dimensions": len(file.dimensions),
        "scale": list(file.ratings.scale),
        "components": asdict(found.components),
        "reml": found.reml,
        "groups": [_labelled_sides(group, file.interviewers) for group in found.groups],
        "cells": rows(found.cells, file),
        "means": rows(found.means, file),
        "severity": rows(found.severity, file),
        **({} if candidate is None else {"explanation": as_rows(explained(found, candidate), file)}),
    }


def of_agreement(found: Agreement, file: Labelled) -> Answer:
    """The object of `hiring agreement`."""
    return {
        "alpha": found.alpha,
        "icc": found.icc,
        "kappa": [
            {**pair, "interviewers": [file.interviewers[code] for code in pair["interviewers"]]} for pair in found.kappa
        ],
        "ac2": found.ac2,
        "fleiss": found.fleiss,
        "rwg": found.rwg,
    }


def write(answer: Answer, stream: TextIO) -> None:
    """Strict JSON on one line: a figure that is not a number would be an error, not `NaN`."""
    stream.write("{")
    for at, (key, value) in enumerate(answer.items()):
        stream.write(f"{', ' if at else ''}{json.dumps(key)}: ")
        if isinstance(value, Iterator):
            stream.write("[")
            stream.writelines(f"{', ' if at else ''}{row}" for at, row in enumerate(value))
            stream.write("]")
        else:
            stream.write(json.dumps(value, allow_nan=False))
    stream.write("}\n")


def rows(table: Table, file: Labelled) -> Iterator[str]:
    """The rows of a table of codes as JSON objects with their labels; a figure that is not there is null.

    Twice as fast as encoding a dictionary a row, which is felt from a hundred thousand rows.
    """
    labels = {"candidate": file.candidates, "interviewer": file.interviewers, "dimension": file.dimensions}
    names = table.dtype.names or ()
    encoded = {name: [json.dumps(label) for label in labels[name]] for name in names if name in labels}
    template = ", ".join(f"{json.dumps(name)}: %s" for name in names)
    for start in range(0, len(table), _BLOCK):
        block = table[start : start + _BLOCK]
        columns = [_encoded(block[name].tolist(), encoded.get(name)) for name in names]
        yield from map(f"{{{template}}}".__mod__, zip(*columns, strict=True))


def _encoded(values: list[Any], labels: Sequence[str] | None) -> list[str]:
    if labels is not None:
        return [labels[code] for code in values]
    if isinstance(values[0], bool):
        return ["true" if value else "false" for value in values]
    if isinstance(values[0], float):
        return [repr(value) if isfinite(value) else "null" for value in values]
    return list(map(str, values))


def _labelled_sides(group: Mapping[str, Any], interviewers: Sequence[str]) -> dict[str, Any]:
    links = [
        {**link, "sides": [[interviewers[code] for code in side] for side in link["sides"]]} for link in group["links"]
    ]
    return {**group, "links": links}
