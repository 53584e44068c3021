"""A real Chromium on a real server, that tells which payloads ran: every handler is called, every link and button pressed."""

import os
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Error, Route, sync_playwright
from werkzeug.serving import WSGIRequestHandler, make_server

from tests.attacks.payloads import HOST
from tests.servers import chromium

PATIENCE = 15_000  # milliseconds
LISTEN = (
    "addEventListener('securitypolicyviolation', (e) => window.__blocked && window.__blocked(e.effectiveDirective))"
)

# Every element is pressed, shown and looked at, and every handler it carries is called. Ordinary addresses are not
# followed and forms to them are not sent: what leaves the page is no script, and the others must have their turn.
PRESS = """async () => {
  const ordinary = (address) => { try { return /^(https?|mailto|tel):$/.test(new URL(address, document.baseURI).protocol); }
    catch { return true; } };
  const address = (e) => { for (const one of e.composedPath()) for (const name of ["href", "xlink:href"])
      if (one.hasAttribute && one.hasAttribute(name)) return one.getAttribute(name);
    return null; };
  addEventListener("click", (e) => { const to = address(e);
    if (to !== null && ordinary(to)) e.preventDefault(); }, true);
  addEventListener("submit", (e) => { const by = e.submitter;
    const to = (by && by.getAttribute("formaction")) || e.target.getAttribute("action") || "";
    if (ordinary(to)) e.preventDefault(); }, true);
  const all = [...document.querySelectorAll("*")];
  const carried = [];
  for (const one of all) {
    const names = Element.prototype.getAttributeNames.call(one).filter((name) => /^(data-)?(on|hx-)/.test(name));
    if (names.length) carried.push(one.tagName + " " + names.join(" "));
    for (const name of names) {
      one.dispatchEvent(new Event(name.slice(2)));
      one.dispatchEvent(new Event(name.replace(/^(data-)?hx-on:+/, "")));
    }
    for (const name of ["href", "xlink:href", "src", "action", "formaction", "data", "srcdoc"])
      if (one.hasAttribute(name) && !ordinary(one.getAttribute(name))) carried.push(one.tagName + " " + one.getAttribute(name));
  }
  const quiet = {bubbles: true, cancelable: true};
  for (const one of all) {
    if (one.tagName === "DETAILS") one.open = true;
    if (one.matches("a, area, button, input, select, textarea, summary, label, [href], [tabindex]")
        || /:a$/.test(one.tagName) || one.hasAttribute("xlink:href")) {
      one.focus && one.focus({preventScroll: true});
      one.dispatchEvent(new MouseEvent("click", quiet));
    }
    one.dispatchEvent(new MouseEvent("mouseover", quiet));
  }
  await new Promise((done) => setTimeout(done, 60));
  return carried;
}"""


@dataclass
class Found:
    """What happened on the pages of a hunt. `ran` are payloads by number, `blocked` what the policy stopped, `asked` what
    the page wanted from elsewhere, `carried` the handlers and script addresses found in it, `left` the pages that went
    away while they were pressed.
    """

    ran: set[int] = field(default_factory=set)
    blocked: list[str] = field(default_factory=list)
    asked: list[tuple[str, str]] = field(default_factory=list)
    carried: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)

    def note(self, _source: Any, *said: Any) -> None:
        """A payload says that it ran. Its number may come inside a list: a template that is called passes one."""
        first = said[0] if said else -1
        self.ran.add(int(first[0] if isinstance(first, list) else first))

    @property
    def nothing(self) -> bool:
        """Nothing ran, and nothing that could was left in a page."""
        return not (self.ran or self.carried or self.dialogs or self.asked or self.left)


class Hunter:
    """A browser tab whose `found` grows with each page it looks at."""

    def __init__(self, context: BrowserContext, url: str) -> None:
        self.found, self.url, self.looked = Found(), url, 0
        self.page = context.new_page()
        self.page.on("dialog", self._dialog)
        context.expose_binding("__ran", self._ran)
        context.expose_binding("__blocked", lambda _source, what: self.found.blocked.append(what))
        context.add_init_script(LISTEN)
        context.route(re.compile(rf"^https?://(?!{re.escape(url.partition('//')[2])})"), self._elsewhere)

    def _ran(self, source: Any, *said: Any) -> None:
        self.found.note(source, *said)

    def _dialog(self, dialog: Any) -> None:
        self.found.dialogs.append(dialog.message)
        dialog.dismiss()

    def _elsewhere(self, route: Route) -> None:
        self.found.asked.append((route.request.resource_type, route.request.url))
        number = re.search(rf"{re.escape(HOST)}/(\d+)\.js", route.request.url)
        if number is None:
            route.fulfill(status=204)
            return
        call = f"(window.__ran || parent.__ran)({number[1]})"
        route.fulfill(body=call, content_type="text/javascript", headers={"Access-Control-Allow-Origin": "*"})

    def look(self, path: str) -> int:
        """Open a page and press everything in it. Returns its status."""
        answer = self.page.goto(self.url + path)
        self.press()
        return answer.status if answer is not None else 0

    def press(self) -> None:
        """Press everything in the page that is open."""
        self.looked += 1
        try:
            self.found.carried += self.page.evaluate(PRESS)
        except Error as error:
            if "context was destroyed" not in error.message:
                raise
            self.found.left.append(self.page.url)


class _Silent(WSGIRequestHandler):
    def log_request(self, *_of: Any) -> None:
        """Thousands of pages are asked for: a failure must stay readable."""


@contextmanager
def serving(app: Flask) -> Iterator[str]:
    """The application on a free port, in this process: what a test takes away from it is away. Gives its address."""
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=_Silent)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def launched() -> Iterator[Browser]:
    """A real Chromium."""
    path = os.environ.get("CHROMIUM") or chromium()
    if not path:
        pytest.fail("Chromium is missing: run `make test`, which installs it")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


@contextmanager
def hunting(browser: Browser, url: str, app: Flask, person_id: int, *, policy: bool) -> Iterator[Hunter]:
    """A tab signed in as someone, the content policy obeyed or not."""
    cookie = app.session_interface.get_signing_serializer(app).dumps(  # type: ignore[attr-defined]
        {"_user_id": f"{person_id}.0", "_fresh": True}
    )
    context = browser.new_context(bypass_csp=not policy, locale="fr-FR")
    context.set_default_timeout(PATIENCE)
    context.add_cookies([{"name": "tutorat", "value": cookie, "url": url}])
    yield Hunter(context, url)
    context.close()
