"""The files of lessons: kept for ever by the browser, given by parts to players, and never run."""

from hashlib import sha256

import pytest

from app.content.models import MediaItem
from app.infra import blobs
from app.infra.db import write
from tests import factories as make
from tests.pages import Browser

DATA = bytes(range(256)) * 40
DIGEST = sha256(DATA).hexdigest()
URL = f"/fichiers/{DIGEST}"


def kept(app, kind: str = "video/mp4", data: bytes = DATA) -> str:
    """A file in the database; returns its address."""
    digest = sha256(data + kind.encode()).hexdigest() if kind != "video/mp4" else sha256(data).hexdigest()
    with app.app_context():
        write(lambda s: s.add(MediaItem(digest=digest, type=kind, size=len(data), data=data)))
    return f"/fichiers/{digest}"


@pytest.fixture
def tutor(app, browser: Browser) -> Browser:
    """A tutor's browser, and a film."""
    kept(app)
    with app.app_context():
        return browser.sign_in(make.person("tutor"))


def test_a_file_comes_whole_for_ever_and_is_what_it_says(tutor: Browser) -> None:
    response = tutor.get(URL)
    assert response.data == DATA
    assert response.headers["Content-Type"] == "video/mp4"
    assert response.headers["Cache-Control"] == "private, max-age=31536000, immutable"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Accept-Ranges"] == "bytes"
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("asked", "start", "stop"),
    [
        ("bytes=0-", 0, 10240),
        ("bytes=100-199", 100, 200),
        ("bytes=-40", 10200, 10240),
        ("bytes=10000-99999", 10000, 10240),
    ],
)
def test_a_player_is_given_the_part_it_asks_for(tutor: Browser, asked: str, start: int, stop: int) -> None:
    response = tutor.get(URL, headers={"Range": asked})
    assert response.status_code == 206
    assert response.data == DATA[start:stop]
    assert response.headers["Content-Range"] == f"bytes {start}-{stop - 1}/10240"
    assert response.headers["Content-Length"] == str(stop - start)


def test_a_part_that_is_not_there_is_said(tutor: Browser) -> None:
    response = tutor.get(URL, headers={"Range": "bytes=20000-"})
    assert (response.status_code, response.headers["Content-Range"]) == (416, "bytes */10240")


@pytest.mark.parametrize(
    "asked", ["bytes=0-1,5-6", "lignes=1-2", "n’importe quoi".encode().decode("latin-1"), "bytes=5-2"]
)
def test_what_is_no_single_part_is_answered_by_the_whole(tutor: Browser, asked: str) -> None:
    response = tutor.get(URL, headers={"Range": asked})
    assert (response.status_code, response.data) == (200, DATA)


def test_what_the_browser_has_is_not_sent_again(tutor: Browser) -> None:
    response = tutor.get(URL, headers={"If-None-Match": f'"{DIGEST}"'})
    assert (response.status_code, response.data) == (304, b"")
    assert tutor.get(URL, headers={"If-None-Match": '"autre"'}).status_code == 200


def test_a_part_of_another_file_is_not_asked_for(tutor: Browser) -> None:
    asked = {"Range": "bytes=0-9"}
    assert tutor.get(URL, headers={**asked, "If-Range": f'"{DIGEST}"'}).status_code == 206
    assert tutor.get(URL, headers={**asked, "If-Range": '"autre"'}).status_code == 200
    assert tutor.get(URL, headers={**asked, "If-Range": "Mon, 23 Nov 2026 09:00:00 GMT"}).status_code == 200


def test_captions_are_text_in_utf8(app, tutor: Browser) -> None:
    url = kept(app, "text/vtt", "WEBVTT\n\n00:00.000 --> 00:01.000\nÉté".encode())
    assert tutor.get(url).headers["Content-Type"] == "text/vtt; charset=utf-8"


@pytest.mark.parametrize("kind", ["text/html", "image/svg+xml", "application/xhtml+xml", "text/javascript"])
def test_what_a_browser_would_run_is_never_served(app, tutor: Browser, kind: str) -> None:
    assert tutor.get(kept(app, kind, b"<script>alert(1)</script>")).status_code == 404


def test_canary_were_html_on_the_list_it_would_be_served(app, tutor: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blobs, "SERVED", blobs.SERVED | {"text/html"})
    assert tutor.get(kept(app, "text/html", b"<p>x</p>")).status_code == 200


@pytest.mark.parametrize("digest", ["0" * 64, "x", DIGEST.upper(), f"{DIGEST}0"])
def test_an_unknown_file_is_not_found(tutor: Browser, digest: str) -> None:
    assert tutor.get(f"/fichiers/{digest}").status_code == 404


@pytest.mark.parametrize(("role", "status"), [("tutor", 200), ("trainer", 200), ("admin", 403), (None, 303)])
def test_tutors_and_trainers_open_it(app, browser: Browser, role: str | None, status: int) -> None:
    kept(app)
    with app.app_context():
        if role:
            browser.sign_in(make.person(role))
    assert browser.get(URL).status_code == status
