"""Files that people hand in: what is kept, what is refused and why, what a name can do."""

import asyncio
import io
import os
import sys
import zipfile
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.datastructures import UploadFile

from shared import files
from shared.files import Fault, FileRefused
from stack.layout import ROOT

JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00" + bytes(200)
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(200)
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
HEIC = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + bytes(100)
SVG = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"
EICAR = files.HARMFUL[0]


def archive(depth=1):
    """A zip in a zip in a zip."""
    inside = b"x" * 1_000
    for _ in range(depth):
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as made:
            made.writestr("a.zip", inside)
        inside = packed.getvalue()
    return inside


def upload(name, content):
    return UploadFile(io.BytesIO(content), filename=name, size=len(content))


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("Giấy chứng sinh.pdf", PDF, "application/pdf"),
        ("ảnh.JPG", JPEG, "image/jpeg"),
        ("ảnh.jpeg", JPEG, "image/jpeg"),
        ("scan.png", PNG, "image/png"),
    ],
)
async def test_what_is_in_order_is_kept_whole_under_its_random_id(tmp_path, name, content, kind):
    file_id = uuid4()

    kept = await files.keep(tmp_path, file_id, upload(name, content))

    assert (kept.name, kept.kind, kept.size) == (name, kind, len(content))
    assert files.place(tmp_path, file_id).read_bytes() == content
    assert [p.name for p in tmp_path.rglob("*") if p.is_file()] == [file_id.hex]


@pytest.mark.parametrize(
    ("name", "content", "fault"),
    [
        ("trong.pdf", b"", Fault.EMPTY),
        ("anh.heic", HEIC, Fault.PHONE_IMAGE),
        ("anh.jpg", HEIC, Fault.PHONE_IMAGE),
        ("hinh.svg", SVG, Fault.NOT_ALLOWED),
        ("hinh.png", SVG, Fault.NOT_WHAT_IT_SAYS),
        ("trang.html", b"<!DOCTYPE html><script>alert(1)</script>", Fault.NOT_ALLOWED),
        ("macro.docm", archive(), Fault.NOT_ALLOWED),
        ("nen.zip", archive(10), Fault.NOT_ALLOWED),
        ("nen.pdf", archive(10), Fault.NOT_WHAT_IT_SAYS),
        ("hai-mat.pdf", PDF + archive(), Fault.NOT_WHAT_IT_SAYS),
        ("hai-mat.jpg", JPEG + archive(), Fault.NOT_WHAT_IT_SAYS),
        ("anh.png", JPEG, Fault.NOT_WHAT_IT_SAYS),
        ("anh.jpg", b"MZ\x90\x00" + JPEG, Fault.NOT_WHAT_IT_SAYS),
        ("to-khai.pdf", b"hello", Fault.NOT_WHAT_IT_SAYS),
        ("chay.pdf.exe", b"MZ\x90\x00" + bytes(100), Fault.NOT_ALLOWED),
        ("khong-duoi", PDF, Fault.NOT_ALLOWED),
        ("eicar.pdf", PDF + EICAR, Fault.HARMFUL),
        ("eicar.com", EICAR, Fault.HARMFUL),
        ("eicar-giua.pdf", PDF + bytes(files.CHUNK - len(PDF) - 30) + EICAR, Fault.HARMFUL),
    ],
)
async def test_what_is_not_in_order_leaves_nothing_behind(tmp_path, name, content, fault):
    with pytest.raises(FileRefused) as refused:
        await files.keep(tmp_path, uuid4(), upload(name, content))

    assert refused.value.fault == fault
    assert refused.value.name == name
    assert [p for p in tmp_path.rglob("*") if p.is_file()] == []


@pytest.mark.parametrize("told", [True, False])
async def test_too_large_is_said_with_its_size_even_when_the_client_lied(tmp_path, told):
    content = PDF + bytes(files.MOST_BYTES)
    sent = upload("khai-sinh.heic" if told else "khai-sinh.pdf", content)
    sent.size = len(content) if told else 10

    with pytest.raises(FileRefused) as refused:
        await files.keep(tmp_path, uuid4(), sent)

    assert refused.value.fault == Fault.TOO_LARGE
    assert [p for p in tmp_path.rglob("*") if p.is_file()] == []


