"""Why reporting says no."""

from shared.problem import FieldError, Problem


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


class FiguresBroken(Problem):
    """Our own failure: better no figures than figures that contradict each other."""

    status, code = 500, "FIGURES_BROKEN"
    title, title_en = "Số liệu mâu thuẫn, chưa thể công bố", "The figures contradict each other"
