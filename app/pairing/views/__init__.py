"""Pairing's pages: the lead's shortlist, search and draw; the tutor's proposals; the page behind the mail's link."""

from flask import Blueprint

bp = Blueprint("pairing", __name__)

from app.pairing.views import lead, link, saved, search, sheet, tutor, whole  # noqa: E402,F401  each adds its routes to `bp`
