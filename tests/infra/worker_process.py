"""A worker in a process of its own, to be killed: `python -m tests.infra.worker_process DATABASE FOLDER MAIL_URL MOMENT`.

It takes one job and stops at MOMENT, saying so: "before" the message is handed over, or "after" it was and before the
job is marked done. What is stopped is the application's own worker; only the way out waits.
"""

import sys
import time
from email.message import EmailMessage
from pathlib import Path

from app import create_app
from app.infra import mail, worker
from tests.conftest import NOW, settings_for


class Stopping:
    """A way out that stops at a moment and waits there to be killed."""

    def __init__(self, out: mail.Transport, moment: str) -> None:
        self.out, self.moment = out, moment

    def send(self, message: EmailMessage) -> None:
        """Hand `message` over, or not yet."""
        if self.moment == "after":
            self.out.send(message)
        print(self.moment, flush=True)  # noqa: T201  the test waits for this line
        time.sleep(60)


def main(database: str, folder: str, url: str, moment: str) -> None:
    """Take one job and stop."""
    app = create_app(settings_for(database, Path(folder)))
    writers = app.extensions["registry"].merged("mails", "WRITERS")
    with app.app_context():
        worker.run_one({"mail": mail.handler(writers, Stopping(mail.transport(url), moment))}, NOW)


if __name__ == "__main__":
    main(*sys.argv[1:])
