"""The WSGI application, for any server: `granian --interface wsgi wsgi:app`. What cannot start says why, in one line."""

import sys

from app import create_app
from app.cli import check_ready
from app.infra.startup import StartupRefused, settle
from config import ConfigurationRefused

try:
    app = create_app()
    check_ready(app)
    settle()
except (ConfigurationRefused, StartupRefused) as refusal:
    sys.exit(f"Tutorat: {refusal}")
