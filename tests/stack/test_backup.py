"""Backup files: whole or not there, ours alone; a bad one is refused and nothing moves."""

import gzip
import io
import json
import os
import subprocess
import sys
import tarfile

import pytest
from typer.testing import CliRunner

from shared.version import VERSION
from stack import archive, backup, cli, java, postgres, running
from stack.failure import Failure
from stack.layout import ROOT, SERVICES

CONTENT = {
    "postgres/PG_VERSION": b"18\n",
    "postgres/base/1/1259": bytes(range(256)) * 64,
    "kafka/cluster-id": b"AbC",
    "kafka/data/intake.dossier.v1-0/0.log": os.urandom(200_000),
    "files/intake/ab/abcdef": b"%PDF-1.7 t\xe1\xbb\x9d khai",
    "anchors/intake/audit-intake.jsonl": b"{}\n",
    "secrets/intake_link_key": b"s3cret",
}


@pytest.fixture
def header():
    return archive.Header(
        version=VERSION,
        made_at="2026-11-28T01:00:00Z",
        cluster_id="AbC",
        postgres=postgres.version().split(".")[0],
        kafka=java.KAFKA,
        revisions={name: ["0001"] for name in SERVICES},
        size=1,
    )


@pytest.fixture
def source(tmp_path):
    folder = tmp_path / "source"
    for name, content in CONTENT.items():
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
        place.chmod(0o600)
    (folder / "postgres" / "pg_notify").mkdir(mode=0o700)
    (folder / "logs").mkdir()
    (folder / "logs" / "up.log").write_text("not kept")
    return folder


@pytest.fixture
def file(source, header, tmp_path):
    made = tmp_path / "motcua.backup"
    archive.write(source, header, made)
    return made


@pytest.fixture
def target(tmp_path):
    return tmp_path / "target"


