"""The moderators' queue at `/queue`, rules, numbers, the admins' webhooks, and the sign-in to all.

The pages are the same for everybody and hold no data: their scripts ask the API who is signed
in and go to the sign-in page when it answers 401.
"""

from flask import Blueprint, Response, render_template, send_from_directory

from service.pages import assets
from service.pages.headers import add_page_headers
from service.pages.modules import modules_of

VENDOR = assets.STATIC / "vendor"

blueprint = Blueprint(
    "queue_pages",
    __name__,
    url_prefix="/queue",
    template_folder="templates",
    static_folder="static/queue",
    static_url_path="/static",
)
blueprint.after_request(add_page_headers)
blueprint.context_processor(lambda: {"asset": assets.asset})


@blueprint.get("")
def queue() -> str:
    """The list of comments to decide."""
    return _page("queue", "main.js")


@blueprint.get("/rules")
def rules() -> str:
    """What decides before a person has to, and who changed it."""
    return _page("rules", "rules/main.js")


@blueprint.get("/numbers")
def numbers() -> str:
    """What came in, who decided it, how fast, and what was overturned."""
    return _page("numbers", "numbers/main.js")


@blueprint.get("/webhooks")
def webhooks() -> str:
    """Where other systems want events sent, and what became of each."""
    return _page("webhooks", "webhooks/main.js")


@blueprint.get("/sign-in")
def sign_in() -> str:
    """The form for e-mail address and password."""
    return _page("sign_in", "sign_in.js")


@blueprint.get("/assets/<string:asked>/<path:filename>")
def send_asset(asked: str, filename: str) -> Response:
    """A file of the pages, at an address that is its alone for all time."""
    return assets.send(asked, filename)


@blueprint.get("/vendor/<path:filename>")
def vendor(filename: str) -> Response:
    """A library of the pages; beside `static` here as in the folder, so relative imports find it."""
    return send_from_directory(VENDOR, filename)


def _page(name: str, script: str) -> str:
    main = f"queue/{script}"
    modules = modules_of(assets.STATIC / main, assets.asset(main))
    return render_template(f"queue/{name}.html", modules=modules)
