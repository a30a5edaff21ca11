"""The files that pages fetch: npm's packages, Sass to CSS, fonts and scripts, into static/.

`python -m stack.frontend` does what `up` and `test` do first; quick when nothing changed.
"""

import fcntl
import gzip
import hashlib
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from stack.failure import Failure
from stack.layout import ROOT
from stack.progress import step

PACKAGES = ROOT / "node_modules"
STATIC = ROOT / "static"
SOURCES = ROOT / "shared" / "web"
BIN = Path(sys.executable).parent
NPM_INPUT = ("package.json", "package-lock.json", ".npmrc")
SCRIPTS = {
    "govuk.js": PACKAGES / "govuk-frontend" / "dist" / "govuk" / "govuk-frontend.min.js",
    "htmx.js": PACKAGES / "htmx.org" / "dist" / "htmx.min.js",
    "htmx-csp.js": PACKAGES / "htmx.org" / "dist" / "ext" / "hx-csp.min.js",
    "motcua.js": SOURCES / "js" / "motcua.js",
}
# Papers are set in a Times-like serif (look.md §6); Typst reads its files, no page does.
PAPER_FONTS = [
    PACKAGES / "@expo-google-fonts" / "tinos" / "400Regular" / "Tinos_400Regular.ttf",
    PACKAGES / "@expo-google-fonts" / "tinos" / "400Regular_Italic" / "Tinos_400Regular_Italic.ttf",
    PACKAGES / "@expo-google-fonts" / "tinos" / "700Bold" / "Tinos_700Bold.ttf",
]
LICENCES = {
    "be-vietnam-pro": PACKAGES / "@fontsource" / "be-vietnam-pro" / "LICENSE",
    "inter": PACKAGES / "@fontsource" / "inter" / "LICENSE",
    "tinos": PACKAGES / "@expo-google-fonts" / "tinos" / "LICENSE_FONT",
    "htmx": PACKAGES / "htmx.org" / "LICENSE",
}
FONT = re.compile(r"url\(\"?\./(?:[\w@./-]+/)?files/([\w-]+)\.woff2\"?\)")
# Every browser that can show these pages reads woff2.
OLD_FONT = re.compile(r",\s*url\([^)]*\.woff\)\s*format\([^)]*\)")
FACE = re.compile(r"@font-face\{[^}]*\}")
SOURCE_MAP = re.compile(r"\n?//# sourceMappingURL=\S+\s*$")
IMPORT = re.compile(r"(?<=from \"\./)([\w.-]+)(?=\";)")


def build(static: Path = STATIC) -> bool:
    """Bring static/ up to date; False when it was. Raises Failure: npm or sass refused."""
    lock = ROOT / ".motcua" / "frontend.lock"
    lock.parent.mkdir(exist_ok=True)
    with lock.open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)  # `up` and `test` may begin at once
        install()
        wanted = fingerprint()
        if fingerprint_of(static) == wanted:
            return False
        write(static, wanted)
        return True


def install() -> None:
    """The packages of package-lock.json, each checked against its hash."""
    stamp = PACKAGES / ".motcua-stamp"
    wanted = digest(*(ROOT / name for name in NPM_INPUT))
    if stamp.exists() and stamp.read_text() == wanted:
        return
    command = [str(BIN / "npm"), "ci", "--ignore-scripts", "--no-progress"]
    run("npm ci", command, "is the npm registry reachable?")
    stamp.write_text(wanted)


def fingerprint() -> str:
    """Of everything the files come from, this program among it."""
    sources = sorted(path for kind in ("scss", "js") for path in (SOURCES / kind).iterdir())
    return digest(ROOT / "package-lock.json", Path(__file__), *sources)


def fingerprint_of(static: Path) -> str:
    manifest = static / "manifest.json"
    return str(json.loads(manifest.read_text()).get("from")) if manifest.exists() else ""