def holds(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def repacked(file, change):
    """The same backup, each member as `change(name, content)` has it; None leaves it out."""
    packed = io.BytesIO()
    with tarfile.open(file) as old, tarfile.open(fileobj=packed, mode="w:gz") as new:
        for member in old:
            data = old.extractfile(member)
            content = change(member.name, data.read() if data else b"")
            if content is not None:
                member.size = len(content)
                new.addfile(member, io.BytesIO(content))
    file.write_bytes(packed.getvalue())


def header_with(**fields):
    def change(name, content):
        if name != archive.HEADER:
            return content
        return json.dumps(json.loads(content) | fields).encode()

    return change


def test_all_comes_back_as_it_was_with_its_modes_and_nothing_else(file, target):
    header, old = backup.bring_back(file, target)

    assert holds(target) == CONTENT
    assert (header.cluster_id, old) == ("AbC", None)
    assert (target / "postgres" / "pg_notify").is_dir()
    assert (target / "secrets" / "intake_link_key").stat().st_mode & 0o777 == 0o600
    assert file.stat().st_mode & 0o777 == 0o600


def test_what_is_there_is_refused_and_moved_aside_only_when_that_is_wanted(file, target):
    (target / "secrets").mkdir(parents=True)
    (target / "secrets" / "postgres").write_text("of today")

    with pytest.raises(Failure, match="holds the data of a stack: with --yes it is moved aside"):
        backup.bring_back(file, target)
    assert holds(target) == {"secrets/postgres": b"of today"}

    _, old = backup.bring_back(file, target, aside=True)
    assert holds(old) == {"secrets/postgres": b"of today"}
    assert {name: (target / name).read_bytes() for name in CONTENT} == CONTENT


def test_a_file_that_exists_is_not_written_over(file, source, header):
    before = file.read_bytes()

    with pytest.raises(Failure, match="exists: give another name"):
        archive.write(source, header, file)

    assert file.read_bytes() == before


def test_a_full_disk_leaves_no_half_backup(source, header, tmp_path):
    code = (
        "import resource, signal, sys, pathlib\n"
        "from stack import archive, failure\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000))\n"
        "header = archive.Header.model_validate_json(sys.argv[3])\n"
        "try: archive.write(pathlib.Path(sys.argv[1]), header, pathlib.Path(sys.argv[2]))\n"
        "except failure.Failure as failure: sys.exit(str(failure))\n"
    )
    command = [
        sys.executable,
        "-c",
        code,
        str(source),
        str(tmp_path / "full"),
        header.model_dump_json(),
    ]

    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    assert done.stderr == f"{tmp_path / 'full'} could not be written: File too large\n"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["source"]


BAD = {
    "cut off": (lambda f: f.write_bytes(f.read_bytes()[:-2_000]), "is damaged"),
    "cut to its head": (lambda f: f.write_bytes(f.read_bytes()[:100]), "is damaged"),
    "a byte changed": (
        lambda f: repacked(
            f, lambda n, c: c.replace(b"\x07\x08", b"\x07\x09") if "1259" in n else c
        ),
        "damaged: postgres/base/1/1259 is not what was written",
    ),
    "a part missing": (
        lambda f: repacked(f, lambda n, c: None if n == "kafka/cluster-id" else c),
        "damaged: kafka/cluster-id is not what was written",
    ),
    "the sums missing": (
        lambda f: repacked(f, lambda n, c: None if n == "SHA256SUMS" else c),
        "damaged: its end is missing",
    ),
    "random bytes": (lambda f: f.write_bytes(b"\x1f\x8b" + os.urandom(5_000)), "is damaged"),
    "another tar": (
        lambda f: repacked(f, lambda n, c: None if n.endswith(".json") else c),
        "is no backup of Một cửa",
    ),
    "no archive": (lambda f: f.write_text("hello"), "is no backup of Một cửa"),
    "empty": (lambda f: f.write_bytes(b""), "is no backup of Một cửa"),
    "a gzipped text": (lambda f: f.write_bytes(gzip.compress(b"hello")), "is damaged"),
    "gone": (lambda f: f.unlink(), "No such file or directory"),
    "a later format": (
        lambda f: repacked(f, header_with(format=2, version="9.1.0")),
        "has format 2, this program reads 1: restore it with version 9.1.0",
    ),
    "a strange header": (lambda f: repacked(f, header_with(version=None)), "has a header that"),
    "a newer program": (
        lambda f: repacked(f, header_with(version="9.1.0", revisions={"notify": ["9999"]})),
        r"made by a newer program \(9\.1\.0\): notify: revision 9999 is unknown here",
    ),
    "another PostgreSQL": (
        lambda f: repacked(f, header_with(postgres="17")),
        "holds data of PostgreSQL 17, this is 18",
    ),
    "another Kafka": (
        lambda f: repacked(f, header_with(kafka="3.9.1")),
        r"holds data of Kafka 3\.9\.1, this is",
    ),
    "more than the disk holds": (
        lambda f: repacked(f, header_with(size=2**60)),
        "GiB free, 1073741824.0 are needed",
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_refused_in_one_line_and_nothing_is_touched(file, target, name):
    spoil, said = BAD[name]
    spoil(file)
    (target / "kafka").mkdir(parents=True)
    (target / "kafka" / "cluster-id").write_text("of today")

    with pytest.raises(Failure, match=said) as refused:
        backup.bring_back(file, target, aside=True)

    assert "\n" not in str(refused.value)
    assert holds(target) == {"kafka/cluster-id": b"of today"}
    assert [path.name for path in target.iterdir()] == ["kafka"]


@pytest.mark.parametrize("name", ["../escaped", "/escaped", "kafka/../../escaped", "motcua"])
def test_a_name_that_leads_elsewhere_is_refused(file, target, name):
    packed = io.BytesIO()
    with tarfile.open(file) as old, tarfile.open(fileobj=packed, mode="w:gz") as new:
        first = old.next()
        new.addfile(first, old.extractfile(first))
        new.addfile(tarfile.TarInfo(name))
    file.write_bytes(packed.getvalue())

    with pytest.raises(Failure, match="does not belong in a backup"):
        backup.bring_back(file, target)

    assert not list(target.iterdir())
    assert not (target.parent / "escaped").exists()


def said(*words):
    return str(CliRunner().invoke(cli.app, list(map(str, words))).exception)


def test_a_stack_that_runs_is_neither_kept_nor_put_back(file, target, monkeypatch):
    monkeypatch.setenv("MOTCUA_FOLDER", str(target))
    target.mkdir()
    (target / "ports.json").write_text("{}")

    with running.claim(target):
        refusals = {said(verb, file) for verb in ("backup", "restore")}

    assert refusals == {
        f"the stack runs (pid {os.getpid()}): ./motcua down first, ./motcua up afterwards"
    }


def test_a_folder_without_a_stack_has_nothing_to_keep(target, tmp_path, monkeypatch):
    monkeypatch.setenv("MOTCUA_FOLDER", str(target))

    assert said("backup", tmp_path / "none") == "no stack has been started here yet: ./motcua up"
    assert not (tmp_path / "none").exists()
    assert not target.exists()


def test_a_backup_inside_what_it_holds_is_refused(source):
    class Here:
        folder = source

    with pytest.raises(Failure, match="lies in what it shall hold"):
        backup.keep(Here(), source / "files" / "motcua.backup")


def test_restoring_again_keeps_what_was_moved_aside_before(file, target):
    for _ in range(3):
        backup.bring_back(file, target, aside=True)

    assert [holds(old) for old in target.glob("before-restore-*")] == [CONTENT] * 2


def test_a_backup_of_containers_is_refused_without_them(source, header, tmp_path, target):
    file = tmp_path / "containers.motcua"
    archive.write(source, header.model_copy(update={"kind": "compose"}), file)

    with pytest.raises(Failure, match="restore it with --compose"):
        backup.bring_back(file, target)

    assert not target.exists()
    with pytest.raises(Failure, match="restore it without --compose"):
        backup.check_kind(header, "compose")
