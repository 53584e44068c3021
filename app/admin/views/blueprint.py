"""The blueprint that every page of the national team hangs on."""

from flask import Blueprint

bp = Blueprint("admin", __name__)
