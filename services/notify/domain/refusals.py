"""What the doors of notify refuse, each with its code and its words."""

from shared.problem import Problem


class MessageNotFound(Problem):
    status, code = 404, "MESSAGE_NOT_FOUND"
    title, title_en = "Không có tin báo này", "There is no such message"


class TooLateToSend(Problem):
    """A replay or a retry never speaks to people of what is no longer news."""

    status, code = 409, "TOO_LATE_TO_SEND"
    title = "Không thể gửi lại: sự kiện đã quá 72 giờ"
    title_en = "It can't be sent again: its fact is older than 72 hours"
