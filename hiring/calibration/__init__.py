"""What ratings of one candidate by several people amount to: exact means, disagreement by surprise, the decision rule.

`panel`, `surprise` and `floors` are plain Python: the packet page uses them. `ratings` and `summary` need numpy, so the
names from them are looked up when first asked for.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hiring.calibration.agreement import agreement as agreement
    from hiring.calibration.calibrate import Calibration as Calibration
    from hiring.calibration.calibrate import calibrate as calibrate
    from hiring.calibration.comparability import comparability as comparability
    from hiring.calibration.components import Components as Components
    from hiring.calibration.differing import Differences as Differences
    from hiring.calibration.drift import drift as drift
    from hiring.calibration.fairness import fairness as fairness
    from hiring.calibration.fragility import fragility as fragility
    from hiring.calibration.generalizability import g_study as g_study
    from hiring.calibration.groups import groups as groups
    from hiring.calibration.kappa import fleiss as fleiss
    from hiring.calibration.kappa import weighted_kappa as weighted_kappa
    from hiring.calibration.links import weak_links as weak_links
    from hiring.calibration.outcome import range_correction as range_correction
    from hiring.calibration.proportions import difference_interval as difference_interval
    from hiring.calibration.proportions import ratio_interval as ratio_interval
    from hiring.calibration.ratings import Ratings as Ratings
    from hiring.calibration.tendencies import tendencies as tendencies

_HOMES = {
    "agreement": "hiring.calibration.agreement",
    "comparability": "hiring.calibration.comparability",
    "difference_interval": "hiring.calibration.proportions",
    "Differences": "hiring.calibration.differing",
    "drift": "hiring.calibration.drift",
    "fairness": "hiring.calibration.fairness",
    "calibrate": "hiring.calibration.calibrate",
    "fleiss": "hiring.calibration.kappa",
    "groups": "hiring.calibration.groups",
    "fragility": "hiring.calibration.fragility",
    "g_study": "hiring.calibration.generalizability",
    "range_correction": "hiring.calibration.outcome",
    "Calibration": "hiring.calibration.calibrate",
    "Components": "hiring.calibration.components",
    "Ratings": "hiring.calibration.ratings",
    "ratio_interval": "hiring.calibration.proportions",
    "tendencies": "hiring.calibration.tendencies",
    "weak_links": "hiring.calibration.links",
    "weighted_kappa": "hiring.calibration.kappa",
}


def __getattr__(name: str) -> object:
    """Import the module that holds `name` only now (PEP 562)."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


class _Package(ModuleType):
    """Keeps `fairness` the function although `fairness.py` is a module: importing a module would hide the function."""

    def __setattr__(self, name: str, value: object) -> None:
        if not (name in _HOMES and isinstance(value, ModuleType)):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package
