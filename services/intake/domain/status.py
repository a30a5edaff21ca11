"""The ten national statuses of a dossier and every way from one to the next (domain.md §1.4)."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, StrEnum, auto


class Status(StrEnum):
    """Codes of Cổng Dịch vụ công quốc gia."""

    REGISTERED = "1"
    RECEIVED = "2"
    NOT_RECEIVED = "3"
    PROCESSING = "4"
    SUPPLEMENT_REQUESTED = "5"
    PAYMENT_REQUESTED = "6"
    WITHDRAWAL_REQUESTED = "7"
    STOPPED = "8"
    COMPLETED = "9"
    RETURNED = "10"


class Step(Enum):
    """What an official, the applicant or the clock does to a dossier."""

    REGISTER = auto()
    RECEIVE = auto()
    REFUSE = auto()
    ASK_SUPPLEMENT = auto()
    SUPPLY = auto()
    PROCESS = auto()
    ASK_PAYMENT = auto()
    PAY = auto()
    ASK_WITHDRAWAL = auto()
    AGREE_WITHDRAWAL = auto()
    REFUSE_WITHDRAWAL = auto()
    STOP = auto()
    EXPIRE = auto()
    COMPLETE = auto()
    RETURN = auto()
    RECALL = auto()


@dataclass(frozen=True)
class ByReceipt:
    """A step that ends elsewhere once the dossier was received."""

    before: Status
    after: Status


class Back(Enum):
    """The status from which 6 or 7 was entered, remembered in a stack."""

    TO_ORIGIN = auto()


Target = Status | ByReceipt | Back
# An end before receipt is 3, an end after it 8.
ENDED = ByReceipt(before=Status.NOT_RECEIVED, after=Status.STOPPED)

NEXT: Mapping[tuple[Status | None, Step], Target] = {
    (None, Step.REGISTER): Status.REGISTERED,

    (Status.REGISTERED, Step.RECEIVE): Status.RECEIVED,
    (Status.REGISTERED, Step.REFUSE): Status.NOT_RECEIVED,
    (Status.REGISTERED, Step.ASK_SUPPLEMENT): Status.SUPPLEMENT_REQUESTED,
    (Status.REGISTERED, Step.ASK_WITHDRAWAL): Status.WITHDRAWAL_REQUESTED,

    (Status.RECEIVED, Step.PROCESS): Status.PROCESSING,
    (Status.RECEIVED, Step.ASK_SUPPLEMENT): Status.SUPPLEMENT_REQUESTED,
    (Status.RECEIVED, Step.ASK_PAYMENT): Status.PAYMENT_REQUESTED,
    (Status.RECEIVED, Step.ASK_WITHDRAWAL): Status.WITHDRAWAL_REQUESTED,
    (Status.RECEIVED, Step.STOP): Status.STOPPED,

    (Status.PROCESSING, Step.ASK_SUPPLEMENT): Status.SUPPLEMENT_REQUESTED,
    (Status.PROCESSING, Step.ASK_PAYMENT): Status.PAYMENT_REQUESTED,
    (Status.PROCESSING, Step.ASK_WITHDRAWAL): Status.WITHDRAWAL_REQUESTED,
    (Status.PROCESSING, Step.STOP): Status.STOPPED,
    (Status.PROCESSING, Step.COMPLETE): Status.COMPLETED,

    (Status.SUPPLEMENT_REQUESTED, Step.SUPPLY): ByReceipt(Status.REGISTERED, Status.PROCESSING),
    (Status.SUPPLEMENT_REQUESTED, Step.REFUSE): Status.NOT_RECEIVED,
    (Status.SUPPLEMENT_REQUESTED, Step.EXPIRE): ENDED,
    (Status.SUPPLEMENT_REQUESTED, Step.ASK_WITHDRAWAL): Status.WITHDRAWAL_REQUESTED,

    (Status.PAYMENT_REQUESTED, Step.PAY): Back.TO_ORIGIN,
    (Status.PAYMENT_REQUESTED, Step.EXPIRE): Status.STOPPED,
    (Status.PAYMENT_REQUESTED, Step.ASK_WITHDRAWAL): Status.WITHDRAWAL_REQUESTED,

    (Status.WITHDRAWAL_REQUESTED, Step.AGREE_WITHDRAWAL): ENDED,
    (Status.WITHDRAWAL_REQUESTED, Step.REFUSE_WITHDRAWAL): Back.TO_ORIGIN,

    (Status.COMPLETED, Step.RETURN): Status.RETURNED,
    (Status.COMPLETED, Step.RECALL): Status.PROCESSING,
}  # fmt: skip

# These remember where they came from; leaving them forgets it.
STACKED = frozenset(
    {Status.SUPPLEMENT_REQUESTED, Status.PAYMENT_REQUESTED, Status.WITHDRAWAL_REQUESTED}
)
# The guard "received": `received_at` is set (domain.md §1.4).
ONLY_RECEIVED = frozenset(
    {Status.PROCESSING, Status.PAYMENT_REQUESTED, Status.STOPPED, Status.COMPLETED}
)
ONLY_BEFORE = frozenset({Status.REGISTERED, Status.NOT_RECEIVED})
FINAL = frozenset({Status.NOT_RECEIVED, Status.STOPPED, Status.RETURNED})
