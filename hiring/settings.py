"""What the operator sets: `HIRING_*` variables, typed, and checked before anything starts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from hiring import paths

DEFAULT_SECRET = "only-for-development-never-for-real-people"  # noqa: S105 - refused in production below
ENVIRONMENTS = ("production", "development", "demo")
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


class SettingsError(ValueError):
    """Every setting that is wrong, a sentence each."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        self.problems = problems
        super().__init__("\n".join(problems))


@dataclass(frozen=True, slots=True)
class Settings:
    """One running house. Build it with `read`; tests build it by hand."""

    env: str
    instance_path: Path
    database_url: str
    secret_key: str
    base_url: str
    smtp_url: str | None = None
    mail_from: str = "Hiring Loop <hiring@localhost>"
    mailbox: str | None = None
    rubrics_path: Path = paths.RUBRICS
    anchors_file: Path | None = None
    proxy_hops: int = 0
    debug: bool = False

    @property
    def is_production(self) -> bool:
        return self.env == "production"

    @property
    def is_demo(self) -> bool:
        return self.env == "demo"

    @property
    def is_plain_loopback(self) -> bool:
        """Browsers keep no Secure cookie for http on this machine, so ours are plain there and only there."""
        parts = urlsplit(self.base_url)
        return parts.scheme == "http" and parts.hostname in LOOPBACK

    @property
    def uploads_path(self) -> Path:
        return self.instance_path / "uploads"

    @property
    def anchors_path(self) -> Path:
        """Where the worker writes the head of the audit trail once a day."""
        return self.anchors_file or self.instance_path / "anchors.txt"


def read(environ: Mapping[str, str]) -> Settings:
    """Settings from the environment. Raises SettingsError with everything that is wrong at once."""
    problems: list[str] = []
    env = environ.get("HIRING_ENV", "development")
    if env not in ENVIRONMENTS:
        problems.append(f"HIRING_ENV is {env!r}; it is one of {', '.join(ENVIRONMENTS)}.")
    instance = Path(environ.get("HIRING_INSTANCE_PATH", "instance")).resolve()
    settings = Settings(
        env=env,
        instance_path=instance,
        database_url=environ.get("HIRING_DATABASE_URL") or f"sqlite:///{instance / 'hiring.sqlite'}",
        secret_key=environ.get("HIRING_SECRET_KEY", DEFAULT_SECRET),
        base_url=environ.get("HIRING_BASE_URL", "http://127.0.0.1:8000").rstrip("/"),
        smtp_url=environ.get("HIRING_SMTP_URL") or None,
        mail_from=environ.get("HIRING_MAIL_FROM", "Hiring Loop <hiring@localhost>"),
        mailbox=environ.get("HIRING_MAILBOX") or None,
        rubrics_path=Path(environ.get("HIRING_RUBRICS_PATH", str(paths.RUBRICS))).resolve(),
        anchors_file=Path(chosen).resolve() if (chosen := environ.get("HIRING_ANCHORS_PATH")) else None,
        proxy_hops=_whole_number(environ, "HIRING_PROXY_HOPS", problems),
        debug=_yes_or_no(environ, "HIRING_DEBUG", problems),
    )
    problems += _problems(settings)
    if problems:
        raise SettingsError(tuple(problems))
    return settings


def _problems(settings: Settings) -> list[str]:
    """What is wrong with the settings taken together."""
    problems = []
    if urlsplit(settings.database_url).scheme not in {"sqlite", "postgresql", "postgresql+psycopg"}:
        problems.append("HIRING_DATABASE_URL starts with sqlite:/// or postgresql://.")
    base = urlsplit(settings.base_url)
    if base.scheme not in {"http", "https"} or not base.hostname or base.path or base.query:
        problems.append("HIRING_BASE_URL is an address such as https://hiring.example.org and nothing after the host.")
    if settings.smtp_url is not None and urlsplit(settings.smtp_url).scheme not in {"smtp", "smtps"}:
        problems.append("HIRING_SMTP_URL starts with smtp:// or smtps://.")
    box = urlsplit(settings.mailbox or "")
    if box.scheme == "imap" and box.hostname not in LOOPBACK:
        problems.append("HIRING_MAILBOX is imap://. Say imaps://, or the password travels in the open.")
    if not settings.rubrics_path.is_dir():
        problems.append(f"HIRING_RUBRICS_PATH names {settings.rubrics_path}, which is not a folder.")
    if settings.is_production:
        problems += _problems_in_production(settings)
    return problems


def _problems_in_production(settings: Settings) -> list[str]:
    problems = []
    if settings.secret_key == DEFAULT_SECRET:
        problems.append(
            "HIRING_SECRET_KEY is not set. Make one with: python3 -c 'import secrets; print(secrets.token_urlsafe(48))'"
        )
    elif len(settings.secret_key) < 32:
        problems.append("HIRING_SECRET_KEY is shorter than 32 characters.")
    if settings.debug:
        problems.append("HIRING_DEBUG is on. Turn it off in production: it shows the inside of the house to strangers.")
    if urlsplit(settings.base_url).scheme != "https" and not settings.is_plain_loopback:
        problems.append("HIRING_BASE_URL is not https. Sign-in would travel in the open.")
    return problems


def _whole_number(environ: Mapping[str, str], name: str, problems: list[str]) -> int:
    given = environ.get(name, "0")
    if given.isascii() and given.isdigit():
        return int(given)
    problems.append(f"{name} is {given!r}; it is a whole number, 0 or more.")
    return 0


def _yes_or_no(environ: Mapping[str, str], name: str, problems: list[str]) -> bool:
    given = environ.get(name, "0").lower()
    if given not in {"0", "1", "no", "yes", "false", "true"}:
        problems.append(f"{name} is {given!r}; it is 1 or 0.")
    return given in {"1", "yes", "true"}
