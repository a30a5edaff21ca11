"""Where things lie: the project, its state folder, the services."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SERVICES = ("intake", "complaints", "notify", "reporting")
JARS = ROOT / ".motcua" / "jars"  # a cache of downloads, shared by every stack of this clone


def state_folder() -> Path:
    """The folder of the stack that `up` runs; MOTCUA_FOLDER moves it, for tests."""
    return Path(os.environ.get("MOTCUA_FOLDER", ROOT / ".motcua")).resolve()
