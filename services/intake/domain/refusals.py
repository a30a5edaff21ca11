"""What intake refuses: each with a stable code, Vietnamese and English words, and its field."""

from shared.problem import FieldError, Problem


class FieldRefused(Problem):
    """A value that is well formed and yet can't be; the answer names its field."""

    status = 422
    field: str

    def __init__(self, field: str = "") -> None:
        super().__init__(fields=[FieldError(field or self.field, self.code, self.title)])


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


class DossierNotFound(Problem):
    status, code = 404, "DOSSIER_NOT_FOUND"
    title, title_en = "Không tìm thấy hồ sơ", "There is no such dossier"


class ProcedureNotFound(Problem):
    status, code = 404, "PROCEDURE_NOT_FOUND"
    title, title_en = "Không có thủ tục này", "There is no such procedure"


class RemedyNotFound(Problem):
    status, code = 404, "REMEDY_NOT_FOUND"
    title, title_en = "Không tìm thấy việc phải làm lại", "There is no such remedy"


class RemedyAlreadyDone(Problem):
    status, code = 409, "REMEDY_ALREADY_DONE"
    title, title_en = "Việc này đã làm xong", "This remedy is done already"
