"""The demonstration: a small invented newspaper with comment counts and threads.

`ARTICLES` is what `belowline demo-data` makes articles of; the texts themselves are templates,
one a story, in `templates/demo/articles/`.
"""

from dataclasses import dataclass
from datetime import UTC, datetime

from flask import Blueprint, Response, abort, render_template

from service.pages.headers import CONTENT_SECURITY_POLICY as OUR_POLICY
from service.pages.headers import add_page_headers

# Nothing on these pages is ever submitted as a form; the widget posts by itself.
CONTENT_SECURITY_POLICY = OUR_POLICY.replace("form-action 'self'", "form-action 'none'")

demo = Blueprint(
    "demo",
    __name__,
    template_folder="templates",
    static_folder="static/demo",
    static_url_path="/demo/static",
)


@dataclass(frozen=True, slots=True)
class DemoArticle:
    """One story; `id` is the publisher's own name for it, as the comment service knows it."""

    id: str
    slug: str
    kicker: str
    title: str
    standfirst: str
    author: str
    picture: str
    caption: str

    @property
    def path(self) -> str:
        """Where the story is read, from the root of the server."""
        return f"/demo/{self.slug}"


ARTICLES: tuple[DemoArticle, ...] = (
    DemoArticle(
        id="demo-night-ferry",
        slug="night-ferry",
        kicker="Harbour",
        title="The night ferry is coming back, and so is the argument",
        standfirst="By one vote, the harbour council restores the 11.40 to Hollin Island. Those who "
        "campaigned for it must now agree on who is going to be woken by it.",
        author="Mara Ellingham",
        picture="A ferry with lit windows crosses towards an island under a full moon.",
        caption="The Margaret Lowe, which will sail again at 11.40 from the first Friday in May.",
    ),
    DemoArticle(
        id="demo-sunday-library",
        slug="sunday-library",
        kicker="Town",
        title="Sunday at the library, and nobody is paid",
        standfirst="Forty volunteers keep Kelmouth’s reading room open. It works beautifully, which "
        "is what worries the people who used to do it for a living.",
        author="Tobias Renn",
        picture="A reading lamp on a long table in front of full bookshelves.",
        caption="Open from one until five, on forty people’s Sundays.",
    ),
    DemoArticle(
        id="demo-gas-lamps",
        slug="gas-lamps",
        kicker="Evenings",
        title="The nine lamps of Chandler Row stay lit",
        standfirst="The county had the figures on its side. It had not reckoned with a clockmaker, "
        "a ladder and 2,306 signatures.",
        author="Ines Corrado",
        picture="Street lamps glow along a terrace of narrow houses at dusk.",
        caption="Chandler Row, some twenty minutes after sunset.",
    ),
    DemoArticle(
        id="demo-oysters",
        slug="oysters",
        kicker="Estuary",
        title="The oysters are back. Now we have to leave them alone",
        standfirst="Divers count forty thousand off the Spit, a century after the last were dredged. "
        "The question is whether we can resist them.",
        author="Walter Pym",
        picture="An open oyster shell on the sea floor, with light falling from above.",
        caption="A native oyster, three summers old, that nobody put there.",
    ),
)


@demo.get("/demo")
def front_page() -> str:
    """The front page: the lead story and the teasers, each with its number of comments."""
    lead, *teasers = ARTICLES
    return render_template("demo/front.html", lead=lead, teasers=teasers, today=_today())


@demo.get("/demo/<slug>")
def article(slug: str) -> str:
    """One story with its thread below; 404 for a name that is none."""
    story = next((a for a in ARTICLES if a.slug == slug), None)
    if story is None:
        abort(404)
    others = [a for a in ARTICLES if a is not story]
    return render_template("demo/article.html", story=story, others=others, today=_today())


@demo.after_request
def protect(response: Response) -> Response:
    """The strictest policy the widget works under: own files only, no inline script or style."""
    add_page_headers(response)
    response.headers["Content-Security-Policy"] = CONTENT_SECURITY_POLICY
    return response


def _today() -> str:
    day = datetime.now(tz=UTC)
    return f"{day:%A} {day.day} {day:%B %Y}"
