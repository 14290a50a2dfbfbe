"""The names that the package gives out are what they say, whatever was imported before."""

from __future__ import annotations

from importlib import import_module

import pytest

from hiring import calibration


@pytest.mark.parametrize("name", sorted(calibration._HOMES))
def test_a_name_is_never_the_module_it_lives_in(name: str) -> None:
    home = import_module(calibration._HOMES[name])
    assert getattr(calibration, name) is getattr(home, name)


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match=r"^module 'hiring\.calibration' has no attribute 'calibrat'$"):
        calibration.__getattr__("calibrat")
