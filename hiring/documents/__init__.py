"""YAML files that people wrote: read without building anything dangerous, every fault shown with line and column."""

from hiring.documents.problems import Document, DocumentError, Path, Problem
from hiring.documents.reading import read
from hiring.documents.shapes import Check, Identifier, Line, Switch, Whole, validate

__all__ = [
    "Check",
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
