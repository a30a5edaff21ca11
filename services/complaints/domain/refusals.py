"""What the law or the order of acts does not allow, each with its code and words."""

from datetime import datetime

from shared.problem import FieldError, Problem


class StepNotAllowed(Problem):
    status, code = 409, "STEP_NOT_ALLOWED"
    title, title_en = "Chưa thể làm bước này", "This step is not allowed now"

    def __init__(self, at: str, step: str) -> None:
        super().__init__(f"{at} → {step}")


class PetitionNotFound(Problem):
    status, code = 404, "PETITION_NOT_FOUND"
    title, title_en = "Không tìm thấy đơn", "There is no such petition"


class CaseNotFound(Problem):
    status, code = 404, "CASE_NOT_FOUND"
    title, title_en = "Không tìm thấy vụ việc", "There is no such case"


class DossierNotFound(Problem):
    status, code = 404, "DOSSIER_NOT_FOUND"
    title, title_en = "Không tìm thấy hồ sơ", "There is no such dossier"


class FieldRefused(Problem):
    """A value that is well formed and yet can't be; the answer names its field."""

    status = 422
    field: str

    def __init__(self, field: str = "") -> None:
        super().__init__(fields=[FieldError(field or self.field, self.code, self.title)])


class UnitUnknown(FieldRefused):
    code, field = "UNIT_UNKNOWN", "unit"
    title, title_en = "Không có đơn vị này", "There is no such unit"


class DossierUnknown(FieldRefused):
    code, field = "DOSSIER_UNKNOWN", "dossier_id"
    title, title_en = "Không có hồ sơ này", "There is no such dossier"


class NotAVerifier(FieldRefused):
    code, field = "NOT_A_VERIFIER", "staff_id"
    title = "Người được giao không phải người xác minh của đơn vị"
    title_en = "This official is no verifier of the unit"


class OwnDecision(FieldRefused):
    """Luật Khiếu nại 2011 Điều 29(2): a complaint is verified impartially (domain.md §1.1)."""

    code, field = "OWN_DECISION", "staff_id"
    title = (
        "Người đã tiếp nhận hồ sơ hoặc ký quyết định bị khiếu nại không được xác minh khiếu nại đó:"
        " việc xác minh phải khách quan (khoản 2 Điều 29 Luật Khiếu nại 2011)"
    )
    title_en = "Who took or signed the challenged decision does not verify the complaint about it"


class DateInFuture(FieldRefused):
    code, field = "DATE_IN_FUTURE", "on"
    title, title_en = "Ngày ghi trên giấy còn ở tương lai", "The date lies in the future"


class DateTooEarly(FieldRefused):
    code, field = "DATE_TOO_EARLY", "on"
    title, title_en = "Ngày ghi đứng trước bước liền trước", "The date lies before the last act"


class SameUnit(FieldRefused):
    code, field = "SAME_UNIT", "to_unit"
    title, title_en = "Nơi đến là chính đơn vị đang giữ đơn", "That unit holds the petition already"


class CursorInvalid(FieldRefused):
    code, field = "CURSOR_INVALID", "cursor"
    title, title_en = "Con trỏ trang không đúng", "The page cursor is not valid"


class DenunciationRoadClosed(Problem):
    """Until its sealed road exists a denunciation goes no further than the sealed store."""

    status, code = 422, "DENUNCIATION_ROAD_CLOSED"
    title = "Đơn tố cáo chưa xử lý được trên hệ thống này"
    title_en = "Denunciations can't be handled in this system yet"

    def __init__(self) -> None:
        super().__init__(
            "Đơn tố cáo phải được đăng ký trên sổ giấy tại người giữ danh tính người tố cáo"
            " cho đến khi có sổ mật riêng. Chưa thông tin nào của đơn được chuyển đi;"
            " danh tính người gửi vẫn được niêm phong."
        )


class AnonymousNotEligible(Problem):
    """TT 05/2021/TT-TTCP: a petition without a sender is not eligible."""

    status, code = 422, "ANONYMOUS_NOT_ELIGIBLE"
    title = "Đơn không rõ người gửi thì không đủ điều kiện xử lý"
    title_en = "A petition without a sender is not eligible"


