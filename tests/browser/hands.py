"""Somebody without a mouse: Tab, Shift+Tab, arrows, Space, Enter and what they type; no click."""

from playwright.async_api import Locator, Page

from tests.browser.eyes import Eyes

MOST_TABS = 150
PATIENCE_MS = 10_000
# Where the focus is, seen from what is sought: 0 there, 1 further on, -1 further back; "radio":
# on another choice of the same question, which arrows leave and Tab does not.
TOWARDS = """goal => {
  const at = document.activeElement;
  if (at === goal) return 'there';
  if (goal.type === 'radio' && at.type === 'radio' && at.name === goal.name) return 'radio';
  const ahead = at === document.body || at.compareDocumentPosition(goal) & 4;
  return ahead ? 'ahead' : 'back';
}"""
CHOSEN = "list => list.selectedOptions[0].textContent.trim()"
KEYS = {"radio": "ArrowDown", "ahead": "Tab", "back": "Shift+Tab"}


class Hands:
    """Reaches what a person reads on the page by the keys that lead there."""

    def __init__(self, page: Page, eyes: Eyes | None = None) -> None:
        self.page = page
        self.eyes = eyes

    async def reach(self, goal: Locator) -> None:
        """Move the focus there; raises AssertionError where no key leads to it."""
        element = await goal.element_handle(timeout=PATIENCE_MS)
        for _ in range(MOST_TABS):
            where = await self.page.evaluate(TOWARDS, element)
            if where == "there":
                return
            await self.page.keyboard.press(KEYS[where])
        raise AssertionError(f"the keyboard does not reach {goal}")

    async def type(self, label: str, text: str) -> None:
        await self.reach(self.page.get_by_label(label, exact=True))
        await self.page.keyboard.press("Control+A")
        await self.page.keyboard.type(text)

    async def choose(self, label: str, *, exact: bool = True) -> None:
        """Tick a box, take a choice."""
        await self.reach(self.page.get_by_label(label, exact=exact))
        await self.page.keyboard.press("Space")

    async def pick(self, label: str, option: str) -> None:
        """Of a list of choices, by the arrows."""
        field = self.page.get_by_label(label)
        await self.reach(field)
        await self.page.keyboard.press("Home")
        for _ in range(await field.locator("option").count()):
            if await field.evaluate(CHOSEN) == option:
                return
            await self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"{label} offers no {option}")

    async def press(
        self, name: str, role: str = "button", *, exact: bool = True, onto: str = ""
    ) -> None:
        """A button or a link by its name, and on to the page behind it."""
        await self.reach(self.page.get_by_role(role, name=name, exact=exact).first)  # type: ignore[arg-type]
        async with self.page.expect_navigation(url=onto or None):
            await self.page.keyboard.press("Enter")
        if self.eyes:
            await self.eyes.look()

    async def follow(self, name: str, *, exact: bool = True) -> None:
        await self.press(name, "link", exact=exact)
