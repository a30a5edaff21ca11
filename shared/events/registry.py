"""Every fact by its ce_type and every topic with who may write and read it (events.md §2)."""

from dataclasses import dataclass

from shared.events import complaints, intake, notify
from shared.events.base import Event

PAYLOAD_LIMIT = 256 * 1024  # bytes of one body; larger things travel as references
SERVICES = ("intake", "complaints", "notify", "reporting")


@dataclass(frozen=True, slots=True)
class Topic:
    """Open topics may also be read by agencies; restricted ones by `readers` alone."""

    name: str
    partitions: int
    writer: str
    readers: tuple[str, ...] = SERVICES
    compacted: bool = False
    restricted: bool = False

    @property
    def reference(self) -> bool:
        """Published reference data: it may hold wording."""
        return self.compacted and not self.restricted

    @property
    def personal(self) -> bool:
        """Contacts and officials: the only topics that may hold a person's name."""
        return self.compacted and self.restricted


# The broker's own table is deploy/kafka/topics.toml: a test holds the two equal.
TOPICS: dict[str, Topic] = {
    topic.name: topic
    for topic in (
        Topic("intake.dossier.v1", 12, "intake"),
        Topic("intake.unit.v1", 6, "intake", compacted=True),
        Topic("intake.calendar.v1", 6, "intake", compacted=True),
        Topic("intake.procedure.v1", 6, "intake", compacted=True),
        Topic("intake.party.v1", 6, "intake", ("notify",), compacted=True, restricted=True),
        Topic("intake.staff.v1", 6, "intake", SERVICES, compacted=True, restricted=True),
        Topic("complaints.petition.v1", 6, "complaints"),
        Topic("complaints.case.v1", 6, "complaints"),
        Topic("complaints.party.v1", 6, "complaints", ("notify",), compacted=True, restricted=True),
        Topic("notify.message.v1", 6, "notify"),
    )
}

EVENTS: dict[str, type[Event]] = {
    event.type(): event
    for event in (
        intake.DossierSubmitted,
        intake.DossierReceived,
        intake.DossierNotReceived,
        intake.DossierForwarded,
        intake.DossierAssigned,
        intake.StepCompleted,
        intake.SupplementRequested,
        intake.DossierSupplemented,
        intake.DossierCompleted,
        intake.ResultReturned,
        intake.DossierRated,
        intake.RemedyOpened,
        intake.RemedyDone,
        intake.Unit,
        intake.CalendarDay,
        intake.Procedure,
        intake.Party,
        intake.Staff,
        intake.UnitMailbox,
        complaints.PetitionReceived,
        complaints.PetitionClassified,
        complaints.PetitionGuided,
        complaints.PetitionTransferred,
        complaints.PetitionReturned,
        complaints.PetitionFiled,
        complaints.PetitionWithdrawn,
        complaints.PetitionAnswered,
        complaints.ComplaintAccepted,
        complaints.ComplaintNotAccepted,
        complaints.VerificationAssigned,
        complaints.DialogueHeld,
        complaints.ComplaintResolved,
        complaints.Party,
        notify.MessageSent,
        notify.MessageFailed,
    )
}


def of_topic(topic: str) -> list[type[Event]]:
    """The facts that a topic carries, in the order they are listed above."""
    return [event for event in EVENTS.values() if event.topic == topic]
