"""Table 06 as a sheet: the rows of the page, in their order."""

from collections.abc import Iterator

from services.reporting.domain import table06
from services.reporting.domain.periods import Named
from services.reporting.handlers.reports import Report06
from services.reporting.store.fields import labels
from services.reporting.web.sheets import Sheet, Value, instant
from shared.web import formats

TOTAL = "Tổng cộng"
VI = "vi"


def sheet(report: Report06, asked: Named) -> Sheet:
    """Sums as values: a formula would be computed elsewhere, by other rules."""
    days = (report.days.first, report.days.last)
    return Sheet(
        name=f"bieu-06-{report.unit.unit_id}-{asked.code}",
        title="Biểu 06",
        above=[
            "Biểu số 06: Tình hình, kết quả giải quyết thủ tục hành chính",
            report.unit.name,
            f"Kỳ báo cáo: {formats.period(VI, days)}",
            f"Số liệu tính đến {formats.moment(VI, report.as_of)}",
        ],
        headings=["STT (1)", "Lĩnh vực, công việc giải quyết theo cấp (2)", *_headings()],
        rows=list(_rows(report)),
        machine=[
            ("unit_id", report.unit.unit_id),
            ("unit", report.unit.name),
            ("from", report.days.first.isoformat()),
            ("to", report.days.last.isoformat()),
            ("as_of", instant(report.as_of)),
        ],
    )


def _headings() -> list[str]:
    return [f"{said} ({name[1:]})" for name, said in table06.COLUMNS.items()]


def _rows(report: Report06) -> Iterator[list[Value]]:
    for roman, group in zip(("I", "II", "III"), report.groups, strict=False):
        level = table06.LEVELS.get(group.level, group.level)
        yield [roman, level, *group.total.columns().values()]
        for number, (field, row) in enumerate(group.rows.items(), 1):
            yield [number, labels().get(field, field), *row.columns().values()]
    yield ["", TOTAL, *report.total.columns().values()]
