"""The test browser: a client that looks at every page it is given, as an accessibility linter would."""

import re
from html.parser import HTMLParser
from typing import Any

from flask import Flask, g, has_app_context
from werkzeug.test import TestResponse

VOID = {
    "area",
    "base",
    "br",
    "col",
    "embed",
    "hr",
    "img",
    "input",
    "link",
    "meta",
    "source",
    "track",
    "wbr",
    "path",
    "rect",
    "circle",
}
UNLABELLED = {"hidden", "submit", "button", "image"}


class Page(HTMLParser):
    """What the checks need of a page: its ids, title, headings, forms, labels and controls."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.labels: set[str] = set()
        self.controls: list[dict[str, str | None]] = []
        self.forms: list[dict[str, Any]] = []
        self.texts: dict[str, list[str]] = {"title": [], "h1": []}
        self.styles: list[str] = []
        self.lang: str | None = None
        self.refers: list[str] = []
        self._open: list[str] = []
        self._in_label = 0
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        at = dict(attrs)
        if at.get("id"):
            self.ids.append(str(at["id"]))
        for name in ("aria-describedby", "aria-labelledby"):
            self.refers += (at.get(name) or "").split()
        if "style" in at or tag == "style" or any(name.startswith("on") for name in at):
            self.styles.append(tag)
        if tag == "html":
            self.lang = at.get("lang")
        if tag in self.texts:
            self.texts[tag].append("")
            self._open.append(tag)
        if tag == "label":
            self._in_label += 1
            if at.get("for"):
                self.labels.add(str(at["for"]))
        if tag == "form":
            self.forms.append(
                {"method": (at.get("method") or "get").lower(), "action": at.get("action"), "csrf": False}
            )
        if tag == "input" and at.get("name") == "csrf_token" and self.forms:
            self.forms[-1]["csrf"] = True
        if tag in ("input", "select", "textarea") and at.get("type") not in UNLABELLED:
            named = bool(self._in_label or at.get("aria-label") or at.get("aria-labelledby"))
            self.controls.append({"name": at.get("name"), "id": at.get("id"), "named": "yes" if named else None})

    def handle_endtag(self, tag: str) -> None:
        if tag == "label":
            self._in_label -= 1
        if self._open and tag == self._open[-1]:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        if self._open:
            self.texts[self._open[-1]][-1] += data

    def problems(self) -> list[str]:
        """What is wrong with the page, in words."""
        found = []
        twice = {i for i in self.ids if self.ids.count(i) > 1}
        if twice:
            found.append(f"ids given twice: {sorted(twice)}")
        if len(self.texts["h1"]) != 1:
            found.append(f"{len(self.texts['h1'])} h1")
        if not self.lang:
            found.append("no lang")
        if len(self.texts["title"]) < 1 or not self.texts["title"][0].strip():
            found.append("no title")
        if self.styles:
            found.append(f"inline style or handler in {self.styles}")
        lost = [i for i in self.refers if i not in self.ids]
        if lost:
            found.append(f"aria points at nothing: {lost}")
        for control in self.controls:
            if not control["named"] and control["id"] not in self.labels:
                found.append(f"control without a label: {control['name']}")
        for form in self.forms:
            if form["method"] == "post" and not form["csrf"]:
                found.append(f"a form posts without a CSRF token: {form['action']}")
        return found


class Browser:
    """A client that keeps cookies, sends the CSRF token of the last page, and refuses a page with a defect."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.client = app.test_client()
        self.token = ""

    @staticmethod
    def _forget_who() -> None:
        """Inside a test's application context `g` outlives a request, and would keep the previous one's signed-in user."""
        if has_app_context():
            g.pop("_login_user", None)

    def _look(self, response: TestResponse) -> TestResponse:
        if response.mimetype == "text/html" and response.status_code not in (301, 302, 303):
            html = response.get_data(as_text=True)
            if html.lstrip().lower().startswith("<!doctype"):
                problems = Page(html).problems()
                assert not problems, f"{response.request.path}: {problems}"
            found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', html)
            if found:
                self.token = found.group(1)
        return response

    def get(self, url: str, **options: Any) -> TestResponse:
        """Open a page."""
        self._forget_who()
        return self._look(self.client.get(url, **options))

    def post(
        self, url: str, data: dict[str, Any] | None = None, *, follow: bool = False, **options: Any
    ) -> TestResponse:
        """Send a form, with the token a person's page would carry."""
        if not self.token:
            self.get("/connexion")
        self._forget_who()
        sent = {"csrf_token": self.token, **(data or {})}
        return self._look(self.client.post(url, data=sent, follow_redirects=follow, **options))

    def sign_in(self, person: Any) -> "Browser":
        """Be `person` from now on."""
        key = f"{person.id}.{person.session_version}"
        with self.client.session_transaction() as cookies:
            cookies["_user_id"] = key
            cookies["_fresh"] = True
        return self

    def text(self, url: str) -> str:
        """The HTML of a page that must open."""
        response = self.get(url)
        assert response.status_code == 200, f"{url}: {response.status_code} {response.location or ''}"
        return response.get_data(as_text=True)
