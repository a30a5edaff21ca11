"""What the framework's macros take for a label, a fault and the choices of a field."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from shared.web.forms import Form
from shared.web.i18n import N_, Speech

ERROR = N_("Lỗi")


@dataclass(frozen=True)
class Choice:
    """One radio, tick or option. Texts are msgids, or names that no catalogue holds."""

    value: str
    text: str
    hint: str = ""


class Params:
    """The helpers of ui/fields.html in one language."""

    def __init__(self, speech: Speech) -> None:
        self.say = speech.gettext

    def label_of(self, text: str, heading: bool = False) -> dict[str, Any]:
        size = "govuk-label--l" if heading else "govuk-label--s"
        return {"text": text, "isPageHeading": heading, "classes": size}

    def legend_of(self, text: str, heading: bool = False) -> dict[str, Any]:
        size = "govuk-fieldset__legend--l" if heading else "govuk-fieldset__legend--s"
        return {"legend": {"text": text, "isPageHeading": heading, "classes": size}}

    def fault_of(self, form: Form[Any], name: str) -> dict[str, Any] | None:
        said = form.error(name)
        return {"text": self.say(said), "visuallyHiddenText": self.say(ERROR)} if said else None

    def choices_of(self, choices: Sequence[Choice], chosen: Sequence[str]) -> list[dict[str, Any]]:
        return [
            {
                "value": choice.value,
                "text": self.say(choice.text),
                "hint": {"text": self.say(choice.hint)} if choice.hint else None,
                "checked": choice.value in chosen,
                "selected": choice.value in chosen,
            }
            for choice in choices
        ]

    def helpers(self) -> dict[str, Callable[..., Any]]:
        """What a template calls, by name."""
        calls = (self.label_of, self.legend_of, self.fault_of, self.choices_of)
        return {call.__name__: call for call in calls}
