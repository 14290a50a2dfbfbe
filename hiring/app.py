"""The application, put together: the only place that knows every part."""

from __future__ import annotations

import os
from importlib import import_module
from wsgiref.headers import Headers

from flask import Flask
from flask_wtf.csrf import CSRFProtect
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix
from whitenoise import WhiteNoise

from hiring import (
    answers,
    ballots,
    break_glass,
    calendars,
    candidates,
    cases,
    committee,
    conflicts,
    coverage,
    db,
    guests,
    history,
    home,
    loops,
    meetings,
    mirror,
    openings,
    paths,
    people,
    plans,
    portal,
    reports,
    rubrics,
    scheduling,
    schema,
    scorecards,
    search,
    selection,
    stages,
)
from hiring.settings import Settings, SettingsError, read
from hiring.web import arrivals, errors, headers, language, nav
from hiring.web.refs import RefConverter

MEGABYTE = 1024 * 1024
SLICES = (
    home,
    search,
    people,
    rubrics,
    openings,
    plans,
    candidates,
    selection,
    conflicts,
    history,
    loops,
    cases,
    stages,
    scorecards,
    committee,
    coverage,
    ballots,
    answers,
    meetings,
    mirror,
    break_glass,
    guests,
    calendars,
    reports,
    portal,
    scheduling,
)


def create_app(settings: Settings | None = None, *, must_be_current: bool = True) -> Flask:
    """A house ready to serve. Raises SettingsError with a sentence for everything that is wrong.

    In production the database must stand at the newest migration; the command that brings it there says otherwise.
    """
    settings = settings or read(os.environ)
    app = Flask("hiring", template_folder=str(paths.TEMPLATES), static_folder=None)
    app.extensions["settings"] = settings
    _configure(app, settings)
    db.init_app(app)
    if must_be_current:
        _refuse_unmigrated(app, settings)
    app.url_map.converters["ref"] = RefConverter
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    arrivals.init_app(app, settings)
    CSRFProtect(app)
    language.init_app(app)
    nav.init_app(app)
    headers.init_app(app, settings)
    errors.init_app(app)
    for slice_ in SLICES:
        import_module(f"{slice_.__name__}.views")  # a blueprint is empty until its views are read
        app.register_blueprint(slice_.bp)
    _serve_behind(app, settings)
    return app


def _configure(app: Flask, settings: Settings) -> None:
    plain = settings.is_plain_loopback
    app.config.update(
        SECRET_KEY=settings.secret_key,
        DEBUG=settings.debug,
        MAX_CONTENT_LENGTH=4 * MEGABYTE,
        MAX_FORM_MEMORY_SIZE=4 * MEGABYTE,
        MAX_FORM_PARTS=1000,
        SESSION_COOKIE_NAME="hiring" if plain else "__Host-hiring",
        SESSION_COOKIE_SECURE=not plain,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        WTF_CSRF_TIME_LIMIT=None,
        SQLALCHEMY_DATABASE_URI=db.driver_url(settings.database_url),
        SQLALCHEMY_ENGINE_OPTIONS=db.engine_options(settings.database_url),
    )


def _refuse_unmigrated(app: Flask, settings: Settings) -> None:
    with app.app_context():
        if settings.is_production and not schema.is_current(db.db.engine):
            raise SettingsError(("The database is not up to date. Bring it up to date with: hiring db upgrade",))


def _serve_behind(app: Flask, settings: Settings) -> None:
    """Static files before the application, and a proxy's word only from as many proxies as there are."""
    files = WhiteNoise(
        app.wsgi_app, max_age=365 * 24 * 3600, allow_all_origins=False, add_headers_function=_static_headers
    )
    files.add_files(str(paths.STATIC), prefix="static/")
    hops = settings.proxy_hops
    app.wsgi_app = ProxyFix(files, x_for=hops, x_proto=hops, x_host=hops) if hops else files  # type: ignore[method-assign]


def _static_headers(given: Headers, _path: str, _url: str) -> None:
    given["X-Content-Type-Options"] = "nosniff"
