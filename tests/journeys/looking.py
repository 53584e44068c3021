"""Looking at a page as its readers do: axe in both themes, on a phone and on a desk, nothing wider than the screen.

A page is looked at as it is, even without JavaScript or after a refused form: its very HTML is opened again, under the
same policy, in a second browser that runs scripts.
"""

import re
from typing import Any
from urllib.parse import urlsplit

from axe_playwright_python.base import AXE_FILE_PATH
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Route

from app.infra.headers import POLICY

AXE = AXE_FILE_PATH.read_text(encoding="utf-8")
WIDTHS = (1280, 320)
THEMES = ("light", "dark")
RUN = """async (only) => {
  const options = {resultTypes: ["violations"], ...(only ? {runOnly: {type: "rule", values: only}} : {})};
  const found = await axe.run(document, options);
  return found.violations.map((v) => v.id + ": " + v.nodes.slice(0, 3).map((n) => n.target.join(" ")
    + " (" + (n.any[0] || n.all[0] || n.none[0] || {message: v.help}).message + ")").join(" ; "));
}"""
# What scrolls sideways, and what sticks out of it.
WIDE = """() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  return [...document.body.querySelectorAll("*")].filter((e) => e.getBoundingClientRect().right > width + 1)
    .slice(0, 4).map((e) => e.tagName.toLowerCase() + "." + e.className + " " + (e.textContent || "").trim().slice(0, 30));
}"""
# A refused form or a missing page is an answer we asked for; the browser reports its status as an error.
EXPECTED_STATUS = re.compile(r"Failed to load resource: the server responded with a status of (403|404|409|410|422)\b")


def pattern(url: str) -> str:
    """The page, whatever it is about: numbers, names and tokens are left out of its address."""
    path = re.sub(
        r"/(lien/[\w-]+|attestation|ecoles|modules|lecons|reglages|courriels)/[^/]+", r"/\1/*", urlsplit(url).path
    )
    return re.sub(r"\d+", "N", path)


class Watch:
    """Everything that must not happen while journeys are made: the complaints, read at the end of each."""

    def __init__(self, browser: Browser) -> None:
        self.complaints: list[str] = []
        self.seen: set[tuple[str, ...]] = set()
        self._context = browser.new_context(reduced_motion="reduce", locale="fr-FR")
        self._page = self._context.new_page()
        self._listen(self._page)

    def follow(self, context: BrowserContext) -> None:
        """Hear what every page of `context` complains of."""
        context.on("page", self._listen)

    def _listen(self, page: Page) -> None:
        page.on("pageerror", lambda error: self.complaints.append(f"{page.url}: {error}"))
        page.on("console", self._heard)

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type not in ("error", "warning"):
            return
        expected = EXPECTED_STATUS.match(message.text) and "/static/" not in message.location.get("url", "")
        offline = "net::ERR_INTERNET_DISCONNECTED" in message.text  # a journey cuts the network on purpose
        if not expected and not offline:
            self.complaints.append(f"{message.location.get('url', '')}: {message.text}")

    def look(self, page: Page, who: str, state: str = "") -> None:
        """Look at `page`, unless the same page was already seen by such a person in this language and state."""
        lang = page.locator("html").get_attribute("lang") or "?"
        failed = "failed" if page.title().startswith(("Erreur", "Error")) else ""
        key = (pattern(page.url), who, lang, failed, state)
        if key in self.seen:
            return
        self.seen.add(key)
        self._open(page.url.partition("#")[0], page.content())
        name = " ".join(part for part in key if part)
        for width in WIDTHS:
            self._page.set_viewport_size({"width": width, "height": 900})
            for theme in THEMES:
                self._page.emulate_media(color_scheme=theme)
                # Names, roles and structure do not depend on the theme; colours do.
                only = None if theme == "light" else ["color-contrast", "link-in-text-block"]
                found = self._page.evaluate(RUN, only)
                self.complaints += [f"{name}, {width} px, {theme}: {one}" for one in found]
            self.complaints += [f"{name}, {width} px: sticks out: {one}" for one in self._page.evaluate(WIDE)]

    def _open(self, url: str, html: str) -> None:
        def answer(route: Route) -> None:
            headers = {"Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": POLICY}
            route.fulfill(body=html, headers=headers)

        self._page.unroute_all()
        self._page.route(url, answer)
        self._page.goto(url, wait_until="load")
        self._page.evaluate(AXE)

    def settle(self) -> None:
        """Say everything that was complained of since last time, and forget it. Raises AssertionError."""
        complaints, self.complaints = self.complaints, []
        assert not complaints, "\n".join(dict.fromkeys(complaints))

    def violations(self, html: str) -> list[Any]:
        """What axe says of a page made by a test: the canary of `look`."""
        self._open("http://canary.example/", html)
        self._page.emulate_media(color_scheme="light")
        return list(self._page.evaluate(RUN, None))
