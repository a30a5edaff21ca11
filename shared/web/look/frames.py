"""The frames of the style page: a citizen's and an official's, with made-up people."""

from dataclasses import replace

from shared.web.frame import Account, Contact, Frame, Link, Search
from shared.web.i18n import N_
from shared.web.look.samples import NOW, SEVEN_SYLLABLES

CONTACT = Contact(
    name="Bộ phận Một cửa phường Đồng Hải",
    address="12 Quách Xuân Kỳ, Đồng Hới",
    hours="Thứ Hai đến thứ Sáu, 07:30–11:30 và 13:00–17:00",
    phone="0232 382 2000",
)
SUPPORT = (
    Link(N_("Trợ giúp"), "#help"),
    Link(N_("Khả năng tiếp cận"), "#accessibility"),
    Link(N_("Dữ liệu cá nhân"), "#privacy"),
)


def citizen(frame: Frame, here: str) -> Frame:
    """The frame of a citizen's page."""
    return replace(
        frame,
        setting="citizen",
        service=N_("Dịch vụ công"),
        home="/look/citizen/start",
        navigation=(
            Link(N_("Thủ tục"), "/look/citizen/start"),
            Link(N_("Tra cứu hồ sơ"), "/look/citizen/dossier"),
            Link(N_("Khiếu nại, phản ánh"), "/look/citizen/form"),
            Link(N_("Số liệu"), "/look/citizen/list"),
        ),
        here=here,
        account=None,
        log_in="/look/log-in",
        contact=CONTACT,
        support=SUPPORT,
        search=None,
        as_of=NOW,
        languages=True,
    )


def desk(frame: Frame, here: str) -> Frame:
    """The frame of an official's page."""
    return replace(
        frame,
        setting="desk",
        service=N_("Bộ phận Một cửa"),
        home="/look/desk/list",
        navigation=(
            Link(N_("Chờ tiếp nhận"), "/look/desk/list", count=12, key="g t"),
            Link(N_("Chờ xử lý"), "/look/desk/dossier", count=1204, key="g c"),
            Link(N_("Chờ trả kết quả"), "/look/desk/form", count=0, key="g h"),
        ),
        here=here,
        account=Account(SEVEN_SYLLABLES, "UBND phường Đồng Hải", "/look/log-out"),
        contact=None,
        support=SUPPORT,
        search=Search("/look/log-in", N_("Mã hồ sơ, CCCD, điện thoại hoặc tên")),
        as_of=NOW,
        languages=True,
    )
