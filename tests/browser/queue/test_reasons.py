"""Why a comment waits, in the words of the queue's page."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.queue.desk import RUDE, Desk
from tests.running_server import wait_until

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (
            "Merci beaucoup pour ce bel article, j’ai appris bien des choses sur le port",
            "Written in French, which the model does not read",
        ),
        (
            "Большое спасибо за интересную статью, я узнал много нового",
            "Written in Russian, which the model does not read",
        ),
        ("Дебил, дурак", "Written in Cyrillic letters, which the model does not read"),
        (
            "Thank you for this article about the harbour, I liked it very much. "
            * 5
            + "Mais vous êtes tous des imbéciles et personne ici n’a rien compris du tout, "
            "ni au port ni aux bateaux, comme toujours.",
            "Written partly in French, which the model does not read",
        ),
    ],
)
def test_what_is_not_read_says_which_language_it_is_in(desk: Desk, body: str, words: str) -> None:
    """By the name of the language where it is known, else of its letters."""
    comment = desk.server.post(desk.article, body, name="Ann")["comment"]["id"]
    wait_until(lambda: desk.is_held(comment))
    desk.open()
    expect(desk.card("Ann")).to_contain_text(words)


def test_quoted_words_have_their_own_risk(desk: Desk) -> None:
    """It is shown apart, with the word that it decides nothing."""
    [insult] = desk.post_held("Ann", body=RUDE)
    approval = {"items": [{"comment_id": insult}], "action": "approve"}
    desk.server.as_admin("POST", "/api/v1/decisions", approval)
    body = f"> {RUDE}\n\nPlease be kind to each other."
    answer = desk.server.post(desk.article, body, name="Bob", parent_id=insult)
    desk.becomes(answer["comment"]["id"], "approved")
    desk.open(state="approved")
    expect(desk.card("Bob")).to_contain_text("Risk 0.0")
    quoted = re.compile(r"What it quotes: risk [01]\.\d\d, mostly \w+\. That decides nothing\.")
    expect(desk.card("Bob")).to_contain_text(quoted)


def test_what_the_service_decides_itself_is_no_rule_of_the_site(desk: Desk) -> None:
    """An edit, and an author of whom everything waits, are named as what they are."""
    posted = desk.server.post(desk.article, RUDE, name="Ann")
    comment_id, token = posted["comment"]["id"], posted["reader_token"]
    wait_until(lambda: desk.is_held(comment_id))
    desk.decide("hold", comment_id)
    path = f"/api/v1/comments/{comment_id}"
    edit = desk.server.request("PATCH", path, {"body": "Better now"}, x_belowline_reader=token)
    assert edit.status == 200, edit
    sent = {"comment_id": comment_id, "kind": "hold", "days": 7}
    assert desk.server.as_admin("POST", "/api/v1/restrictions", sent).status == 201
    second = desk.server.post(desk.article, "What a fine ferry", name="Ann", token=token)
    wait_until(lambda: desk.is_held(second["comment"]["id"]) and desk.is_held(comment_id))
    desk.open()
    first, latest = desk.cards.nth(0), desk.cards.nth(1)
    expect(first.locator(".reasons")).to_have_text("Edited after it was held")
    expect(latest.locator(".reasons")).to_have_text("Everything by this author waits")
    expect(latest.locator(".badge.rejected")).to_have_text(
        re.compile("^All they write waits until ")
    )


def test_a_rule_that_decided_is_called_a_rule(desk: Desk) -> None:
    """Whatever its name, nobody takes it for a colleague's."""
    posted = desk.server.post(desk.article, "Thank you for this article.", name="Ann")
    desk.becomes(posted["comment"]["id"], "approved")
    desk.open(state="approved")
    expect(desk.card("Ann").locator(".reasons")).to_contain_text("Approved by the rule “clean”,")
