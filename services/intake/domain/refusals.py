"""What intake refuses: each with a stable code, Vietnamese and English words, and its field."""

from datetime import datetime
from uuid import UUID

from shared.problem import FieldError, Problem
from shared.worktime.rules import cite


class FieldRefused(Problem):
    """A value that is well formed and yet can't be; the answer names its field."""

    status = 422
    field: str

    def __init__(self, field: str = "") -> None:
        super().__init__(fields=[FieldError(field or self.field, self.code, self.title)])


class ByLaw(Problem):
    """Refused by an article, cited as the law of the dossier's receipt has it."""

    status = 409
    article: str

    def __init__(self, rule_version: str | None) -> None:
        self.title = by_law(type(self).title, cite(rule_version, self.article))
        super().__init__()


class FieldByLaw(FieldRefused):
    """The same where one field is at fault."""

    article: str

    def __init__(self, rule_version: str | None) -> None:
        self.title = by_law(type(self).title, cite(rule_version, self.article))
        super().__init__()


def by_law(said: str, cited: str) -> str:
    """What is said with its article behind it."""
    return f"{said} ({cited})" if cited else said


class UnitUnknown(FieldRefused):
    code, field = "UNIT_UNKNOWN", "unit"
    title, title_en = "Không có đơn vị này", "There is no such unit"


class ProcedureUnknown(FieldRefused):
    code, field = "PROCEDURE_UNKNOWN", "procedure_code"
    title, title_en = "Không có thủ tục này", "There is no such procedure"


class ProcedureNotOffered(FieldRefused):
    code, field = "PROCEDURE_NOT_OFFERED", "unit"
    title = "Đơn vị này không giải quyết thủ tục đó"
    title_en = "This unit does not handle that procedure"


class ChannelNotOffered(FieldRefused):
    code, field = "CHANNEL_NOT_OFFERED", "channel"
    title = "Thủ tục này không nhận qua kênh đó"
    title_en = "The procedure is not offered through this channel"


class LimitNeeded(FieldRefused):
    """domain.md §6: the clerk enters one with a reason; it is printed on Mẫu 01."""

    code, field = "LIMIT_NEEDED", "limit"
    title = "Thủ tục chưa có thời hạn: nhập thời hạn và lý do"
    title_en = "The procedure has no time limit: give one with its reason"


class LimitFixed(FieldRefused):
    code, field = "LIMIT_FIXED", "limit"
    title = "Thủ tục đã có thời hạn, không nhập thời hạn khác"
    title_en = "The procedure has its time limit already"


class LimitTooLong(FieldRefused):
    code, field = "LIMIT_TOO_LONG", "amount"

    def __init__(self, most: int) -> None:
        self.title = f"Thời hạn tính được nhiều nhất là {most}"
        self.title_en = f"The longest limit that is counted is {most}"
        super().__init__()


class PauseIncomplete(FieldRefused):
    code, field = "PAUSE_INCOMPLETE", "resumed_at"
    title = "Lúc tạm dừng và lúc tính tiếp phải có cả hai"
    title_en = "A pause needs both its ends"


class TimesBackwards(FieldRefused):
    code, field = "TIMES_BACKWARDS", "resumed_at"
    title = "Thời điểm phải theo thứ tự: nhận, tạm dừng, tính tiếp"
    title_en = "Times must follow each other: received, paused, resumed"


class DossierUnknown(FieldRefused):
    code, field = "DOSSIER_UNKNOWN", "new_dossier_id"
    title, title_en = "Không có hồ sơ này", "There is no such dossier"


class RoleNotYours(FieldRefused):
    code, field = "ROLE_NOT_GRANTABLE", "assignments"
    title = "Quản trị đơn vị không cấp được vai trò này"
    title_en = "A unit administrator can't grant this role"


class PeriodReversed(FieldRefused):
    code, field = "PERIOD_REVERSED", "assignments"
    title = "Ngày hết hạn đứng trước ngày bắt đầu"
    title_en = "The last day lies before the first"


class CursorInvalid(FieldRefused):
    code, field = "CURSOR_INVALID", "cursor"
    title, title_en = "Con trỏ trang không đúng", "The page cursor is not valid"


class SequenceExhausted(Problem):
    status, code = 409, "SEQUENCE_EXHAUSTED"
    title = "Đơn vị đã dùng hết 9999 số hồ sơ trong ngày"
    title_en = "The unit has used all 9999 numbers of the day"


class InvalidTransition(Problem):
    status, code = 409, "INVALID_TRANSITION"
    title, title_en = "Hồ sơ chưa thể chuyển bước này", "The dossier can't take this step now"

    def __init__(self, status: str | None, step: str) -> None:
        super().__init__(f"{status or '∅'} → {step}")


class ChangedMeanwhile(Problem):
    """The step was decided on what somebody has changed since: who and when."""

    status, code = 409, "CHANGED_MEANWHILE"
    title = "Hồ sơ đã được cập nhật trong lúc ông/bà thao tác"
    title_en = "The dossier was changed meanwhile"

    def __init__(
        self, step: str, at: datetime, staff_id: UUID | None = None, name: str | None = None
    ) -> None:
        who = name or ("Cán bộ" if staff_id else "Người nộp hồ sơ")
        super().__init__(f"{who} đã cập nhật lúc {at:%H:%M ngày %d/%m/%Y}.")
        self.step, self.at, self.staff_id, self.name = step, at, staff_id, name


