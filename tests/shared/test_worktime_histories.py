"""Ten thousand made-up cases: the lines that explain a due date lead to it, day by day."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from shared.worktime import case_clock
from shared.worktime.acts import Act, Ground, Move, Resume, Rule, Stop, Wait
from shared.worktime.ledger import explain
from shared.worktime.limit import Limit, stated
from tests.shared.vietnam import SAME_DAY, VIETNAM, days, hours, months, wd

HISTORIES = 10_000
FIRST = datetime(2018, 6, 21, tzinfo=UTC)  # the day of NĐ 61/2018
MINUTES = 8 * 365 * 24 * 60


def history(chance: random.Random) -> tuple[Limit, datetime, list[Act]]:
    kind = chance.choice([wd, days, hours, months])
    limit = SAME_DAY if chance.random() < 0.05 else kind(chance.randint(0, 12))
    accepted = FIRST + timedelta(minutes=chance.randrange(MINUTES))
    return limit, accepted, list(acts(chance, accepted))


def acts(chance: random.Random, now: datetime) -> Iterator[Act]:
    for _ in range(chance.choice([0, 1, 1, 2, 3])):
        stopped = now + timedelta(minutes=chance.randrange(20_000))
        now = stopped + timedelta(minutes=chance.randrange(40_000))
        yield Stop(stopped, Wait.SUPPLEMENT)
        yield Resume(now, Wait.SUPPLEMENT, chance.choice(list(Rule)))
        if chance.random() < 0.3:
            yield Move(now.date(), Ground.VERIFICATION, wd(chance.randint(1, 15)))


def test_the_lines_of_ten_thousand_histories_lead_to_their_due_dates() -> None:
    seed = random.randrange(2**32)
    chance = random.Random(seed)
    for number in range(HISTORIES):
        limit, accepted, done = history(chance)
        clock = case_clock.replay(limit, accepted, done, VIETNAM)

        lines = explain(clock, VIETNAM)

        told = f"seed {seed}, history {number}: {limit} from {accepted}, {done}"
        way = timedelta(days=sum(line.added for line in lines))
        assert stated(accepted).date() + way == clock.due_at.date(), told
