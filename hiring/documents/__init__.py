"""YAML files that people wrote: read without building anything dangerous, every fault shown with line and column."""

from hiring.documents.problems import Document, DocumentError, Path, Problem
from hiring.documents.reading import LARGEST, read
from hiring.documents.shapes import Check, Currency, Identifier, Line, Switch, Whole, validate

__all__ = [
    "LARGEST",
    "Check",
    "Currency",
    "Document",
    "DocumentError",
    "Identifier",
    "Line",
    "Path",
    "Problem",
    "Switch",
    "Whole",
    "read",
    "validate",
]