class VersionNeeded(Problem):
    status, code = 428, "VERSION_NEEDED"
    title = "Thiếu phiên bản hồ sơ (If-Match)"
    title_en = "The version of the dossier is missing (If-Match)"


class SupplementUsed(ByLaw):
    code, article = "SUPPLEMENT_USED", "11(2)c"
    title = (
        "Đã yêu cầu bổ sung một lần; yêu cầu lần nữa phải có quyết định của người đứng đầu "
        "Bộ phận Một cửa"
    )
    title_en = "Papers were asked for once; asking again needs the head's decision"


class SupplementTooLate(ByLaw):
    code, article = "SUPPLEMENT_TOO_LATE", "19(4)"
    title = "Quá 03 ngày làm việc kể từ ngày tiếp nhận, không được yêu cầu bổ sung"
    title_en = "More than 3 working days since receipt: nothing may be asked for"


class SamePerson(Problem):
    status, code = 409, "SAME_PERSON"
    title = "Người tiếp nhận không được phê duyệt kết quả của chính hồ sơ đó"
    title_en = "Who received a dossier can't approve its result"


class LateCauseNeeded(FieldByLaw):
    code, field, article = "LATE_CAUSE_NEEDED", "late_cause", "19(9)"
    title = "Hồ sơ đã quá hạn: chọn nguyên nhân"
    title_en = "The dossier is late: name the cause"


class StaffUnfit(FieldRefused):
    code, field = "STAFF_UNFIT", "staff_id"
    title = "Cán bộ này không làm bước đó ở đơn vị"
    title_en = "This official does not do that step in the unit"


class FeesUnpaid(FieldByLaw):
    code, field, article = "FEES_UNPAID", "fees_paid", "22"
    title = "Chưa thu đủ phí, lệ phí: chưa trả được kết quả"
    title_en = "Fees are not paid in full: the result can't be handed over"


class NotRateable(ByLaw):
    code, article = "NOT_RATEABLE", "31"
    title = "Chỉ đánh giá được khi hồ sơ đã giải quyết xong"
    title_en = "A dossier is rated when it is finished"


class AlreadyRated(Problem):
    status, code = 409, "ALREADY_RATED"
    title, title_en = "Hồ sơ này đã được đánh giá", "This dossier was rated already"


class DossierNotFound(Problem):
    status, code = 404, "DOSSIER_NOT_FOUND"
    title, title_en = "Không tìm thấy hồ sơ", "There is no such dossier"


class ProcedureNotFound(Problem):
    status, code = 404, "PROCEDURE_NOT_FOUND"
    title, title_en = "Không có thủ tục này", "There is no such procedure"


class DraftNotFound(Problem):
    status, code = 404, "DRAFT_NOT_FOUND"
    title, title_en = "Không có bản nháp này", "There is no such draft"


class TooManyDrafts(Problem):
    """An account has begun as much as one may; the words say how to go on."""

    status, code = 422, "TOO_MANY_DRAFTS"

    def __init__(self, most: int) -> None:
        self.title = (
            f"Tài khoản đã có {most} bản nháp. Nộp hoặc xóa bớt bản nháp ở “Hồ sơ của tôi” rồi bắt"
            " đầu hồ sơ mới"
        )
        self.title_en = (
            f"This account has {most} drafts. Send or delete some in “My applications”, then begin"
            " a new one"
        )
        super().__init__()


class DraftFiled(Problem):
    """What it became is shown instead: the back button leads here."""

    status, code = 303, "DRAFT_FILED"
    title, title_en = "Hồ sơ này đã nộp", "This application was filed"

    def __init__(self, draft_id: UUID) -> None:
        super().__init__(headers={"Location": f"/my/drafts/{draft_id}/filed"})


class DraftIncomplete(Problem):
    status, code = 409, "DRAFT_INCOMPLETE"
    title, title_en = "Hồ sơ còn phần chưa hoàn thành", "Parts of the application are missing"


class ResultRefused(Problem):
    """A file that is no signed result; the code says why."""

    title = "Kết quả gửi người nộp phải là tệp PDF đã ký, tối đa 20 MB"
    title_en = "A signed result is a PDF file of at most 20 MB"

    def __init__(self, fault: str) -> None:
        self.status, self.code = (413 if fault == "TOO_LARGE" else 422), f"FILE_{fault}"
        super().__init__()


class TermsChanged(Problem):
    status, code = 409, "TERMS_CHANGED"
    title = "Thủ tục vừa thay đổi; kiểm tra lại trước khi nộp"
    title_en = "The procedure has just changed; check again before you send it"


class FileNotFound(Problem):
    status, code = 404, "FILE_NOT_FOUND"
    title, title_en = "Không có tệp này", "There is no such file"


class PaperNotFound(Problem):
    status, code = 404, "PAPER_NOT_FOUND"
    title, title_en = "Không có giấy tờ này", "There is no such paper"


class RemedyNotFound(Problem):
    status, code = 404, "REMEDY_NOT_FOUND"
    title, title_en = "Không tìm thấy việc phải làm lại", "There is no such remedy"


class RemedyAlreadyDone(Problem):
    status, code = 409, "REMEDY_ALREADY_DONE"
    title, title_en = "Việc này đã làm xong", "This remedy is done already"
