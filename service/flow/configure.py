"""The only place where rules, settings, word lists and articles' settings are changed by people.

Each change is written to the history in the same transaction. Whoever changes a site holds its
row (`site_for_changing`), so that a rule never names a list that another deletes meanwhile.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session, defer

from models.articles import Article
from models.database import now
from models.rules import Rule as RuleRow
from models.sites import Site
from models.word_lists import WordList
from moderation.rules import Rule
from moderation.words import key_of
from service.flow.changes import record
from service.flow.count import seen_differently
from service.flow.decide import Actor
from service.flow.refused import Refused
from service.flow.sites import create_site, site_changed, write_rules

MOST_LISTS = 50
OF_ARTICLES = ("mode", "open", "close_after_days", "paused", "message")
"""What the history tells of articles; title and URL say nothing about moderation."""


def site_for_changing(session: Session, site_id: UUID) -> Site:
    """The site, which nobody else changes until the transaction ends."""
    lock: Any = {"key_share": True}
    return session.get_one(Site, site_id, with_for_update=lock, populate_existing=True)


def make_site(session: Session, name: str, values: Mapping[str, Any], actor: Actor) -> Site:
    """A new site with the default rules, and with what was chosen for it. The name must be free."""
    site = create_site(session, name, **values)
    record(session, site.id, actor, "site", None, _told(dict(values)))
    return site


def change_site(session: Session, site: Site, values: Mapping[str, Any], actor: Actor) -> None:
    """Set these settings of a site."""
    before = {name: getattr(site, name) for name in values}
    for name, value in values.items():
        setattr(site, name, value)
    site_changed(session, site)
    _record_difference(session, site.id, actor, "site", before, values)


def rules_of(session: Session, site_id: UUID) -> list[Rule]:
    """The rules of a site as this transaction sees them, in their order."""
    rows = session.scalars(
        select(RuleRow).where(RuleRow.site_id == site_id).order_by(RuleRow.position)
    )
    return [Rule(row.name, row.when, row.then) for row in rows]


def change_rules(session: Session, site: Site, rules: Sequence[Rule], actor: Actor) -> None:
    """Put `rules`, already checked, in the place of the site's rules."""
    before = _as_data(rules_of(session, site.id))
    write_rules(session, site, list(rules))
    record(session, site.id, actor, "rules", before, _as_data(rules))


def word_lists_of(session: Session, site_id: UUID) -> list[WordList]:
    """The word lists of a site by name, their words unread."""
    statement = select(WordList).where(WordList.site_id == site_id).order_by(WordList.name)
    return list(session.scalars(statement.options(defer(WordList.words))))


def word_list(session: Session, site_id: UUID, name: str) -> WordList | None:
    """One list; None where there is none of that name."""
    return session.scalar(
        select(WordList).where(WordList.site_id == site_id, WordList.name == name)
    )


def names_of_lists(session: Session, site_id: UUID) -> list[str]:
    """The names of a site's word lists."""
    return list(session.scalars(select(WordList.name).where(WordList.site_id == site_id)))


def change_words(
    session: Session, site: Site, name: str, words: Sequence[str], actor: Actor
) -> WordList:
    """Put `words` in the place of a list's, or make the list; what is the same is kept once.

    Raises `Refused` where the site has as many lists as it may.
    """
    different = _once_each(words)
    found = word_list(session, site.id, name)
    before = None if found is None else found.words
    if found is None:
        _refuse_too_many(session, site)
        found = WordList(site_id=site.id, name=name, words=different, size=len(different))
        session.add(found)
    elif found.words != different:
        found.words, found.size = different, len(different)
        found.version, found.changed_at = found.version + 1, now()
    site_changed(session, site)
    _record_words(session, site, actor, name, before, different)
    return found


def delete_words(session: Session, site: Site, found: WordList, actor: Actor) -> None:
    """Delete a list. Raises `Refused` (conflict), naming the rule, where a rule asks for it."""
    for rule in rules_of(session, site.id):
        if found.name in rule.when.get("words", {}).get("in", ()):
            raise Refused("conflict", f"The rule “{rule.name}” asks for this list.")
    session.delete(found)
    site_changed(session, site)
    _record_words(session, site, actor, found.name, found.words, None)


def change_article(
    session: Session, article: Article, values: Mapping[str, Any], actor: Actor
) -> None:
    """Set these settings of an article, whose row is locked."""
    before = {name: getattr(article, name) for name in values if name in OF_ARTICLES}
    for name, value in values.items():
        setattr(article, name, (value or "") if name == "url" else value)
    if "title" in values or "url" in values:
        article.confirmed = True
    seen_differently(session, article)
    after = {name: values[name] for name in before}
    _record_difference(
        session, article.site_id, actor, "article", before, after, article.external_id
    )


def _once_each(words: Sequence[str]) -> list[str]:
    """In their order; of those that match the same, the first."""
    kept: dict[Any, str] = {}
    for word in words:
        kept.setdefault(key_of(word), word)
    return list(kept.values())


def _refuse_too_many(session: Session, site: Site) -> None:
    statement = select(func.count()).select_from(WordList).where(WordList.site_id == site.id)
    if session.scalars(statement).one() >= MOST_LISTS:
        raise Refused("conflict", f"A site has at most {MOST_LISTS} word lists.")


def _record_words(
    session: Session,
    site: Site,
    actor: Actor,
    name: str,
    before: Sequence[str] | None,
    after: Sequence[str] | None,
) -> None:
    """What was taken out, and what was put in: whole lists would be mostly the same twice."""
    gone, come = set(before or ()) - set(after or ()), set(after or ()) - set(before or ())
    told_before = None if before is None else _words([w for w in before if w in gone], len(before))
    told_after = None if after is None else _words([w for w in after if w in come], len(after))
    if gone or come or before is None or after is None:
        record(session, site.id, actor, "words", told_before, told_after, name)


def _words(words: list[str], size: int) -> dict[str, Any]:
    return {"words": words, "size": size}


def _record_difference(
    session: Session,
    site_id: UUID,
    actor: Actor,
    what: str,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    subject: str = "",
) -> None:
    changed = [name for name in after if before[name] != after[name]]
    old, new = ({name: values[name] for name in changed} for values in (before, after))
    record(session, site_id, actor, what, _told(old), _told(new), subject)


def _told(values: dict[str, Any]) -> dict[str, Any]:
    """Where a model's files lie on the server is nobody's business."""
    model = values.get("model")
    return values | {"model": Path(model).name} if model else values


def _as_data(rules: Sequence[Rule]) -> dict[str, Any]:
    return {
        "rules": [{"name": each.name, "when": dict(each.when), "then": each.then} for each in rules]
    }