def write(static: Path, wanted: str) -> None:
    """All files under names that hold their hash, then the manifest, then away with the old."""
    static.mkdir(exist_ok=True)
    files = dict(contents())
    for name, content in files.items():
        (static / name).write_bytes(content)
        if not name.endswith(".woff2"):
            (static / f"{name}.gz").write_bytes(gzip.compress(content, mtime=0))
    copy_paper_fonts(static / "fonts")
    manifest = {"from": wanted, "files": {plain(name): name for name in files}}
    unfinished = static / "manifest.json.new"
    unfinished.write_text(json.dumps(manifest, indent=1, sort_keys=True))
    os.replace(unfinished, static / "manifest.json")
    for path in filter(Path.is_file, static.iterdir()):
        if path.name.removesuffix(".gz") not in files and path.name != "manifest.json":
            path.unlink()


def copy_paper_fonts(folder: Path) -> None:
    """The serif of the papers, in a folder that Typst looks through."""
    folder.mkdir(exist_ok=True)
    for path in PAPER_FONTS:
        (folder / path.name).write_bytes(path.read_bytes())


def contents() -> Iterator[tuple[str, bytes]]:
    """Hashed name and content of each file."""
    css, fonts = stylesheet()
    yield from fonts.items()
    yield hashed("app.css", css)
    names: dict[str, str] = {}
    for name, path in SCRIPTS.items():
        text = SOURCE_MAP.sub("\n", path.read_text("utf-8"))
        text = IMPORT.sub(lambda found: names.get(found.group(), found.group()), text)
        script = hashed(name, text.encode())
        names[name] = script[0]
        yield script
    for name, path in LICENCES.items():
        yield hashed(f"licence-{name}.txt", path.read_bytes())


def stylesheet() -> tuple[bytes, dict[str, bytes]]:
    """app.scss compiled, and the fonts it names, whose names in it hold their hash."""
    fonts: dict[str, bytes] = {}

    def place(found: re.Match[str]) -> str:
        name = found.group(1)
        [path] = PACKAGES.glob(f"@fontsource/*/files/{name}.woff2")
        at, content = hashed(f"{name}.woff2", path.read_bytes())
        fonts[at] = content
        return f"url({at})"

    css = FONT.sub(place, OLD_FONT.sub("", compiled()))
    # Ranges overlap and the last declared wins: ă đ ơ ư are to come from the Vietnamese subset, or
    # every page fetches latin-ext as well.
    faces = sorted(FACE.findall(css), key=lambda face: "-vietnamese-" in face)
    return (FACE.sub("", css) + "".join(faces)).encode(), fonts


def compiled() -> str:
    sass = PACKAGES / "sass" / "sass.js"
    options = [f"--load-path={PACKAGES}", "--style=compressed", "--no-source-map", "--quiet-deps"]
    return run("sass", [str(BIN / "node"), str(sass), *options, str(SOURCES / "scss" / "app.scss")])


def hashed(name: str, content: bytes) -> tuple[str, bytes]:
    stem, _, ending = name.rpartition(".")
    return f"{stem}.{hashlib.sha256(content).hexdigest()[:12]}.{ending}", content


def plain(name: str) -> str:
    stem, _, ending = name.rpartition(".")
    return f"{stem.rpartition('.')[0]}.{ending}"


def digest(*paths: Path) -> str:
    parts = (hashlib.sha256(path.read_bytes()).hexdigest() for path in paths)
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def run(name: str, command: list[str], hint: str = "") -> str:
    """Its output. Raises Failure with what it said."""
    done = subprocess.run(
        command,
        cwd=ROOT,
        env={**os.environ, "PATH": f"{BIN}{os.pathsep}{os.environ.get('PATH', '')}"},
        check=False,
        capture_output=True,
        text=True,
    )
    if done.returncode:
        lines = [line.strip() for line in (done.stderr or done.stdout).splitlines()]
        reason = " ".join(line for line in lines if line)[:600]
        raise Failure(f"{name} failed: {reason}" + (f" ({hint})" if hint else ""))
    return done.stdout


if __name__ == "__main__":
    try:
        with step("pages' files"):
            build()
    except Failure as failure:
        sys.exit(f"motcua: {failure}")
