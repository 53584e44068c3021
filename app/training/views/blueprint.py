"""The blueprint that every page of training registers on."""

from flask import Blueprint

bp = Blueprint("training", __name__)
