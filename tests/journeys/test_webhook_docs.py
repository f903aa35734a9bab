"""The page for consumers of webhooks: its programs run as they stand, and what it says is so."""

import json
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from standardwebhooks import Webhook

from moderation.events import TYPES
from service.schemas.events import schema_of
from service.settings import NAMES
from tests.journeys.hooked import Hooked, all_events
from tests.journeys.receivers import ROOT, Program, running
from tests.running_server import RunningServer, free_port, wait_until

PAGE = (ROOT / "docs" / "webhooks.md").read_text(encoding="utf-8")
WORDS = "Schöne Grüße von der Fähre — und bis morgen! 🚢"


def snippet(name: str) -> str:
    """The program that names itself so in its first lines."""
    (found,) = re.findall(
        rf"```\w+\n((?:<\?php\n)?(?:#|//) {re.escape(name)}\n.*?)```", PAGE, re.DOTALL
    )
    return str(found)


def python(folder: Path, port: int) -> list[str]:
    """As the page says."""
    del folder
    return [sys.executable, "-m", "flask", "--app", "receiver", "run", "--port", str(port)]


def node(folder: Path, port: int) -> list[str]:
    """As the page says; the port comes from the environment."""
    del folder, port
    return ["node", "receiver.mjs"]


def php(folder: Path, port: int) -> list[str]:
    """As the page says."""
    del folder
    if shutil.which("php") is None:
        pytest.skip("php is not installed here")
    return ["php", "-S", f"127.0.0.1:{port}", "receiver.php"]


@pytest.mark.parametrize(
    ("name", "command"), [("receiver.py", python), ("receiver.mjs", node), ("receiver.php", php)]
)
def test_a_receiver_takes_what_is_genuine_and_nothing_else(
    name: str,
    command: Callable[[Path, int], list[str]],
    sending: RunningServer,
    tmp_path: Path,
    request: pytest.FixtureRequest,
) -> None:
    """A program of the page takes real deliveries, during a rotation too, and refuses all others."""
    folder = request.getfixturevalue("node_library") if command is node else tmp_path
    (folder / name).write_text(snippet(name), encoding="utf-8")
    port = free_port()
    url = f"http://127.0.0.1:{port}/hook"
    hook = Hooked.make(sending, url, "comment.created", article_prefix=name, full_text=True)
    run = command(folder, port)
    with running(run, folder, port, WEBHOOK_SECRET=hook.secret, PORT=str(port)) as program:
        sending.post(name, WORDS)
        wait_until(lambda: hook.number("delivered") == 1)
        wait_until(lambda: "comment.created" in program.log.read_text(encoding="utf-8"))
        hook.call("POST", "/rotate-secret", {"keep_old_s": 3600})
        assert hook.tested()["last_status"] == 204
        _refuses_forgeries(program, hook.secret)
        hook.call("POST", "/rotate-secret", {"keep_old_s": 0})
        assert hook.tested()["last_status"] == 401


def _refuses_forgeries(program: Program, secret: str) -> None:
    body = json.dumps({"type": "webhook.test", "timestamp": "now", "data": {}})
    good = _headers(secret, body, datetime.now(UTC))
    assert program.ask("POST", "/hook", good, body.encode())[0] == 204
    assert program.ask("POST", "/hook", good, body.encode() + b" ")[0] == 401
    an_hour_ago = datetime.now(UTC) - timedelta(hours=1)
    assert (
        program.ask("POST", "/hook", _headers(secret, body, an_hour_ago), body.encode())[0] == 401
    )
    for signature in ("", "v1", "v1,no base64", f"v2,{good['webhook-signature'][3:]}"):
        forged = good | {"webhook-signature": signature}
        assert program.ask("POST", "/hook", forged, body.encode())[0] == 401, signature


def _headers(secret: str, body: str, at: datetime) -> dict[str, str]:
    return {
        "content-type": "application/json",
        "webhook-id": "a-delivery",
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": Webhook(secret).sign("a-delivery", at, body),
    }


def test_catching_up_tells_each_event_once(sending: RunningServer, tmp_path: Path) -> None:
    """The page's program prints every event, then only what is new, as its cursor file says."""
    (tmp_path / "catch_up.py").write_text(snippet("catch_up.py"), encoding="utf-8")
    environ = {"BELOWLINE": sending.url, "KEY": sending.api_key}

    def caught_up() -> list[str]:
        done = subprocess.run(
            [sys.executable, "catch_up.py"], cwd=tmp_path, env=environ, capture_output=True,
            text=True, check=True, timeout=60,
        )  # fmt: skip
        return [line.split()[0] for line in done.stdout.splitlines()]

    sending.post("catching-up", "Where have you been?")
    _quiet(sending)
    told = caught_up()
    assert told == [event["id"] for event in all_events(sending)]
    assert caught_up() == []
    sending.post("catching-up", "Here, all the time.")
    _quiet(sending)
    assert told + caught_up() == [event["id"] for event in all_events(sending)]


def _quiet(server: RunningServer) -> None:
    """Wait until nothing more is announced: counts come within a second of their decisions."""
    before: list[str] = []
    while (now := [event["id"] for event in all_events(server)]) != before:
        before = now
        time.sleep(2)


def test_the_example_is_an_event() -> None:
    """The body on the page fits the schema of its type."""
    (text,) = re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)
    example = json.loads(text)
    assert schema_of(example["type"])().validate(example) == {}


def test_the_page_names_what_there_is(sending: RunningServer) -> None:
    """Every type of event is explained; every call and setting on the page exists."""
    table = PAGE.partition("| type | when |")[2].partition("\n\n")[0]
    assert set(re.findall(r"`(\w+\.\w+)`", table)) == set(TYPES)
    assert {name.removeprefix("BELOWLINE_") for name in re.findall(r"BELOWLINE_\w+", PAGE)} <= set(
        NAMES
    )
    paths = sending.get("/api/v1/openapi.json")["paths"]
    known = {re.sub(r"\{\w+\}", "{id}", path) for path in paths}
    named = set(re.findall(r"/api/v1/[\w/{}.-]*\w\}?", PAGE)) - {"/api/v1/openapi.json"}
    assert {path for path in named if not re.search("[0-9]-", path)} <= known
