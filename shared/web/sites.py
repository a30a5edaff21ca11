"""The four services as one site: citizens' navigation, which leads across them."""

from typing import NamedTuple

from shared.settings import WebSettings
from shared.web.frame import Link
from shared.web.i18n import N_


class Sites(NamedTuple):
    """Where the pages of each service are, without a slash at the end."""

    intake: str
    complaints: str
    notify: str
    reporting: str


def sites(settings: WebSettings) -> Sites:
    """The public addresses that a deployment sets."""
    urls = (
        settings.intake_url,
        settings.complaints_url,
        settings.notify_url,
        settings.reporting_url,
    )
    return Sites(*(url.rstrip("/") for url in urls))


def support(at: Sites) -> tuple[Link, ...]:
    """What stands at the foot of each page of a citizen."""
    return (
        Link(N_("Trợ giúp"), f"{at.intake}/about#help"),
        Link(N_("Khả năng tiếp cận"), f"{at.intake}/about#accessibility"),
        Link(N_("Dữ liệu cá nhân"), f"{at.intake}/about#privacy"),
    )


def navigation(at: Sites) -> tuple[Link, ...]:
    """What stands above each page of a citizen."""
    return (
        Link(N_("Thủ tục"), f"{at.intake}/"),
        Link(N_("Tra cứu hồ sơ"), f"{at.intake}/look-up"),
        Link(N_("Khiếu nại, phản ánh"), f"{at.complaints}/"),
        Link(N_("Số liệu"), f"{at.reporting}/"),
    )
