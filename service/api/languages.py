"""The few words of our own on a thread without JavaScript and in a feed, in each language.

They say what the widget says at the same place, so that a page speaks with one voice.
"""

from __future__ import annotations

from dataclasses import dataclass

DEFAULT = "en"


@dataclass(frozen=True)
class Words:
    """One language. `{name}` stands for the name of whoever wrote the comment that is answered."""

    comments: str
    none: str
    more: str
    earlier: str
    more_replies: str
    reply_to: str
    edited: str
    staff: str
    verified: str
    rejected: str
    deleted: str
    pending: str
    direction: str = "ltr"


LANGUAGES = {
    "en": Words(
        comments="Comments",
        none="Nobody has commented yet.",
        more="More comments",
        earlier="Earlier comments",
        more_replies="More replies",
        reply_to="in reply to {name}",
        edited="edited",
        staff="Staff",
        verified="Verified",
        rejected="Removed by a moderator",
        deleted="Deleted by its author",
        pending="Awaiting review",
    ),
    "de": Words(
        comments="Kommentare",
        none="Noch hat niemand kommentiert.",
        more="Weitere Kommentare",
        earlier="Vorherige Kommentare",
        more_replies="Weitere Antworten",
        reply_to="als Antwort an {name}",
        edited="bearbeitet",
        staff="Redaktion",
        verified="Verifiziert",
        rejected="Von der Moderation entfernt",
        deleted="Vom Verfasser gelöscht",
        pending="Wird noch geprüft",
    ),
    "fr": Words(
        comments="Commentaires",
        none="Personne n’a encore commenté.",
        more="Plus de commentaires",
        earlier="Commentaires précédents",
        more_replies="Plus de réponses",
        reply_to="en réponse à {name}",
        edited="modifié",
        staff="Rédaction",
        verified="Vérifié",
        rejected="Retiré par la modération",
        deleted="Supprimé par son auteur",
        pending="En attente de relecture",
    ),
    "ar": Words(
        comments="التعليقات",
        none="لا توجد تعليقات بعد.",
        more="المزيد من التعليقات",
        earlier="التعليقات السابقة",
        more_replies="المزيد من الردود",
        reply_to="ردًّا على {name}",
        edited="معدّل",
        staff="فريق التحرير",
        verified="موثّق",
        rejected="حذفه أحد المشرفين",
        deleted="حذفه كاتبه",
        pending="في انتظار المراجعة",
        direction="rtl",
    ),
}
