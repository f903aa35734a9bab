"""Google's own Python client, and scripts as they were written in 2017."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from googleapiclient.discovery import Resource, build, build_from_document
from googleapiclient.errors import HttpError

from tests.running_server import RunningServer

RUDE = "You are a worthless idiot and everyone here hates you."
QUESTION: dict[str, Any] = {
    "comment": {"text": RUDE},
    "requestedAttributes": {"TOXICITY": {}},
}
DISCOVERY = "/$discovery/rest?version=v1alpha1"


@pytest.fixture(params=["document", "address"])
def client(request: pytest.FixtureRequest, scoring: RunningServer, key: str) -> Iterator[Resource]:
    """Google's client, built from the document in hand or from the address where it lies."""
    if request.param == "document":
        document = scoring.request("GET", DISCOVERY).body.decode()
        built = build_from_document(document, developerKey=key)
    else:
        built = build(
            "commentanalyzer",
            "v1alpha1",
            developerKey=key,
            discoveryServiceUrl=scoring.url + DISCOVERY,
            static_discovery=False,
        )
    with built:
        yield built


def test_it_analyzes(client: Any) -> None:
    """A call through the client is answered with scores."""
    answer = client.comments().analyze(body=QUESTION).execute()
    assert answer["attributeScores"]["TOXICITY"]["summaryScore"]["value"] > 0.8
    assert answer["languages"] == ["en"]


def test_it_suggests(client: Any) -> None:
    """A correction through the client is taken."""
    scores = {"TOXICITY": {"summaryScore": {"value": 1}}}
    body = {"comment": {"text": RUDE}, "attributeScores": scores, "clientToken": "mine"}
    assert client.comments().suggestscore(body=body).execute()["clientToken"] == "mine"


def test_it_understands_our_errors(client: Any) -> None:
    """An empty text comes out of the client as its own `HttpError`, with our reason in it."""
    with pytest.raises(HttpError) as raised:
        client.comments().analyze(body=QUESTION | {"comment": {"text": ""}}).execute()
    assert raised.value.status_code == 400
    assert raised.value.reason == json.loads(raised.value.content)["error"]["message"]
    assert raised.value.error_details


def test_a_wrong_key_is_its_own_error(scoring: RunningServer) -> None:
    """The client says that the key was not good, as it did of Google's."""
    document = scoring.request("GET", DISCOVERY).body.decode()
    with (
        build_from_document(document, developerKey="wrong") as client,
        pytest.raises(HttpError) as raised,
    ):
        client.comments().analyze(body=QUESTION).execute()
    assert raised.value.status_code == 400
    assert "API key not valid" in raised.value.reason


WITH_REQUESTS = """
import json
import requests
api_key = 'YOUR_KEY_HERE'
url = ('https://commentanalyzer.googleapis.com/v1alpha1/comments:analyze' +
    '?key=' + api_key)
data_dict = {
    'comment': {'text': 'what kind of idiot name is foo?'},
    'languages': ['en'],
    'requestedAttributes': {'TOXICITY': {}}
}
response = requests.post(url=url, data=json.dumps(data_dict))
response_dict = json.loads(response.content)
print(response_dict['attributeScores']['TOXICITY']['summaryScore']['value'])
"""
WITH_DISCOVERY = """
from googleapiclient import discovery

API_KEY = 'YOUR_KEY_HERE'

service = discovery.build(
    'commentanalyzer', 'v1alpha1', developerKey=API_KEY,
    discoveryServiceUrl='https://commentanalyzer.googleapis.com/$discovery/rest?version=v1alpha1')

analyze_request = {
  'comment': { 'text': 'what kind of idiot name is foo?' },
  'requestedAttributes': {'TOXICITY': {}}
}

response = service.comments().analyze(body=analyze_request).execute()

print(response['attributeScores']['TOXICITY']['spanScores'][0]['score']['value'])
"""


@pytest.mark.parametrize("script", [WITH_REQUESTS, WITH_DISCOVERY])
def test_a_script_of_2017_runs(
    script: str, scoring: RunningServer, key: str, tmp_path: Path
) -> None:
    """After its host and its key were changed, and nothing else."""
    moved = script.replace("https://commentanalyzer.googleapis.com", scoring.url)
    moved = moved.replace("YOUR_KEY_HERE", key)
    done = subprocess.run(
        [sys.executable, "-c", moved], cwd=tmp_path, capture_output=True, text=True, check=False,
        timeout=60,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert float(done.stdout) > 0.5


def test_many_questions_in_one_request(client: Any, scoring: RunningServer) -> None:
    """Google's client sends several calls together, as scripts for research do, and gets each back."""
    answers: dict[str, Any] = {}

    def keep(asked: str, answer: Any, error: HttpError | None) -> None:
        answers[asked] = answer or error

    together = client.new_batch_http_request(callback=keep)
    for name, text in (("rude", RUDE), ("kind", "Grüße, and thank you! 🚢"), ("empty", "")):
        question = QUESTION | {"comment": {"text": text}, "clientToken": name}
        together.add(client.comments().analyze(body=question), request_id=name)
    together.execute()

    assert answers["rude"]["attributeScores"]["TOXICITY"]["summaryScore"]["value"] > 0.8
    assert answers["kind"]["attributeScores"]["TOXICITY"]["summaryScore"]["value"] < 0.5
    assert (answers["rude"]["clientToken"], answers["kind"]["clientToken"]) == ("rude", "kind")
    assert answers["empty"].status_code == 400
