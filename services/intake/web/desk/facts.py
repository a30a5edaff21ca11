"""What is known of a dossier as lines of summary lists."""

from collections.abc import Iterator, Sequence

from services.intake.domain.holder import STEPS
from services.intake.papers import words
from services.intake.store.reading import View
from services.intake.web.desk.rows import CHANNELS
from services.intake.web.words import office
from shared.events import codes
from shared.web import formats
from shared.web.parts import Fact

OUTCOMES = {"GRANTED": "Giải quyết", "REFUSED": "Từ chối giải quyết"}
TIMELINESS = {"EARLY": "Trước hạn", "ON_TIME": "Đúng hạn", "LATE": "Quá hạn"}


def applicant(view: View) -> Sequence[Fact]:
    """Whose dossier it is, and how the office reaches them."""
    party = view.party
    number = formats.card(party.id_number) if party.id_number else None
    return [
        Fact("Họ, chữ đệm và tên", party.name),
        Fact("Đối tượng", _label("applicant_type", view.dossier.applicant_type)),
        Fact("Số căn cước (CCCD)", number, number=True),
        Fact("Số điện thoại", formats.phone(party.phone) or None, number=True),
        Fact("Thư điện tử", party.email),
        Fact("Địa chỉ", party.address),
    ]


def about(view: View, name: str) -> Sequence[Fact]:
    """What it is about, where it was filed and who has it."""
    return list(_about(view, name))


def _about(view: View, name: str) -> Iterator[Fact]:
    dossier = view.dossier
    yield Fact("Thủ tục", f"{name} ({dossier.procedure_code})")
    if dossier.request:
        yield Fact("Nội dung yêu cầu", dossier.request)
    yield Fact("Cơ quan", office(view.unit) if view.unit else dossier.unit_id)
    yield Fact("Kênh nộp", CHANNELS.get(dossier.channel, dossier.channel))
    yield Fact("Nộp lúc", formats.moment("vi", dossier.submitted_at), number=True)
    if dossier.received_at:
        yield Fact("Tiếp nhận lúc", formats.moment("vi", dossier.received_at), number=True)
        yield Fact("Sổ theo dõi", _register(view), number=True)
    if dossier.limit:
        reason = f" ({dossier.limit_reason})" if dossier.limit_reason else ""
        yield Fact("Thời hạn giải quyết", f"{words.limit(dossier.limit)}{reason}")
    yield Fact("Nhận kết quả", _label("return_channel", dossier.return_channel))
    if dossier.received_at:
        yield Fact("Phí, lệ phí", words.capital(words.fees(dossier.fees, by_resolution=False)))
    if dossier.holder_step:
        yield Fact("Đang ở bước", STEPS.get(dossier.holder_step, dossier.holder_step))
        yield Fact("Người giữ", _holder(view))


def result(view: View) -> Sequence[Fact]:
    """What came of it, and who took it; nothing before there is a result."""
    if view.result is None:
        return []
    result = view.result
    told = [
        Fact("Kết quả", OUTCOMES[result.outcome]),
        Fact("Số văn bản", result.decision_no, number=True),
        Fact("Người ký", result.signed_by),
        Fact("Phê duyệt lúc", formats.moment("vi", result.finished_at), number=True),
        Fact("So với hạn", TIMELINESS.get(result.timeliness, result.timeliness)),
    ]
    if result.late_cause:
        told.append(Fact("Nguyên nhân quá hạn", _label("cause", result.late_cause)))
    if result.reason:
        told.append(Fact("Lý do từ chối", result.reason))
    if handover := view.handover:
        told += [
            Fact("Đã trả cho", handover.taken_by),
            Fact("Trả lúc", formats.moment("vi", handover.returned_at), number=True),
            Fact("Giấy tờ kèm theo", handover.proof),
        ]
    return told


def _label(code_list: str, code: str) -> str:
    return words.capital(codes.label(code_list, code))


def _register(view: View) -> str:
    dossier = view.dossier
    if dossier.register_no is None:
        return formats.NONE
    return f"Quyển số {dossier.register_book:02}, số thứ tự {dossier.register_no}"


def _holder(view: View) -> str:
    staff_id = view.dossier.holder_staff_id
    official = view.officials.get(staff_id) if staff_id else None
    return f"{official.name}, {official.title}" if official else "Chưa phân công"
