"""Takes the README's pictures from a running demonstration: `python -m tests.journeys.screens [address]`.

The address is http://127.0.0.1:8000 unless given, as `make start` serves it. Pictures go to docs/screens/.
"""

import os
import shutil
import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from app.demo.accounts import DOMAIN, LEAD, PASSWORD

FOLDER = Path(__file__).parents[2] / "docs" / "screens"
WIDTH, TALLEST, HEAVIEST = 1280, 1000, 200_000  # pixels, pixels, bytes
AIR = 24  # under what is kept; rows need none
MIDWAY = f"leo.leclerc@{DOMAIN}"  # has passed three modules of five
LESSON = "/modules/ecouter-et-questionner/lecons/le-silence"
# Where the last of them ends that is whole within the tallest picture.
BOTTOM = """(all, most) => Math.max(...all.map((e) => e.getBoundingClientRect().bottom + scrollY).filter((y) => y <= most))"""


def sign_in(page: Page, address: str, email: str) -> None:
    """Be `email`, one of the demonstration's people."""
    page.context.clear_cookies()
    page.goto(f"{address}/connexion")
    page.fill("input[name=email]", email)
    page.fill("input[name=password]", PASSWORD)
    page.press("input[name=password]", "Enter")
    page.wait_for_url(lambda url: "/connexion" not in url)


def take(page: Page, name: str, whole: str, air: int = AIR) -> None:
    """Keep the top of the page, down to the last of `whole` that is not cut."""
    page.wait_for_load_state("networkidle")
    page.mouse.move(0, 0)
    page.evaluate("document.fonts.ready.then(() => null)")
    bottom = page.locator(whole).evaluate_all(BOTTOM, TALLEST - air)
    clip = {"x": 0, "y": 0, "width": WIDTH, "height": bottom + air}
    picture = page.screenshot(path=FOLDER / f"{name}.png", clip=clip, full_page=True)
    if len(picture) > HEAVIEST:
        raise AssertionError(f"{name}.png weighs {len(picture)} bytes, more than {HEAVIEST}")


def main(address: str) -> None:
    """The five pictures, in French, on a light background."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as play:
        chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
        browser = play.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        size = {"width": WIDTH, "height": TALLEST}
        page = browser.new_page(viewport=size, locale="fr-FR", reduced_motion="reduce", color_scheme="light")
        page.goto(address)
        take(page, "landing", "section .tu-note")
        sign_in(page, address, MIDWAY)
        page.goto(f"{address}/parcours")
        take(page, "home", "main .tu-path, main .tu-next, main .fr-accordion, main .tu-list", air=12)
        page.goto(f"{address}{LESSON}")
        take(page, "lesson", "main .tu-prose > :not(h2)")
        sign_in(page, address, LEAD)
        page.goto(f"{address}/classes")
        page.locator("main a[href*='/classes/']").first.click()
        take(page, "class", "main tbody tr", air=0)
        page.locator("main a[href$='/tuteurs']").last.click()
        take(page, "shortlist", "main tbody tr", air=0)
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000")
