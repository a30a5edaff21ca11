"""Officials before the desk's pages: each signed in, filling in the forms that stand there."""

import re
from dataclasses import dataclass
from typing import Any

import httpx

from tests.intake.desk import BUSINESS, Desk
from tests.web.signed_in import new_session
from tests.web.visitor import Page, Visitor

HIDDEN = re.compile(r'<input type="hidden" name="([\w-]+)" value="([^"]*)"')
RECEIVER, PROCESSOR, APPROVER, RETURNER = (
    "receiver-450",
    "processor-450",
    "approver-450",
    "returner-450",
)
CARD = "044185765432|190123456|Hoàng Thị Chim Yến|05031985|Nữ|Ngõ 9 Chim Yến, Đồng Phú|01012022"


@dataclass
class Official:
    """A persona at a browser without a window."""

    desk: Desk
    persona: str
    visitor: Visitor

    async def see(self, path: str) -> Page:
        """The page, which must be there."""
        answer = await self.visitor.get(path)
        assert answer.status_code == 200, (answer.status_code, answer.text[-2_000:])
        return Page(answer.text)

    async def form(self, path: str) -> dict[str, str]:
        """What the page's form holds hidden."""
        answer = await self.visitor.get(path)
        assert answer.status_code == 200, (path, answer.status_code)
        main = answer.text.partition("<main")[2] or answer.text
        return dict(HIDDEN.findall(main))

    async def send(
        self, path: str, hidden: dict[str, str] | None = None, **typed: Any
    ) -> httpx.Response:
        """Fill in the form of a page and press its button; `hidden`: of a page seen before."""
        hidden = hidden if hidden is not None else await self.form(path)
        return await self.visitor.post(path, data=hidden | typed)

    async def search(self, typed: str) -> httpx.Response:
        """Type it into the box in the mast."""
        token = await self.visitor.token("/desk")
        return await self.visitor.post("/desk/search", data={"csrf": token, "q": typed})

    async def receive(self, code: str = BUSINESS, **typed: Any) -> str:
        """Take a dossier in at the counter; its id."""
        filled = {
            "id_number": "044185765432",
            "name": "Hoàng Thị Chim Yến",
            "phone": "0912 345 678",
            "papers": ["giay-de-nghi-dang-ky"],
            "kind-giay-de-nghi-dang-ky": "0",
            "copies-giay-de-nghi-dang-ky": "1",
            "unit": "450",
        }
        answer = await self.send(f"/desk/intake/{code}", **(filled | typed))
        assert answer.status_code == 303, answer.text[:4_000]
        return answer.headers["location"].split("/")[3]


async def official(desk: Desk, persona: str) -> Official:
    """Signed in at intake."""
    visitor = Visitor(desk.app)
    visitor.cookies.set("__Host-intake", await new_session(desk.pool, persona))
    return Official(desk, persona, visitor)