async def test_a_line_that_breaks_in_the_middle_keeps_nothing(tmp_path):
    class Broken(UploadFile):
        async def read(self, size=-1):
            raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        await files.keep(tmp_path, uuid4(), Broken(io.BytesIO(), filename="a.pdf"))

    assert [p for p in tmp_path.rglob("*") if p.is_file()] == []


async def test_removing_is_safe_to_repeat(tmp_path):
    file_id = uuid4()
    await files.keep(tmp_path, file_id, upload("a.pdf", PDF))

    await files.remove(tmp_path, [file_id])
    await files.remove(tmp_path, [file_id])

    assert not files.place(tmp_path, file_id).exists()


@pytest.mark.parametrize(
    ("given_name", "plain"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\Bình\\ảnh.jpg", "ảnh.jpg"),
        ("..", "tep"),
        (".pdf", "tep.pdf"),
        ("a\u202egpj.exe.pdf", "agpj.exe.pdf"),
        ("a\r\nSet-Cookie: x.pdf", "x.pdf"),
        ("x" * 500 + ".pdf", "x" * 120 + ".pdf"),
        ("", "tep"),
    ],
)
def test_a_name_is_only_shown(given_name, plain):
    assert files.plain_name(given_name) == plain


@given(st.text(max_size=300))
def test_no_name_leads_anywhere(name):
    plain = files.plain_name(name)

    assert plain
    assert not set(plain) & set("/\\\r\n\0")
    assert plain not in (".", "..")
    assert len(plain) <= 140


async def test_a_file_is_handed_out_to_be_saved_and_runs_nothing(tmp_path):
    kept = await files.keep(tmp_path, uuid4(), upload('a"; filename="b.html.pdf', PDF))

    answer = files.served(tmp_path, kept)

    assert answer.headers["content-disposition"].startswith("attachment; ")
    assert "sandbox" in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cache-control"] == "no-store"


async def test_halves_go_after_a_day_and_whole_files_and_fresh_halves_stay(tmp_path):
    now = datetime.now(UTC)
    kept, *halves = (files.place(tmp_path, uuid4()) for _ in range(3))
    await files.keep(tmp_path, UUID(kept.name), upload("a.pdf", PDF))
    old, fresh = (half.with_suffix(".part") for half in halves)
    for path, hours in ((kept, 900), (old, 25), (fresh, 23)):
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(PDF)
        os.utime(path, (now.timestamp() - hours * 3600,) * 2)

    gone = await files.remove_halves(tmp_path, now - timedelta(days=1))

    assert gone == 1
    assert {path for path in tmp_path.rglob("*") if path.is_file()} == {kept, fresh}


async def test_where_nothing_was_uploaded_yet_there_are_no_halves(tmp_path):
    assert await files.remove_halves(tmp_path / "not-made", datetime.now(UTC)) == 0


DIES = """
import asyncio, os, pathlib, signal, sys, uuid
from shared import files
class Upload:
    filename, size = "a.pdf", None
    reads = 0
    async def read(self, size):
        self.reads += 1
        if self.reads > 2:
            os.kill(os.getpid(), signal.SIGKILL)
        return b"%PDF-1.7 " + b"x" * 300_000
asyncio.run(files.keep(pathlib.Path(sys.argv[1]), uuid.UUID(sys.argv[2]), Upload()))
"""


async def test_a_process_killed_in_the_midst_of_a_file_leaves_none_that_counts(tmp_path):
    file_id = uuid4()

    command = [sys.executable, "-c", DIES, str(tmp_path), str(file_id)]
    died = await asyncio.create_subprocess_exec(*command, cwd=ROOT)
    await died.wait()

    assert died.returncode == -9
    assert any(tmp_path.rglob("*.part"))
    assert not files.place(tmp_path, file_id).exists()
    await files.keep(tmp_path, file_id, upload("a.pdf", PDF))
    assert [p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()] == [PDF]
