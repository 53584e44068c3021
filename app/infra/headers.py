"""Security headers, on every answer. The policy allows nothing from elsewhere and no inline script or style."""

from typing import Any

from flask import Flask, Response, current_app, g

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "media-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "manifest-src 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)


def keep_private() -> None:
    """Mark the current answer as one that no cache, search engine or referrer may keep: pages behind a signed link."""
    g.private_page = True


def _add(response: Response) -> Response:
    headers = response.headers
    headers.setdefault("Content-Security-Policy", POLICY)
    headers.setdefault("X-Content-Type-Options", "nosniff")
    headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    if current_app.config["SESSION_COOKIE_SECURE"]:
        headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=(), interest-cohort=()")
    headers.setdefault("Referrer-Policy", "no-referrer" if g.get("private_page") else "same-origin")
    headers.setdefault("Cache-Control", "no-store")
    if g.get("private_page"):
        headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


def add_to_file(headers: Any, _path: str, _url: str) -> None:
    """The same guard on static files, which are served before any request: a picture opened alone runs nothing."""
    headers["Content-Security-Policy"] = POLICY
    headers["X-Content-Type-Options"] = "nosniff"


def init(app: Flask) -> None:
    """Add the headers after every request."""
    app.after_request(_add)
