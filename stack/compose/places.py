"""Where things lie in the containers of the jobs, and what the others are called in the network."""

from pathlib import Path

from stack.layout import SERVICES
from stack.postgres_bootstrap import DATABASE
from stack.secrets import Secrets

# The secrets themselves, for the jobs alone; and a volume for each container that gets some.
SECRETS = Path("/var/lib/motcua/secrets")
HANDED = Path("/var/lib/motcua/handed")
RECEIVERS = ("postgres", "kafka", "keycloak", *SERVICES)
# Where a container finds what it was handed.
RECEIVED = Path("/run/secrets")
CLOCK = Path("/var/lib/motcua/clock/offset")

POSTGRES = "postgres:5432"
KAFKA = "kafka:9092"
AGENCIES_PORT = 9094
KAFKA_DATA = Path("/var/lib/kafka/data/broker")


def kept(*, makes: bool = False) -> Secrets:
    """The secrets of this deployment, which the job `secrets` makes and the others read."""
    return Secrets(SECRETS, makes=makes)


def dsn(role: str, password: str, database: str) -> str:
    return f"postgresql://{role}:{password}@{POSTGRES}/{database}"


class Databases:
    """As the verbs that look into the services' schemas want it."""

    def dsn(self, role: str) -> str:
        return dsn(role, kept().password(f"db_{role}"), DATABASE)
