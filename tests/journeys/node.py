"""Node with the official library of Standard Webhooks, as a consumer installs it."""

from __future__ import annotations

import base64
import json
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.service.webhooks.receiver import Got

LIBRARY = "standardwebhooks@1"
INSTALL_SECONDS = 90
VERIFY = """
import { readFileSync } from "node:fs";
import { Webhook } from "standardwebhooks";
const { secret, requests } = JSON.parse(readFileSync(0, "utf8"));
const webhook = new Webhook(secret);
for (const { body, headers } of requests) {
  webhook.verify(Buffer.from(body, "base64"), headers);
  console.log(headers["webhook-id"]);
}
"""


def install_library(folder: Path) -> Path:
    """The folder with the library in it; skips the test where Node or its registry is missing."""
    for program in ("node", "npm"):
        if shutil.which(program) is None:
            pytest.skip(f"{program} is not installed here")
    command = ["npm", "install", "--no-audit", "--no-fund", "--prefix", str(folder), LIBRARY]
    try:
        done = subprocess.run(
            command, cwd=folder, capture_output=True, text=True, timeout=INSTALL_SECONDS,
            check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        pytest.skip(f"npm did not install {LIBRARY} within {INSTALL_SECONDS} s")
    if done.returncode != 0:
        pytest.skip(f"npm cannot install {LIBRARY} here: {done.stderr.strip()[-300:]}")
    return folder


def verified_by_node(folder: Path, secret: str, requests: Iterable[Got]) -> list[str]:
    """The ids of these requests, each of which the npm package must find well signed."""
    told = [
        {"headers": got.headers, "body": base64.b64encode(got.body).decode()} for got in requests
    ]
    program = folder / "verify.mjs"
    program.write_text(VERIFY, encoding="utf-8")
    done = subprocess.run(
        ["node", str(program)], input=json.dumps({"secret": secret, "requests": told}),
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout.split()
