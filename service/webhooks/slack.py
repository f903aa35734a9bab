"""Events as sentences, for the chat rooms of moderators: `{"text": …}`, as Slack takes them.

Mattermost, Rocket.Chat, Zulip and Discord (at `…/slack`) take the same.
"""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]

LONGEST_EXCERPT = 500
NOTHING = "\u200b"
"""A space of no width: nobody sees it, and it parts what would have a meaning together."""

SENTENCES = {
    "comment.created": "A new comment on {article} waits for its score.",
    "comment.held": "A comment on {article} waits for a moderator{why}.",
    "comment.approved": "A comment on {article} was approved{by}{why}.",
    "comment.rejected": "A comment on {article} was rejected{by}{why}.",
    "comment.edited": "A comment on {article} was edited by its author.",
    "comment.deleted": "A comment on {article} was deleted{by}.",
    "comment.flagged": "A comment on {article} was flagged as {flag}; flags that are open: {flags}.",
    "article.count_changed": "{article} has {count} comments now.",
    "scorer.degraded": "The classifier does not read comments at the moment: they wait.{reason}",
    "scorer.recovered": "The classifier reads comments again.",
    "webhook.test": "This is a test from Belowline. It works.",
}


def in_words(message: Json, public_url: str) -> Json:
    """The body for a chat room, with a link to the item."""
    data = message["data"]
    said = SENTENCES[message["type"]].format(**_words(data))
    comment = data.get("comment")
    if comment is None:
        return {"text": f"{said} <{public_url}/queue|Open the queue>"}
    quoted = _quoted(comment)
    return {"text": f"{said}{quoted} <{comment['links']['queue']}|Look at it>"}


def _words(data: Json) -> dict[str, Any]:
    comment, article = data.get("comment", {}), data.get("article", {})
    decision, scorer = data.get("decision", {}), data.get("scorer", {})
    label = comment.get("top_label")
    because = decision.get("reason") or (label and str(label).replace("_", " "))
    reason = scorer.get("reason")
    return {
        "article": f"“{escaped(str(article.get('id') or comment.get('article')))}”",
        "count": article.get("count"),
        "by": f" by a {decision['by']}" if decision.get("by") in ("moderator", "rule") else "",
        "why": f" ({escaped(str(because))})" if because else "",
        "flag": str(comment.get("flag")).replace("_", " "),
        "flags": comment.get("flags"),
        "reason": f" {escaped(str(reason))}" if reason else "",
    }


def _quoted(comment: Json) -> str:
    text = comment.get("text")
    if not text:
        return ""
    excerpt = text if len(text) <= LONGEST_EXCERPT else text[: LONGEST_EXCERPT - 1] + "…"
    lines = "\n".join(f"> {line}" for line in escaped(excerpt).splitlines())
    return f"\n> *{escaped(comment['author']['name'])}*\n{lines}\n"


def escaped(text: str) -> str:
    """`text` without anything that a chat room would take for a mention or a link of its own.

    Slack writes both in angle brackets; others take a bare `@everyone`, and links of Markdown.
    """
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace("@", f"@{NOTHING}").replace("](", f"]{NOTHING}(")
