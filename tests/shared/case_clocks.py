"""Short ways to bring a case's clock to where a test wants it."""

from shared.worktime import case_clock
from shared.worktime.acts import Ground, Move, Resume, Rule, Stop, Wait
from shared.worktime.case_clock import CaseClock
from shared.worktime.limit import Limit, When
from tests.shared.vietnam import VIETNAM, at, on

RECEIVED = at("2025-03-03 09:00")


def started(limit: Limit, accepted: When = RECEIVED) -> CaseClock:
    return case_clock.start(limit, accepted, VIETNAM)


def waited(
    clock: CaseClock,
    stopped: When,
    resumed: When,
    rule: Rule = Rule.PAUSE,
    wait: Wait = Wait.PAYMENT,
) -> CaseClock:
    standing = case_clock.act(clock, Stop(stopped, wait), VIETNAM)
    return case_clock.act(standing, Resume(resumed, wait, rule), VIETNAM)


def moved(clock: CaseClock, day: str, ground: Ground, by: Limit) -> CaseClock:
    return case_clock.act(clock, Move(on(day), ground, by), VIETNAM)
