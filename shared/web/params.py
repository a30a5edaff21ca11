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


def params(speech: Speech) -> dict[str, Callable[..., Any]]:
    """The helpers of ui/fields.html in one language."""
    say = speech.gettext

    def label_of(text: str, heading: bool = False) -> dict[str, Any]:
        return {
            "text": text,
            "isPageHeading": heading,
            "classes": "govuk-label--l" if heading else "govuk-label--s",
        }

    def legend_of(text: str, heading: bool = False) -> dict[str, Any]:
        size = "govuk-fieldset__legend--l" if heading else "govuk-fieldset__legend--s"
        return {"legend": {"text": text, "isPageHeading": heading, "classes": size}}

    def fault_of(form: Form[Any], name: str) -> dict[str, Any] | None:
        said = form.error(name)
        return {"text": say(said), "visuallyHiddenText": say(ERROR)} if said else None

    def choices_of(choices: Sequence[Choice], chosen: Sequence[str]) -> list[dict[str, Any]]:
        return [
            {
                "value": choice.value,
                "text": say(choice.text),
                "hint": {"text": say(choice.hint)} if choice.hint else None,
                "checked": choice.value in chosen,
                "selected": choice.value in chosen,
            }
            for choice in choices
        ]

    return {
        "label_of": label_of,
        "legend_of": legend_of,
        "fault_of": fault_of,
        "choices_of": choices_of,
    }