class NotAComplaint(Problem):
    status, code = 409, "NOT_A_COMPLAINT"
    title, title_en = "Chỉ thụ lý đơn khiếu nại", "Only a complaint is accepted as a case"


class NotEligible(Problem):
    status, code = 409, "NOT_ELIGIBLE"
    title, title_en = "Đơn không đủ điều kiện thụ lý", "The petition is not eligible"


class NotCompetent(Problem):
    status, code = 409, "NOT_COMPETENT"
    title, title_en = "Đơn không thuộc thẩm quyền của đơn vị", "The unit is not competent"


class ResolvedBefore(Problem):
    """A complaint already resolved once belongs to the second round and its head (Điều 17–21)."""

    status, code = 409, "RESOLVED_BEFORE"
    title = "Khiếu nại đã được giải quyết, không thụ lý lần đầu"
    title_en = "The complaint was resolved before: no first round"


class DialogueRequired(Problem):
    """Luật Khiếu nại 2011 Điều 30: where views differ there is a dialogue before the decision."""

    status, code = 409, "DIALOGUE_REQUIRED"
    title = "Ý kiến còn khác nhau: phải đối thoại trước khi quyết định"
    title_en = "Views differ: a dialogue comes before the decision"


class OnlyComplaintRefused(Problem):
    """Luật Khiếu nại 2011 Điều 11: the nine reasons are for complaints."""

    status, code = 409, "ONLY_COMPLAINT_REFUSED"
    title = "Chỉ khiếu nại mới có thông báo không thụ lý"
    title_en = "Only a complaint can be refused as not accepted"


class CompetentHere(Problem):
    """TT 05/2021/TT-TTCP: what is one's own is dealt with, not sent away."""

    status, code = 409, "COMPETENT_HERE"
    title = "Đơn thuộc thẩm quyền của đơn vị, không hướng dẫn hoặc chuyển đi"
    title_en = "The unit is competent: the petition is not sent away"


class ComplaintNotTransferred(Problem):
    """TT 05/2021/TT-TTCP: a complaint for another office is guided once, not transferred."""

    status, code = 409, "COMPLAINT_NOT_TRANSFERRED"
    title = "Khiếu nại không thuộc thẩm quyền thì hướng dẫn, không chuyển đơn"
    title_en = "A complaint for another office is guided, not transferred"


class GuidedOnce(Problem):
    """TT 05/2021/TT-TTCP: guidance is given once."""

    status, code = 409, "GUIDED_ONCE"
    title, title_en = "Đơn đã được hướng dẫn một lần", "The sender was guided once already"


class StillEligible(Problem):
    """TT 05/2021/TT-TTCP: only what is not eligible, or a duplicate, is filed away."""

    status, code = 409, "STILL_ELIGIBLE"
    title, title_en = "Đơn đủ điều kiện xử lý thì không được lưu", "An eligible petition stays open"


class ComplaintNotAnswered(Problem):
    """A complaint is decided (Luật Khiếu nại 2011 Điều 31), not answered like a proposal."""

    status, code = 409, "COMPLAINT_NOT_ANSWERED"
    title = "Khiếu nại được giải quyết bằng quyết định, không trả lời như kiến nghị, phản ánh"
    title_en = "A complaint is decided, not answered like a proposal"


class LodgingIncomplete(Problem):
    """A page of the letter was never answered, or its draft has been forgotten meanwhile."""

    status, code = 409, "LODGING_INCOMPLETE"
    title, title_en = "Đơn còn phần chưa ghi", "The letter is not complete"


class TooMany(Problem):
    """A person sends a few letters a day; a program that sends many waits."""

    status, code = 429, "TOO_MANY"
    title = "Có quá nhiều lượt gửi từ nơi này"
    title_en = "Too many letters came from here"

    def __init__(self, wait_s: int) -> None:
        super().__init__(headers={"Retry-After": str(wait_s)})


class ChangedMeanwhile(Problem):
    """Somebody was quicker: what one looked at is no longer so."""

    status, code = 409, "CHANGED_MEANWHILE"
    title = "Đơn vừa được người khác cập nhật"
    title_en = "Someone has just changed this petition"

    def __init__(self, name: str, at: datetime) -> None:
        super().__init__(f"{name} đã cập nhật lúc {at:%H:%M} ngày {at:%d/%m/%Y}.")
