"""The word lists of each site, ready to be looked up in."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from models.database import db
from models.word_lists import WordList
from moderation.words import Matcher, Matches
from service.flow.sites import ListKey, SiteFacts

MOST_KEPT = 64
"""Sites whose lists are ready at the same time."""

_NONE = Matcher({})


class Matchers:
    """The matcher of each site, made anew when one of its lists has changed."""

    def __init__(self) -> None:
        self._kept: dict[UUID, tuple[tuple[ListKey, ...], Matcher]] = {}
        self._making = threading.Lock()

    def of(self, site: SiteFacts) -> Matcher:
        """The site's lists as of a moment ago. Reads and sorts them first where they are new."""
        if not site.word_lists:
            return _NONE
        kept = self._kept.get(site.id)
        if kept is not None and kept[0] == site.word_lists:
            return kept[1]
        with self._making:
            kept = self._kept.get(site.id)  # perhaps made while this one waited
            if kept is None or kept[0] != site.word_lists:
                kept = (site.word_lists, Matcher(_read(site.id)))
                self._kept.pop(site.id, None)
                self._kept[site.id] = kept
                if len(self._kept) > MOST_KEPT:
                    del self._kept[next(iter(self._kept))]
        return kept[1]


def listed_words(site: SiteFacts, texts: Sequence[str]) -> Matches:
    """The site's lists that match these texts, each with the words that do.

    Call it outside any transaction: now and then it reads the lists.
    """
    return _matchers.of(site).found(*texts)


def _read(site_id: UUID) -> dict[str, list[str]]:
    statement = select(WordList.name, WordList.words).where(WordList.site_id == site_id)
    with db.engine.connect() as connection:
        return {row.name: row.words for row in connection.execute(statement)}


_matchers = Matchers()
"""Those of this process, for all its databases: ids of sites and lists are unique."""
