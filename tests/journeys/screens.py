"""Takes the README's pictures from a running demonstration: `python -m tests.journeys.screens [address]`.

The address is http://127.0.0.1:8000 unless given, as `make start` serves it. Pictures go to docs/screens/.
"""

import re
import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from app.demo.accounts import LEAD, PASSWORD, TUTOR

FOLDER = Path(__file__).parents[2] / "docs" / "screens"
SIZE = {"width": 1280, "height": 900}
LESSON = "/modules/ecouter-et-questionner/lecons/reformuler"


def sign_in(page: Page, address: str, email: str) -> None:
    """Be `email`, one of the demonstration's accounts."""
    page.context.clear_cookies()
    page.goto(f"{address}/connexion")
    page.fill("input[name=email]", email)
    page.fill("input[name=password]", PASSWORD)
    page.press("input[name=password]", "Enter")
    page.wait_for_load_state("networkidle")


def take(page: Page, name: str) -> None:
    """Keep what the window shows."""
    page.wait_for_load_state("networkidle")
    page.screenshot(path=FOLDER / f"{name}.png")


def main(address: str) -> None:
    """The five pictures, in French, on a light background."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path="/usr/bin/chromium")
        page = browser.new_page(viewport=SIZE, locale="fr-FR", reduced_motion="reduce", color_scheme="light")
        page.goto(address)
        take(page, "landing")
        sign_in(page, address, TUTOR)
        page.goto(f"{address}/parcours")
        take(page, "home")
        page.goto(f"{address}{LESSON}")
        take(page, "lesson")
        sign_in(page, address, LEAD)
        page.goto(f"{address}/classes")
        page.locator("main a[href*='/classes/']").first.click()
        take(page, "class")
        page.goto(page.url)
        page.locator("main a", has_text=re.compile("Chercher|Choisir|Trouver")).first.click()
        take(page, "shortlist")
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000")
