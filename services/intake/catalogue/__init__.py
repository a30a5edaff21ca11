"""The reference data shipped in data/, read and checked; what is wrong is told by file and line."""

from services.intake.catalogue.days import special_days
from services.intake.catalogue.personas import Persona, personas
from services.intake.catalogue.procedures import Fee, Paper, Procedure, fields, procedures
from services.intake.catalogue.provinces import Province, province
from services.intake.catalogue.units import Unit, agencies, top, units

__all__ = [
    "Fee",
    "Paper",
    "Persona",
    "Procedure",
    "Province",
    "Unit",
    "agencies",
    "fields",
    "personas",
    "procedures",
    "province",
    "special_days",
    "top",
    "units",
]
