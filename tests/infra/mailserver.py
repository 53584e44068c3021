"""A mail server of thirty lines, on this machine, that keeps what it is given and may be asked to misbehave."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage


class Inbox(socketserver.ThreadingTCPServer):
    """`messages` are those accepted. `refusals` next messages are refused; `rude` servers hang up at the farewell."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Talk)
        self.messages: list[EmailMessage] = []
        self.recipients: list[str] = []
        self.logins: list[str] = []
        self.refusals = 0
        self.rude = False

    @property
    def url(self) -> str:
        """Where it listens, as MAIL_URL says it."""
        return f"smtp://127.0.0.1:{self.server_address[1]}"


class _Talk(socketserver.StreamRequestHandler):
    server: Inbox

    def _say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())

    def handle(self) -> None:
        self._say("220 test")
        while line := self.rfile.readline().decode().strip():
            verb = line.upper()
            if verb.startswith("EHLO"):
                self._say("250-test\r\n250-8BITMIME\r\n250 AUTH PLAIN")
            elif verb.startswith("AUTH"):
                self.server.logins.append(line.split()[-1])
                self._say("235 ok")
            elif verb.startswith("RCPT"):
                self.server.recipients.append(line)
                self._say("250 ok")
            elif verb == "DATA":
                self._data()
            elif verb == "QUIT":
                self._say("451 no farewell" if self.server.rude else "221 bye")
                return
            else:
                self._say("250 ok")

    def _data(self) -> None:
        self._say("354 go on")
        body = b""
        while (line := self.rfile.readline()) != b".\r\n":
            body += line[1:] if line.startswith(b"..") else line
        if self.server.refusals:
            self.server.refusals -= 1
            self._say("451 try later")
            return
        self.server.messages.append(message_from_bytes(body, policy=policy.default))
        self._say("250 accepted")


@contextmanager
def inbox() -> Iterator[Inbox]:
    """A server that listens until the end of the block."""
    with Inbox() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
