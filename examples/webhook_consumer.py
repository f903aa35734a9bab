"""Keeps a table of comment counts for a site's own pages, right under duplicates and reordering.

    pip install flask standardwebhooks
    WEBHOOK_SECRET=whsec_… flask --app webhook_consumer run --port 5000

Make a webhook for `article.count_changed` that leads to /hook; /counts shows the table.
"""

import os
import sqlite3
from contextlib import closing

from flask import Flask, request
from standardwebhooks import Webhook, WebhookVerificationError

app = Flask(__name__)
webhook = Webhook(os.environ["WEBHOOK_SECRET"])
TABLE = """CREATE TABLE IF NOT EXISTS counts (
    site TEXT, article TEXT, count INTEGER, version INTEGER, PRIMARY KEY (site, article))"""
# What comes twice, or later than something newer, has no higher version and changes nothing.
KEEP = """INSERT INTO counts VALUES (:site, :id, :count, :version)
    ON CONFLICT (site, article) DO UPDATE SET count = :count, version = :version
    WHERE :version > version"""


@app.post("/hook")
def hook():
    try:
        event = webhook.verify(request.get_data(), dict(request.headers))
    except (WebhookVerificationError, ValueError):  # ValueError: a header that is no signature
        return "", 401
    if event["type"] == "article.count_changed":
        with closing(opened()) as database, database:
            database.execute(KEEP, event["data"]["article"])
    return "", 204  # not before it is kept: whatever else we answer, it comes again


@app.get("/counts")
def counts():
    with closing(opened()) as database:
        return dict(database.execute("SELECT article, count FROM counts ORDER BY article"))


def opened():
    database = sqlite3.connect(os.environ.get("COUNTS", "counts.db"), timeout=10)
    database.execute(TABLE)
    return database
