"""Kafka and PostgreSQL, bootstrapped, in any folder: for `up`, the tests, the faults, the bench."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from confluent_kafka.admin import AdminClient

from stack import kafka_admin, levels, ports, postgres_bootstrap, topics
from stack.acl import rules
from stack.kafka import Kafka, Ports
from stack.kafka_properties import BROKER
from stack.postgres import Postgres
from stack.secrets import Secrets

PORTS = ("postgres", "kafka_services", "kafka_agencies", "kafka_controller")
PATIENCE = 180  # seconds, for a machine that is busy with much else
# Other users of the machine have no business here.
PRIVATE = ("kafka", "logs", "run", "anchors", "files")


class Stack:
    """Everything in `folder`; a second start finds the data, the ports and the passwords again."""

    def __init__(self, folder: Path, names: tuple[str, ...] = ()) -> None:
        self.folder = folder
        self.database = postgres_bootstrap.DATABASE
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o711)  # `nobody` must be able to enter it
        for name in PRIVATE:
            (folder / name).mkdir(exist_ok=True, mode=0o700)
        self.secrets = Secrets(folder / "secrets")
        self.ports = ports.choose(folder / "ports.json", (*PORTS, *names))
        self.postgres = Postgres(folder, self.ports["postgres"], self.secrets.password("postgres"))
        self.kafka = Kafka(
            folder,
            Ports(*(self.ports[f"kafka_{listener}"] for listener in Ports._fields)),
            self.kafka_password(BROKER),
        )

    def start(self) -> None:
        """Raises Failure: what stands in the way, in one line."""
        self.secrets.check()
        ports.check_free(self.ports, self.folder / "ports.json")
        try:
            self.launch()
            self.agree()
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        self.kafka.stop()
        self.postgres.stop()

    def launch(self) -> None:
        """Both programs answer; nothing of their data is changed."""
        with ThreadPoolExecutor() as pool:
            both = [pool.submit(self.postgres.start), pool.submit(self.launch_kafka)]
        for one in both:
            one.result()

    def agree(self) -> None:
        """Roles, schemas, topics, users and rules as this program has them.

        Raises Failure, before anything is changed, where a newer program was here.
        """
        if self.database in postgres_bootstrap.databases(self.postgres.dsn):
            levels.check_known(levels.applied(self.postgres.dsn(self.database)))
        dsn, password = self.postgres.dsn, self.role_password
        with ThreadPoolExecutor() as pool:
            both = [
                pool.submit(postgres_bootstrap.bootstrap, dsn, password),
                pool.submit(self.agree_kafka),
            ]
        for one in both:
            one.result()

    def start_kafka(self) -> None:
        self.launch_kafka()
        self.agree_kafka()

    def launch_kafka(self) -> None:
        self.kafka.start()
        admin = self.kafka_admin()
        self.kafka.child.wait_until(lambda: kafka_admin.answers(admin), PATIENCE)
        kafka_admin.check_cluster(admin, self.kafka.cluster_id)

    def agree_kafka(self) -> None:
        admin = self.kafka_admin()
        known, users = topics.topics(), topics.principals()
        topics.check(known, users)
        kafka_admin.ensure_topics(admin, known)
        kafka_admin.ensure_users(
            admin, {user.name: self.kafka_password(user.name) for user in users}
        )
        kafka_admin.ensure_rules(admin, rules(known, users))

    def kafka_admin(self) -> AdminClient:
        return kafka_admin.connect(self.kafka.bootstrap, self.kafka.password)

    def kafka_password(self, principal: str) -> str:
        return self.secrets.password(f"kafka_{principal}")

    def role_password(self, role: str) -> str:
        return self.secrets.password(f"db_{role}")

    def dsn(self, role: str, database: str = "") -> str:
        """E.g. dsn("intake_app")."""
        return self.postgres.dsn(database or self.database, role, self.role_password(role))
