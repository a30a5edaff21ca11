"""Every SQL statement of the complaints service, cut by noun; callers say `store.find_petition`."""

from services.complaints.store.acts import acts, add_act, last_act, words
from services.complaints.store.books import next_number, units_below
from services.complaints.store.cases import (
    add_case,
    assigned_cases,
    case_of_petition,
    cases,
    cases_of_dossier,
    find_case,
    save_case,
)
from services.complaints.store.dossiers import (
    close_remedy,
    dossier_id_of,
    find_dossier,
    keep_dossier,
    open_remedy,
    remedies,
)
from services.complaints.store.lodgings import (
    Lodging,
    Look,
    add_look_up,
    done_lodging,
    drop_lodgings,
    find_lodging,
    look_up,
    look_up_link,
    save_lodging,
)
from services.complaints.store.offices import served_units, staff_of, units
from services.complaints.store.pages import After
from services.complaints.store.petitions import (
    Sealed,
    add_petition,
    add_sealed,
    find_petition,
    petitions,
    save_petition,
    sealed,
)

__all__ = [
    "After",
    "Lodging",
    "Look",
    "Sealed",
    "acts",
    "add_act",
    "add_case",
    "add_look_up",
    "add_petition",
    "add_sealed",
    "assigned_cases",
    "case_of_petition",
    "cases",
    "cases_of_dossier",
    "close_remedy",
    "done_lodging",
    "dossier_id_of",
    "drop_lodgings",
    "find_case",
    "find_dossier",
    "find_lodging",
    "find_petition",
    "keep_dossier",
    "last_act",
    "look_up",
    "look_up_link",
    "next_number",
    "open_remedy",
    "petitions",
    "remedies",
    "save_case",
    "save_lodging",
    "save_petition",
    "sealed",
    "served_units",
    "staff_of",
    "units",
    "units_below",
    "words",
]
