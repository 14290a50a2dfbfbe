"""The kinds of stage, one module each: its short name, its keys under `with:`, what to do when nothing else is due.

A new kind is a new module here that declares `KIND` (its own name), `LABEL`, `With` and `NEXT`; nothing lists them.
One that waits for something of its own declares `GATES` too, by name; one that wants something written down declares
`RECORD`, its fields in their order; and `ADVICE` is what whoever holds its talks reads beforehand.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING

from hiring.text import Text
from hiring.workflow.fields import Keys

if TYPE_CHECKING:
    from hiring.workflow.gates import Gate
    from hiring.workflow.records import Asked


@dataclass(frozen=True, slots=True)
class StageKind:
    """One kind of stage, as its module declares it."""

    name: str
    label: Text
    keys: type[Keys]
    next: Text
    gates: Mapping[str, Gate]
    record: tuple[Asked, ...] = ()
    advice: Text | None = None


def known() -> Mapping[str, StageKind]:
    """Every kind by name, in alphabetical order."""
    return _known_in(tuple(__path__))


@cache
def _known_in(folders: tuple[str, ...]) -> Mapping[str, StageKind]:
    modules = [import_module(f"{__name__}.{found.name}") for found in pkgutil.iter_modules(folders)]
    return MappingProxyType(
        {
            module.KIND: StageKind(
                module.KIND,
                module.LABEL,
                module.With,
                module.NEXT,
                gates=getattr(module, "GATES", {}),
                record=getattr(module, "RECORD", ()),
                advice=getattr(module, "ADVICE", None),
            )
            for module in sorted(modules, key=lambda module: module.__name__)
        }
    )
