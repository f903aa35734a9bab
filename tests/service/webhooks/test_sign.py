"""Every request is signed as Standard Webhooks 1.0.0 says."""

import base64
import hashlib
import hmac
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from standardwebhooks import Webhook, WebhookVerificationError

from service.webhooks.secret import new_secret
from service.webhooks.sign import signed

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


def test_the_example_of_the_specification() -> None:
    """The published example has this signature."""
    headers = signed([SECRET], "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, '{"test": 2432232314}')
    assert headers == {
        "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
        "webhook-timestamp": "1614265330",
        "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    }


@given(st.text(), st.integers(0, 2**33))
def test_a_signature_is_what_the_words_of_the_specification_say(body: str, at: int) -> None:
    """HMAC-SHA256 over id, whole seconds and body, with points between; in any time of year."""
    key = base64.b64decode(SECRET.removeprefix("whsec_"))
    text = body.encode("utf-8", "replace").decode()
    expected = hmac.new(key, f"id.{at}.{text}".encode(), hashlib.sha256).digest()
    headers = signed([SECRET], "id", at, text)
    assert headers["webhook-signature"] == f"v1,{base64.b64encode(expected).decode()}"


def test_either_secret_verifies_and_no_other() -> None:
    """During a rotation there are two signatures."""
    old, new = new_secret(), new_secret()
    headers = signed([new, old], "id", int(time.time()), "{}")
    for secret in (old, new):
        Webhook(secret).verify("{}", headers)
    with pytest.raises(WebhookVerificationError):
        Webhook(new_secret()).verify("{}", headers)


@pytest.mark.parametrize("changed", ["webhook-id", "webhook-timestamp", "body"])
def test_what_was_changed_on_the_way_does_not_verify(changed: str) -> None:
    """Body, id and time are all signed, so that nothing can be replayed as something else."""
    secret, body = new_secret(), '{"a": 1}'
    headers = signed([secret], "id", int(time.time()), body)
    if changed == "body":
        body = '{"a": 2}'
    else:
        headers[changed] = str(int(time.time()) + 1)
    with pytest.raises(WebhookVerificationError):
        Webhook(secret).verify(body, headers)
