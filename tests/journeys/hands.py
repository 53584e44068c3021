"""A person at a keyboard: Tab until the thing is reached, then type, Space or Enter. No mouse, and no script needed."""

from collections.abc import Mapping

from playwright.sync_api import Locator, Page

from tests.journeys.looking import Watch

MOST_TABS = 200


class Person:
    """One browser with its keyboard, and the eyes that look at each page it reaches."""

    def __init__(self, page: Page, who: str, watch: Watch, url: str) -> None:
        self.page, self.who, self.watch, self.url = page, who, watch, url

    def open(self, address: str, state: str = "") -> None:
        """Type an address, or follow the link of a mail."""
        self.page.goto(address if address.startswith("http") else f"{self.url}{address}")
        self.watch.look(self.page, self.who, state)

    def reach(self, thing: Locator) -> None:
        """Tab to `thing`."""
        if not thing.count():
            raise AssertionError(f"{thing} is not in {self.page.url}: {self.page.locator('main').inner_text()}")
        element = thing.element_handle()
        for _ in range(MOST_TABS):
            if element.evaluate("e => e === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"{MOST_TABS} tabs do not reach {thing}")

    def press(self, thing: Locator, key: str = "Enter") -> None:
        """Reach a button or a link and press it; the page it leads to is looked at."""
        self.reach(thing)
        with self.page.expect_navigation():
            self.page.keyboard.press(key)
        self.watch.look(self.page, self.who)

    def link(self, address: str) -> None:
        """Follow the first visible link of the page's body to `address`."""
        self.press(self.page.locator(f"main a[href^='{address}']:visible").first)

    def send(self, action: str = "") -> None:
        """Press the main button of the body's first form to post, or of the one that posts to an address so ended."""
        form = self.page.locator(
            f"main form[method='post'][action$='{action}']" if action else "main form[method='post']"
        )
        self.press(form.first.locator("button.fr-btn[type=submit]:not(.fr-btn--tertiary)").last)

    def write(self, values: Mapping[str, str]) -> None:
        """Type each value in the field of that name."""
        for name, text in values.items():
            self.reach(self.page.locator(f"main [name='{name}']:not([type=hidden])").first)
            self.page.keyboard.press("Control+a")
            self.page.keyboard.insert_text(text)

    def tick(self, name: str, *values: str) -> None:
        """Tick boxes that are not ticked yet."""
        for value in values:
            box = self.page.locator(f"main input[name='{name}'][value='{value}']")
            if not box.is_checked():
                self.reach(box)
                self.page.keyboard.press("Space")
            assert box.is_checked()

    def choose(self, name: str, value: str) -> None:
        """Choose a radio button: Tab reaches the group, arrows move inside."""
        radios = self.page.locator(f"main input[type=radio][name='{name}']")
        ticked = self.page.locator(f"main input[type=radio][name='{name}']:checked")
        wanted = self.page.locator(f"main input[type=radio][name='{name}'][value='{value}']")
        self.reach(ticked if ticked.count() else radios.first)
        self.page.keyboard.press("Space")
        for _ in range(radios.count()):
            if wanted.is_checked():
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"{value} is not among the choices of {name}")

    def select(self, name: str, value: str) -> None:
        """Choose in a list with the arrows."""
        field = self.page.locator(f"main select[name='{name}']")
        self.reach(field)
        self.page.keyboard.press("Home")
        for _ in range(field.locator("option").count()):
            if field.input_value() == value:
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"{value} is not in the list {name}")

    def sign_in(self, email: str, password: str) -> None:
        """Sign in by the page."""
        self.open("/connexion")
        self.write({"email": email, "password": password})
        self.send()
        assert "/connexion" not in self.page.url, self.page.locator("main").inner_text()

    def sees(self, text: str) -> None:
        """The body of the page says `text`, whatever its typography."""
        said = " ".join(self.page.locator("main").inner_text().split())
        assert " ".join(text.split()) in said, f"« {text} » is not in: {said}"

    def does_not_see(self, text: str) -> None:
        """The body of the page does not say `text`."""
        assert text not in " ".join(self.page.locator("main").inner_text().split())
