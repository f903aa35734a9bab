"""Pages and browser extensions that call the Perspective interface themselves."""

from tests.service.api.perspective.conftest import ANALYZE, Caller
from tests.service.someone import ONE_DATABASE, Someone

pytestmark = ONE_DATABASE

ORIGIN = {"Origin": "https://demo.example"}


def test_a_page_reads_answers_and_failures(caller: Caller) -> None:
    """Scores and errors alike; never together with cookies."""
    body = b'{"comment": {"text": "A fair point."}, "requestedAttributes": {"TOXICITY": {}}}'
    for key, status in ((caller.key, 200), ("wrong", 400), ("", 403)):
        answer = caller.client.post(f"{ANALYZE}?key={key}", data=body, headers=ORIGIN)
        assert answer.status_code == status
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert "Access-Control-Allow-Credentials" not in answer.headers


def test_a_moderators_session_is_no_key(moderator: Someone) -> None:
    """What a browser sends along by itself opens nothing here."""
    answer = moderator.post(ANALYZE, {"comment": {"text": "x"}})
    assert answer.status_code == 403
