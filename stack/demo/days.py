"""The working days on which the demo happens: all past, so that no fact lies in the future."""

from datetime import date, datetime, time, timedelta

from services.intake.catalogue import special_days
from shared.worktime.calendar import Calendar
from shared.worktime.hours import VN

LONG_AGO = timedelta(days=50)


class Days:
    """Day 0 is a Monday about seven weeks ago; the others are counted in working days."""

    def __init__(self, today: date) -> None:
        years = range(today.year - 1, today.year + 1)
        self.calendar = Calendar(special_days(years))
        day = today - LONG_AGO
        while day.weekday() or not self.calendar.is_working(day):
            day -= timedelta(days=1)
        self.first = day

    def on(self, working_day: int) -> date:
        return self.calendar.add_working_days(self.first, working_day)

    def at(self, working_day: int, hour: int, minute: int = 0) -> datetime:
        """That hour of that working day, in Vietnam."""
        return datetime.combine(self.on(working_day), time(hour, minute), VN)
