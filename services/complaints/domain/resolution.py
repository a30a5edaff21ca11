"""What a decision on a complaint says (Luật Khiếu nại 2011 Điều 31)."""

from pydantic import Field

from services.complaints.domain.codes import Conclusion, Effect
from services.complaints.domain.forms import Form
from shared.events.complaints import Recovery
from shared.events.types import Count, DecisionNo, Dong, Flag


class Recover(Form):
    """What is given back to the state and to people; nothing unless it is said."""

    money_state: Dong = 0
    money_people: Dong = 0
    land_m2_state: Count = 0
    land_m2_people: Count = 0
    people_restored: Count = 0

    def as_fact(self) -> Recovery:
        return Recovery(**self.model_dump())


class Resolution(Form):
    """The decision: its conclusion, what it does to the challenged act, what it orders."""

    conclusion: Conclusion
    effect: Effect
    decision_no: DecisionNo
    views_agree: Flag
    recover: Recover = Field(default_factory=Recover)
    persons_to_discipline: Count = 0
    to_police: Flag = False
