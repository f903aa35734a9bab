"""The npm clients of the Perspective API, unchanged, sent here by the lines of our documentation."""

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.running_server import RunningServer

PAGE = Path(__file__).resolve().parents[3] / "docs" / "perspective.md"
RUDE = "<b>You</b> are a worthless idiot and everyone here hates you."

PERSPECTIVE_API_CLIENT = """
const Perspective = require("perspective-api-client");
const perspective = new Perspective({ apiKey: process.env.KEY });
perspective.analyze(process.env.TEXT, JSON.parse(process.env.OPTIONS)).then(
  (result) => console.log(JSON.stringify(result)),
  (error) => console.log(JSON.stringify({ name: error.name, message: error.message })),
);
"""
JS_CLIENT = """
const { Client } = require("@conversationai/perspectiveapi-js-client");
const client = new Client(process.env.KEY);
client.getScores(process.env.TEXT, JSON.parse(process.env.OPTIONS)).then(
  (result) => console.log(JSON.stringify(result)),
  (error) => console.log(JSON.stringify({ message: error.message })),
);
"""
DISCOVERED = """
const { Discovery } = require("googleapis-common");
const resource = {
  comment: { text: process.env.TEXT },
  context: { entries: [] },
  requestedAttributes: { TOXICITY: {} },
  languages: ["en"],
  clientToken: "OsmodAssistantV0_request1",
  spanAnnotations: true,
};
const url = process.env.BELOWLINE + "/$discovery/rest?version=v1alpha1";
new Discovery({}).discoverAPI(url)
  .then((create) => create({}).comments.analyze({ key: process.env.KEY, resource }))
  .then((response) => console.log(JSON.stringify(response.data)));
"""


def moved() -> str:
    """The lines of the documentation that send both clients to Belowline."""
    page = PAGE.read_text(encoding="utf-8")
    (found,) = re.findall(r"```js\n(// to-belowline\.cjs\n.*?)```", page, re.DOTALL)
    return str(found)


def run(
    program: str, node_modules: Path, server: RunningServer, key: str, text: str, **options: Any
) -> Any:
    """What the program prints, run as the documentation says, beside its packages."""
    (node_modules / "to-belowline.cjs").write_text(moved(), encoding="utf-8")
    variables = {"BELOWLINE": server.url, "KEY": key, "TEXT": text, "OPTIONS": json.dumps(options)}
    done = subprocess.run(
        ["node", "--require", "./to-belowline.cjs", "--eval", program],
        cwd=node_modules, env=server.environ | variables, capture_output=True, text=True,
        check=False, timeout=60,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_perspective_api_client(node_modules: Path, scoring: RunningServer, key: str) -> None:
    """`analyze` gives the whole answer, with every attribute asked for."""
    asked = ["toxicity", "insult", "threat"]
    result = run(PERSPECTIVE_API_CLIENT, node_modules, scoring, key, RUDE, attributes=asked)
    scores = {
        name: attribute["summaryScore"]["value"]
        for name, attribute in result["attributeScores"].items()
    }
    assert set(scores) == {"TOXICITY", "INSULT", "THREAT"}
    assert scores["TOXICITY"] > 0.8 > scores["THREAT"]


def test_it_tells_our_errors(node_modules: Path, scoring: RunningServer) -> None:
    """A bad key is its `ResponseError`, with the message of the answer."""
    result = run(PERSPECTIVE_API_CLIENT, node_modules, scoring, "wrong", RUDE)
    assert result["name"] == "ResponseError"
    assert "API key not valid" in result["message"]


def test_conversationai_client(node_modules: Path, scoring: RunningServer, key: str) -> None:
    """`getScores` gives a number for each attribute asked for."""
    asked = ["TOXICITY", "PROFANITY"]
    scores = run(JS_CLIENT, node_modules, scoring, key, RUDE, attributes=asked)
    assert set(scores) == set(asked)
    assert scores["TOXICITY"] > 0.8


def test_its_default_attributes(
    node_modules: Path,
    scoring: RunningServer,
    key: str,
    failing: RunningServer,
    failing_key: str,
) -> None:
    """Without a choice it asks for SPAM, which is not offered: 1.0, or an error by that setting."""
    assert run(JS_CLIENT, node_modules, scoring, key, RUDE)["SPAM"] == 1
    assert "400" in run(JS_CLIENT, node_modules, failing, failing_key, RUDE)["message"]


def test_discovery_in_node(node_modules: Path, scoring: RunningServer, key: str) -> None:
    """Google's library for Node, as Jigsaw's Moderator uses it, finds the calls by their address."""
    result = run(DISCOVERED, node_modules, scoring, key, RUDE)
    assert result["clientToken"] == "OsmodAssistantV0_request1"
    assert result["attributeScores"]["TOXICITY"]["summaryScore"]["value"] > 0.8
    assert result["attributeScores"]["TOXICITY"]["spanScores"]


@pytest.mark.parametrize(
    "name", ["perspective-api-client", "@conversationai/perspectiveapi-js-client"]
)
def test_the_clients_are_as_published(name: str, node_modules: Path) -> None:
    """What is tested still asks Google: the address is changed by our lines and by nothing else."""
    folder = node_modules / "node_modules" / name
    sources = [
        path
        for path in folder.rglob("*.js")
        if "node_modules" not in path.parts[len(folder.parts) :]
    ]
    assert any("https://commentanalyzer.googleapis.com" in s.read_text() for s in sources)
