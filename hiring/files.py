"""Files that come with an application: what is taken, what they are called, and where they are kept."""

from __future__ import annotations

import os
import re
import secrets
import tempfile
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from hiring.refusal import Kind, Refusal
from hiring.text import text

MEGABYTE = 1024 * 1024
LARGEST = 10 * MEGABYTE
PDF = "application/pdf"
_MAGIC = b"%PDF-"
_NAME_LIMIT = 100


@dataclass(frozen=True, slots=True)
class NewFile:
    """A file as somebody sent it. Nothing it says of itself is believed."""

    name: str | None
    content: bytes


def check_pdf(content: bytes) -> None:
    """Refuse what is not a PDF of a size we keep: by its first bytes, whatever its name or its sender says."""
    if not content:
        raise Refusal(text("This file is empty. Choose another one."), Kind.INPUT)
    if not content.startswith(_MAGIC):
        raise Refusal(text("This is not a PDF. Save it as PDF, then choose it again."), Kind.INPUT)
    if len(content) > LARGEST:
        raise Refusal(text("This file is larger than 10 MB. Send a smaller one."), Kind.INPUT)


def safe_name(given: str | None) -> str:
    """A name to offer with the download: no folders, nothing invisible, not too long, and ending in .pdf."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", given or ""))[-1]
    seen = "".join(sign for sign in last if unicodedata.category(sign)[0] != "C" and sign not in '"<>|:*?;')
    stem = " ".join(seen.split()).strip(". ")
    if stem.lower().endswith(".pdf"):
        stem = stem[:-4]
    return f"{stem[:_NAME_LIMIT].strip('. ') or 'cv'}.pdf"


def keep(content: bytes, folder: Path) -> str:
    """Write a file that survives a power cut, under a random name, and answer that name.

    It is there before the row that names it, so a transaction that fails leaves at worst a file without a row.
    Raises OSError when the disk will not take it.
    """
    stored_as = f"{secrets.token_hex(16)}.pdf"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, written = tempfile.mkstemp(dir=folder, prefix=".arriving-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(written).replace(folder / stored_as)
    except OSError:
        Path(written).unlink(missing_ok=True)
        raise
    _remember_names(folder)
    return stored_as


def _remember_names(folder: Path) -> None:
    """A renamed file is safe only once its folder is."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
