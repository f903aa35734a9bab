"""The page at `/docs`: the OpenAPI document to browse, from this host alone."""

from __future__ import annotations

from flask import Blueprint, Response, render_template

from service.api.blueprint import PREFIX

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types 'none'",
    )
)

blueprint = Blueprint(
    "docs",
    __name__,
    url_prefix="/docs",
    template_folder="templates",
    static_folder="static",
    static_url_path="/static",
)


@blueprint.get("")
def docs() -> str:
    """The page; its script fetches the document and draws it."""
    return render_template("docs/docs.html", document=f"{PREFIX}/openapi.json")


@blueprint.after_request
def strict(response: Response) -> Response:
    """Nothing from other hosts, nothing inline, and no string that becomes HTML."""
    response.headers["Content-Security-Policy"] = CONTENT_SECURITY_POLICY
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "same-origin"
    return response
