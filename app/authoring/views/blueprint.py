"""The blueprint that every page of the studio registers on."""

from flask import Blueprint

bp = Blueprint("authoring", __name__)
