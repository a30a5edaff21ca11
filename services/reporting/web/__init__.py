"""The pages of reporting: what stands around each, and the routers of all."""

from functools import partial
from pathlib import Path

from fastapi import APIRouter
from starlette.requests import Request

from services.reporting.domain.permissions import PERMISSIONS
from services.reporting.settings import Settings
from services.reporting.web import desk, public
from shared.auth import ACCOUNT, Account
from shared.version import VERSION
from shared.web.frame import Frame, Link, province_name
from shared.web.i18n import N_
from shared.web.pages import Web
from shared.web.sites import Sites, navigation, sites, support

ROOM = Path(__file__).parent.parent
ROUTERS: list[APIRouter] = [public.router, desk.router]
# What stands above the officials' pages, and the right that each needs.
DESK = {
    "report.read": Link("Biểu số 06", "/desk/reports/06"),
    "complaints.read": Link("Khiếu nại, kiến nghị, phản ánh", "/desk/complaints"),
}


def web(settings: Settings) -> Web:
    """What app.py hands to the service."""
    return Web(
        service="reporting",
        secret=settings.web_secret.get_secret_value(),
        frame=partial(frame, sites(settings), province_name(settings.province)),
        production=settings.env == "production",
        templates=[ROOM / "templates"],
        catalogues=[ROOM / "locale" / "en.po"],
    )


def frame(at: Sites, province: str, request: Request) -> Frame:
    """Citizens' pages; everything under /desk is an official's."""
    desk = request.url.path.startswith("/desk")
    return Frame(
        setting="desk" if desk else "citizen",
        service=N_("Số liệu và báo cáo"),
        province=province,
        home="/desk" if desk else f"{at.intake}/",
        navigation=_theirs(request) if desk else navigation(at),
        here=request.url.path if desk else f"{at.reporting}/",
        support=() if desk else support(at),
        mine="" if desk else f"{at.intake}/my",
        version=VERSION,
        languages=not desk,
    )


def _theirs(request: Request) -> list[Link]:
    """No link that would only be refused; a program's token finds its pages by itself."""
    account = request.scope.get("state", {}).get(ACCOUNT)
    held = account.held() if isinstance(account, Account) else ()
    roles = {role for post in held for role in post.roles}
    return [link for action, link in DESK.items() if roles & PERMISSIONS[action].roles]
