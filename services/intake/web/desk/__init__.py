"""Officials' pages of intake: lists, search, taking in, the dossier and its steps, papers."""

from services.intake.web.desk import (
    catalogue,
    dossier,
    intake,
    lists,
    prints,
    reissue,
    remedies,
    steps,
)

ROUTERS = [
    lists.router,
    intake.router,
    prints.router,
    steps.router,
    reissue.router,
    dossier.router,
    remedies.router,
    catalogue.router,
]
