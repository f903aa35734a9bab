"""Sites as the other steps see them: frozen facts, kept for a moment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.database import after_commit, db
from models.rules import Rule as RuleRow
from models.sites import Site
from models.word_lists import WordList
from moderation.rules import DEFAULT_RULES, Rule
from service.flow.kept import Kept

LONGEST_NAME = 100
"""In characters, as the column has it."""


class ListKey(NamedTuple):
    """A word list as it is at one time: the same key means the same words."""

    name: str
    id: UUID
    version: int


@dataclass(frozen=True)
class SiteFacts:
    """A site with its rules, as of a moment ago."""

    id: UUID
    name: str
    title: str
    origins: tuple[str, ...]
    mode: str
    open: bool
    close_after_days: int | None
    paused: bool
    message: str
    flag_limit: int
    nudge_threshold: float
    edit_window_s: int
    waiting_limit_s: int
    blur_threshold: float
    model: str | None
    reason_required: bool
    settings_version: int
    rules: tuple[Rule, ...]
    word_lists: tuple[ListKey, ...] = ()


def find_site(name: str) -> SiteFacts | None:
    """The site of that name; None where there is none, as of what no database can look up."""
    if "\0" in name or len(name) > LONGEST_NAME:
        return None
    return _by_name.get(name)


def site_of(site_id: UUID) -> SiteFacts:
    """The site of that id, which a row refers to and which therefore exists."""
    return _by_id.get(site_id)


def origins_of_sites() -> tuple[tuple[str, ...], ...]:
    """The origins of every site; of a site that any page may read, an empty tuple."""
    return _origins.get(None)


def models_of_sites() -> Mapping[UUID, str | None]:
    """The model that each site chose; of a site that is read by the server's own, None."""
    return _models.get(None)


def create_site(session: Session, name: str, **values: Any) -> Site:
    """A new site with the default rules. The name must be free."""
    site = Site(name=name, **values)
    session.add(site)
    session.flush()
    write_rules(session, site, DEFAULT_RULES)
    return site


def write_rules(session: Session, site: Site, rules: tuple[Rule, ...] | list[Rule]) -> None:
    """Put `rules`, already checked, in the place of the site's rules."""
    session.query(RuleRow).filter_by(site_id=site.id).delete()
    session.add_all(
        RuleRow(site_id=site.id, position=position, name=rule.name, when=rule.when, then=rule.then)
        for position, rule in enumerate(rules)
    )
    site_changed(session, site)


def site_changed(session: Session, site: Site) -> None:
    """Call for every change of a site: pages made under the old settings end."""
    site.settings_version = (site.settings_version or 0) + 1
    session.flush()
    site_id, name = site.id, site.name

    def forget() -> None:
        _by_name.forget(name)
        _by_id.forget(site_id)
        _origins.forget(None)
        _models.forget(None)

    after_commit(session, forget)


def _load(condition: Any) -> SiteFacts | None:
    with db.engine.connect() as connection:
        row = connection.execute(select(Site.__table__).where(condition)).mappings().one_or_none()
        if row is None:
            return None
        rules = connection.execute(
            select(RuleRow.name, RuleRow.when, RuleRow.then)
            .where(RuleRow.site_id == row["id"])
            .order_by(RuleRow.position)
        ).all()
        lists = connection.execute(
            select(WordList.name, WordList.id, WordList.version)
            .where(WordList.site_id == row["id"])
            .order_by(WordList.name)
        ).all()
    values = {name: row[name] for name in SiteFacts.__dataclass_fields__ if name in row}
    values["origins"] = tuple(row["origins"])
    return SiteFacts(
        **values,
        rules=tuple(Rule(r.name, r.when, r.then) for r in rules),
        word_lists=tuple(ListKey(*each) for each in lists),
    )


def _load_origins(_key: None) -> tuple[tuple[str, ...], ...]:
    with db.engine.connect() as connection:
        return tuple(tuple(origins) for origins in connection.scalars(select(Site.origins)))


def _load_models(_key: None) -> Mapping[UUID, str | None]:
    with db.engine.connect() as connection:
        return {row.id: row.model for row in connection.execute(select(Site.id, Site.model))}


def _load_existing(site_id: UUID) -> SiteFacts:
    site = _load(Site.id == site_id)
    if site is None:
        raise LookupError(f"no site {site_id}")
    return site


_by_name: Kept[str, SiteFacts | None] = Kept(lambda name: _load(Site.name == name))
_by_id: Kept[UUID, SiteFacts] = Kept(_load_existing)
_origins: Kept[None, tuple[tuple[str, ...], ...]] = Kept(_load_origins)
_models: Kept[None, Mapping[UUID, str | None]] = Kept(_load_models)
