"""What the running app was given when it was made: its settings and its classifiers."""

from __future__ import annotations

from functools import partial
from typing import cast

from flask import Flask, current_app

from service.flow.live import Places
from service.flow.scorer import Scorer
from service.flow.scorers import Scorers
from service.flow.sites import SiteFacts
from service.settings import Settings

SETTINGS = "BELOWLINE_SETTINGS"
SCORERS = "BELOWLINE_SCORERS"
PLACES = "BELOWLINE_SCORING_PLACES"


def attach(app: Flask, settings: Settings, scorer: Scorer) -> Scorers:
    """Let everything that handles a request find them; `scorer` is the server's own."""
    make = partial(Scorer, plain=settings.plain_classifier, cache=settings.models)
    app.config[SETTINGS] = settings
    app.config[SCORERS] = Scorers(scorer, make)
    app.config[PLACES] = Places(settings.threads)
    return cast(Scorers, app.config[SCORERS])


def settings() -> Settings:
    """The settings of the app that handles this request."""
    return cast(Settings, current_app.config[SETTINGS])


def scorers() -> Scorers:
    """The classifiers of this process: the server's own, and those that sites chose."""
    return cast(Scorers, current_app.config[SCORERS])


def places() -> Places:
    """Where requests of this process wait for their turn to score."""
    return cast(Places, current_app.config[PLACES])


def scorer(site: SiteFacts | None = None) -> Scorer:
    """The classifier of a site, else the server's own; it may be loading, or be absent."""
    return scorers().of(site.model if site else None)
