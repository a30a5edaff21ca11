"""The pages of notify: what stands around each, and the routers of all."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from fastapi import APIRouter
from starlette.requests import Request

from services.notify.domain.permissions import OPERATOR
from services.notify.settings import Settings
from services.notify.web import home, messages, parked
from shared.auth import ACCOUNT, Account
from shared.version import VERSION
from shared.web.frame import Frame, Link, province_name
from shared.web.i18n import N_
from shared.web.pages import Web
from shared.web.sites import Sites, navigation, sites, support

ROOM = Path(__file__).parent.parent
ROUTERS: list[APIRouter] = [home.router, messages.router, parked.router]
DESK = (
    Link("Danh sách tin báo", "/desk/messages"),
    Link("Sự kiện chưa xử lý được", "/desk/parked"),
)


def web(settings: Settings) -> Web:
    """What app.py hands to the service."""
    return Web(
        service="notify",
        secret=settings.web_secret.get_secret_value(),
        frame=partial(frame, sites(settings), province_name(settings.province)),
        production=settings.env == "production",
        templates=[ROOM / "templates" / "pages"],
        catalogues=[ROOM / "locale" / "en.po"],
    )


def frame(at: Sites, province: str, request: Request) -> Frame:
    """Citizens' pages; everything under /desk is an official's."""
    desk = request.url.path.startswith("/desk")
    return Frame(
        setting="desk" if desk else "citizen",
        service=N_("Tin báo"),
        province=province,
        home="/desk" if desk else f"{at.intake}/",
        navigation=_theirs(request) if desk else navigation(at),
        here=request.url.path,
        support=() if desk else support(at),
        mine="" if desk else f"{at.intake}/my",
        version=VERSION,
        languages=not desk,
    )


def _theirs(request: Request) -> Sequence[Link]:
    """No link that would only be refused."""
    account = request.scope.get("state", {}).get(ACCOUNT)
    held = account.held() if isinstance(account, Account) else ()
    roles = {role for post in held for role in post.roles}
    return DESK if roles & OPERATOR.roles else ()
