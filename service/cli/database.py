"""The database as commands see it: opened for one command, and known to be up to date."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

import click
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from models import migrate
from models.database import db, prepare_engine, writing
from models.sites import DEFAULT_SITE, Site
from service.access import running
from service.flow.scorer import Scorer
from service.flow.sites import create_site
from service.settings import Settings, read_settings


def chosen() -> Settings:
    """What the environment says; raises `SettingError`."""
    return read_settings(os.environ)


@contextmanager
def opened(settings: Settings | None = None) -> Iterator[Settings]:
    """Let the block use the database; raises `ClickException` where it is not up to date."""
    settings = settings or chosen()
    if not migrate.is_current(settings.database_url):
        raise click.ClickException("The database is not up to date: run `belowline db upgrade`.")
    with connected(settings):
        yield settings


@contextmanager
def connected(settings: Settings) -> Iterator[None]:
    """The same for a database of any age."""
    app = Flask("belowline")
    app.config["SQLALCHEMY_DATABASE_URI"] = settings.database_url
    scorer = Scorer(settings.model, plain=settings.plain_classifier, cache=settings.models)
    running.attach(app, settings, scorer)
    db.init_app(app)
    with app.app_context():
        prepare_engine(db.engine)
        try:
            yield
        finally:
            db.session.remove()
            db.engine.dispose()


def bring_up_to_date(settings: Settings) -> None:
    """Migrate, and see to it that the default site is there."""
    migrate.upgrade(settings.database_url)
    with connected(settings):
        make_default_site()


def make_default_site() -> None:
    """Create the default site unless it is there; of two processes at once, one does it."""
    if db.session.scalar(select(Site.id).where(Site.name == DEFAULT_SITE)) is not None:
        return
    try:
        with writing() as session:
            create_site(session, DEFAULT_SITE)
    except IntegrityError:
        db.session.rollback()


def site_named(session: Session, name: str) -> Site:
    """The site of that name; raises `UsageError` where there is none."""
    site = session.scalar(select(Site).where(Site.name == name))
    if site is None:
        raise click.UsageError(f"There is no site called “{name}”.")
    return site


def ids_of_sites(session: Session, names: tuple[str, ...]) -> list[UUID] | None:
    """The sites of these names; None, which means all, when none is named."""
    return [site_named(session, name).id for name in names] or None


def names_of_sites(session: Session, ids: list[str] | None) -> str:
    """How a list of site ids is shown to a person."""
    if ids is None:
        return "all sites"
    wanted = [UUID(site_id) for site_id in ids]
    return ", ".join(session.scalars(select(Site.name).where(Site.id.in_(wanted)))) or "no site"
