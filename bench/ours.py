"""The application as `make start` serves it, but for the flood guard, which would refuse the bench's one address."""

from app import create_app
from app.infra.startup import settle
from config import load

app = create_app({**load(), "RATELIMIT_ENABLED": False})
settle()
