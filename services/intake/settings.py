"""What the intake service is told by its environment."""

from pathlib import Path
from typing import Annotated

from pydantic import Field
from pydantic_settings import SettingsConfigDict

import shared.settings


class Settings(shared.settings.LinkSettings):
    """The settings of any service, with the prefix INTAKE_."""

    model_config = SettingsConfigDict(env_prefix="INTAKE_")

    # Where uploaded files lie; all replicas see the same folder.
    files_dir: Path
    # Days after its last save until a draft and its files are forgotten.
    draft_days: Annotated[int, Field(ge=1, le=3650)] = 30
    # What one account may have begun: so many drafts, with files of so many megabytes in all.
    drafts_most: Annotated[int, Field(ge=1, le=10_000)] = 50
    drafts_mb: Annotated[int, Field(ge=20, le=1_000_000)] = 1_000
