"""The strict headers our own pages are sent with.

Scripts, styles and calls come from this host alone, nothing is inline, and no string becomes
HTML except through the one Trusted Types policy `belowline`, which takes only what the server
has sanitised. A comment that slipped past the sanitiser would therefore still not run.
"""

from flask import Response

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types belowline",
    )
)

PAGE_HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}


def add_page_headers(response: Response) -> Response:
    """Give one of our own pages, or a file it loads, its headers; for `after_request`."""
    response.headers.update(PAGE_HEADERS)
    return response
