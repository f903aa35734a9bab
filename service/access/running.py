"""What the running app was given when it was made: its settings and its classifier."""

from __future__ import annotations

from typing import cast

from flask import Flask, current_app

from service.flow.scorer import Scorer
from service.settings import Settings

SETTINGS = "BELOWLINE_SETTINGS"
SCORER = "BELOWLINE_SCORER"


def attach(app: Flask, settings: Settings, scorer: Scorer) -> None:
    """Let everything that handles a request find them."""
    app.config[SETTINGS] = settings
    app.config[SCORER] = scorer


def settings() -> Settings:
    """The settings of the app that handles this request."""
    return cast(Settings, current_app.config[SETTINGS])


def scorer() -> Scorer:
    """The classifier of this process; it may still be loading, or be absent with a reason."""
    return cast(Scorer, current_app.config[SCORER])
