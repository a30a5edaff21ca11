"""Another agency reads Kafka's own listener with Kafka's own program, over TLS (S13)."""

import pytest

from tests.compose.conftest import OWN, run

CONSUMER = """
set -e
cat > /tmp/agency.properties <<END
security.protocol=SASL_SSL
sasl.mechanism=SCRAM-SHA-512
sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required \
username="qlvb" password="{password}";
ssl.truststore.type=PEM
ssl.truststore.location={authority}
END
/opt/kafka/bin/kafka-console-consumer.sh --bootstrap-server localhost:{port} --topic {topic} \
--group agency.qlvb.test --from-beginning --max-messages 1 --timeout-ms 30000 \
--consumer.config /tmp/agency.properties
"""
OURS = "/run/secrets/agencies-ca.pem"


@pytest.fixture(scope="session")
def password(deployment):
    read = "print(open('/var/lib/motcua/secrets/kafka_qlvb').read())"
    words = ("run", "--rm", "--no-deps", "-T", "--entrypoint", "python", "postgres-bootstrap")
    return deployment.compose(*words, "-c", read).stdout.strip()


@pytest.fixture
def consume(deployment):
    def read(topic, password, authority=OURS):
        port = OWN["KAFKA_AGENCIES_PORT"]
        script = CONSUMER.format(port=port, topic=topic, password=password, authority=authority)
        words = ["docker", "run", "--rm", "-i", "--network", "host", *secrets(deployment)]
        return run(*words, "apache/kafka:4.1.0", "bash", "-c", script, check=False)

    return read


def secrets(deployment):
    [kafka] = deployment.containers("kafka")
    [mount] = [m for m in kafka["Mounts"] if m["Destination"] == "/run/secrets"]
    return ("--volume", f"{mount['Name']}:/run/secrets:ro")


def test_an_open_topic_is_read(consume, password):
    read = consume("intake.unit.v1", password)
    assert read.returncode == 0, read.stderr
    assert '"unit_id"' in read.stdout


@pytest.mark.parametrize("topic", ["intake.party.v1", "intake.staff.v1"])
def test_a_restricted_topic_is_refused(consume, password, topic):
    read = consume(topic, password)
    assert "TopicAuthorizationException" in read.stderr + read.stdout
    assert "{" not in read.stdout


def test_a_wrong_password_is_refused(consume):
    read = consume("intake.unit.v1", "wrong")
    assert "SaslAuthenticationException" in read.stderr + read.stdout


def test_whoever_does_not_trust_our_authority_does_not_talk(consume, password):
    read = consume("intake.unit.v1", password, "/etc/ssl/certs/ca-certificates.crt")
    assert "SSL handshake failed" in read.stderr + read.stdout
    assert '"unit_id"' not in read.stdout
