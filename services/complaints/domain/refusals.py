"""What the law or the order of acts does not allow, each with its code and words."""

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


class DateInFuture(FieldRefused):
    code, field = "DATE_IN_FUTURE", "on"
    title, title_en = "Ngày ghi trên giấy còn ở tương lai", "The date lies in the future"


class DateTooEarly(FieldRefused):
    code, field = "DATE_TOO_EARLY", "on"
    title, title_en = "Ngày ghi đứng trước bước liền trước", "The date lies before the last act"


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
