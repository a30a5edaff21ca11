"""What every body of the API is: strict, frozen, and silent about values in its errors."""

from pydantic import BaseModel, ConfigDict


class Form(BaseModel):
    """Unknown fields are refused: a misspelt one must not be lost."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)
