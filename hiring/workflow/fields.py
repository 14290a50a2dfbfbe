"""The small types that plan files are made of, beside those every file shares."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from hiring.documents import Identifier, Line, Whole


class Keys(BaseModel):
    """A group of keys in a plan file: unknown ones are refused, and what is read stays as it is."""

    model_config = ConfigDict(extra="forbid", frozen=True)


Paragraph = Annotated[str, Field(strict=True, min_length=1, max_length=2000)]
Lines = Annotated[tuple[Line, ...], Field(max_length=50)]
Identifiers = Annotated[tuple[Identifier, ...], Field(max_length=50)]
Minutes = Annotated[Whole, Field(ge=0, le=480)]
