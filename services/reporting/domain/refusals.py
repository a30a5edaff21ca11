"""Why reporting says no."""

from shared.problem import FieldError, Problem


class BeginningUnknown(Exception):
    """A later fact of something whose first fact was dropped: it can't be counted."""


class UnitUnknown(Problem):
    status, code = 422, "UNIT_UNKNOWN"
    title, title_en = "Không có đơn vị này", "There is no such unit"

    def __init__(self) -> None:
        super().__init__(fields=[FieldError("unit", self.code, self.title)])


class PeriodInvalid(Problem):
    status, code = 422, "PERIOD_INVALID"
    title = "Kỳ báo cáo phải có ngày đầu không sau ngày cuối và dài không quá 366 ngày"
    title_en = "A period begins no later than it ends and has 366 days at most"

    def __init__(self) -> None:
        super().__init__(fields=[FieldError("from", self.code, self.title)])


class PeriodUnknown(Problem):
    status, code = 422, "PERIOD_UNKNOWN"
    title = "Kỳ báo cáo không đúng: ghi 2026-11, 2026-Q4, 2026-H1 hoặc 2026"
    title_en = "No such period: write 2026-11, 2026-Q4, 2026-H1 or 2026"

    def __init__(self) -> None:
        super().__init__(fields=[FieldError("period", self.code, self.title)])


class NoSuchUnit(Problem):
    """The page of a unit that is not there."""

    status, code = 404, "UNIT_NOT_FOUND"
    title, title_en = "Không có đơn vị này", "There is no such unit"


class FiguresBroken(Problem):
    """Our own failure: better no figures than figures that contradict each other."""

    status, code = 500, "FIGURES_BROKEN"
    title, title_en = "Số liệu mâu thuẫn, chưa thể công bố", "The figures contradict each other"
