"""The WSGI application, for any server: `granian --interface wsgi wsgi:app`."""

from app import create_app
from app.cli import check_ready

app = create_app()
check_ready(app)
