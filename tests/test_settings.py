"""Settings: typed, and each wrong one is a sentence, all at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from hiring.app import create_app
from hiring.settings import SettingsError, read
from tests.house import House, settings_for

PRODUCTION = {
    "HIRING_ENV": "production",
    "HIRING_SECRET_KEY": "k" * 48,
    "HIRING_BASE_URL": "https://hiring.example.org",
}


def test_nothing_set_is_a_house_for_development(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    settings = read({})
    assert settings.env == "development"
    assert settings.database_url == f"sqlite:///{tmp_path / 'instance' / 'hiring.sqlite'}"
    assert settings.is_plain_loopback


def test_production_with_everything_set(tmp_path: Path) -> None:
    settings = read({**PRODUCTION, "HIRING_INSTANCE_PATH": str(tmp_path), "HIRING_PROXY_HOPS": "1"})
    assert (settings.is_production, settings.proxy_hops, settings.is_plain_loopback) == (True, 1, False)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"HIRING_SECRET_KEY": ""}, "HIRING_SECRET_KEY is shorter than 32 characters."),
        ({"HIRING_SECRET_KEY": "short"}, "HIRING_SECRET_KEY is shorter than 32 characters."),
        (
            {"HIRING_DEBUG": "1"},
            "HIRING_DEBUG is on. Turn it off in production: it shows the inside of the house to strangers.",
        ),
        (
            {"HIRING_BASE_URL": "http://hiring.example.org"},
            "HIRING_BASE_URL is not https. Sign-in would travel in the open.",
        ),
        (
            {"HIRING_BASE_URL": "https://hiring.example.org/app"},
            "HIRING_BASE_URL is an address such as https://hiring.example.org and nothing after the host.",
        ),
        ({"HIRING_ENV": "staging"}, "HIRING_ENV is 'staging'; it is one of production, development, demo."),
        ({"HIRING_PROXY_HOPS": "-1"}, "HIRING_PROXY_HOPS is '-1'; it is a whole number, 0 or more."),
        ({"HIRING_DEBUG": "maybe"}, "HIRING_DEBUG is 'maybe'; it is 1 or 0."),
        ({"HIRING_DATABASE_URL": "mysql://x/y"}, "HIRING_DATABASE_URL starts with sqlite:/// or postgresql://."),
        ({"HIRING_SMTP_URL": "mail.example.org"}, "HIRING_SMTP_URL starts with smtp:// or smtps://."),
        (
            {"HIRING_MAILBOX": "imap://hiring:secret@mail.example.org/INBOX"},
            "HIRING_MAILBOX is imap://. Say imaps://, or the password travels in the open.",
        ),
        ({"HIRING_RUBRICS_PATH": "/nowhere"}, "HIRING_RUBRICS_PATH names /nowhere, which is not a folder."),
    ],
)
def test_a_wrong_setting_is_one_sentence(tmp_path: Path, changes: dict[str, str], sentence: str) -> None:
    with pytest.raises(SettingsError) as refused:
        read({**PRODUCTION, "HIRING_INSTANCE_PATH": str(tmp_path), **changes})
    assert refused.value.problems == (sentence,)


def test_every_wrong_setting_is_told_at_once() -> None:
    with pytest.raises(SettingsError) as refused:
        read({"HIRING_ENV": "production", "HIRING_DEBUG": "1", "HIRING_BASE_URL": "http://hiring.example.org"})
    assert len(refused.value.problems) == 3


def test_production_refuses_an_unmigrated_database(tmp_path: Path) -> None:
    settings = read({**PRODUCTION, "HIRING_INSTANCE_PATH": str(tmp_path)})
    with pytest.raises(SettingsError, match="hiring db upgrade"):
        create_app(settings)


def test_production_serves_a_migrated_database_with_strict_cookies(house: House) -> None:
    with house.set_up_as(env="production", base_url="https://hiring.example.org") as app:
        response = app.test_client().get("/sign-in", base_url="https://hiring.example.org")
    cookies = response.headers.getlist("Set-Cookie")
    assert response.status_code == 200
    assert [cookie.split("=")[0] for cookie in cookies] == ["__Host-hiring"]
    assert all(word in cookies[0] for word in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/"))
    assert response.headers["Strict-Transport-Security"].startswith("max-age=")


def test_tests_use_a_house_of_their_own(tmp_path: Path) -> None:
    assert settings_for(tmp_path).instance_path == tmp_path
